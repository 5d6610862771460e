"""The little arithmetic of chance that proofs need: whether figures are evenly spread, whether two samples differ."""

from collections.abc import Iterable, Sequence


def uneven(counts: Iterable[int], kinds: int) -> float:
    """How unlikely even figures would give these counts, in standard deviations (Pearson's chi-square).

    counts: how often each of the `kinds` figures came; those that never came may be left out. The chi-square is turned
    into a normal deviate with the cube root of E. B. Wilson and M. M. Hilferty (PNAS 17, 1931): below 5 is nothing.
    """
    seen = list(counts)
    expected, freedom = sum(seen) / kinds, kinds - 1
    square = sum((one - expected) ** 2 for one in seen) / expected + (kinds - len(seen)) * expected
    return float(((square / freedom) ** (1 / 3) - (1 - 2 / (9 * freedom))) / (2 / (9 * freedom)) ** 0.5)


def auc(first: Sequence[float], second: Sequence[float]) -> float:
    """How well one value tells which sample it came from: 0.5 not at all, 1 always (area under the ROC curve).

    By the rank sum (Mann and Whitney, 1947; equal values share their ranks), and turned to the side that tells more.
    """
    ordered = sorted([(value, 0) for value in first] + [(value, 1) for value in second])
    ranks, place = 0.0, 0
    while place < len(ordered):
        end = place
        while end < len(ordered) and ordered[end][0] == ordered[place][0]:
            end += 1
        ranks += (place + 1 + end) / 2 * sum(sample == 0 for _, sample in ordered[place:end])
        place = end
    area = (ranks - len(first) * (len(first) + 1) / 2) / (len(first) * len(second))
    return max(area, 1 - area)


def by_chance(first: int, second: int) -> float:
    """One standard deviation of `auc` of two samples of these sizes that do not differ."""
    return float(((first + second + 1) / (12 * first * second)) ** 0.5)


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, min(len(ordered) - 1, -(-int(share * len(ordered) * 1000) // 1000) - 1))]
