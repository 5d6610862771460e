"""Which fields are asked for each thing that belongs to a case, in which order, with the lessons that bear on them."""

from django.utils.translation import gettext_lazy as _

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
from corridor.journey.drafts import PAGES, Page
from corridor.journey.sheets import Sheet, Slot
from corridor.safe.content import Content

GRIEVANCE = Sheet(
    Grievance,
    _("Grievance"),
    (
        Slot(
            "wants",
            _("What she wants"),
            "area",
            hint=_("In her words. It comes before everything else."),
            lesson="WIF2023-52",
        ),
        Slot("kind", _("Kind"), "term", "grievance-kind", required=True),
        Slot("told", _("What happened"), "area"),
        Slot("begin", _("Since"), "when", hint=_("As exact as she knows it: a day, March 2025, spring 2024, 2078.")),
        Slot("end", _("Until"), "when"),
        Slot("route", _("The way she chose"), "term", "route", lesson="WIF2023-08"),
        Slot("chosen_on", _("The day she chose it"), "day", hint=_("Left empty, it is today.")),
    ),
    (
        Slot("workers", _("Whose"), "choices", hint=_("None chosen: everybody in the case.")),
        Slot(
            "respondents",
            _("Who has to answer"),
            "rows",
            hint=_("The whole chain: employer, contractor, agency, sub-agent, sponsor, in either country."),
            lesson="WIF2019-14",
            columns=(
                Slot("role", _("Role"), "term", "respondent-role"),
                Slot("name", _("Name"), "line"),
                Slot("country", _("Country"), "country"),
            ),
        ),
        Slot("basis", _("What it rests on"), "area", hint=_("Contract, law, agreement: as far as you know.")),
        Slot("state", _("State"), "term", "grievance-state"),
        Slot("note", _("Note"), "area"),
    ),
)

ACTION = Sheet(
    Action,
    _("Action"),
    (
        Slot("kind", _("What is to be done"), "term", "action-kind", required=True, lesson="WIF2023-08"),
        Slot("on", _("On which day"), "day"),
        Slot("who", _("Who does it"), "choice"),
        Slot("why", _("Why then"), "line", hint=_("It is shown with the reminder.")),
    ),
    (
        Slot("what", _("Details"), "area"),
        Slot("at", _("Hour"), "line"),
        Slot("place", _("Where"), "line"),
        Slot("done", _("Done on"), "day"),
        Slot("outcome", _("What came of it"), "term", "action-outcome"),
        Slot("result", _("In words"), "area", lesson="WIF2023-14"),
    ),
)

NOTE = Sheet(CaseNote, _("Note"), (Slot("text", _("Note"), "area", required=True, lesson="WIF2019-25"),))

RISK_TALK = Sheet(
    RiskTalk,
    _("Talk about risks"),
    (
        Slot("worker", _("With whom"), "choice", required=True),
        Slot("risks", _("Risks that were told"), "terms", "risk-told", lesson="WIF2023-49"),
        Slot("decides", _("What she decided"), "term", "risk-decision", required=True),
        Slot("said", _("In her words"), "area"),
        Slot("on", _("On which day"), "day"),
    ),
    (Slot("language", _("Language"), "line"),),
)

REMEDY = Sheet(
    Remedy,
    _("Remedy"),
    (
        Slot("grievance", _("Grievance"), "choice", required=True),
        Slot("worker", _("For whom"), "choice", required=True),
        Slot(
            "step", _("Step"), "term", "remedy-step", required=True, hint=_("Received is what she holds in her hands.")
        ),
        Slot("kind", _("Kind"), "term", "remedy-kind", required=True),
        Slot("amount", _("Amount"), "money"),
        Slot("currency", _("Currency"), "currency"),
        Slot("on", _("On which day"), "day"),
    ),
    (
        Slot("what", _("In words"), "area"),
        Slot("gives_up", _("What she gives up for it"), "area", lesson="WIF2023-08"),
        Slot("given_up", _("The same in money"), "money"),
        Slot("present", _("Who was there"), "area", hint=_("One in each line.")),
        Slot("confirmed", _("Who says so"), "term", "confirmed-by"),
        Slot("proof", _("Proof"), "choice", hint=_("A file of this case. What is no file is said in words.")),
        Slot("working", _("How it was reckoned"), "area"),
    ),
)

