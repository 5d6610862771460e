"""How kinds of facts, their columns and codes are called, in the language of the page.

Rooms to the right of the curtain know facts by these words alone. A code of a vocabulary has the label of the shelf;
bands are told with their unit. What a room registers without words here is told by its own English code, and a test
says so. Source: house "Names are the field's standard terms".
"""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from corridor.figures.indicators import Indicator
from corridor.journey.facts import FACTS, OTHER, UNKNOWN, Column
from corridor.journey.reading import corridor_label
from corridor.recruitment.finding_words import TERM_LABELS
from corridor.reference.countries import is_country
from corridor.reference.labels import SOURCE_LANGUAGE, term_label, text_of

KINDS: Mapping[str, Any] = {
    "recruitment": _("Recruitments"),
    "charge": _("Charges"),
    "promise": _("Promised terms"),
    "debt": _("Loans and advances"),
    "spell": _("Spells of work and life"),
    "outcome": _("Outcomes for workers"),
    "person": _("People seen in a quarter"),
    "grievance": _("Grievances brought"),
    "closing": _("Grievances that ended"),
    "action": _("Things done for cases"),
    "referral": _("Referrals settled"),
    "remedy": _("Steps of remedy"),
    "retaliation": _("Acts of retaliation"),
    "service": _("Services given"),
}
COLUMNS: Mapping[str, Any] = {
    "centre": _("Centre"),
    "quarter": _("Quarter"),
    "sex": _("Sex"),
    "age_band": _("Age"),
    "sector": _("Sector"),
    "corridor": _("Corridor"),
    "country": _("Country of work"),
    "cost": _("Cost of recruitment"),
    "channel": _("Channel"),
    "first_hop": _("Whom she met first"),
    "item": _("What it was for"),
    "charge_class": _("What it is by the rule"),
    "payer": _("Who paid"),
    "told_before": _("Told before she agreed"),
    "months_of_pay": _("Months of pay"),
    "term": _("Term of the job"),
    "outcome": _("What came of it"),
    "side": _("Where it was left"),
    "hop_role": _("With whom it was said"),
    "direction": _("Which way it went"),
    "size": _("By how much"),
    "lender": _("Lender"),
    "borrower": _("Borrower"),
    "purpose": _("Purpose"),
    "repayable": _("Can be repaid"),
    "bondage_signs": _("Signs of bondage"),
    "kind": _("Kind"),
    "hours": _("Hours a week"),
    "rest_day": _("Rest day"),
    "minimum": _("Pay beside the minimum wage"),
    "living": _("Pay beside a living wage"),
    "documents": _("Who keeps her documents"),
    "movement_limited": _("Cannot go out as she wants"),
    "phone_limited": _("Cannot use her phone as she wants"),
    "social_security": _("Social security"),
    "live_in": _("Lives where she works"),
    "measure": _("What was compared"),
    "first": _("First time or seen before"),
    "contacts": _("Days with contact"),
    "through": _("What she came for"),
    "route": _("Route"),
    "collective": _("Of more than one worker"),
    "result": _("Result of the case"),
    "state": _("State of the grievance"),
    "own_view": _("Her own word on it"),
    "furthest": _("Furthest step of remedy"),
    "share_of_claim": _("Received of what she claimed"),
    "share_of_entitlement": _("Received of what was due"),
    "concession": _("Gave something up for it"),
    "days_to_closing": _("Time to the end"),
    "days_to_receipt": _("Time to the first receipt"),
    "late": _("In time or late"),
    "answer": _("Answer"),
    "honoured": _("The other did its part"),
    "days_to_answer": _("Time to the first answer"),
    "step": _("Step of remedy"),
    "grievance_kind": _("Kind of grievance"),
    "days": _("Time since the claim"),
    "against": _("Against whom"),
    "with_file": _("Has a file"),
}
# Codes of a room's own, which no vocabulary of the shelf labels.
CODES: Mapping[str, Any] = {
    "yes": _("Yes"),
    "no": _("No"),
    "none": _("None"),
    "one": _("One"),
    "two-or-more": _("Two or more"),
    "all": _("All"),
    "formal": _("An agency or office, or somebody licensed"),
    "informal": _("Somebody without a licence"),
    "direct": _("The employer"),
    "kept": _("Kept to"),
    "departed": _("Departed from"),
    "less": _("Less"),
    "more": _("More"),
    "otherwise": _("Something else"),
    "as-stated": _("As stated"),
    "no-number": _("No number"),
    "repaid": _("Repaid"),
    "never": _("Never repayable"),
    "over-50-years": _("In over 50 years"),
    "under-weekly": _("Less than weekly"),
    "weekly": _("Weekly"),
    "at-least": _("At or above it"),
    "left-out": _("Left out of it by law"),
    "not-paid-work": _("Not paid work"),
    "with-her": _("She herself"),
    "employer-or-recruiter": _("Employer or recruiter"),
    "elsewhere": _("Somebody else"),
    "pay-during": _("Pay: abroad beside before"),
    "pay-after": _("Pay: since then beside abroad"),
    "hours-during": _("Hours: abroad beside before"),
    "hours-after": _("Hours: since then beside abroad"),
    "skills-during": _("Skills: abroad beside before"),
    "skills-after": _("Skills: since then beside abroad"),
    "protection-during": _("Social protection: abroad beside before"),
    "protection-after": _("Social protection: since then beside abroad"),
    "new": _("For the first time"),
    "seen-before": _("Seen before"),
    "case": _("A case"),
    "service": _("A service alone"),
    "neither": _("Neither"),
    "none-entered": _("No amount entered"),
    "no-settlement": _("No settlement"),
    "not-received": _("Not received"),
    "in-time": _("In time"),
    "no-day-set": _("No day was set"),
    "authority": _("An authority"),
    "another-centre": _("Another centre"),
    "no-answer": _("No answer"),
    "taken-back": _("Taken back"),
    "several": _("Several"),
    "claimed": _("Claimed"),
    "offered": _("Offered"),
    "awarded": _("Awarded"),
    "received": _("Received"),
}
MONTHS, DAYS, PER_CENT, HOURS, PLAIN = "months", "days", "per-cent", "hours", ""
UNITS: Mapping[str, str] = {
    "cost": MONTHS,
    "months_of_pay": MONTHS,
    "hours": HOURS,
    **dict.fromkeys(("days_to_closing", "days_to_receipt", "days_to_answer", "days", "late"), DAYS),
    **dict.fromkeys(("share_of_claim", "share_of_entitlement", "size", "minimum", "living"), PER_CENT),
}
_COUNTED: Mapping[str, Any] = {
    MONTHS: _("%(number)s months of pay"),
    DAYS: _("%(number)s days"),
    PER_CENT: _("%(number)s %%"),
    HOURS: _("%(number)s hours a week"),
    PLAIN: "%(number)s",
}
BAND = re.compile(r"(?:(up-to|under|over)-)?(\d+)(?:-(\d+|over))?")


