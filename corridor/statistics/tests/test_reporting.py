"""What stands in a report: which releases, in which order, sums of a year, and nothing that misleads."""

from dataclasses import replace

import pytest
from django.utils import translation

from corridor.exchange.report_records import DRAWN, Cell, Report
from corridor.figures import published
from corridor.figures.releases import EMPTY, Gated, Release
from corridor.reference.shelf import Entry
from corridor.statistics import reporting
from corridor.statistics.report_numbers import Line, largest_first, words_of
from corridor.statistics.report_words import CHANGED, KEPT_BACK, TRUST, refusal_told, report
from corridor.statistics.reporting import USUAL, beside, codes, in_sections, kept_back, over, reckoned, refused, spans
from corridor.statistics.tests.released import quarter

ENDED = "closing.by-kind-furthest-and-corridor"
SEEN = "person.by-corridor-and-first"
YEAR = ("2026Q1", "2026Q2", "2026Q3", "2026Q4")
NEW = "grievance-collective"
REMEDY, HEADS, STEPS = "grievance-remedy-received", "people-seen", "grievance-furthest-step"


def release(period: str, received: int = 60, none: int = 40, people: int = 50) -> Release:
    counts = {
        ENDED: {
            ("unpaid-wages", "received", "NPL-JOR"): received,
            ("unpaid-wages", "none", "NPL-JOR"): none,
            ("document-kept", "received", "NPL-JOR"): 20,
            ("document-kept", "none", "NPL-JOR"): 30,
        },
        SEEN: {("NPL-JOR", "new"): people, ("BGD-LBN", "new"): 30},
    }
    return quarter(period, counts, people={"person": (people, people + 30)}, late=("2025Q4",))


def heard_of(period: str) -> Release:
    """A release in which every code of a column is named, so that its ratio has a number."""
    return quarter(
        period, {"grievance.by-collective-sector-and-country": {(one, "domestic", "JOR"): 60 for one in ("yes", "no")}}
    )


def known(*periods: str) -> dict[str, Release]:
    return {one: release(one) for one in periods}


def made(code: str, releases: dict[str, Release], *ids: str) -> Report:
    found = spans(code, releases)
    some = [reckoned(published.indicators()[one], found) for one in ids]
    return report(found, some, [], {code: "11111 22222"})


def test_periods_are_quarters_and_years_that_are_whole() -> None:
    assert codes(["2026Q1", "2025Q4", "2025Q2", "2025Q3", "2025Q1"]) == [
        *("2026Q1", "2025", "2025Q4", "2025Q3", "2025Q2", "2025Q1"),
    ]
    assert codes(["2025Q1", "2025Q2", "2025Q4"]) == ["2025Q4", "2025Q2", "2025Q1"]


def test_a_period_stands_beside_the_one_before_and_the_year_before() -> None:
    assert beside("2026Q1") == ("2025Q4", "2025Q1") and beside("2026") == ("2025",)
    with pytest.raises(ValueError, match="no period"):
        beside("2026Q5")
    assert [one.code for one in spans("2026Q3", known("2026Q3", "2025Q3", "2026Q1"))] == ["2026Q3", "2025Q3"]
    assert spans("2026", known(*YEAR[:3])) == () and spans("2026Q3", known("2026Q2")) == ()


def test_a_year_is_the_sum_of_its_releases_as_bounds() -> None:
    found = spans("2026", known(*YEAR))
    indicator = published.indicators()[REMEDY]
    each = over(reporting.Span("2026Q1", (release("2026Q1"),)), indicator)[()]
    year = over(found[0], indicator)[()]
    assert year.numerator == (4 * each.numerator[0], 4 * each.numerator[1]) == (4 * 78, 4 * 82)
    assert year.number is None, "where a quarter has no number, the year has none either"
    assert year.between and each.between and year.between == pytest.approx(each.between)
    heard = {one: heard_of(one) for one in YEAR}
    quarters, whole = (
        over(one, published.indicators()[NEW])
        for one in (reporting.Span("", (heard["2026Q1"],)), *spans("2026", heard))
    )
    assert whole[()].number == pytest.approx(quarters[()].number, abs=0.01)


