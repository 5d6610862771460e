"""The only writer of releases: begun for a closed quarter, gated family by family, then frozen and signed.

What a release counts is fixed when it is begun: every return that was taken and that no release counts yet, of periods
that had ended by then. A return that comes later, or one of a year, is so in the release of a later quarter. Stopped in
the middle it goes on where it was. Source: safety D20-D22, section 3 item 13.
"""

import fcntl
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from corridor.access.actions import record_change
from corridor.access.models import Account
from corridor.figures import attacker, catalogue, gate, programme_key, releases, store
from corridor.figures.actions.taking import lay_anew, store_folder
from corridor.figures.apart import place
from corridor.figures.attacker import TIME, Attack
from corridor.figures.engine import DuckDB
from corridor.figures.models_programme import GatedFamily, OpenRelease, Release, ReleaseLog, TakenReturn
from corridor.figures.releases import Bounds, Gated
from corridor.figures.returns import Period
from corridor.figures.rounding import THRESHOLD, Cell, Family, Shown
from corridor.journey.facts import FACTS, FactKind, Quarter
from corridor.safe.primitives import sign, verifier_of

FAMILY_SECONDS = 600.0  # of a family altogether; what is not done by then is dropped


class NotReleased(ValueError):
    """A release that cannot be made. where, found, expected: in plain English."""

    def __init__(self, where: str, found: object, expected: str) -> None:
        self.where, self.found, self.expected = where, str(found), expected
        super().__init__(f"{where}: found {found}, expected {expected}")


class _OutOfTime(Exception):
    """A family took longer than it may."""


@dataclass(frozen=True)
class Progress:
    """How far a release is. done, families: row-sets. last: the family that came through the gate; '' when all are."""

    done: int
    families: int
    last: str = ""
    seconds: float = 0.0


@transaction.atomic
def begin_release(period: str, today: date, *, by: Account, kinds: Mapping[str, FactKind] = FACTS) -> OpenRelease:
    """Begin the release of a closed quarter, or go on with it. Raises NotReleased, OSError when the disk is full."""
    try:
        quarter = Quarter.read(period)
    except ValueError as error:
        raise NotReleased("period", period, "a quarter, as in 2026Q3") from error
    if quarter.last >= today:
        raise NotReleased("period", period, f"a quarter that is closed on {today}")
    _clear()
    if latest := Release.objects.using(place()).filter(period__gte=period).order_by("period").first():
        found = "released already" if latest.period == period else f"earlier than {latest.period}, which is released"
        raise NotReleased("period", f"{period}: {found}", "a later quarter; what is out is never made again")
    if going := OpenRelease.objects.select_for_update().first():
        if going.period != period:
            raise NotReleased("period", period, f"{going.period}, which is in the making")
        return going
    new = [row for row in TakenReturn.objects.filter(released="") if Period.read(row.period).last <= quarter.last]
    if not new:
        raise NotReleased("returns", "none", f"one or more of {period} or earlier that no release counts yet")
    lay_anew(new, kinds)  # so that what is counted is what was signed, whatever happened to the store since
    TakenReturn.objects.filter(pk__in=[row.pk for row in new]).update(released=period)
    return OpenRelease.objects.create(period=period, begun=today, by=by)


def _clear() -> None:
    """Take away what was in the making of a release that is out: the power failed between the two."""
    for going in OpenRelease.objects.all():
        if Release.objects.using(place()).filter(period=going.period).exists():
            going.delete()


@contextmanager
def at_the_gate() -> Iterator[bool]:
    """Whether nobody else takes a family through the gate at this moment, on this machine; held until the end.

    A family may take minutes: a browser that does not wait for it and asks again must not set a second one going.
    """
    settings.RUN.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (settings.RUN / "at-the-gate").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


@transaction.atomic
def stop_release(going: OpenRelease) -> None:
    """Leave off before anything is out: its returns wait for another release."""
    if Release.objects.using(place()).filter(period=going.period).exists():
        raise NotReleased("period", going.period, "a release that is not out yet")
    TakenReturn.objects.filter(released=going.period).update(released="")
    going.delete()


def gate_next(
    going: OpenRelease,
    kinds: Mapping[str, FactKind] = FACTS,
    seconds: float = attacker.SECONDS,
    most: float = FAMILY_SECONDS,
    attack: gate.Attacking = attacker.found,
) -> Progress:
    """Take the next family through the gate and keep what came of it. seconds: for one attack; most: for a family.

    Raises NotReleased when the release was left off meanwhile.
    """
    done = set(going.families.values_list("family", flat=True))
    family = _next(going, done, kinds)
    if family is None:
        return _progress(done, kinds)
    shown, log = through_gate(family, seconds, most, attack)
    by_centre = family.id in _people(kinds)
    again = recurring(going, family, kinds)
    tables = [] if by_centre else [releases.plain_table(one) for one in releases.told(family, shown, again)]
    people = releases.people(shown) if by_centre else None
    kept = {"tables": tables, "people": people, "log": asdict(log)}
    try:
        GatedFamily.objects.get_or_create(release=going, family=family.id, defaults=kept)  # two may do it at one moment
    except IntegrityError as error:
        raise NotReleased("period", going.period, "a release in the making; it was left off meanwhile") from error
    return replace(_progress({*done, family.id}, kinds), last=family.id, seconds=log.seconds)


