"""Bars stand in the order of their rows; names at the ends of lines never lie over one another."""

from corridor.ui.charts import NAME_APART, Chart, bars, names_apart


def test_bars_stand_in_the_order_of_the_rows_also_where_one_has_no_number() -> None:
    rows = [["Q2", None, 1.3, 2.0], ["Q1", 1.9, 1.8, 2.0], ["Q2", 0.5, 0.4, 0.6]]
    made = Chart(
        "c", "C", ["when", "value", "least", "most"], rows, bars("value", "when", between=("least", "most")), ""
    )
    for drawn in (made.drawing, made.drawing["usermeta"]["narrow"]):
        assert drawn["encoding"]["y"]["sort"] == ["Q2", "Q1"]
    assert made.drawing["layer"][0] == {"mark": "bar"} and made.spec["encoding"]["y"]["sort"] is None


def test_names_stand_apart_in_the_order_of_the_values() -> None:
    rows = [["a", "1", 100], ["a", "2", 40], ["b", "2", 41], ["c", "1", 90], ["c", "2", None], ["d", "2", 95]]
    at = {one["series"]: one["value"] for one in names_apart(rows, "value", "time", "series")}
    assert at["a"] == 40 and at["b"] == 40 + 100 * NAME_APART, "they would lie over one another"
    assert at["c"] == 90, "beside its last point that is told"
    assert at["d"] - at["c"] >= 100 * NAME_APART and list(at) == ["a", "b", "c", "d"]


def test_nothing_drawn_has_no_names() -> None:
    assert names_apart([["a", "1", None]], "value", "time", "series") == []
