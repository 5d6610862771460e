"""What she is owed for each of her grievances about money, as her page and the ledger of remedies take it over.

Grievances belong to the centre, which comes later on the path: they are known here by their type alone. What she
received for that time is said by whoever asks, and kept with the session, never in an address.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from corridor.journey.amounts import CENT
from corridor.journey.calendars import told as time_told
from corridor.journey.contents import Journey, Worker
from corridor.journey.parts import parts_of
from corridor.journey.reading import GRIEVANCE, cases_of, label
from corridor.journey.sheets import Amount as AmountField
from corridor.recruitment.charges import ALLOWED, NOT_RECRUITMENT, UNDETERMINED, Line, ledger
from corridor.recruitment.contents import Chain, Charge, Hop, Terms
from corridor.recruitment.hops import in_order
from corridor.recruitment.statements import SAID, SIGNED, statements_in_order
from corridor.safe.casebook import Entry, Reading, opens
from corridor.work.benchmarks import comparisons, reference_day
from corridor.work.contents import Spell
from corridor.work.entitlement import RULES, Entitlement, ToRefund, entitled
from corridor.work.outcomes import PAID_WORK
from corridor.work.pay import Wage
from corridor.work.stretches import Stretch, stretch_of

RECEIVED = "received_for"  # in the session: "grievance.spell" -> what was typed
KEPT = 100  # of them, the newest
FEES, EXIT_FEE, EXIT_ITEMS = ("recruitment-fee", "exit-fee"), "exit-fee", ("release", "replacement")
HERS_BY_RIGHT = {ALLOWED, NOT_RECRUITMENT, UNDETERMINED}  # classes that are not refunded on the ground of fees


@dataclass(frozen=True)
class Owed:
    """What she is owed for one grievance and one job. typed: what was said that she received; fault: of that text.

    when: the time that the grievance is about, in words. case: id of its case.
    """

    grievance: str
    case: str
    spell: str
    kind: str
    when: str
    job: str
    found: Entitlement
    typed: str = ""
    fault: str = ""


def amount_typed(text: str) -> tuple[Decimal | None, str]:
    """(amount, fault in words) of what was typed; (None, "") of nothing."""
    try:
        return AmountField(max_digits=16, decimal_places=4, min_value=0, required=False).clean(text), ""
    except ValidationError as fault:
        return None, " ".join(fault.messages)


def grievances_of(known: Reading, worker: str) -> list[Entry]:
    """Her grievances about money that can be read, case by case."""
    every = [one for case in cases_of(known, worker) for one in known.parts(case.id)]
    return [one for one in every if one.type == GRIEVANCE and opens(one) and _about(one.content, worker)]


def _about(grievance: Any, worker: str) -> bool:
    return grievance.kind in RULES and (not grievance.workers or worker in grievance.workers)


def jobs_for(grievance: Any, spells: Iterable[tuple[str, Spell]]) -> list[tuple[str, Spell]]:
    """The paid work that a grievance can be about: what ran at that time; all of it where that is not known."""
    paid = [(id, one) for id, one in spells if one.kind == PAID_WORK]
    then = [(id, one) for id, one in paid if isinstance(stretch_of(one, grievance.begin, grievance.end), Stretch)]
    return then or paid


def agreed_of(known: Reading, worker: str, spell: Spell) -> Wage | None:
    """The wage that was agreed for a job: that of the last contract of its journey, else of the first promise.

    Attempts that led to no job are left out. None where nobody said or signed any. Source: methods, conventions of
    computation (promise gap).
    """
    hops, terms = parts_of(known, worker, Hop), parts_of(known, worker, Terms)
    promised: list[Terms] = []
    signed: list[Terms] = []
    for chain in _chains(known, worker, spell):
        order = in_order([(id, one) for id, one in hops if one.chain == chain])
        line = statements_in_order([(id, one) for id, one in terms if one.chain == chain], order)
        promised += [one for _, one in line if one.side == SAID and one.wage is not None]
        signed += [one for _, one in line if one.side == SIGNED and one.wage is not None]
    one = signed[-1] if signed else promised[0] if promised else None
    return Wage(one.wage, one.currency, one.period, one.hours_a_week, one.rest_days_a_month) if one else None


def _chains(known: Reading, worker: str, spell: Spell) -> list[str]:
    """The recruitments that led to a job; all of them where it stands in no journey."""
    every = parts_of(known, worker, Chain)
    return [id for id, one in every if one.came_off != "no" and one.journey == spell.journey]


def refunds_of(known: Reading, worker: str, spell: Spell, kind: str) -> list[ToRefund]:
    """Charges of the way to a job that a rule of the shelf says are not hers to bear, less what came back of them.

    What is not known to be such a charge is not among them. Source: ILO definition 2019; C181 art. 7.
    """
    journey = dict(parts_of(known, worker, Journey)).get(spell.journey) or Journey(worker)
    charges, found = parts_of(known, worker, Charge), list[ToRefund]()
    for chain in _chains(known, worker, spell):
        own = [(id, one) for id, one in charges if one.chain == chain]
        for line in ledger(own, journey.origin, journey.destination, journey.sector):
            if line.is_hers and (line.charge.item in EXIT_ITEMS) == (kind == EXIT_FEE):
                found += _refunds(line)
    return found


def _refunds(line: Line) -> list[ToRefund]:
    language, charge = get_language() or "en", line.charge
    return [
        ToRefund(
            ", ".join(
                word
                for word in (
                    label("charge-item", charge.item),
                    label("charge-class", part.charge_class),
                    time_told(charge.on, language),
                )
                if word
            ),
            part.amount,
            charge.currency,
        )
        for part in line.parts
        if part.charge_class not in HERS_BY_RIGHT
    ]


def entitlement_for(
    known: Reading, worker: Worker, id: str, grievance: Any, spell: Spell, received: Decimal | None, today: date
) -> Entitlement:
    """What she is owed for one grievance and job. id: of the worker. The minimum is that of the stretch's last day."""
    stretch = stretch_of(spell, grievance.begin, grievance.end)
    day = min(stretch.last, today) if isinstance(stretch, Stretch) else reference_day(spell, today)
    return entitled(
        spell,
        grievance.kind,
        grievance.begin,
        grievance.end,
        received,
        comparisons(spell, worker.nationality, day),
        agreed=agreed_of(known, id, spell),
        charges=refunds_of(known, id, spell, grievance.kind) if grievance.kind in FEES else (),
    )


