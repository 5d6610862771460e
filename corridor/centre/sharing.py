"""What leaves the centre, told in words before it leaves; what can be chosen for it; the referrals of a case."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from corridor.centre.contents import Case, Grievance, Remedy, RiskTalk
from corridor.centre.grievance_names import grievance_names
from corridor.centre.sheets import BY_TYPE, CASE
from corridor.journey.actions.handing_over import centres_of
from corridor.journey.actions.referrals import LOCKED, PAPER
from corridor.journey.contents import Evidence, Journey, Party, Referral, Worker
from corridor.journey.data_groups import GROUP_OF, IN_TEXT
from corridor.journey.parts import PARTS
from corridor.journey.reading import Teller
from corridor.journey.referring import FORUM, Ledger, Tells, allowance, is_hers
from corridor.journey.rules import Allowance
from corridor.journey.sheets import Choices, Sheet, Slot, terms
from corridor.journey.worker_sheets import PARTY, WORKER, languages
from corridor.recruitment.contents import Chain, Hop
from corridor.recruitment.parts import chain_label, hop_label, journey_label
from corridor.reference.labels import term_label
from corridor.safe.casebook import Entry, Reading, opens
from corridor.safe.content import Content
from corridor.safe.packets import Correspondent, Piece, readdressed, told_records

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
    Party.TYPE: PARTY,
    Case.TYPE: Sheet(Case, CASE.label, (NUMBER, *CASE.slots)),
    Evidence.TYPE: EVIDENCE,
    **{type: part.sheet for type, part in PARTS.items()},
    **{type: sheet for type, (_word, sheet) in BY_TYPE.items()},
}


def kind_label(kind: str) -> str:
    """Who is asked, in words."""
    vocabulary, _, code = kind.partition(".")
    return term_label(vocabulary, code, get_language() or "en") if code else ""


def label(vocabulary: str, code: str) -> str:
    return term_label(vocabulary, code, get_language() or "en") if code else ""


def told_by(centre: str, to: str, language: str = "", way: str = "") -> Tells:
    """Tells what leaves, line by line; the same text is read before, kept, printed, locked in a file and read aloud.

    language: in which it is told; empty for that of the page. way: what goes as a text alone says how to answer.
    """

    def tell(made: Sequence[Piece]) -> str:
        with override(language or get_language() or "en"):
            by_id = {one.id: one.content for one in made}
            say = _teller([one.content for one in made], by_id)
            lines = [f"{gettext('From')}: {centre}", f"{gettext('To')}: {to}"]
            for one in made:
                lines += ["", *_lines(_alone(one.content, by_id), say)]
            lines += ["", _how_to_answer()] if way in (LOCKED, PAPER) else []
            return "\n".join(lines).strip() + "\n"

    return tell


def _alone(content: Content, by_id: dict[str, Any]) -> Content:
    """Of what belongs to her file, without a word about a record that stays here."""
    return readdressed(content, {id: id for id in by_id}) if content.TYPE in PARTS else content


def told_of(centre: str, referral: Referral) -> Tells:
    """Tells a referral as it was told when it was prepared."""
    return told_by(centre, referral.to_name, referral.language, referral.way)


def _how_to_answer() -> str:
    """For who has no packet to send an answer in; a mail with her name in it can be read on the way."""
    return gettext(
        "Please tell us by phone or in person whether you accept or decline, and when it is done. Never write her name "
        "in an e-mail."
    )


def _teller(contents: Iterable[Any], by_id: dict[str, Any]) -> Teller:
    """Ids stand for nothing outside: people by what they are called there, grievances by their kind."""
    called = {id: one.called or gettext("Worker") for id, one in by_id.items() if isinstance(one, Worker | Party)}
    rows = [row for one in contents if isinstance(one, Case) for row in one.workers]
    called |= {row.worker: row.called or gettext("Worker") for row in rows}
    kinds = grievance_names(by_id.items(), get_language() or "en")
    return Teller(_road(by_id, called) | called | dict(languages()) | kinds)


def _road(by_id: dict[str, Any], called: dict[str, str]) -> dict[str, str]:
    """What her journeys, chains, hops and files are called. called: names of parties."""
    chains = [id for id, one in by_id.items() if isinstance(one, Chain)]
    found = {id: chain_label(by_id[id], number) for number, id in enumerate(chains, 1)}
    found |= {id: hop_label(one, called) for id, one in by_id.items() if isinstance(one, Hop)}
    found |= {id: journey_label(one) for id, one in by_id.items() if isinstance(one, Journey)}
    return found | {id: one.name for id, one in by_id.items() if isinstance(one, Evidence)}


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
        mine = tuple((one, record_label(one, records)) for one in records if GROUP_OF.get(one.type) == code)
        if code in kept and not mine:
            continue
        answer = allowance(ledger, names, purpose, (code,), today)
        found.append(Group(code, text, answer, mine, code in IN_TEXT))
    return found


def record_label(entry: Entry, among: Sequence[Entry]) -> str:
    """What a record is called in a list of what may go about one worker. among: that list, with her grievances."""
    sheet, content = SHEETS[entry.type], entry.content
    say = _teller([], {one.id: one.content for one in among if isinstance(one.content, Grievance)})
    if isinstance(content, Grievance):
        texts = [one for one in (content.wants[:80], say.called[entry.id]) if one]
    elif isinstance(content, Remedy):
        unknown = () if content.grievance in say.called else ("grievance",)
        texts = [text for _, text in say.facts(sheet, content, but=("worker", *unknown))[:4]]
    else:
        elsewhere = {one.name for one in sheet.every if one.how in ("choice", "choices")} if entry.type in PARTS else ()
        texts = [text for _, text in say.facts(sheet, content, but=elsewhere)[:2]]
    return f"{sheet.label}: {', '.join(texts)}"[:160]


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
    return weighed_in(known, (case,), worker)


def weighed_in(known: Reading, cases: Iterable[str], worker: str) -> bool:
    """The same over several cases of hers."""
    every = [one for case in cases for one in known.parts(case, RiskTalk) if opens(one)]
    talks = [one for one in every if one.content.worker == worker]  # type: ignore[attr-defined]
    words = [(one.content.on or date.min, one.change, one.content.decides) for one in talks]  # type: ignore[attr-defined]
    return bool(words) and max(words)[2] == GOES_AHEAD


def name_of(known: Reading, id: str) -> str:
    """What a party or another centre is called; empty when it is neither."""
    entry = known.get(id)
    content = entry.content if entry and opens(entry) else None
    return content.called if isinstance(content, Party) else content.name if isinstance(content, Correspondent) else ""


def is_centre(known: Reading, id: str) -> bool:
    entry = known.get(id)
    return entry is not None and entry.type == Correspondent.TYPE
