"""The line of her time: nothing is drawn more exactly than it was said, on a phone and from right to left as well."""

import re
import tomllib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as some

from corridor.journey import line as lines
from corridor.journey.calendars import read_when
from corridor.journey.contents import Journey, Stage
from corridor.journey.line import ABOUT, BAR, FRAME, Lane, Mark, Scale, at, line_of, pieces
from corridor.journey.tests.test_workers import browser, filed
from corridor.safe import queries
from corridor.safe.actions.records import write_record
from corridor.safe.tests.people import People

CASES = tomllib.loads((Path(__file__).parent / "cases" / "line.toml").read_text(encoding="utf-8"))
FIRST, TODAY = date(2022, 1, 1), date.fromisoformat(CASES["today"])
THOUSAND = Scale(FIRST, date(2024, 9, 26))


def marked(case: dict[str, Any]) -> Mark:
    times = {name: read_when(case.get(name, "")) for name in ("begin", "end")}
    return Mark("x", **times, lasts=case.get("lasts", False))


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["name"])
def test_times_are_drawn_as_they_were_said(case: dict[str, Any]) -> None:
    assert THOUSAND.days == 1000
    drawn = [
        (one.shape, round(10 * one.left, 6), round(10 * one.width, 6)) for one in pieces(marked(case), THOUSAND, TODAY)
    ]
    assert drawn == [tuple(one) for one in case["drawn"]]
    assert bool(lines._drawn(marked(case), THOUSAND, TODAY).doubt) == case.get("doubt", False)


DAYS = some.dates(date(2022, 1, 1), date(2024, 9, 26))


@given(DAYS, some.integers(0, 200), DAYS, some.integers(0, 200), some.booleans())
def test_every_shape_lies_on_the_line_and_mirrored_it_is_the_same_seen_from_behind(
    first: date, length: int, second: date, other: int, lasts: bool
) -> None:
    def stretch(day: date, days: int) -> lines.When:
        last = min(day + timedelta(days=days), THOUSAND.last)
        return lines.When("said", exact="day" if last == day else "season", first=day, last=last)

    mark = Mark("x", stretch(first, length), stretch(second, other), lasts)
    there = list(pieces(mark, THOUSAND, TODAY))
    back = list(pieces(mark, Scale(THOUSAND.first, THOUSAND.last, mirrored=True), TODAY))
    for one, turned in zip(there, back, strict=True):
        assert one.left >= -1e-9 and one.left + one.width <= 100 + 1e-9
        assert (turned.shape, turned.width) == (one.shape, pytest.approx(one.width))
        assert turned.left == pytest.approx(100 - one.left - one.width)
    exact = sum(one.width for one in there if one.shape == BAR)
    assert exact <= 0.1 * (abs((second - first).days) + 1) + 1e-9, "nothing more exact than it was said"


def test_what_was_owed_is_as_high_as_it_was_and_none_is_no_height() -> None:
    levels = ((date(2022, 1, 1), Decimal(200)), (date(2022, 1, 11), Decimal(100)), (date(2022, 1, 21), Decimal(0)))
    mark = Mark("Debt", at(FIRST), at(date(2022, 2, 1)), levels=levels)
    drawn = [(round(10 * one.left), round(10 * one.width), one.height) for one in pieces(mark, THOUSAND, TODAY)]
    assert drawn == [(0, 10, 90), (10, 10, 45)], "a debt of nothing is not drawn"


@pytest.mark.parametrize(("share", "height"), [(0.6, 54), (1.0, 90), (1.7, 90), (0.0, 0)])
def test_pay_fills_its_reference_as_far_as_it_reaches(share: float, height: float) -> None:
    frame, bar = pieces(Mark("Pay", at(FIRST), at(date(2022, 3, 1)), share=share), THOUSAND, TODAY)
    assert (frame.shape, frame.height, bar.height) == (FRAME, 90, pytest.approx(height))
    assert bar.top + bar.height == pytest.approx(95) == frame.top + frame.height


