"""What a programme sees of its own making side: which centres it knows, what came of each, what is released and what
waits. Nothing here is about a person, and nothing of what a return tells.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from corridor.figures import published
from corridor.figures.actions import releasing
from corridor.figures.models_programme import KnownCentre, OpenRelease, Release, TakenReturn
from corridor.figures.returns import Period, mark_of
from corridor.journey.facts import Quarter
from corridor.safe.primitives import fingerprint

QUARTERS, MOST_OPEN = 8, 40  # shown of each centre; offered for a release
AHEAD = timedelta(hours=14)  # the first place on earth where a day begins
TAKEN, IN_YEAR, NOTHING = "taken", "in-year", ""
KNOW, TAKE, MAKE, GO_ON, FREEZE, WAIT = "know", "take", "make", "go-on", "freeze", "wait"  # what comes next


@dataclass(frozen=True)
class CentreRow:
    """A centre in the grid. cells: one word for each quarter (TAKEN, IN_YEAR, NOTHING). earlier: returns before."""

    centre: KnownCentre
    cells: tuple[str, ...]
    earlier: int


@dataclass(frozen=True)
class Standing:
    """Where the programme stands. waiting: returns that no release counts yet. open: quarters that can be released now,
    the earliest first. missing: how many centres that belong returned nothing of the quarter that is to come next
    (`next`). gated: how far the release in the making is.
    """

    quarters: tuple[Quarter, ...]
    rows: tuple[CentreRow, ...]
    waiting: int
    open: tuple[Quarter, ...]
    next: Quarter
    missing: int
    going: OpenRelease | None
    gated: releasing.Progress | None
    releases: tuple[tuple[str, date], ...]

    @property
    def step(self) -> str:
        done = self.gated is not None and self.gated.done >= self.gated.families
        belong = any(row.centre.left is None for row in self.rows)
        return next_step(self.gated is not None, done, belong, bool(self.open), self.missing)


def next_step(going: bool, gated: bool, centres: bool, can_release: bool, missing: int) -> str:
    """The next sensible step. A release is made when everybody has returned: who comes later is counted later."""
    if going:
        return FREEZE if gated else GO_ON
    if can_release and not missing:
        return MAKE
    if not centres:
        return MAKE if can_release else KNOW
    return TAKE if missing else WAIT


def latest_day() -> date:
    """The last day that has begun anywhere: a centre far to the east may return a quarter that just ended there."""
    return (timezone.now() + AHEAD).date()


def closed_quarters(today: date, count: int = QUARTERS) -> tuple[Quarter, ...]:
    """The last quarters that are over, the earliest first."""
    found, quarter = list[Quarter](), Quarter.of(today)
    for _ in range(count):
        quarter = Quarter.of(quarter.first - timedelta(days=1))
        found.append(quarter)
    return tuple(reversed(found))


def standing(today: date) -> Standing:
    """Everything that the page of releases shows."""
    quarters, returned = closed_quarters(today), defaultdict[int, list[str]](list)
    waiting = list[str]()
    for centre, period, released in TakenReturn.objects.values_list("centre", "period", "released"):
        returned[centre].append(period)
        waiting += [] if released else [period]
    rows = tuple(_row(one, returned[one.pk], quarters) for one in centres())
    out = tuple(Release.objects.order_by("-period").values_list("period", "made"))
    can = tuple(_open(waiting, out[0][0] if out else "", today))
    coming = can[0] if can else quarters[-1]
    belong = [row.centre for row in rows if row.centre.left is None]
    missing = sum(not {coming.code, f"{coming.year:04d}"} & {*returned[one.pk]} for one in belong)
    going = OpenRelease.objects.first()
    gated = releasing.progress(going) if going else None
    return Standing(quarters, rows, len(waiting), can, coming, missing, going, gated, out)


def centres() -> list[KnownCentre]:
    """Those that belong, by name, then those that left."""
    return sorted(KnownCentre.objects.all(), key=lambda one: (one.left is not None, one.name.casefold(), one.code))


def with_fingerprints() -> list[tuple[KnownCentre, str]]:
    """Each centre with the digits that were compared."""
    return [(one, fingerprint(bytes.fromhex(one.verifier))) for one in centres()]


def centre_of(code: str) -> KnownCentre | None:
    """The centre of this code, left or not."""
    return KnownCentre.objects.filter(code=code).first()


def _row(centre: KnownCentre, returned: list[str], quarters: tuple[Quarter, ...]) -> CentreRow:
    have = set(returned)
    cells = (TAKEN if one.code in have else IN_YEAR if f"{one.year:04d}" in have else NOTHING for one in quarters)
    earlier = sum(Period.read(one).last < quarters[0].first for one in returned)
    return CentreRow(centre, tuple(cells), earlier)


def _open(waiting: list[str], latest: str, today: date) -> Iterator[Quarter]:
    """Quarters that are over, later than what is released, of which or before which a return waits."""
    if not waiting:
        return
    quarter = Quarter.of(min(Period.read(one).last for one in waiting))
    quarter = max(quarter, Quarter.read(latest).next()) if latest else quarter
    for _ in range(MOST_OPEN):
        if quarter.last >= today:
            return
        yield quarter
        quarter = quarter.next()


def is_taken(data: bytes) -> bool:
    """Whether this very file was taken into the store of this installation."""
    return TakenReturn.objects.filter(mark=mark_of(data)).exists()


def open_release(period: str) -> OpenRelease | None:
    """The release of this quarter while it is in the making."""
    return OpenRelease.objects.filter(period=period).first()


def is_released(period: str) -> bool:
    """Whether the release of this quarter is out."""
    return period in published.periods()


def release_row(period: str) -> Release | None:
    """The release as it is kept: its text, its signature and the key."""
    return Release.objects.filter(period=period).first()
