"""How much numbers of one kind waver from quarter to quarter, beyond what separate events would.

Pure. Facts come together: one case has several workers, one worker several grievances. So counts differ more from one
quarter to the next than a test of separate events expects, and it would call chance a change. How much more is
estimated from earlier quarters alone: the median of the squared differences, each in its own standard deviations,
beside the median that separate events would give (0.455, of chi-square with one degree of freedom). A median, so that
a few true changes among them do not hide others. Rounding is taken out. Every chance is then told as if the difference
were smaller by that factor (genomic control: Devlin and Roeder, Biometrics 55, 1999). Source: safety D21; methods (h).
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import erfc, sqrt
from statistics import NormalDist, median

from corridor.figures.indicators import RATIO, Indicator
from corridor.figures.releases import Bounds
from corridor.figures.told import Told

MIDDLE = 0.4549  # median of chi-square with one degree of freedom
FEWEST = 12  # earlier differences; of fewer nothing can be said of how they waver
USUAL = 3.0  # taken where there are fewer: variance over mean was 2 to 5.5 in the demonstration's made-up cases
SMALLEST = 1e-300  # p that can be turned into standard deviations


def wavers(indicator: Indicator, series: Iterable[Sequence[Told | None]]) -> list[float]:
    """Squared differences of neighbouring quarters in their own standard deviations. series: numbers by quarter, one
    for each combination of codes; None, or withheld, where a quarter does not tell it.
    """
    differ = _shares if indicator.statistic == RATIO else _counts
    found = []
    for one in series:
        for before, after in pairwise(one):
            if before and after and before.number is not None and after.number is not None:
                found += differ(before, after)
    return found


def factor(found: Sequence[float]) -> float:
    """How many times as much as separate events: 1 at least; USUAL where there is too little to tell it from."""
    return max(1.0, median(found) / MIDDLE) if len(found) >= FEWEST else USUAL


def tempered(p: float, by: float) -> float:
    """A chance as it is when differences waver so much: the same standard deviations, divided."""
    if by <= 1 or p >= 1:
        return p
    deviations = -NormalDist().inv_cdf(max(p, SMALLEST) / 2)
    return erfc(deviations / sqrt(by) / sqrt(2))


def _counts(before: Told, after: Told) -> list[float]:
    one, other = _middle(before.numerator), _middle(after.numerator)
    spread = one + other + _rounding(before.numerator) + _rounding(after.numerator)
    return [(one - other) ** 2 / spread] if spread else []


def _shares(before: Told, after: Told) -> list[float]:
    (one, of), (other, of_others) = (_parts(each) for each in (before, after))
    if not of or not of_others:
        return []
    share = (one + other) / (of + of_others)
    spread = share * (1 - share) * (1 / of + 1 / of_others)
    spread += _rounding(before.numerator) / of**2 + _rounding(after.numerator) / of_others**2
    return [(one / of - other / of_others) ** 2 / spread] if spread else []


def _parts(told: Told) -> tuple[float, float]:
    return _middle(told.numerator), _middle(told.numerator) + _middle(told.against)


def _middle(bounds: Bounds) -> float:
    return sum(bounds) / 2


def _rounding(bounds: Bounds) -> float:
    """The variance of where a count lies within its bounds."""
    return ((bounds[1] - bounds[0] + 1) ** 2 - 1) / 12
