"""The centre's own figures in words: always with the number of facts behind them, few of them as counts alone.

Pure but for the language. A share is told beside "3 of 7", and in per cent from ten on; a median from thirty on, and
of fewer the bands themselves. Source: safety D21 (n >= 30); methods (h) (percentages of small bases).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext

from corridor.figures.indicators import COUNT, MEDIAN, RATIO, Indicator
from corridor.figures.naming import code_label
from corridor.figures.values import Value, bands, figure
from corridor.journey.facts import OTHER, UNKNOWN
from corridor.ui.templatetags.corridor import number

LEAST_FOR_A_SHARE = 10  # known facts; of fewer a share in per cent says more than there is
MOST_BANDS = 3  # named in a line
NOTHING = "–"


@dataclass(frozen=True)
class Said:
    """What is told of a value. main: the number, or its counts. more: what stands beside it. not_known: facts."""

    main: str = NOTHING
    more: str = ""
    not_known: int = 0


def said(indicator: Indicator, value: Value | None) -> Said:
    """A value in words; a dash where there was nothing to count."""
    if value is None:
        return Said("0") if indicator.statistic == COUNT else Said()
    if indicator.statistic == COUNT:
        return Said(str(number(value.numerator)), "", value.not_known)
    if not value.denominator:
        return Said(NOTHING, "", value.not_known)
    if indicator.statistic == RATIO:
        told = _of(value.numerator, value.denominator)
        return Said(told, per_cent(value.numerator / value.denominator) if enough(value) else "", value.not_known)
    listed = bands_told(indicator, value, MOST_BANDS)
    if indicator.statistic == MEDIAN:
        return Said(*_median(indicator, value, listed), value.not_known)
    return Said(_of_all(value.denominator), listed, value.not_known)


def enough(value: Value) -> bool:
    """Whether a share of it is told in per cent."""
    return value.denominator >= LEAST_FOR_A_SHARE


def _median(indicator: Indicator, value: Value, listed: str) -> tuple[str, str]:
    """The middle with the band that holds it, and of how many it is; of few that they are few, and their bands."""
    found, facts = figure(indicator, value), value.denominator
    if found.number is None:
        return gettext("of %(facts)s alone") % {"facts": number(facts)}, listed
    told = number_format(round(found.number, 1), 1, use_l10n=True)
    if found.more_than:
        told = gettext("more than %(number)s") % {"number": told}
    band = code_label(indicator.facts, indicator.measure, _middle_band(value))
    return f"{told} ({band})", _of_all(facts)


def _middle_band(value: Value) -> str:
    """The band in which the median lies: the first with which half of the facts are reached."""
    below, half = 0, value.denominator / 2
    for code, facts in (value.bands or {}).items():
        below += facts
        if facts and below >= half:
            return code
    raise AssertionError("the bands hold fewer facts than they do")


def bands_told(indicator: Indicator, value: Value, most: int | None = None) -> str:
    """Bands or codes with their numbers: bands in their order, codes from the most on. most: so many of them."""
    found = [(code, facts) for code, facts in (value.bands or {}).items() if facts]
    if not bands(value.bands or {}):
        found = in_order(found)[:most]
    return "; ".join(
        f"{code_label(indicator.facts, indicator.measure, code)}: {number(facts)}" for code, facts in found
    )


def in_order(found: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Codes with their numbers, the most first; what is other or not known comes last."""
    return sorted(found, key=lambda one: (one[0] in (OTHER, UNKNOWN), one[0] == UNKNOWN, -one[1], one[0]))


def between_told(indicator: Indicator, value: Value | None) -> str:
    """Between which per cent a ratio lies, whatever those not known would be; empty where that says nothing."""
    if value is None or indicator.statistic != RATIO or not value.not_known or not enough(value) or not value.between:
        return ""
    low, high = value.between
    return f"{round(low * 100)}–{round(high * 100)} %"


def per_cent(share: float) -> str:
    """A share of 1 in whole per cent."""
    return f"{round(share * 100)} %"


def _of(part: int, whole: int) -> str:
    return gettext("%(part)s of %(whole)s") % {"part": number(part), "whole": number(whole)}


def _of_all(facts: int) -> str:
    return gettext("of %(facts)s") % {"facts": number(facts)}


def chart_number(indicator: Indicator, value: Value | None) -> float | None:
    """The number as a chart draws it: per cent of shares, None where there are too few for one."""
    if indicator.statistic == COUNT:
        return value.numerator if value else 0
    if value is None or not value.denominator or (indicator.statistic == RATIO and not enough(value)):
        return None
    found = figure(indicator, value).number
    return None if found is None else round(found * 100) if indicator.statistic == RATIO else round(found, 1)


def shares_of(indicator: Indicator, value: Value) -> list[tuple[str, int]]:
    """(label, facts) of every band or code that there is: bands in their order, codes from the most on."""
    found: Mapping[str, int] = value.bands or {}
    ordered = list(found.items()) if bands(found) else in_order(found.items())
    return [(code_label(indicator.facts, indicator.measure, code), facts) for code, facts in ordered if facts]
