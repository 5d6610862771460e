"""Charts from the tables of the 2013 evaluation, as printed there: nothing is added up or filled in."""

from functools import cache

from django.utils.translation import get_language, gettext

from corridor.places.regions import printed_region
from corridor.reference.shelf import Entry, shelf
from corridor.ui.charts import Chart, bars, lines

# The instruments of table 10 that speak most of people who work abroad, with table 11's for domestic workers.
INSTRUMENTS = ("C019", "C118", "C157", "C181", "C189")
PROJECTS, ACTIVITIES = "projects (budget above USD 499,999)", "activities (budget below USD 500,000)"


@cache
def table(name: str) -> dict[tuple[str, str], Entry]:
    """(row, column) -> figure of one printed table."""
    return {(one.row, one.column): one for one in shelf().all("table_figures") if one.table == name}


def rows_of(name: str) -> list[str]:
    """The rows of a table in printed order, without its total and what was computed."""
    return [
        row for row in dict.fromkeys(row for row, _ in table(name)) if row not in {"Total", "Sum of rows (computed)"}
    ]


def doubts(used: list[Entry]) -> list[str]:
    """What is doubtful, with the figure that it is about; said once where several share it."""
    first = {one.flag: one.label for one in reversed(used) if one.flag}
    return [f"{label}: {flag}" for flag, label in reversed(first.items())]


def two_columns(id: str, title: str, columns: dict[str, str], unit: str, note: str, form: str = ",") -> Chart:
    """Table 5: one value by region, split into projects and activities. `columns` are printed column -> label."""
    language, figures = get_language() or "en", table("Table 5")
    region, what = gettext("Region"), gettext("What")
    used = [(row, column, figures[row, column]) for row in rows_of("Table 5") for column in columns]
    totals = [figures["Total", column] for column in columns]
    return Chart(
        id,
        title,
        [region, what, unit],
        [[printed_region(row, language), columns[column], figure.value] for row, column, figure in used],
        bars(unit, region, colour=what, form=form),
        "ILO2013-eval table 5",
        unit,
        "2005–2013",
        doubts([*(figure for _, _, figure in used), *totals]),
        note,
    )


def projects_by_region() -> Chart:
    return two_columns(
        "by-region",
        gettext("Projects and activities by region"),
        {
            PROJECTS: gettext("Projects (500,000 US$ and more)"),
            ACTIVITIES: gettext("Activities (less than 500,000 US$)"),
        },
        gettext("Number"),
        gettext("Only what was paid from outside the regular budget and filed under labour migration is counted."),
    )


def money_by_region() -> Chart:
    return two_columns(
        "money-by-region",
        gettext("Money by region"),
        {"projects total budget": gettext("Projects"), "activities total budget": gettext("Activities")},
        gettext("US dollars"),
        gettext("Budgets, not spending. Staff and work paid from the regular budget are left out."),
        ".3~s",
    )


def by_outcome() -> Chart:
    outcome, count = gettext("Outcome"), gettext("Number")
    figures = table("Table 6")
    rows = [[row, figures[row, "projects"].value] for row in rows_of("Table 6")]
    return Chart(
        "by-outcome",
        gettext("Projects and activities by the outcome they were filed under"),
        [outcome, count],
        sorted(rows, key=lambda row: -row[1]),
        bars(count, outcome),
        "ILO2013-eval table 6",
        count,
        "2005–2013",
        doubts([figures[row, "projects"] for row in rows_of("Table 6")]),
        gettext("Each is counted under one outcome only, so work on migration within other outcomes does not show."),
    )


def country_outcomes() -> Chart:
    language, figures = get_language() or "en", table("Table 4")
    region, what, count = gettext("Region"), gettext("What"), gettext("Country programme outcomes")
    columns = {
        "7a total CPOs": gettext("Indicator 7a: all"),
        "7a CPOs eligible for reporting": gettext("Indicator 7a: ready to be reported"),
        "7b total CPOs": gettext("Indicator 7b: all"),
        "7b CPOs eligible for reporting": gettext("Indicator 7b: ready to be reported"),
    }
    rows = [
        [printed_region(row, language), label, figures[row, column].value]
        for row in rows_of("Table 4")
        for column, label in columns.items()
    ]
    return Chart(
        "country-outcomes",
        gettext("Country programme outcomes on labour migration by region"),
        [region, what, count],
        rows,
        bars(count, region, colour=what),
        "ILO2013-eval table 4",
        count,
        "2010–2011",
        doubts(list(figures.values())),
        gettext("It counts what countries plan, not projects; global and interregional work is left out."),
    )


def ratifications() -> Chart:
    instrument, year, count = gettext("Instrument"), gettext("Year"), gettext("Ratifications")
    used = [
        one
        for one in shelf().all("ratifications")
        if one.instrument in INSTRUMENTS and one.ratifications is not None and one.source[0].startswith("ILO2013-eval")
    ]
    return Chart(
        "ratifications",
        gettext("Ratifications of five Conventions that matter to people who work abroad"),
        [instrument, year, count],
        [[one.instrument, one.year, one.ratifications] for one in used],
        lines(count, year, instrument),
        "ILO2013-eval table 10; ILO2013-eval table 11",
        count,
        "2005–2013",
        [f"{code}: {flag}" for code, flag in dict.fromkeys((one.instrument, one.flag) for one in used if one.flag)],
        gettext(
            "C097, C143 and the Migrant Workers Convention are left out: the source shows them in a picture without "
            "numbers, so their counts are missing, not zero."
        ),
    )


def charts() -> list[Chart]:
    """The evaluation's charts in the reader's language."""
    return [projects_by_region(), money_by_region(), by_outcome(), country_outcomes(), ratifications()]
