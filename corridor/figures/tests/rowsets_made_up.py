"""A kind of fact and row-sets made up for the tests of indicators: grievances by kind, corridor and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from corridor.journey.facts import CORRIDOR, MONTHS_OF_PAY, Column, FactKind
from corridor.reference.kinds import kinds
from corridor.reference.shelf import Entry, read_value

GRIEVANCE = FactKind(
    name="grievance",
    meaning="A grievance",
    source="tests",
    columns=(
        Column("kind", "Kind", "grievance-kind"),
        CORRIDOR,
        Column("outcome", "What came of it", codes=("received", "part", "nothing")),
        Column("cost", "Months of pay", codes=MONTHS_OF_PAY),
    ),
    sets={
        "by-corridor-and-outcome": ("corridor", "outcome"),
        "by-kind-and-outcome": ("kind", "outcome"),
        "by-kind-corridor-and-outcome": ("kind", "corridor", "outcome"),
        "by-corridor-and-cost": ("corridor", "cost"),
    },
    made=lambda known, today: iter(()),
)
PERSON = FactKind(
    name="person",
    meaning="Somebody seen in a quarter",
    source="tests",
    columns=(Column("sex", "Sex", "sex"), CORRIDOR),
    sets={"by-sex-and-corridor": ("sex", "corridor")},
    made=lambda known, today: iter(()),
    of_person=True,
)
KINDS = {"grievance": GRIEVANCE, "person": PERSON}

RATIO = {
    "id": "grievance-remedy-received",
    "label": "Grievances with a remedy received",
    "tells": "-",
    "not_for": "-",
    "definition": "-",
    "facts": "grievance",
    "statistic": "ratio",
    "numerator": "outcome=received|part",
    "unit": "share of grievances",
    "by": "kind;corridor;quarter;centre",
    "direction": "up",
    "beside": "-",
    "caution": "no",
    "version": "1",
    "valid_from": "2026",
    "source": "WIF2023 lesson 52",
}


@dataclass(frozen=True)
class Counts:
    """A row-set as it comes with a return."""

    kind: str
    name: str
    columns: tuple[str, ...]
    rows: Mapping[tuple[str, ...], int]


def row(**changed: str) -> Entry:
    """A row of the shelf: the ratio above, with some cells changed."""
    about, cells = kinds()["indicators"], RATIO | changed
    values = {field.name: read_value(field, cells.get(field.name, "")) for field in about.fields.values()}
    return Entry(about, values, "indicators.csv", 7)


def counts(name: str, rows: Mapping[tuple[str, ...], int], kind: str = "grievance") -> Counts:
    return Counts(kind, name, tuple(KINDS[kind].sets[name]), rows)
