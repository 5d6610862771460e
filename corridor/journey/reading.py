"""What the pages of a worker show: her file in words, her ledger, her cases, her journeys; and those of parties."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, get_language_bidi, gettext

from corridor.journey.calendars import told as time_told
from corridor.journey.contents import Consent, Evidence, Journey, Merge, Party, Withdrawal, Worker
from corridor.journey.days import gregorian, written
from corridor.journey.rules import allowed
from corridor.journey.sheets import Options, Sheet, Slot
from corridor.journey.when import When
from corridor.journey.worker_sheets import GIVEN, JOURNEY, NOT_GIVEN, WORKER, languages
from corridor.reference.folding import folded
from corridor.reference.labels import country_name, term_label
from corridor.safe.casebook import Entry, Reading, opens
from corridor.safe.content import Content

# What the centre keeps of its cases is known here by its type alone: that room comes later on the path.
CASE, GRIEVANCE, REMEDY, SERVICE = "case", "grievance", "remedy", "service"
HOLDS, ENDED, WITHDRAWN, REFUSED, REPLACED, TO_COME = STATES = (
    *("holds", "ended", "withdrawn", "refused"),
    *("replaced", "to-come"),
)
OF_PARTIES = {"party", "employer", "lender"}  # fields that hold the id of a party
Facts = tuple[tuple[Any, str], ...]


def of_type(known: Reading, type: str) -> list[Entry]:
    """Records of a type that can be read, newest change first."""
    return sorted((one for one in known.of_types({type}) if opens(one)), key=lambda one: -one.change)


def label(vocabulary: str, code: str) -> str:
    return term_label(vocabulary, code, get_language() or "en") if code else ""


def corridor_label(*ends: str) -> str:
    """From where to where, the arrow as the language is written; ends: ISO 3166 alpha-3, what is not known left out."""
    arrow = " ← " if get_language_bidi() else " → "
    return arrow.join(country_name(code, get_language() or "en") for code in ends if code)


def called_parties(known: Reading) -> dict[str, str]:
    """Id -> name of each party."""
    return {one.id: one.content.called for one in of_type(known, Party.TYPE) if isinstance(one.content, Party)}


@dataclass(frozen=True)
class Teller:
    """Says the fields of a content in the reader's words. called: id, key or code of whoever or whatever -> name.

    day: how a day is said; on pages with the reader's own calendar beside it, in what leaves the centre without.
    """

    called: dict[str, str]
    day: Callable[[date], str] = gregorian

    def facts(self, sheet: Sheet, content: Content, but: Iterable[str] = ()) -> Facts:
        """(label, text) of each field that was filled."""
        left_out = set(but)
        found = (
            (slot.label, self.told(slot, getattr(content, slot.name)))
            for slot in sheet.every
            if slot.name not in left_out
        )
        return tuple((label, text) for label, text in found if text)

    def told(self, slot: Slot, value: Any) -> str:
        if isinstance(value, When):
            return time_told(value, get_language() or "en")
        if slot.how == "rows":
            return "\n".join(self._row(slot, one) for one in value)
        if isinstance(value, tuple):
            return ", ".join(self._one(slot, one) for one in value)
        return self._one(slot, value)

    def _row(self, slot: Slot, row: Any) -> str:
        parts = (self.told(column, getattr(row, column.name)) for column in slot.columns)
        return ", ".join(part for part in parts if part)

    def _one(self, slot: Slot, value: Any) -> str:
        if value in (None, ""):
            return ""
        if slot.how in ("term", "terms"):
            return label(slot.vocabulary, value)
        if slot.how == "country":
            return country_name(value, get_language() or "en")
        if isinstance(value, Decimal):
            return f"{value:,f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
        if slot.name in OF_PARTIES and value not in self.called:  # where whoever destroyed it could not read this
            return gettext("a party that was destroyed")
        return self.day(value) if isinstance(value, date) else self.called.get(str(value), str(value))


def options_for(known: Reading, *, said: tuple[str, ...] = ()) -> Options:
    """What can be chosen in the forms of a worker. said: languages that stand in the record already."""
    met = sorted(called_parties(known).items(), key=lambda one: one[1])
    spoken, answers = languages(*said), [(GIVEN, gettext("yes")), (NOT_GIVEN, gettext("no"))]
    return {"languages": spoken, "language": spoken, "party": met, "given": answers}


def teller(known: Reading) -> Teller:
    return Teller(called_parties(known) | dict(languages()))


def state_label(state: str) -> str:
    """What an entry of her ledger is worth, in words."""
    return {
        HOLDS: gettext("holds"),
        ENDED: gettext("has ended"),
        WITHDRAWN: gettext("withdrawn"),
        REFUSED: gettext("she said no"),
        REPLACED: gettext("replaced by a later one"),
        TO_COME: gettext("not begun yet"),
    }[state]


@dataclass(frozen=True)
class ConsentLine:
    """An entry of her ledger and what it is worth today: one of STATES. withdrawn: by which it was taken back."""

    id: str
    consent: Consent
    state: str
    recipient: str
    withdrawn: Withdrawal | None = None

    @property
    def state_label(self) -> str:
        return state_label(self.state)

    @property
    def what(self) -> list[str]:
        return [label("data-group", one) for one in self.consent.what]

    @property
    def language(self) -> str:
        """In which language it was explained."""
        return dict(languages(self.consent.language)).get(self.consent.language, "")


Ledger = tuple[list[tuple[str, Consent]], list[Withdrawal]]


def ledger_of(known: Reading, id: str) -> Ledger:
    """Her ledger as the rules read it: entries with their ids in the order in which they were written; what she took
    back.
    """
    entries = [(one.id, one.content) for one in parts(known, id, Consent) if isinstance(one.content, Consent)]
    return entries, [one.content for one in parts(known, id, Withdrawal) if isinstance(one.content, Withdrawal)]


def state_of(id: str, ledger: Ledger, today: date) -> str:
    """What one entry is worth today. Of several for one purpose and recipient the newest alone counts."""
    consent = next(one for key, one in ledger[0] if key == id)
    if not consent.given:
        return REFUSED
    if any(one.consent == id for one in ledger[1]):
        return WITHDRAWN
    if consent.until and consent.until < today:
        return ENDED
    if consent.on and consent.on > today:
        return TO_COME
    purpose, recipient = consent.purpose, consent.recipient
    answer = allowed(*ledger, purpose=purpose, recipient=recipient, what=(), on=today)
    return HOLDS if answer.consent == id else REPLACED


def consent_lines(known: Reading, id: str, today: date) -> list[ConsentLine]:
    """Her ledger in words, the newest entry first."""
    found, names = ledger_of(known, id), called_parties(known)
    back = {one.consent: one for one in found[1]}
    lines = [
        ConsentLine(key, one, state_of(key, found, today), names.get(one.recipient, one.recipient), back.get(key))
        for key, one in reversed(found[0])
    ]
    return sorted(lines, key=lambda line: line.consent.on or date.min, reverse=True)


def recipient_id(known: Reading, words: str) -> str:
    """The id of the one party with this name; else the words, as she said them."""
    ids = [id for id, name in called_parties(known).items() if _plain(name) == _plain(words)]
    return ids[0] if len(ids) == 1 else words


def merges_of(known: Reading, id: str) -> list[Entry]:
    """Files that became a part of this one and can be taken apart again."""
    return [one for one in parts(known, id, Merge) if isinstance(one.content, Merge) and not one.content.undone]


def parts(known: Reading, id: str, kind: type[Content]) -> list[Entry]:
    """What belongs to a file and can be read, oldest first."""
    return [one for one in known.parts(id, kind) if opens(one)]


def cases_of(known: Reading, id: str) -> list[Entry]:
    """The cases in which she is, or was, the open ones first."""
    found = [one for one in of_type(known, CASE) if id in one.content.linked()]
    return sorted(found, key=lambda one: one.content.closed_on() is not None)


def services_of(known: Reading, id: str) -> list[Entry]:
    """The services she was given, the latest first."""
    hers = [one for one in known.of_types({SERVICE}) if one.plain["c"].get("worker") == id and opens(one)]
    return sorted(hers, key=lambda one: (one.content.closed_on() or date.min, one.change), reverse=True)


@dataclass(frozen=True)
class PartLine:
    """Something that belongs to a file, told in words."""

    entry: Entry
    facts: Facts


@dataclass(frozen=True)
class WorkerView:
    """A worker's file as a page shows it. unread: how many things that belong to it do not open."""

    entry: Entry
    worker: Worker
    facts: Facts
    cases: list[Entry]
    journeys: list[PartLine]
    consents: list[ConsentLine]
    evidence: list[Entry]
    services: list[Entry]
    merges: list[Entry]
    unread: int


