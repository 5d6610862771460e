"""Editors' records over the shelf: what is refused, what is kept, what every server process sees."""

import pytest
from django.db import connection

from corridor.access.queries import history
from corridor.programme import queries
from corridor.programme.actions import ChangedMeanwhile, FaultyRecord, add_record, correct_record
from corridor.programme.models import Record
from corridor.programme.tests.conftest import ENTRY, values
from corridor.reference.shelf import shelf

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("wrong", "field", "expected"),
    [
        ({"source": ()}, "source", "where it comes from"),
        ({"source": ("Some book page 3",)}, "source", "bibliography id"),
        ({"countries": ("Nepal",)}, "countries", "alpha-3"),
        ({"corridors": ("NPL>JOR",)}, "corridors", "NPL-JOR"),
        ({"themes": ("kindness",)}, "themes", "a code of theme"),
        ({"start_year": 2021, "end_year": 2019}, "end_year", "2021 or later"),
        ({"budget": 500000}, "budget_currency", "currency"),
        ({"budget": 500000, "budget_currency": "XYZ"}, "budget_currency", "ISO 4217"),
        ({"budget": -1, "budget_currency": "USD"}, "budget", "not below zero"),
        ({"source": ("GK the project's own page, 2024",)}, "flag", "doubtful"),
        ({"colour": "green"}, "colour", "one of"),
    ],
)
def test_a_record_that_breaks_a_rule_is_refused_and_nothing_is_written(editor, wrong, field, expected):
    with pytest.raises(FaultyRecord) as refused:
        add_record("projects", ENTRY["projects"] | wrong, by=editor)
    assert [(where, expected in what) for where, _, what in refused.value.faults] == [(field, True)]
    assert not Record.objects.exists()
    assert not history().exists()


def test_an_event_can_not_end_before_it_begins(editor):
    with pytest.raises(FaultyRecord, match="date_end"):
        add_record("events", ENTRY["events"] | {"date_end": "2022-04"}, by=editor)
    assert add_record("events", ENTRY["events"] | {"date_end": "2022"}, by=editor) == "EVT-1001"


def test_every_entry_of_the_shipped_shelf_could_be_kept_by_an_editor(editor):
    for kind in queries.KINDS:
        for entry in shelf().all(kind):
            changed = entry.values | {"label": f"{entry.label} (corrected)"}
            assert correct_record(kind, entry.id, changed, by=editor, seen=0)
            assert queries.record(kind, entry.id).values == changed


def test_a_correction_that_changes_nothing_writes_nothing(editor):
    assert not correct_record("projects", "PRJ-14", values("projects", "PRJ-14"), by=editor, seen=0)
    assert not Record.objects.exists()
    assert not history().exists()


@pytest.mark.parametrize(("kind", "ids"), [("projects", "PRJ"), ("events", "EVT"), ("publications", "PUB")])
def test_additions_get_the_next_id_and_a_line_of_history(editor, kind, ids):
    assert add_record(kind, ENTRY[kind], by=editor) == f"{ids}-1001"
    assert add_record(kind, ENTRY[kind], by=editor) == f"{ids}-1002"
    assert queries.records(kind)[-1].id == f"{ids}-1002"
    line = history(kind, f"{ids}-1001").get()
    assert line.by == editor
    assert line.before == {}
    assert line.after["label"] == ENTRY[kind]["label"]


def test_ids_go_on_after_9999(editor):
    Record.objects.create(kind="projects", record_id="PRJ-9999", values=ENTRY["projects"])
    assert add_record("projects", ENTRY["projects"], by=editor) == "PRJ-10000"
    assert add_record("projects", ENTRY["projects"], by=editor) == "PRJ-10001"


def test_an_id_that_another_editor_took_in_the_same_moment_is_passed_over(editor, monkeypatch):
    Record.objects.create(kind="projects", record_id="PRJ-1001", values=ENTRY["projects"])
    offered = iter(["PRJ-1001", "PRJ-1002"])
    monkeypatch.setattr("corridor.programme.actions.next_id", lambda kind, values: next(offered))
    assert add_record("projects", ENTRY["projects"], by=editor) == "PRJ-1002"
    assert history("projects").count() == 1


def test_knowledge_from_elsewhere_is_kept_with_its_doubt(editor):
    told = {"source": ("GK the project's own page, 2024",), "flag": "Not in the five documents; told by the project."}
    id = add_record("projects", ENTRY["projects"] | told, by=editor)
    assert queries.record("projects", id).flag.startswith("Not in the five")


