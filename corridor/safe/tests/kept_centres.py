"""Making a centre takes a third of a second of cryptography; rows and files of one that was made are laid down again.

Only where nobody is there yet, so that no row meets another of its number; otherwise one is made anew. What a test does
with it begins from the same state as if it had been made for it, but for the ids and keys, which it shares with others.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model

APPS = ("access", "safe")
KEPT: dict[tuple[Any, ...], "Kept"] = {}


@dataclass(frozen=True)
class Kept:
    """What was made. rows: each model with its rows, those that others refer to first. files: within the keyring."""

    made: Any
    rows: tuple[tuple[type[Model], tuple[Model, ...]], ...]
    files: tuple[tuple[Path, bytes, int], ...]


def again(key: tuple[Any, ...], make: Callable[[], Any]) -> Any:
    """What `make` makes in a place where nobody is, the first time; afterwards the same, laid down again."""
    if not _is_empty():
        return make()
    if key not in KEPT:
        made = make()
        KEPT[key] = Kept(deepcopy(made), _rows(), _files())
        return made
    kept = KEPT[key]
    for model, rows in kept.rows:
        model._base_manager.bulk_create(deepcopy(rows))
    with connection.cursor() as cursor:  # what is written next gets the next number
        for statement in connection.ops.sequence_reset_sql(no_style(), [model for model, _ in kept.rows]):
            cursor.execute(statement)
    for path, content, mode in kept.files:
        at = settings.KEYRING / path
        at.parent.mkdir(parents=True, exist_ok=True)
        at.write_bytes(content)
        at.chmod(mode)
    return deepcopy(kept.made)


def _models() -> list[type[Model]]:
    """Those that others refer to first."""
    every = [model for app in APPS for model in apps.get_app_config(app).get_models(include_auto_created=True)]
    ordered: list[type[Model]] = []

    def enter(model: type[Model]) -> None:
        if model in ordered or model not in every:
            return
        for field in model._meta.concrete_fields:
            if field.related_model and field.related_model is not model:
                enter(field.related_model)  # type: ignore[arg-type]
        ordered.append(model)

    for model in every:
        enter(model)
    return ordered


def _is_empty() -> bool:
    return not any(settings.KEYRING.rglob("*")) and not any(model._base_manager.exists() for model in _models())


def _rows() -> tuple[tuple[type[Model], tuple[Model, ...]], ...]:
    found = ((model, tuple(model._base_manager.order_by("pk"))) for model in _models())
    return tuple((model, rows) for model, rows in found if rows)


def _files() -> tuple[tuple[Path, bytes, int], ...]:
    paths = sorted(path for path in settings.KEYRING.rglob("*") if path.is_file())
    return tuple((path.relative_to(settings.KEYRING), path.read_bytes(), path.stat().st_mode & 0o777) for path in paths)