def worker_view(known: Reading, entry: Entry, today: date) -> WorkerView:
    """Everything that is kept of a worker, read once."""
    worker = entry.content
    assert isinstance(worker, Worker)
    say = replace(teller(known), day=written)
    every = known.parts(entry.id)
    return WorkerView(
        entry,
        worker,
        say.facts(WORKER, worker, but=("contacts", "never")),
        cases_of(known, entry.id),
        [PartLine(one, say.facts(JOURNEY, one.content)) for one in parts(known, entry.id, Journey)],
        consent_lines(known, entry.id, today),
        parts(known, entry.id, Evidence),
        services_of(known, entry.id),
        merges_of(known, entry.id),
        sum(not opens(one) for one in every),
    )


@dataclass(frozen=True)
class PartyView:
    """A party and the grievances in which it has to answer: (grievance, its case, the role there)."""

    entry: Entry
    facts: Facts
    answers: list[tuple[Entry, Entry, str]]


def grievances_against(known: Reading, entry: Entry) -> list[tuple[Entry, Entry, str]]:
    """Where this party is a respondent: named by its id, or by one of its names as searches see it."""
    party = entry.content
    assert isinstance(party, Party)
    names = {plain for one in party.names if (plain := _plain(one))}
    found = []
    for one in of_type(known, GRIEVANCE):
        content: Any = one.content
        case = known.get(content.case)
        hit = next((r for r in content.respondents if r.party == entry.id or _plain(r.name) in names), None)
        if hit and case and opens(case):
            found.append((one, case, label("respondent-role", hit.role)))
    return found


def _plain(text: str) -> str:
    return " ".join(folded(text).split())


def parties(known: Reading, words: str) -> list[Entry]:
    """Parties that hold every word, by name."""
    found = [one for one in known.search(words, (Party,)) if opens(one)]
    return sorted(found, key=lambda one: folded(getattr(one.content, "called", "")))
