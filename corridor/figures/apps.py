"""The room as the framework knows it: the contents that it brings are known from the start."""

from importlib import import_module

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """Loads the module that declares contents, so that every record's type is known before any is read."""

    name = "corridor.figures"

    def ready(self) -> None:
        import_module("corridor.figures.contents")
