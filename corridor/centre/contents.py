"""What a workers' centre keeps of its cases. A case holds one or several workers and several grievances; whatever else
belongs to it is a part of its own, so that two people work on one case without overwriting each other.

The codes of the fields come from vocabularies on the shelf, named at each field. No field here says whether somebody is
a "victim", and none decides who is served, in which order or until when (WIF2023-52). `Assessment` stands apart.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from corridor.journey.when import NOT_SAID, When
from corridor.safe.content import Content
from corridor.safe.notebook.contents import NamedView

HERSELF, UNASKED = "herself", "not-asked"  # her word on being in a case


@dataclass(frozen=True)
class CaseWorker:
    """A worker in a case: joins and leaves by her own word.

    consent: the entry of her ledger, when there is one. word: herself when she said yes to being in it and to nothing
    more, not-asked when nobody asked her yet, empty where nothing was written down. asked_on, asked_by: when she said
    it, and to whom. how: how it was explained (vocabulary `explained`). language: in which it was (ISO 639). why_left:
    why she left, in our words. outcome: what came of it for her by then (vocabulary `case-outcome`). her_view: her own
    word on it (vocabulary `own-view`). her_words: the same in her words. Source: WIF2023-14, 49; evaluation case 1.
    """

    worker: str
    called: str
    joined: date | None = None
    left: date | None = None
    why_left: str = ""
    consent: str = ""
    word: str = ""
    asked_on: date | None = None
    asked_by: str = ""
    how: str = ""
    language: str = ""
    outcome: str = ""
    her_view: str = ""
    her_words: str = ""


@dataclass(frozen=True)
class ClosedBefore:
    """That a case was closed once and opened again. outcome: vocabulary `case-outcome`, as it was said at closing."""

    closed: date | None = None
    opened: date | None = None
    outcome: str = ""


@dataclass(frozen=True)
class Case(Content):
    """A case: what one or several workers bring to the centre together (about seven in the ILO's centres).

    number: what it is called aloud. label: what the centre calls it in its own list. country, sector: where and in what
    the work is (ISO 3166 alpha-3; vocabulary `sector`). lead: account key of who looks after it. next_on: the day on
    which somebody has to look at it when no action says so. outcome: vocabulary `case-outcome`, once closed. her_view:
    her own word on the result (vocabulary `own-view`), and in her words. earlier: by which a case that was brought in
    from an earlier list is known again (see `importing.classes`). closings: when it was closed and opened again, so
    that what happened stays told. Source: WIF2023-8, 14; evaluation case 1.
    """

    TYPE, LINKS = "case", "workers"
    RETENTION_MONTHS = 36  # longer than the way to reach her (15): claims and what is received come late
    SEARCHED = ("number", "label", "note", "place", "workers.called")
    number: str
    label: str = ""
    workers: tuple[CaseWorker, ...] = ()
    country: str = ""
    place: str = ""
    sector: str = ""
    lead: str = ""
    opened: date | None = None
    next_on: date | None = None
    note: str = ""
    came_by: str = ""
    author: str = ""
    closed: date | None = None
    outcome: str = ""
    her_view: str = ""
    her_words: str = ""
    earlier: str = ""
    closings: tuple[ClosedBefore, ...] = ()

    def due(self) -> date | None:
        return None if self.closed else self.next_on

    def stands_open(self) -> bool:
        return self.closed is None

    def closed_on(self) -> date | None:
        return self.closed

    def linked(self) -> tuple[str, ...]:
        return tuple(one.worker for one in self.workers)

    @property
    def present(self) -> tuple[CaseWorker, ...]:
        """Who has not left it."""
        return tuple(one for one in self.workers if one.left is None)

    @property
    def collective(self) -> bool:
        return len(self.workers) > 1


@dataclass(frozen=True)
class Respondent:
    """A party in a role (vocabulary `respondent-role`), one link of the chain that answers together (WIF2019-14)."""

    role: str
    party: str = ""
    name: str = ""
    country: str = ""


@dataclass(frozen=True)
class Grievance(Content):
    """One grievance of a case. kind: vocabulary `grievance-kind`. workers: ids; none means all of the case.

    told: what happened, in her words. wants: what she demands, in her words; it comes first. route: the route that she
    chose (vocabulary `route`), chosen_on the day. basis: what it rests on in law or contract, as the centre sees it.
    state: vocabulary `grievance-state`. Source: WIF2023-10, 17, 47, 52; casework idea 1.
    """

    TYPE, HEAD = "grievance", "case"
    SEARCHED = ("told", "wants", "basis", "respondents", "note", "author")
    case: str
    kind: str
    workers: tuple[str, ...] = ()
    begin: When = NOT_SAID
    end: When = NOT_SAID
    told: str = ""
    wants: str = ""
    route: str = ""
    chosen_on: date | None = None
    basis: str = ""
    respondents: tuple[Respondent, ...] = ()
    state: str = "open"
    note: str = ""
    author: str = ""
    day: date | None = None


@dataclass(frozen=True)
class RiskTalk(Content):
    """The talk about risks before anything goes to an authority. risks: vocabulary `risk-told`. decides: what she then
    decided (vocabulary `risk-decision`). Source: WIF2023-8, 49; WIF2019-11.
    """

    TYPE, HEAD = "risk-talk", "case"
    SEARCHED = ("said", "author")
    case: str
    worker: str
    risks: tuple[str, ...] = ()
    language: str = ""
    decides: str = ""
    said: str = ""
    on: date | None = None
    author: str = ""


@dataclass(frozen=True)
class Action(Content):
    """Something that is to be done for a case, or was done. kind: vocabulary `action-kind`. who: account key.

    at: hour of an appointment. forum: id of a deadline on the shelf that gave the day; rule: that rule in words. why:
    the reason of the reminder, shown with it. outcome: vocabulary `action-outcome`.
    """

    TYPE, HEAD = "action", "case"
    SEARCHED = ("what", "place", "why", "result", "author")
    case: str
    kind: str
    what: str = ""
    who: str = ""
    on: date | None = None
    at: str = ""
    place: str = ""
    forum: str = ""
    rule: str = ""
    why: str = ""
    done: date | None = None
    outcome: str = ""
    result: str = ""
    author: str = ""
    day: date | None = None

    def due(self) -> date | None:
        return self.on if self.stands_open() else None

    def stands_open(self) -> bool:
        return self.done is None


@dataclass(frozen=True)
class CaseNote(Content):
    """A note on a case. text: what was said or seen; who wrote it stands inside the seal."""

    TYPE, HEAD = "case-note", "case"
    SEARCHED = ("text", "author")
    case: str
    text: str
    author: str = ""
    day: date | None = None


@dataclass(frozen=True)
class ProceedingStep:
    """A dated step before an inspector or a court. step: vocabulary `proceeding-step`."""

    step: str
    on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Proceeding(Content):
    """What came of a complaint to an inspector, a court or the police (S13). forum: vocabulary `forum-kind`.

    answer, result: in words. accused: who was accused, detained or deported instead (vocabulary `accused`), for having
    complained or helped; each is an alert too (see `proceedings`). workers: ids of those for whom it was filed; none
    means all of the case. Source: WIF2023-10, 40, 47-49.
    """

    TYPE, HEAD = "proceeding", "case"
    SEARCHED = ("office", "number", "steps", "answer", "result", "author")
    case: str
    forum: str
    office: str = ""
    number: str = ""
    steps: tuple[ProceedingStep, ...] = ()
    answer: str = ""
    result: str = ""
    accused: tuple[str, ...] = ()
    author: str = ""
    day: date | None = None
    workers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Retaliation(Content):
    """That somebody was made to pay for complaining or helping. against: vocabulary `retaliation-against`. kind:
    vocabulary `retaliation-kind`. worker: id of the one of the case whom it struck, when it was one of them; helper:
    who else, a handle or words. seen_by: who of the centre took it up; until then it stands open as an alert.
    Source: WIF2023-8, 25, 49.
    """

    TYPE, HEAD = "retaliation", "case"
    SEARCHED = ("by", "helper", "told", "wants", "author")
    case: str
    against: str
    kind: str
    on: When = NOT_SAID
    by: str = ""
    told: str = ""
    wants: str = ""
    author: str = ""
    day: date | None = None
    seen_by: str = ""
    seen_on: date | None = None
    worker: str = ""
    helper: str = ""

    def due(self) -> date | None:
        return self.day if self.stands_open() else None

    def stands_open(self) -> bool:
        return self.seen_on is None


@dataclass(frozen=True)
class Remedy(Content):
    """One line of the remedy ledger: for one grievance and worker, one step, one amount or thing.

    step: vocabulary `remedy-step` (entitled, claimed, offered, awarded, received). kind: vocabulary `remedy-kind`.
    amount: in `currency` (ISO 4217), None for what is not money. gives_up: what she gives up for it, in words;
    given_up: the same in money, where it can be said. present: who was there when it was agreed. confirmed: who says so
    (vocabulary `confirmed-by`). proof: id of a piece of evidence. working: how an entitlement was computed.
    Source: evaluation case 1; WIF2023-8, 17.
    """

    TYPE, HEAD = "remedy", "case"
    SEARCHED = ("what", "gives_up", "present", "working", "amount", "author")
    case: str
    grievance: str
    worker: str
    step: str
    kind: str = "money"
    amount: Decimal | None = None
    currency: str = ""
    on: date | None = None
    what: str = ""
    gives_up: str = ""
    given_up: Decimal | None = None
    present: tuple[str, ...] = ()
    confirmed: str = ""
    proof: str = ""
    working: str = ""
    author: str = ""
    day: date | None = None


@dataclass(frozen=True)
class FollowUp(Content):
    """A follow-up after closing: what her wages, hours, documents and safety are now, and what she says of it.

    on: the day it is to be made. done: the day it was made, or given up. reached, view: vocabularies `reached`,
    `own-view`. at_start: whether it tells how things were when she came, before the centre did anything: what a later
    one is set beside. holds_papers, safe: vocabulary `answer-state`. Source: evaluation case 1 (counts without impact).
    """

    TYPE, HEAD = "follow-up", "case"
    SEARCHED = ("said", "author")
    case: str
    worker: str
    on: date | None = None
    done: date | None = None
    reached: str = ""
    wage: Decimal | None = None
    currency: str = ""
    hours_a_week: int | None = None
    holds_papers: str = ""
    safe: str = ""
    view: str = ""
    said: str = ""
    author: str = ""
    at_start: bool = False

    @property
    def is_untouched(self) -> bool:
        """Whether it is only planned: nothing that she said or that was tried stands in it."""
        return self == FollowUp(self.case, self.worker, on=self.on, author=self.author)

    def due(self) -> date | None:
        return self.on if self.stands_open() else None

    def stands_open(self) -> bool:
        return self.done is None


@dataclass(frozen=True)
class Answer:
    """One sign or circumstance: present, absent, not asked or unknown; never a blank that counts as no."""

    about: str
    state: str
    evidence: str = ""


@dataclass(frozen=True)
class Assessment(Content):
    """The eleven indicators and the two criteria of 2018 for one worker: it explains, and opens or closes no door.

    indicators: ids FLI-01 ... of the shelf. involuntary, penalty: circumstances (vocabularies of the same names).
    absent: criteria that the assessor declares positively absent, with reasons. period: reference period in words.
    context, policies: contextual factors and policy determinants, noted apart (ids of root causes).
    rule: version of the rule. Source: ILO-FL-IND-2012; ICLS/20/2018/Guidelines; WIF2023-33, 50, 51, 56.
    """

    TYPE, HEAD = "assessment", "case"
    case: str
    worker: str
    indicators: tuple[Answer, ...] = ()
    involuntary: tuple[Answer, ...] = ()
    penalty: tuple[Answer, ...] = ()
    absent: tuple[str, ...] = ()
    reasons: str = ""
    period: str = ""
    context: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    rule: str = ""
    author: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Service(Content):
    """Help that is no grievance (S24). kind: vocabulary `service-kind`. worker: id when she has a file; else people
    says how many it was for (contacts, not people). conditions: under which it was given. result: `service-result`.
    Source: evaluation case 1.
    """

    TYPE = "service"
    kind: str
    worker: str = ""
    people: int = 1
    on: date | None = None
    conditions: str = ""
    result: str = ""
    note: str = ""
    author: str = ""

    def closed_on(self) -> date | None:
        return self.on


@dataclass(frozen=True)
class SavedSearch(NamedView):
    """What was looked for among the cases, under a name (see `searching.Filters` for the fields)."""

    TYPE = "saved-search"
    words: str = ""
    kind: str = ""
    state: str = ""
    lead: str = ""
    country: str = ""
    retaliation: str = ""
    collective: str = ""
    unplanned: str = ""
    sort: str = ""
