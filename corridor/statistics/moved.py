"""What moved: the numbers of one release beside those of the quarter before and of the same quarter a year before.

Reads released numbers alone. A code under which things are put together (OTHER) is never compared: it holds other
things in each quarter. Of a code that only one of the releases names nothing can be told: in the other one it may be
anything up to what stands under OTHER there. Source: safety D21.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from corridor.figures.indicators import RATIO, SHARES, Indicator, Refused
from corridor.figures.releases import Release
from corridor.figures.told import NOT_KNOWN, Told, told
from corridor.statistics.changes import LARGER, MAY_BE, NOT_TOLD, Change, judged, nothing_known, parted
from corridor.statistics.quarters import before, year_before
from corridor.statistics.wavering import factor, wavers

OTHER = NOT_KNOWN[0]
Numbers = dict[tuple[str, ...], tuple[Indicator, Told]]  # codes (of a share its own last) -> how it is told
QUARTERS = 8  # before the one that is judged: from which it is told how much numbers waver
MOST_KEPT = 64  # releases whose numbers are kept, as many as `published` keeps
# id of a release -> itself (so that the id stays its own), and what was reckoned of it, kept in the same way.
_RECKONED: dict[int, tuple[Release, dict[tuple[int, tuple[str, ...]], tuple[Indicator, Numbers]]]] = {}
Wavering = dict[tuple[str, bool], float]  # `alike` -> how many times as much as separate events
Asked = tuple[Indicator, tuple[str, ...]]  # an indicator, and what it is broken down by


@dataclass(frozen=True)
class Row:
    """One number. shelf: its definition; told_as: the same, or of a part of shares, that part as a ratio. by: what it
    is broken down by. at: its codes, those of `by` first, then, of shares, the band or code. now: None where the
    release does not name it. since, year: held against the quarter before and a year before; None where that is not
    released.
    """

    shelf: Indicator
    told_as: Indicator
    by: tuple[str, ...]
    at: tuple[str, ...]
    now: Told | None
    since: Change | None
    year: Change | None

    @property
    def changes(self) -> list[Change]:
        return [one for one in (self.since, self.year) if one]

    @property
    def silent(self) -> bool:
        """Whether it is one code or part of several, and nothing is known of it, now or in the others."""
        known = [self.now, *(one.before for one in self.changes)]
        return bool(self.at) and all(one is None or nothing_known(one) for one in known)

    @property
    def moved(self) -> bool:
        """Whether it differs by more than chance from either."""
        return any(one.verdict == LARGER for one in self.changes)


@dataclass(frozen=True)
class Counted:
    """How many comparisons a page makes, and what came of them."""

    compared: int
    larger: int
    may_be: int
    not_told: int
    untested: int


def numbers(release: Release, indicator: Indicator, by: tuple[str, ...] = ()) -> Numbers:
    """An indicator as a release tells it; empty where the gate dropped its table. Reckoned once for a release, which is
    never another: not to be changed. Raises indicators.Refused.
    """
    if len(_RECKONED) > MOST_KEPT:
        _RECKONED.clear()
    whose, kept = _RECKONED.setdefault(id(release), (release, {}))
    key = (id(indicator), by)
    if whose is not release or key not in kept:
        found = _reckoned(release, indicator, by)
        if whose is not release:
            return found
        kept[key] = (indicator, found)
    return kept[key][1]


def _reckoned(release: Release, indicator: Indicator, by: tuple[str, ...]) -> Numbers:
    found = told(release, indicator, by)
    if indicator.statistic != SHARES:
        return {one.at: (indicator, one) for one in found}
    return {each.at: (alike, each) for one in found for _, alike, each in parted(indicator, one)}


def alike(indicator: Indicator) -> tuple[str, bool]:
    """Of what it is taken that it wavers alike: counts of one kind of fact, and shares of it."""
    return indicator.facts, indicator.statistic in (RATIO, SHARES)


def wavering(releases: Mapping[str, Release], period: str, asked: Sequence[Asked]) -> Wavering:
    """How much numbers waver, from the quarters before the one that is judged."""
    earlier = [release for code, release in sorted(releases.items()) if code < period][-QUARTERS:]
    found: dict[tuple[str, bool], list[float]] = {alike(indicator): [] for indicator, _ in asked}
    for one in asked:
        each = [numbers(release, *one) for release in earlier]
        for at in dict.fromkeys(chain.from_iterable(each)):
            if OTHER in at:
                continue
            told_as = next(held[at][0] for held in each if at in held)
            found[alike(one[0])] += wavers(told_as, [[held[at][1] if at in held else None for held in each]])
    return {which: factor(some) for which, some in found.items()}


def rows(releases: Mapping[str, Release], period: str, asked: Sequence[Asked]) -> list[Row]:
    """Every number of a quarter that is asked for, each held against both other quarters, judged as one page.

    releases: period -> release; that of `period` has to be there. Raises indicators.Refused.
    """
    found: list[tuple[Asked, tuple[str, ...], list[tuple[Indicator, Told] | None]]] = []
    others = [releases.get(before(period)), releases.get(year_before(period))]
    for one in asked:
        each = [numbers(release, *one) if release else None for release in (releases[period], *others)]
        for at in dict.fromkeys(chain.from_iterable(each_one or {} for each_one in each[:2])):
            found.append((one, at, [None if held is None else held.get(at) for held in each]))
    factors = wavering(releases, period, asked)
    pairs = [(one, pair) for one, at, held in found for pair in _pairs(one[0], at, held, others)]
    changes = iter(judged((pair for _, pair in pairs), [factors[alike(one[0])] for one, _ in pairs]))
    return [_row(one, at, held, others, changes) for one, at, held in found]


def _compares(at: tuple[str, ...], other: Release | None) -> bool:
    return other is not None and OTHER not in at


def _pairs(
    indicator: Indicator,
    at: tuple[str, ...],
    held: Sequence[tuple[Indicator, Told] | None],
    others: Sequence[Release | None],
) -> list[tuple[Indicator, Told | None, Told | None]]:
    told_as = next((one[0] for one in held if one), indicator)
    now = held[0][1] if held[0] else None
    pairs = zip(held[1:], others, strict=True)
    return [(told_as, then[1] if then else None, now) for then, other in pairs if _compares(at, other)]


def _row(
    asked: Asked,
    at: tuple[str, ...],
    held: Sequence[tuple[Indicator, Told] | None],
    others: Sequence[Release | None],
    changes: Iterable[Change],
) -> Row:
    each = iter(changes)
    since, year = (next(each) if _compares(at, other) else None for other in others)
    told_as = next((one[0] for one in held if one), asked[0])
    return Row(asked[0], told_as, asked[1], at, held[0][1] if held[0] else None, since, year)


def counted(found: Iterable[Row]) -> Counted:
    """What came of all comparisons of a page."""
    verdicts = [change.verdict for row in found for change in row.changes]
    larger, may_be, not_told = (verdicts.count(one) for one in (LARGER, MAY_BE, NOT_TOLD))
    untested = len(verdicts) - larger - may_be - not_told
    return Counted(len(verdicts) - untested, larger, may_be, not_told, untested)


def allowed(indicator: Indicator) -> list[str]:
    """What it may be broken down by in a release, in the order of the shelf: not what needs three columns together."""
    nothing = Release("", "", None, (), ())
    return [one for one in indicator.by if _may(nothing, indicator, one)]


def _may(release: Release, indicator: Indicator, by: str) -> bool:
    try:
        told(release, indicator, (by,))
    except Refused:
        return False
    return True
