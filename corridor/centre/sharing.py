"""What leaves the centre, told in words before it leaves; what can be chosen for it; the referrals of a case."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from corridor.centre.contents import Case, RiskTalk
from corridor.centre.sheets import BY_TYPE, CASE
from corridor.journey.actions.answering import told_steps
from corridor.journey.actions.handing_over import centres_of
from corridor.journey.contents import Evidence, Journey, Party, Referral, ReferralStep, Worker
from corridor.journey.reading import Teller
from corridor.journey.referring import (
    FORUM,
    GROUP_OF,
    IN_TEXT,
    Ledger,
    Tells,
    allowance,
    is_hers,
)
from corridor.journey.rules import Allowance
from corridor.journey.sheets import Choices, Sheet, Slot, terms
from corridor.journey.worker_sheets import JOURNEY, PARTY, WORKER, languages
from corridor.reference.labels import term_label
from corridor.safe.casebook import Entry, Reading, opens
from corridor.safe.content import Content
from corridor.safe.packets import Correspondent, Piece, told_records

GOES_AHEAD = "goes-ahead"  # vocabulary `risk-decision`
CODE, NUMBER = Slot("code", _("Code")), Slot("number", _("Code"))
EVIDENCE = Sheet(
    Evidence,
    _("Evidence"),
    (
        Slot("name", _("File")),
        Slot("shows", _("What it shows")),
        Slot("source", _("From whom")),
        Slot("day", _("On which day"), "day"),
    ),
)
SHEETS: dict[str, Sheet] = {
    Worker.TYPE: Sheet(Worker, WORKER.label, (*WORKER.slots, *WORKER.more, CODE)),
    Journey.TYPE: JOURNEY,
    Party.TYPE: PARTY,
    Case.TYPE: Sheet(Case, CASE.label, (NUMBER, *CASE.slots)),
    Evidence.TYPE: EVIDENCE,
    **{type: sheet for type, (_word, sheet) in BY_TYPE.items()},
}


def kind_label(kind: str) -> str:
    """Who is asked, in words."""
    vocabulary, _, code = kind.partition(".")
    return term_label(vocabulary, code, get_language() or "en") if code else ""


def label(vocabulary: str, code: str) -> str:
    return term_label(vocabulary, code, get_language() or "en") if code else ""


def told_by(centre: str, to: str) -> Tells:
    """Tells what leaves, line by line; the same text is read before, kept, printed and read aloud."""

    def tell(made: Sequence[Piece]) -> str:
        say = _teller([one.content for one in made], {one.id: one.content for one in made})
        lines = [f"{gettext('From')}: {centre}", f"{gettext('To')}: {to}"]
        for one in made:
            lines += ["", *_lines(one.content, say)]
        return "\n".join(lines).strip() + "\n"

    return tell


def _teller(contents: Iterable[Any], by_id: dict[str, Any]) -> Teller:
    """Ids stand for nothing outside: people by what they are called there, grievances by their kind."""
    called = {id: one.called or gettext("Worker") for id, one in by_id.items() if isinstance(one, Worker | Party)}
    rows = [row for one in contents if isinstance(one, Case) for row in one.workers]
    called |= {row.worker: row.called or gettext("Worker") for row in rows}
    kinds = {id: label("grievance-kind", one.kind) for id, one in by_id.items() if one.TYPE == "grievance"}
    return Teller(called | dict(languages()) | kinds)


def _lines(content: Content, say: Teller) -> list[str]:
    if isinstance(content, Referral):
        asked = [
            (_("For what"), label("consent-purpose", content.purpose)),
            (_("What they receive"), ", ".join(label("data-group", one) for one in content.what)),
            (_("Answer until"), date_format(content.answer_by, "j F Y") if content.answer_by else ""),
        ]
        return [content.text, "", *(f"{name}: {text}" for name, text in asked if text)]
    sheet = SHEETS[content.TYPE]
    return [str(sheet.label), *(f"{name}: {text}" for name, text in say.facts(sheet, content, but=("proof",)))]


def told_bytes(made: Sequence[Piece]) -> str:
    """The records as they are sealed; of files only what is said of them, for they are not read as text."""
    return told_records({name: value for name, value in one.plain().items() if name != "f"} for one in made)


@dataclass(frozen=True)
class Group:
    """A data group in the form: whether she allows it, and the records that belong to it."""

    code: str
    label: str
    answer: Allowance
    records: tuple[tuple[Entry, str], ...]
    in_text: bool = False


def groups(ledger: Ledger, names: Sequence[str], purpose: str, records: Sequence[Entry]) -> list[Group]:
    """Every data group, with what could go under it. A group that has records is chosen record by record."""
    today, kept = timezone.localdate(), set(GROUP_OF.values()) - {"employer"}
    found = []
    for code, text in terms("data-group"):
        mine = tuple((one, record_label(one)) for one in records if GROUP_OF.get(one.type) == code)
        if code in kept and not mine:
            continue
        answer = allowance(ledger, names, purpose, (code,), today)
        found.append(Group(code, text, answer, mine, code in IN_TEXT))
    return found


def record_label(entry: Entry) -> str:
    """What a record is called in a list of what may go."""
    sheet = SHEETS[entry.type]
    facts = _teller([], {}).facts(sheet, entry.content)
    return f"{sheet.label}: {', '.join(text for _, text in facts[:2])}"[:160]


def records_of(known: Reading, heads: Iterable[str], worker: str, types: Iterable[str]) -> list[Entry]:
    """What of these heads could go about her, the oldest first."""
    wanted = set(types)
    found = [one for head in dict.fromkeys(heads) for one in known.parts(head) if one.type in wanted and opens(one)]
    return [one for one in found if is_hers(one, worker)]


def whom(known: Reading) -> Choices:
    """Centres whose fingerprint was compared, and organisations that were met."""
    centres = [(one.id, getattr(one.content, "name", "")) for one in centres_of(known)]
    met = [(one.id, one.content) for one in known.of_type(Party) if opens(one)]
    parties = [(id, one.called) for id, one in met if isinstance(one, Party) and one.kind == "organisation"]
    return centres + sorted(parties, key=lambda one: one[1])


def kinds() -> Choices:
    """Who can be asked: services first, then bodies that hear complaints."""
    return [
        (f"{vocabulary}.{code}", text) for vocabulary in ("service-kind", FORUM) for code, text in terms(vocabulary)
    ]


def weighed(known: Reading, case: str, worker: str) -> bool:
    """Whether the risks were talked through with her in this case, and by her latest word she goes ahead."""
    talks = [one for one in known.parts(case, RiskTalk) if opens(one) and one.content.worker == worker]  # type: ignore[attr-defined]
    words = [(one.content.on or date.min, one.change, one.content.decides) for one in talks]  # type: ignore[attr-defined]
    return bool(words) and max(words)[2] == GOES_AHEAD


@dataclass(frozen=True)
class ReferralLine:
    """A referral as a list shows it. steps: with those that another centre told and nobody entered yet."""

    entry: Entry
    referral: Referral
    steps: tuple[ReferralStep, ...]
    called: str

    @property
    def state(self) -> str:
        return self.steps[-1].state if self.steps else ""

    @property
    def came_in(self) -> bool:
        return bool(self.entry.origin)

    @property
    def to_enter(self) -> bool:
        return len(self.steps) > len(self.referral.steps)


def referral_lines(known: Reading, entries: Iterable[Entry]) -> list[ReferralLine]:
    told, lines = told_steps(known), []
    for one in entries:
        if opens(one) and isinstance(one.content, Referral):
            worker = known.get(one.content.worker)
            called = getattr(worker.content, "called", "") if worker and opens(worker) else ""
            lines.append(ReferralLine(one, one.content, (*one.content.steps, *told.get(one.id, ())), called))
    return lines


def referrals_of(known: Reading, head: str) -> list[ReferralLine]:
    """The referrals of a case or a worker, the newest first; for `centre/_referrals.html`."""
    return referral_lines(known, reversed(known.parts(head, Referral)))


def name_of(known: Reading, id: str) -> str:
    """What a party or another centre is called; empty when it is neither."""
    entry = known.get(id)
    content = entry.content if entry and opens(entry) else None
    return content.called if isinstance(content, Party) else content.name if isinstance(content, Correspondent) else ""


def is_centre(known: Reading, id: str) -> bool:
    entry = known.get(id)
    return entry is not None and entry.type == Correspondent.TYPE
