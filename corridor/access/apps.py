"""Has the check of the doors run with every other check: it is registered by being read."""

from importlib import import_module

from django.apps import AppConfig


class Access(AppConfig):
    """The room of accounts and rights."""

    name = "corridor.access"

    def ready(self) -> None:
        import_module("corridor.access.doors")
