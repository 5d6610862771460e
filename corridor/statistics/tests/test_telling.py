"""Released numbers in words: never closer than they are out."""

from corridor.figures import published
from corridor.figures.told import Told
from corridor.statistics.telling import bounds_told, range_told, shares_told, value_told

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
