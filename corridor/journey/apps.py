"""The room as the framework knows it: the contents that it brings are known from the start."""

from importlib import import_module

from django.apps import AppConfig


class JourneyConfig(AppConfig):
    """Loads the module that declares contents, so that every record's type is known before any is read.

    Has whoever opens the casebook note which parties no record names any more, so that they end.
    """

    name = "corridor.journey"

    def ready(self) -> None:
        import_module("corridor.journey.contents")
        import_module("corridor.journey.drafts")
        from corridor.journey.actions.parties import end_unnamed
        from corridor.safe.views import telling

        telling.AT_OPENING.append(end_unnamed)