def test_an_event_may_belong_to_a_project_that_an_editor_added(editor):
    with pytest.raises(FaultyRecord, match="projects"):
        add_record("events", ENTRY["events"] | {"projects": ("PRJ-1001",)}, by=editor)
    add_record("projects", ENTRY["projects"], by=editor)
    assert add_record("events", ENTRY["events"] | {"projects": ("PRJ-1001",)}, by=editor) == "EVT-1001"


def test_a_correction_lies_over_the_shelf_in_its_place_and_says_what_it_changed(editor):
    order = [one.id for one in queries.records("projects")]
    correct_record("projects", "PRJ-14", values("projects", "PRJ-14", end_year=2014), by=editor, seen=0)
    assert queries.record("projects", "PRJ-14").end_year == 2014
    assert shelf().get("projects", "PRJ-14").end_year == 2013
    assert [one.id for one in queries.records("projects")] == order
    line = history("projects", "PRJ-14").get()
    assert (line.before, line.after) == ({"end_year": 2013}, {"end_year": 2014})


def test_an_unknown_record_can_not_be_corrected(editor):
    with pytest.raises(KeyError):
        correct_record("projects", "PRJ-77", ENTRY["projects"], by=editor, seen=0)


def test_the_second_of_two_editors_is_told_and_both_changes_can_be_kept(editor, other_editor):
    mine = values("projects", "PRJ-14", end_year=2014, donors=("European Union",))
    theirs = values("projects", "PRJ-14", start_year=2011, donors=("European Commission", "Italy"))
    correct_record("projects", "PRJ-14", theirs, by=other_editor, seen=0)
    with pytest.raises(ChangedMeanwhile):
        correct_record("projects", "PRJ-14", mine, by=editor, seen=0)
    assert queries.record("projects", "PRJ-14").end_year == 2013
    between = queries.meanwhile("projects", "PRJ-14", 0)
    assert {(name, both) for name, _, _, both in between.differences(mine)} == {("start_year", False), ("donors", True)}
    merged = between.merged(mine)
    assert (merged["start_year"], merged["end_year"], merged["donors"]) == (2011, 2014, ("European Union",))
    correct_record("projects", "PRJ-14", merged, by=editor, seen=between.version)
    assert queries.record("projects", "PRJ-14").values == merged


def test_what_was_opened_is_found_again_through_several_changes(editor):
    for seen, year in enumerate((2014, 2015, 2016)):
        correct_record("projects", "PRJ-14", values("projects", "PRJ-14", end_year=year), by=editor, seen=seen)
    assert [queries.meanwhile("projects", "PRJ-14", seen).opened["end_year"] for seen in range(4)] == [
        2013,
        2014,
        2015,
        2016,
    ]


def test_another_server_process_sees_every_change_whatever_the_order_of_commits(editor):
    """A row that another process committed later, with an earlier id, is seen too."""
    Record.objects.create(id=50, kind="projects", record_id="PRJ-1002", values=ENTRY["projects"] | {"id": "PRJ-1002"})
    assert queries.record("projects", "PRJ-1002")
    before = queries.version()
    Record.objects.create(id=40, kind="projects", record_id="PRJ-1001", values=ENTRY["projects"] | {"id": "PRJ-1001"})
    assert queries.version() != before
    assert queries.record("projects", "PRJ-1001")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE programme_record SET version = version + 1 WHERE id = 40")
    assert queries.library().holdings["projects"].versions["PRJ-1001"] == 2


def test_reading_costs_one_query_while_nothing_changes(editor, django_assert_num_queries):
    add_record("projects", ENTRY["projects"], by=editor)
    held = queries.library()
    with django_assert_num_queries(1):
        assert queries.library() is held


def test_a_change_of_events_leaves_the_projects_as_they_are(editor):
    projects = queries.library().holdings["projects"]
    add_record("events", ENTRY["events"], by=editor)
    assert queries.library().holdings["projects"] is projects


def test_a_field_that_the_schema_got_later_is_blank_in_older_rows(db):
    Record.objects.create(kind="projects", record_id="PRJ-1001", values={"id": "PRJ-1001", "label": "Old row"})
    entry = queries.record("projects", "PRJ-1001")
    assert (entry.label, entry.donors, entry.budget) == ("Old row", (), None)
