"""The working lives of many women together, month by month, and those that are typical of a group."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.safe.casebook import Reading
from corridor.safe.keys import Member
from corridor.safe.views.telling import with_reading
from corridor.work import lives, trajectories
from corridor.work.states import CHANNELS, ENDS_BEFORE, NO_BEGIN, ORDER, Trajectory, first_day
from corridor.work.trajectories import (
    ALIKE,
    DYNAMIC,
    FEWEST,
    MOST,
    OPTIMAL,
    OPTIMAL_BY_MOVES,
    TOO_FEW,
    TOO_MANY,
    Group,
    Groups,
    Move,
    distribution,
    moves,
    runs,
)
from corridor.work.trajectory_drawing import HEIGHT, LOW, STRIP, channel_label, drawn, state_label, table

KEPT = "trajectories"  # in the session
MOVES_SHOWN = 12
LESSONS = ("WIF2023-54", "WIF2023-21", "WIF2023-06")
reads = with_reading("read_case")


@door("read_case", post="same")
@reads
def page(request: HttpRequest, member: Member, known: Reading) -> HttpResponse:
    """States by month, moves and groups. What is asked for is posted and held in the session."""
    today = timezone.localdate()
    if request.method == "POST":
        request.session[KEPT] = lives.asked(request.POST, today).plain()
        return redirect("work:trajectories")
    asked, every = lives.asked(request.session.get(KEPT) or {}, today), lives.lives(known)
    shown: dict[str, Any] = {
        "asked": asked,
        "corridors": lives.corridors(every),
        "methods": _methods(),
        "tellings": [("", gettext("One state a month")), (lives.SIDE_BY_SIDE, _side_by_side())],
        "lessons": LESSONS,
        "fewest": FEWEST,
    }
    return render(request, "work/trajectories.html", shown | ({} if asked.fault else _found(every, asked, today)))


def _methods() -> list[tuple[str, str]]:
    return [
        (OPTIMAL, gettext("Same states, same order, same length")),
        (OPTIMAL_BY_MOVES, gettext("The same, where frequent changes weigh less")),
        (DYNAMIC, gettext("Same state in the same month")),
    ]


def _side_by_side() -> str:
    return gettext("Paid work, unpaid work and where she was, side by side")


def _found(every: list[lives.Life], asked: lives.Asked, today: date) -> dict[str, Any]:
    found = lives.together(every, asked.corridor, asked.months(today), today, side_by_side=asked.side_by_side)
    told = {"count": len(found.trajectories), "silent": found.silent, "unplaced": _unplaced(found)}
    if len(found.trajectories) < FEWEST:
        return told
    made = trajectories.groups(found.trajectories, asked.method, beside=found.beside if asked.side_by_side else ())
    return told | {
        "period": f"{month_name(found.months[0])} – {month_name(found.months[-1])}",
        "pictures": list(_pictures(found, asked.side_by_side)),
        "moves": [_told_move(one) for one in moves(found.trajectories) if _is_shown(one)][:MOVES_SHOWN],
        "groups": [_told_group(one, found.months) for one in made.groups],
        "made": made,
        "none": _none(made),
    }


def _pictures(found: lives.Together, side_by_side: bool) -> Iterator[dict[str, Any]]:
    """States by month: one picture, or one for each channel."""
    told: list[tuple[str, Sequence[Trajectory]]] = [("", found.trajectories)]
    if side_by_side:
        told = [(name, [one[at] for one in found.beside]) for at, name in enumerate(CHANNELS)]
    for channel, lived in told:
        by_month = distribution(lived, found.months, len(CHANNELS[channel][1]) if channel else len(ORDER))
        title = channel_label(channel) if channel else gettext("States by month")
        chart, rows = drawn(by_month, LOW if channel else HEIGHT, channel), _told_table(table(by_month, channel))
        yield {"id": channel or "states", "title": title, "chart": chart, "table": rows}


def month_name(month: int) -> str:
    return date_format(first_day(month), "YEAR_MONTH_FORMAT")


def _unplaced(found: lives.Together) -> list[tuple[str, int]]:
    why = {
        NO_BEGIN: gettext("Spells whose beginning is not known"),
        ENDS_BEFORE: gettext("Spells that end before they begin"),
    }
    return [(told, found.unplaced[code]) for code, told in why.items() if code in found.unplaced]


def _told_table(made: dict[str, Any]) -> dict[str, Any]:
    rows = [
        (month_name(month), counts, "–" if varied is None else f"{varied:.2f}")
        for month, counts, varied in made["rows"]
    ]
    return made | {"rows": rows}


def _is_shown(one: Move) -> bool:
    return one.before != one.after and one.women >= FEWEST


def _told_move(one: Move) -> tuple[str, str, int, str]:
    return state_label(one.before), state_label(one.after), one.women, f"{one.share:.1%}"


def _told_group(one: Group, months: range) -> dict[str, Any]:
    by_month, beside = distribution(one.trajectories, months), list(zip(CHANNELS, one.beside, strict=False))
    return {
        "count": len(one.trajectories),
        "chart": drawn(by_month, LOW),
        "table": _told_table(table(by_month)),
        "typical": [_strip(one.typical, months), *(_strip(lived, months, channel) for channel, lived in beside)],
    }


def _strip(lived: Trajectory, months: range, channel: str = "") -> dict[str, Any]:
    """One life as a strip, and in words."""
    return {
        "title": channel_label(channel) if channel else "",
        "chart": drawn(distribution([lived], months), STRIP, channel),
        "runs": [(state_label(state), _stretch(begin, end)) for state, begin, end in runs(lived, months)],
    }


def _stretch(begin: int, end: int) -> str:
    return month_name(begin) if begin == end else f"{month_name(begin)} – {month_name(end)}"


def _none(made: Groups) -> str:
    told = {
        TOO_FEW: gettext("Too few workers for two groups of %(fewest)s."),
        TOO_MANY: gettext("More than %(most)s workers can not be compared at once. Choose a corridor."),
        ALIKE: gettext("No groups stand apart clearly enough to be drawn."),
    }
    return told[made.none] % {"fewest": FEWEST, "most": MOST} if made.none else ""
