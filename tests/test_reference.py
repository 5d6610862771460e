"""The shelf that is shipped is sound, and the check that says so sees what is wrong."""

import csv
import shutil
from pathlib import Path

import pytest

from corridor.reference.check import check
from corridor.reference.kinds import kinds
from corridor.reference.overlap import common_runs
from corridor.reference.shelf import SHIPPED, Shelf, shelf


def test_the_shipped_shelf_has_no_fault() -> None:
    assert [str(fault) for fault in check([SHIPPED])] == []


COUNTS = {
    "lessons": 100,
    "practices": 14,
    "root_causes": 12,
    "job_options": 9,
    "instruments": 68,
    "forced_labour_indicators": 11,
    "evaluation_criteria": 6,
    "case_studies": 48,
    "good_practice_criteria": 5,
    "projects": 32,
    "table_figures": 174,
}


@pytest.mark.parametrize(("kind", "count"), COUNTS.items())
def test_the_shelf_holds_what_the_sources_hold(kind: str, count: int) -> None:
    assert len(shelf().entries(kind)) == count


def test_related_lessons_point_both_ways() -> None:
    lessons = shelf().entries("lessons")
    one_way = [
        (id, other) for id, lesson in lessons.items() for other in lesson.related if id not in lessons[other].related
    ]
    assert one_way == []


def spoiled(folder: Path, file: str, row: int, **cells: str) -> list[str]:
    """The faults of the shipped shelf after some cells of one row were changed."""
    shutil.copytree(SHIPPED, folder, dirs_exist_ok=True)
    with (folder / file).open(encoding="utf-8", newline="") as reading:
        rows = list(csv.DictReader(reading))
    rows[row].update(cells)
    with (folder / file).open("w", encoding="utf-8", newline="") as writing:
        writer = csv.DictWriter(writing, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return [str(fault) for fault in check([folder])]


@pytest.mark.parametrize(
    ("file", "cells", "told"),
    [
        (
            "lessons_2019.csv",
            {"stage": "nowhere"},
            "lessons_2019.csv:2: stage: found 'nowhere'; expected a code of stage",
        ),
        ("lessons_2019.csv", {"related": "WIF2019-99"}, "related: found 'WIF2019-99'; expected the id of an entry"),
        (
            "lessons_2019.csv",
            {"source": "Somewhere p. 3"},
            "source: found 'Somewhere p. 3'; expected a bibliography id",
        ),
        ("lessons_2019.csv", {"meaning": ""}, "meaning: found ''; expected the claim"),
        ("projects.csv", {"countries": "LKA;XXX"}, "countries: found 'XXX'; expected an ISO 3166-1 alpha-3"),
        ("projects.csv", {"corridors": "NPL-QQQ"}, "corridors: found 'NPL-QQQ'; expected two country codes"),
        ("projects.csv", {"start_year": "20133"}, "start_year: found '20133'; expected a year such as 2013"),
        ("projects.csv", {"start_year": "soon"}, "start_year: found 'soon'; expected a whole number"),
        ("ratifications.csv", {"id": "C019-2006"}, "id: found 'C019-2006'; expected an id of its own"),
        ("instruments.csv", {"fundamental": "maybe"}, "fundamental: found 'maybe'; expected yes or no"),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, file: str, cells: dict[str, str], told: str) -> None:
    faults = spoiled(tmp_path, file, 0, **cells)
    assert any(told in fault for fault in faults), faults


def test_several_faults_are_told_together(tmp_path: Path) -> None:
    faults = spoiled(tmp_path, "projects.csv", 3, countries="ZZZ", end_year="x", themes="none-such")
    assert len(faults) == 3


def test_a_file_that_is_not_utf_8_is_told_by_line(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "events.csv"
    path.write_bytes(path.read_bytes() + b"\xff\xfe\n")
    assert any("events.csv" in str(fault) and "UTF-8" in str(fault) for fault in check([tmp_path]))


def test_an_own_shelf_lies_over_the_shipped_one(tmp_path: Path) -> None:
    header = list(kinds()["terms"].fields)
    with (tmp_path / "terms.csv").open("w", encoding="utf-8", newline="") as writing:
        writer = csv.DictWriter(writing, header, lineterminator="\n")
        writer.writeheader()
        row = {"vocabulary": "sector", "valid_from": "2026", "source": "GK general knowledge"}
        writer.writerow(
            {**row, "id": "sector.garment", "code": "garment", "label": "Clothing", "meaning": "Making clothes."}
        )
        writer.writerow({**row, "id": "sector.mining", "code": "mining", "label": "Mining", "meaning": "Mines."})
    assert check([SHIPPED, tmp_path]) == []
    both = Shelf([SHIPPED, tmp_path])
    assert both.label("sector", "garment") == "Clothing" and both.label("sector", "mining") == "Mining"
    assert len(both.entries("terms")) == len(shelf().entries("terms")) + 1


def test_a_copied_sentence_is_found(tmp_path: Path) -> None:
    lesson = shelf().all("lessons")[0]
    (tmp_path / "text.txt").write_text("Somebody wrote: " + lesson.meaning, encoding="utf-8")
    faults = common_runs([SHIPPED], tmp_path)
    assert faults and faults[0].field == "meaning" and faults[0].file == lesson.file
    (tmp_path / "text.txt").write_text("Nothing of the kind stands here, and no eight words agree.", encoding="utf-8")
    assert common_runs([SHIPPED], tmp_path) == []
