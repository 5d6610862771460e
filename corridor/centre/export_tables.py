"""Records as tables that a spreadsheet opens, and a book that says what each column means.

Contents in, rows out. One table for each type of record, one line for each record; what a record holds several of
(respondents, stages, steps) is a table of its own, each line with the id of its record. Columns, meanings and
vocabularies are read from the contents themselves, their docstrings, their sheets and the shelf, so that a type that is
declared tomorrow has its table too. `records.json` beside them holds everything as it was written.
"""

import csv
import json
import re
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

from django.utils.translation import gettext

from corridor.centre.sharing import SHEETS
from corridor.journey.sheets import Sheet, Slot
from corridor.journey.worker_sheets import CONSENT, WITHDRAWAL, languages
from corridor.reference.labels import country_name, term_label
from corridor.reference.shelf import shelf
from corridor.safe.content import Content, to_plain

COUNTRY, CURRENCY, LANGUAGE, MEMBER = "ISO 3166", "ISO 4217", "ISO 639", "account key"
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")  # a cell that begins so is taken for a formula by a spreadsheet
NAMED = re.compile(r"(?:^|(?<=[.;] ))([a-z_]+(?:, [a-z_]+)*): ")  # fields, as a docstring tells of them
CODED = re.compile(r"`([a-z-]+)`|(ISO 3166|ISO 4217|ISO 639|account key)")
# What no docstring and no sheet says: (class, field) -> vocabulary.
UNSAID = {
    ("Referral", "purpose"): "consent-purpose",
    ("Referral", "what"): "data-group",
    ("Answer", "state"): "answer-state",
    ("Consent", "language"): LANGUAGE,
    ("RiskTalk", "language"): LANGUAGE,
}
OF_THE_SEAL = {"key", "chunks"}  # of a file: how it stands in the database, which says nothing outside
SHEET_OF: dict[str, Sheet] = {**SHEETS, "consent": CONSENT, "consent-withdrawal": WITHDRAWAL}


@dataclass(frozen=True)
class Record:
    """One record as it leaves. file: the name under which its file goes along, empty for none."""

    id: str
    content: Content
    restricted: bool = False
    file: str = ""

    def plain(self) -> dict[str, Any]:
        """As `content_from` reads it again; of a file without the key of its seal."""
        plain = to_plain(self.content)
        if is_file(self.content):
            plain["key"] = ""
        kept = {"id": self.id, "type": self.content.TYPE, "version": self.content.VERSION, "content": plain}
        return kept | ({"restricted": True} if self.restricted else {}) | ({"file": self.file} if self.file else {})


def is_file(content: Content) -> bool:
    """Whether a sealed file belongs to it (see `safe.notebook.evidence.SealedFile`)."""
    return all(hasattr(content, name) for name in ("key", "chunks", "fingerprint"))


@dataclass(frozen=True)
class Column:
    """path: the fields that lead to the value. vocabularies: of the shelf, or a standard; none for what is no code."""

    name: str
    meaning: str
    vocabularies: tuple[str, ...]
    path: tuple[str, ...]

    @property
    def labelled(self) -> bool:
        return bool(self.vocabularies) and CURRENCY not in self.vocabularies


@dataclass(frozen=True)
class Table:
    """A table: name of its file, its columns with meaning and vocabulary, its lines."""

    name: str
    columns: tuple[tuple[str, str, str], ...]
    rows: tuple[Sequence[str], ...]

    def file(self) -> bytes:
        return as_csv([[name for name, _, _ in self.columns], *self.rows])


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """With the mark by which a spreadsheet knows UTF-8."""
    written = StringIO(newline="")
    csv.writer(written).writerows(rows)
    return written.getvalue().encode("utf-8-sig", "replace")


def as_json(records: Iterable[Record]) -> bytes:
    """Every record with all it holds; `safe.content.content_from` reads each again."""
    lines = (json.dumps(one.plain(), ensure_ascii=False) for one in records)
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode("utf-8", "backslashreplace")


def text_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(RUNS) else text


