"""Numbers of facts that come together waver more than separate events: what is chance is not called a change."""

import random

from corridor.figures import published
from corridor.figures.told import Told
from corridor.statistics.changes import LARGER, judged
from corridor.statistics.wavering import FEWEST, USUAL, factor, tempered, wavers

KINDS = published.indicators()["people-seen"]
TOGETHER = 4  # grievances of one case


def count(number: int) -> Told:
    shown = 5 * round(number / 5)
    return Told((), (shown - 2, shown + 2), (0, 0), (0, 0), number=shown)


def quarters(dice: random.Random, mean: float, together: int, many: int = 8) -> list[Told]:
    """Counts of events that come `together`."""
    return [count(together * sum(dice.random() < 0.5 for _ in range(round(2 * mean / together)))) for _ in range(many)]


def test_separate_events_waver_by_one_and_clusters_by_more() -> None:
    dice = random.Random(3)
    alone = factor(wavers(KINDS, [quarters(dice, 100, 1) for _ in range(60)]))
    together = factor(wavers(KINDS, [quarters(dice, 100, 8) for _ in range(60)]))
    assert alone == 1 and 2 < together < 8


def test_with_too_few_quarters_the_usual_is_taken() -> None:
    assert factor([0.4] * (FEWEST - 1)) == USUAL and factor([0.4] * FEWEST) == 1


def test_a_difference_is_told_as_if_it_were_smaller() -> None:
    assert tempered(0.05, 1) == 0.05 and tempered(1.0, 9) == 1.0
    assert abs(tempered(0.0026997960632601866, 9) - 0.31731) < 1e-4  # three standard deviations become one
    assert 0 < tempered(0.0, 4) < 1e-70


def test_chance_in_clusters_is_rarely_called_a_change_and_a_doubling_is_found() -> None:
    dice, false, found, pages = random.Random(11), 0, 0, 40
    for _ in range(pages):
        earlier = [quarters(dice, 100, 8) for _ in range(20)]
        by = factor(wavers(KINDS, earlier))
        pairs = [(KINDS, one[-1], quarters(dice, 100, 8, 1)[0]) for one in earlier]
        false += any(one.verdict == LARGER for one in judged(pairs, [by] * len(pairs)))
        planted = [*pairs, (KINDS, count(100), count(240))]
        found += judged(planted, [by] * len(planted))[-1].verdict == LARGER
    assert false <= pages * 0.15 and found >= pages * 0.9
