"""The room as the framework knows it: what it adds to a worker's file is known from the start."""

from importlib import import_module

from django.apps import AppConfig


class RecruitmentConfig(AppConfig):
    """Loads what declares contents and how they are asked, so that every record's type is known before any is read."""

    name = "corridor.recruitment"

    def ready(self) -> None:
        import_module("corridor.recruitment.contents")
        import_module("corridor.recruitment.parts")
        from corridor.journey.facts import register
        from corridor.journey.line import LANES
        from corridor.recruitment.facts import KINDS
        from corridor.recruitment.lanes import lanes

        LANES.append(lanes)
        for kind in KINDS:
            register(kind)
