"""What is kept of a worker and her journey. Everything is sealed; nothing is asked that need not be known (WIF2023-49).

The codes of the fields come from vocabularies on the shelf (`reference/shelf/terms.csv`), named at each field.
"""

from dataclasses import dataclass
from datetime import date

from corridor.journey.when import NOT_SAID, When
from corridor.safe.content import Content


@dataclass(frozen=True)
class Name:
    """One name, as it is written in one script. use: what it is for (vocabulary `name-use`)."""

    name: str
    use: str = "called"


@dataclass(frozen=True)
class Contact:
    """One way to reach her, and when it is safe.

    channel: vocabulary `channel`. days: mon ... sun on which it is safe; none means any. hours: as she says it.
    who_answers: who may pick up besides her. say: what is said to them.
    """

    channel: str
    value: str = ""
    days: tuple[str, ...] = ()
    hours: str = ""
    who_answers: str = ""
    say: str = ""


@dataclass(frozen=True)
class Paper:
    """A document that she showed, so that she is found again. kind: vocabulary `paper`."""

    kind: str
    number: str


@dataclass(frozen=True)
class Worker(Content):
    """A worker. code: pronounceable, with a check (see `codes`); the only thing that is said aloud of her.

    never: channels (vocabulary `channel`) that are never used, whatever the reason. languages: ISO 639 codes, the one
    she prefers first. sex, age_band (vocabularies), nationality (ISO 3166 alpha-3), origin (district, as she says it):
    only what she chose to tell. since: the day she first came. merged_into: the id of the file that this one became a
    part of. Source: WIF2023-8 (confidence), WIF2023-25 (safety), WIF2023-49 (what is kept can be demanded).
    """

    TYPE = "worker"
    RETENTION_MONTHS = 15  # the last follow-up is due 12 months after closing; three more to reach her for it
    SEARCHED = ("code", "names", "contacts", "papers", "origin", "note")
    code: str
    names: tuple[Name, ...] = ()
    contacts: tuple[Contact, ...] = ()
    never: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    sex: str = ""
    age_band: str = ""
    nationality: str = ""
    origin: str = ""
    papers: tuple[Paper, ...] = ()
    note: str = ""
    since: date | None = None
    author: str = ""
    closed: date | None = None
    merged_into: str = ""

    def closed_on(self) -> date | None:
        return self.closed

    @property
    def called(self) -> str:
        """The name she wants to be called, else any, else her code."""
        return next(
            (one.name for one in self.names if one.use == "called"), self.names[0].name if self.names else self.code
        )


@dataclass(frozen=True)
class Stage:
    """A stretch of a journey. stage: vocabulary `stage`. party: id of somebody met there, when known."""

    stage: str
    place: str = ""
    country: str = ""
    begin: When = NOT_SAID
    end: When = NOT_SAID
    party: str = ""
    note: str = ""


@dataclass(frozen=True)
class Journey(Content):
    """One of her migrations, from where to where, stage by stage (WIF2023-21: one person, several migrations).

    origin, destination: ISO 3166 alpha-3; together its corridor.
    """

    TYPE, HEAD = "journey", "worker"
    worker: str
    origin: str = ""
    destination: str = ""
    sector: str = ""
    stages: tuple[Stage, ...] = ()
    note: str = ""
    author: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Consent(Content):
    """One entry of her ledger: for this purpose, this recipient may have this, until then; or that she said no.

    purpose: vocabulary `consent-purpose`. recipient: id of a party, or in words. what: vocabulary `data-group`.
    how: how it was explained (vocabulary `explained`), in which language (ISO 639). Source: methods (i), GBVIMS.
    """

    TYPE, HEAD = "consent", "worker"
    worker: str
    purpose: str
    recipient: str
    what: tuple[str, ...]
    given: bool = True
    on: date | None = None
    until: date | None = None
    how: str = ""
    language: str = ""
    said: str = ""
    author: str = ""


@dataclass(frozen=True)
class Withdrawal(Content):
    """That she took a consent back. Entries are never changed: this one stops what that one allowed, at once."""

    TYPE, HEAD = "consent-withdrawal", "worker"
    worker: str
    consent: str
    on: date | None = None
    said: str = ""
    author: str = ""


@dataclass(frozen=True)
class Moved:
    """What joining two files changed in one record: its fields before and after, as JSON text."""

    record: str
    before: str
    after: str


