"""Which facts a return counts: those of its period and before, which no earlier return counted.

So what was entered late goes into the next return by itself, and nothing is counted twice. People are counted for their
own period alone: somebody seen in two quarters is one person in each of them, and one in a year.
Source: safety D20; evaluation case 1 (contacts are not people).
"""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import replace

from corridor.figures.returns import Period, ReturnedSet
from corridor.figures.rowsets import row_set
from corridor.journey.facts import Fact, FactKind, Quarter
from corridor.safe.primitives import digest

# A centre reports a quarter in which it saw so many workers; with fewer nearly every combination of five would be
# withheld, and what was left would tell who they were. The limit is ours: no source gives a figure.
WORKERS_LEAST = 30
DIGEST = 10  # bytes: of a million facts two are alike by chance once in two million centres


def mark_of(kind: str, fact: Fact) -> bytes:
    """Under which a fact is known again once it was counted; it says nothing without the records."""
    return digest("counted", kind, fact.key)[:DIGEST]


def marks_in(data: bytes) -> set[bytes]:
    """Those of a list that was kept."""
    return {data[at : at + DIGEST] for at in range(0, len(data), DIGEST)}


def in_cases(facts: Iterable[Fact], cases: Mapping[str, str]) -> list[Fact]:
    """The same facts, those without a case put to the case of their worker (worker -> case): five women of one
    collective case are one case, also in what is known of their journeys.
    """
    return [one if one.case or one.worker not in cases else replace(one, case=cases[one.worker]) for one in facts]


def of_period(kind: FactKind, facts: Iterable[Fact], period: Period, counted: Container[bytes]) -> list[Fact]:
    """The facts that a return of this period counts, each once. Without a day a fact belongs to none."""
    each = {one.key: one for one in facts if one.day is not None and one.day <= period.last}
    if kind.of_person:
        return people_of(each.values(), period)
    return [one for one in each.values() if mark_of(kind.name, one) not in counted]


def people_of(facts: Iterable[Fact], period: Period) -> list[Fact]:
    """One fact for each worker who was seen in the period; of a year that of the first quarter in which she was."""
    found: dict[str, Fact] = {}
    dated = [(one.day, one) for one in facts if one.day and Quarter.of(one.day) in period.quarters]
    for _, one in sorted(dated, key=lambda each: (each[0], each[1].key)):
        found.setdefault(one.worker, one)
    return list(found.values())


def counted_sets(kind: FactKind, facts: list[Fact]) -> list[ReturnedSet]:
    """Every row-set of a kind, as it leaves."""
    return [ReturnedSet.of(row_set(kind, name, facts)) for name in kind.sets]


def cases_of(files: Iterable[tuple[str, Iterable[str]]], kept: Callable[[str], str]) -> dict[str, str]:
    """Worker -> her case; of several the one with most workers, of two alike the first by id.

    files: id of a case, and the ids of its workers. kept: the id of the file that stands for a worker now.
    """
    sizes = {id: {kept(one) for one in workers} for id, workers in files}
    found: dict[str, str] = {}
    for id in sorted(sizes, key=lambda one: (-len(sizes[one]), one)):
        for worker in sizes[id]:
            found.setdefault(worker, id)
    return found
