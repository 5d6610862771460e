"""What is kept of a table of earlier cases while it is taken in: the table itself, sealed, and how far it has come."""

from dataclasses import dataclass

from corridor.journey.importing.contents import BROUGHT, GOING, LEFT, TableImport

__all__ = ["BROUGHT", "GOING", "LEFT", "CaseImport"]


@dataclass(frozen=True)
class CaseImport(TableImport):
    """A table of earlier cases between being brought and being in; she who brought it alone reads it.

    lead: account key of who looks after the cases. done: the row of the file up to which cases were taken in. cases,
    taken: how many, and how many rows of them. Source: WIF2023-14, -25.
    """

    TYPE = "case-import"
    lead: str = ""
    cases: int = 0