def cell(value: Any) -> str:
    """Days as ISO text, amounts as plain decimals, several things with a semicolon between."""
    if isinstance(value, tuple):
        return text_cell("; ".join(str(one) for one in value))
    if value is None or isinstance(value, bool):
        return "" if value is None else "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else text_cell(str(value))


class Labels:
    """What codes are called in the reader's language. members: account key -> handle."""

    def __init__(self, language: str, members: Mapping[str, str]) -> None:
        self.language, self.members, self.spoken = language, members, dict(languages())

    def of(self, vocabularies: tuple[str, ...], value: Any) -> str:
        codes = value if isinstance(value, tuple) else (value,) if value else ()
        return text_cell("; ".join(self._one(vocabularies, code) for code in codes))

    def _one(self, vocabularies: tuple[str, ...], code: str) -> str:
        known: dict[str, Callable[[str], str]] = {
            COUNTRY: lambda code: country_name(code, self.language),
            LANGUAGE: lambda code: self.spoken.get(code, code),
            MEMBER: lambda code: self.members.get(code, code),
        }
        if len(vocabularies) > 1:  # a code of one of them is written with its vocabulary
            vocabulary, _, rest = code.partition(".")
            return term_label(vocabulary, rest, self.language) if vocabulary in vocabularies else code
        return known[vocabularies[0]](code) if vocabularies[0] in known else self._term(vocabularies[0], code)

    def _term(self, vocabulary: str, code: str) -> str:
        return term_label(vocabulary, code, self.language) if code in shelf().terms.get(vocabulary, {}) else code


