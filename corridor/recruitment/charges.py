"""What each charge on the way to a job is, by which rule; and what was charged, in sums that never mix currencies.

The rules stand on the shelf (`fee_rules.csv`). For the world they follow the definition of recruitment fees and related
costs of 2019, also for what was paid before it: it says what a charge is, not since when it is forbidden somewhere. An
installation adds the exceptions of its countries. The narrowest rule holds: world, country, corridor, sector; a later
one takes the place of an earlier one of the same reach. Where two of different reach disagree, or what is not known
decides, nothing is said. An exception holds up to its amount, for all charges of one recruitment together, and only for
what she was told before she agreed. What came back is taken off, in the currency and at the rate of the payment.
Source: ILO definition 2019; C181 art. 7; methods (b), (c) and conventions of computation; WIF2019-14, 15, 17.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from corridor.recruitment.contents import Charge
from corridor.reference.exchange_rates import Converted, Missing, converted
from corridor.reference.shelf import Shelf, shelf

HERS = ("worker", "husband", "kin")  # vocabulary `payer`: what they pay, she or her household bears (WIF2023-17)
FEE, ILLEGITIMATE, ALLOWED = "fee", "illegitimate", "allowed-exception"  # vocabulary `charge-class`
NOT_RECRUITMENT, UNDETERMINED = "not-recruitment", "undetermined"
NO_AMOUNT, NO_CURRENCY, NO_REFUND, OVER_REFUND = "amount", "currency", "refund", "over-refund"
NO_ITEM, NO_RULE, UNSURE, DISAGREE, NO_RATE, UNTOLD, MAYBE_UNTOLD = (
    *("item", "no-rule", "unsure", "disagree", "no-rate"),
    *("untold", "maybe-untold"),
)
WHY = {
    NO_AMOUNT: _("the amount is not known"),
    NO_CURRENCY: _("the currency is not known"),
    NO_REFUND: _("how much came back is not known"),
    OVER_REFUND: _("more came back than was paid: one of the two is wrong"),
    NO_ITEM: _("what it was for is not known"),
    NO_RULE: _("no rule names it"),
    UNSURE: _("a narrower rule may hold: the day, the corridor or the sector is not known"),
    DISAGREE: _("two rules disagree"),
    NO_RATE: _("what is allowed is in another currency, and there is no rate"),
    UNTOLD: _("an exception holds only for what she was told before she agreed"),
    MAYBE_UNTOLD: _("if she was told before she agreed; that is not known"),
}
Convert = Callable[[Decimal, str, str, date | None], Converted | Missing]
Rules = Mapping[str, list[Any]]  # of the shelf, by the item that they name


@dataclass(frozen=True)
class Net:
    """What was paid less what came back, in the currency of the charge; None where a code of WHY says it is not known.

    Nothing is nothing in any currency: a charge of zero needs none.
    """

    amount: Decimal | None
    lacks: str = ""


def net_of(charge: Charge) -> Net:
    """A charge less its refunds. More back than was paid is kept as it was told, and gives no number."""
    back = [one.amount for one in charge.refunds]
    if charge.amount is None:
        return Net(None, NO_AMOUNT)
    if not charge.currency and charge.amount:
        return Net(None, NO_CURRENCY)
    known = [one for one in back if one is not None]
    if sum(known) > charge.amount:
        return Net(None, OVER_REFUND)
    return Net(None, NO_REFUND) if len(known) < len(back) else Net(charge.amount - sum(known, Decimal(0)))


@dataclass(frozen=True)
class Part:
    """A charge or a part of it. charge_class: vocabulary `charge-class`. amount: net, in its currency, or None.

    rules: the rules it rests on; several where they disagree. why: a code of WHY, where more is to be said.
    """

    charge_class: str
    amount: Decimal | None
    rules: tuple[Any, ...] = ()
    why: str = ""


def _by_item(rules: Iterable[Any]) -> Rules:
    found: dict[str, list[Any]] = {}
    for rule in rules:
        for item in dict.fromkeys(rule.items):
            found.setdefault(item, []).append(rule)
    return found


@lru_cache(maxsize=2)  # one for each state of the shelf
def _of_shelf(one: Shelf) -> Rules:
    return _by_item(one.all("fee_rules"))


def _ruled(rules: Iterable[Any] | None) -> Rules:
    return _of_shelf(shelf()) if rules is None else _by_item(rules)


def _narrow(rule: Any) -> tuple[bool, int]:
    return bool(rule.sectors), bool(rule.origins) + bool(rule.destinations)


def _reach(rule: Any) -> tuple[bool, bool, bool]:
    return bool(rule.sectors), bool(rule.origins), bool(rule.destinations)


def _says(rule: Any) -> tuple[Any, ...]:
    return rule.charge_class, rule.most, rule.currency


def _in_force(rule: Any, day: date) -> bool:
    """Of a year or a month alone, its first day, or its last, is meant."""
    said, since, until = day.isoformat(), str(rule.valid_from or ""), str(rule.valid_until or "")
    return since <= said and (not until or said[: len(until)] <= until)


def _fits(rule: Any, here: tuple[str, str, str], day: date | None) -> bool | None:
    """Whether a rule holds on this road on this day; None where something that is not known decides it."""
    named = list(zip((rule.origins, rule.destinations, rule.sectors), here, strict=True))
    dated = bool(rule.valid_from or rule.valid_until)
    if any(codes and code and code not in codes for codes, code in named):
        return False
    if dated and day and not _in_force(rule, day):
        return False
    unsure = (dated and not day) or any(codes and not code for codes, code in named)
    return None if unsure else True


def _deciding(rules: Iterable[Any], here: tuple[str, str, str], day: date | None) -> tuple[list[Any], str]:
    """The narrowest rules, and the code of WHY they do not decide ("" where they do)."""
    fitting = [(fit, rule) for rule in rules if (fit := _fits(rule, here, day)) is not False]
    sure = [rule for fit, rule in fitting if fit]
    reached = max((_narrow(rule) for rule in sure), default=(False, -1))
    newest: dict[tuple[bool, ...], str] = {}
    narrowest = [rule for rule in sure if _narrow(rule) == reached]
    for rule in narrowest:
        newest[_reach(rule)] = max(newest.get(_reach(rule), ""), str(rule.valid_from or ""))
    holding = [rule for rule in narrowest if str(rule.valid_from or "") == newest[_reach(rule)]]
    may_hold = [rule for fit, rule in fitting if fit is None and _narrow(rule) >= reached]
    one_voice = len({_says(rule) for rule in holding + may_hold}) <= 1
    if not holding and not may_hold:
        return [], NO_RULE
    if may_hold and not (one_voice and holding):
        return holding + may_hold, UNSURE
    return holding, "" if one_voice else DISAGREE


def _parts(
    charge: Charge,
    here: tuple[str, str, str],
    day: date | None,
    rules: Rules,
    taken: Mapping[str, Decimal],
    to: Convert,
) -> tuple[tuple[Part, ...], str, Decimal]:
    """The parts of a charge; the id of the exception it uses up, and how much of that, in the rule's currency."""
    net = net_of(charge).amount
    found, why = _deciding(rules.get(charge.item, ()), here, day) if charge.item else ([], NO_ITEM)
    if why:
        return (Part(UNDETERMINED, net, tuple(found), why),), "", Decimal(0)
    rule, on = found[0], tuple(found)
    if rule.charge_class != ALLOWED:
        return (Part(rule.charge_class, net, on, NO_ITEM if rule.charge_class == UNDETERMINED else ""),), "", Decimal(0)
    if charge.told_before == "no":
        return (Part(ILLEGITIMATE, net, on, UNTOLD),), "", Decimal(0)
    told = "" if charge.told_before == "yes" else MAYBE_UNTOLD
    if rule.most is None:
        return (Part(ALLOWED, net, on, told),), "", Decimal(0)
    if net is None:
        return (Part(UNDETERMINED, net, on, NO_AMOUNT),), "", Decimal(0)
    worth = to(net, charge.currency, rule.currency or "", day) if net else None
    if isinstance(worth, Missing):
        return (Part(UNDETERMINED, net, on, NO_RATE),), "", Decimal(0)
    whole = worth.amount if worth else Decimal(0)
    left = max(Decimal(str(rule.most)) - taken.get(rule.id, Decimal(0)), Decimal(0))
    if whole <= left:
        return (Part(ALLOWED, net, on, told),), rule.id, whole
    allowed = net * left / whole
    kept = (Part(ALLOWED, allowed, on, told),) if allowed else ()
    return (*kept, Part(FEE, net - allowed, on)), rule.id, left


