"""A return: what a centre sends of one closed period, its one canonical text, and how it is read where it arrives.

It is the only thing that leaves a centre for a programme: row-sets, each with bands of what was put together and what
was withheld (D20). The text is JSON in one form only, so that the same return is the same bytes, and a bit that was
changed anywhere is seen; over it stands the centre's signature (Ed25519), whose key is known by its fingerprint.
Source: safety D2, D20; methods (h).
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from corridor.figures.rowsets import WORKERS, RowSet
from corridor.journey.facts import FACTS, FactKind, Quarter
from corridor.reference.countries import is_country
from corridor.safe.faults import Altered
from corridor.safe.primitives import bind, digest, fingerprint, verify

# SCHEMA is raised whenever a row-set gets other columns, or a column other codes that an earlier reader would mistake.
FORMAT, SCHEMA = "corridor return", 1
LARGEST = 20_000_000  # bytes; a return of everything that is counted now has less than a hundredth of it
LOSS = ("none", "under-5", "5-20", "20-50", "over-50")  # per cent of the facts (ours: coarse, so that none is counted)
LOSS_ENDS = (5, 20, 50)
CODE = re.compile(r"[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)*")
YEAR, MONTH = re.compile(r"[0-9]{4}"), re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
LONGEST_CODE, LONGEST_NAME = 64, 200
MOST = 2**31 - 1  # of facts in a row: a store keeps them in 32 bits


class NotAReturn(ValueError):
    """What came is no return that can be taken. where: the place in it; found, expected: in plain English."""

    def __init__(self, where: str, found: object, expected: str) -> None:
        self.where, self.found, self.expected = where, str(found)[:80], expected
        super().__init__(f"{where}: found {self.found}, expected {expected}")


@dataclass(frozen=True, order=True)
class Period:
    """A quarter ("2026Q3") or, of a centre that is too small for quarters, a year ("2026"). quarter: 0 for a year."""

    year: int
    quarter: int = 0

    @classmethod
    def read(cls, code: str) -> "Period":
        """Raises ValueError for anything else."""
        if YEAR.fullmatch(code) and code != "0000":
            return cls(int(code))
        found = Quarter.read(code)
        return cls(found.year, found.number)

    @property
    def code(self) -> str:
        return f"{self.year:04d}Q{self.quarter}" if self.quarter else f"{self.year:04d}"

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """The quarters of which it consists."""
        return tuple(Quarter(self.year, one) for one in ((self.quarter,) if self.quarter else (1, 2, 3, 4)))

    @property
    def last(self) -> date:
        return self.quarters[-1].last

    def is_closed(self, today: date) -> bool:
        return self.last < today


def loss(part: int, whole: int) -> str:
    """The band of LOSS that a part of the facts is; nothing of nothing is none. A limit belongs to the band above it,
    and half to the band below "over half".
    """
    if not part:
        return LOSS[0]
    if 2 * part > whole:
        return LOSS[-1]
    return LOSS[1 + sum(100 * part >= end * whole for end in LOSS_ENDS[:-1])]


@dataclass(frozen=True)
class ReturnedSet:
    """A row-set as it leaves. rows: combination of codes -> facts. together, withheld: bands of LOSS of its facts."""

    kind: str
    name: str
    columns: tuple[str, ...]
    rows: Mapping[tuple[str, ...], int]
    together: str
    withheld: str

    @classmethod
    def of(cls, one: RowSet) -> "ReturnedSet":
        bands = loss(one.together, one.facts), loss(one.withheld, one.facts)
        return cls(one.kind, one.name, one.columns, one.rows, *bands)


@dataclass(frozen=True)
class Return:
    """What a centre sends of one closed period.

    centre: its code (`Centre.key`; public, like name and country, which may be empty). period: "2026Q3" or "2026".
    made: the month, "2026-10"; no day leaves. restricted: band of LOSS of the centre's records that were not counted
    because whoever made it cannot open them.
    """

    centre: str
    name: str
    country: str
    period: str
    made: str
    row_sets: tuple[ReturnedSet, ...]
    restricted: str = LOSS[0]
    schema: int = SCHEMA


@dataclass(frozen=True)
class Signed:
    """A return as it was read, and who signed it. mark: a digest of the file, the same each time it arrives."""

    returned: Return
    verifier: bytes
    mark: str

    @property
    def fingerprint(self) -> str:
        """30 digits, to be compared with those on the centre's calling card."""
        return fingerprint(self.verifier)