def progress(going: OpenRelease, kinds: Mapping[str, FactKind] = FACTS) -> Progress:
    """How far it is, with the family that came through the gate last."""
    gated = list(going.families.order_by("pk").values_list("family", "log"))
    found = _progress({family for family, _ in gated}, kinds)
    return replace(found, last=gated[-1][0], seconds=gated[-1][1]["seconds"]) if gated else found


def left(going: OpenRelease, kinds: Mapping[str, FactKind] = FACTS) -> list[str]:
    """What has still to come through the gate: row-sets and people by centre, in their order."""
    gated = _parts(going.families.values_list("family", flat=True))
    return [one for one in due(kinds) if one not in gated]


def _progress(done: Collection[str], kinds: Mapping[str, FactKind]) -> Progress:
    return Progress(len(_parts(done)), len(due(kinds)))


def due(kinds: Mapping[str, FactKind] = FACTS) -> list[str]:
    """What has to come through the gate: every row-set of the catalogue, and people by centre."""
    return [*(planned.id for planned in catalogue.catalogue(kinds)), *_people(kinds)]


def _people(kinds: Mapping[str, FactKind]) -> dict[str, str]:
    return {f"{name}.{catalogue.PEOPLE}": name for name in sorted(kinds) if kinds[name].of_person}


def _parts(ids: Iterable[str]) -> set[str]:
    """The row-sets of which families consist."""
    return {part for id in ids for part in id.split("+")}


def _next(going: OpenRelease, done: Collection[str], kinds: Mapping[str, FactKind]) -> Family | None:
    """The first family that is not through the gate; those of one kind of fact are made at one time."""
    gated = _parts(done)
    left = [planned for planned in catalogue.catalogue(kinds) if planned.id not in gated]
    if left:
        return next(one for one in _of_kind(going, left[0].kind, kinds) if left[0].id in one.id.split("+"))
    for id, kind in _people(kinds).items():
        if id not in gated:
            name, _ = min(kinds[kind].sets.items(), key=lambda one: (len(one[1]), one[0]))
            found = counts(going, kind, name, (catalogue.CENTRE,))
            return catalogue.by_centre(kind, {centre: facts for (centre,), facts in found.items()})
    return None


# The families of the kind that is at the gate, so that its row-sets are read once. What is signed names them: `marks`.
_MADE: dict[tuple[str, ...], list[Family]] = {}


def _of_kind(going: OpenRelease, kind: str, kinds: Mapping[str, FactKind]) -> list[Family]:
    """The families of a kind of fact, those over the same facts together."""
    marks = TakenReturn.objects.filter(released=going.period).order_by("mark").values_list("mark", flat=True)
    key = (kind, *kinds[kind].sets, *marks)
    if key not in _MADE:
        same = [planned for planned in catalogue.catalogue(kinds) if planned.kind == kind]
        each = (catalogue.family(one, counts(going, one.kind, one.row_set, one.columns), kinds) for one in same)
        found = list(catalogue.linked(each))
        _MADE.clear()
        _MADE[key] = found
    return _MADE[key]


def through_gate(
    family: Family, seconds: float, most: float, attack: gate.Attacking = attacker.found
) -> tuple[tuple[Shown, ...], Gated]:
    """What may be shown of a family, and its line in the log. Nothing of one that is not done in time, or too small.

    A table of three columns is tried last, beside what is then shown of the others, so that none of them is made
    coarser for it; it alone is dropped where it is not done in time.
    """
    begin = monotonic()

    def attacking(family: Family, shown: Any, seconds: float) -> Attack:
        left = begin + most - monotonic()
        if left <= 0:
            raise _OutOfTime
        found = attack(family, shown, min(seconds, left))
        # What is told of at least so many is no small cell; where no row-set has its columns together nobody knew.
        return replace(found, found=tuple(one for one in found.found if one.at_least < THRESHOLD))

    if catalogue.total(family) < THRESHOLD:
        return (), Gated(family.id, 0.0, dropped=_every(family), why=releases.EMPTY)
    fewer = catalogue.without_three(family)
    try:
        released = gate.released(fewer, attacking, seconds)
    except _OutOfTime:
        return (), Gated(family.id, monotonic() - begin, dropped=_every(family), why=TIME)
    if released.refused:
        return (), replace(Gated.of(released, monotonic() - begin), dropped=_every(family))
    shown, log = released.shown, Gated.of(released, monotonic() - begin)
    if len(fewer.tables) == len(family.tables):
        return shown, log
    three = _every(replace(family, tables=tuple(one for one in family.tables if one not in fewer.tables)))
    if len([one for one in shown if one.base is not None]) < len(shown):
        return shown, replace(log, dropped=(*log.dropped, *three))  # it holds all that another may not tell
    try:
        more = gate.released(family, attacking, seconds, earlier=shown)
    except _OutOfTime:
        return shown, replace(log, seconds=monotonic() - begin, dropped=(*log.dropped, *three))
    last = Gated.of(more, monotonic() - begin)
    return (*shown, *more.shown), replace(last, steps=(*log.steps, *last.steps))