def owed_to(known: Reading, entry: Entry, session: Mapping[str, Any], today: date) -> list[Owed]:
    """What she is owed for each of her grievances about money and each job that it can be about."""
    worker, typed = entry.content, session.get(RECEIVED) or {}
    assert isinstance(worker, Worker)
    spells, found = parts_of(known, entry.id, Spell), list[Owed]()
    for one in grievances_of(known, entry.id):
        grievance: Any = one.content
        when = " – ".join(t for w in (grievance.begin, grievance.end) if (t := time_told(w, get_language() or "en")))
        for id, spell in jobs_for(grievance, spells):
            text = str(typed.get(f"{one.id}.{id}", ""))
            received, fault = amount_typed(text)
            reckoned = entitlement_for(known, worker, entry.id, grievance, spell, received, today)
            job = spell.job or spell.employer_name or label("sector", spell.sector)
            found.append(Owed(one.id, grievance.case, id, grievance.kind, when, job, reckoned, text, fault))
    return found


def remedy_start(
    known: Reading, worker: str, grievance: str, session: Mapping[str, Any], today: date
) -> dict[str, Any]:
    """What a new line of the ledger of remedies begins with: step, kind, amount (shown in cents), currency, working.

    Nothing where it cannot be known, or where several jobs give several amounts. Raises UnknownVersion, Altered.
    """
    entry = known.get(worker)
    if entry is None or not isinstance(entry.content, Worker):
        return {}
    found = [one.found for one in owed_to(known, entry, session, today) if one.grievance == grievance]
    known_ones = [one for one in found if one.amount is not None]
    if len(known_ones) != 1:
        return {}
    one = known_ones[0]
    said = {"amount": one.amount and one.amount.quantize(CENT), "currency": one.currency, "working": one.working}
    return {"step": "entitled", "kind": "money", "grievance": grievance, "worker": worker, **said}
