"""Names at the ends of lines never lie over one another."""

from corridor.ui.charts import NAME_APART, names_apart


def test_names_stand_apart_in_the_order_of_the_values() -> None:
    rows = [["a", "1", 100], ["a", "2", 40], ["b", "2", 41], ["c", "1", 90], ["c", "2", None], ["d", "2", 95]]
    at = {one["series"]: one["value"] for one in names_apart(rows, "value", "time", "series")}
    assert at["a"] == 40 and at["b"] == 40 + 100 * NAME_APART, "they would lie over one another"
    assert at["c"] == 90, "beside its last point that is told"
    assert at["d"] - at["c"] >= 100 * NAME_APART and list(at) == ["a", "b", "c", "d"]


def test_nothing_drawn_has_no_names() -> None:
    assert names_apart([["a", "1", None]], "value", "time", "series") == []
