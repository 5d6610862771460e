"""The room as the framework knows it: the contents that it brings are known from the start."""

from importlib import import_module

from django.apps import AppConfig


class SafeConfig(AppConfig):
    """Loads the modules that declare contents, so that every record's type is known before any is read."""

    name = "corridor.safe"

    def ready(self) -> None:
        for module in ("corridor.safe.packets", "corridor.safe.notebook.contents"):
            import_module(module)