def classify(
    charge: Charge,
    origin: str,
    destination: str,
    sector: str,
    day: date | None,
    rules: Iterable[Any] | None = None,
    convert: Convert = converted,
) -> tuple[Part, ...]:
    """What a charge is on a road (ISO 3166 alpha-3, vocabulary `sector`) on a day, each part with the rule it rests on.

    Two parts where an exception allows a part of it and the rest is a fee. rules: others than the shelf's. Source: ILO
    definition 2019; C181 art. 7(2).
    """
    return _parts(charge, (origin, destination, sector), day, _ruled(rules), {}, convert)[0]


@dataclass(frozen=True)
class Line:
    """A charge of the ledger, with its id and what it is."""

    id: str
    charge: Charge
    net: Net
    parts: tuple[Part, ...]

    @property
    def is_recruitment(self) -> bool:
        """What it was for is not known counts too: it was paid on the way to a job."""
        return all(one.charge_class != NOT_RECRUITMENT for one in self.parts)

    @property
    def is_hers(self) -> bool:
        return self.charge.payer in HERS


def ledger(
    charges: Iterable[tuple[str, Charge]],
    origin: str = "",
    destination: str = "",
    sector: str = "",
    rules: Iterable[Any] | None = None,
    convert: Convert = converted,
) -> list[Line]:
    """(id, charge) of one recruitment, each with what it is, by the day on which they were paid (unknown ones last).

    What an exception allows is used up in that order. Of a month or a year, the first day counts.
    """
    taken: dict[str, Decimal] = {}
    lines, here = [], (origin, destination, sector)
    every = _ruled(rules)
    for id, charge in sorted(charges, key=lambda one: (one[1].on.first or date.max, one[0])):
        parts, rule, used = _parts(charge, here, charge.on.first, every, taken, convert)
        taken[rule] = taken.get(rule, Decimal(0)) + used
        lines.append(Line(id, charge, net_of(charge), parts))
    return lines


