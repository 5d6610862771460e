"""A worker's chains as their page shows them: hops in order, the three columns, and what the road shows, in words.

Figures are rounded here and nowhere before. Source: methods (m) and conventions of computation; WIF2019-13, 14, 17.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.translation import get_language, gettext

from corridor.journey.amounts import money
from corridor.journey.calendars import told as time_told
from corridor.journey.reading import Facts, Teller, called_parties, label
from corridor.recruitment.contents import Hop, Terms
from corridor.recruitment.finding_words import TERM_LABELS, finding_told, outcome_told
from corridor.recruitment.hops import Finding
from corridor.recruitment.parts import chain_label, hop_label
from corridor.recruitment.pathways import RoadOnFile
from corridor.recruitment.promises import EMPLOYER, SIDES, Beside, Comparison, Row, compare
from corridor.recruitment.roads import parties_of, roads_of
from corridor.recruitment.sheets import HOP, TERMS
from corridor.reference.exchange_rates import converted
from corridor.safe.casebook import Reading
from corridor.ui.templatetags.corridor import cited

SLOTS = {slot.name: slot for slot in TERMS.every}
IN_HEAD = ("chain", "role", "party", "name", "follows")  # told in the heading of a hop
OF_STATEMENT = ("known", "by", "proof", "note")


@dataclass(frozen=True)
class HopLine:
    """A hop in words. after: whom she came from. loop: whether it stands in a circle."""

    id: str
    called: str
    after: str
    facts: Facts
    loop: bool


@dataclass(frozen=True)
class Cell:
    """What one statement says of a term. mark: what it is beside the first one; changed: whether it left it."""

    statement: str
    text: str
    where: str
    mark: str
    changed: bool


@dataclass(frozen=True)
class TermLine:
    """One term. sides: of said, signed and was, the label and the cells."""

    label: Any
    sides: tuple[tuple[str, tuple[Cell, ...]], ...]


@dataclass(frozen=True)
class StatementLine:
    """One statement: where it was made, and how it is known."""

    id: str
    called: str
    facts: Facts


@dataclass(frozen=True)
class Told:
    """A finding in words. why: its reason. rows: of the shelf, by which money was converted. sources: text, address."""

    code: str
    text: str
    why: str
    rows: tuple[Any, ...]
    sources: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class ChainView:
    """A chain as the page shows it. findings: those of one reason and source together. sides: (code, label) of the
    three columns, in order.
    """

    id: str
    called: str
    came_off: str
    note: str
    hops: tuple[HopLine, ...]
    terms: tuple[TermLine, ...]
    statements: tuple[StatementLine, ...]
    findings: tuple[tuple[Told, ...], ...]
    sides: tuple[tuple[str, str], ...]


def shown(known: Reading, worker: str) -> list[ChainView]:
    """Her chains in the order of entry, as `recruitment/road.html` shows them."""
    called = called_parties(known)
    roads = roads_of(known, worker, parties_of(known))
    return [_view(one, number, called) for number, one in enumerate(roads, 1)]


def _view(one: RoadOnFile, number: int, called: Mapping[str, str]) -> ChainView:
    found = compare(one.road, converted)
    names = {id: hop_label(hop, called) for id, hop in one.road.hops}
    say = Teller({**called, **names})
    said = dict(one.road.terms)
    where = {id: ", ".join(part for part in _where(content, names) if part) for id, content in said.items()}
    sides = tuple((side, label("terms-side", side)) for side in SIDES)
    return ChainView(
        one.id,
        chain_label(one.chain, number),
        label("yes-no", one.chain.came_off),
        one.chain.note,
        tuple(_hops(one, found, names, say)),
        tuple(_term(row, said, where, say) for row in found.rows if row.steps),
        tuple(StatementLine(id, _title(said[id], where[id]), _facts(said[id], say)) for id in found.line),
        _together(_told(each, _Names(names, said, where, say)) for each in found.findings),
        sides,
    )


def _together(findings: Iterable[Told]) -> tuple[tuple[Told, ...], ...]:
    return tuple(tuple(group) for _, group in groupby(findings, lambda one: (one.why, one.sources)))


def _where(one: Terms, names: Mapping[str, str]) -> Iterable[str]:
    yield names.get(one.hop, "")
    yield time_told(one.on, get_language() or "en")


def _title(one: Terms, where: str) -> str:
    return ": ".join(part for part in (label("terms-side", one.side), where) if part)


def _facts(one: Terms, say: Teller) -> Facts:
    return say.facts(TERMS, one, but=[slot.name for slot in TERMS.every if slot.name not in OF_STATEMENT])


def _hops(one: RoadOnFile, found: Comparison, names: Mapping[str, str], say: Teller) -> Iterable[HopLine]:
    hops: dict[str, Hop] = dict(one.road.hops)
    for id in found.order.ids:
        after = ", ".join(names[each] for each in hops[id].follows if each in names)
        yield HopLine(id, names[id], after, say.facts(HOP, hops[id], but=IN_HEAD), id in found.order.loop)


def _term(row: Row, said: Mapping[str, Terms], where: Mapping[str, str], say: Teller) -> TermLine:
    sides = (
        (
            label("terms-side", side),
            tuple(_cell(row, one, said, where, say) for one in row.steps if _is(one, side, said)),
        )
        for side in SIDES
    )
    return TermLine(TERM_LABELS[row.term], tuple(sides))


def _is(one: Beside, side: str, said: Mapping[str, Terms]) -> bool:
    return said[one.statement].side == side


def _cell(row: Row, one: Beside, said: Mapping[str, Terms], where: Mapping[str, str], say: Teller) -> Cell:
    text, left = value_told(row.term, said[one.statement], say), one == row.departure
    mark = outcome_told(one, first_departure=left)
    return Cell(one.statement, text, where[one.statement], mark, one.outcome == "differs")


def value_told(term: str, one: Terms, say: Teller) -> str:
    """What a statement says of a term, with its unit."""
    if term == EMPLOYER:
        return say.called.get(one.employer) or one.employer_name or gettext("a party that was destroyed")
    value = getattr(one, term)
    if term == "wage":
        pay = _money(value, one.currency)
        return f"{pay} ({label('pay-period', one.period)})" if one.period else pay
    return _money(value, one.costs_currency) if term == "costs" else say.told(SLOTS[term], value)


def _money(amount: Decimal, currency: str) -> str:
    return money(amount, currency or gettext("(currency not said)"))


@dataclass(frozen=True)
class _Names:
    """How what findings name is called on this page."""

    hops: Mapping[str, str]
    said: Mapping[str, Terms]
    where: Mapping[str, str]
    say: Teller

    def value(self, term: str, statement: str) -> str:
        return value_told(term, self.said[statement], self.say)

    def statement(self, id: str) -> str:
        return _title(self.said[id], self.where[id])


def _told(one: Finding, names: _Names) -> Told:
    text, why = finding_told(one, names)
    step = one.parts.get("step")
    rows = tuple(step.rate.rows) if isinstance(step, Beside) and step.rate else ()
    return Told(one.code, text, why, rows, tuple(cited(source) for source in one.source))
