"""What she has in hand for a month of her present, else her last, paid work abroad: the measure of a debt.

Basic pay less what is held back; overtime stands apart (methods (j) and its conventions of computation). Jobs that
certainly ran at the same time count together, as in outcomes. Source: methods (k); WIF2023-17.
"""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import get_language, gettext

from corridor.journey.contents import Journey, Worker
from corridor.journey.parts import parts_of
from corridor.recruitment.debt import NetPay
from corridor.recruitment.net_pay import PayOfWork
from corridor.reference.labels import country_name
from corridor.safe.casebook import Reading
from corridor.work.contents import Spell
from corridor.work.doubts import at_once
from corridor.work.outcomes import PAID_WORK
from corridor.work.pay import Amount, added, pay_of
from corridor.work.states import is_abroad
from corridor.work.telling import when_told


def net_pay(known: Reading, worker: str, today: date) -> NetPay | None:
    """Net pay of a month with the work it comes from, or why it is not known; None where no such work is entered."""
    entry = known.get(worker)
    home = entry.content.nationality if entry and isinstance(entry.content, Worker) else ""
    origins = {id: one.origin or home for id, one in parts_of(known, worker, Journey)}
    spells = [one for _, one in parts_of(known, worker, Spell)]
    return of_spells([one for one in spells if is_abroad(one, origins.get(one.journey, home))], today)


def of_spells(abroad: Iterable[Spell], today: date) -> PayOfWork | None:
    """Of spells abroad the paid ones that go on, else the one that began last, each with those that ran with it.

    Work that has not begun pays nothing yet. Of what goes on, too, the one that began last counts.
    """
    begun = [one for one in abroad if one.kind == PAID_WORK and not (one.begin.first and one.begin.first > today)]
    present = [one for one in begun if goes_on(one, today)] or begun
    if not present:
        return None
    newest = max(present, key=lambda one: one.begin.first or date.min)
    jobs = [one for one in present if one is newest or at_once(one, newest)]
    found = added(pay_of(one).net_month for one in jobs)
    of = " + ".join(_told(one) for one in jobs)
    if isinstance(found, Amount):
        return PayOfWork(found.value, found.currency, of, found.steps)
    return PayOfWork(None, "", of, why=found.why)


def goes_on(spell: Spell, today: date) -> bool:
    """Whether it may still go on: no end was said, or its last day is not over."""
    return not spell.end.said if spell.end.last is None else spell.end.last >= today


def _told(spell: Spell) -> str:
    country = country_name(spell.country, get_language() or "en") if spell.country else ""
    told = (spell.job or gettext("Work"), country, when_told(spell))
    return ", ".join(part for part in told if part)
