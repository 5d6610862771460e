"""What she is owed for a grievance about money, and how it is reckoned; or why that cannot be known.

Pure: a spell, what the grievance is about and when, in; an amount with its steps in words out. It is what pay, contract
and minimum give, before any law adds to it (a higher rate for overtime, interest, compensation), and no advice on a
claim. A stretch counts by whole months from its first day, and the days that are left at 12 months to 365 days.
Source: methods (j) and its conventions of computation (periods, pay); ILO definition of recruitment fees and related
costs 2019 (what comes back to her); evaluation case 1; WIF2023-4, 14, 17.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from corridor.journey.amounts import money, rounded
from corridor.journey.when import NOT_SAID, When
from corridor.work.benchmarks import MINIMUM, Comparison, Gap, at_rate
from corridor.work.contents import Spell
from corridor.work.pay import (
    MONTH,
    WEEKS,
    Amount,
    Convert,
    Found,
    Unknown,
    Wage,
    added,
    called,
    held_back,
    pay_of,
    per_hour,
    per_month,
    reasons,
    times,
    wage_of,
)
from corridor.work.stretches import Stretch, stretch_of

NOTHING = Decimal(0)


@dataclass(frozen=True)
class ToRefund:
    """A charge that should come back to her. amount: what of it has not come back yet; None while nobody knows it."""

    what: str
    amount: Decimal | None
    currency: str


@dataclass(frozen=True)
class Entitlement:
    """What is owed, in `currency`; None where it cannot be known. steps: how it was reckoned, one line each.

    why: what is missing, as ends of the sentence "cannot be known because". It is never below nothing: what she
    received beyond it stays hers.
    """

    amount: Decimal | None
    currency: str = ""
    steps: tuple[str, ...] = ()
    why: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        return Unknown(self.why).told if self.amount is None else money(self.amount, self.currency)

    @property
    def working(self) -> str:
        """The steps as one text, for the ledger of remedies."""
        return "\n".join(self.steps)


@dataclass(frozen=True)
class _Asked:
    """Everything one rule needs."""

    spell: Spell
    stretch: Stretch | Unknown
    received: Decimal | None
    benchmarks: tuple[Comparison, ...]
    agreed: Wage | None
    charges: tuple[ToRefund, ...]
    convert: Convert


def entitled(
    spell: Spell,
    kind: str,
    begin: When = NOT_SAID,
    end: When = NOT_SAID,
    received: Decimal | None = None,
    benchmarks: Iterable[Comparison] = (),
    *,
    agreed: Wage | None = None,
    charges: Iterable[ToRefund] = (),
    convert: Convert = at_rate,
) -> Entitlement:
    """What is owed for a grievance of this kind (vocabulary `grievance-kind`).

    begin, end: the stretch it is about. received: what she had for that stretch, in the currency of the pay; None is
    not zero. benchmarks: the spell beside its references, of which the minimum wage counts unless she is left out of
    it. agreed: the wage of her contract, else of the promise. charges: what is to be refunded.
    """
    rule = RULES.get(kind)
    if rule is None:
        return Entitlement(None, why=(gettext("no amount follows from her pay for this grievance"),))
    stretch = stretch_of(spell, begin, end)
    found = rule(_Asked(spell, stretch, received, tuple(benchmarks), agreed, tuple(charges), convert))
    if isinstance(found, Unknown):
        return Entitlement(None, why=found.why)
    return Entitlement(max(found.value, NOTHING), found.currency, found.steps)


def _for_stretch(a_month: Found, stretch: Stretch | Unknown) -> Found:
    """Months × an amount a month."""
    if isinstance(a_month, Unknown) or isinstance(stretch, Unknown):
        return Unknown(reasons(a_month, stretch))
    months = stretch.months
    value = times(a_month.value, months)
    line = gettext("%(from_to)s: %(months)s months") % {
        "from_to": stretch.told,
        "months": rounded(times(Decimal(1), months)),
    }
    step = f"{rounded(times(Decimal(1), months))} × {a_month.told} = {money(value, a_month.currency)}"
    return Amount(value, a_month.currency, (*a_month.steps, line, step))


def _less(due: Found, off: Decimal | None, what: str) -> Found:
    """Less what she had of it. off: None where it was not said, and nothing of it is a guess."""
    if off is None or isinstance(due, Unknown):
        why = (gettext("it was not entered what she received for that time"),) if off is None else ()
        return Unknown((*reasons(due), *why))
    value = due.value - off
    step = f"{due.told} − {money(off, due.currency)} ({what}) = {money(value, due.currency)}"
    return Amount(value, due.currency, (*due.steps, step))


def _unpaid(asked: _Asked) -> Found:
    """Wages that were not paid, or paid late: months × pay − received."""
    due = _for_stretch(pay_of(asked.spell).month, asked.stretch)
    return _less(due, asked.received, gettext("received"))


def _underpaid(asked: _Asked) -> Found:
    """What should have been paid, the agreed wage or the minimum, the higher one; less what was paid."""
    due = _highest(asked)
    owed = _for_stretch(due, asked.stretch)
    if asked.received is not None:
        return _less(owed, asked.received, gettext("received"))
    paid = _for_stretch(pay_of(asked.spell).month, asked.stretch)
    if isinstance(paid, Unknown) or isinstance(owed, Unknown):
        return Unknown(reasons(owed, paid))
    return _less(owed, paid.value, gettext("as it was paid"))


def _highest(asked: _Asked) -> Found:
    """The agreed wage or the minimum of a month, whichever is higher, in the currency of the pay."""
    agreed, minimum = _agreed_month(asked), _minimum_month(asked)
    known = [one for one in (agreed, minimum) if isinstance(one, Amount)]
    if not known or isinstance(agreed, Unknown) or isinstance(minimum, Unknown):
        nothing = gettext("neither an agreed wage nor a minimum wage that holds for her is known")
        return Unknown(reasons(agreed, minimum) or (nothing,))
    return max(known, key=lambda one: one.value)


def _agreed_month(asked: _Asked) -> Found | None:
    """None where nothing was agreed, as far as anybody knows."""
    if asked.agreed is None or asked.agreed.amount is None:
        return None
    month, currency = per_month(asked.agreed), asked.spell.currency
    if isinstance(month, Amount) and currency and month.currency != currency:
        if isinstance(asked.stretch, Unknown):
            return asked.stretch
        other = asked.convert(month.value, month.currency, currency, asked.stretch.first)
        month = replace(other, steps=(*month.steps, *other.steps)) if isinstance(other, Amount) else other
    return _named(gettext("Agreed wage"), month)


def _minimum_month(asked: _Asked) -> Found | None:
    """The minimum of a month for her hours: the whole of it at its normal hours and beyond, less for fewer.

    None where the shelf has none, or where she is left out of it.
    """
    found = next((one for one in asked.benchmarks if one.kind == MINIMUM and not one.match.left_out), None)
    if found is None:
        return None
    if not isinstance(found.month, Gap):
        return found.month
    spell = asked.spell
    row: Any = found.match.row
    whole = Amount(found.month.reference, found.month.currency)
    normal = Decimal(str(row.hours_a_week)) if row.hours_a_week else None
    if spell.part_time == "yes" and (not normal or not spell.hours_a_week):
        return Unknown((gettext("the work is part-time, and the hours are not known"),))
    if normal and spell.hours_a_week and spell.hours_a_week < normal:
        value = whole.value * spell.hours_a_week / normal
        step = f"{whole.told} × {rounded(spell.hours_a_week)} ÷ {rounded(normal)} = {money(value, whole.currency)}"
        whole = Amount(value, whole.currency, (step,))
    since = gettext("%(label)s, since %(day)s (%(source)s)")
    named = since % {"label": row.label, "day": row.valid_from, "source": ", ".join(row.source)}
    if isinstance(asked.stretch, Stretch) and str(row.valid_from) > asked.stretch.first.isoformat():
        later = gettext("It began within that time; before, another minimum may have held.")
        whole = replace(whole, steps=(*whole.steps, later))
    return _named(named, whole)


def _named(name: str, month: Found) -> Found:
    if isinstance(month, Unknown):
        return month
    return Amount(month.value, month.currency, (*month.steps, f"{name}: {month.told} ({called(MONTH)})"))


def _overtime(asked: _Asked) -> Found:
    """Hours of overtime at the pay of a normal hour, less what was paid for them."""
    spell, pay = asked.spell, pay_of(asked.spell)
    if not spell.overtime_a_week:
        return Unknown((gettext("no hours of overtime were entered"),))
    hour = per_hour(wage_of(spell))
    if isinstance(hour, Unknown):
        return hour
    value = times(hour.value * spell.overtime_a_week, WEEKS)
    step = f"{rounded(spell.overtime_a_week)} × 52/12 × {hour.told} = {money(value, hour.currency)} ({called(MONTH)})"
    least = gettext("Overtime at the pay of a normal hour: what the law adds to it is not on the shelf.")
    due = _for_stretch(Amount(value, hour.currency, (*hour.steps, step, least)), asked.stretch)
    if asked.received is not None:
        return _less(due, asked.received, gettext("received"))
    paid = _for_stretch(pay.overtime_month or hour, asked.stretch)
    if isinstance(paid, Unknown):
        return Unknown(reasons(due, paid))
    return _less(due, paid.value, gettext("as it was paid"))


def _deducted(asked: _Asked) -> Found:
    """Everything that was held back from her pay. Whether any of it was allowed is said beside it, and not decided."""
    if not asked.spell.deductions:
        return Unknown((gettext("nothing is entered that is held back from her pay"),))
    due = _for_stretch(held_back(asked.spell), asked.stretch)
    if isinstance(due, Unknown):
        return due
    allowed = gettext("All that is held back. Take off what law and contract allow.")
    due = Amount(due.value, due.currency, (*due.steps, allowed))
    return due if asked.received is None else _less(due, asked.received, gettext("received"))


def _refunded(asked: _Asked) -> Found:
    """Charges that should come back, in the currency in which they were paid, less what came back of them."""
    if not asked.charges:
        return Unknown((gettext("no charge that should come back is entered"),))
    blank = gettext("it is not known how much %(what)s was")
    found: list[Found] = [
        Unknown((blank % {"what": one.what},))
        if one.amount is None or not one.currency
        else Amount(one.amount, one.currency, (f"{one.what}: {money(one.amount, one.currency)}",))
        for one in asked.charges
    ]
    due = added(found)
    return due if asked.received is None else _less(due, asked.received, gettext("received"))


RULES: dict[str, Callable[[_Asked], Any]] = {  # vocabulary `grievance-kind`
    "unpaid-wages": _unpaid,
    "late-wages": _unpaid,
    "underpayment": _underpaid,
    "overtime-unpaid": _overtime,
    "wage-deduction": _deducted,
    "recruitment-fee": _refunded,
    "exit-fee": _refunded,
}
