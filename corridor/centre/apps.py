"""The room as the framework knows it: the contents that it brings are known from the start."""

from importlib import import_module

from django.apps import AppConfig


class CentreConfig(AppConfig):
    """Loads the module that declares contents, so that every record's type is known before any is read.

    Also tells the menu how many things are due, and earlier rooms what the centre adds to a worker's line and outcomes,
    and what may be counted of it.
    """

    name = "corridor.centre"

    def ready(self) -> None:
        import_module("corridor.centre.contents")
        import_module("corridor.centre.import_contents")
        import_module("corridor.centre.letter_contents")
        from corridor.access.menu import COUNTS
        from corridor.centre.facts import KINDS
        from corridor.centre.lanes import lanes
        from corridor.centre.listing import due_today
        from corridor.centre.measuring import measure
        from corridor.journey.facts import register
        from corridor.journey.line import LANES
        from corridor.work.outcomes import MEASURED

        COUNTS["centre:today"] = due_today
        LANES.append(lanes)
        MEASURED.append(measure)
        for kind in KINDS:
            register(kind)