def test_people_are_never_added_up_over_a_year() -> None:
    year = {one: release(one, people=50 + 10 * at) for at, one in enumerate(YEAR)}
    found = spans("2026", year)[0]
    heads = over(found, published.indicators()[HEADS])[()]
    assert heads.number is None and heads.numerator == (80, 80 + 90 + 100 + 110)
    new = over(found, published.indicators()["people-new"])[()]
    largest = over(reporting.Span("2026Q4", (year["2026Q4"],)), published.indicators()["people-new"])[()]
    assert new.number is None and new.numerator[0] == largest.numerator[0] < new.numerator[1]
    by = over(found, published.indicators()[HEADS], ("corridor",))
    assert by[("NPL-JOR",)].number is None and by[("NPL-JOR",)].numerator[0] == 78


def test_a_code_that_one_quarter_does_not_name_is_nobody_or_among_the_others() -> None:
    without = {one: release(one) for one in YEAR}
    counts = {
        ENDED: {
            ("unpaid-wages", "received", "NPL-JOR"): 60,
            ("document-kept", "received", "NPL-JOR"): 4,
            ("dismissal", "none", "NPL-JOR"): 70,
        }
    }
    without["2026Q4"] = quarter("2026Q4", counts)
    by = over(spans("2026", without)[0], published.indicators()[REMEDY], ("kind",))
    passports = by[("document-kept",)]
    assert passports.number is None and passports.numerator[0] == 3 * 18
    assert passports.numerator[1] >= 3 * 22 + 4


def test_a_year_with_a_quarter_that_does_not_tell_is_not_told() -> None:
    year = known(*YEAR)
    year["2026Q2"] = replace(year["2026Q2"], tables=())
    assert over(spans("2026", year)[0], published.indicators()[REMEDY]) == {}


def test_heads_alone_are_refused_with_the_reason() -> None:
    shelf = published.indicators()
    assert refused([shelf[HEADS]]) == (shelf[HEADS],) and refused([shelf[HEADS], shelf[REMEDY]]) == ()
    assert "People seen" in refusal_told([shelf[HEADS]]) and "what came of it" in refusal_told([shelf[HEADS]])


def test_what_may_not_stand_alone_comes_last() -> None:
    shelf = published.indicators()
    order = list(in_sections([shelf[one] for one in (HEADS, REMEDY, "services-given", "weekly-rest")]).items())
    assert [name for name, _ in order] == ["grievances", "work", "reached"]
    assert {one.id for one in order[-1][1]} == {HEADS, "services-given"}


def test_the_usual_choice_can_be_made_and_ends_with_heads() -> None:
    shelf = published.indicators()
    assert all(not shelf[one].waits_for for one in USUAL) and refused([shelf[one] for one in USUAL]) == ()
    assert list(in_sections([shelf[one] for one in USUAL]))[-1] == "reached"


def test_a_report_in_its_order_with_how_we_know() -> None:
    found = made("2026Q3", known("2026Q3", "2026Q2", "2025Q3"), HEADS, REMEDY, STEPS)
    assert [one.id for one in found.sections] == [TRUST, CHANGED, "grievances", "reached", KEPT_BACK]
    remedy = found.sections[2].shown[0]
    assert remedy.id == REMEDY and "version 1" in remedy.mark and remedy.drawings[0].alt.count("%") >= 3
    told = {name: str(words) for name, words in remedy.known}
    assert "Furthest step of remedy: Received" in told["Numerator"]
    assert "11111 22222" in told["Release 2026Q3"] and "5 centres" in told["Release 2026Q3"]
    assert "2025Q4" in told["Release 2026Q3"] and "2026Q3, 2026Q2, 2025Q3" in remedy.source
    heads = found.sections[3].shown[0]
    assert "not stand alone" in str(heads.notes[0]) and "Different people: 50–80" in str(heads.notes[1])


def test_numbers_are_told_as_released_with_what_they_can_be() -> None:
    found = made("2026Q3", known("2026Q3"), REMEDY, STEPS)
    shown = {one.id: one for one in found.sections[2].shown}
    assert [one.told for one in shown[REMEDY].grids[0].rows[0]] == [
        *("Quarter 3 of 2026", "51–55 %", "51–55 %", "78–82", "146–156"),
    ]
    shares = {row[0].told: row[1].told for row in shown[STEPS].grids[0].rows}
    assert shares["Received"] == "53 %" and shares["Offered"] == "withheld"
    assert "Received 53" in str(shown[STEPS].says[1])


