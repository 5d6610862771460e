"""What does not fit together in spells: it is kept as it was told, pointed out, and never refused.

Pure: spells in, sentences out. Times are compared by their first and last days, so that only what is certain counts: a
spring and a May do not contradict each other. Source: WIF2023-54 (what people tell is not pressed into the boxes of a
form); WIF2023-6 (several jobs at once are no contradiction, living in two workplaces is).
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext

from corridor.journey.amounts import rounded
from corridor.journey.parts import parts_of
from corridor.reference.folding import folded
from corridor.safe.casebook import Reading
from corridor.safe.content import Content
from corridor.work.contents import Spell
from corridor.work.pay import HOURS_OF_WEEK

MOST_DAYS = 31  # of a month
YES, PAID = "yes", "paid-work"


def at_once(one: Spell, other: Spell) -> bool:
    """Whether two spells certainly ran at the same time, whatever days their times stand for. No end: it goes on."""
    begins = [spell.begin.last for spell in (one, other)]
    if None in begins or any(spell.end.said and not spell.end.known for spell in (one, other)):
        return False
    ends = [spell.end.first or date.max for spell in (one, other)]
    return max(begin for begin in begins if begin) <= min(ends)


def doubts_of(spell: Spell, others: Iterable[Spell] = ()) -> list[str]:
    """What is contradictory in a spell, or between it and her others."""
    found = []
    if spell.begin.first and spell.end.last and spell.end.last < spell.begin.first:
        found.append(gettext("It ends before it begins."))
    if spell.pay is not None and not spell.currency:
        found.append(gettext("The pay has no currency."))
    if spell.pay is not None and not spell.period:
        found.append(gettext("It is not said for which length the pay is."))
    hours = (spell.hours_a_week or Decimal(0)) + (spell.overtime_a_week or Decimal(0))
    if hours > HOURS_OF_WEEK:
        found.append(gettext("A week has 168 hours; these are %(hours)s.") % {"hours": rounded(hours)})
    if (spell.rest_days_a_month or 0) > MOST_DAYS:
        found.append(gettext("A month does not have so many days off."))
    if any(_two_homes(spell, other) for other in others):
        found.append(gettext("She lived at two workplaces at the same time."))
    return found


def _two_homes(one: Spell, other: Spell) -> bool:
    live_in = all(spell.live_in == YES and spell.kind in (PAID, "") for spell in (one, other))
    return live_in and not _same_job(one, other) and at_once(one, other)


def _same_job(one: Spell, other: Spell) -> bool:
    """Whether two spells may be one job: with the same employer; without two names, begun at the same time."""
    if one.employer and other.employer:
        return one.employer == other.employer
    names = [" ".join(folded(spell.employer_name).split()) for spell in (one, other)]
    return names[0] == names[1] if all(names) else one.begin == other.begin


def doubts(known: Reading, worker: str, content: Content) -> list[str]:
    """What is pointed out when a spell is kept: on its own, and beside her others."""
    others = [one for _, one in parts_of(known, worker, Spell) if one != content]
    return doubts_of(content, others) if isinstance(content, Spell) else []