def recurring(going: OpenRelease, family: Family, kinds: Mapping[str, FactKind]) -> set[Cell]:
    """The combinations of the family's table of three columns that at least LEAST_CENTRES centres have, each with
    THRESHOLD facts or more. So each is of three times the threshold: it tells of no small cell.
    """
    planned = {one.id: one for one in catalogue.catalogue(kinds) if len(one.tables[-1]) > catalogue.PAIR}
    found = [planned[id] for id in family.id.split("+") if id in planned]
    if not found:
        return set()
    [one] = found
    by_centre = counts(going, one.kind, one.row_set, (catalogue.CENTRE, *one.tables[-1]))
    many = Counter(cell[1:] for cell, facts in by_centre.items() if facts >= THRESHOLD)
    return {cell for cell, centres in many.items() if centres >= releases.LEAST_CENTRES}


def _every(family: Family) -> tuple[str, ...]:
    return tuple(table.id for table in family.tables)


def counts(going: OpenRelease, kind: str, row_set: str, columns: tuple[str, ...]) -> dict[Cell, int]:
    """Facts of the returns of a release by some columns of a row-set, all centres together."""
    folder = store_folder()
    files = [path for path in _files(folder, going, kind, row_set) if path.exists()]
    if not files:
        return {}
    names = ", ".join(f'"{store.named(one)}"' for one in columns)
    listed = ", ".join(store.quoted(str(path.resolve())) for path in files)
    sql = f"SELECT {names}, CAST(SUM(n) AS BIGINT) FROM read_parquet([{listed}]) GROUP BY {names}"
    return {tuple(row[:-1]): row[-1] for row in DuckDB(folder).rows(sql)}


def _files(folder: Path, going: OpenRelease, kind: str, row_set: str) -> Iterable[Path]:
    for row in TakenReturn.objects.filter(released=going.period).select_related("centre").defer("file"):
        yield store.file_of(folder, kind, row_set, row.period, row.centre.code, row.code)


def freeze(going: OpenRelease, today: date, *, by: Account, kinds: Mapping[str, FactKind] = FACTS) -> Release:
    """Make the release of what came through the gate: signed, out, and never made again. Raises NotReleased."""
    gated = {one.family: one for one in going.families.all()}
    place_of = {id: at for at, id in enumerate(due(kinds))}
    order = sorted(gated, key=lambda id: place_of.get(id.split("+")[0], len(place_of)))
    if missing := place_of.keys() - _parts(gated):
        raise NotReleased("families", f"{len(missing)} not through the gate yet", "all of them")
    taken = TakenReturn.objects.filter(released=going.period)
    centres = taken.values("centre").distinct().count()
    late = sorted({period for period in taken.values_list("period", flat=True) if period != going.period})
    tables = (releases.table_from(plain) for id in order for plain in gated[id].tables)
    release = releases.Release(
        period=going.period,
        made=today.strftime("%Y-%m"),
        centres=centres if centres >= releases.LEAST_CENTRES else None,
        late=tuple(late),
        tables=tuple(sorted(tables, key=lambda one: place_of.get(f"{one.kind}.{one.row_set}", 0))),
        people={id.partition(".")[0]: _bounds(kept) for id in order if (kept := gated[id].people)},
    )
    text, key = releases.text_of(release), programme_key.signer()
    signature = sign(key, releases.message(text))
    with _once(going), transaction.atomic(using=place()):
        if Release.objects.using(place()).filter(period=going.period).exists():
            raise NotReleased("period", going.period, "a quarter that is not released yet")
        row = Release.objects.create(
            period=going.period, made=today, text=text, signature=signature, verifier=verifier_of(key)
        )
        ReleaseLog.objects.bulk_create(ReleaseLog(period=going.period, **gated[id].log) for id in order)
    with transaction.atomic():
        record_change("make release", "release", going.period, {}, {"late": late, "families": len(order)}, by=by)
        OpenRelease.objects.filter(pk=going.pk).delete()
    return row


@contextmanager
def _once(going: OpenRelease) -> Iterator[None]:
    """Where two freeze it at one moment, the second is told."""
    try:
        yield
    except IntegrityError as error:
        raise NotReleased("period", going.period, "a quarter that is not released yet") from error


def _bounds(kept: list[int]) -> Bounds:
    least, most = kept
    return least, most


def make_release(
    period: str,
    today: date,
    *,
    by: Account,
    kinds: Mapping[str, FactKind] = FACTS,
    seconds: float = attacker.SECONDS,
    told: Callable[[Progress], None] = lambda progress: None,
) -> Release:
    """All steps, one after the other. told: hears of each family. Raises NotReleased."""
    going = begin_release(period, today, by=by, kinds=kinds)
    while (progress := gate_next(going, kinds, seconds)).last:
        told(progress)
    return freeze(going, today, by=by, kinds=kinds)
