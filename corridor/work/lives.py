"""Whose trajectories are looked at together: what was asked for, and the lives that can be read and fit it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext

from corridor.journey.contents import Journey, Worker
from corridor.journey.reading import corridor_label
from corridor.safe.casebook import Reading, opens
from corridor.work.contents import Spell
from corridor.work.states import CHANNELS, NOT_KNOWN, Trajectory, spans, trajectory, years
from corridor.work.trajectories import METHODS, OPTIMAL
from corridor.work.years import SHOWN, order_fault, year_fault

USUAL, MOST_YEARS = 5, 15  # years drawn at once
SIDE_BY_SIDE = "channels"


@dataclass
class Life:
    """What is kept of one worker's path. home: where she comes from (ISO 3166 alpha-3), empty when not told."""

    home: str = ""
    spells: list[Spell] = field(default_factory=list)
    corridors: set[str] = field(default_factory=set)


def lives(known: Reading) -> list[Life]:
    """One for each worker whose file can be read; a file that became a part of another one is none of its own."""
    found: dict[str, Life] = defaultdict(Life)
    for one in known.of_type(Worker, opens):
        if isinstance(one.content, Worker) and not one.content.merged_into:
            found[one.id].home = one.content.nationality
    for one in known.of_types({Spell.TYPE, Journey.TYPE}):
        content = one.content if one.head in found and opens(one) else None
        if isinstance(content, Spell):
            found[one.head].spells.append(content)
        elif isinstance(content, Journey) and content.origin and content.destination:
            found[one.head].corridors.add(f"{content.origin}-{content.destination}")
    return list(found.values())


def corridors(every: Iterable[Life]) -> list[tuple[str, str]]:
    """(code, label) of each corridor that somebody went, by label."""
    codes = {code for one in every for code in one.corridors}
    return sorted(((code, corridor_label(*code.split("-", 1))) for code in codes), key=lambda one: one[1])


@dataclass(frozen=True)
class Asked:
    """What was asked for, as typed. told: as one state a month, or SIDE_BY_SIDE. fault: what is wrong with it, and then
    nothing is drawn.
    """

    corridor: str
    first: str
    last: str
    method: str
    told: str = ""
    fault: str = ""

    @property
    def side_by_side(self) -> bool:
        return self.told == SIDE_BY_SIDE

    def plain(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in ("corridor", "first", "last", "method", "told")}

    def months(self, today: date) -> range:
        return years(int(self.first), int(self.last), today)


def asked(given: Mapping[str, str], today: date) -> Asked:
    """The corridor, years and method of a form; all corridors and the last five years where nothing was given."""
    first = given.get("first", "").strip() or str(today.year - USUAL + 1)
    last = given.get("last", "").strip() or str(today.year)
    method = given.get("method", "")
    fault = year_fault(first) or year_fault(last) or order_fault(first, last) or _length_fault(first, last, today)
    return Asked(
        given.get("corridor", "")[:SHOWN],
        first[: SHOWN + 1],
        last[: SHOWN + 1],
        method if method in METHODS else OPTIMAL,
        SIDE_BY_SIDE if given.get("told") == SIDE_BY_SIDE else "",
        fault,
    )


def _length_fault(first: str, last: str, today: date) -> str:
    if int(last) - int(first) >= MOST_YEARS:
        told = gettext("%(start)s to %(end)s is too long: %(most)s years at most can be drawn.")
        return told % {"start": first, "end": last, "most": MOST_YEARS}
    if not years(int(first), int(last), today):
        return gettext("No month of %(start)s is over yet.") % {"start": first}
    return ""


@dataclass(frozen=True)
class Together:
    """The trajectories that are drawn. beside: of each of them the trajectory in every one of CHANNELS; empty
    tuples where they were not asked for. silent: of how
    many no month of these years is known. unplaced: why spells of theirs can not be laid over months (NO_BEGIN,
    ENDS_BEFORE) -> how many.
    """

    months: range
    trajectories: tuple[Trajectory, ...]
    beside: tuple[tuple[Trajectory, ...], ...]
    silent: int
    unplaced: Mapping[str, int]


def together(
    every: Iterable[Life], corridor: str, months: range, today: date, *, side_by_side: bool = False
) -> Together:
    """The lives of those who went this corridor at any time; "" for all. side_by_side: in every channel too."""
    channels = tuple(CHANNELS) if side_by_side else ()
    chosen = [one for one in every if not corridor or corridor in one.corridors]
    found = (_told(one, months, today, channels) for one in chosen if one.spells)
    drawn = sorted(one for one in found if set(one[0]) - {NOT_KNOWN})
    unplaced = Counter(why for one in chosen for spell in one.spells if isinstance(why := spans(spell, today), str))
    lives, beside = tuple(one for one, _ in drawn), tuple(one for _, one in drawn)
    return Together(months, lives, beside, len(chosen) - len(drawn), unplaced)


def _told(
    life: Life, months: range, today: date, channels: tuple[str, ...]
) -> tuple[Trajectory, tuple[Trajectory, ...]]:
    """A life as one state a month, and in each of these channels."""
    one, *beside = (trajectory(life.spells, months, today, life.home, name) for name in ("", *channels))
    return one, tuple(beside)
