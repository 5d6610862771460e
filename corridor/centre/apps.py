"""The room as the framework knows it: the contents that it brings are known from the start."""

from importlib import import_module

from django.apps import AppConfig


class CentreConfig(AppConfig):
    """Loads the module that declares contents, so that every record's type is known before any is read.

    Also tells the menu how many things are due.
    """

    name = "corridor.centre"

    def ready(self) -> None:
        import_module("corridor.centre.contents")
        import_module("corridor.centre.import_contents")
        import_module("corridor.centre.letter_contents")
        from corridor.access.menu import COUNTS
        from corridor.centre.listing import due_today

        COUNTS["centre:today"] = due_today