def kind_label(kind: str) -> str:
    """What facts of a kind are called, in the plural: "Grievances brought"."""
    return str(KINDS.get(kind, kind))


def indicator_label(indicator: Indicator) -> str:
    """What an indicator is called, in the language of the page where the shelf has it; its id without an entry."""
    return indicator_text(indicator, "label")[0] or indicator.id


def indicator_text(indicator: Indicator, field: str) -> tuple[str, str]:
    """A text of its definition and the language it is in; empty where it has no entry on the shelf."""
    here = get_language() or SOURCE_LANGUAGE
    return text_of(indicator.entry, field, here) if indicator.entry else ("", here)


def column_label(column: str) -> str:
    """What a column is called, as the head of a table: "Kind of grievance"."""
    return str(COLUMNS.get(column, column.replace("_", " ")))


def code_label(kind: str, column: str, code: str) -> str:
    """What a code of a column is called, in the language of the page; the code itself where nobody named it."""
    if code in (UNKNOWN, OTHER):
        return gettext("Not known") if code == UNKNOWN else gettext("Other")
    about = column_of(kind, column)
    if about and about.vocabulary and code not in about.codes:
        return term_label(about.vocabulary, code, get_language() or "en")
    if column == "term" and code in TERM_LABELS:
        return str(TERM_LABELS[code])
    if code in CODES:
        return str(CODES[code])
    if found := BAND.fullmatch(code):
        return band_label(found, UNITS.get(column, PLAIN))
    return place_label(code)


def column_of(kind: str, column: str) -> Column | None:
    """A column of a kind of fact; None where there is none of this name."""
    return next((one for one in FACTS[kind].columns if one.name == column), None) if kind in FACTS else None


def band_label(found: re.Match[str], unit: str) -> str:
    """A band in words, with its unit: "over 12 months of pay"."""
    word, first, last = found.groups()
    number = first if last in (None, "over") else f"{first}–{last}"
    told = str(_COUNTED[unit]) % {"number": number}
    if last == "over":
        return gettext("%(number)s or more") % {"number": told}
    forms = {"up-to": gettext("up to %(number)s"), "under": gettext("under %(number)s")}
    forms["over"] = gettext("over %(number)s")
    return forms[word] % {"number": told} if word else told


def place_label(code: str) -> str:
    """A country, or a corridor as "Nepal → Jordan"; the code itself where it is neither."""
    parts = code.split("-")
    if not all(map(is_country, parts)):
        return code
    return corridor_label(*parts)
