"""Facts without faces: what a room can say of things that happened, so coarsely that it may be counted over centres.

A fact is one thing that happened to one worker, in codes and bands; no day, amount, name or text stands among its
values. A room to the right enters its kinds in FACTS when it is loaded. What leaves a centre is never a fact: facts are
counted into row-sets of two or three columns, each combination shared by several workers and cases (D20).
Source: safety D20; methods (h); WIF2019-25 and WIF2023-8, 49 (a centre or a small group can be found by figures).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from corridor.reference.countries import is_country
from corridor.reference.shelf import Shelf, shelf
from corridor.safe.casebook import Reading

UNKNOWN, OTHER = "unknown", "other"  # in every column: not known; put together because few
NOT_TOLD = {"not-said", "not-known", "not-asked", UNKNOWN}  # codes of vocabularies that mean the same as UNKNOWN
MONTHS_OF_PAY = ("none", "up-to-1", "1-3", "3-6", "6-12", "over-12")
DAYS_BETWEEN = ("up-to-7", "8-30", "31-90", "91-180", "181-365", "over-365")
SHARE = ("none", "under-25", "25-50", "50-75", "75-99", "all")  # per cent
YES, NO = YES_NO = ("yes", "no")
MONTHS_ENDS, DAYS_ENDS, SHARE_ENDS = (1, 3, 6, 12), (7, 30, 90, 180, 365), ("0.25", "0.5", "0.75", "1")
SET_SIZES = (2, 3)  # columns of a row-set (D20)
QUARTER = re.compile(r"([0-9]{4})Q([1-4])")


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months of a Gregorian year, the period of a return (D20). number: 1 to 4."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def read(cls, code: str) -> "Quarter":
        """Of "2026Q3". Raises ValueError for anything else."""
        found = QUARTER.fullmatch(code)
        if found is None or found[1] == "0000":
            raise ValueError(f"{code!r} is no quarter; expected a year, Q and 1 to 4, as in 2026Q3")
        return cls(int(found[1]), int(found[2]))

    @property
    def code(self) -> str:
        return f"{self.year:04d}Q{self.number}"

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        return date(self.year, 12, 31) if self.number == 4 else self.next().first - timedelta(days=1)

    def next(self) -> "Quarter":
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)


@dataclass(frozen=True)
class Column:
    """One thing that is said of every fact of a kind. name: a noun of the field. meaning: in English, one line.

    vocabulary: its codes are those of this vocabulary of the shelf. codes: its own, in order; where both are given, its
    own stand after those of the vocabulary. With neither it holds a country (ISO 3166 alpha-3) or a corridor (two of
    them, "NPL-JOR"). UNKNOWN and OTHER can stand in every column.
    """

    name: str
    meaning: str
    vocabulary: str = ""
    codes: tuple[str, ...] = ()
    source: str = ""

    @property
    def all_codes(self) -> tuple[str, ...]:
        """Every code that it may hold, in order; none of countries and corridors: all that are."""
        return _codes(self.vocabulary, self.codes, shelf()) if self.vocabulary or self.codes else ()

    def admits(self, code: str) -> bool:
        """Whether this can stand in it."""
        if self.vocabulary or self.codes:
            return code in self.all_codes
        return code in (UNKNOWN, OTHER) or (code.count("-") < 2 and all(is_country(one) for one in code.split("-")))


@lru_cache(maxsize=512)
def _codes(vocabulary: str, own: tuple[str, ...], known: Shelf) -> tuple[str, ...]:
    found = dict.fromkeys([*known.terms.get(vocabulary, ()), *own])
    return (*(one for one in found if one not in {*NOT_TOLD, OTHER}), OTHER, UNKNOWN)


@dataclass(frozen=True)
class Fact:
    """One thing that happened to one worker. key: names the event, so that it is counted once. worker, case: ids of
    their records, empty where there is none. Key, worker, case and day stay in the centre; only `values` are counted.

    day: when it happened as far as it is known (of a stretch its first day), else the day on which it was entered; None
    where nobody knows either, as in an earlier list that was brought in: it belongs to no quarter.
    values: column -> code; every column of its kind is there, UNKNOWN where it is not known.
    """

    key: str
    worker: str
    case: str
    day: date | None
    values: Mapping[str, str]


@dataclass(frozen=True)
class FactKind:
    """A kind of fact. sets: name of a row-set -> two or three of its columns.

    meaning: what one of them is, in English, marked for translation, without a full stop.
    made(known, today): all of them in the open casebook, as it stands on that day; what a member cannot open is not
    there. of_person: one for each worker and quarter, its key her id and the quarter's code; such a fact counts for its
    own quarter alone and is never carried over to a later one, in which she may have one too.
    """

    name: str
    meaning: str
    source: str
    columns: tuple[Column, ...]
    sets: Mapping[str, tuple[str, ...]]
    made: Callable[[Reading, date], Iterator[Fact]]
    of_person: bool = False


FACTS: dict[str, FactKind] = {}  # name -> kind; what later rooms know is entered when they are loaded


def register(kind: FactKind) -> None:
    """Have facts of this kind counted. Raises ValueError for a name that is taken, a set of fewer than two or more than
    three columns, and a column that it does not have.
    """
    if kind.name in FACTS:
        raise ValueError(f"facts {kind.name!r}: registered already")
    names = [one.name for one in kind.columns]
    if len(set(names)) < len(names):
        raise ValueError(f"facts {kind.name!r}: two columns of one name in {', '.join(names)}")
    for name, columns in kind.sets.items():
        if len(set(columns)) not in SET_SIZES or len(set(columns)) < len(columns):
            raise ValueError(f"facts {kind.name!r}, set {name!r}: expected 2 or 3 columns, found {', '.join(columns)}")
        if unknown := set(columns) - set(names):
            raise ValueError(f"facts {kind.name!r}, set {name!r}: no such column: {', '.join(sorted(unknown))}")
    FACTS[kind.name] = kind


def coded(columns: Iterable[Column], found: Mapping[str, str]) -> dict[str, str]:
    """The values of a fact: what was found, column by column, and UNKNOWN for what is no code of its column. So nothing
    that was typed can get among the values, wherever it came from.
    """
    return {one.name: code if one.admits(code := found.get(one.name, UNKNOWN)) else UNKNOWN for one in columns}


def months_of_pay(months: Decimal | None) -> str:
    """The band of MONTHS_OF_PAY. None is not known; nothing, or less than nothing after refunds, is "none".

    A limit belongs to the band below it: one month is "up-to-1".
    """
    if months is None:
        return UNKNOWN
    if months <= 0:
        return MONTHS_OF_PAY[0]
    return MONTHS_OF_PAY[1 + sum(months > end for end in MONTHS_ENDS)]


def days_between(first: date | None, last: date | None) -> str:
    """The band of DAYS_BETWEEN. Not known where a day is missing, or where the last comes before the first."""
    if first is None or last is None or last < first:
        return UNKNOWN
    return DAYS_BETWEEN[sum((last - first).days > end for end in DAYS_ENDS)]


def share(part: Decimal | None, whole: Decimal | None) -> str:
    """The band of SHARE that a part is of a whole. Not known where either is not, or where there is no whole."""
    if part is None or whole is None or whole <= 0:
        return UNKNOWN
    if part <= 0:
        return SHARE[0]
    return SHARE[1 + sum(part / whole >= Decimal(end) for end in SHARE_ENDS)]


def corridor_code(origin: str, destination: str) -> str:
    """ "NPL-JOR"; UNKNOWN when either end is, and where nobody crossed a border."""
    return f"{origin}-{destination}" if origin and destination and origin != destination else UNKNOWN


SEX = Column("sex", "What she told of it", "sex", source="methods (g); R203 para 2")
AGE_BAND = Column("age_band", "Band of her age, as she told it", "age-band", source="methods (g); R203 para 2")
SECTOR = Column("sector", "Sector of the work", "sector", source="WIF2023-56")
CORRIDOR = Column("corridor", "From which country to which", source="methods (b), (m)")
COUNTRY = Column("country", "Country of the work", source="methods (m)")
