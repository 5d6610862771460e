"""Released numbers in words: never closer than they are out."""

from corridor.figures import published
from corridor.figures.told import Told
from corridor.statistics.telling import bounds_told, outwards, range_told, shares_told, value_told

NONE = (0, 0)


def test_counts_are_told_as_rounded_with_their_bounds() -> None:
    people = published.indicators()["people-seen"]
    told = Told((), (113, 117), NONE, NONE, number=115)
    assert (value_told(people, told), bounds_told(people, told)) == ("115", "113–117")


def test_what_is_withheld_is_told_as_withheld() -> None:
    people = published.indicators()["people-seen"]
    told = Told((), (0, 9), NONE, NONE)
    assert (value_told(people, told), bounds_told(people, told)) == ("withheld", "under 10")


def test_shares_are_told_outwards() -> None:
    assert shares_told(0.381, 0.452) == "38–46 %"
    assert shares_told(0, 1) == "0–100 %"
    assert range_told((40, 40)) == "40"


def test_medians_are_told_as_finely_as_their_bands() -> None:
    known = published.indicators()
    days = next(one for one in known.values() if (one.statistic, one.unit) == ("median", "days"))
    pay = next(one for one in known.values() if (one.statistic, one.unit) == ("median", "months of pay"))
    told = Told((), (100, 120), NONE, NONE, number=41.6, middle=(38.42, 44.61))
    assert (value_told(days, told), bounds_told(days, told)) == ("42", "38–45")
    assert (value_told(pay, told), bounds_told(pay, told)) == ("41.6", "38.4–44.7")
    assert outwards((1.1, 1.1), 1) == ("1.1", "1.1"), "what is exact is told as it is"
