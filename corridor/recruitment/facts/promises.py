"""Facts of promises: each term of a job that was stated, and left later or kept until it was seen how it turned out.

By the convention: the baseline is the first statement along the road, the first departure the first later statement
that differs by more than 1 per cent (numbers) or at all (words); silence, and an answer that is not known, is neither
kept nor broken. A term is a fact once it was left, or once she told how it turned out: what a contract alone kept may
still be left, and would be counted twice.
Source: conventions of computation (promise gap); methods (m); WIF2019-13, 17.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_noop

from corridor.journey.facts import CORRIDOR, COUNTRY, SECTOR, UNKNOWN, Column, Fact, FactKind, coded
from corridor.recruitment.contents import Terms
from corridor.recruitment.facts.reading import File, files, first_known
from corridor.recruitment.promises import DIFFERS, SAME, TERMS, Beside, Convert, Row, compare
from corridor.recruitment.promises import UNKNOWN as NOT_COMPARED
from corridor.recruitment.statements import WAS
from corridor.reference.exchange_rates import converted
from corridor.safe.casebook import Reading

KEPT, LEFT = OUTCOMES = ("kept", "departed")
LESS, MORE, OTHERWISE, AS_SAID = DIRECTIONS = ("less", "more", "otherwise", "as-stated")
NONE, UNDER_10, TO_25, TO_50, OVER_50, NO_NUMBER = SIZES = (
    *("none", "under-10", "10-25", "25-50", "over-50"),
    "no-number",
)

COLUMNS = (
    Column("term", "Which term of the job", codes=TERMS, source="methods (m); WIF2019-17"),
    Column("outcome", "Whether later statements kept the first one", codes=OUTCOMES, source="methods, promise gap"),
    Column(
        "side",
        "Whether it was left by a word, by a contract or in reality; reality where it was kept",
        "terms-side",
        source="WIF2019-17",
    ),
    Column("hop_role", "With whom the statement that left it was made", "hop-role", source="WIF2019-13, 15"),
    Column(
        "direction", "Whether it became less, more, or something else", codes=DIRECTIONS, source="methods, promise gap"
    ),
    Column(
        "size", "By how many per cent of the first statement it was left", codes=SIZES, source="methods, promise gap"
    ),
    CORRIDOR,
    COUNTRY,
    SECTOR,
)
SETS = {
    "by-term-outcome-and-corridor": ("term", "outcome", "corridor"),
    "by-term-outcome-and-sector": ("term", "outcome", "sector"),
    "by-term-outcome-and-side": ("term", "outcome", "side"),
    "by-term-outcome-and-hop-role": ("term", "outcome", "hop_role"),
    "by-term-direction-and-size": ("term", "direction", "size"),
}


def made(known: Reading, today: date) -> Iterator[Fact]:
    """One for each term of each chain that was left, or of which it is told how it turned out."""
    return (one for file in files(known) for one in of_file(file))


def of_file(file: File, convert: Convert | None = converted) -> Iterator[Fact]:
    """Of one worker. Its day is that of the statement that left it, or told how it turned out; where that is not known,
    the one on which that statement was entered.
    """
    for road in file.roads:
        said, roles = dict(road.road.terms), {id: hop.role for id, hop in road.road.hops}
        for row in compare(road.road, convert).rows:
            if (at := deciding(row, said)) is None:
                continue
            one: Terms = said[at.statement]
            found = {
                "term": row.term,
                "outcome": {DIFFERS: LEFT, SAME: KEPT}.get(at.outcome, UNKNOWN),
                "side": one.side,
                "hop_role": roles.get(one.hop, UNKNOWN),
                "direction": direction(at, said[row.first], row.term),
                "size": size(at, said[row.first], row.term),
                **file.where(file.journey_of(road)),
            }
            day = first_known(one.on.first, one.day)
            yield Fact(f"{road.id} {row.term}", file.id, "", day, coded(COLUMNS, found))


def deciding(row: Row, said: Mapping[str, Terms]) -> Beside | None:
    """The later statement that tells what became of a term: the first that left it; else, once it is told how it turned
    out, one that cannot be compared, for it may have left it; else the last of how it turned out. None: not decided.
    """
    later = [one for one in row.steps if one.outcome in (SAME, NOT_COMPARED)]
    real = [one for one in later if said[one.statement].side == WAS]
    unsure = [one for one in later if one.outcome == NOT_COMPARED]
    return row.departure or next(iter([*unsure[:1], *real[-1:]] if real else []), None)


def is_number(first: Terms, term: str) -> bool:
    """Whether the term is told as a number."""
    return isinstance(getattr(first, term, None), Decimal)


def direction(at: Beside, first: Terms, term: str) -> str:
    """One of DIRECTIONS; UNKNOWN where it cannot be compared. Beside a zero, anything that is none is more."""
    if at.outcome != DIFFERS:
        return AS_SAID if at.outcome == SAME else UNKNOWN
    if not is_number(first, term):
        return OTHERWISE
    return LESS if at.share is not None and at.share < 0 else MORE


def size(at: Beside, first: Terms, term: str) -> str:
    """One of SIZES; UNKNOWN where it cannot be compared. Beside a zero, anything that is none is more than half of it.

    A limit belongs to the band above it, but for 50 per cent, which is not over 50.
    """
    if at.outcome != DIFFERS:
        return NONE if at.outcome == SAME else UNKNOWN
    if not is_number(first, term):
        return NO_NUMBER
    left = None if at.share is None else abs(at.share)
    if left is None or left > Decimal("0.5"):
        return OVER_50
    return UNDER_10 if left < Decimal("0.1") else TO_25 if left < Decimal("0.25") else TO_50


PROMISE = FactKind(
    "promise",
    gettext_noop("One term of a job that was stated, and left later or kept in reality"),
    "conventions of computation (promise gap); WIF2019-13, 17",
    COLUMNS,
    SETS,
    made,
)
