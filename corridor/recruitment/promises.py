"""What was said, signed and found of each term of a job, along one chain: where the road first left what was promised.

Pure: contents in, comparison and findings out. The baseline of a term is its first statement along the road; the first
departure is the first later statement that differs by more than 1 per cent (numbers, with money and period brought to
the month) or at all (words); silence, and an answer that is not known, is neither kept nor broken; promise = first
promise, contract = last contract, reality = last reality. A month has 52/12 weeks; days of work in it are 365/12 less
the days off. Currencies meet only through a rate of the day of the later statement. Source: methods (m), conventions of
computation (promise gap, periods); WIF2019-13, 17.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from corridor.journey.contents import Party
from corridor.recruitment.contents import Hop, Terms
from corridor.recruitment.hops import Finding, Order, hop_findings, in_order
from corridor.recruitment.months import times, times_a_month
from corridor.recruitment.statements import SAID, SIDES, SIGNED, WAS, Statement, statements_in_order
from corridor.reference.exchange_rates import Converted, Missing, Rate
from corridor.reference.folding import folded

TERMS = (
    *("job", "wage", "hours_a_week", "rest_days_a_month", "place", "country", "employer", "months"),
    *("may_leave", "may_change", "papers_with", "board", "costs"),
)
MONEY, WORDS, EMPLOYER = ("wage", "costs"), ("job", "place"), "employer"
FIRST, SAME, DIFFERS, UNKNOWN, UNSURE = OUTCOMES = ("first", "same", "differs", "unknown", "unsure")
NO_CURRENCY, NO_RATE, PARTY_NOT_THERE = ("no-currency", "no-rate", "party-not-there")
DEPARTED, NOT_COMPARED, REPLACED, NEVER_SAID, NOTHING_SAID = (
    *("departed", "not-compared", "contract-replaced", "never-said", "nothing-said"),
)
BY_CONTRACT, BY_SECOND = "by-contract", "by-second"
ROAD, CHANGED = ("WIF2019 lesson 17",), ("WIF2019 lesson 17", "ICLS2018 measurement of forced labour")

Convert = Callable[[Decimal, str, str, date | None], Converted | Missing]


@dataclass(frozen=True)
class Road:
    """One chain as rules read it. hops, terms: (id, content) in the order of entry. parties: id -> party."""

    hops: Sequence[tuple[str, Hop]] = ()
    terms: Sequence[Statement] = ()
    parties: Mapping[str, Party] = field(default_factory=dict)

    def names(self, party: str) -> tuple[str, ...]:
        return self.parties[party].names if party in self.parties else ()


@dataclass(frozen=True)
class Beside:
    """One statement of a term beside an earlier one. outcome: one of OUTCOMES. share: how much more or less it is, as a
    part of the earlier number (-0.4: 40 per cent less); None for words, and beside a zero. why: code, or Missing, of
    why it cannot be compared. rate: by which money was converted. period: vocabulary `pay-period`, where pay could only
    be compared as both told it, and not by the month.
    """

    statement: str
    outcome: str
    share: Decimal | None = None
    why: str | Missing = ""
    rate: Rate | None = None
    period: str = ""


@dataclass(frozen=True)
class Row:
    """One term along the road. steps: its statements in that order, beside the first. promise, contract, reality: ids,
    empty where nobody said it. changed: the contract beside the promise. broken: reality beside the promise.
    """

    term: str
    steps: tuple[Beside, ...] = ()
    promise: str = ""
    contract: str = ""
    reality: str = ""
    changed: Beside | None = None
    broken: Beside | None = None

    @property
    def first(self) -> str:
        return next((one.statement for one in self.steps if one.outcome == FIRST), "")

    @cached_property
    def departure(self) -> Beside | None:
        return next((one for one in self.steps if one.outcome == DIFFERS), None)


@dataclass(frozen=True)
class Comparison:
    """A chain compared: its hops in order, its statements (ids) along the road, a row for each term, findings."""

    order: Order
    line: tuple[str, ...]
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]


def compare(road: Road, convert: Convert | None = None) -> Comparison:
    """What the road did to each term. convert: amount, currency, other, day -> amount or reason; None leaves different
    currencies uncompared.
    """
    order = in_order(road.hops)
    line = statements_in_order(road.terms, order)
    rows = tuple(_row(term, line, road, convert) for term in TERMS)
    found = [*_findings(rows, line, road, convert), *hop_findings(road.hops, order, line, road.parties)]
    return Comparison(order, tuple(id for id, _ in line), rows, tuple(found))


def stated(term: str, one: Terms) -> bool:
    """Whether anything stands there: also that it is not known."""
    if term == EMPLOYER:
        return bool(one.employer or one.employer_name)
    return getattr(one, term) not in (None, "")


def _row(term: str, line: Sequence[Statement], road: Road, convert: Convert | None) -> Row:
    stating = [(id, one) for id, one in line if stated(term, one)]
    sure = [(id, one) for id, one in stating if getattr(one, term) != "not-known"]
    if not sure:
        return Row(term, tuple(Beside(id, UNSURE) for id, _ in stating))
    known, judge = dict(sure), _judge(term, road, convert)
    steps = tuple(judge(sure[0], (id, one)) if id in known else Beside(id, UNSURE) for id, one in stating)
    sides = {side: [(id, one) for id, one in sure if one.side == side] for side in SIDES}
    promise, contract, reality = sides[SAID][:1], sides[SIGNED][-1:], sides[WAS][-1:]
    changed = judge(promise[0], contract[0]) if promise and contract else None
    broken = judge(promise[0], reality[0]) if promise and reality else None
    ids = [one[0][0] if one else "" for one in (promise, contract, reality)]
    return Row(term, steps, ids[0], ids[1], ids[2], changed, broken)


def _judge(term: str, road: Road, convert: Convert | None) -> Callable[[Statement, Statement], Beside]:
    def judge(base: Statement, later: Statement) -> Beside:
        if base[0] == later[0]:
            return Beside(later[0], FIRST)
        if term in MONEY:
            return _money(term, base[1], later, convert)
        if term == EMPLOYER:
            return _employer(base[1], later, road)
        before, now = getattr(base[1], term), getattr(later[1], term)
        if isinstance(before, Decimal):
            return _numbers(later[0], before, now)
        same = plain(before) == plain(now) if term in WORDS else before == now
        return Beside(later[0], SAME if same else DIFFERS)

    return judge


def plain(words: str) -> str:
    """Words as they are compared: without case, accents, marks and more spaces than one."""
    return " ".join(folded(words).split())


def _numbers(id: str, before: Decimal, now: Decimal, **more: Any) -> Beside:
    """More than 1 per cent of the earlier number is a difference; beside a zero, anything that is none."""
    differs = abs(now - before) * 100 > abs(before)
    return Beside(id, DIFFERS if differs else SAME, (now - before) / before if before else None, **more)


def _employer(base: Terms, later: Statement, road: Road) -> Beside:
    """One employer is another when neither the party nor any of its names is the same."""
    id, one = later
    if base.employer and base.employer == one.employer:
        return Beside(id, SAME)
    before, now = ({plain(name) for name in (*road.names(x.employer), x.employer_name) if name} for x in (base, one))
    if before & now:
        return Beside(id, SAME)
    return Beside(id, DIFFERS) if before and now else Beside(id, UNKNOWN, why=PARTY_NOT_THERE)


def _money(term: str, base: Terms, later: Statement, convert: Convert | None) -> Beside:
    id, one = later
    before, now, period, why = _amounts(term, base, one)
    if why:
        return Beside(id, UNKNOWN, why=why)
    old, new = (getattr(x, "currency" if term == "wage" else "costs_currency") for x in (base, one))
    if not old or not new:
        return Beside(id, UNKNOWN, why=NO_CURRENCY)
    if old == new:
        return _numbers(id, before, now, period=period)
    found = convert(now, new, old, one.on.first) if convert else Missing(new, old, one.on.first, NO_RATE)
    if isinstance(found, Missing):
        return Beside(id, UNKNOWN, why=found if convert else NO_RATE)
    return _numbers(id, before, found.amount, rate=found.rate, period=period)


def _amounts(term: str, base: Terms, later: Terms) -> tuple[Decimal, Decimal, str, str]:
    """Both amounts, by the month if it can be; the period they are of, where it is another one; why they cannot be
    compared.
    """
    both = [getattr(one, term) for one in (base, later)]
    if term != "wage":
        return both[0], both[1], "", ""
    old, new = (a_month(one) for one in (base, later))
    if isinstance(old, Decimal) and isinstance(new, Decimal):
        return old, new, "", ""
    if base.period == later.period and base.period in ("hour", "day"):
        return both[0], both[1], base.period, ""
    return both[0], both[1], "", old if isinstance(old, str) else str(new)


def a_month(one: Terms) -> Decimal | str:
    """The pay of a statement by the month, in its currency; or a code of why that cannot be known.

    Source: conventions of computation (periods; see `months`).
    """
    factor = times_a_month(one.period, one.hours_a_week, one.rest_days_a_month)
    return factor if isinstance(factor, str) else times(one.wage or Decimal(0), factor)


def _findings(rows: Sequence[Row], line: Sequence[Statement], road: Road, convert: Convert | None) -> list[Finding]:
    if not line:
        return [Finding(NOTHING_SAID, source=ROAD)]
    found, said = [], dict(line)
    for row in rows:
        if one := row.departure:
            hop = said[one.statement].hop
            parts = {"term": row.term, "first": row.first, "statement": one.statement, "hop": hop, "step": one}
            found.append(Finding(DEPARTED, parts, source=ROAD))
        for one in row.steps:
            if one.outcome == UNKNOWN:
                parts = {"term": row.term, "statement": one.statement, "step": one}
                found.append(Finding(NOT_COMPARED, parts, source=ROAD))
    found += _substituted(rows, line, road, convert)
    if silent := tuple(row.term for row in rows if not row.first):
        found.append(Finding(NEVER_SAID, {"terms": silent}, source=ROAD))
    return found


def _substituted(
    rows: Sequence[Row], line: Sequence[Statement], road: Road, convert: Convert | None
) -> Iterable[Finding]:
    """A contract that is not what was promised, and a later contract in the place of the first."""
    changed = tuple(row.term for row in rows if row.changed and row.changed.outcome == DIFFERS)
    if changed:
        yield Finding(REPLACED, {"terms": changed}, BY_CONTRACT, CHANGED)
    signed = [(id, one) for id, one in line if one.side == SIGNED]
    for later in signed[1:]:
        others = (_row(term, [signed[0], later], road, convert) for term in TERMS)
        if terms := tuple(row.term for row in others if row.departure):
            parts = {"terms": terms, "statement": later[0], "first": signed[0][0], "hop": later[1].hop}
            yield Finding(REPLACED, parts, BY_SECOND, CHANGED)
            return
