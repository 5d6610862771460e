"""The list of indicators and the page of each."""

import csv
import io
import json
import re
from typing import Any

import pytest
from django.test import Client

from corridor.figures import gate, published
from corridor.figures.releases import Gated
from corridor.statistics import charts, known, moved
from corridor.statistics.tests.released import quarter, series, stored
from corridor.statistics.tests.test_overview_pages import BY_CORRIDOR, RESULTS, counts, reader, text_of

pytestmark = pytest.mark.same

__all__ = ["reader"]
PAGE = "/statistics/indicators/"
OWN_VIEW = "closing.by-own-view-result-and-country"
VIEWS = [(view, "settled", "JOR") for view in ("better", "as-before", "worse")]


def drawing(answer: Any, id: str) -> dict[str, Any]:
    found = re.search(
        rf'<script type="application/json" id="{id}-drawing">(.*?)</script>', answer.content.decode(), re.S
    )
    assert found, f"no chart {id}"
    spec: dict[str, Any] = json.loads(found[1])
    return spec


@pytest.mark.django_db
def test_the_list_says_what_waits(reader: Client) -> None:
    said = text_of(reader.get(PAGE))
    assert "Grievances brought" in said and "Waits and is not reckoned:" in said and "organising" in said
    ready = [one for one in published.indicators().values() if not one.waits_for]
    assert f"{len(ready)} indicators are reckoned" in said


@pytest.mark.django_db
def test_a_count_of_heads_is_never_shown_without_its_company(reader: Client) -> None:
    stored(series({"2026Q2": counts(60, 40, 60), "2026Q3": counts(120, 40, 60)}))
    for id, one in published.indicators().items():
        if one.caution and not one.waits_for:
            said = text_of(reader.get(f"{PAGE}{id}/"))
            assert "Read beside it:" in said and "WIF2019-24" in said and "WIF2023-23" in said, id
    assert "Read beside it:" not in text_of(reader.get(f"{PAGE}grievance-remedy-received/"))


@pytest.mark.django_db
def test_its_page_over_quarters_with_gaps(reader: Client) -> None:
    said = {"2025Q4": (3, 4, 5), "2026Q1": (40, 30, 30), "2026Q2": (40, 57, 3), "2026Q3": (80, 10, 10)}
    stored(series({period: {OWN_VIEW: dict(zip(VIEWS, each, strict=True))} for period, each in said.items()}))
    answer = reader.get(f"{PAGE}own-view-better/")
    values = drawing(answer, "over-quarters")["data"]["values"]
    assert [row["Value"] for row in values] == [None, 40, None, 80]
    assert "so there is a gap: 2025Q4." in text_of(answer)
    assert values[1]["At least"] <= 40 <= values[1]["At most"]
    assert 30 < values[2]["At least"] <= 40 <= values[2]["At most"] < 50, "without its number, between what it is"


@pytest.mark.django_db
def test_broken_down_by_corridor_with_map_and_table(reader: Client) -> None:
    found = counts(60, 40, 60)
    found[BY_CORRIDOR] |= {("passport", "NPL-JOR"): 12}
    stored(series({"2026Q2": counts(60, 40, 60), "2026Q3": found}))
    answer = reader.get(f"{PAGE}grievances-brought/?by=corridor")
    arcs = {
        arc["name"]: arc for arc in next(d for d in drawing(answer, "map")["data"] if d["name"] == "arcs")["values"]
    }
    assert set(arcs) == {"Nepal → Jordan (70)", "Bangladesh → Lebanon (30)"}
    assert arcs["Nepal → Jordan (70)"]["count"] > arcs["Bangladesh → Lebanon (30)"]["count"]
    said = text_of(answer)
    assert "/corridors/NPL-JOR/" in said
    other = drawing(answer, "by-code")["data"]["values"][-1]
    assert (other["Value"], other["At least"], other["At most"]) == (None, 0, 9), "put together, and still withheld"
    assert "so there is a gap: Other" in said


@pytest.mark.django_db
def test_by_country_with_circles(reader: Client) -> None:
    found = {"grievance.by-kind-sex-and-country": {("passport", "woman", "JOR"): 50, ("passport", "woman", "LBN"): 13}}
    stored(series({"2026Q3": found}))
    spec = drawing(reader.get(f"{PAGE}grievances-brought/?by=country"), "map")
    circles = next(d for d in spec["data"] if d["name"] == "circles")["values"]
    assert len(circles) == 2 and spec["marks"][-1]["from"] == {"data": "circles"}


def test_a_withheld_corridor_is_dashed() -> None:
    counted = {("NPL-JOR", "full"): 40, ("BGD-LBN", "full"): 5, ("BGD-LBN", "nothing"): 5}
    rows = {("unpaid-wages", step, corridor): n for (corridor, step), n in counted.items()}
    ended = {("unpaid-wages", {"full": "received"}.get(step, "none"), place): n for (_, step, place), n in rows.items()}
    release = quarter("2026Q3", {"closing.by-kind-furthest-and-corridor": ended})
    ratio = published.indicators()["grievance-remedy-received"]
    found = moved.rows({"2026Q3": release}, "2026Q3", [(ratio, ("corridor",))])
    drawn = charts.map_of("Remedies", "corridor", "2026Q3", found)
    assert drawn
    arcs = {
        arc["from_lon"]: arc["withheld"] for arc in next(d for d in drawn.spec["data"] if d["name"] == "arcs")["values"]
    }
    assert sorted(arcs.values()) == [False, True], "of Nepal it is known between what it is, of Bangladesh nothing"
    path = next(mark for mark in drawn.spec["marks"] if mark["type"] == "path")
    assert path["encode"]["enter"]["strokeDash"][0]["test"] == "datum.withheld"


