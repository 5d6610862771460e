"""What is told of the rows of a table: row, field, what was found and what is expected; and the refused rows, to be
corrected and brought again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from corridor.exchange.tables import Row, Table
from corridor.journey.importing.columns import REASON, plain

QUOTED, EXAMPLES = 60, 3  # characters of a finding; findings shown of those that are alike
ROW_LONGEST = 100_000  # characters


@dataclass(frozen=True)
class Finding:
    """What was found in a field, and what is expected. number: of the row in the file. kind: what it has in common with
    others, where what is expected differs from row to row.
    """

    number: int
    field: str
    found: str
    expected: str
    kind: str = ""

    def told(self) -> str:
        return gettext("%(field)s: found “%(found)s”, expected %(expected)s.") % vars(self)


def finding(number: int, label: str, found: str, expected: str, kind: str = "") -> Finding:
    """With no more of what was found than tells it apart."""
    shown = found[:QUOTED] + ("…" if len(found) > QUOTED else "")
    return Finding(number, label, shown or "–", expected, kind)


def at_most(most: int) -> str:
    """What is expected of a text that is too long."""
    return gettext("at most %(most)s characters") % {"most": most}


def gathered(findings: Iterable[Finding]) -> list[tuple[int, list[Finding], bool]]:
    """Findings of one field that are alike, the most frequent first: how many, the first few, and whether each row
    expects something of its own.
    """
    found: dict[tuple[str, str], list[Finding]] = {}
    for one in findings:
        found.setdefault((one.field, one.kind or one.expected), []).append(one)
    groups = ((len(group), group[:EXAMPLES], bool(group[0].kind)) for group in found.values())
    return sorted(groups, key=lambda one: -one[0])


def rows_with_reasons(table: Table, why: Mapping[int, Iterable[Finding]], numbers: Iterable[int]) -> Table:
    """The rows with these numbers as they stood, each with the reasons beside it."""
    keep, wanted = [place for place, called in enumerate(table.header) if plain(called) != REASON], set(numbers)
    rows = (
        Row(
            row.number,
            (*(row.cells[place] for place in keep), " ".join(one.told() for one in why.get(row.number, ()))),
        )
        for row in table.rows
        if row.number in wanted
    )
    return Table(table.name, (*(table.header[place] for place in keep), REASON), tuple(rows))
