"""The three classes of rows: taken in, taken in with a warning, refused. Pure: a table and a mapping in, classes out.

A row is one worker in one earlier case, or another grievance of hers in it; rows with one number are one case. What
fits no field is not lost: the words go into the case's note, and a warning says so. Nothing is decided about her; only
what can not be kept is refused.
"""

from collections.abc import Mapping as Facts
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from corridor.centre.contents import Case
from corridor.centre.importing.cells import Meaning, NotRead, day_of
from corridor.centre.importing.fields import BY_CODE, FIELDS, INTO_NOTE, LEAVE_OUT, Mapping, heading, plain
from corridor.exchange.tables import Row, Table
from corridor.journey.contents import Worker
from corridor.journey.importing.findings import ROW_LONGEST, Finding, at_most, finding
from corridor.journey.sheets import AREA, LINE
from corridor.journey.when import When
from corridor.reference.labels import country_name, term_label
from corridor.safe.primitives import digest

TOGETHER_MOST = 500  # rows of one case
OF_CASE = tuple(one.code for one in FIELDS if one.of_case)
OF_WORKER = ("phone", "sex", "age_band", "nationality", "origin", "language")
OF_GRIEVANCE = ("kind", "told", "wants", "since", "respondent", "role")
DAYS = ("opened", "closed", "received_on")


@dataclass
class Line:
    """One row as it was understood. said: field -> value. words: what goes into the note, each under its heading.

    key: by which a case is known again: its number as it is compared, or, without one, a digest of the row. name: hers,
    as it is compared. person: number of the first row that is about her in this case. why: the reasons for which it is
    refused.
    """

    number: int
    person: int = 0
    key: str = ""
    name: str = ""
    said: dict[str, Any] = field(default_factory=dict)
    words: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    why: list[Finding] = field(default_factory=list)

    @property
    def is_first(self) -> bool:
        """Whether no row before it is about her in this case."""
        return self.person in (0, self.number)

    def about(self) -> tuple[Any, ...]:
        """What the row says of a grievance; rows that say the same mean the same one."""
        return tuple(self.said.get(code, "") for code in OF_GRIEVANCE)

    def warn(self, code: str, found: str, expected: str, kind: str = "") -> None:
        self.warnings.append(_finding(self.number, code, found, expected, kind))

    def refuse(self, code: str, found: str, expected: str, kind: str = "") -> None:
        self.why.append(_finding(self.number, code, found, expected, kind))


@dataclass(frozen=True)
class EarlierCase:
    """The rows of one case that are taken in. facts: what they say of the case itself. joins: id of the case with this
    number and day of opening that was brought in before.
    """

    lines: tuple[Line, ...]
    facts: Facts[str, Any]
    joins: str = ""

    @property
    def first(self) -> int:
        """The number of its first row."""
        return self.lines[0].number


@dataclass(frozen=True)
class Before:
    """What was brought in before. people: (key, name) of each worker in a case. cases: key -> (day of opening, id)."""

    people: frozenset[tuple[str, str]] = frozenset()
    cases: Facts[str, tuple[tuple[date | None, str], ...]] = field(default_factory=dict)


NOTHING = Before()


@dataclass(frozen=True)
class Classified:
    """The rows of a table in three classes, and the cases that the first two make, in the order of their first row."""

    taken: tuple[Line, ...]
    warned: tuple[Line, ...]
    refused: tuple[Line, ...]
    cases: tuple[EarlierCase, ...]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for line in self.warned for finding in line.warnings]

    @property
    def reasons(self) -> list[Finding]:
        return [finding for line in self.refused for finding in line.why]


def classify(table: Table, mapping: Mapping, today: date, before: Before = NOTHING) -> Classified:
    """Every row in one of three classes. today: no case is from after it, nor so old that it would be destroyed at once
    (`Case.RETENTION_MONTHS`).
    """
    meaning, groups = Meaning(mapping, today), dict[str, list[Line]]()
    lines = [_line(table, row, mapping, meaning) for row in table.rows]
    for line in lines:
        _put_days(line, today)
        groups.setdefault(line.key if "number" in line.said else f"\0{line.number}", []).append(line)
    facts = {key: _facts_of(group, today) for key, group in groups.items()}
    _refuse_what_stands(lines, before)
    cases = []
    for key, group in groups.items():
        kept = tuple(line for line in group if not line.why)
        for line in kept[TOGETHER_MOST:]:
            line.refuse("number", _number(line), gettext("at most %(most)s rows") % {"most": TOGETHER_MOST})
        if kept:
            cases.append(EarlierCase(kept[:TOGETHER_MOST], facts[key], _joined(kept[0], facts[key], before)))
    good = [line for line in lines if not line.why]
    return Classified(
        tuple(line for line in good if not line.warnings),
        tuple(line for line in good if line.warnings),
        tuple(line for line in lines if line.why),
        tuple(sorted(cases, key=lambda one: one.first)),
    )


