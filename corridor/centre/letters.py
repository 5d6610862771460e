"""Letters in a worker's name: which values go into one, as far as each worker allowed.

A letter says about a worker what she allowed for this purpose and this recipient, and nothing else (WIF2023-8, -49):
where her name was not allowed it speaks of "the worker", where the grievance was not allowed it is not in the letter.
Before a complaint goes to an authority the risks are talked through with each (WIF2023-49; WIF2019-11).
"""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from babel.lists import format_list
from babel.numbers import format_decimal
from django.utils.translation import get_language

from corridor.centre.contents import Case, Grievance, Remedy, Respondent
from corridor.centre.grievance_names import grievance_names
from corridor.centre.sharing import weighed
from corridor.exchange.letter_texts import AUTHORITY, COMPLAINT, DEMAND
from corridor.exchange.letters import Values
from corridor.journey.calendars import beside, told
from corridor.journey.contents import Party, Worker
from corridor.journey.data_groups import CALLED, EMPLOYER, GRIEVANCE, NAMES, REMEDY
from corridor.journey.referring import Hiding, allowance, called_as, ledger_of
from corridor.journey.rules import WHY
from corridor.journey.when import BIKRAM_SAMBAT, DAY, When
from corridor.reference.labels import country_name, term_label
from corridor.safe.casebook import Entry, Reading, opens

PURPOSES = {DEMAND: "letter", COMPLAINT: "complaint", AUTHORITY: "letter"}  # vocabulary `consent-purpose`
GROUPS = (CALLED, NAMES, GRIEVANCE, EMPLOYER, REMEDY)  # data groups that a letter may hold
# How a worker is spoken of whose name may not be said, several of them, and those beside others who are named.
UNNAMED = {
    "en": ("the worker", "the workers", "others"),
    "ar": ("العاملة", "العاملات", "أخريات"),
    "ne": ("कामदार", "कामदारहरू", "अन्य"),
    "fr": ("la travailleuse", "les travailleuses", "d’autres"),
    "es": ("la trabajadora", "las trabajadoras", "otras"),
    "bn": ("কর্মী", "কর্মীরা", "অন্যরা"),
    "hi": ("कामगार", "कामगार", "अन्य"),
}


@dataclass(frozen=True)
class Choice:
    """What is chosen for a letter. recipient: id of a party, or a name in words; address: what else stands above the
    text. grievances, workers: ids.
    """

    kind: str
    language: str
    recipient: str
    address: str = ""
    grievances: tuple[str, ...] = ()
    workers: tuple[str, ...] = ()
    answer_by: date | None = None


@dataclass(frozen=True)
class LeftOut:
    """What a worker did not allow and the letter therefore does not say. what: data groups; why: in words, one for each
    reason. risks: whether the talk about the risks is missing.
    """

    worker: str
    called: str
    what: tuple[str, ...]
    why: tuple[str, ...]
    risks: bool = False


@dataclass(frozen=True)
class Letter:
    """The values of a letter, and what was left out of it."""

    values: Values
    left_out: tuple[LeftOut, ...]

    @property
    def empty(self) -> bool:
        """Whether nobody allowed any of the chosen grievances to be told: then there is nothing to write."""
        return not self.values["grievances"]

    @property
    def mark(self) -> str:
        """The same for the same values: what was read before is what leaves."""
        return hashlib.sha256(json.dumps(self.values, sort_keys=True).encode()).hexdigest()


def letter_for(known: Reading, entry: Entry, choice: Choice, today: date) -> Letter:
    """The letter about a case, on this day. Names, what happened, respondents and amounts stand in it as allowed."""
    return _Writer(known, entry, choice, today).letter()


