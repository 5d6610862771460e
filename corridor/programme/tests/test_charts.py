"""The overview's charts say what the tables say, no more."""

import pytest

from corridor.programme import evaluation, named
from corridor.programme.actions import add_record
from corridor.programme.queries import library, records
from corridor.programme.tests.conftest import ENTRY
from corridor.reference.shelf import shelf

pytestmark = [pytest.mark.django_db, pytest.mark.same]


def test_projects_by_region_are_those_of_table_5():
    chart = evaluation.projects_by_region()
    assert ["Asia and the Pacific", "Activities (less than 500,000 US$)", 31] in chart.rows
    assert sum(row[2] for row in chart.rows) == 112
    assert any("Printed 0" in flag for flag in chart.flags)


def test_money_by_region_keeps_the_printed_numbers():
    chart = evaluation.money_by_region()
    assert sum(row[2] for row in chart.rows) == 82380380 + 10001904
    assert any("82380379" in flag for flag in chart.flags)


def test_outcomes_leave_out_the_computed_sum():
    chart = evaluation.by_outcome()
    assert len(chart.rows) == 22
    assert sum(row[1] for row in chart.rows) == 112


def test_country_outcomes_carry_the_flag_of_a_total_that_does_not_add_up():
    chart = evaluation.country_outcomes()
    assert len(chart.rows) == 20
    assert any("Printed 23" in flag for flag in chart.flags)


def test_ratifications_draw_only_printed_numbers():
    chart = evaluation.ratifications()
    assert {row[0] for row in chart.rows} == set(evaluation.INSTRUMENTS)
    assert all(isinstance(row[2], int) for row in chart.rows)
    assert ["C181", 2013, 27] in chart.rows
    assert any(flag.startswith("C019") for flag in chart.flags)


def test_every_chart_names_its_source_and_what_it_leaves_out():
    for chart in [*evaluation.charts(), *named.charts(library()), named.roads(library())]:
        assert chart.source and chart.note and chart.rows, chart.id
        assert all(work.split(" ")[0] in shelf().entries("bibliography") for work in chart.source.split("; "))


def test_named_projects_are_counted_from_the_records(editor):
    before = {row[0]: row[1] for row in named.charts(library())[1].rows}
    add_record("projects", ENTRY["projects"] | {"donors": ("European Commission", "Norway")}, by=editor)
    after = {row[0]: row[1] for row in named.charts(library())[1].rows}
    assert after["European Commission"] == before["European Commission"] + 1
    assert after["Norway"] == 1


def test_projects_without_a_donor_are_left_out_and_said():
    chart = named.charts(library())[1]
    missing = sum(1 for one in records("projects") if not one.donors)
    assert missing
    assert chart.note.startswith(f"{missing} named projects are left out")


def test_years_count_projects_at_work():
    rows = {row[0]: row[1:] for row in named.by_year(library()).rows}
    at_work = [one for one in records("projects") if one.start_year and one.start_year <= 2012 <= (one.end_year or 0)]
    ended_unknown = [one for one in records("projects") if one.start_year == 2012 and not one.end_year]
    assert rows["2012"][0] == len(at_work) + len(ended_unknown)
    assert rows["2012"][1] == sum(1 for one in records("projects") if one.start_year == 2012)


def test_every_corridor_is_in_the_list_and_on_the_map():
    chart = named.roads(library())
    codes = {code for one in records("projects") for code in one.corridors}
    assert len(chart.rows) == len(codes) == len(chart.links)
    drawn = next(part for part in chart.drawing["data"] if part["name"] == "arcs")["values"]
    assert len(drawn) == len(codes)
