"""A small made-up report for tests of the files that are made of one."""

from io import BytesIO

from PIL import Image

from corridor.exchange.report_records import Cell, Drawing, Grid, Labels, Report, Section, Shown, Words

ALT = "Bars. Remedy, by period. 2026Q3: 42 %"


def dot() -> bytes:
    """The smallest picture."""
    made = BytesIO()
    Image.new("RGB", (20, 10), "#0f5c63").save(made, "PNG")
    return made.getvalue()


def report(right_to_left: bool = False, title: str = "Quarterly report", label: str = "=HYPERLINK(1)") -> Report:
    """One section with one indicator: a chart, a table with a withheld number, how we know."""
    rows = (
        (Cell("Quarter 3 of 2026"), Cell("42 %", 0.42, True), Cell("38–46 %")),
        (Cell(label), Cell("withheld"), Cell("–")),
    )
    grid = Grid("Remedy, by period", ("Period", "Share (%)", "Between"), rows, (1,))
    shown = Shown(
        "remedy",
        "remedy, version 1",
        Words("Remedy received", "en" if right_to_left else ""),
        (Words("42 % (38–46 %)"),),
        (Drawing("remedy", {"mark": "bar"}, ALT),),
        (grid,),
        (Words("No target."),),
        "Releases 2026Q3",
        (("Definition", Words("What ended with a remedy.", "en")), ("Release 2026Q3", Words("5 centres"))),
    )
    sections = (
        Section("trust", "What this report is", (Words("It tells what is released."),), (grid,)),
        Section("grievances", "Grievances and remedies", shown=(shown,)),
    )
    labels = Labels("Source", "How we know", "Definition", "Indicator", "What is told")
    language = "ar" if right_to_left else "en"
    return Report("2026Q3", title, "Quarter 3 of 2026", "2026-11", language, right_to_left, labels, sections)