@dataclass(frozen=True)
class Totals:
    """Sums by currency (ISO 4217), net of what came back. unknown: how many charges are not in them. count: of how many
    charges or parts of one all of it is made.
    """

    known: Mapping[str, Decimal]
    unknown: int
    count: int


def _summed(lines: Iterable[Line], of: Callable[[Line, Part], str | None]) -> dict[str, Totals]:
    """The parts of all lines by a key; what has the key None is left out."""
    groups: dict[str, list[tuple[str, Decimal | None]]] = {}
    for line in lines:
        for part in line.parts:
            if (key := of(line, part)) is not None:
                groups.setdefault(key, []).append((line.charge.currency, part.amount))
    return {key: _totals(pairs) for key, pairs in groups.items()}


def _totals(pairs: list[tuple[str, Decimal | None]]) -> Totals:
    known: dict[str, Decimal] = {}
    for currency, amount in pairs:
        if amount is not None and (currency or amount):
            known[currency] = known.get(currency, Decimal(0)) + amount
    return Totals(known, sum(amount is None for _, amount in pairs), len(pairs))


@dataclass(frozen=True)
class Sums:
    """What was charged for a job. borne: by her, her husband or her kin, but for what is not recruitment; by_told and
    by_receipt are parts of that (vocabulary `yes-no`; "no" told before is a surprise). by_class: what her side paid,
    all classes. by_payer: what anybody paid for recruitment; under "" what is not known.
    """

    borne: Totals
    by_class: Mapping[str, Totals]
    by_payer: Mapping[str, Totals]
    by_told: Mapping[str, Totals]
    by_receipt: Mapping[str, Totals]


def sums_of(lines: Iterable[Line]) -> Sums:
    """Sums of a ledger by class, payer, surprise and receipt; each in its own currency. Source: methods (b), (c)."""
    every = list(lines)
    hers = [one for one in every if one.is_hers]
    cost = [one for one in hers if one.is_recruitment]
    return Sums(
        _summed(cost, lambda line, part: "all").get("all", Totals({}, 0, 0)),
        _summed(hers, lambda line, part: part.charge_class),
        _summed((one for one in every if one.is_recruitment), lambda line, part: line.charge.payer),
        _summed(cost, lambda line, part: line.charge.told_before),
        _summed(cost, lambda line, part: line.charge.receipt),
    )
