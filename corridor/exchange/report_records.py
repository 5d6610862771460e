"""A report as plain records: what stands in it, before it becomes a Word file, a workbook or a PDF.

Knows nothing of where its numbers come from. The same records make all three, so that they say the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Words:
    """A text with its language: "" is that of the report; what nobody translated is English and says so."""

    text: str
    language: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Cell:
    """A cell of a table. told: as people read it; number: the same for a machine, None where there is none (withheld).

    share: the number is a share of 1 and is told in per cent. about: it is the middle of a narrow range, told as one.
    """

    told: str
    number: float | None = None
    share: bool = False
    about: bool = False


DRAWN = 8  # labels of a chart; the table has all


@dataclass(frozen=True)
class Grid:
    """A table with a head. The first column names the rows. series: which columns a chart of a workbook draws, over the
    first `DRAWN` rows.
    """

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    series: tuple[int, ...] = ()

    @property
    def numbered(self) -> frozenset[int]:
        """The columns that hold numbers, which end at one line."""
        return frozenset(at for row in self.rows for at, one in enumerate(row) if one.number is not None)


@dataclass(frozen=True)
class Drawing:
    """A chart: what a drawing library makes of it, and what somebody hears who does not see it."""

    id: str
    spec: Mapping[str, Any]
    alt: str


@dataclass(frozen=True)
class Shown:
    """One thing that a report shows: words, a chart and its table. id: of an indicator, with its version in `mark`.

    says: what comes of it, in a sentence. notes: what has to be known to read it. known: how we know (name, words).
    """

    id: str
    mark: str
    title: Words
    says: tuple[Words, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    grids: tuple[Grid, ...] = ()
    notes: tuple[Words, ...] = ()
    source: str = ""
    known: tuple[tuple[str, Words], ...] = ()

    @property
    def parts(self) -> list[tuple[Grid, Drawing | None]]:
        """Each table with its chart, where it has one."""
        return list(zip(self.grids, [*self.drawings, *[None] * len(self.grids)], strict=False))


@dataclass(frozen=True)
class Section:
    """A heading with its paragraphs, tables of its own, and what it shows."""

    id: str
    title: str
    paragraphs: tuple[Words, ...] = ()
    grids: tuple[Grid, ...] = ()
    shown: tuple[Shown, ...] = ()


@dataclass(frozen=True)
class Labels:
    """The fixed words of a report, in its language."""

    source: str
    how_we_know: str
    number: str
    indicator: str
    told: str


@dataclass(frozen=True)
class Report:
    """code: of its period, for file names. made: the month of the latest release, "2026-11": no other date."""

    code: str
    title: str
    period: str
    made: str
    language: str
    right_to_left: bool
    labels: Labels
    sections: tuple[Section, ...] = ()
    lead: tuple[Words, ...] = field(default=())

    def drawings(self) -> Iterator[Drawing]:
        """Every chart, in the order of the report."""
        for section in self.sections:
            for shown in section.shown:
                yield from shown.drawings

    @property
    def name(self) -> str:
        """The neutral name of its files, without ending: "report-2026Q3"."""
        return f"report-{self.code}"
