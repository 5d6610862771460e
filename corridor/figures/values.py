"""What an indicator comes to at one combination of codes, and what may be told of it.

Pure: counts in; a number, or why it cannot be known, out. Nothing is rounded. A ratio is taken from its numerator and
denominator, a median from bands, by linear interpolation within the band that holds it, and never of fewer than 30.
Source: safety D21; methods (b), (h) and "Conventions of computation".
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from corridor.figures.indicators import COUNT, MEDIAN, RATIO, Indicator, bands

LEAST_FOR_A_MEDIAN = 30  # facts (D21)


@dataclass(slots=True)
class Value:
    """An indicator at one combination of codes. at: the codes, in the order they were asked for.

    denominator: facts of which it is known whether they count; numerator: those that do. facts: all, known or not.
    centres: how many of them gave some. bands: band or code -> facts, of a median or shares; None otherwise.
    """

    at: tuple[str, ...]
    numerator: int
    denominator: int
    facts: int
    centres: int
    bands: Mapping[str, int] | None = None

    @property
    def not_known(self) -> int:
        """Facts that may or may not count."""
        return self.facts - self.denominator

    @property
    def between(self) -> tuple[float, float] | None:
        """The ratio if none of those not known counted, and if all did; None without any fact."""
        if not self.facts:
            return None
        return self.numerator / self.facts, (self.numerator + self.not_known) / self.facts


@dataclass(frozen=True)
class Figure:
    """What is told of a value. number: None where it cannot be known, for a reason. more_than: it is more than that,
    and cannot be known closer. A ratio is a share of 1, a median in the unit of its bands; neither is rounded.
    """

    number: float | None
    reason: str = ""
    more_than: bool = False


def figure(indicator: Indicator, value: Value) -> Figure:
    """The number of a value, or why there is none. Shares have no single number: see `shares`."""
    if indicator.statistic == COUNT:
        return Figure(value.numerator)
    if not value.denominator:
        return Figure(None, gettext("It cannot be known: of no fact is it known whether it counts."))
    if indicator.statistic == RATIO:
        return Figure(value.numerator / value.denominator)
    if indicator.statistic == MEDIAN:
        return median(value.bands or {})
    return Figure(None)


def shares(value: Value) -> dict[str, float]:
    """Band or code -> its share of all that are known, of 1; empty without any."""
    return {code: facts / value.denominator for code, facts in (value.bands or {}).items() if value.denominator}


def median(found: Mapping[str, int]) -> Figure:
    """The middle of bands, by linear interpolation within the band that holds it (so it is named). found: every band of
    the column, in order -> facts. None for fewer than 30 facts; "more than" in a band without an end.
    """
    total, ends, below = sum(found.values()), bands(found), 0
    if total < LEAST_FOR_A_MEDIAN:
        said = ngettext(
            "It cannot be known: a median of fewer than %(least)d fact is not told.",
            "It cannot be known: a median of fewer than %(least)d facts is not told.",
            LEAST_FOR_A_MEDIAN,
        )
        return Figure(None, said % {"least": LEAST_FOR_A_MEDIAN})
    for band, facts in found.items():
        if facts and below + facts >= total / 2:
            begin, end = ends[band]
            if end is None:
                return Figure(begin, more_than=True)
            return Figure(begin + (total / 2 - below) / facts * (end - begin))
        below += facts
    raise AssertionError("the bands hold fewer facts than they do")
