"""What earlier cases become: workers' files, cases, grievances, remedies, notes. Facts in, contents out.

No consent is made up, no follow-up is planned for the past, and no way to reach her is called safe.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from corridor.centre.contents import Case, CaseNote, CaseWorker, Grievance, Remedy, Respondent
from corridor.centre.importing.cells import terms
from corridor.centre.importing.classes import EarlierCase, Line
from corridor.centre.importing.fields import plain
from corridor.journey.contents import Name, Worker
from corridor.journey.sheets import AREA
from corridor.journey.when import NOT_SAID
from corridor.safe.content import Content

CAME_BY = "import"
OTHER = "other"
# Outcome of a case (vocabulary `case-outcome`) -> state of its grievances. What another outcome means for each of them
# an old list does not say: they stay as they stand in any case that was closed.
STATES = {"settled": "settled", "worker-stopped": "dropped", "handed-over": "referred"}
Filed = tuple[str, Content, date | None]  # id, content, the month in which a part is destroyed with its head
AboutGrievance = tuple[object, ...]


@dataclass(frozen=True)
class Making:
    """What the records of an import share. id(what, row): the id of the record that a row becomes, always the same.
    code: a new code of a file or a case. role: of whoever has to answer where no column says it.
    """

    id: Callable[[str, int], str]
    code: Callable[[], str]
    author: str
    lead: str
    today: date
    role: str = OTHER


def role_in(heading: str) -> str:
    """The role that a heading names ("Employer", "Name of the agent"), else another one."""
    known, words = terms("respondent-role"), plain(heading)
    return known.get(words) or next((known[one] for one in words.split() if one in known), OTHER)


def people_of(case: EarlierCase, making: Making, closed: date | None) -> list[tuple[CaseWorker, Worker]]:
    """Each worker in the case and her file, closed with it."""
    found = []
    for line in (one for one in case.lines if one.is_first):
        name = line.said["name"]
        joined = line.said.get("opened") or case.facts.get("opened")
        found.append((CaseWorker(making.id("worker", line.number), name, joined=joined), _file(line, making, closed)))
    return found


def _file(line: Line, making: Making, closed: date | None) -> Worker:
    said, note = line.said, ""
    if said.get("phone"):
        # Not a contact: what stands among her contacts counts as safe, and an old list does not say that it is. Whoever
        # answers there may be the one she complained about (WIF2023-25).
        note = gettext("Phone in the earlier list, not said to be safe: %(phone)s") % {"phone": said["phone"]}
    return Worker(
        code=making.code(),
        names=(Name(said["name"]),),
        languages=said.get("language", ()),
        sex=said.get("sex", ""),
        age_band=said.get("age_band", ""),
        nationality=said.get("nationality", ""),
        origin=said.get("origin", ""),
        note=note,
        since=said.get("opened"),
        author=making.author,
        closed=closed,
    )


def case_of(case: EarlierCase, people: Sequence[CaseWorker], making: Making) -> Case:
    """The case itself, under a new code; its earlier number is what the centre calls it, unless that is a name."""
    facts, number = case.facts, str(case.lines[0].said.get("number", ""))
    names = {plain(one.called) for one in people}
    closed = facts.get("closed")
    return Case(
        number=making.code(),
        label=number if plain(number) not in names else "",
        workers=tuple(people),
        country=facts.get("country", ""),
        place=facts.get("place", ""),
        sector=facts.get("sector", ""),
        lead=making.lead,
        opened=facts.get("opened"),
        came_by=CAME_BY,
        author=making.author,
        closed=closed,
        outcome=facts.get("outcome", "") if closed else "",
        earlier=case.lines[0].key,
    )


def parts_of(id: str, case: EarlierCase, closed: bool, making: Making) -> Iterator[tuple[str, Content]]:
    """Grievances, lines of the ledger and notes of a case with this id. Rows that say the same of a grievance share it;
    rows that say nothing of one belong to all of the case.
    """
    day = case.facts.get("opened")
    groups: dict[AboutGrievance, list[Line]] = {}
    silent = []
    for line in case.lines:
        about = _about_grievance(line, making)
        if any(about) or "entitled" in line.said or "received" in line.said:
            groups.setdefault(about, []).append(line)
        else:
            silent.append(line)
    for lines in groups.values():
        whole = len(groups) == 1 and (silent or len(lines) == len(case.lines))
        grievance = making.id("grievance", lines[0].number)
        state = STATES.get(case.facts.get("outcome", ""), "open") if closed else "open"
        workers = () if whole else tuple(making.id("worker", one.person or one.number) for one in lines)
        yield grievance, _grievance(id, lines[0], workers, state, day, making)
        for line in lines:
            yield from _remedies(id, grievance, line, making)
    for line in case.lines:
        yield from _notes(id, line, day, making)


def _about_grievance(line: Line, making: Making) -> AboutGrievance:
    said = line.said
    respondent = said.get("respondent", ""), said.get("role", "")
    since = said.get("since")
    words = (said.get(code, "") for code in ("kind", "told", "wants"))
    return (*words, since if since is not None else "", respondent if any(respondent) else "")


def _grievance(
    id: str, line: Line, workers: tuple[str, ...], state: str, day: date | None, making: Making
) -> Grievance:
    said = line.said
    name, role = said.get("respondent", ""), said.get("role", "")
    return Grievance(
        case=id,
        kind=said.get("kind", OTHER),
        workers=workers,
        begin=said.get("since", NOT_SAID),
        told=said.get("told", ""),
        wants=said.get("wants", ""),
        respondents=(Respondent(role or making.role, name=name),) if name or role else (),
        state=state,
        author=making.author,
        day=day,
    )


def _remedies(id: str, grievance: str, line: Line, making: Making) -> Iterator[tuple[str, Content]]:
    """One line for what was due to her and one for what she received; nobody is said to have confirmed it."""
    worker = making.id("worker", line.person or line.number)
    for step, on in (("entitled", None), ("received", line.said.get("received_on"))):
        if step in line.said:
            amount, currency = line.said[step]
            yield (
                making.id(step, line.number),
                Remedy(
                    id, grievance, worker, step, amount=amount, currency=currency, on=on, author=making.author, day=on
                ),
            )


def _notes(id: str, line: Line, day: date | None, making: Making) -> Iterator[tuple[str, Content]]:
    """Her row's own note and what fitted no field, each under its heading; as many notes as the words need."""
    pieces = [line.said["note"]] if line.said.get("note") else []
    pieces += [f"{heading}: {words}" for heading, words in line.words]
    text = "\n".join(pieces)
    for place, start in enumerate(range(0, len(text), AREA)):
        yield (
            making.id(f"note {place}", line.number),
            CaseNote(id, text[start : start + AREA], making.author, day or making.today),
        )


def records_of(case: EarlierCase, making: Making) -> Iterator[Filed]:
    """Everything that a new case becomes, heads before what belongs to them. Her own file is left out when it would be
    destroyed at once: the case is kept longer than the way to reach her (`Worker.RETENTION_MONTHS`).
    """
    closed = case.facts.get("closed")
    people = people_of(case, making, closed)
    for one, worker in people:
        month = worker.shred_after()
        if month is None or month > making.today:
            yield one.worker, worker, None
    id = making.id("case", case.first)
    made = case_of(case, [one for one, _ in people], making)
    yield id, made, None
    for part, content in parts_of(id, case, bool(closed), making):
        yield part, content, made.shred_after()
