"""What this room adds to the line of her time: her spells, paid and unpaid, and pay beside what it should be."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from corridor.journey.amounts import rounded
from corridor.journey.contents import Journey, Worker
from corridor.journey.line import Lane, Mark
from corridor.journey.parts import parts_of
from corridor.journey.reading import called_parties, label
from corridor.safe.casebook import Reading
from corridor.work.benchmarks import Comparison, Gap, comparisons, reference_day
from corridor.work.contents import Spell
from corridor.work.parts import PAGE
from corridor.work.pay import Amount, pay_of


def lanes(known: Reading, worker: str, today: date) -> Iterator[Lane]:
    """Spells of a worker and their pay beside its references. Source: WIF2023-4, 54; methods (j)."""
    page, called = reverse(PAGE, args=[worker]), called_parties(known)
    spells = [(f"{page}#{id}", one) for id, one in parts_of(known, worker, Spell)]
    marks = [_spell(one, called.get(one.employer, one.employer_name), link) for link, one in spells]
    yield Lane(gettext("Work"), tuple(marks), source="WIF2023-54")
    origins = {id: one.origin for id, one in parts_of(known, worker, Journey)}
    home = _nationality(known, worker)
    beside = [
        _beside(spell, one, link)
        for link, spell in spells
        if spell.kind == "paid-work"
        for one in comparisons(spell, origins.get(spell.journey) or home, reference_day(spell, today))
    ]
    yield Lane(
        gettext("Pay beside what it should be"), tuple(beside), gettext("per cent of the reference"), "WIF2023-04"
    )


def _nationality(known: Reading, worker: str) -> str:
    entry = known.get(worker)
    return entry.content.nationality if entry and isinstance(entry.content, Worker) else ""


def _spell(spell: Spell, employer: str, link: str) -> Mark:
    month = pay_of(spell).month
    return Mark(
        ": ".join(part for part in (label("spell-kind", spell.kind), spell.job) if part),
        spell.begin,
        spell.end,
        lasts=True,
        text=" · ".join(part for part in (employer, spell.place, label("ended-by", spell.ended_by)) if part),
        amount=f"{month.told} · {label('pay-period', 'month')}" if isinstance(month, Amount) else "",
        link=link,
    )


def _beside(spell: Spell, one: Comparison, link: str) -> Mark:
    """A spell beside one reference: by the normal hour where that is known, else by the month."""
    found = one.hour if isinstance(one.hour, Gap) else one.month
    length = label("pay-period", "hour" if isinstance(one.hour, Gap) else "month")
    texts = [gettext("She is left out of it.")] if one.match.left_out else []
    return Mark(
        ": ".join(part for part in (label("reference-wage-kind", one.kind), spell.job) if part),
        spell.begin,
        spell.end,
        lasts=True,
        text=" ".join([*texts, *([] if isinstance(found, Gap) else [found.told])]),
        amount=f"{rounded(100 * found.coverage)} % · {length}" if isinstance(found, Gap) else "",
        link=link,
        share=float(found.coverage) if isinstance(found, Gap) else None,
    )
