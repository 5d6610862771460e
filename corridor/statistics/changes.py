"""Whether a number of one release differs from that of another by more than chance, as far as what is released tells.

Pure. Counts: two Poisson counts of equal time, by the exact conditional binomial test. Shares: Fisher's exact test.
Both are two-sided (twice the smaller tail) and taken at the worst case: the largest p that any counts within the
released bounds have. For both tests it lies at a corner of the bounds, since each tail rises with the counts that bring
the two closer together (`test_changes` tries every point of small boxes). So rounding and withholding never make a
change; they can only hide one. Medians of bands are not tested. Among the many comparisons of a page the false
discovery rate is held at 5 per cent (Benjamini and Hochberg, Journal of the Royal Statistical Society B 57, 1995).

Facts of one case come together, so numbers waver more than separate events would: each chance is told as if the
difference were smaller by as much (`wavering`). What no test here knows: centres that join or leave change every count;
so the page tells how many gave, and a change of counts is a question to ask, not a cause.
Source: safety D21; methods (h).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import exp, lgamma, log
from typing import Literal

from corridor.figures.indicators import COUNT, RATIO, Indicator
from corridor.figures.releases import Bounds
from corridor.figures.told import Told
from corridor.statistics.wavering import tempered

LARGER, MAY_BE, NOT_TOLD, UNTESTED = "larger", "may-be", "not-told", "untested"
LEVEL = 0.05  # of the false discovery rate on a page
NEGLIGIBLE = 1e-12  # of what is summed already: the rest of a tail cannot be seen

Better = Literal["better", "worse", ""]


@dataclass(frozen=True)
class Change:
    """One comparison. before, after: as two releases tell it, None where one has no such number. verdict: LARGER than
    chance, MAY_BE chance, NOT_TOLD since a number is withheld or not released, UNTESTED. p: at the worst case.
    """

    indicator: Indicator
    before: Told | None
    after: Told | None
    p: float | None = None
    up: bool = False
    verdict: str = UNTESTED

    @property
    def better(self) -> Better:
        """What the way of a change means for workers; empty where the shelf says neither, or nothing is known."""
        if self.verdict != LARGER or self.indicator.direction not in ("up", "down"):
            return ""
        return "better" if self.up == (self.indicator.direction == "up") else "worse"


def judged(pairs: Iterable[tuple[Indicator, Told | None, Told | None]], wavering: Sequence[float] = ()) -> list[Change]:
    """All comparisons of one page (indicator, before, after), in their order, each with its verdict. wavering: of each,
    how many times as much as separate events such numbers waver; without it they are taken as separate.
    """
    tried = [_tried(*pair) for pair in pairs]
    if wavering:
        tried = [_tempered(one, by) for one, by in zip(tried, wavering, strict=True)]
    limit = discovered([one.p for one in tried if one.p is not None])
    return [replace(one, verdict=_verdict(one, limit)) for one in tried]


def _tried(indicator: Indicator, before: Told | None, after: Told | None) -> Change:
    change = Change(indicator, before, after)
    if before is None or after is None:
        return replace(change, verdict=NOT_TOLD)
    if indicator.statistic in (COUNT, RATIO) and nothing_known(before) and nothing_known(after):
        return replace(change, verdict=NOT_TOLD)  # no test could find it, so it takes nothing from the others
    if indicator.statistic == COUNT:
        p, up = counts_differ(before.numerator, after.numerator)
    elif indicator.statistic == RATIO:
        p, up = shares_differ((before.numerator, before.against), (after.numerator, after.against))
    else:
        return change
    return replace(change, p=p, up=up)


def _tempered(change: Change, by: float) -> Change:
    return change if change.p is None else replace(change, p=tempered(change.p, by))


def nothing_known(told: Told) -> bool:
    """Whether it may be nobody, and no number is told."""
    return told.number is None and told.numerator[0] == 0


def _verdict(change: Change, limit: float) -> str:
    """A withheld number may have changed for certain all the same, as from under 10 to 60."""
    if change.p is None:
        return change.verdict
    if change.p <= limit:
        return LARGER
    known = all(one is not None and one.number is not None for one in (change.before, change.after))
    return MAY_BE if known else NOT_TOLD


def discovered(found: Sequence[float], level: float = LEVEL) -> float:
    """The largest p that counts as a change among all of them (Benjamini and Hochberg); below zero where none does."""
    limit = -1.0
    for rank, p in enumerate(sorted(found), 1):
        if p <= level * rank / len(found):
            limit = p
    return limit


def counts_differ(before: Bounds, after: Bounds) -> tuple[float, bool]:
    """(the largest p of two counts within their bounds, whether it rose)."""
    rose, fell = _few_of_both(before[1], after[0]), _few_of_both(after[1], before[0])
    return min(1.0, 2 * min(rose, fell)), rose <= fell


def shares_differ(before: tuple[Bounds, Bounds], after: tuple[Bounds, Bounds]) -> tuple[float, bool]:
    """The same of two shares, each of counts for and against within their bounds."""
    (one, against_one), (two, against_two) = before, after
    rose = _few_of_first(one[1], against_one[0], two[0], against_two[1])
    fell = _few_of_first(two[1], against_two[0], one[0], against_one[1])
    return min(1.0, 2 * min(rose, fell)), rose <= fell


def _few_of_both(few: int, many: int) -> float:
    """How likely it is that at most `few` of `few + many` fall to the first of two equal halves; 1 where it has no
    fewer than the second.
    """
    if few >= many:
        return 1.0
    whole = few + many
    return _tail(_log_choose(whole, few) - whole * log(2), ((k, whole - k + 1) for k in range(few, 0, -1)))


def _few_of_first(counts: int, against: int, counts_there: int, against_there: int) -> float:
    """How likely at most `counts` of the first group is, given all four margins; 1 where its share is no smaller."""
    first, second, fits = counts + against, counts_there + against_there, counts + counts_there
    if not first or not second or counts * second >= counts_there * first:
        return 1.0
    top = _log_choose(first, counts) + _log_choose(second, counts_there) - _log_choose(first + second, fits)
    steps = ((k * (second - fits + k), (first - k + 1) * (fits - k + 1)) for k in range(counts, 0, -1))
    return _tail(top, steps)


def _tail(top: float, steps: Iterable[tuple[int, int]]) -> float:
    """A tail from its largest term (its logarithm) downwards; steps: what each next one is, as a fraction of it."""
    term = total = 1.0
    for part, whole in steps:
        term *= part / whole
        total += term
        if term < NEGLIGIBLE * total:
            break
    return min(1.0, exp(top) * total)


def _log_choose(whole: int, part: int) -> float:
    return lgamma(whole + 1) - lgamma(part + 1) - lgamma(whole - part + 1)


def parted(indicator: Indicator, told: Told) -> list[tuple[str, Indicator, Told]]:
    """Shares taken apart: each band or code as a ratio of its own, against all others that are known.

    Its number is the middle of what it can be, and is not told where the count is withheld.
    """
    alike = replace(indicator, statistic=RATIO, measure="")
    return [(code, alike, _part_of(told, code)) for code in told.bands]


def _part_of(told: Told, code: str) -> Told:
    low, high = told.bands[code]
    others = [bounds for each, bounds in told.bands.items() if each != code]
    least, most = sum(one for one, _ in others), sum(one for _, one in others)
    against = max(least, told.numerator[0] - high), max(0, min(most, told.numerator[1] - low))
    one = Told((*told.at, code), (low, high), against, told.open)
    if not low or one.between is None:
        return one
    return replace(one, number=sum(one.between) / 2)
