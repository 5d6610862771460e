"""The room as the framework knows it: the contents that it brings are known from the start."""

from importlib import import_module

from django.apps import AppConfig


class JourneyConfig(AppConfig):
    """Loads the module that declares contents, so that every record's type is known before any is read."""

    name = "corridor.journey"

    def ready(self) -> None:
        import_module("corridor.journey.contents")
        import_module("corridor.journey.drafts")
