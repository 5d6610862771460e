"""Indicators reckoned over the store of row-sets: one SQL text for every engine, made from the definition.

DuckDB in the process, Apache Spark where its address is set; both take the same text and give equal numbers. A fact
counts in the base of a ratio only where it is known whether it fits the numerator: what is not known, or was put
together because few, is in `facts` and not in `denominator`, and moves the ratio between two bounds. Ratios are taken
from numerator and denominator at every level, never as a mean of ratios. Everything here is for the release maker:
it is left of the disclosure gate, and nothing of it goes to a page.
Source: safety D20, D21; methods (b), (h), "Conventions of computation" (blanks are missing, not zero).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import duckdb

from corridor.figures import store as stored
from corridor.figures.indicators import (
    CENTRE,
    COUNT,
    EVERYWHERE,
    QUARTER,
    SHARES,
    Condition,
    Indicator,
    counted,
    suited,
)
from corridor.figures.values import Value
from corridor.journey.facts import FACTS, OTHER, UNKNOWN, FactKind

NOT_KNOWN = (UNKNOWN, OTHER)  # of neither is it known what it would have been
MEMORY = "2GB"


class Engine(Protocol):
    """Something that takes SQL."""

    def source(self, folder: Path) -> str:
        """How this engine names all Parquet files in a folder, parted by quarter, in FROM."""
        ...

    def rows(self, sql: str) -> list[tuple[Any, ...]]: ...


class DuckDB:
    """DuckDB in this process. It reads the store and nothing else, fetches nothing, and writes only what does not fit
    into its memory, inside the store. memory: the most it takes, as "2GB".
    """

    def __init__(self, store: Path, memory: str = MEMORY) -> None:
        at = store.resolve()
        self.connection = duckdb.connect(config={"memory_limit": memory, "autoinstall_known_extensions": False})
        self.connection.execute(f"SET temp_directory = {stored.quoted(str(at / '.overflow'))}")
        self.connection.execute(f"SET allowed_directories = [{stored.quoted(str(at))}]")
        self.connection.execute("SET enable_external_access = false")
        self.connection.execute("SET lock_configuration = true")

    def source(self, folder: Path) -> str:
        files = stored.quoted(str(folder.resolve() / "quarter=*" / "*.parquet"))
        return f"read_parquet({files}, hive_partitioning = true, hive_types_autocast = false)"

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql).fetchall()


def true(said: Condition) -> str:
    """SQL of what a condition fits; empty for every fact."""
    return _and(*(_in(column, codes) for column, codes in said.items()))


def maybe(said: Condition) -> str:
    """What it fits, or what may fit and is not known."""
    return _and(*(_in(column, (*codes, *NOT_KNOWN)) for column, codes in said.items()))


def sure(said: Condition) -> str:
    """Of what it is known whether it fits."""
    if len(said) == 1:
        [(column, codes)] = said.items()
        return f"NOT {_in(column, [one for one in NOT_KNOWN if one not in codes])}"
    return f"({true(said)} OR NOT ({maybe(said)}))" if said else ""


def _and(*parts: str) -> str:
    return " AND ".join(filter(None, parts))


def _in(column: str, codes: Sequence[str]) -> str:
    return f"{_name(column)} IN ({', '.join(map(stored.quoted, dict.fromkeys(codes)))})"


def _name(column: str) -> str:
    return f'"{stored.named(column)}"'


def _sum(*parts: str) -> str:
    counted = f"CASE WHEN {_and(*parts)} THEN n ELSE 0 END" if any(parts) else "n"
    return f"CAST(SUM({counted}) AS BIGINT)"


def measured(indicator: Indicator, kind: FactKind) -> tuple[str, ...]:
    """The codes of its measure that are counted: of a median its bands, of shares all that is known, also what was put
    together because few.
    """
    if not indicator.measure:
        return ()
    codes = counted(next(one for one in kind.columns if one.name == indicator.measure), indicator.denominator)
    return tuple(one for one in codes if indicator.statistic == SHARES or one != OTHER)


def query(
    indicator: Indicator, source: str, by: tuple[str, ...], quarters: tuple[str, ...], codes: tuple[str, ...] = ()
) -> str:
    """The one text. Its rows: the codes of `by`, then numerator, denominator, facts, centres, or one sum for each of
    `codes` in the place of the first two.
    """
    base, fits = true(indicator.denominator), true(indicator.numerator)
    if indicator.measure:
        sums = [_sum(base, _in(indicator.measure, [code])) for code in codes]
    else:
        sums = [_sum(base, fits), _sum(base, sure(indicator.numerator))]
    places = [_name(one) for one in by]
    centres = "1" if CENTRE in by else "COUNT(DISTINCT centre)"
    chosen = ", ".join([*places, *sums, _sum(), centres])
    grouped = f" GROUP BY {', '.join(places)} ORDER BY {', '.join(places)}" if by else ""
    within = _and(_in(QUARTER, quarters), maybe(indicator.denominator))
    return f"SELECT {chosen} FROM {source} WHERE {within}{grouped}"


def crossed(
    engine: Engine,
    store: Path,
    indicator: Indicator,
    by: tuple[str, ...],
    quarters: tuple[str, ...],
    kinds: Mapping[str, FactKind] = FACTS,
) -> list[Value]:
    """An indicator broken down by any of the columns it may be, over these quarters ("2026Q3"; "2026" for returns of a
    year), ordered by their codes. Empty where the store holds none. Of `person` facts a sum over several quarters or
    centres counts one worker several times: see `people`.

    Raises Refused: it waits for a room, it may not be broken down so, or no row-set has those columns together.
    """
    if indicator.waits_for:
        raise indicator.refused(indicator.id, f"an indicator that can be reckoned; it waits for {indicator.waits_for}")
    if closed := [one for one in by if one not in indicator.by]:
        raise indicator.refused(", ".join(closed), f"only {', '.join(indicator.by)}")
    return _crossed(engine, store, indicator, by, quarters, kinds[indicator.facts])


def _crossed(
    engine: Engine, store: Path, indicator: Indicator, by: tuple[str, ...], quarters: tuple[str, ...], kind: FactKind
) -> list[Value]:
    name, _ = suited(indicator, by, kind)
    if next(stored.files(store, kind.name, name, quarters), None) is None:
        return []
    codes = measured(indicator, kind)
    source = engine.source(stored.folder(store, kind.name, name))
    rows = engine.rows(query(indicator, source, by, quarters, codes))
    if rows and rows[0][-2] is None:
        return []  # without GROUP BY, SQL has a row for nothing
    places = len(by)
    if not codes:
        return [Value(row[:places], *row[places:]) for row in rows]
    return [_of_bands(row[:places], row[places:], codes) for row in rows]


def _of_bands(at: tuple[str, ...], found: tuple[int, ...], codes: tuple[str, ...]) -> Value:
    *sums, facts, centres = found
    return Value(at, sum(sums), sum(sums), facts, centres, dict(zip(codes, sums, strict=True)))


@dataclass(frozen=True)
class Reconciled:
    """A total beside its parts. apart: facts of the total that no part has; below nothing where the parts have more."""

    total: Value | None
    parts: tuple[Value, ...]

    @property
    def apart(self) -> int:
        return (self.total.facts if self.total else 0) - sum(part.facts for part in self.parts)


def reconciled(
    engine: Engine,
    store: Path,
    indicator: Indicator,
    by: tuple[str, ...],
    quarters: tuple[str, ...],
    kinds: Mapping[str, FactKind] = FACTS,
) -> Reconciled:
    """The total and its parts. They can differ, since each row-set of a return withholds what is few in it alone."""
    total = crossed(engine, store, indicator, (), quarters, kinds)
    return Reconciled(total[0] if total else None, tuple(crossed(engine, store, indicator, by, quarters, kinds)))


@dataclass(frozen=True)
class People:
    """How many different people, at one combination of codes: at least the most that one centre saw in one quarter, at
    most the sum, since nothing says who came twice (no key joins returns). Equal for one centre and one quarter.
    """

    at: tuple[str, ...]
    least: int
    most: int


def people(
    engine: Engine,
    store: Path,
    indicator: Indicator,
    by: tuple[str, ...],
    quarters: tuple[str, ...],
    kinds: Mapping[str, FactKind] = FACTS,
) -> list[People]:
    """A count of `person` facts over centres and quarters, as bounds and never as a false sum.

    Raises Refused as `crossed` does, and for an indicator that counts no people.
    """
    kind = kinds.get(indicator.facts)
    if kind is None or not kind.of_person or indicator.statistic != COUNT:
        raise indicator.refused(indicator.facts, "a count of people", "facts")
    crossed(engine, store, indicator, by, (), kinds)  # may it be broken down so?
    each = _crossed(engine, store, indicator, (*by, *(one for one in EVERYWHERE if one not in by)), quarters, kind)
    found: dict[tuple[str, ...], list[int]] = {}
    for value in each:
        found.setdefault(value.at[: len(by)], []).append(value.numerator)
    return [People(at, max(counts), sum(counts)) for at, counts in found.items()]
