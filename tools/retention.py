"""The page that says how long everything about people is kept: made from the types, with the words and reasons here."""

import os
from importlib import import_module
from typing import Any

# Type -> what it is, from which day its time runs, why so long. Months stand at the type itself (RETENTION_MONTHS).
HEADS = {
    "counted-facts": (
        "which facts a return counted",
        "",
        "no fact is counted twice; it says nothing once the record is gone",
    ),
    "case": ("a case", "the case is closed", "claims and what is received come late; longer than the way to reach her"),
    "worker": (
        "a worker's file, with how to reach her",
        "her last case is closed",
        "the last follow-up is due a year after closing, with some time to reach her for it; then what could harm her "
        "most goes first",
    ),
    "party": (
        "a party: a person, household or organisation met on the road",
        "no record names it any more",
        "a phone number and a place of somebody whom no case is about any more serve nothing",
    ),
    "report": ("a report from outside, with or without a case", "it is closed, or its case is", "she may come back"),
    "note": ("a note of the notebook", "the note is closed", "what need not be known any more can not be demanded"),
    "service": (
        "help that was no grievance",
        "the day on which it was given",
        "it is counted for a year, then not hers",
    ),
    "correspondent": (
        "another centre's calling card",
        "its newest card was brought",
        "keys are renewed each quarter; a centre that brought no new card for a year is not worked with any more",
    ),
    "received-packet": (
        "a packet of another centre that waits for an answer",
        "the day on which it came",
        "whom nobody answered in this time is not helped by it; the centre that sent it still has what it sent",
    ),
    "referral-answer": (
        "what became of a referral, as another centre told it",
        "the day on which it was told",
        "it comes in a packet, becomes a step of the referral, and is destroyed then; the time is for one left over",
    ),
    "form-draft": ("a form that was begun", "it was typed last", "what nobody finished in a month is not finished"),
    "note-draft": ("a note that was begun", "it was typed last", "what nobody finished in a month is not finished"),
    "case-import": ("a table of earlier cases being brought in", "it was brought", "it holds everybody at once"),
    "part-import": ("a table of rows for files being brought in", "it was brought", "it holds many people at once"),
    "letter-template": ("a letter template of the centre's own", "it is taken out of use", "no person stands in it"),
    "saved-view": ("a saved view of the notebook", "", "it stands until whoever saved it removes it"),
    "saved-search": ("a saved search among cases", "", "it stands until whoever saved it removes it"),
}
PARTS = {
    **{"grievance": "a grievance", "risk-talk": "a talk about risks", "action": "something to be done, or done"},
    **{"case-note": "a note on a case", "proceeding": "what came of a complaint", "retaliation": "retaliation"},
    **{"remedy": "a line of the remedy ledger", "follow-up": "a follow-up after closing"},
    **{"assessment": "an assessment", "evidence": "a file that proves something", "referral": "a referral"},
    **{"journey": "a journey", "consent": "an entry of her consents", "consent-withdrawal": "a consent taken back"},
    **{"recruitment-chain": "a recruitment", "hop": "who stood on the road", "terms": "promise, contract or reality"},
    **{"charge": "a charge", "loan": "a debt", "spell": "a spell of work or life"},
    **{"worker-merge": "that two files became one", "sent-packet": "that something went to another centre"},
    **{"note-part": "something added to a note", "note-kept": "a text that two changed at once"},
    **{"attachment": "a file under a note", "report-addition": "what she added later"},
    **{"report-answer": "what the centre answered", "voice-note": "a voice note", "report-photograph": "a photograph"},
}
ON_A_REPORT = {"voice-note", "report-photograph"}
WITH = {
    **{"case": "the case", "worker": "her file", "kept": "her file", "about": "the case or the file it belongs to"},
    **{"record": "what was sent", "note": "the note", "report": "the report"},
}


def types() -> dict[str, Any]:
    """Every type of record of the rooms, with the rooms loaded."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "corridor.settings")
    from django.apps import apps

    if not apps.ready:
        import_module("django").setup()
    from corridor.safe.content import TYPES

    return {name: kind for name, kind in TYPES.items() if ".tests" not in kind.__module__}


def retention_page() -> str:
    """The page. Raises KeyError for a type that has no words here, so that a new one is not forgotten."""
    every = types()
    from corridor.safe.actions.retention import ACTS_KEPT
    from corridor.safe.backup.places import KEPT_DAYS
    from corridor.safe.content import Content

    lines = [
        "# How long what is about people is kept",
        "",
        "Made from the types of records, by `python -m tools.docs`. What is over its time is destroyed with its keys",
        "on the first day of the month after, by itself, without anybody opening it; what a member destroys by hand is",
        "gone at once. Nothing is destroyed while the machine's clock can not be believed. What need not be known any",
        "more can not be demanded by anybody (WIF2023-49).",
        "",
        "| what | kept until | why so long |",
        "|---|---|---|",
    ]
    for name, kind in sorted(every.items(), key=lambda one: -one[1].RETENTION_MONTHS):
        if not kind.HEAD:
            what, since, why = HEADS[name]
            ends = kind.closed_on is not Content.closed_on
            assert ends == bool(since), name
            until = f"{_months(kind.RETENTION_MONTHS)} after {since}" if ends else "it is removed"
            lines.append(f"| {what} (`{name}`) | {until} | {why} |")
    lines += ["", "What belongs to something else is kept as long as that, and destroyed with it.", ""]
    lines += ["| what | kept as long as |", "|---|---|"]
    for name, kind in every.items():
        if kind.HEAD:
            head = WITH["report"] if name in ON_A_REPORT else WITH[kind.HEAD]
            lines.append(f"| {PARTS[name]} (`{name}`) | {head} |")
    lines += [
        "",
        "## Beside the records",
        "",
        f"- What was done, in the audit: {ACTS_KEPT.days} days. It says that something was done, not what stood there.",
        f"- Backups: {KEPT_DAYS} days. By then what was destroyed is gone from all of them; it is not brought back",
        "  when one is restored.",
        "- A receipt, and what waits for it: as long as its report.",
        "- The address to which a member has the daily mail sent: until she turns it off, leaves, or the centre is",
        "  sealed; it is in no backup.",
        "- What another centre was sent, what was printed, and what was taken out of the centre is not reached.",
    ]
    return "\n".join(lines) + "\n"


def _months(number: int) -> str:
    return "1 month" if number == 1 else f"{number} months"