class _Writer:
    """One letter while its values are found. may: id of each chosen worker -> data groups that she allows."""

    def __init__(self, known: Reading, entry: Entry, choice: Choice, today: date) -> None:
        assert isinstance(entry.content, Case)
        self.known, self.entry, self.case, self.choice, self.today = known, entry, entry.content, choice, today
        self.language = choice.language
        chosen = [one for one in self.case.workers if one.worker in choice.workers]
        self.called = {one.worker: one.called for one in chosen}
        self.left_out: list[LeftOut] = []
        self.may = {id: self._allowed(id) for id in self.called}
        parts = [one for one in known.parts(entry.id, Grievance) if one.id in choice.grievances and opens(one)]
        self.grievances: dict[str, Any] = {one.id: one.content for one in parts if self._all(one.content, GRIEVANCE)}

    def letter(self) -> Letter:
        amounts, total = self._amounts()
        values: Values = {
            "centre": self.known.member.centre.name,
            "date": self._day(self.today),
            "addressee": "\n".join(filter(None, (self._recipient(), self._place_of_party(), self.choice.address))),
            "recipient": self._recipient(),
            "reference": self.case.number,
            "worker": self._worker(),
            "work": self._work(),
            "answer_by": self._day(self.choice.answer_by) if self.choice.answer_by else "",
            "total": total,
            "workers": [{"name": name, "papers": self._papers(id)} for id in self.called if (name := self._name(id))],
            "grievances": [self._grievance(one) for one in self.grievances.values()],
            "respondents": self._respondents(),
            "amounts": amounts,
        }
        return Letter(values, tuple(self.left_out))

    def _allowed(self, id: str) -> frozenset[str]:
        """What she allows this recipient to have; notes what she does not."""
        purpose, ledger, names = PURPOSES[self.choice.kind], ledger_of(self.known, id), self._recipient_names()
        answers = {group: allowance(ledger, names, purpose, (group,), self.today) for group in GROUPS}
        risks = self.choice.kind == COMPLAINT and not weighed(self.known, self.entry.id, id)
        may = frozenset() if risks else frozenset(group for group, answer in answers.items() if answer.allowed)
        held = may | {CALLED} if NAMES in may else may
        wanted = [one for one in self._needed(id) if one not in held]
        if wanted:
            why = dict.fromkeys(str(WHY[answers[one].reason]) for one in wanted if not answers[one].allowed)
            labels = tuple(term_label("data-group", one, get_language() or "en") for one in wanted)
            self.left_out.append(LeftOut(id, self.called[id], labels, tuple(why), risks))
        return may

    def _needed(self, id: str) -> list[str]:
        """What such a letter tells about her when she allows it: an authority to act bears her full name."""
        claims = any(opens(one) and _inside(one).worker == id for one in self.known.parts(self.entry.id, Remedy))
        name = NAMES if self.choice.kind == AUTHORITY else CALLED
        return [name, GRIEVANCE, EMPLOYER, *([REMEDY] if claims else [])]

    def _recipient_names(self) -> list[str]:
        party = self._party()
        return [self.choice.recipient, *(party.names if party else ())]

    def _party(self) -> Party | None:
        found = self.known.get(self.choice.recipient)
        return found.content if found and opens(found) and isinstance(found.content, Party) else None

    def _recipient(self) -> str:
        party = self._party()
        return party.called if party else self.choice.recipient

    def _place_of_party(self) -> str:
        party = self._party()
        places = (party.place, country_name(party.country, self.language) if party.country else "") if party else ()
        return ", ".join(filter(None, places))

    def _all(self, grievance: Any, group: str) -> bool:
        """Whether everybody whose grievance it is, among those chosen, allows this group."""
        whose = [id for id in self.called if not grievance.workers or id in grievance.workers]
        return bool(whose) and all(group in self.may[id] for id in whose)

    def _person(self, id: str) -> Worker | None:
        found = self.known.get(id)
        return found.content if found and opens(found) and isinstance(found.content, Worker) else None

    def _name(self, id: str) -> str:
        """The name that may be said of her: as in her papers, or what she is called; empty when none may."""
        person, may = self._person(id), self.may[id]
        if person is None:
            return ""
        papers = next((one.name for one in person.names if one.use == "document"), "") if NAMES in may else ""
        return papers or called_as(person, may)

    def _papers(self, id: str) -> str:
        person = self._person(id) if NAMES in self.may[id] else None
        kinds = [(one.kind, one.number) for one in person.papers] if person else []
        return ", ".join(f"{term_label('paper', kind, self.language)} {number}".strip() for kind, number in kinds)

    def _worker(self) -> str:
        one, several, others = UNNAMED[self.language]
        names = [name for id in self.called if (name := self._name(id))]
        if not names:
            return several if len(self.called) > 1 else one
        more = [others] if len(names) < len(self.called) else []
        return format_list([*names, *more], locale=self.language)

    def _work(self) -> str:
        case, everybody = self.case, list(self.may.values())
        place = case.place if everybody and all(EMPLOYER in may for may in everybody) else ""
        sector = term_label("sector", case.sector, self.language) if case.sector else ""
        return ", ".join(
            filter(None, (sector, place, country_name(case.country, self.language) if case.country else ""))
        )

    def _grievance(self, grievance: Any) -> dict[str, str]:
        times = (told(one, self.language) for one in (grievance.begin, grievance.end))
        return {
            "kind": term_label("grievance-kind", grievance.kind, self.language),
            "since": " – ".join(one for one in times if one),
            **{name: self._free(getattr(grievance, name), grievance) for name in ("told", "wants", "basis")},
        }

    def _free(self, text: str, grievance: Any) -> str:
        """What was written freely, without names and numbers that were not allowed."""
        employer = self._all(grievance, EMPLOYER)
        for row in self.case.workers:
            may, person = self.may.get(row.worker, frozenset()), self._person(row.worker)
            others = [] if row.worker in self.may and self._name(row.worker) else [row.called]
            if person is None:
                person = Worker("-", ())
            what = may | {EMPLOYER} if employer else may - {EMPLOYER}
            text = Hiding.of(person, what, others, () if employer else self._others_named()).taken_out(text, free=True)
        return text

    def _others_named(self) -> list[Entry]:
        """Who is named in the case beside its workers, but for the one who receives the letter."""
        parts = [one for one in self.known.parts(self.entry.id, Grievance) if opens(one)]
        ids = {row.party for one in parts for row in _inside(one).respondents if row.party} - {self.choice.recipient}
        return [*(found for id in ids if (found := self.known.get(id)) and opens(found)), *parts]

    def _respondents(self) -> list[dict[str, str]]:
        rows = {
            (self._called(row), row.role, row.country): None
            for one in self.grievances.values()
            if self._all(one, EMPLOYER)
            for row in one.respondents
        }
        return [
            {
                "name": name,
                "role": term_label("respondent-role", role, self.language),
                "country": country_name(country, self.language) if country else "",
            }
            for name, role, country in rows
            if name
        ]

    def _called(self, row: Respondent) -> str:
        found = self.known.get(row.party) if row.party else None
        party = found.content if found and opens(found) else None
        return party.called if isinstance(party, Party) else row.name

    def _amounts(self) -> tuple[list[dict[str, str]], str]:
        """What is claimed in money, else what she is entitled to, line by line; sums by currency, never across."""
        lines, sums = [], dict[str, Decimal]()
        called = grievance_names(self.grievances.items(), self.language)
        for one in _claims(self.known.parts(self.entry.id, Remedy), self.grievances):
            if one.amount is None or REMEDY not in self.may.get(one.worker, ()):
                continue
            grievance = self.grievances[one.grievance]
            what = self._free(one.what, grievance) or called[one.grievance]
            who = self._name(one.worker) or UNNAMED[self.language][0]
            lines.append({"who": who, "what": what, "amount": money(one.amount, one.currency)})
            sums[one.currency] = sums.get(one.currency, Decimal(0)) + one.amount
        return lines, "; ".join(money(amount, currency) for currency, amount in sums.items())

    def _day(self, day: date) -> str:
        """A day written out in the letter's language; in Nepali with the day in Bikram Sambat beside it."""
        text = told(When(exact=DAY, first=day, last=day), self.language)
        other = beside(day, self.language).get(BIKRAM_SAMBAT) if self.language == "ne" else ""
        return f"{text} ({other})" if other else text


def _inside(entry: Entry) -> Any:
    return entry.content


def _claims(entries: Iterable[Entry], grievances: Collection[str]) -> list[Any]:
    lines: list[Any] = [one.content for one in entries if opens(one)]
    lines = [one for one in lines if one.grievance in grievances]
    claimed = [one for one in lines if one.step == "claimed"]
    known = {(one.grievance, one.worker) for one in claimed}
    return claimed + [one for one in lines if one.step == "entitled" and (one.grievance, one.worker) not in known]


def money(amount: Decimal, currency: str) -> str:
    """An amount with its currency (ISO 4217), as offices everywhere read it: "JOD 1,250.50"."""
    return f"{currency} {format_decimal(amount, '#,##0.00##' if amount % 1 else '#,##0', locale='en')}".strip()
