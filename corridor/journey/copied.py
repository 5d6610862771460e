"""What of her cases, referrals, services and files stands on her own copy, under which group of data, in which order.

What the centre keeps of its cases is known here by its type and fields alone: that room comes later on the path.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from corridor.journey.contents import Evidence, Referral
from corridor.journey.data_groups import EMPLOYER, EVIDENCE, GRIEVANCE
from corridor.journey.reading import SERVICE
from corridor.journey.sheets import Slot

ASSESSMENT, HEALTH = "assessment", "health"
OF_HEALTH = {HEALTH, "illness"}  # kinds of what was done, and of a spell of her life


def _every(content: Any) -> bool:
    return True


@dataclass(frozen=True)
class Copied:
    """One heading of the copy. type: of the records under it. group: of data that she has to allow for it (vocabulary
    `data-group`). only: which of these records stand under it.
    """

    type: str
    title: Any
    group: str
    slots: tuple[Slot, ...]
    only: Callable[[Any], bool] = _every


def _is_ahead(action: Any) -> bool:
    return bool(action.at) and action.done is None


_ACTION = (
    Slot("kind", _("What is to be done"), "term", "action-kind"),
    Slot("on", _("On which day"), "day"),
    Slot("at", _("Hour")),
    Slot("place", _("Where")),
    Slot("why", _("Why then")),
    Slot("what", _("Details"), "area"),
    Slot("done", _("Done on"), "day"),
    Slot("outcome", _("What came of it"), "term", "action-outcome"),
    Slot("result", _("In words"), "area"),
)
_STEPS = (
    Slot("step", _("Step"), "term", "proceeding-step"),
    Slot("on", _("On which day"), "day"),
    Slot("note", _("Note")),
)
_ANSWERS = (
    Slot("state", _("State"), "term", "referral-state"),
    Slot("on", _("On which day"), "day"),
    Slot("said", _("Answer")),
)
COPIED = (
    Copied("action", _("Appointments"), GRIEVANCE, _ACTION, _is_ahead),
    Copied("action", _("Action"), GRIEVANCE, _ACTION, lambda one: not _is_ahead(one)),
    Copied(
        "proceeding",
        _("Inspection or court"),
        GRIEVANCE,
        (
            Slot("forum", _("Where"), "term", "forum-kind"),
            Slot("office", _("Office")),
            Slot("number", _("Their number")),
            Slot("steps", _("Steps"), "rows", columns=_STEPS),
            Slot("answer", _("Their answer"), "area"),
            Slot("result", _("What came of it"), "area"),
            Slot("accused", _("Who was accused instead"), "terms", "accused"),
        ),
    ),
    Copied(
        Referral.TYPE,
        _("Referrals"),
        GRIEVANCE,
        (
            Slot("to_name", _("Who receives it")),
            Slot("purpose", _("For what"), "term", "consent-purpose"),
            Slot("what", _("What they receive"), "terms", "data-group"),
            Slot("text", _("What is asked of them"), "area"),
            Slot("shared", _("What was sent"), "area"),
            Slot("steps", _("Steps"), "rows", columns=_ANSWERS),
        ),
    ),
    Copied(
        "retaliation",
        _("Retaliation"),
        GRIEVANCE,
        (
            Slot("against", _("Against whom"), "term", "retaliation-against"),
            Slot("kind", _("What was done"), "term", "retaliation-kind"),
            Slot("on", _("When"), "when"),
            Slot("by", _("By whom")),
            Slot("told", _("What happened"), "area"),
            Slot("wants", _("What she wants"), "area"),
        ),
        lambda one: one.against in ("worker", "family"),  # what was done to others is theirs
    ),
    Copied(
        "risk-talk",
        _("Talk about risks"),
        GRIEVANCE,
        (
            Slot("on", _("On which day"), "day"),
            Slot("risks", _("Risks that were told"), "terms", "risk-told"),
            Slot("decides", _("What she decided"), "term", "risk-decision"),
            Slot("said", _("In her words"), "area"),
        ),
    ),
    Copied(
        "follow-up",
        _("Follow-up"),
        GRIEVANCE,
        (
            Slot("on", _("On which day"), "day"),
            Slot("done", _("Done on"), "day"),
            Slot("reached", _("Was she reached"), "term", "reached"),
            Slot("view", _("How she sees it"), "term", "own-view"),
            Slot("said", _("In her words"), "area"),
            Slot("wage", _("Pay a month"), "money"),
            Slot("currency", _("Currency"), "currency"),
            Slot("hours_a_week", _("Hours a week"), "number"),
            Slot("holds_papers", _("Does she hold her documents"), "term", "answer-state"),
            Slot("safe", _("Does she feel safe"), "term", "answer-state"),
        ),
    ),
    Copied(
        SERVICE,
        _("Services"),
        GRIEVANCE,
        (
            Slot("kind", _("Kind"), "term", "service-kind"),
            Slot("on", _("On which day"), "day"),
            Slot("conditions", _("Under which conditions it was given")),
            Slot("result", _("What came of it"), "term", "service-result"),
            Slot("note", _("Note"), "area"),
        ),
    ),
    Copied(
        Evidence.TYPE,
        _("Files"),
        EVIDENCE,
        (
            Slot("name", _("File")),
            Slot("day", _("On which day"), "day"),
            Slot("fingerprint", _("Fingerprint of the original")),
        ),
    ),
)


def hers_alone(content: Any, groups: set[str], is_alone: bool) -> Any:
    """Without what is other people's, or what she does not want on paper. groups: of data that she allowed. is_alone:
    whether nobody else is in the case: of several, nobody knows whom an entry for the whole case speaks of.
    """
    if isinstance(content, Referral) and not set(content.what) <= groups:
        return replace(content, shared="")
    if content.TYPE == "retaliation":
        words = {"told": content.told, "wants": content.wants, "by": content.by if EMPLOYER in groups else ""}
        return replace(content, **(words if is_alone else dict.fromkeys(words, "")))
    if content.TYPE == "loan" and content.purpose == HEALTH and HEALTH not in groups:
        return replace(content, purpose="")
    if content.TYPE == "proceeding":
        her = (one for one in content.accused if one.startswith("worker-"))
        return replace(content, accused=tuple(her) if is_alone else ())
    return content


def may_stand(content: Any, id: str, groups: set[str], left: Any) -> bool:
    """Whether an entry is hers to carry: about health only when she allowed that; not what came after she left the
    case, unless it is about her alone.
    """
    if getattr(content, "kind", "") in OF_HEALTH and HEALTH not in groups:
        return False
    days = (getattr(content, name, None) for name in ("done", "on", "day"))
    day = next((one for one in days if hasattr(one, "isoformat")), None)
    return getattr(content, "worker", "") == id or not (left and day and day > left)
