"""The arms of T5 that must fail: something of the product is taken away for a moment, and the proof has to see it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from proof.bad_files import PICTURES
from proof.bad_requests import Recipe
from proof.bad_tables import Ways


@contextmanager
def changed(target: Any, name: str, value: Any) -> Iterator[None]:
    """Something of the product taken away for a moment."""
    before = getattr(target, name)
    setattr(target, name, value)
    try:
        yield
    finally:
        setattr(target, name, before)


def control(runner: Any) -> tuple[str, list[str]]:
    """(what was seen, what was not) of a view that falls, a log that quotes, a page that does not escape, a copy that
    tells, a table that runs.
    """
    from django.template import base

    from corridor.centre import export_tables
    from corridor.exchange.pictures import Copy
    from corridor.safe.actions import notebook
    from corridor.safe.notebook import evidence

    def falls(typed: Any, **more: Any) -> Any:
        raise ValueError(f"what was typed: {typed}")

    seen = {}
    form = next(name for name, one in runner.maker.places.items() if one.view == "safe:write_note" and one.accepted)
    bad = Recipe(form, "one", "text", "script: arabic")
    with changed(notebook, "write_note", falls):
        seen["a view that falls"] = any("answered 500" in one for one in runner.take(bad))
        with changed(runner.sender.ear, "formatter", logging.Formatter()):
            seen["a log that quotes"] = any("the log" in one for one in runner.take(bad))
    with changed(base, "conditional_escape", lambda text: str(text)):
        tags = [runner.take(Recipe(form, "one", "title", "tags", number)) for number in range(6)]
        seen["a page that does not escape"] = any("not escaped" in one for some in tags for one in some)
    with changed(evidence, "clean_copy", lambda data: Copy(data, "jpeg", "image/jpeg")):
        files = [(name, one) for name, one in runner.maker.places.items() if one.files and one.accepted]
        told = [
            runner.take(Recipe(name, "file", one.files[0].name, sort)) for name, one in files[:3] for sort in PICTURES
        ]
        seen["a copy that tells"] = any("a copy tells" in one for some in told for one in some)
    with changed(export_tables, "text_cell", str):
        ways = Ways(runner.sender)
        ways.go(("export_case",))
        seen["a table that runs"] = bool(ways.live)
    shown = [name for name, was in seen.items() if was]
    return f"seen: {', '.join(shown)}", [f"the control is not seen: {name}" for name in seen if name not in shown]
