"""The room as the framework knows it: what it adds to a worker's file is known from the start."""

from importlib import import_module

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """Loads what declares contents and how they are asked, so that every record's type is known before any is read."""

    name = "corridor.work"

    def ready(self) -> None:
        import_module("corridor.work.contents")
        import_module("corridor.work.parts")
        from corridor.journey.facts import register
        from corridor.journey.line import LANES
        from corridor.recruitment.net_pay import NET_PAY
        from corridor.work.facts import KINDS
        from corridor.work.lanes import lanes
        from corridor.work.net_pay import net_pay

        LANES.append(lanes)
        NET_PAY.append(net_pay)
        for kind in KINDS:
            register(kind)
