"""Every kind of fact, column and code has its words: what a room registers without them is seen here."""

from django.utils import translation

from corridor.figures import naming
from corridor.figures.naming import code_label, column_label, kind_label
from corridor.journey.facts import FACTS


def test_every_kind_column_and_code_that_is_registered_has_words() -> None:
    silent = [kind for kind in FACTS if kind not in naming.KINDS]
    for kind, about in FACTS.items():
        for column in about.columns:
            silent += [column.name] if column.name not in naming.COLUMNS else []
            silent += [
                f"{kind}.{column.name}={code}"
                for code in column.all_codes
                if code_label(kind, column.name, code) == code
            ]
    assert [one for one in silent if not one.endswith("contacts=1")] == []


def test_bands_are_told_with_their_unit() -> None:
    told = [
        code_label("recruitment", "cost", "over-12"),
        code_label("closing", "days_to_closing", "8-30"),
        code_label("spell", "minimum", "under-50"),
        code_label("person", "contacts", "10-over"),
        code_label("spell", "hours", "up-to-48"),
    ]
    assert told == [
        "over 12 months of pay",
        "8–30 days",
        "under 50 %",
        "10 or more",
        "up to 48 hours a week",
    ]


def test_corridors_are_told_by_their_countries() -> None:
    assert code_label("grievance", "corridor", "NPL-JOR") == "Nepal → Jordan"
    with translation.override("ar"):
        assert "الأردن" in code_label("grievance", "country", "JOR")


def test_words_of_kinds_and_columns() -> None:
    assert (kind_label("closing"), column_label("own_view")) == ("Grievances that ended", "Her own word on it")
