"""What the page of her work shows: spells one after another and at the same time, pay beside its references, freedom,
skills, what came of it, and what she is owed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext

from corridor.journey.amounts import money, rounded
from corridor.journey.calendars import told as time_told
from corridor.journey.contents import Journey, Worker
from corridor.journey.days import written
from corridor.journey.parts import parts_of
from corridor.journey.reading import Facts, Teller, label, teller
from corridor.recruitment.parts import journey_label
from corridor.safe.casebook import Entry, Reading
from corridor.work.benchmarks import Comparison, Gap, comparisons, reference_day
from corridor.work.contents import Spell
from corridor.work.doubts import at_once, doubts_of
from corridor.work.outcomes import (
    HOURS,
    MOMENTS,
    NOT_KNOWN,
    PAY,
    PROTECTION,
    SKILLS,
    Line,
    Measurement,
    measured,
    moments,
    outcome,
)
from corridor.work.owed import owed_to
from corridor.work.pay import Amount, Found, Pay, Unknown, pay_of
from corridor.work.sheets import SPELL

FREEDOM = ("movement", "phone", "papers_with", "permit", "contract", "live_in", "on_call")
OTHERS = ("used", "gained", "security")
HEAD = ("kind", "begin", "end", "journey")


@dataclass(frozen=True)
class Sum:
    """One line about pay. text: the amount, or why it cannot be known."""

    label: str
    text: str
    known: bool
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Beside:
    """Pay beside one reference, in words. row: of the shelf, None where none has an amount. left_out: the row that
    leaves her out. also: labels of others that are as narrow.
    """

    kind: str
    row: Any
    left_out: Any
    also: tuple[Any, ...]
    day: str
    due: str
    month: Sum
    hour: Sum


@dataclass(frozen=True)
class Card:
    """A spell as the page shows it."""

    id: str
    kind: str
    when: str
    doubts: list[str]
    facts: Facts
    sums: list[Sum]
    beside: list[Beside]
    freedom: Facts
    more: Facts


@dataclass(frozen=True)
class Cell:
    """What was told of one question at one time, or why nothing was. way: which way it went, in words."""

    label: str
    text: str
    why: str
    way: str


@dataclass(frozen=True)
class Came:
    """What came of one journey: rows of (question, its cells in the order of the times)."""

    called: str
    rows: list[tuple[str, list[Cell]]]


def moment_label(moment: str) -> str:
    return {"before": gettext("Before"), "during": gettext("At work abroad"), "after": gettext("After")}[moment]


def question_label(question: str) -> str:
    return {
        PAY: gettext("Pay a month"),
        HOURS: gettext("Hours a week"),
        SKILLS: gettext("Skills"),
        PROTECTION: gettext("Social security"),
    }[question]


def when_told(spell: Spell) -> str:
    """From when to when, as exact as she knows it."""
    language = get_language() or "en"
    ends = [time_told(one, language) for one in (spell.begin, spell.end)]
    return " – ".join(one or "…" for one in ends) if any(ends) else ""


def side_by_side(spells: Iterable[tuple[str, Spell]]) -> list[list[tuple[str, Spell]]]:
    """Spells in the order in which they began, those that ran with one before them beside it; without a day, last."""
    found: list[list[tuple[str, Spell]]] = []
    for id, spell in sorted(spells, key=lambda one: one[1].begin.first or date.max):
        if found and any(at_once(spell, other) for _, other in found[-1]):
            found[-1].append((id, spell))
        else:
            found.append([(id, spell)])
    return found


def _sum(label: str, found: Found) -> Sum:
    if isinstance(found, Unknown):
        return Sum(label, found.told, False, ())
    return Sum(label, found.told, True, found.steps if len(found.steps) > 1 else ())


def pay_lines(pay: Pay) -> list[Sum]:
    """What a spell pays, line by line; lines that do not differ from another are left out."""
    net = None if pay.net_month is pay.month else pay.net_month
    lines = (
        (gettext("Pay an hour"), pay.hour),
        (gettext("Pay a month"), pay.month),
        (gettext("Overtime, an hour"), pay.overtime_hour),
        (gettext("Overtime, a month"), pay.overtime_month),
        (gettext("A month, after what is held back"), net),
        (gettext("In kind, a month"), pay.in_kind),
    )
    return [_sum(name, found) for name, found in lines if found is not None]


def gap_told(found: Gap | Unknown) -> Sum:
    """How much of a reference the pay covers, in words."""
    if isinstance(found, Unknown):
        return Sum("", found.told, False, ())
    covers = gettext("covers %(share)s %%") % {"share": rounded(100 * found.coverage)}
    lacks = gettext("%(gap)s %% is missing") % {"gap": rounded(100 * found.gap)}
    return Sum("", f"{covers}, {lacks}" if found.gap else covers, True, found.steps)


def _beside(one: Comparison) -> Beside:
    due = money(one.month.reference, one.month.currency) if isinstance(one.month, Gap) else ""
    match = one.match
    kind = label("reference-wage-kind", one.kind)
    return Beside(
        kind, match.row, match.left_out, match.also, written(one.day), due, gap_told(one.month), gap_told(one.hour)
    )


def card(id: str, spell: Spell, others: Iterable[Spell], origin: str, today: date, say: Teller) -> Card:
    """One spell in words. others: her other spells. origin: her nationality (ISO 3166 alpha-3)."""
    paid = spell.kind == "paid-work" or spell.pay is not None
    slots = {slot.name: slot for slot in SPELL.every}

    def some(names: Iterable[str]) -> Facts:
        found = ((slots[name].label, say.told(slots[name], getattr(spell, name))) for name in names)
        return tuple((name, text) for name, text in found if text)

    return Card(
        id,
        label("spell-kind", spell.kind),
        when_told(spell),
        doubts_of(spell, others),
        say.facts(SPELL, spell, but=(*HEAD, *FREEDOM, *OTHERS)),
        pay_lines(pay_of(spell)) if paid else [],
        [_beside(one) for one in comparisons(spell, origin, reference_day(spell, today))] if paid else [],
        some(FREEDOM),
        some(OTHERS),
    )


def _cell(line: Line, moment: str) -> Cell:
    one = line.answers[moment]
    way = line.ways.get(moment, NOT_KNOWN)
    told_way = label("own-view", way) if way else ""
    text = _told(line, moment, one) if one else ""
    return Cell(moment_label(moment), text, line.why.get(moment, ""), told_way)


def _told(line: Line, moment: str, one: Measurement) -> str:
    of = f" ({one.of})" if one.of else ""
    if line.question == PAY and isinstance(one.pay, Amount):
        other = line.pays.get(moment)
        differs = isinstance(other, Amount) and other.currency != one.pay.currency
        return f"{one.pay.told} = {other.told}{of}" if differs and other else f"{one.pay.told}{of}"
    if line.question == HOURS and one.hours is not None:
        return f"{rounded(one.hours)}{of}"
    if line.question == SKILLS:
        return ", ".join(dict.fromkeys((*one.used, *one.gained)))
    return label("social-security", one.security)


def came_of(known: Reading, worker: str, nationality: str, spells: list[Spell], today: date) -> list[Came]:
    """What came of each of her journeys."""
    later, found = measured(known, worker), []
    for id, journey in parts_of(known, worker, Journey):
        lines = outcome(moments(id, journey.origin or nationality, spells, later, today))
        rows = [(question_label(line.question), [_cell(line, moment) for moment in MOMENTS]) for line in lines]
        found.append(Came(journey_label(journey), rows))
    return found


def shown(known: Reading, entry: Entry, session: Mapping[str, Any], today: date) -> dict[str, Any]:
    """What `work/work.html` shows of one worker's work."""
    worker = entry.content
    assert isinstance(worker, Worker)
    spells = parts_of(known, entry.id, Spell)
    say = replace(teller(known), day=written)

    def made(id: str, spell: Spell) -> Card:
        others = [one for other, one in spells if other != id]
        return card(id, spell, others, worker.nationality, today, say)

    return {
        "groups": [[made(id, spell) for id, spell in group] for group in side_by_side(spells)],
        "came": came_of(known, entry.id, worker.nationality, [one for _, one in spells], today),
        "moments": [moment_label(one) for one in MOMENTS],
        "owed": owed_to(known, entry, session, today),
    }
