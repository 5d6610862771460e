"""The room as the framework knows it: the contents that it brings are known from the start."""

from importlib import import_module

from django.apps import AppConfig


class JourneyConfig(AppConfig):
    """Loads the module that declares contents, so that every record's type is known before any is read.

    Has whoever opens the casebook note which parties no record names any more, so that they end. Tells the forms how
    days of other calendars are read.
    """

    name = "corridor.journey"

    def ready(self) -> None:
        import_module("corridor.journey.contents")
        import_module("corridor.journey.drafts")
        import_module("corridor.journey.importing.contents")
        from corridor.journey.actions.parties import end_unnamed
        from corridor.journey.days import OTHERS
        from corridor.journey.lanes import lanes
        from corridor.journey.line import LANES
        from corridor.safe.notebook.days import OTHER_CALENDARS
        from corridor.safe.views import telling

        OTHER_CALENDARS[:] = [OTHERS]
        telling.AT_OPENING.append(end_unnamed)
        LANES.append(lanes)
