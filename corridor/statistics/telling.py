"""How a released number is told in words: rounded as it is out, withheld where it is withheld, with its bounds.

Pure but for the language. A share is told in per cent, a median in the unit of its bands. What is told is never closer
than what is released. Source: safety D21; methods (h) (percentages of small bases too).
"""

from math import ceil, floor

from django.utils.formats import number_format
from django.utils.translation import gettext

from corridor.figures.indicators import COUNT, MEDIAN, RATIO, Indicator
from corridor.figures.naming import indicator_text
from corridor.figures.releases import Bounds
from corridor.figures.told import Told

WITHHELD = 10  # a count under it is not shown
WHOLE = ("days", "per cent")  # units of medians that are told in whole numbers; months of pay to a tenth


def value_told(indicator: Indicator, told: Told) -> str:
    """The number of an indicator at one combination of codes: "1,250", "42 %", "3.5"; without one between what it
    is, "50–52 %", or that it is withheld.
    """
    if told.number is None:
        return bounds_told(indicator, told) if known_between(indicator, told) else gettext("withheld")
    if indicator.statistic == COUNT:
        return counted(round(told.number))
    if indicator.statistic == RATIO:
        return per_cent(told.number)
    number = number_format(round(told.number, places(indicator)), places(indicator), use_l10n=True)  # it cuts off
    return gettext("more than %(number)s") % {"number": number} if told.more_than else number


def bounds_told(indicator: Indicator, told: Told) -> str:
    """Between what the number can be, from everything that is released: "38–46 %"; empty where nothing is known."""
    if indicator.statistic == COUNT:
        return range_told(told.numerator)
    if indicator.statistic == RATIO:
        return shares_told(*told.between) if told.between else ""
    if indicator.statistic == MEDIAN and told.middle:
        low, high = outwards(told.middle, places(indicator))
        return gettext("%(low)s or more") % {"low": low} if high is None else _between(low, high)
    return ""


def is_told(indicator: Indicator, told: Told | None) -> bool:
    """Whether anything of it is told: its number, or between what it is."""
    return told is not None and (told.number is not None or known_between(indicator, told))


def known_between(indicator: Indicator, told: Told) -> bool:
    """Whether its bounds tell something where its number is not told: more than that there may be none."""
    if indicator.statistic == COUNT:
        return told.numerator[0] > 0
    return bool(told.middle) or (indicator.statistic == RATIO and told.numerator[0] > 0 and told.between is not None)


def places(indicator: Indicator) -> int:
    """How many figures stand behind the point of a median."""
    return 0 if indicator.unit in WHOLE else 1


def outwards(bounds: tuple[float, float | None], count: int) -> tuple[str, str | None]:
    """Bounds with so many figures behind the point, never closer than they are."""
    low, high = (None if one is None else round(one * 10**count, 6) for one in bounds)  # 1.1 times 10 is a bit over 11
    told = number_format(ceil(high) / 10**count, count, use_l10n=True) if high is not None else None
    return number_format(floor(low or 0) / 10**count, count, use_l10n=True), told


def range_told(bounds: Bounds) -> str:
    """Between what a count is: "113–117", "under 10"."""
    low, high = bounds
    if low == 0 and high == WITHHELD - 1:
        return gettext("under %(least)s") % {"least": WITHHELD}
    return counted(low) if low == high else _between(counted(low), counted(high))


def shares_told(low: float, high: float) -> str:
    """Between which per cent a share is, told outwards, so that it is never told closer than it is known."""
    least, most = floor(low * 100), min(100, ceil(high * 100))
    return f"{least} %" if least == most else f"{_between(str(least), str(most))} %"


def _between(low: str, high: str) -> str:
    return f"{low}–{high}"


def counted(number: int) -> str:
    """A whole number as the language writes it."""
    return number_format(number, 0, use_l10n=True, force_grouping=True)


def per_cent(share: float) -> str:
    """A share of 1 in whole per cent."""
    return f"{round(share * 100)} %"


def chart_value(indicator: Indicator, told: Told) -> float | None:
    """The number as a chart draws it: per cent of shares; None where it is withheld."""
    if told.number is None:
        return None
    return round(told.number * 100) if indicator.statistic == RATIO else round(told.number, places(indicator))


def unit_told(indicator: Indicator) -> str:
    """The unit of a chart: "%" of shares, else that of the shelf, in the language of the page where it has it."""
    return "%" if indicator.statistic == RATIO else indicator_text(indicator, "unit")[0] or indicator.unit
