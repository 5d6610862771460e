"""What of an entry is searched: its texts, each with its language and its weight, and their translations.

Codes are read as their labels and countries as their names, so that "Nepal" finds what is tagged NPL.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from corridor.learning.search.words import Word, words
from corridor.reference.countries import english_name, is_country
from corridor.reference.kinds import Field
from corridor.reference.labels import translations_of
from corridor.reference.shelf import Entry, Shelf

COLUMNS = ("id", "label", "middle", "rest")
WEIGHTS = (10.0, 8.0, 3.0, 1.0)
MIDDLE = {"meaning", "better_practice", "better", "title"}
UNSEARCHED = {"source", "flag"}  # where it stands and what is doubtful about it say nothing of what it is about
PROSE = {"text", "words", "parts"}  # types that a result may quote; the rest is only found by
UNQUOTED = {"id", "label", "code", "vocabulary"}

Translations = dict[tuple[str, str], list[tuple[str, str, str]]]  # (kind, id) -> field, language, text


class Text(NamedTuple):
    """One text of an entry. `shown` says whether a result may quote it."""

    field: str
    column: str
    language: str
    text: str
    shown: bool


@dataclass(frozen=True)
class Document:
    """An entry with all its texts."""

    entry: Entry
    texts: tuple[Text, ...]

    @property
    def key(self) -> tuple[str, str]:
        return self.entry.kind.name, str(self.entry.id)

    def title(self, reader: str = "en") -> tuple[str, str]:
        """The label in the reader's language where there is one, and the language it is in."""
        for text in self.texts:
            if text.field == "label" and text.language == reader != "en":
                return text.text, reader
        return str(self.entry.values.get("label") or self.entry.id), "en"

    def quotable(self, title: str) -> list[Text]:
        """The texts that a result may quote beside its title, the meaning and its like first."""
        shown = (text for text in self.texts if text.shown and text.text != title)
        return sorted(shown, key=lambda text: text.column != "middle")

    def words(self) -> dict[str, list[Word]]:
        """The words of each column."""
        found: dict[str, list[Word]] = {column: [] for column in COLUMNS}
        for text in self.texts:
            found[text.column] += words(text.text, text.language)
        return found


def country_names(codes: Any) -> str:
    return ", ".join(english_name(code) if is_country(code) else code for code in codes)


def read_text(field: Field, value: Any, shelf: Shelf) -> str:
    """A value in words."""
    values = value if isinstance(value, (list, tuple)) else (value,)
    if field.vocabulary:
        return ", ".join(shelf.label(field.vocabulary, str(code)) for code in values)
    if field.type == "countries":
        return country_names(values)
    if field.type == "corridors":
        return ", ".join(f"{country_names(corridor.split('-'))} {corridor}" for corridor in values)
    return "; ".join(str(part) for part in values)


def id_texts(id: str) -> Iterator[Text]:
    """An id's words: numbers and codes weigh much (C189), names little, since the label says them better."""
    for coded, part in groupby(words(id), lambda word: any(sign.isdigit() for sign in word.plain)):
        text = " ".join(word.plain for word in part)
        yield Text("id", "id" if coded else "rest", "en", text, False)


def document(entry: Entry, shelf: Shelf, translations: Translations) -> Document:
    """An entry as it is searched."""
    texts = list(id_texts(str(entry.id)))
    for field in entry.kind.fields.values():
        value = entry.values.get(field.name)
        if field.name in UNSEARCHED | {"id"} or field.type == "yesno" or value in (None, "", ()):
            continue
        shown = field.type in PROSE and field.name not in UNQUOTED
        texts.append(Text(field.name, column(field.name), "en", read_text(field, value, shelf), shown))
    for name, language, text in translations.get((entry.kind.name, str(entry.id)), ()):
        texts.append(Text(name, column(name), language, text, True))
    return Document(entry, tuple(texts))


def column(field: str) -> str:
    if field == "label":
        return "label"
    return "middle" if field in MIDDLE else "rest"


def read_translations(shelf: Shelf) -> Translations:
    """The translated texts of each entry."""
    by_entry: Translations = defaultdict(list)
    for (kind, id, field, language), (text, _) in translations_of(shelf.folders).items():
        by_entry[kind, id].append((field, language, text))
    return dict(by_entry)
