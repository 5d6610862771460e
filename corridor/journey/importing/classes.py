"""The three classes of rows that become parts of workers' files: taken in, taken in with a warning, refused.

Each row goes through the form of the page, so that it is taken when the page would take it and not otherwise, and is
read beside what stands in her file and in the rows above it. Nothing is decided about her; what is refused is handed
out with the reason. Facts in, classes out: nothing is written.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext

from corridor.exchange.tables import Row, Table
from corridor.journey.codes import EXAMPLE, read_code
from corridor.journey.contents import Worker
from corridor.journey.importing import columns
from corridor.journey.importing.columns import INTO_NOTE, LEAVE_OUT, heading
from corridor.journey.importing.findings import ROW_LONGEST, Finding, at_most, finding
from corridor.journey.importing.sheets import WORKER, WORKER_LABEL, Place, places_of
from corridor.journey.importing.typed import Typed, expected_of
from corridor.journey.parts import Part, parts_of
from corridor.journey.sheets import Options, Sheet, SheetForm
from corridor.safe.casebook import Entry, Reading, opens
from corridor.safe.content import Content, to_plain
from corridor.safe.faults import Unfit

SIGNED = {"author", "day"}


@dataclass
class Line:
    """One row as it was understood. id: of what it becomes. worker: id of her file. told: sentences that point out what
    looks contradictory and is kept. why: the reasons for which it is refused.
    """

    number: int
    id: str
    worker: str = ""
    content: Content | None = None
    warnings: list[Finding] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    why: list[Finding] = field(default_factory=list)

    def warn(self, label: Any, found: str, expected: str) -> None:
        self.warnings.append(finding(self.number, str(label), found, expected))

    def refuse(self, label: Any, found: str, expected: str) -> None:
        self.why.append(finding(self.number, str(label), found, expected))


@dataclass(frozen=True)
class Classified:
    """The rows of a table in three classes, each in the order of the table."""

    taken: tuple[Line, ...]
    warned: tuple[Line, ...]
    refused: tuple[Line, ...]

    @property
    def kept(self) -> list[Line]:
        """What is written, in the order of the table: a later row may refer to an earlier one."""
        return sorted((*self.taken, *self.warned), key=lambda line: line.number)

    @property
    def warnings(self) -> list[Finding]:
        return [one for line in self.warned for one in line.warnings]

    @property
    def told(self) -> list[tuple[int, str]]:
        return [(line.number, one) for line in self.warned for one in line.told]

    @property
    def reasons(self) -> list[Finding]:
        return [one for line in self.refused for one in line.why]


def classify(
    table: Table, mapping: columns.Mapping, part: Part, known: Reading, today: date, own: Mapping[int, str]
) -> Classified:
    """Every row in one of three classes. own: row of the whole table -> id of what it becomes, the same each time."""
    reader = Rows(table, mapping, part, known, today, own)
    lines = [reader.line(row) for row in table.rows]
    good = [line for line in lines if not line.why]
    return Classified(
        tuple(line for line in good if not line.warnings and not line.told),
        tuple(line for line in good if line.warnings or line.told),
        tuple(line for line in lines if line.why),
    )


@dataclass
class Rows:
    """Reads the rows of one table, one after another. above: what the rows above become, by file. offered: what can be
    chosen in the form of her file, until another row of hers is read.
    """

    table: Table
    mapping: columns.Mapping
    part: Part
    known: Reading
    today: date
    own: Mapping[int, str]
    above: dict[str, dict[str, Entry]] = field(default_factory=dict)
    offered: dict[str, Options] = field(default_factory=dict)

    @cached_property
    def places(self) -> dict[str, Place]:
        return {one.code: one for one in places_of(self.part.sheet, self.table.header)}

    @cached_property
    def files(self) -> dict[str, str]:
        """Code -> id of her file; of one that became a part of another, that one's."""
        found = [one for one in self.known.of_types({Worker.TYPE}) if opens(one)]
        into = {one.id: str(one.plain["c"].get("merged_into") or "") for one in found}
        codes = {str(one.plain["c"].get("code")): one.id for one in found}
        return {code: self._last(id, into) for code, id in codes.items()}

    @staticmethod
    def _last(id: str, into: dict[str, str]) -> str:
        seen = {id}
        while (later := into.get(id)) and later not in seen:
            seen.add(id := later)
        return id

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Id of what a row becomes -> the row."""
        return {id: number for number, id in self.own.items()}

    def line(self, row: Row) -> Line:
        """One row in its class. The rows above it have to be read before."""
        line, said, words = Line(row.number, self.own[row.number]), dict[str, str](), list[str]()
        for place, code in enumerate(self.mapping.columns):
            cell = row.cells[place]
            if cell and code == INTO_NOTE:
                words.append(f"{heading(self.table.header, place)}: {cell}")
            elif cell and code != LEAVE_OUT:
                said[code] = cell
        if sum(map(len, row.cells)) > ROW_LONGEST:
            line.refuse(WORKER_LABEL, said.get(WORKER, ""), at_most(ROW_LONGEST))
        else:
            self._find(line, said.get(WORKER, ""))
        if line.worker and not line.why:
            self._read(line, said, words)
        return line

    def _find(self, line: Line, cell: str) -> None:
        """Her file, by its code."""
        try:
            line.worker = self.files[read_code(cell)]
        except (Unfit, KeyError):
            told = gettext("the code of a file here, such as %(example)s")
            line.refuse(WORKER_LABEL, cell, told % {"example": EXAMPLE})

    def _read(self, line: Line, said: dict[str, str], words: list[str]) -> None:
        beyond = self._beyond(line.worker)
        if line.worker not in self.offered:
            self.offered[line.worker] = self.part.options(beyond, line.worker)
        offered = self.offered[line.worker]
        sheet = self.part.sheet
        typed = Typed(sheet, self.mapping, self.places, offered, self.today, said, line.refuse)
        data = typed.data()
        if words:
            data["note"] = "\n".join([*([data["note"]] if data.get("note") else []), *words])
        if silent := [one.name for one in sheet.every if one.required and one.name not in said]:
            begun = self.part.start(beyond, line.worker, {})  # as the page begins where nothing else can be meant
            data |= {name: begun[name] for name in silent if begun.get(name)}
        form = SheetForm(_asking(sheet, data), data, options=offered)
        if not form.is_valid():
            self._tell(line, form, said, offered)
        if line.why:
            return
        line.content = form.content(worker=line.worker)
        typed.tell_what_is_missing(line.content, line.warn)
        line.told += [*form.notices(), *self.part.doubts(beyond, line.worker, line.content)]
        self._compare(line, line.content)
        if not line.why:
            self._add(line, line.content)

    def _tell(self, line: Line, form: SheetForm, said: dict[str, str], offered: Options) -> None:
        """What the form of the page does not take, but what was told of already."""
        rows = {one.prefix: one for row in form.rows.values() for one in row.forms}
        faults = {name: errors for name, errors in form.errors.items()}
        faults |= {f"{prefix}-{name}": errors for prefix, one in rows.items() for name, errors in one.errors.items()}
        known = {one.field for one in line.why}
        for code, errors in faults.items():
            place = self.places.get(code)
            label = place.label if place else code
            if label not in known:
                expected = (
                    expected_of(place.slot, offered, self.mapping.calendar)
                    if place
                    else " ".join(str(one) for one in errors)
                )
                line.refuse(label, said.get(code, ""), expected)

    def _beyond(self, worker: str) -> Reading:
        """Her file as it stands with the rows above in it."""
        hers = self.above.get(worker)
        return replace(self.known, named={**self.known.named, **hers}) if hers else self.known

    def _add(self, line: Line, content: Content) -> None:
        plain = {"t": content.TYPE, "v": content.VERSION, "c": to_plain(content)}
        last = 2**62 + line.number  # after everything that was ever changed
        entry = Entry(line.id, last, self.today, None, False, None, plain)
        self.above.setdefault(line.worker, {})[line.id] = entry
        self.offered.pop(line.worker, None)

    def _compare(self, line: Line, content: Content) -> None:
        """Nothing is taken in twice; what one table says twice is kept, and pointed out: she may have paid twice."""
        mine = _mark(content)
        for id, other in parts_of(self._beyond(line.worker), line.worker, type(content)):
            if id == line.id or _mark(other) != mine:
                continue
            if row := self.numbers.get(id):
                told = gettext("something else than in row %(row)s, which says the same")
                line.warn(self.part.sheet.label, "", told % {"row": row})
            else:
                line.refuse(self.part.sheet.label, "", gettext("once only: the same stands in her file already"))
            return


def _asking(sheet: Sheet, data: Mapping[str, Any]) -> Sheet:
    """A sheet with the fields that it has to have and those of which something is said: the others stay empty, and a
    form of thirty fields for each of thousands of rows would keep her waiting.
    """
    there = {name.partition("-")[0] for name in data}
    return replace(sheet, slots=tuple(one for one in sheet.every if one.required or one.name in there), more=())


def _mark(content: Content) -> str:
    said = {name: value for name, value in to_plain(content).items() if name not in SIGNED}
    return json.dumps(said, sort_keys=True, ensure_ascii=False)
