"""The cases that a search finds. A reading in, rows out; words and filters are posted, never in an address.

An assessment is neither searched nor filtered by: who is found, and in which order, never depends on it (WIF2023-52).
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, TypeVar

from django.utils.translation import get_language

from corridor.centre.contents import (
    Action,
    Case,
    CaseNote,
    FollowUp,
    Grievance,
    Proceeding,
    Remedy,
    Retaliation,
    RiskTalk,
)
from corridor.centre.listing import PLANNED, case_in, next_days, waiting
from corridor.centre.reading import title_of
from corridor.journey import naming
from corridor.journey.contents import Evidence, Party, Referral, Worker
from corridor.journey.parts import PARTS
from corridor.reference.folding import folded
from corridor.reference.labels import term_label
from corridor.safe.casebook import Entry, Reading, opens
from corridor.safe.content import TYPES, Content

PAGE, WORDS_LONGEST = 50, 200
OPEN, CLOSED, YES = "open", "closed", "yes"
LAST_CHANGED, OPENED, NEXT, TITLE = "", "opened", "next", "title"
STATES, SORTS, FLAGS = ("", OPEN, CLOSED), (LAST_CHANGED, OPENED, NEXT, TITLE), ("", YES)
T = TypeVar("T", bound=Content)
SEARCHED = {
    kind.TYPE
    for kind in (
        *(Case, Grievance, RiskTalk, Action, CaseNote, Proceeding, Retaliation, Remedy, FollowUp),
        *(Referral, Evidence, Worker, Party),
    )
}
# What of a worker's file says in which fields a search looks, and what of it names parties.
OF_A_FILE = {type for type, part in PARTS.items() if part.sheet.kind.SEARCHED}


@dataclass(frozen=True)
class Filters:
    """What is looked for among the cases; kept in the session, never in an address.

    kind: vocabulary `grievance-kind`. lead: account key. country: ISO 3166 alpha-3. retaliation, collective, unplanned:
    "yes" for those cases only.
    """

    words: str = ""
    kind: str = ""
    state: str = ""
    lead: str = ""
    country: str = ""
    retaliation: str = ""
    collective: str = ""
    unplanned: str = ""
    sort: str = LAST_CHANGED

    @classmethod
    def of(cls, given: Any) -> "Filters":
        """From a form or a session; what is not a choice counts as not chosen."""
        choices = {"state": STATES, "sort": SORTS} | dict.fromkeys(("retaliation", "collective", "unplanned"), FLAGS)
        asked = {one.name: str(given.get(one.name) or "")[:WORDS_LONGEST] for one in fields(cls)}
        return cls(**{name: value if value in choices.get(name, (value,)) else "" for name, value in asked.items()})

    def plain(self) -> dict[str, str]:
        return asdict(self)

    def admits(self, case: Case) -> bool:
        """As far as the case itself tells."""
        return (
            self.state in ("", CLOSED if case.closed else OPEN)
            and self.lead in ("", case.lead)
            and self.country in ("", case.country)
            and (not self.collective or case.collective)
        )


def found(known: Reading, filters: Filters) -> list[Entry]:
    """The cases that fit. A word may stand in the case, in anything that belongs to it, in a worker's names in any
    script, or in the name of who has to answer.
    """
    cases = [one for one in known.of_type(Case, opens) if filters.admits(case_in(one))]
    if filters.kind:
        of_kind = {one.head for one, grievance in _contents(known, Grievance) if grievance.kind == filters.kind}
        cases = [one for one in cases if one.id in of_kind]
    if filters.retaliation:
        alarmed = {one.head for one, _ in _contents(known, Retaliation)}
        cases = [one for one in cases if one.id in alarmed]
    days = next_days(waiting(known)) if filters.unplanned or filters.sort == NEXT else {}
    if filters.unplanned:
        cases = [one for one in cases if not case_in(one).closed and one.id not in days]
    for word in folded(filters.words).split():
        ids = _cases_with(known, word)
        cases = [one for one in cases if one.id in ids]
    orders: dict[str, Callable[[Entry], Any]] = {
        OPENED: lambda one: -(case_in(one).opened or date.min).toordinal(),
        NEXT: lambda one: (days.get(one.id, date.max), one.change),
        TITLE: lambda one: folded(title_of(case_in(one))),
    }
    return sorted(cases, key=orders[filters.sort]) if filters.sort in orders else cases


def countries_of(known: Reading) -> set[str]:
    """The countries in which the workers of any case work."""
    return {case.country for _, case in _contents(known, Case)}


def _contents(known: Reading, kind: type[T]) -> list[tuple[Entry, T]]:
    found = ((one, one.content) for one in known.of_types({kind.TYPE}) if opens(one))
    return [(one, content) for one, content in found if isinstance(content, kind)]


def _cases_with(known: Reading, word: str) -> set[str]:
    """Ids of the cases in which a word is found, or in whose workers' files, or in who has to answer there."""
    ids, hit = set(), defaultdict(set)
    for one in known.with_word(word, SEARCHED):
        ids.add(one.head or one.id)
        hit[one.type].add(one.id)
    workers = hit[Worker.TYPE] | {one.head for one in known.with_word(word, OF_A_FILE)}
    for type in OF_A_FILE & {*naming.TYPES}:
        workers |= {one.head for one in known.referring(TYPES[type], hit[Party.TYPE], parties_in)}
    ids |= {one.id for one in known.referring(Case, _merged(known, workers), workers_of)}
    return ids | {one.head for one in known.referring(Grievance, hit[Party.TYPE], respondents_of)}


def workers_of(entry: Entry) -> tuple[str, ...]:
    """Ids of the workers of a case."""
    return tuple(one.worker for one in case_in(entry).workers) if opens(entry) else ()


def respondents_of(entry: Entry) -> tuple[str, ...]:
    """Ids of the parties that have to answer a grievance."""
    return tuple(one.party for one in getattr(entry.content, "respondents", ())) if opens(entry) else ()


def parties_in(entry: Entry) -> tuple[str, ...]:
    """Ids of the parties that something in a worker's file names."""
    return tuple({id for id, _ in naming.named_in(entry.content) if id}) if opens(entry) else ()


def merged_into(entry: Entry) -> tuple[str, ...]:
    """The id of the file that a worker's file became one with."""
    return (into,) if (into := str(entry.plain["c"].get("merged_into") or "")) else ()


def _merged(known: Reading, workers: set[str]) -> set[str]:
    """These workers, with the files that became one with theirs."""
    away = {one.id for one in known.referring(Worker, workers, merged_into)}
    return workers | away | {into for id in workers if (one := known.get(id)) for into in merged_into(one)}


@dataclass(frozen=True)
class Row:
    """A case as a line of a list. kinds: its grievances in words. alarm: retaliation that nobody took up."""

    entry: Entry
    case: Case
    title: str
    kinds: tuple[str, ...]
    next_on: date | None
    alarm: bool


def row(known: Reading, entry: Entry) -> Row:
    """What a list tells of one case."""
    case, language = case_in(entry), get_language() or "en"
    parts = [one for one in known.parts(entry.id) if opens(one)]
    kinds = {one.content.kind: None for one in parts if isinstance(one.content, Grievance)}
    labels = tuple(term_label("grievance-kind", kind, language) for kind in kinds)
    days = [day for one in parts if one.is_open and one.type in PLANNED and (day := one.due)]
    days += [case.next_on] if case.next_on and not case.closed else []
    alarm = any(one.type == Retaliation.TYPE and one.is_open for one in parts)
    return Row(entry, case, title_of(case), labels, min(days, default=None), alarm)
