"""What a woman did in each month: her spells laid over the months of a stretch, as one state or as several channels.

A month is `year * 12 + month - 1`. It is a spell's where the spell covers more than half of its days, so that a month
of another calendar falls on one of ours. A time known to the day or the month is taken as it stands, from its first to
its last day. One known only as a season, as a year or as "about" then may lie anywhere in it: a month that a spell
surely covers goes before one that it only may cover, and where several different states may be, none is chosen. What
nobody told stays NOT_KNOWN and is never filled from the months around it (WIF2023-54: working lives followed over
time; Corridor's own reading of it). A spell without an end is known up to the day on which it was written down.

When several run at once the first of ORDER counts. Detention and shelter go first, for a job that goes on on paper
would hide them (WIF2023-49). Paid work abroad goes before paid work at home, for it is these lives abroad that are
followed (WIF2023-21; 2018 guidelines on international labour migration: attachment to the labour market of the country
in which it is measured). Work goes before looking for work, and that before all else (resolution I of the 19th
International Conference of Labour Statisticians, 2013). The order of the rest is Corridor's own. One state hides the
second job and the care (WIF2023-6); so CHANNELS tell paid work, unpaid work and where she was side by side.
"""

import calendar
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from corridor.journey.when import DAY, MONTH, When
from corridor.work.contents import Spell

PAID, LIVE_IN, NOT_KNOWN, NONE = "paid-work", "live-in", "not-known", "none"
# Vocabulary `spell-kind`, with paid work where she lives apart from other paid work.
ORDER = (
    *("detention", "shelter", LIVE_IN, PAID, "family-work", "care"),
    *("search", "illness", "study", "transit", "return", "other"),
)
STATES = (*ORDER, NOT_KNOWN)
ABROAD, HOME = "abroad", "home"
NO_BEGIN, ENDS_BEFORE = "no-begin", "ends-before"  # why a spell can not be laid over months
Trajectory = tuple[str, ...]


def month_of(day: date) -> int:
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def years(first: int, last: int, today: date) -> range:
    """The months of these years that are over; none where the last lies before the first."""
    return range(first * 12, min(last * 12 + 12, month_of(today)))


@dataclass(frozen=True)
class Span:
    """Days from first to last, both included; none where the last lies before the first."""

    first: date
    last: date

    def months(self, of: range) -> range:
        """The months of which it covers more than half, as far as they lie in `of`."""
        begin, end = month_of(self.first), month_of(self.last)
        begin, end = begin + (not self._mostly(begin)), end - (not self._mostly(end))
        return range(max(begin, of.start), min(end + 1, of.stop))

    def _mostly(self, month: int) -> bool:
        opens, days = first_day(month), calendar.monthrange(month // 12, month % 12 + 1)[1]
        closes = opens.replace(day=days)
        return 2 * ((min(self.last, closes) - max(self.first, opens)).days + 1) > days


def _vague(when: When) -> bool:
    return when.about or when.exact not in (DAY, MONTH)


def spans(spell: Spell, today: date) -> tuple[Span, Span] | str:
    """The days that the spell may cover and those that it surely covers; or why it can not be laid over months.

    An end that was said and not understood is not an open one: of such a spell nothing but its beginning is known.
    """
    begin, end = spell.begin, spell.end
    if begin.first is None or begin.last is None:
        return NO_BEGIN
    if end.first is not None and end.last is not None:
        latest, sure = end.last, end.first if _vague(end) else end.last
    else:
        told = min(spell.day or today, today)
        latest = sure = begin.last if end.said else max(told, begin.first)
    if latest < begin.first:
        return ENDS_BEFORE
    return Span(begin.first, latest), Span(begin.last if _vague(begin) else begin.first, sure)


def is_abroad(spell: Spell, home: str) -> bool:
    """Whether it was outside the country that she comes from (ISO 3166 alpha-3); where no country is told, whether it
    belongs to a journey.
    """
    return spell.country != home if spell.country and home else bool(spell.journey)


def state_of(spell: Spell, home: str = "") -> str:
    """Its state: one of ORDER; empty where it was not told what she did."""
    if spell.kind == PAID and spell.live_in == "yes":
        return LIVE_IN
    return spell.kind if spell.kind in ORDER else ""


def _paid(spell: Spell, home: str) -> str:
    return state if (state := state_of(spell)) in (LIVE_IN, PAID) else NONE if state else ""


def _unpaid(spell: Spell, home: str) -> str:
    return spell.kind if spell.kind in ("family-work", "care") else NONE if state_of(spell) else ""


def _mobility(spell: Spell, home: str) -> str:
    if spell.kind in ("detention", "shelter", "transit"):
        return spell.kind
    if (spell.country and home) or spell.journey:
        return ABROAD if is_abroad(spell, home) else HOME
    return HOME if spell.kind == "return" else ""


Told = Callable[[Spell, str], str]
# channel -> (how it tells a spell, its states: of several at once the first counts)
CHANNELS: dict[str, tuple[Told, tuple[str, ...]]] = {
    "paid": (_paid, (LIVE_IN, PAID, NONE)),
    "unpaid": (_unpaid, ("family-work", "care", NONE)),
    "mobility": (_mobility, ("detention", "shelter", "transit", ABROAD, HOME)),
}


def trajectory(spells: Iterable[Spell], months: range, today: date, home: str = "", channel: str = "") -> Trajectory:
    """Her state in each of the months, in whatever order the spells were entered.

    today: an open spell whose day of writing is not known goes on until then. home: where she comes from (ISO 3166
    alpha-3). channel: one of CHANNELS; empty for the one state by ORDER. Raises KeyError for an unknown channel.
    """
    told, order = CHANNELS[channel] if channel else (state_of, ORDER)
    ranks = {state: rank for rank, state in enumerate(order)}
    sure: dict[int, tuple[int, ...]] = {}
    may: dict[int, set[str]] = {}
    for spell in spells:
        placed, state = spans(spell, today), told(spell, home)
        if isinstance(placed, str) or not state:
            continue
        rank = _rank(ranks, state, is_abroad(spell, home))
        for month in placed[1].months(months):
            sure[month] = min(sure.get(month, rank), rank)
        for month in placed[0].months(months):
            may.setdefault(month, set()).add(state)
    return tuple(_chosen(sure.get(month), may.get(month, set()), order) for month in months)


def _rank(ranks: dict[str, int], state: str, abroad: bool) -> tuple[int, ...]:
    """Where it stands among those that run at once; of paid work that abroad first, whether she lives there or not."""
    paid = (LIVE_IN, PAID)
    at = min(ranks[one] for one in paid) if state in paid else ranks[state]
    return at, state in paid and not abroad, ranks[state]


def _chosen(sure: tuple[int, ...] | None, may: set[str], order: tuple[str, ...]) -> str:
    if sure is not None:
        return order[sure[-1]]
    return next(iter(may)) if len(may) == 1 else NOT_KNOWN
