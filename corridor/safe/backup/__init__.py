"""Encrypted backups: the container, writing, restoring, the folders they lie in."""

from collections.abc import Callable

# What later rooms do once everything is back: each answers what was wrong, in plain English.
AFTERWARDS: list[Callable[[], list[str]]] = []
