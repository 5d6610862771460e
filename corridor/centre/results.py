"""What came of a case for each of its workers: one line for each of them and each currency, from the remedy ledger.

Pure: a case as its page shows it in, figures out. Amounts of two currencies are never added, and what was entered
without an amount is told as not known, never as nothing. Still open is what she is entitled to, else what was claimed
or awarded, less what she holds in her hands and less what she gave up: a settlement for less stays visible as such.
Source: evaluation case 1; WIF2023-8, 14, 17.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext

from corridor.centre.contents import CaseWorker, Remedy
from corridor.centre.reading import STEPS, CaseView
from corridor.reference.labels import term_label

MONEY, RECEIVED = "money", "received"
OWED = ("entitled", "claimed", "awarded")  # the first of these that was entered is what still can be open
OPEN, GIVEN_UP = "still-open", "given-up"
COLUMNS = (*STEPS, OPEN, GIVEN_UP)


@dataclass(frozen=True)
class Sum:
    """Several amounts of one currency together. known: their sum, None where none is known. unknown: whether something
    was entered whose amount is not known.
    """

    known: Decimal | None = None
    unknown: bool = False

    def __add__(self, other: "Sum") -> "Sum":
        known = [one for one in (self.known, other.known) if one is not None]
        return Sum(sum(known, Decimal(0)) if known else None, self.unknown or other.unknown)


NOTHING = Sum()
Sums = dict[str, Sum]


def sum_of(amounts: Iterable[Decimal | None]) -> Sum:
    """Amounts together; None is one that is not known."""
    return added(Sum(one, one is None) for one in amounts)


def added(sums: Iterable[Sum]) -> Sum:
    return sum(sums, NOTHING)


def sums_of(lines: list[Remedy]) -> Sums:
    """Each column for the lines of one worker, grievance and currency, in the order in which they were entered.

    Instalments of what was received add up; of the other steps the latest word counts, as in the ledger.
    """
    sums = {one.step: Sum(one.amount, one.amount is None) for one in lines if one.step != RECEIVED}
    if instalments := [one.amount for one in lines if one.step == RECEIVED]:
        sums[RECEIVED] = sum_of(instalments)
    sums[GIVEN_UP] = _given_up(lines)
    sums[OPEN] = still_open(lines, sums)
    return sums


def _given_up(lines: Iterable[Remedy]) -> Sum:
    """What was given up; where it was said in words alone, its worth is not known."""
    return sum_of(one.given_up for one in lines if one.given_up is not None or one.gives_up)


def still_open(lines: Iterable[Remedy], sums: Sums) -> Sum:
    """What is owed and neither received nor given up; nothing where it was never said what is owed.

    What was given up to be awarded something is not taken off what was awarded: only what was given up since is.
    """
    basis = next((step for step in OWED if step in sums), "")
    if not basis:
        return NOTHING
    later = (one for one in lines if one.step == RECEIVED)
    off = sums.get(RECEIVED, NOTHING) + (_given_up(later) if basis == "awarded" else sums[GIVEN_UP])
    owed = sums[basis].known
    if owed is None or off.unknown:
        return Sum(unknown=True)
    return Sum(max(owed - (off.known or Decimal(0)), Decimal(0)))


@dataclass(frozen=True)
class Result:
    """One line: what one worker has in one currency, or what came of it besides money. seat: her place in the case.

    cells: label and sum of each column, none where no money was entered. things: the rest, in words.
    """

    called: str
    seat: CaseWorker | None
    currency: str = ""
    cells: tuple[tuple[str, Sum], ...] = ()
    things: tuple[str, ...] = ()


@dataclass(frozen=True)
class Results:
    """The lines of a case. total: of all of them, only where all money is in one currency. silent: the workers of whom
    nothing stands in the ledger.
    """

    labels: tuple[str, ...]
    rows: tuple[Result, ...]
    total: Result | None
    silent: tuple[CaseWorker, ...]


def results(view: CaseView) -> Results:
    """What came of a case for each of its workers, in the order in which they joined."""
    lines: list[Remedy] = [one.content for one in view.of("remedy")]
    seats = {one.worker: one for one in view.case.workers}
    rows: list[Result] = []
    money: list[tuple[str, Sums]] = []
    for worker in dict.fromkeys([*seats, *(one.worker for one in lines)]):
        hers = [one for one in lines if one.worker == worker]
        each, things, seat = list(_by_currency(hers).items()), _things(hers), seats.get(worker)
        called = seat.called if seat else gettext("Worker")
        cells = [(currency, _cells(sums)) for currency, sums in each] or [("", ())] * bool(things)
        for number, (currency, found) in enumerate(cells):
            rows.append(Result(called, seat, currency, found, () if number else things))
        money += each
    return Results(tuple(_labels().values()), tuple(rows), _total(money), _silent(view, lines))


def _silent(view: CaseView, lines: list[Remedy]) -> tuple[CaseWorker, ...]:
    told = {one.worker for one in lines}
    return tuple(one for one in view.case.workers if one.worker not in told)


def _by_currency(lines: list[Remedy]) -> dict[str, Sums]:
    """Of one worker, each currency with its columns, summed over her grievances."""
    groups: dict[tuple[str, str], list[Remedy]] = {}
    for one in lines:
        if one.kind == MONEY:
            groups.setdefault((one.currency, one.grievance), []).append(one)
    found: dict[str, Sums] = {}
    for (currency, _), group in groups.items():
        found[currency] = together([found.get(currency, {}), sums_of(group)])
    return found


def together(several: Iterable[Sums]) -> Sums:
    """Columns of one currency, added one by one."""
    every = list(several)
    return {column: added(one.get(column, NOTHING) for one in every) for column in COLUMNS}


def _total(money: list[tuple[str, Sums]]) -> Result | None:
    currency = money[0][0] if len({one for one, _ in money}) == 1 else ""
    if len(money) < 2 or not currency:
        return None
    return Result("", None, currency, _cells(together(sums for _, sums in money)))


def _labels() -> dict[str, str]:
    language = get_language() or "en"
    labels: dict[str, Any] = {step: term_label("remedy-step", step, language) for step in STEPS}
    return labels | {OPEN: gettext("Still open"), GIVEN_UP: gettext("Given up")}


def _cells(sums: Sums) -> tuple[tuple[str, Sum], ...]:
    return tuple((label, sums.get(column, NOTHING)) for column, label in _labels().items())


def _things(lines: list[Remedy]) -> tuple[str, ...]:
    """What is no money: each kind of each grievance with how far it came, and its worth where that was said."""
    last: dict[tuple[str, str], Remedy] = {}
    for one in sorted(lines, key=lambda one: STEPS.index(one.step) if one.step in STEPS else -1):
        if one.kind != MONEY:
            last[one.grievance, one.kind] = one
    return tuple(_thing(one) for one in last.values())


def _thing(one: Remedy) -> str:
    language = get_language() or "en"
    worth = f" ({one.amount:,f} {one.currency})" if one.amount is not None else ""
    return f"{term_label('remedy-kind', one.kind, language)}: {term_label('remedy-step', one.step, language)}{worth}"