RETALIATION = Sheet(
    Retaliation,
    _("Retaliation"),
    (
        Slot("against", _("Against whom"), "term", "retaliation-against", required=True, lesson="WIF2023-49"),
        Slot("worker", _("Worker"), "choice"),
        Slot("helper", _("Who"), "line", hint=_("A name, when it is no worker of this case.")),
        Slot("kind", _("What was done"), "term", "retaliation-kind", required=True),
        Slot("told", _("What happened"), "area"),
        Slot("wants", _("What she wants"), "area"),
    ),
    (Slot("on", _("When"), "when"), Slot("by", _("By whom"), "line")),
)

PROCEEDING = Sheet(
    Proceeding,
    _("Inspection or court"),
    (
        Slot("forum", _("Where"), "term", "forum-kind", required=True, lesson="WIF2023-47"),
        Slot("office", _("Office"), "line"),
        Slot("number", _("Their number"), "line"),
        Slot(
            "steps",
            _("Steps"),
            "rows",
            columns=(
                Slot("step", _("Step"), "term", "proceeding-step"),
                Slot("on", _("On which day"), "day"),
                Slot("note", _("Note"), "line"),
            ),
        ),
        Slot("accused", _("Who was accused instead"), "terms", "accused", lesson="WIF2023-49"),
    ),
    (
        Slot("workers", _("Whose"), "choices", hint=_("None chosen: everybody in the case.")),
        Slot("answer", _("Their answer"), "area"),
        Slot("result", _("What came of it"), "area"),
    ),
)

# Asked at the beginning and at each follow-up in the same words, so that the two can be set side by side.
HOW_IT_IS = (
    Slot("wage", _("Pay a month"), "money", lesson="WIF2023-04"),
    Slot("currency", _("Currency"), "currency"),
    Slot("hours_a_week", _("Hours a week"), "number"),
    Slot("holds_papers", _("Does she hold her documents"), "term", "answer-state"),
    Slot("safe", _("Does she feel safe"), "term", "answer-state"),
)
AT_START = Sheet(
    FollowUp,
    _("At the beginning"),
    (
        Slot("worker", _("With whom"), "choice", required=True),
        Slot("done", _("On which day"), "day", required=True),
        *HOW_IT_IS,
        Slot("said", _("In her words"), "area"),
    ),
)
FOLLOW_UP = Sheet(
    FollowUp,
    _("Follow-up"),
    (
        Slot("worker", _("With whom"), "choice", required=True),
        Slot("on", _("On which day"), "day"),
        Slot("done", _("Done on"), "day"),
        Slot("reached", _("Was she reached"), "term", "reached"),
        *HOW_IT_IS,
        Slot("view", _("How she sees it"), "term", "own-view", lesson="WIF2023-54"),
        Slot("said", _("In her words"), "area"),
    ),
)

CASE = Sheet(
    Case,
    _("Case"),
    (
        Slot("label", _("What we call it"), "line"),
        Slot("country", _("Country of work"), "country"),
        Slot("place", _("Place of work"), "line"),
        Slot("sector", _("Sector"), "term", "sector", lesson="WIF2019-21"),
        Slot("lead", _("Who looks after it"), "choice"),
        Slot("next_on", _("Look at it again on"), "day"),
        Slot("note", _("Note"), "area"),
    ),
)

# What can be added to a case, by the word in the address, in the order in which it is offered.
PARTS = {
    "grievance": GRIEVANCE,
    "action": ACTION,
    "note": NOTE,
    "remedy": REMEDY,
    "retaliation": RETALIATION,
    "risks": RISK_TALK,
    "proceeding": PROCEEDING,
    "at-start": AT_START,
    "follow-up": FOLLOW_UP,
}
# The form of each is kept while it is not finished.
PAGES.update({word: Page("centre:add_to_case", one.label, one.kind.TYPE, one) for word, one in PARTS.items()})
# What still comes when a case is closed: an instalment, revenge, a word, how she is. All else opens the case again.
AFTER_CLOSING = ("remedy", "retaliation", "note", "follow-up")
BY_TYPE = {sheet.kind.TYPE: (word, sheet) for word, sheet in PARTS.items()}  # of two sheets for one type the later


def offered(case: Case) -> dict[str, Sheet]:
    """What can be added to a case as it stands: how it was at the beginning can not be asked once it is over."""
    return {word: sheet for word, sheet in PARTS.items() if word in AFTER_CLOSING or not case.closed}


def sheet_of(content: Content) -> tuple[str, Sheet]:
    """The word and the sheet of something that belongs to a case."""
    return ("at-start", AT_START) if getattr(content, "at_start", False) else BY_TYPE[content.TYPE]
