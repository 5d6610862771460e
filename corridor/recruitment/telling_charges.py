"""What was charged for a job, as its page shows it: the ledger, what each charge is, the sums, and the months it cost.

Her first job there is read from what the room of work keeps of her: it is known here by its type alone, because that
room comes later on the path. Source: methods (b), (c); WIF2019-15, 17; WIF2023-17.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext

from corridor.journey.amounts import TENTH, money, rounded
from corridor.journey.calendars import told as time_told
from corridor.journey.contents import Journey
from corridor.journey.days import written
from corridor.journey.parts import parts_of
from corridor.journey.reading import called_parties, label
from corridor.recruitment import charges, cost
from corridor.recruitment.charges import Line, Net, Totals, ledger, sums_of
from corridor.recruitment.contents import Chain, Charge, Hop, Loan
from corridor.recruitment.cost import Cost, Lack, Step, first_earnings, interest_on, recruitment_cost
from corridor.recruitment.parts import chain_label, hop_label
from corridor.reference.exchange_rates import Missing, Rate, converted
from corridor.safe.casebook import Reading, opens

SPELL = "spell"


@dataclass(frozen=True)
class PartLine:
    """What a charge, or a part of it, is. amount: in words, where there are several parts."""

    called: str
    amount: str
    rules: tuple[Any, ...]
    why: str


@dataclass(frozen=True)
class ChargeLine:
    """A charge in words. net: what is left after refunds, or why not known. surprise: she was not told before."""

    id: str
    item: str
    amount: str
    net: str
    day: str
    taker: str
    payer: str
    parts: tuple[PartLine, ...]
    surprise: bool
    more: tuple[str, ...]


@dataclass(frozen=True)
class SumLine:
    """A sum in words. head: of its group. amounts: one for each currency. unknown: charges not in it. in_pay: what is
    known of it in the currency she is paid in, empty where a rate is missing.
    """

    head: Any
    called: str
    amounts: tuple[str, ...]
    unknown: int
    in_pay: str


@dataclass(frozen=True)
class StepLine:
    """What one charge adds to the cost. rate: in words, empty where none was needed. marks: what is inexact."""

    called: str
    given: str
    worth: str
    rate: str
    marks: tuple[str, ...]


@dataclass(frozen=True)
class CostView:
    """The indicator in words. months, at_least: empty where not known. lacks: why. rows: rates of the shelf."""

    months: str
    at_least: str
    amount: str
    pay: str
    steps: tuple[StepLine, ...]
    lacks: tuple[str, ...]
    left_out: tuple[str, ...]
    interest_in_ledger: bool
    rows: tuple[Any, ...]


@dataclass(frozen=True)
class LedgerView:
    """What was charged in one recruitment. id: of the chain. rules: those it rests on. currency: in which the sums are
    told together.
    """

    id: str
    called: str
    lines: tuple[ChargeLine, ...]
    rules: tuple[Any, ...]
    sums: tuple[SumLine, ...]
    currency: str
    cost: CostView


@dataclass(frozen=True)
class _Road:
    """What is kept of her recruitment, read once."""

    chains: dict[str, tuple[int, Chain]]
    charges: list[tuple[str, Charge]]
    journeys: dict[str, Journey]
    hops: dict[str, str]
    spells: list[Any]
    loans: list[Loan]

    def lines(self, chain: str) -> list[Line]:
        journey = self.journeys.get(self.chains[chain][1].journey, Journey(""))
        hers = [(id, one) for id, one in self.charges if one.chain == chain]
        return ledger(hers, journey.origin, journey.destination, journey.sector)

    def cost(self, chain: str) -> Cost:
        """Of the whole journey: all recruitments of it that are not said to have come to nothing."""
        one = self.chains[chain][1]
        journey = self.journeys.get(one.journey)
        earnings = first_earnings(self.spells, one.journey if journey else "", journey.destination if journey else "")
        if one.came_off == "no":
            return recruitment_cost(self.lines(chain), earnings, led_to_no_job=True)
        of_it = [
            id
            for id, (_, each) in self.chains.items()
            if id == chain or (one.journey and each.journey == one.journey and each.came_off != "no")
        ]
        lines = [line for id in of_it for line in self.lines(id)]
        return recruitment_cost(lines, earnings, interest_on(self.loans, one.journey, timezone.localdate()))


def _road(known: Reading, worker: str) -> _Road:
    called = called_parties(known)
    spells = [one.content for one in known.parts(worker) if one.type == SPELL and opens(one)]
    return _Road(
        {id: (number, one) for number, (id, one) in enumerate(parts_of(known, worker, Chain), 1)},
        parts_of(known, worker, Charge),
        dict(parts_of(known, worker, Journey)),
        {id: hop_label(one, called) for id, one in parts_of(known, worker, Hop)},
        spells,
        [one for _, one in parts_of(known, worker, Loan)],
    )


def shown(known: Reading, worker: str, chain_ids: Iterable[str]) -> dict[str, Any]:
    """What `recruitment/_charges.html` shows: `ledgers`, one LedgerView for each of these chains that can be read.

    The template also reads `entry` (her file) and `may_change` of the page.
    """
    road = _road(known, worker)
    return {"ledgers": [_ledger_view(road, id) for id in chain_ids if id in road.chains]}


def costs_of(known: Reading, worker: str) -> dict[str, Cost]:
    """The indicator of each journey of hers that a recruitment led to: id of the journey -> its cost."""
    road = _road(known, worker)
    led = {one.journey: id for id, (_, one) in road.chains.items() if one.journey and one.came_off != "no"}
    return {journey: road.cost(id) for journey, id in led.items()}


def _ledger_view(road: _Road, chain: str) -> LedgerView:
    number, content = road.chains[chain]
    lines, found = road.lines(chain), road.cost(chain)
    currency = found.earnings.currency
    return LedgerView(
        chain,
        chain_label(content, number),
        tuple(_charge_line(one, road.hops) for one in lines),
        tuple({rule.id: rule for line in lines for part in line.parts for rule in part.rules}.values()),
        tuple(_sum_lines(lines, currency)) if lines else (),
        currency,
        _cost_view(found),
    )


def _charge_line(line: Line, hops: Mapping[str, str]) -> ChargeLine:
    charge, net = line.charge, line.net
    amount = "" if charge.amount is None else money(charge.amount, charge.currency)
    left = money(net.amount, charge.currency) if net.amount is not None and charge.refunds else ""
    several = len(line.parts) > 1
    return ChargeLine(
        line.id,
        label("charge-item", charge.item),
        amount,
        str(charges.WHY[net.lacks]) if net.lacks else left,
        time_told(charge.on, get_language() or "en"),
        hops.get(charge.hop) or charge.payee,
        label("payer", charge.payer),
        tuple(_part_line(one, charge.currency, several) for one in line.parts),
        charge.told_before == "no",
        tuple(text for text in (_receipt(charge.receipt), label("charge-way", charge.way), charge.note) if text),
    )


def _receipt(code: str) -> str:
    return {"yes": gettext("with a receipt"), "no": gettext("without a receipt")}.get(code, "")


def _part_line(part: charges.Part, currency: str, several: bool) -> PartLine:
    amount = money(part.amount, currency) if several and part.amount is not None else ""
    return PartLine(
        label("charge-class", part.charge_class), amount, part.rules, str(charges.WHY[part.why]) if part.why else ""
    )


def _sum_lines(lines: list[Line], currency: str) -> Iterable[SumLine]:
    """Each sum in its own currencies, and together where all of it can be told in the currency she is paid in."""
    own, in_pay = sums_of(lines), sums_of([_in_pay(one, currency) for one in lines]) if currency else None
    yield _sum_line("", gettext("Borne by her side"), own.borne, in_pay.borne if in_pay else None, currency)
    groups = (
        (gettext("What it is"), "charge-class", own.by_class, in_pay and in_pay.by_class),
        (gettext("Whose money"), "payer", own.by_payer, in_pay and in_pay.by_payer),
        (gettext("Was she told before"), "yes-no", own.by_told, in_pay and in_pay.by_told),
        (gettext("Receipt"), "yes-no", own.by_receipt, in_pay and in_pay.by_receipt),
    )
    for head, vocabulary, sums, together in groups:
        for code, totals in sums.items():
            called = label(vocabulary, code) or gettext("Not known")
            yield _sum_line(head, called, totals, together[code] if together else None, currency)


def _in_pay(line: Line, currency: str) -> Line:
    """The line in the currency she is paid in, at the rate of the day of payment; without a rate, without amount."""
    charge, parts = line.charge, []
    for part in line.parts:
        same = part.amount is None or part.amount == 0
        worth = None if same else converted(part.amount or Decimal(0), charge.currency, currency, charge.on.first)
        amount = part.amount if worth is None else None if isinstance(worth, Missing) else worth.amount
        parts.append(replace(part, amount=amount))
    return Line(line.id, replace(charge, currency=currency), Net(None), tuple(parts))


def _sum_line(head: Any, called: str, own: Totals, in_pay: Totals | None, currency: str) -> SumLine:
    whole = in_pay is not None and in_pay.unknown == own.unknown and bool(own.known)
    together = money(in_pay.known.get(currency, Decimal(0)), currency) if in_pay and whole else ""
    return SumLine(head, called, tuple(money(one, code) for code, one in own.known.items()), own.unknown, together)


def in_months(found: Decimal | None) -> str:
    """Months of pay, to a tenth; nothing for what is not known."""
    return "" if found is None else rounded(found, TENTH)


def _cost_view(found: Cost) -> CostView:
    currency, pay = found.earnings.currency, found.earnings.amount
    rows = {row.id: row for step in found.steps for row in step.worth.rate.rows}
    return CostView(
        in_months(found.months),
        in_months(found.at_least),
        "" if found.amount is None else money(found.amount, currency),
        "" if pay is None else money(pay, currency),
        tuple(_step_line(one, currency) for one in found.steps),
        tuple(_lack_told(one) for one in found.lacks),
        tuple(_called(one) for one in found.left_out),
        found.interest_in_ledger,
        tuple(rows.values()),
    )


def _called(line: Line) -> str:
    day = time_told(line.charge.on, get_language() or "en")
    return ", ".join(part for part in (label("charge-item", line.charge.item), day) if part)


def _step_line(step: Step, currency: str) -> StepLine:
    rate = step.worth.rate
    marks = []
    if step.inexact and rate.day:
        marks.append(gettext("at the rate of %(day)s, the first day it can have been") % {"day": written(rate.day)})
    if rate.old:
        marks.append(gettext("the rate is more than 60 days old"))
    if step.line is None:
        marks.append(gettext("until %(day)s") % {"day": written(rate.day)})
    called = _called(step.line) if step.line else label("charge-item", cost.INTEREST)
    given = money(step.given, step.currency)
    return StepLine(called, given, money(step.worth.amount, currency), _rate_told(rate), tuple(marks))


def _rate_told(rate: Rate) -> str:
    if not rate.rows:
        return ""
    told = f"1 {rate.currency} = {rate.value:.6g} {rate.other}"
    through = gettext("through %(currency)s") % {"currency": rate.through} if rate.through else ""
    return f"{told} {through}".strip()


def _lack_told(lack: Lack) -> str:
    why = lack.missing.why if lack.missing else str(cost.WHY[lack.code])
    told = f"{_called(lack.line)}: {why}" if lack.line else why
    return f"{told} ({lack.reason})" if lack.reason else told
