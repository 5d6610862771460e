"""Counts of heads never stand alone, and come last."""

from corridor.figures import published
from corridor.statistics.rules import alone, company, in_order


def test_a_count_of_people_alone_is_found_out() -> None:
    known = published.indicators()
    heads = known["people-seen"]
    assert alone([heads]) == (heads,)
    beside = company(heads, known)
    assert beside and alone([heads, *beside]) == ()
    assert all(not one.caution for one in beside)


def test_what_needs_no_company_has_none() -> None:
    known = published.indicators()
    ratio = next(one for one in known.values() if not one.caution)
    assert company(ratio, known) == () and in_order([known["people-seen"], ratio])[0] == ratio
