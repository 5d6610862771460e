"""A worker's time in one picture: lanes of what was said, done, owed and claimed, one under the other on the same days.

A room to the right appends what it adds to LANES when it is loaded. A time that is known as a month, a season or a year
is drawn as the whole stretch that it may mean, and marked; what has no time is told and not drawn: nothing is made more
exact than it was said. Source: WIF2023-21, 54 (one person, many spells, before and after); WIF2019-17 (what was
promised is seen beside what was).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_bidi, gettext

from corridor.journey.calendars import told as time_told
from corridor.journey.when import DAY, NOT_SAID, When
from corridor.safe.casebook import Reading

BAR, ABOUT, POINT, FRAME = "bar", "about", "point", "frame"  # shapes: see `Piece`
ONE_DAY = timedelta(days=1)
STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600)  # months between two marks of the axis
TICKS, EDGE, NARROWEST = 5, 6.0, 1.0  # marks that a phone has room for; per cent of the width


@dataclass(frozen=True)
class Mark:
    """Something on the line, in the reader's words. begin, end: as exact as she knows them.

    lasts: whether it goes on until today while no end was said. amount: with its currency and length. link: address of
    the page on which it stands. levels: (day, amount) from which on so much stood open, in one currency. share: between
    0 and 1, how much of a reference it reaches; None where it is compared with nothing.
    """

    label: str
    begin: When = NOT_SAID
    end: When = NOT_SAID
    lasts: bool = False
    text: str = ""
    amount: str = ""
    link: str = ""
    levels: tuple[tuple[date, Decimal], ...] = ()
    share: float | None = None


@dataclass(frozen=True)
class Lane:
    """What belongs under one heading. unit: of its amounts or heights. source: what it rests on, beside her file."""

    title: Any
    marks: tuple[Mark, ...]
    unit: str = ""
    source: str = ""


Lanes = Callable[[Reading, str, date], Iterable[Lane]]  # what is known, id of the worker, today
LANES: list[Lanes] = []


@dataclass(frozen=True)
class Scale:
    """The days that are drawn, both included. mirrored: whether time runs from right to left."""

    first: date
    last: date
    mirrored: bool = False

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def span(self, first: date, last: date) -> tuple[float, float]:
        """(left edge, width) of a stretch, in per cent of the whole width."""
        begin, end = (100 * (day - self.first).days / self.days for day in (first, last + ONE_DAY))
        return (100 - end, end - begin) if self.mirrored else (begin, end - begin)


@dataclass(frozen=True)
class Piece:
    """A shape of a strip, in per cent of its width and height: BAR for what is known to the day, ABOUT for the stretch
    in which a time lies that is known as a month, a season or a year, POINT for a single day, FRAME for a reference.
    """

    shape: str
    left: float
    width: float
    top: float = 25
    height: float = 50

    @property
    def box(self) -> dict[str, str]:
        """The same as SVG has it, whatever the language writes between a number and its decimals."""
        width = max(self.width, NARROWEST)
        sizes = {"x": self.left, "width": width, "y": self.top, "height": self.height, "middle": self.left + width / 2}
        return {name: f"{size:.2f}%" for name, size in sizes.items()}


@dataclass(frozen=True)
class Drawn:
    """A mark with its shapes and its times in words. doubt: what is contradictory in them, in a sentence."""

    mark: Mark
    since: str
    until: str
    pieces: tuple[Piece, ...]
    doubt: str = ""

    @property
    def about(self) -> bool:
        return any(one.shape == ABOUT for one in self.pieces)

    @property
    def height(self) -> int:
        """Of its strip, in pixels."""
        return 48 if self.mark.levels or self.mark.share is not None else 22


@dataclass(frozen=True)
class Tick:
    """A mark of the axis. labelled: whether there is room for its words."""

    left: str
    label: str
    labelled: bool


@dataclass(frozen=True)
class Line:
    """The whole picture. ticks: empty where nothing has a time. today: where this day stands."""

    lanes: tuple[tuple[Lane, tuple[Drawn, ...]], ...]
    ticks: tuple[Tick, ...] = ()
    today: str = ""


def at(day: date | None) -> When:
    """A day as a time."""
    return NOT_SAID if day is None else When(day.isoformat(), exact=DAY, first=day, last=day)


def line_of(known: Reading, worker: str, today: date) -> Line:
    """Everything that any room tells of her, drawn on the same days; a lane with nothing in it is left out."""
    lanes = [lane for lanes in LANES for lane in lanes(known, worker, today) if lane.marks]
    days = [day for lane in lanes for one in lane.marks for _, *two in _stretches(one, today) for day in two]
    if not days:
        return Line(tuple((lane, tuple(_drawn(one, None, today) for one in lane.marks)) for lane in lanes))
    scale = Scale(min(days), max(days), get_language_bidi())
    rows = tuple((lane, tuple(_drawn(one, scale, today) for one in _in_order(lane.marks))) for lane in lanes)
    here = scale.span(today, today)[0] if scale.first <= today <= scale.last else None
    return Line(rows, tuple(_ticks(scale)), "" if here is None else f"{here:.2f}%")


def _in_order(marks: Iterable[Mark]) -> list[Mark]:
    """By what is known of their beginning, else of their end; what has no time comes last."""
    return sorted(marks, key=lambda one: one.begin.first or one.end.first or date.max)


def _drawn(mark: Mark, scale: Scale | None, today: date) -> Drawn:
    language = get_language() or "en"
    since, until = (time_told(one, language) for one in (mark.begin, mark.end))
    if mark.lasts and mark.begin.known and mark.end == NOT_SAID:
        until = gettext("goes on")
    doubt = gettext("It ends before it begins.") if _turned(mark.begin, mark.end) else ""
    return Drawn(mark, since, until, tuple(pieces(mark, scale, today)) if scale else (), doubt)


def pieces(mark: Mark, scale: Scale, today: date) -> Iterator[Piece]:
    """The shapes of one mark."""
    found = list(_stretches(mark, today))
    is_day = len(found) == 1 and found[0][0] and found[0][1] == found[0][2] and not mark.levels
    for exact, first, last in found:
        shape = POINT if is_day else BAR if exact else ABOUT
        piece = Piece(shape, *scale.span(first, last))
        if exact and mark.levels:
            yield from _levels(mark.levels, scale, last)
        elif exact and mark.share is not None:
            reached = 90 * min(mark.share, 1)
            yield Piece(FRAME, piece.left, piece.width, 5, 90)
            yield Piece(BAR, piece.left, piece.width, 95 - reached, reached)
        else:
            yield piece


def _levels(levels: tuple[tuple[date, Decimal], ...], scale: Scale, last: date) -> Iterator[Piece]:
    """Steps as high as what stood open, from one day to the next; the highest fills the strip."""
    most = max(amount for _, amount in levels)
    for (day, amount), following in zip(levels, [day for day, _ in levels[1:]] + [last + ONE_DAY], strict=True):
        if most and amount and day < following:
            high = float(90 * amount / most)
            yield Piece(BAR, *scale.span(day, following - ONE_DAY), 95 - high, high)


def _stretches(mark: Mark, today: date) -> Iterator[tuple[bool, date, date]]:
    """(known to the day, first, last) of each stretch that is drawn; of what was lasting, until today."""
    begin, end = mark.begin, mark.end
    if mark.lasts and begin.known and end == NOT_SAID and begin.last and begin.last < today:
        end = at(today)
    if not begin.known or not end.known or _turned(begin, end):
        yield from (one for when in (begin, end) for one in _alone(when))
        return
    assert begin.first and begin.last and end.first and end.last
    inside = begin.last + (ONE_DAY * (not _exact(begin))), end.first - (ONE_DAY * (not _exact(end)))
    if inside[0] > inside[1]:
        yield False, begin.first, end.last
        return
    yield from () if _exact(begin) else _alone(begin)
    yield True, *inside
    yield from () if _exact(end) else _alone(end)


def _alone(when: When) -> Iterator[tuple[bool, date, date]]:
    if when.first and when.last:
        yield _exact(when), when.first, when.last


def _exact(when: When) -> bool:
    return when.exact == DAY and not when.about


def _turned(begin: When, end: When) -> bool:
    return bool(begin.first and end.last and end.last < begin.first)


def _ticks(scale: Scale) -> Iterator[Tick]:
    """The first days of months or years, as many as a phone has room for."""
    first, last = (one.year * 12 + one.month - 1 for one in (scale.first, scale.last))
    step = next((one for one in STEPS if (last - first) // one < TICKS), STEPS[-1])
    for month in range(first + -first % step, last + 1, step):
        day = date(month // 12, month % 12 + 1, 1)
        if day >= scale.first:
            left = scale.span(day, day)[0]
            label = str(day.year) if step >= 12 else date_format(day, "M Y")
            yield Tick(f"{left:.2f}%", label, EDGE <= left <= 100 - EDGE)
