"""The lists by filter, on the shipped shelf."""

import pytest

from corridor.programme import filters, queries
from corridor.programme.filters import found, wanted
from corridor.programme.queries import library

pytestmark = pytest.mark.django_db


def ids(kind: str, **address: str) -> set[str]:
    return {one.id for one in found(library(), wanted(kind, address))}


def test_each_filter_leaves_what_has_the_value():
    for kind, names in filters.SHOWN.items():
        for choice in filters.choices(library(), kind):
            assert choice.name in names
            for value, _, count in choice.options:
                left = ids(kind, **{choice.name: value})
                assert len(left) == count
                assert all(value in queries.record(kind, id).values[filters.CHOICES[choice.name]] for id in left)


def test_filters_narrow_together():
    both = ids("projects", region="arab-states", sector="domestic-work")
    assert both == ids("projects", region="arab-states") & ids("projects", sector="domestic-work")
    assert {"PRJ-14", "PRJ-32"} <= both


def test_words_are_looked_for_in_name_and_title_in_any_case():
    assert ids("projects", words="TRIPARTITE mekong") == {"PRJ-02"}
    assert ids("projects", words="no such words") == set()


def test_a_project_is_at_work_from_its_first_to_its_last_year():
    assert [("PRJ-14" in ids("projects", year=str(year))) for year in (2009, 2010, 2013, 2014)] == [
        False,
        True,
        True,
        False,
    ]


def test_a_project_without_last_year_counts_in_its_first_only():
    assert queries.record("projects", "PRJ-23").end_year is None
    assert "PRJ-23" in ids("projects", year="2006")
    assert "PRJ-23" not in ids("projects", year="2007")


def test_what_makes_no_sense_in_the_address_narrows_nothing():
    everything = {one.id for one in queries.records("projects")}
    assert ids("projects", year="soon", sort="colour", page="x") == everything


def test_unknown_years_come_last_in_both_orders():
    for sort in ("first", "last"):
        ordered = found(library(), wanted("publications", {"sort": sort}))
        known = [filters.span(one) is not None for one in ordered]
        assert known == sorted(known, reverse=True)


def test_only_flagged_entries():
    flagged = ids("projects", flagged="yes")
    assert flagged == {one.id for one in queries.records("projects") if one.flag}
    assert flagged