@pytest.mark.django_db
def test_shares_are_told_part_by_part(reader: Client) -> None:
    then = {RESULTS: {("settled", "NPL-JOR", "garment"): 60, ("nothing", "NPL-JOR", "garment"): 60}}
    now = {RESULTS: {("settled", "NPL-JOR", "garment"): 100, ("nothing", "NPL-JOR", "garment"): 20}}
    stored(series({"2026Q2": then, "2026Q3": now}))
    said = text_of(reader.get(f"{PAGE}grievance-results/"))
    assert "Withheld, now and in the quarters that it is held against:" in said
    assert "83 %" in said and "rose, larger than chance" in said and "fell, larger than chance" in said


@pytest.mark.django_db
def test_people_over_quarters_are_bounds_and_no_sum(reader: Client) -> None:
    seen = {"person.by-corridor-and-first": {("NPL-JOR", "new"): 100}}
    made = [quarter(period, seen, people={"person": (48, 102)}) for period in ("2026Q2", "2026Q3")]
    stored(made)
    said = text_of(reader.get(f"{PAGE}people-seen/"))
    assert "Different people over these quarters: <bdi>48–204</bdi>" in said
    assert "Different people" not in text_of(reader.get(f"{PAGE}people-new/"))


@pytest.mark.django_db
def test_how_do_we_know(reader: Client) -> None:
    log = [
        Gated(
            "closing.by-kind-furthest-and-corridor",
            1.0,
            steps=(("closing.by-kind-furthest-and-corridor:furthest", 5, 10, gate.EXACT, 1),),
        ),
        Gated("closing.by-x", 1.0, dropped=("closing.by-x:furthest,route",), why=gate.ALIKE),
    ]
    stored([quarter("2026Q3", counts(60, 40, 60), late=("2026Q1",))], log)
    said = text_of(reader.get(f"{PAGE}grievance-remedy-received/"))
    assert "rounded to 10 instead of 5: a small number could be worked out" in said
    assert "everybody of a group" not in said, "another table"
    assert published.signed_by("2026Q3") in said and len(published.signed_by("2026Q3").split()) == 6
    assert "Furthest step of remedy: Received" in said and "higher is better for workers" in said
    assert "2026-01-01" in said and "Quarter 1 of 2026" in said
    assert "No ranking" not in said or "lang=" in said


@pytest.mark.django_db
def test_a_table_that_was_dropped_is_said_to_be_withheld(reader: Client) -> None:
    dropped = ("closing.by-kind-furthest-and-corridor:furthest",)
    log = [Gated("closing.by-kind-furthest-and-corridor", 1.0, dropped=dropped, why=gate.TIME)]
    stored([quarter("2026Q3", {BY_CORRIDOR: counts(60, 1, 1)[BY_CORRIDOR]})], log)
    said = text_of(reader.get(f"{PAGE}grievance-remedy-received/"))
    assert "The table that it needs is withheld in this quarter" in said
    assert "it could not be tried in time" in said and "the whole table" in said


def test_every_reason_of_the_gate_has_words() -> None:
    assert all(known.reason_told(why) != why for why in gate.REASONS)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("grievances-brought/?by=centre", "It cannot be broken down by “centre” in a release; expected one of: Kind"),
        ("promise-gap-wage/?by=corridor", "It cannot be broken down by “corridor”"),
        ("grievances-brought/?quarter=later", "“later” is not released"),
    ],
)
def test_what_cannot_be_asked_gets_a_clear_answer(reader: Client, address: str, told: str) -> None:
    stored(series({"2026Q3": counts(120, 40, 60)}))
    answer = reader.get(PAGE + address)
    assert answer.status_code == 400 and told.replace("Kind", "kind") in text_of(answer)


@pytest.mark.django_db
def test_what_waits_tells_no_number_and_what_is_not_there_is_not_there(reader: Client) -> None:
    stored(series({"2026Q3": counts(120, 40, 60)}))
    answer = reader.get(f"{PAGE}members-enrolled/")
    assert answer.status_code == 200 and "Waits and is not reckoned:" in text_of(answer)
    assert reader.get(f"{PAGE}members-enrolled/numbers.csv").status_code == 404
    assert reader.get(f"{PAGE}nothing-like-it/").status_code == 404


@pytest.mark.django_db
def test_every_indicator_has_a_page_in_every_way(reader: Client) -> None:
    stored(series({"2026Q2": counts(60, 40, 60), "2026Q3": counts(120, 40, 60)}))
    for id, one in published.indicators().items():
        for by in ["", *(moved.allowed(one) if not one.waits_for else [])][:3]:
            assert reader.get(f"{PAGE}{id}/?by={by}").status_code == 200, (id, by)


@pytest.mark.django_db
def test_its_numbers_as_a_file(reader: Client) -> None:
    stored(series({"2026Q2": counts(60, 40, 60), "2026Q3": counts(120, 40, 60)}))
    answer = reader.get(f"{PAGE}grievances-brought/numbers.csv?by=corridor")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    heads = [row for row in rows if row["indicator"] == "grievances-brought"]
    assert len(heads) < len(rows), "its company goes with it"
    found = {(row["quarter"], row["code"]): row["value"] for row in heads}
    assert found[("2026Q3", "NPL-JOR")] == "120" and found[("2026Q2", "")] == "95"
    assert found[("2026Q3", "other")] == "withheld"
    assert reader.get(f"{PAGE}grievances-brought/numbers.csv?by=centre").status_code == 400


@pytest.mark.django_db
def test_in_arabic(reader: Client) -> None:
    stored(series({"2026Q3": counts(120, 40, 60)}))
    answer = reader.get(f"{PAGE}grievances-brought/?by=corridor&lang=ar")
    assert answer.status_code == 200 and 'dir="rtl"' in answer.content.decode()
