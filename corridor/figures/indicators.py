"""Indicators: definitions on the shelf (`indicators.csv`), read and held against the facts that there are.

A definition is text: conditions over the columns of one kind of fact, so that numerator and denominator of a ratio
always live in the same facts (D20). One that asks for what cannot be is refused, with the file, the row, the field,
what was found and what was expected; the others go on. One that waits for a room is kept and not counted.
Source: safety D20, D21; methods (b), (h) and "Rules that override every module" (no target by heads: WIF2019-24, 33).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from corridor.journey.facts import OTHER, UNKNOWN, Column, FactKind
from corridor.reference.check import Fault
from corridor.reference.shelf import Entry

COUNT, RATIO, MEDIAN, SHARES = STATISTICS = ("count", "ratio", "median", "shares")
DIRECTIONS = ("up", "down", "none")
CENTRE, QUARTER = EVERYWHERE = ("centre", "quarter")  # every row-set in the store has them
CURRENCY = re.compile(r"\b[A-Z]{3}\b")

Condition = Mapping[str, tuple[str, ...]]  # column -> the codes that are meant; all columns have to fit


class Refused(ValueError):
    """A definition, or a way to break it down, that cannot be. faults: each with its place."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(map(str, self.faults)))


@dataclass(frozen=True)
class Indicator:
    """A definition. statistic: one of STATISTICS. numerator, denominator: conditions over columns of `facts`; empty:
    every fact. measure: the column of bands of a median or shares. by: what it may be broken down by. direction: which
    way is better for workers. waits_for: what has to stand first; it is not reckoned until then. beside: the evidence
    asked for. caution: it may not stand alone. entry: its row, with all its texts.
    """

    id: str
    facts: str
    statistic: str
    unit: str
    by: tuple[str, ...]
    numerator: Condition = field(default_factory=dict)
    denominator: Condition = field(default_factory=dict)
    measure: str = ""
    direction: str = "none"
    waits_for: str = ""
    beside: str = ""
    caution: bool = False
    version: int = 1
    entry: Entry | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that its definition asks for, in order of their first mention."""
        measure = (self.measure,) if self.measure else ()
        return tuple(dict.fromkeys([*self.numerator, *self.denominator, *measure]))

    def refused(self, found: str, expected: str, where: str = "by") -> Refused:
        file, line = (self.entry.file, self.entry.line) if self.entry else (self.id, 0)
        return Refused([Fault(file, line, where, found, expected)])


def condition(text: str) -> Condition:
    """ "outcome=received|part; kind=unpaid-wages" -> {"outcome": ("received", "part"), "kind": ("unpaid-wages",)}.

    Raises ValueError with what is wrong in it.
    """
    read: dict[str, tuple[str, ...]] = {}
    for part in filter(None, map(str.strip, text.split(";"))):
        column, sign, codes = part.partition("=")
        found = tuple(code.strip() for code in codes.split("|"))
        if not sign or not column.strip() or not all(found):
            raise ValueError(f"{part!r} is no condition; expected column=code|code")
        if column.strip() in read:
            raise ValueError(f"{column.strip()!r} stands in it twice")
        read[column.strip()] = found
    return read


def suited(indicator: Indicator, by: Iterable[str], kind: FactKind) -> tuple[str, tuple[str, ...]]:
    """The row-set that has all columns of the definition and of `by` together: the one with the fewest columns, since
    it has lost the fewest facts; of several the first by name. Raises Refused, naming the row-sets that there are.
    """
    wanted = {*indicator.columns, *by} - set(EVERYWHERE)
    fit = [(len(columns), name) for name, columns in kind.sets.items() if wanted <= set(columns)]
    if not fit:
        held = "; ".join(f"{name}: {', '.join(columns)}" for name, columns in sorted(kind.sets.items()))
        raise indicator.refused(
            ", ".join(sorted(wanted)), f"columns that one row-set of {kind.name!r} has together ({held})"
        )
    name = min(fit)[1]
    return name, tuple(kind.sets[name])


def read(entry: Entry, kinds: Mapping[str, FactKind]) -> Indicator:
    """The definition in a row of the shelf. Raises Refused with every fault."""
    found = list(faults(entry, kinds))
    if found:
        raise Refused(found)
    values = entry.values
    return Indicator(
        id=values["id"],
        facts=values["facts"],
        statistic=values["statistic"],
        unit=values["unit"],
        by=values["by"] or (),
        numerator=condition(values["numerator"] or ""),
        denominator=condition(values["denominator"] or ""),
        measure=values["measure"] or "",
        direction=values["direction"],
        waits_for=values["waits_for"] or "",
        beside=values["beside"] or "",
        caution=bool(values["caution"]),
        version=values["version"],
        entry=entry,
    )


def on_shelf(entries: Iterable[Entry], kinds: Mapping[str, FactKind]) -> tuple[dict[str, Indicator], list[Fault]]:
    """The definitions that can be, by id, and the faults of the others."""
    good: dict[str, Indicator] = {}
    wrong: list[Fault] = []
    for entry in entries:
        try:
            good[entry.id] = read(entry, kinds)
        except Refused as refusal:
            wrong += refusal.faults
    return good, wrong


def holds_on(indicator: Indicator, day: date) -> bool:
    """Whether the definition is in force on a day (dates of the shelf: a year, a month or a day)."""
    values = indicator.entry.values if indicator.entry else {}
    since, until = values.get("valid_from") or "", values.get("valid_until") or "9999"
    return since <= day.isoformat() and day.isoformat()[: len(until)] <= until


def faults(entry: Entry, kinds: Mapping[str, FactKind]) -> Iterator[Fault]:
    """Everything in a definition that cannot be; where its form is wrong, that alone. What waits for a room may ask for
    facts that are not there yet.
    """
    kind, found = kinds.get(entry.values["facts"] or ""), list(_malformed(entry.values))
    if not found and not entry.values["waits_for"]:
        if kind is None:
            found = [("facts", "a kind of fact: " + ", ".join(sorted(kinds)), entry.values["facts"])]
        else:
            found = list(unfit(entry, kind))
    return (Fault(entry.file, entry.line, where, told or "", expected) for where, expected, told in found)


def _malformed(values: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    statistic, measure, numerator = values["statistic"], values["measure"], values["numerator"]
    if statistic not in STATISTICS:
        yield "statistic", "one of " + ", ".join(STATISTICS), statistic
    if values["direction"] not in DIRECTIONS:
        yield "direction", "one of " + ", ".join(DIRECTIONS), values["direction"]
    if money := CURRENCY.search(values["unit"] or ""):
        yield "unit", "no currency: facts hold months of pay and bands, and currencies are never mixed", money[0]
    if statistic == RATIO and not numerator:
        yield "numerator", "a condition; a ratio without one divides a thing by itself", ""
    if statistic in (MEDIAN, SHARES):
        if numerator:
            yield "numerator", f"blank; {statistic} are taken of the facts in the denominator", numerator
        if not measure:
            yield "measure", f"a column; {statistic} are taken of its bands", ""
    elif measure:
        yield "measure", f"blank; a {statistic} has none", measure


def unfit(entry: Entry, kind: FactKind) -> Iterator[tuple[str, str, str]]:
    """(field, expected, found) of what does not fit the columns, codes and row-sets of its kind of fact."""
    columns, measure = {one.name: one for one in kind.columns}, entry.values["measure"] or ""
    conditions: dict[str, Condition] = {}
    for where in ("numerator", "denominator"):
        try:
            conditions[where] = condition(entry.values[where] or "")
        except ValueError as error:
            yield where, f"column=code|code, parted by ; ({error})", entry.values[where]
            return
    wrong = [*_wrong_codes(conditions, columns, kind.name), *_wrong_measure(entry, columns, conditions["denominator"])]
    for name in entry.values["by"] or ():
        if name not in (*EVERYWHERE, *columns):
            wrong.append(("by", f"centre, quarter or a column of {kind.name!r}: {', '.join(columns)}", name))
    yield from wrong
    if not wrong:
        numerator, denominator = conditions.values()
        trial = Indicator(entry.id, kind.name, "", "", (), numerator, denominator, measure, entry=entry)
        for together in ([], *([name] for name in entry.values["by"] or ())):
            try:
                suited(trial, together, kind)
            except Refused as refusal:
                yield "by", refusal.faults[0].expected, refusal.faults[0].found


def _wrong_codes(
    conditions: Mapping[str, Condition], columns: Mapping[str, Column], kind: str
) -> Iterator[tuple[str, str, str]]:
    for where, said in conditions.items():
        for name, codes in said.items():
            if name not in columns:
                yield where, f"a column of {kind!r}: {', '.join(columns)}", name
                continue
            held = ", ".join(one for one in columns[name].all_codes if one != OTHER) or "a country or a corridor"
            for code in codes:
                if code == OTHER or not columns[name].admits(code):
                    yield where, f"a code of {name}: {held}", code
    for name in conditions["numerator"].keys() & conditions["denominator"].keys():
        if not set(conditions["numerator"][name]) & set(conditions["denominator"][name]):
            yield "numerator", f"of {name} a code that the denominator has too, or nothing is ever counted", name


def _wrong_measure(
    entry: Entry, columns: Mapping[str, Column], denominator: Condition
) -> Iterator[tuple[str, str, str]]:
    measure = entry.values["measure"] or ""
    if measure and not (measure in columns and columns[measure].all_codes):
        held = ", ".join(name for name, column in columns.items() if column.all_codes)
        yield "measure", f"a column of bands or codes: {held}", measure
    elif measure and entry.values["statistic"] == MEDIAN and not bands(counted(columns[measure], denominator)):
        yield (
            "measure",
            "bands alone, and rising ones, such as up-to-1, 1-3, over-3 (others out by the denominator)",
            measure,
        )


def counted(column: Column, denominator: Condition) -> tuple[str, ...]:
    """The codes of a measure that are counted, in its order: those that the denominator names, else all that it has."""
    named = denominator.get(column.name, column.all_codes)
    return tuple(one for one in column.all_codes if one in named and one != UNKNOWN)


def bands(codes: Iterable[str]) -> dict[str, tuple[float, float | None]]:
    """Lower and upper end of each band of a column, from its code: "none" is 0, "up-to-1" and "under-25" end there,
    "8-30" begins where the band before it ends, "over-365" has no end, "all" is 100 per cent. Empty where the codes are
    no bands, or do not rise.
    """
    found: dict[str, tuple[float, float | None]] = {}
    end: float | None = 0
    for code in codes:
        if code in (OTHER, UNKNOWN):
            continue
        numbers = [float(number) for number in re.findall(r"\d+", code)]
        if end is None:
            return {}
        if code == "none" and not found:
            found[code] = (0, 0)
        elif code == "all":
            found[code] = (100, 100)
        elif re.fullmatch(r"(?:up-to|under)-\d+|\d+-\d+", code) and numbers[-1] > end:
            begin = numbers[0] if len(numbers) == 2 and numbers[0] > end + 1 else end
            found[code] = (begin, numbers[-1])
        elif re.fullmatch(r"over-\d+", code) and numbers[0] >= end:
            found[code] = (end, None)
        else:
            return {}
        end = found[code][1]
    return found if len(found) > 1 else {}
