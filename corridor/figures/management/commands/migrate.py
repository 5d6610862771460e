"""`migrate` brings every database up to date that this installation writes: releases stand in one of their own."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.core.management.commands import migrate


class Command(migrate.Command):
    """As the framework's own; with `--database` it is that one alone."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database=None)

    def get_check_kwargs(self, options: dict[str, Any]) -> dict[str | None, Any]:
        return {**super().get_check_kwargs(options), "databases": _chosen(options)}

    def handle(self, *arguments: Any, **options: Any) -> None:
        for database in _chosen(options):
            super().handle(*arguments, **{**options, "database": database})


def _chosen(options: dict[str, Any]) -> list[str]:
    return [options["database"]] if options["database"] else list(settings.WRITTEN)
