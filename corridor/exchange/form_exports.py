"""What KoboToolbox hands out of a form with repeats: a workbook with a sheet for each repeat, whose rows say in which
row of which sheet they stood. A repeat that is called after the one in which it stands is put beside that one's rows.
"""

from collections.abc import Iterable
from dataclasses import replace

from corridor.exchange.tables import COLUMNS_MOST, Row, Table, Tables

INDEX, PARENT, IN_SHEET = "_index", "_parent_index", "_parent_table_name"
OWN = ("_", "KEY", "PARENT_KEY")  # with what headings begin that such an export adds of itself


def is_own(heading: str) -> bool:
    """Whether the export added this column, and nobody was asked."""
    return heading.startswith(OWN[0]) or heading in OWN[1:]


def asked(heading: str) -> str:
    """The question's own name, without the groups in which it stands."""
    return heading.rsplit("/", 1)[-1] if " " not in heading else heading


def joined(found: Tables) -> Tables:
    """Rows of `loan_moves` beside their row of `loan`, as `loan_moves_kind 1`, `loan_moves_kind 2` ...; any other table
    as it stands, also one that would become too wide.
    """
    by_name = {one.name: one for one in found.tables}
    gone = set()
    for child in found.tables:
        inside = next((one for one in by_name if child.name.startswith(f"{one}_") and _says(child, one)), None)
        if inside and (wider := _beside(by_name[inside], child)):
            by_name[inside] = wider
            gone.add(child.name)
    return replace(found, tables=tuple(by_name[one.name] for one in found.tables if one.name not in gone))


def _says(child: Table, parent: str) -> bool:
    """Whether every row says that it stood in that sheet."""
    if IN_SHEET not in child.header or PARENT not in child.header:
        return False
    place = child.header.index(IN_SHEET)
    return all(row.cells[place] == parent for row in child.rows)


def _beside(table: Table, child: Table) -> Table | None:
    if INDEX not in table.header:
        return None
    places = [place for place, heading in enumerate(child.header) if heading and not is_own(heading)]
    index, parent = table.header.index(INDEX), child.header.index(PARENT)
    rows: dict[str, list[Row]] = {}
    for row in child.rows:
        rows.setdefault(row.cells[parent], []).append(row)
    if rows.keys() - {row.cells[index] for row in table.rows}:
        return None  # rows of nobody: the sheet is left as it is
    most = max(map(len, rows.values()), default=0)
    header = [f"{asked(child.header[place])} {number}" for number in range(1, most + 1) for place in places]
    if len(table.header) + len(header) > COLUMNS_MOST:
        return None
    wider = (Row(row.number, (*row.cells, *_cells(rows.get(row.cells[index], []), places, most))) for row in table.rows)
    return Table(table.name, (*table.header, *header), tuple(wider))


def _cells(rows: list[Row], places: list[int], most: int) -> Iterable[str]:
    for row in rows:
        yield from (row.cells[place] for place in places)
    yield from [""] * (len(places) * (most - len(rows)))
