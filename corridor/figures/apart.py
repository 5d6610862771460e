"""Releases live apart from people and facts: a file of their own on SQLite, a schema of their own on PostgreSQL.

On PostgreSQL a role that may SELECT there and nothing else is all that pages to the right of the curtain need. Where an
installation has no such database they stand with the rest. Source: safety section 3 item 13; D21.
"""

from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model

RELEASES = "releases"  # of the database in the settings, and of the schema
APART = frozenset({("figures", "release"), ("figures", "releaselog")})


def place() -> str:
    """The database in which releases stand."""
    return RELEASES if RELEASES in settings.DATABASES else DEFAULT_DB_ALIAS


class Router:
    """Sends releases to their own database, and nothing else there."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        return place() if self._is_apart(model._meta.app_label, model._meta.model_name) else None

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool | None:
        if RELEASES not in settings.DATABASES:
            return None
        return (db == RELEASES) == self._is_apart(app_label, model_name)

    @staticmethod
    def _is_apart(app_label: str, model_name: str | None) -> bool:
        return (app_label, model_name) in APART


def make_schema(using: str, **_: Any) -> None:
    """Before the first migration of that database: the schema, where the database knows of schemas."""
    connection = connections[using]
    if using == RELEASES and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {RELEASES}")
