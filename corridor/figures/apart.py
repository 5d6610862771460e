"""Releases live apart from people and facts: a file of their own on SQLite, a schema of their own on PostgreSQL.

Pages reach them by another connection than the release maker, one that can do nothing but read them: a file opened to
be read, or a role that may SELECT there and nothing else. Whoever writes (`actions.releasing`) says so with
`using(place())`, since what it has not committed yet nobody else sees. Source: safety section 3 item 13; D21.
"""

import os
import re
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connections, transaction
from django.db.models import Model

from corridor.refused import CannotServe

RELEASES, READ = "releases", "releases_read"  # of the databases in the settings
APART = frozenset({("figures", "release"), ("figures", "releaselog")})
# Tables of whoever owns the releases, of which the one who asks may do more than read releases.
BEYOND = """
SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p')
AND relowner = (SELECT nspowner FROM pg_namespace WHERE nspname = %s)
AND relnamespace NOT IN (to_regnamespace('pg_catalog'), to_regnamespace('information_schema'))
AND (has_table_privilege(oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
     OR has_any_column_privilege(oid, 'SELECT') AND NOT (relnamespace = to_regnamespace(%s) AND relname = ANY(%s)))
"""
CLOSED = """
SELECT relname FROM pg_class
WHERE relnamespace = to_regnamespace(%s) AND relname = ANY(%s) AND NOT has_table_privilege(%s, oid, 'SELECT')
"""


def place() -> str:
    """The database in which releases are written."""
    return RELEASES


def place_to_read() -> str:
    """The database by which pages read them. Tests, which undo everything at their end, read as they write."""
    return READ if READ in settings.DATABASES else RELEASES


class Router:
    """Sends releases to their own database, and nothing else there."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        return place_to_read() if self._is_apart(model._meta.app_label, model._meta.model_name) else None

    def db_for_write(self, model: type[Model], **hints: Any) -> str | None:
        return RELEASES if self._is_apart(model._meta.app_label, model._meta.model_name) else None

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool:
        return db != READ and (db == RELEASES) == self._is_apart(app_label, model_name)

    @staticmethod
    def _is_apart(app_label: str, model_name: str | None) -> bool:
        return (app_label, model_name) in APART


def nothing_beside(connection: Any, **_: Any) -> None:
    """Each new connection of a reader on SQLite: no second file can be opened beside that of the releases."""
    if connection.alias == READ and connection.vendor == "sqlite":
        connection.connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)


def make_schema(using: str, **_: Any) -> None:
    """Before the first migration of that database: the schema, where the database knows of schemas.

    Raises CannotServe where the owner of the tables may not make one.
    """
    connection, name = connections[using], settings.RELEASE_SCHEMA
    if using != RELEASES or connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace(%s) IS NOT NULL", [name])
        if cursor.fetchone()[0]:
            return
        try:
            cursor.execute(f"CREATE SCHEMA {name}")
        except DatabaseError as error:
            asked = f'CREATE SCHEMA {name} AUTHORIZATION "{connection.settings_dict["USER"]}"'
            raise CannotServe(
                f"the schema {name} of PostgreSQL is missing and can not be made here; expected: {asked}, by whoever "
                "looks after the server (docs/operating/figures.md)"
            ) from error


def let_read(using: str, **_: Any) -> None:
    """After the migrations: the reading role, made where this installation may make one, may read releases."""
    connection = connections[using]
    if using != RELEASES or connection.vendor != "postgresql" or READ not in settings.DATABASES:
        return
    file = settings.RELEASE_READER
    if not settings.RELEASE_READER_NAMED and not (file.exists() and _answers()) and not _made_reader(connection):
        file.unlink(missing_ok=True)  # of another server; whoever owns the tables reads then, and the start says so
        _read_as(connection.settings_dict["USER"], connection.settings_dict["PASSWORD"])
    _grant(connection, connections[READ].settings_dict["USER"])


def beyond() -> int:
    """How many tables whoever reads releases reaches beside them. 0 as it should be; more with the rights of the owner.

    Raises DatabaseError where the reader that CORRIDOR_RELEASE_READER names is not let in.
    """
    if place_to_read() != READ or connections[READ].vendor != "postgresql":
        return 0
    with _reading() as cursor:
        cursor.execute(BEYOND, [settings.RELEASE_SCHEMA, settings.RELEASE_SCHEMA, _tables()])
        return int(cursor.fetchone()[0])


def _tables() -> list[str]:
    return sorted(apps.get_model(*one)._meta.db_table for one in APART)


@contextmanager
def _reading() -> Iterator[Any]:
    """One question as the reader, past the pool, which would wait half a minute for who is not let in."""
    fresh = connections[READ].copy()
    fresh.settings_dict["OPTIONS"].pop("pool", None)
    with fresh.temporary_connection() as cursor:
        yield cursor


def _answers() -> bool:
    """Whether the database lets the reader in."""
    try:
        with _reading():
            return True
    except DatabaseError:
        return False


def _read_as(user: str, password: str) -> None:
    """From now on, in this process; others read the file when they begin."""
    connections[READ].settings_dict.update(USER=user, PASSWORD=password)
    connections[READ].close()
    connections[READ].close_pool()  # type: ignore[attr-defined]


def _made_reader(connection: Any) -> bool:
    """A role that may sign in and nothing else, its password in a file of this installation; False where none can be.

    A password that there is stays, so that servers that run go on with it.
    """
    file: Path = settings.RELEASE_READER
    name = re.sub(r"[^A-Za-z0-9_]", "_", connection.settings_dict["NAME"])[:40] + "_release_reader"
    password = file.read_text().partition(":")[2] if file.exists() else secrets.token_urlsafe(32)
    quoted = connection.ops.quote_name(name)
    connection.ensure_connection()
    locked = connection.connection.pgconn.encrypt_password(password.encode(), name.encode()).decode()
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
            verb = "ALTER" if cursor.fetchone() else "CREATE"
            cursor.execute(f"{verb} ROLE {quoted} LOGIN NOINHERIT PASSWORD %s", [locked])
    except DatabaseError:  # who owns the tables may make no roles
        return False
    _read_as(name, password)
    if not _answers():
        return False
    fresh = file.with_suffix(f".{os.getpid()}")  # whole or not at all
    fresh.touch(mode=0o600)
    fresh.write_text(f"{name}:{password}")
    os.replace(fresh, file)
    return True


def _grant(connection: Any, reader: str) -> None:
    """Only what is missing, since two may do it at one moment."""
    schema, quoted = settings.RELEASE_SCHEMA, connection.ops.quote_name(reader)
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_schema_privilege(%s, %s, 'USAGE')", [reader, schema])
        if not cursor.fetchone()[0]:
            cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {quoted}")
        cursor.execute(CLOSED, [schema, _tables(), reader])
        for (table,) in cursor.fetchall():
            cursor.execute(f"GRANT SELECT ON {schema}.{table} TO {quoted}")