def canonical(plain: Any) -> bytes:
    """JSON in one form: keys in order, no spaces, ASCII alone."""
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode()


def to_plain(returned: Return) -> dict[str, Any]:
    """As it stands in the text; row-sets and rows in order."""
    sets = sorted(returned.row_sets, key=lambda one: (one.kind, one.name))
    return {
        **{name: getattr(returned, name) for name in _TEXTS},
        "schema": returned.schema,
        "row_sets": [
            {
                **{name: getattr(one, name) for name in ("kind", "name", "together", "withheld")},
                "columns": list(one.columns),
                "rows": [[*codes, facts] for codes, facts in sorted(one.rows.items())],
            }
            for one in sets
        ],
    }


_TEXTS = ("centre", "name", "country", "period", "made", "restricted")


def text_of(returned: Return) -> bytes:
    """The canonical text that is previewed, approved and signed."""
    return canonical(to_plain(returned))


def mark_of(text: bytes) -> str:
    """A digest of a text or a file, by which it is known again."""
    return digest("return", text).hex()


def _signed(verifier: bytes, text: bytes) -> bytes:
    return bind(FORMAT, SCHEMA, verifier, text)


def to_bytes(returned: Return, verifier: bytes, sign: Callable[[bytes], bytes]) -> bytes:
    """The file. verifier: the public half of the centre's signing key; sign: signs with the other half."""
    text = text_of(returned)
    whole = {
        "format": FORMAT,
        "return": to_plain(returned),
        "verifier": verifier.hex(),
        "signature": sign(_signed(verifier, text)).hex(),
    }
    return canonical(whole)


def read(data: bytes, kinds: Mapping[str, FactKind] = FACTS) -> Signed:
    """A return as it arrived, whole and unchanged. Whether its centre is known, and whether it was taken before, is
    asked elsewhere. kinds: those that may stand in it. Raises NotAReturn.
    """
    whole = _json(data)
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise NotAReturn("file", _named(whole), f"a text that begins as a return does, of the format {FORMAT!r}")
    _keys("file", whole, {"format", "return", "verifier", "signature"})
    plain = whole["return"]
    if isinstance(plain, dict) and type(plain.get("schema")) is int and plain["schema"] > SCHEMA:
        raise NotAReturn("schema", plain["schema"], f"{SCHEMA} or earlier; a later Corridor made it, update this one")
    try:
        verifier, signature = bytes.fromhex(whole["verifier"]), bytes.fromhex(whole["signature"])
        verify(verifier, _signed(verifier, canonical(plain)), signature)
    except (Altered, ValueError, TypeError) as error:
        raise NotAReturn("signature", "one that does not fit", "the signature of its text: it was altered") from error
    returned = from_plain(plain, kinds)
    same_keys = (verifier.hex(), signature.hex()) == (whole["verifier"], whole["signature"])
    if canonical(whole) != data or to_plain(returned) != plain or not same_keys:
        raise NotAReturn("file", "another form of the same text", "the form in which it was signed: it was altered")
    return Signed(returned, verifier, mark_of(data))


def _json(data: bytes) -> Any:
    if len(data) > LARGEST:
        raise NotAReturn("file", f"{len(data)} bytes", f"at most {LARGEST}")
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise NotAReturn("file", "what is no JSON, or ends early", "the whole file of a return") from error