def stretch(table: Table, mapping: Mapping, after: int, cases: int, rows: int) -> tuple[Table, int, bool]:
    """The rows of the next cases, those whose first row stands behind `after`: at most so many cases, and no more once
    there are so many rows. Also the first row of the last of them, and whether others follow.
    """
    groups: dict[str, list[Row]] = {}
    place = mapping.column("number")
    for row in table.rows:
        number = plain(row.cells[place]) if place is not None and len(row.cells[place]) <= LINE else ""
        groups.setdefault(number or f"\0{row.number}", []).append(row)
    waiting = [group for group in groups.values() if group[0].number > after]
    found: list[Row] = []
    for count, group in enumerate(waiting):
        if count == cases or len(found) >= rows:
            return Table(table.name, table.header, tuple(found)), after, True
        found, after = found + group, group[0].number
    return Table(table.name, table.header, tuple(found)), after, False


def _finding(number: int, code: str, found: str, expected: str, kind: str) -> Finding:
    return finding(number, _label(code, get_language() or "en"), found, expected, kind)


@lru_cache(maxsize=500)
def _label(code: str, language: str) -> str:
    return str(BY_CODE[code].label) if code in BY_CODE else code


def _line(table: Table, row: Row, mapping: Mapping, meaning: Meaning) -> Line:
    line, mapped = Line(row.number), []
    for place, code in enumerate(mapping.columns):
        cell = row.cells[place]
        if code == LEAVE_OUT or not cell:
            continue
        mapped.append((code, plain(cell)))
        called = heading(table.header, place)
        if len(cell) > AREA:
            line.refuse(code if code != INTO_NOTE else called, cell, at_most(AREA))
        elif code == INTO_NOTE:
            line.words.append((called, cell))
        else:
            _read_cell(line, code, called, cell, meaning)
    if sum(map(len, row.cells)) > ROW_LONGEST:
        line.refuse("name", line.said.get("name", ""), at_most(ROW_LONGEST))
    if not line.said.get("name") and not any(one.field == str(BY_CODE["name"].label) for one in line.why):
        line.refuse("name", "", gettext("a name; one word is enough"))
    mark = digest(*(f"{code}={words}" for code, words in sorted(mapped) if code != "number")).hex()[:32]
    line.key, line.name = plain(str(line.said.get("number", ""))) or mark, plain(str(line.said.get("name", "")))
    return line


def _read_cell(line: Line, code: str, called: str, cell: str, meaning: Meaning) -> None:
    try:
        line.said[code] = meaning.of(code, cell)
    except NotRead as fault:
        if code == "name":
            line.refuse(code, cell, fault.expected)
        else:
            line.warn(code, cell, fault.expected)
            line.words.append((called, cell))
        return
    if code in ("entitled", "received") and not line.said[code][1] and "currency" not in meaning.mapping.columns:
        _without_currency(line, code, cell)


def _without_currency(line: Line, code: str, cell: str) -> None:
    del line.said[code]
    line.warn(code, cell, gettext("an amount with its currency"))
    line.words.append((str(BY_CODE[code].label), cell))


def _put_days(line: Line, today: date) -> None:
    """Days of times, amounts with their currency. A month or a year stands for its first day where a case begins, and
    for its last one where it ends, with a warning: without a day of closing a case would stand open for ever.
    """
    for code in (*DAYS, "since"):
        when = line.said.get(code)
        if isinstance(when, When) and when.first and when.last:
            if when.first > today:
                del line.said[code]
                line.refuse(code, when.said, gettext("a day that is not in the future"))
            elif code in DAYS:
                last = min(when.last, today)
                line.said[code] = day_of(when) or (when.first if code == "opened" else last)
                if day_of(when) is None:
                    line.warn(code, when.said, gettext("a day"))
                    line.words.append((str(BY_CODE[code].label), when.said))
    for code in ("entitled", "received"):
        if code in line.said:
            amount, currency = line.said[code]
            line.said[code] = (amount, currency or line.said.get("currency", ""))
            if not line.said[code][1]:
                _without_currency(line, code, f"{amount:f}")
    if "received_on" in line.said and "received" not in line.said:
        line.warn("received", "", gettext("an amount with its currency"))
        line.words.append((str(BY_CODE["received_on"].label), line.said.pop("received_on").isoformat()))


