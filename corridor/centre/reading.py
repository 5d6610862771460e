"""What the centre's pages show: a case with everything that belongs to it, its timeline, its ledger."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from corridor.access.models import Account
from corridor.access.queries import accounts_of
from corridor.centre.contents import HERSELF, UNASKED, Case, CaseWorker, Grievance, Remedy, Retaliation
from corridor.centre.grievance_names import grievance_names
from corridor.centre.sheets import BY_TYPE, sheet_of
from corridor.journey.contents import Evidence
from corridor.journey.days import written
from corridor.journey.reading import Facts, Teller, ledger_of
from corridor.journey.reasons import NOT_ASKED
from corridor.journey.rules import Allowance, asked_later, may_ask_later
from corridor.journey.sheets import Choices, Options
from corridor.journey.worker_sheets import languages
from corridor.reference.labels import term_label
from corridor.safe.casebook import Entry, Reading, opens
from corridor.safe.content import Content

STEPS = ("entitled", "claimed", "offered", "awarded", "received")


@dataclass(frozen=True)
class Line:
    """One thing that belongs to a case, as the timeline tells it. word: which sheet corrects it, empty for none."""

    entry: Entry
    content: Any
    word: str
    label: Any
    day: date | None
    facts: Facts
    alarm: bool = False
    files: tuple[Entry, ...] = ()  # brought for it, or named as its proof


@dataclass(frozen=True)
class CaseView:
    """A case as a page shows it."""

    entry: Entry
    case: Case
    workers: tuple[tuple[CaseWorker, Entry | None], ...]
    lines: tuple[Line, ...]
    unread: int

    def of(self, word: str) -> list[Line]:
        """The lines of one sheet, oldest first."""
        return [one for one in self.lines if one.word == word]

    @property
    def unasked(self) -> list[CaseWorker]:
        """Who is in it and was not asked yet whether she wants to be."""
        return [one for one in self.case.present if one.word == UNASKED]

    @property
    def grievances(self) -> list[Line]:
        return self.of("grievance")

    @property
    def to_do(self) -> list[Line]:
        """Actions and follow-ups that were not done yet, the next one first."""
        waits = [one for one in self.lines if one.word in ("action", "follow-up") and one.content.done is None]
        return sorted(waits, key=lambda one: one.content.on or date.max)

    @property
    def alerts(self) -> list[Line]:
        return [one for one in self.lines if one.alarm]

    @property
    def timeline(self) -> list[Line]:
        """What happened, the newest first; what is still to be done stands elsewhere."""
        waits = {id(one) for one in self.to_do}
        past = [one for one in self.lines if id(one) not in waits and one.word not in ("grievance", "remedy")]
        return sorted(past, key=lambda one: (one.day or date.min, one.entry.change), reverse=True)


def case_view(known: Reading, entry: Entry, account_names: dict[str, str]) -> CaseView:
    """Everything that belongs to a case, read once."""
    case = entry.content
    assert isinstance(case, Case)
    parts = known.parts(entry.id)
    readable = [one for one in parts if opens(one)]
    called = {one.worker: one.called for one in case.workers}
    names = account_names | called | _names(readable)
    told = Teller(names, written)
    files = [one for one in readable if isinstance(one.content, Evidence)]
    lines = tuple(_line(one, told, files) for one in readable if one.type in BY_TYPE)
    workers = tuple((one, known.get(one.worker)) for one in case.workers)
    return CaseView(entry, case, workers, lines, len(parts) - len(readable))


def _names(entries: Iterable[Entry]) -> dict[str, str]:
    """Id -> what a grievance is called beside the others of its case."""
    return grievance_names(((one.id, one.content) for one in entries if opens(one)), get_language() or "en")


def _line(entry: Entry, told: Teller, files: list[Entry]) -> Line:
    content: Any = entry.content
    word, sheet = sheet_of(content)
    days = (getattr(content, name, None) for name in ("done", "on", "day"))
    day = next((one for one in days if isinstance(one, date)), None)
    alarm = isinstance(content, Retaliation) and content.seen_on is None
    proof = getattr(content, "proof", "")
    hers = tuple(one for one in files if one.id == proof or getattr(one.content, "proves", "") == entry.id)
    label = sheet.label
    if isinstance(content, Grievance) and told.called[entry.id] != term_label(
        "grievance-kind", content.kind, get_language() or "en"
    ):
        label = f"{label}: {told.called[entry.id]}"  # as it is called where it is chosen
    return Line(entry, content, word, label, day, told.facts(sheet, content, but=("proof",)), alarm, hers)


def belongs_to(known: Reading, case: str) -> Choices:
    """What a file can be brought for: the grievances of a case and the lines of its ledger, oldest first."""
    found = [one for one in known.parts(case) if opens(one)]
    remedies = [(one.id, _remedy_name(one.content)) for one in found if isinstance(one.content, Remedy)]
    return [*_names(found).items(), *remedies]


def _remedy_name(one: Remedy) -> str:
    language = get_language() or "en"
    worth = f"{one.amount:,f} {one.currency}".strip() if one.amount is not None else ""
    return f"{term_label('remedy-step', one.step, language)}: {worth or term_label('remedy-kind', one.kind, language)}"


def _proofs(known: Reading, case: str) -> Choices:
    """The files of a case by what they show; a line of the ledger may name one as its proof."""
    files = ((one.id, one.content) for one in known.parts(case, Evidence) if opens(one))
    return [(id, f"{one.name}: {one.shows[:80]}" if one.shows else one.name) for id, one in files]  # type: ignore[attr-defined]


def handles(account: Account) -> dict[str, str]:
    """Account key -> handle of those who belong to her centre now."""
    return {one.key: one.name for one in accounts_of(account.centre)} if account.centre else {}


def options_for(known: Reading, entry: Entry, names: dict[str, str], stands: Content | None = None) -> Options:
    """What can be chosen in the forms of a case: whoever is or was in it, its grievances, the people of the centre.

    stands: what is corrected. Whoever stands in it can be chosen too, a colleague who left the centre as well, so that
    correcting a day never changes whose it is; who left the case may still be paid, or asked how she is.
    """
    case = entry.content
    assert isinstance(case, Case)
    inside = sorted(case.workers, key=lambda one: one.left is not None)
    workers = [(one.worker, _called(one)) for one in inside]
    grievances = list(_names(known.parts(entry.id, Grievance)).items())
    people = sorted(names.items(), key=lambda one: one[1])
    offered = {"worker": workers, "workers": workers, "grievance": grievances, "who": people, "lead": people}
    all_of_them = {name: [*choices, *_standing_too(name, choices, stands)] for name, choices in offered.items()}
    return all_of_them | {"proof": _proofs(known, entry.id)}


def word_choices() -> Choices:
    """What her word on being in a case can be, the one of who stands here first."""
    language = get_language() or "en"
    return [(HERSELF, gettext("she said yes herself")), (UNASKED, term_label("answer-state", UNASKED, language))]


def word_told(one: CaseWorker) -> str:
    """Her word on being in a case, how it was explained and in which language; empty where nothing was written down."""
    said = [dict(word_choices()).get(one.word, "")]
    said += [term_label("explained", one.how, get_language() or "en")] if one.how else []
    said += [dict(languages(one.language))[one.language]] if one.language else []
    return " · ".join(part for part in said if part)


def _called(one: CaseWorker) -> str:
    return f"{one.called} ({gettext('left')} {date_format(one.left, 'j F Y')})" if one.left else one.called


def _standing_too(name: str, choices: Choices, stands: Content | None) -> Choices:
    """Those who stand in what is corrected and are not offered by themselves."""
    value = getattr(stands, name, "")
    ids = [one for one in (value if isinstance(value, tuple) else (value,)) if one and isinstance(one, str)]
    colleague = gettext("somebody who left")
    gone = {"who": colleague, "lead": colleague, "grievance": gettext("Grievance")}.get(name, gettext("Worker"))
    known = {id for id, _ in choices}
    return [(id, gone) for id in ids if id not in known]


@dataclass(frozen=True)
class LaterContact:
    """What one worker of a case said about being asked later how she is. has_file: whether her ledger can be read."""

    row: CaseWorker
    answer: Allowance
    has_file: bool

    @property
    def not_asked(self) -> bool:
        return self.answer.reason == NOT_ASKED

    @property
    def is_asked_later(self) -> bool:
        return may_ask_later(self.answer)


def later_contacts(known: Reading, entry: Entry) -> list[LaterContact]:
    """Of each worker who is in a case, whether follow-ups are planned for her when it is closed today."""
    case, today = entry.content, timezone.localdate()
    assert isinstance(case, Case)
    answers = [(one, asked_later(*ledger_of(known, one.worker), today)) for one in case.present]
    return [LaterContact(one, answer, known.get(one.worker) is not None) for one, answer in answers]


@dataclass(frozen=True)
class LedgerRow:
    """What one worker has of one grievance in one currency or kind: step -> sum (None when only said in words)."""

    grievance: str
    worker: str
    kind: str
    currency: str
    steps: dict[str, Decimal | None]
    given_up: Decimal | None

    @property
    def cells(self) -> list[Decimal | str | None]:
        """One for each step, in order; empty where nothing was entered."""
        return [self.steps.get(step, "") for step in STEPS]


def ledger(view: CaseView) -> list[LedgerRow]:
    """The remedy ledger: what is owed, claimed, offered, awarded, received; never summed across currencies."""
    found: dict[tuple[str, str, str, str], list[Remedy]] = {}
    for line in view.of("remedy"):
        one = line.content
        found.setdefault((one.grievance, one.worker, one.kind, one.currency), []).append(one)
    called = {one.worker: one.called for one, _ in view.workers}
    grievances = _names(one.entry for one in view.grievances)
    language = get_language() or "en"
    return [
        LedgerRow(
            grievances.get(grievance, ""),
            called.get(worker, ""),
            term_label("remedy-kind", kind, language),
            currency,
            _by_step(lines),
            _sum([one.given_up for one in lines]),
        )
        for (grievance, worker, kind, currency), lines in found.items()
    ]


def _by_step(lines: Iterable[Remedy]) -> dict[str, Decimal | None]:
    """Instalments of what was received add up; of the other steps the latest word counts."""
    steps: dict[str, Decimal | None] = {}
    for one in lines:
        if one.step == "received" and one.amount is not None:
            steps[one.step] = (steps.get(one.step) or Decimal(0)) + one.amount
        else:
            steps[one.step] = one.amount
    return steps


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [one for one in amounts if one is not None]
    return sum(known, Decimal(0)) if known else None


def title_of(case: Content) -> str:
    """What a case is called in lists: the centre's own word for it, else its workers."""
    assert isinstance(case, Case)
    return case.label or ", ".join(one.called for one in case.workers[:3]) or gettext("Case")
