"""What is kept of a table while it is taken in: the table itself, sealed, and how far it has come."""

from dataclasses import dataclass
from datetime import date

from corridor.safe.content import Content

BROUGHT, GOING, LEFT = STATES = ("brought", "going", "left")


@dataclass(frozen=True)
class TableImport(Content):
    """A table between being brought and being in; she who brought it alone reads it. Each room names its own kind.

    name: of the file. size, fingerprint, key, chunks: of the table as it was read, as of an attachment. encoding: of a
    CSV file, when it was guessed. sheet: which of its sheets. columns, order, calendar, currency: the mapping (see
    `importing.columns.Mapping`). state: of STATES; `left` holds nothing but the rows that were refused, each with the
    reason in its last cell. began: the day on which the rows were classed. done: the row of the file up to which rows
    were taken in. taken: how many. refused: numbers of the rows that were refused.
    When the month after next begins it is destroyed by itself. Source: WIF2023-14, -25.
    """

    RETENTION_MONTHS = 1
    SEARCHED = ("name",)
    name: str
    size: int
    fingerprint: str
    key: str
    chunks: int
    encoding: str = ""
    sheet: int = 0
    columns: tuple[str, ...] = ()
    order: str = ""
    calendar: str = ""
    currency: str = ""
    state: str = BROUGHT
    began: date | None = None
    done: int = 0
    taken: int = 0
    refused: tuple[int, ...] = ()
    author: str = ""
    day: date | None = None

    def closed_on(self) -> date | None:
        return self.day


@dataclass(frozen=True)
class PartImport(TableImport):
    """A table of one kind of part of workers' files. kind: the type of that part ("hop", "charge", "loan" ...)."""

    TYPE = "part-import"
    kind: str = ""