def _facts_of(group: Sequence[Line], today: date) -> dict[str, Any]:
    """What the rows of one case say of the case; the first word counts, another one is warned of and noted."""
    facts, rows = dict[str, Any](), dict[str, int]()
    for line in group:
        for code in OF_CASE:
            value = line.said.get(code)
            if value is None or facts.setdefault(code, value) == value:
                rows.setdefault(code, line.number)
                continue
            told = gettext("%(value)s, as in row %(row)s of this case")
            line.warn(
                code, _told(value, code), told % {"value": _told(facts[code], code), "row": rows[code]}, "differs"
            )
            line.words.append((str(BY_CODE[code].label), _told(value, code)))
    opened, closed = facts.get("opened"), facts.get("closed")
    for line in group:
        if opened and closed and closed < opened:
            line.refuse("closed", _told(closed), gettext("%(day)s or later") % {"day": _told(opened)}, "order")
        if closed and closed < (first := kept_since(Case.RETENTION_MONTHS, today)):
            told = gettext("%(day)s or later: what was closed before is not kept any more")
            line.refuse("closed", _told(closed), told % {"day": _told(first)})
        elif closed and closed < (first := kept_since(Worker.RETENTION_MONTHS, today)):
            told = gettext("%(day)s or later: the case is taken in, her own file is not kept any more")
            line.warn("closed", _told(closed), told % {"day": _told(first)})
    if "outcome" in facts and not closed:
        line = next(one for one in group if "outcome" in one.said)
        line.warn("closed", "", gettext("a day; without it the case stands open"))
        line.words.append((str(BY_CODE["outcome"].label), _told(facts.pop("outcome"), "outcome")))
    return facts


def kept_since(months: int, today: date) -> date:
    """The first day on which something can have been closed that is kept for so many months and still stands today."""
    month = today.year * 12 + today.month - 1 - months
    return date(month // 12, month % 12 + 1, 1)


def _told(value: Any, code: str = "") -> str:
    return _in_words(value, code, get_language() or "en")


@lru_cache(maxsize=5_000)
def _in_words(value: Any, code: str, language: str) -> str:
    if vocabulary := BY_CODE[code].vocabulary if code else "":
        return term_label(vocabulary, value, language)
    if code == "country":
        return country_name(value, language)
    return date_format(value, "j F Y") if isinstance(value, date) else str(value)


def _number(line: Line) -> str:
    return str(line.said.get("number") or line.said.get("name", ""))


def _refuse_what_stands(lines: Sequence[Line], before: Before) -> None:
    """Nobody stands twice in one case with the same: not in this file, not beside what was brought in before. A row
    that tells of another grievance of hers adds that one.
    """
    seen: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        whose = (line.key, line.name)
        if line.why:
            continue
        if whose in before.people:
            line.refuse("name", line.said["name"], gettext("once only: she was brought in before in this case"))
            continue
        others = seen.setdefault(whose, [])
        alike = next((one for one in others if one.about() == line.about() or not any(line.about())), None)
        if alike:
            told = gettext("once only: she stands in row %(row)s of this case already")
            line.refuse("name", line.said["name"], told % {"row": alike.number}, "twice")
            continue
        others.append(line)
        line.person = others[0].number
        _note_what_differs(line, others[0])


def _note_what_differs(line: Line, first: Line) -> None:
    """What a further row says of herself otherwise than her first one goes into the note."""
    for code in OF_WORKER:
        value = line.said.get(code)
        if line is not first and value and value != first.said.get(code):
            said = ", ".join(value) if isinstance(value, tuple) else _told(value, code)
            line.warn(code, said, gettext("the same as in row %(row)s, where she stands first") % {"row": first.number})
            line.words.append((str(BY_CODE[code].label), said))


def _joined(line: Line, facts: Facts[str, Any], before: Before) -> str:
    """The case that was brought in before with this number and day of opening. Many lists begin again with number 1
    each year: with the number alone, two women would be put into one case.
    """
    same = before.cases.get(line.key, ()) if "number" in line.said else ()
    id = next((id for opened, id in same if opened and opened == facts.get("opened")), "")
    if id:
        line.warn("number", _number(line), gettext("a new number: these rows join the case brought in before"))
    elif same:
        line.warn("number", _number(line), gettext("a new number: another case was brought in with it before"))
    return id