@dataclass(frozen=True)
class Merge(Content):
    """That two files turned out to be one person's. moved: what was changed, so that it can be put back.

    undone: the day on which it was taken back.
    """

    TYPE, HEAD = "worker-merge", "kept"
    SEARCHED = ("why",)
    kept: str
    other: str
    on: date | None = None
    why: str = ""
    moved: tuple[Moved, ...] = ()
    author: str = ""
    undone: date | None = None


@dataclass(frozen=True)
class Party(Content):
    """A person, a household or an organisation met on the road; the same one as respondent, hop and employer.

    kind: vocabulary `party-kind`. names: in any script. licence: number and until when it is said to hold; many have
    none, and are entered all the same (WIF2019-13: informal intermediaries are most of the road). unnamed: the day
    since which no record names it; a year later it is destroyed (see `journey.actions.parties.end_unnamed`).
    """

    TYPE, RETENTION_MONTHS = "party", 12
    SEARCHED = ("names", "licence", "place", "phone", "note")
    kind: str
    names: tuple[str, ...]
    country: str = ""
    place: str = ""
    licence: str = ""
    licence_until: date | None = None
    phone: str = ""
    note: str = ""
    author: str = ""
    day: date | None = None
    unnamed: date | None = None

    def closed_on(self) -> date | None:
        return self.unnamed

    @property
    def called(self) -> str:
        return self.names[0] if self.names else ""


@dataclass(frozen=True)
class ReferralStep:
    """One step of a referral. state: vocabulary `referral-state`. by: handle, or who told it from outside."""

    state: str
    on: date | None = None
    by: str = ""
    said: str = ""


@dataclass(frozen=True)
class Referral(Content):
    """That another organisation is asked for something, with what she allowed it to know and nothing else.

    to: id of a party or of another centre (`safe.packets.Correspondent`); to_name: in words. about: id of the case or
    worker it belongs to (its head). kind: who is asked, a term of `service-kind` or `forum-kind` (its id), or `centre`.
    consent: the entry of her ledger that allows it. what: data groups that were shared. way: vocabulary `referral-way`.
    language: in which what left is told (a code; none on older ones). text: what was said to them. pieces: ids of the
    records that were chosen. shared, seen: what left, as it was read before it was sent, and its digest. steps: what
    became of it; the state of the last one is its state. case_closed: the day on which its case was closed without an
    answer; nobody is reminded from then on, and the answer may come. One of a worker without a case never has it.
    """

    TYPE, HEAD, ANSWERED = "referral", "about", True
    SEARCHED = ("to_name", "text")
    about: str
    worker: str
    to_name: str
    to: str = ""
    kind: str = ""
    purpose: str = ""
    consent: str = ""
    what: tuple[str, ...] = ()
    way: str = ""
    text: str = ""
    pieces: tuple[str, ...] = ()
    shared: str = ""
    seen: str = ""
    steps: tuple[ReferralStep, ...] = ()
    answer_by: date | None = None
    author: str = ""
    case_closed: date | None = None
    language: str = ""

    @property
    def state(self) -> str:
        return self.steps[-1].state if self.steps else ""

    def due(self) -> date | None:
        return self.answer_by if self.stands_open() else None

    def stands_open(self) -> bool:
        return self.case_closed is None and self.state in {"", "sent", "accepted"}


@dataclass(frozen=True)
class ReferralAnswer(Content):
    """What became of a referral, told from one centre to the other. referral: the id under which it was sent.

    state: vocabulary `referral-state`; accepted, declined or done from the centre that was asked, revoked from the one
    that asked. It comes and goes in a packet and ends with it; one that stood by itself would end with its day.
    """

    TYPE, ANSWERED, RETENTION_MONTHS = "referral-answer", True, 3
    referral: str
    state: str
    on: date | None = None
    said: str = ""

    def closed_on(self) -> date | None:
        return self.on


@dataclass(frozen=True)
class Evidence(Content):
    """A file that proves something, sealed untouched in chunks; fingerprint: its SHA-256 (D11).

    about: id of the case or worker it belongs to. proves: id of the grievance or line of the ledger of that case which
    it is for; none means all of it. kind: what sort of thing it is, in words. shows: what it shows, in words. source:
    from whom, and how it came.
    The other fields are those of an attachment (see `safe.notebook.contents.Attachment`).
    """

    TYPE, HEAD = "evidence", "about"
    SEARCHED = ("name", "kind", "shows", "source", "author")
    about: str
    name: str
    size: int
    fingerprint: str
    key: str
    chunks: int
    media: str = ""
    picture: str = ""
    smaller: bool = False
    why_not: str = ""
    width: int = 0
    height: int = 0
    kind: str = ""
    shows: str = ""
    source: str = ""
    author: str = ""
    day: date | None = None
    proves: str = ""
