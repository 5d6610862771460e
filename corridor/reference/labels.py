"""Labels in the reader's language: the shelf's own translations for terms and entries, CLDR names for countries."""

from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError

from corridor.reference.countries import alpha_2, english_name
from corridor.reference.shelf import Entry, rows, shelf

SOURCE_LANGUAGE = "en"


@cache
def translations_of(folders: tuple[Path, ...]) -> dict[tuple[str, str, str, str], tuple[str, str]]:
    """(kind, id, field, language) -> (text, status), from the `translations_*.csv` files of these folders, in turn."""
    found = {}
    for folder in folders:
        for path in sorted(folder.glob("translations_*.csv")):
            for _, row in rows(path):
                found[row["kind"], row["id"], row["field"], row["language"]] = (row["text"], row["status"])
    return found


def translated(kind: str, id: str, field: str, language: str) -> str | None:
    """The text of one field in a language, or None where the shelf has none."""
    found = translations_of(shelf().folders).get((kind, id, field, language))
    return found[0] if found else None


def text_of(entry: Entry, field: str, language: str) -> tuple[str, str]:
    """A text of an entry and the language it is in: the one asked for where the shelf has it, else English."""
    if language != SOURCE_LANGUAGE and (text := translated(entry.kind.name, entry.id, field, language)):
        return text, language
    return str(entry.values.get(field) or ""), SOURCE_LANGUAGE


def term_label(vocabulary: str, code: str, language: str) -> str:
    """The label of a term; English, then the code itself, where nothing else is known."""
    if language != SOURCE_LANGUAGE and (text := translated("terms", f"{vocabulary}.{code}", "label", language)):
        return text
    return shelf().label(vocabulary, code)


@cache
def territories(language: str) -> dict[str, str]:
    try:
        return dict(Locale.parse(language).territories)
    except (UnknownLocaleError, ValueError):
        return {}


def country_name(code: str, language: str) -> str:
    """The country's name in a language; the code itself when it is no country's."""
    try:
        return territories(language).get(alpha_2(code)) or english_name(code)
    except KeyError:
        return code
