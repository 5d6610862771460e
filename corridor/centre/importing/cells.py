"""What a cell of an earlier list of cases means, by the field to which its column goes.

What fits nothing is not guessed. Pure: text in, value or what was expected out.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from corridor.centre.importing.fields import BY_CODE, DATES, Field, Mapping, plain
from corridor.exchange.tables import Table
from corridor.journey.importing import cells
from corridor.journey.importing.cells import NotRead, day_of, terms
from corridor.journey.sheets import AREA, LINE
from corridor.reference.folding import folded
from corridor.reference.shelf import shelf

__all__ = ["Meaning", "NotRead", "asks_order", "day_of", "terms"]


def asks_order(table: Table, columns: tuple[str, ...]) -> str:
    """Whether the day or the month comes first in the dates of these columns; "" when she has to say it."""
    return cells.order_of(table, (place for place, code in enumerate(columns) if code in DATES))


@dataclass(frozen=True)
class Meaning:
    """Reads the cells of one table. known: what was read before, since words come again."""

    mapping: Mapping
    today: date
    known: dict[tuple[str, str], tuple[Any, str]] = field(default_factory=dict)

    def of(self, code: str, cell: str) -> Any:
        """The value of a cell that is not empty. Raises NotRead."""
        one = BY_CODE[code]
        key = "when" if code in DATES else one.vocabulary or one.how, cell
        if key not in self.known:
            try:
                self.known[key] = self._read(one, cell), ""
            except NotRead as error:
                self.known[key] = None, error.expected
        found, expected = self.known[key]
        if expected:
            raise NotRead(expected)
        return found

    def _read(self, one: Field, cell: str) -> Any:
        match one.how:
            case "line":
                return _fitting(cell, LINE)
            case "area":
                return _fitting(cell, AREA)
            case "term":
                return cells.term(one.vocabulary, cell)
            case "age":
                return _age(cell)
            case "country":
                return cells.country(cell)
            case "language":
                expected = gettext("a language")
                return tuple(cells.one_of(cells.languages(), word, expected) for word in re.split(r"[,;/&،]", cell))
            case "money":
                return self._amount(cell)
            case "currency":
                return cells.currency(cell)
        return cells.when(cell, self.mapping, self.today)

    def _amount(self, cell: str) -> tuple[Decimal, str]:
        """An amount and its currency: the one beside it, else the one that was chosen for the table, else none."""
        found, beside = cells.amount(cell)
        return found, beside or self.mapping.currency


def _fitting(cell: str, most: int) -> str:
    if len(cell) > most:
        raise NotRead(gettext("at most %(most)s characters") % {"most": most})
    return cell


def _age(cell: str) -> str:
    """A band by its label or code; or the band of an age in years."""
    figures = re.findall(r"\d+", folded(cell))
    if plain(cell) in terms("age-band") or len(figures) != 1 or not 10 <= int(figures[0][:4]) <= 99:
        return cells.term("age-band", cell)
    years = int(figures[0])
    for code in shelf().terms["age-band"]:
        bounds = [int(one) for one in re.findall(r"\d+", code)]
        first, last = (0, bounds[0] - 1) if code.startswith("under") else (bounds[0], bounds[-1]) if bounds else (1, 0)
        if first <= years <= (99 if code.endswith("over") else last):
            return code
    return cells.term("age-band", cell)