def test_what_is_withheld_is_no_number_anywhere() -> None:
    few = {
        "2026Q3": quarter(
            "2026Q3", {ENDED: {("document-kept", "none", "NPL-JOR"): 40, ("document-kept", "received", "NPL-JOR"): 3}}
        )
    }
    shown = made("2026Q3", few, REMEDY).sections[2].shown[0]
    assert shown.grids[0].rows[0][1].told == "withheld" and shown.grids[0].rows[0][1].number is None
    assert "7" not in shown.drawings[0].alt and "withheld" in shown.drawings[0].alt


def test_what_is_not_released_is_named() -> None:
    silent = {"2026Q3": replace(release("2026Q3"), tables=())}
    found = made("2026Q3", silent, REMEDY)
    assert "not released" in str(found.sections[2].shown[0].says[1])
    assert any("Grievances with a remedy" in str(one) for one in found.sections[-1].paragraphs)


def test_a_change_is_told_only_where_it_is_larger_than_chance() -> None:
    releases = {"2026Q3": release("2026Q3", 160, 40), "2026Q2": release("2026Q2", 60, 140)}
    rows = made("2026Q3", releases, REMEDY).sections[1].grids[0].rows
    assert [one.told for one in rows[0]][-1] == "rose: better for workers"
    same = made("2026Q3", {one: heard_of(one) for one in ("2026Q3", "2026Q2")}, NEW).sections[1]
    assert same.grids == () and any("May be chance: 1" in str(one) for one in same.paragraphs)
    alone = made("2026Q3", known("2026Q3"), REMEDY).sections[1]
    assert "Nothing earlier" in str(alone.paragraphs[0])


def test_what_the_gate_kept_back_is_told_without_its_cells() -> None:
    table = f"{ENDED}:furthest,kind"
    log = [
        Gated(ENDED, 1.0, ((table, 5, 10, "presence", 1), (table, 10, None, "presence", 1)), (table,)),
        Gated("remedy.by-step-sex-and-country", 0.0, why=EMPTY),
        Gated(SEEN, 0.1, ((f"{SEEN}:first", 5, 10, "exact", 2),)),
    ]
    found = kept_back("2026Q3", log)
    assert [(one.kind, one.columns, one.base, one.why) for one in found] == [
        ("closing", (("furthest", "kind"),), None, "presence"),
        ("remedy", (), None, EMPTY),
        ("person", (("first",),), 10, "exact"),
    ]
    spans_ = spans("2026Q3", known("2026Q3"))
    rows = report(spans_, [], found, {}).sections[-1].grids[0].rows
    assert [one.told for one in rows[0]][2:4] == ["Furthest step of remedy × Kind", "not released"]
    assert "rounded to 10" in rows[2][3].told


def test_in_arabic_it_is_told_in_arabic_and_arrows_point_the_other_way() -> None:
    with translation.override("ar"):
        found = made("2026Q3", known("2026Q3"), REMEDY, HEADS)
    assert found.right_to_left and found.language == "ar"
    heads = found.sections[-2].shown[0]
    assert not heads.title.language and heads.title.text == "الأشخاص الذين حضروا"
    labels = [row[0].told for row in heads.grids[1].rows]
    assert any("←" in one for one in labels) and not any("→" in one for one in labels)


def test_what_a_deployment_did_not_translate_says_that_it_is_english() -> None:
    entry = next(one.entry for one in published.indicators().values() if one.entry)
    own = Entry(entry.kind, {**entry.values, "id": "of-our-own", "label": "Of our own"})
    with translation.override("ar"):
        told = words_of(replace(published.indicators()[entry.id], entry=own), "label")
    assert (told.text, told.language) == ("Of our own", "en")


def test_of_what_is_not_all_drawn_the_largest_stand_first() -> None:
    lines: list[Line] = [((Cell(str(at)), Cell("", number)), []) for at, number in enumerate([0.1, None, 0.4] * DRAWN)]
    found = [cells[1].number for cells, _ in largest_first(lines)]
    assert found == [0.4] * DRAWN + [0.1] * DRAWN + [None] * DRAWN
    assert largest_first(lines[:DRAWN]) == lines[:DRAWN]
