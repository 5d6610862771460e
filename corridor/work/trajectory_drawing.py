"""Trajectories as drawings that need no script: for each band of states one SVG path, with a legend in the same order.

A band puts states together for the eye alone, so that six colours are enough; every table tells the states apart.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext

from corridor.reference.labels import term_label
from corridor.ui.charts import PALETTE
from corridor.work.states import ABROAD, CHANNELS, HOME, LIVE_IN, NONE, NOT_KNOWN, ORDER, PAID
from corridor.work.trajectories import InMonth

WIDTH = 480  # units of the drawing, whatever its size on the page
HEIGHT, LOW, STRIP = 180, 90, 24
YEARS_APART = 36  # units that the figure of a year needs
_SHOWN = ((LIVE_IN,), (PAID,), ("family-work", "care"), ("detention", "shelter"))
_REST = tuple(one for one in ORDER if not any(one in band for band in _SHOWN))
BANDS = (*_SHOWN, _REST, (NOT_KNOWN,))  # from the bottom upwards
UNKNOWN = "#e8e1d3"
COLOURS = (*PALETTE[:4], PALETTE[5], UNKNOWN)


def state_label(state: str) -> str:
    """A state in the reader's words."""
    language = get_language() or "en"
    if state == LIVE_IN:
        return f"{term_label('spell-kind', PAID, language)}: {gettext('Lives where she works')}"
    others = {
        NOT_KNOWN: gettext("Not known"),
        NONE: gettext("None of it"),
        ABROAD: gettext("Abroad"),
        HOME: gettext("In her own country"),
    }
    return others.get(state) or term_label("spell-kind", state, language)


def channel_label(channel: str) -> str:
    """One of CHANNELS in the reader's words."""
    return {
        "paid": gettext("Paid work"),
        "unpaid": gettext("Unpaid work"),
        "mobility": gettext("Where she was"),
    }[channel]


@dataclass(frozen=True)
class Band:
    """What is drawn in one colour. path: the `d` of an SVG path; empty where nobody is in it."""

    label: str
    colour: str
    path: str


@dataclass(frozen=True)
class Drawing:
    """Bands over the months, the first at the bottom. years: (distance from the left, year) of each January shown."""

    bands: tuple[Band, ...]
    years: tuple[tuple[str, int], ...]
    height: int
    width: int = WIDTH

    @property
    def box(self) -> str:
        return f"0 0 {WIDTH} {self.height + 20}"

    @property
    def foot(self) -> int:
        return self.height + 16


def _told(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def drawn(months: Sequence[InMonth], height: int = HEIGHT, channel: str = "") -> Drawing:
    """Of all women of each month the share in every band; one trajectory alone is a strip of its states.

    channel: of which of CHANNELS these months are; empty where they are of the one state.
    """
    drawing, colours = _bands(channel)
    wide, paths = WIDTH / max(len(months), 1), [""] * len(drawing)
    for at, one in enumerate(months):
        whole, floor = sum(one.counts.values()), float(height)
        for number, band in enumerate(drawing):
            tall = height * sum(one.counts.get(state, 0) for state in band) / whole if whole else 0
            if tall:
                floor -= tall
                paths[number] += f"M{_told(at * wide)} {_told(floor)}h{_told(wide)}v{_told(tall)}h-{_told(wide)}z"
    every = math.ceil(YEARS_APART / (12 * wide))
    januaries = [(at, one.month // 12) for at, one in enumerate(months) if one.month % 12 == 0][::every]
    labels = (", ".join(state_label(state) for state in band) for band in drawing)
    bands = tuple(Band(*parts) for parts in zip(labels, colours, paths, strict=True))
    return Drawing(bands, tuple((_told(at * wide), year) for at, year in januaries), height)


def _bands(channel: str) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """What is drawn together, from the bottom upwards, and in which colours; a channel has a band for each state."""
    if not channel:
        return BANDS, COLOURS
    states = CHANNELS[channel][1]
    return (*((one,) for one in states), (NOT_KNOWN,)), (*PALETTE[: len(states)], UNKNOWN)


def table(months: Sequence[InMonth], channel: str = "") -> dict[str, Any]:
    """The states that occur, with their labels, and for each month how many are in each, and how varied it is."""
    order = CHANNELS[channel][1] if channel else ORDER
    states = [one for one in (*order, NOT_KNOWN) if any(one in month.counts for month in months)]
    rows = [(one.month, [one.counts.get(state, 0) for state in states], one.entropy) for one in months]
    return {"labels": [state_label(one) for one in states], "rows": rows}
