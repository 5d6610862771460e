"""The steps of remedy: that one worker, for one grievance, claimed, was offered, was awarded or received something.

Each step is an event of its own and counts once, in the quarter in which it was first reached; later lines of the same
step (instalments, a corrected claim) are not counted again. Every row-set has the step among its columns: steps are
never added to each other. How much of a claim was received is told once it ended (see `grievances.closed`). What the
centre itself worked out to be due is no event and has no fact here.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_noop

from corridor.centre.contents import CaseWorker, Grievance, Remedy
from corridor.centre.facts.grievances import brought_on, first_on
from corridor.centre.facts.on_file import OnFile, on_file
from corridor.centre.oversight import File
from corridor.journey.facts import (
    CORRIDOR,
    COUNTRY,
    DAYS_BETWEEN,
    SECTOR,
    SEX,
    Column,
    Fact,
    FactKind,
    coded,
    days_between,
)
from corridor.safe.casebook import Reading

CLAIMED, OFFERED, AWARDED, RECEIVED = STEPS = ("claimed", "offered", "awarded", "received")
SEVERAL = "several"
SOURCE = "evaluation case 1; WIF2023-8, 17"
COLUMNS = (
    Column("step", "Which step was reached", "", STEPS, SOURCE),
    Column("grievance_kind", "What the grievance is about", "grievance-kind", source="WIF2023-17"),
    Column("kind", "In what it consists: money, or what else", "remedy-kind", (SEVERAL,), SOURCE),
    Column("days", "From the claim to this step; of a claim, from bringing the grievance", "", DAYS_BETWEEN, SOURCE),
    *(CORRIDOR, COUNTRY, SECTOR, SEX),
)


def made(known: Reading, today: date) -> Iterator[Fact]:
    """One for each grievance, worker and step that was reached."""
    book = on_file(known)
    for file in book.files:
        grievances = dict(file.of(Grievance))
        ledgers: dict[tuple[str, str], list[Remedy]] = defaultdict(list)
        for _, one in file.of(Remedy):
            ledgers[one.grievance, book.kept(one.worker)].append(one)
        for (id, worker), ledger in ledgers.items():
            yield from _steps(book, file, (id, grievances.get(id)), worker, ledger)


def _steps(
    book: OnFile, file: File, about: tuple[str, Grievance | None], worker: str, ledger: list[Remedy]
) -> Iterator[Fact]:
    """Of one ledger. about: id of its grievance and the grievance, None where it is not hers to read."""
    id, grievance = about
    seat = next(iter(book.seats(file.case, [worker])), CaseWorker(worker, ""))
    begin = brought_on(file.case, grievance, seat) if grievance else None
    place = book.about(worker, file.case) | {"grievance_kind": grievance.kind if grievance else ""}
    for step in STEPS:
        lines = [one for one in ledger if one.step == step]
        if lines:
            kinds = {one.kind for one in lines}
            since = begin if step == CLAIMED else first_on(CLAIMED, ledger)
            found = {"step": step, "kind": kinds.pop() if len(kinds) == 1 else SEVERAL}
            found["days"] = days_between(since, first_on(step, ledger))
            day = min((day for one in lines if (day := one.on or one.day)), default=None)
            key = f"{id} {book.named_in(file.id, worker)} {step}"
            yield Fact(key, worker, file.id, day, coded(COLUMNS, place | found))


REMEDY = FactKind(
    "remedy",
    gettext_noop("One step of remedy that one worker reached for one grievance"),
    SOURCE,
    COLUMNS,
    {
        "by-step-grievance-kind-and-corridor": ("step", "grievance_kind", "corridor"),
        "by-step-sector-and-country": ("step", "sector", "country"),
        "by-step-kind-and-country": ("step", "kind", "country"),
        "by-step-days-and-corridor": ("step", "days", "corridor"),
        "by-step-days-and-grievance-kind": ("step", "days", "grievance_kind"),
        "by-step-sex-and-country": ("step", "sex", "country"),
    },
    made,
)