def from_plain(plain: Any, kinds: Mapping[str, FactKind] = FACTS) -> Return:
    """A return from its text. Raises NotAReturn."""
    _keys("return", plain, {*_TEXTS, "schema", "row_sets"})
    for name in _TEXTS:
        _is(name, plain[name], type(plain[name]) is str and len(plain[name]) <= LONGEST_NAME, "a short text")
    _is("schema", plain["schema"], plain["schema"] == SCHEMA and type(plain["schema"]) is int, str(SCHEMA))
    _is("centre", plain["centre"], _is_code(plain["centre"]), "the code of a centre: letters and figures")
    _is("country", plain["country"], plain["country"] == "" or is_country(plain["country"]), "ISO 3166 alpha-3")
    _is("made", plain["made"], bool(MONTH.fullmatch(plain["made"])), "a month, as in 2026-10")
    _is("restricted", plain["restricted"], plain["restricted"] in LOSS, f"one of {', '.join(LOSS)}")
    try:
        Period.read(plain["period"])
    except ValueError as error:
        raise NotAReturn("period", plain["period"], "a quarter or a year, as in 2026Q3 or 2026") from error
    _is("row_sets", _named(plain["row_sets"]), isinstance(plain["row_sets"], list), "a list")
    sets = tuple(_set(f"row_sets[{at}]", one, kinds) for at, one in enumerate(plain["row_sets"], 1))
    names = [(one.kind, one.name) for one in sets]
    _is("row_sets", "a row-set twice", len(set(names)) == len(names), "each once")
    return Return(**{name: plain[name] for name in _TEXTS}, row_sets=sets)


def _set(where: str, plain: Any, kinds: Mapping[str, FactKind]) -> ReturnedSet:
    _keys(where, plain, {"kind", "name", "columns", "rows", "together", "withheld"})
    kind = kinds.get(plain["kind"]) if isinstance(plain["kind"], str) else None
    if kind is None:
        raise NotAReturn(f"{where}.kind", plain["kind"], f"one of {', '.join(kinds)}")
    columns = kind.sets.get(plain["name"]) if isinstance(plain["name"], str) else None
    if columns is None:
        raise NotAReturn(f"{where}.name", plain["name"], f"one of {', '.join(kind.sets)}")
    _is(f"{where}.columns", plain["columns"], plain["columns"] == list(columns), ", ".join(columns))
    for band in ("together", "withheld"):
        _is(f"{where}.{band}", plain[band], plain[band] in LOSS, f"one of {', '.join(LOSS)}")
    _is(f"{where}.rows", _named(plain["rows"]), isinstance(plain["rows"], list), "a list")
    rows: dict[tuple[str, ...], int] = {}
    for codes, facts in _rows(f"{where}.rows", plain["rows"], len(columns)):
        _is(f"{where}.rows", "a combination twice", codes not in rows, "each once")
        rows[codes] = facts
    return ReturnedSet(kind.name, plain["name"], columns, rows, plain["together"], plain["withheld"])


def _rows(where: str, rows: Iterable[Any], width: int) -> Iterator[tuple[tuple[str, ...], int]]:
    for at, row in enumerate(rows, 1):
        here = f"{where}[{at}]"
        _is(here, _named(row), isinstance(row, list) and len(row) == width + 1, f"{width} codes and a number")
        *codes, facts = row
        for code in codes:
            _is(here, code, _is_code(code), "a code: letters, figures and - _ . between them")
        _is(here, facts, type(facts) is int and WORKERS <= facts <= MOST, f"a number of facts, {WORKERS} or more")
        yield tuple(codes), facts


def _is_code(found: Any) -> bool:
    return isinstance(found, str) and len(found) <= LONGEST_CODE and bool(CODE.fullmatch(found))


def _keys(where: str, found: Any, expected: set[str]) -> None:
    good = isinstance(found, dict) and found.keys() == expected
    _is(where, ", ".join(sorted(map(str, found))) if isinstance(found, dict) else _named(found), good, _told(expected))


def _told(names: Iterable[str]) -> str:
    return f"exactly {', '.join(sorted(names))}"


def _is(where: str, found: object, good: bool, expected: str) -> None:
    if not good:
        raise NotAReturn(where, found, expected)


def _named(found: Any) -> str:
    return f"a {type(found).__name__}"