def told_fields(kind: type) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Field -> (meaning, vocabularies), as the docstrings of a content tell of it."""
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    names = {one.name for one in fields(kind)}
    for one in reversed([base for base in kind.__mro__ if is_dataclass(base)]):
        text = " ".join((one.__doc__ or "").split()).partition(" Source: ")[0]
        hits = [hit for hit in NAMED.finditer(text) if set(hit[1].split(", ")) <= names]
        for hit, after in zip(hits, [*hits[1:], None], strict=False):
            told = text[hit.end() : after.start() if after else len(text)]
            found |= _shared(hit[1].split(", "), told.partition(". ")[0].strip(" .;"))
    return found


def _shared(names: list[str], told: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """What is said of several fields at once, given to each."""
    known = shelf().terms
    coded = [one[1] or one[2] for one in CODED.finditer(told) if one[2] or one[1] in known]
    if len(coded) == len(names):
        each: list[tuple[str, ...]] = [(one,) for one in coded]
    elif len(names) == 1 or len(coded) == 1:
        each = [tuple(coded)] * len(names)
    else:
        each = [()] * len(names)
    return {name: (told, codes) for name, codes in zip(names, each, strict=True)}


def columns_of(kind: type, slots: Iterable[Slot], path: tuple[str, ...] = (), under: str = "") -> Iterator[Column]:
    """The columns of a content or of one row in it; a time (under its label) gives one for each of its parts."""
    told, hints, asked = told_fields(kind), typing.get_type_hints(kind), {one.name: one for one in slots}
    for one in fields(kind):
        meaning, codes = told.get(one.name, ("", ()))
        slot, hint, here = asked.get(one.name), hints[one.name], (*path, one.name)
        label = str(slot.label) if slot else under
        if is_dataclass(hint):
            yield from columns_of(typing.cast(type, hint), (), here, label or one.name)
        elif nested(hint) is None:
            said = ": ".join(part for part in (label, meaning) if part) or _common(kind, one.name)
            codes = _of_slot(slot) or _unsaid(kind, one.name) or codes
            yield Column("_".join(here), said, codes if hint in (str, tuple[str, ...]) else (), here)


def nested(hint: Any) -> type | None:
    """The class of the rows, where a field holds several of them."""
    inner = typing.get_args(hint)[0] if typing.get_origin(hint) is tuple else None
    return typing.cast(type, inner) if is_dataclass(inner) else None


def _of_slot(slot: Slot | None) -> tuple[str, ...]:
    given = {"country": COUNTRY, "currency": CURRENCY}
    code = "" if slot is None else slot.vocabulary if slot.how in ("term", "terms") else given.get(slot.how, "")
    return (code,) if code else ()


def _unsaid(kind: type, name: str) -> tuple[str, ...]:
    code = UNSAID.get((kind.__name__, name), "")
    return (code,) if code else ()


def _common(kind: type, name: str) -> str:
    """What a field means that many contents have."""
    common = {"author": gettext("Written by"), "day": gettext("On which day"), "language": gettext("Language")}
    return common.get(name) or (f"id: {name}" if name == getattr(kind, "HEAD", "") else name.replace("_", " "))


def tables_of(records: Sequence[Record], labels: Labels) -> list[Table]:
    """The tables of these records, each type with those of its rows behind it; empty ones are left out."""
    by_type: dict[str, list[Record]] = {}
    for one in records:
        by_type.setdefault(one.content.TYPE, []).append(one)
    found = []
    for type_name, every in by_type.items():
        kind, sheet = type(every[0].content), SHEET_OF.get(type_name)
        slots = {one.name: one for one in sheet.every} if sheet else {}
        found.append(_table(type_name, kind, tuple(slots.values()), every, labels))
        for name, hint in typing.get_type_hints(kind).items():
            if inner := nested(hint):
                asked = slots[name].columns if name in slots else ()
                found.append(_rows(f"{type_name}-{name}", name, inner, asked, every, labels))
    return [one for one in found if one.rows]


def _table(name: str, kind: type, slots: tuple[Slot, ...], records: list[Record], labels: Labels) -> Table:
    has_file = is_file(records[0].content)
    columns = [one for one in columns_of(kind, slots) if not (has_file and one.name in OF_THE_SEAL)]
    heads = [("id", "id", ""), *([("file", gettext("File"), "")] if has_file else [])]
    rows = [(one.id, *([one.file] if has_file else []), *_cells(one.content, columns, labels)) for one in records]
    return Table(f"{name}.csv", (*heads, *_headings(columns)), tuple(rows))


def _rows(name: str, field: str, kind: type, slots: tuple[Slot, ...], records: list[Record], labels: Labels) -> Table:
    columns = list(columns_of(kind, slots))
    heads = [("record", f"id: {name.removesuffix(f'-{field}')}", ""), ("line", gettext("Number"), "")]
    rows = [
        (one.id, str(line), *_cells(row, columns, labels))
        for one in records
        for line, row in enumerate(getattr(one.content, field), start=1)
    ]
    return Table(f"{name}.csv", (*heads, *_headings(columns)), tuple(rows))


def _headings(columns: Iterable[Column]) -> Iterator[tuple[str, str, str]]:
    for one in columns:
        yield one.name, one.meaning, " / ".join(one.vocabularies)
        if one.labelled:
            yield f"{one.name}_label", f"{one.name}: {gettext('In words')}", ""


def _cells(holder: Any, columns: Iterable[Column], labels: Labels) -> Iterator[str]:
    for one in columns:
        value = holder
        for step in one.path:
            value = getattr(value, step)
        yield cell(value)
        if one.labelled:
            yield labels.of(one.vocabularies, value)


def codebook(tables: Iterable[Table]) -> bytes:
    """File, column, meaning, vocabulary: of every column of these tables."""
    rows = [(one.name, *(text_cell(part) for part in column)) for one in tables for column in one.columns]
    return as_csv([("file", "column", "meaning", "vocabulary"), *rows])


def codes(tables: Iterable[Table], language: str) -> bytes:
    """Every code that may stand in a column of these tables, with its label."""
    said = {name for one in tables for _, _, told in one.columns for name in told.split(" / ")}
    rows = [
        (name, code, text_cell(term_label(name, code, language)))
        for name in sorted(said & set(shelf().terms))
        for code in shelf().terms[name]
    ]
    return as_csv([("vocabulary", "code", "label"), *rows])
