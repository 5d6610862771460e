"""The programme's store of row-sets: Parquet files, one for each row-set of a return, parted by quarter.

<store>/<kind>/<set>/quarter=<2026Q3>/<centre>-<return>.parquet, with the columns `centre`, those of the row-set, and
`n` (facts). A return for a year stands under quarter=2026. Nothing else about people is in it: no key, no day, no name.
Taking a return in again writes the same files anew; what was half taken when the power failed is so made whole.
Source: safety D20; house "Figures: Parquet".
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

import duckdb

NAME = re.compile(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*")
PERIOD = re.compile(r"\d{4}(?:Q[1-4])?")


class Counted(Protocol):
    """A row-set as it arrives: combination of codes -> facts (corridor.figures.rowsets.RowSet)."""

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def columns(self) -> tuple[str, ...]: ...
    @property
    def rows(self) -> Mapping[tuple[str, ...], int]: ...


def named(text: str, form: re.Pattern[str] = NAME) -> str:
    """A code that may stand in a path. Raises ValueError for anything else."""
    if not form.fullmatch(text):
        raise ValueError(f"{text!r} cannot be the name of a file or a column; expected the form {form.pattern}")
    return text


def quoted(text: str) -> str:
    """As a text in SQL."""
    return "'" + text.replace("'", "''") + "'"


def folder(store: Path, kind: str, name: str) -> Path:
    """Where all of a row-set lies, over all quarters."""
    return store / named(kind) / named(name)


def file_of(store: Path, kind: str, name: str, quarter: str, centre: str, returned: str) -> Path:
    part = f"quarter={named(quarter, PERIOD)}"
    return folder(store, kind, name) / part / f"{named(centre)}-{named(returned)}.parquet"


def files(store: Path, kind: str, name: str, quarters: Iterable[str]) -> Iterator[Path]:
    """What there is of a row-set in these quarters."""
    for quarter in quarters:
        yield from sorted((folder(store, kind, name) / f"quarter={named(quarter, PERIOD)}").glob("*.parquet"))


def take(store: Path, quarter: str, centre: str, returned: str, sets: Iterable[Counted]) -> list[Path]:
    """Lay the row-sets of a centre's return into the store; the files. All are on the disk before the first is put
    in its place, so that a full disk leaves nothing half-taken. Raises ValueError for a code that no file can
    have, OSError.
    """
    written: list[tuple[Path, Path]] = []
    try:
        with duckdb.connect() as connection:
            for one in sets:
                at = file_of(store, one.kind, one.name, quarter, centre, returned)
                at.parent.mkdir(parents=True, exist_ok=True)
                beside = at.with_suffix(".part")
                written.append((beside, at))
                _write(connection, beside, centre, one)
    except BaseException:
        for beside, _ in written:
            beside.unlink(missing_ok=True)
        raise
    for beside, at in written:
        os.replace(beside, at)
    for path in {at.parent for _, at in written}:
        _on_disk(path)
    return [at for _, at in written]


def _write(connection: duckdb.DuckDBPyConnection, at: Path, centre: str, one: Counted) -> None:
    columns = [named(column) for column in one.columns]
    shape = ", ".join(f'"{column}" VARCHAR' for column in ("centre", *columns))
    connection.execute(f"CREATE OR REPLACE TABLE taken ({shape}, n INTEGER)")
    rows = [(centre, *codes, facts) for codes, facts in sorted(one.rows.items())]
    if rows:
        connection.executemany(f"INSERT INTO taken VALUES ({', '.join('?' * (len(columns) + 2))})", rows)
    connection.execute(f"COPY taken TO {quoted(str(at))} (FORMAT parquet)")
    _on_disk(at)


def _on_disk(at: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(at, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