@pytest.mark.parametrize(("days", "labels"), [(40, 2), (400, 5), (2000, 5), (20_000, 5), (1, 1)])
def test_the_axis_has_no_more_words_than_a_phone_has_room_for(days: int, labels: int) -> None:
    ticks = list(lines._ticks(Scale(FIRST, FIRST + timedelta(days=days - 1))))
    assert 1 <= len(ticks) <= labels and len({one.label for one in ticks}) == len(ticks)


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Lanes of this test alone."""
    found: list[Any] = []
    monkeypatch.setattr(lines, "LANES", found)
    return found


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_numbers_of_the_drawing_are_those_of_svg_in_every_language(only: list[Any], language: str) -> None:
    only.append(lambda known, worker, today: [Lane("A", (Mark("a", at(FIRST), at(date(2022, 1, 30))), Mark("b")))])
    with translation.override(language):
        line: Any = line_of(None, "", date(2022, 4, 10))  # type: ignore[arg-type]
    [(_, (first, last))] = line.lanes
    assert last.mark.label == "b" and last.pieces == () and line.today == ""
    for name, size in first.pieces[0].box.items():
        assert re.fullmatch(r"\d+\.\d\d%", size), name
    assert first.pieces[0].box["x"] == "0.00%"


def test_lanes_follow_the_path_and_empty_ones_are_left_out(only: list[Any]) -> None:
    for name, marks in (("road", (Mark("a", at(FIRST)),)), ("work", ()), ("centre", (Mark("b", at(TODAY)),))):
        only.append(lambda known, worker, today, name=name, marks=marks: [Lane(name, marks)])
    line = line_of(None, "", TODAY)  # type: ignore[arg-type]
    assert [lane.title for lane, _ in line.lanes] == ["road", "centre"] and line.today.endswith("%")
    only.clear()
    assert line_of(None, "", TODAY).lanes == ()  # type: ignore[arg-type]


@pytest.mark.django_db
def test_her_journeys_stand_on_the_page_drawn_and_as_a_table(people: People) -> None:
    id, bina = filed(people), browser(people)
    stages = (
        Stage("recruitment", "Kathmandu", "NPL", read_when("Magh 2078", "bikram-sambat")),
        Stage("destination", "Irbid", "JOR", read_when("2022-03-01"), read_when("2023")),
        Stage("return", "Jhapa", begin=read_when("2023"), end=read_when("2022-05-01")),
        Stage("transit", "Delhi"),
    )
    write_record(Journey(id, "NPL", "JOR", stages=stages), by=people.bina)
    page = bina.get(f"/workers/{id}/line/").content.decode()
    chart, table = page.split('<h2 id="as-table">')
    for shown in (chart, table):
        assert "Magh 2078 BS" in shown and "1 March 2022" in shown and "It ends before it begins." in shown
    assert "Irbid, Jordan" in table and "Delhi" in table
    assert chart.count("stroke-dasharray") == 1 + 3 and "without a time" in chart and "≈" in chart
    assert f"/workers/{id}/#" in table and "Sita" not in re.findall("<title>.*?</title>", page, re.DOTALL)[0]
    assert "style=" not in chart.split("<figure")[1] and '<svg width="100%"' in chart
    assert 'dir="rtl"' in bina.get(f"/workers/{id}/line/?lang=ar").content.decode()


@pytest.mark.django_db
def test_an_empty_file_says_so_and_others_see_none(people: People) -> None:
    id = filed(people)
    page = browser(people).get(f"/workers/{id}/line/").content.decode()
    assert "None was entered yet." in page and "<svg" not in page
    assert f"/workers/{id}/line/" in browser(people).get(f"/workers/{id}/").content.decode()
    for name in ("dalia", "esther", "hana", "ines"):
        assert browser(people, name).get(f"/workers/{id}/line/").status_code == 404
    assert browser(people).get("/workers/00000000-0000-4000-8000-000000000000/line/").status_code == 404


@pytest.mark.django_db
def test_what_another_may_not_read_is_not_drawn(people: People) -> None:
    id = filed(people)
    write_record(Journey(id, stages=(Stage("transit", "Delhi", begin=at(FIRST)),)), by=people.bina)
    known = queries.reading(people.bina, "read_case")
    assert [len(marks) for _, marks in line_of(known, id, TODAY).lanes] == [1]
    assert line_of(known, "00000000-0000-4000-8000-000000000000", TODAY).lanes == ()
    assert ABOUT not in {piece.shape for _, [one] in line_of(known, id, TODAY).lanes for piece in one.pieces}
