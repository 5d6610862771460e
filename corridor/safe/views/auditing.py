"""The page of the audit: what was done with records about people and with keys, and whether the chain holds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.safe import chain, words
from corridor.safe.cards import digits_of
from corridor.safe.keys import Member
from corridor.safe.queries import ground_of
from corridor.safe.views.telling import with_member

PAGE = 50
FAULTS_SHOWN = 10
FINGERPRINT_DIGITS = 30


@door("read_audit", post="same")
@with_member
def audit(request: HttpRequest, member: Member) -> HttpResponse:
    """Acts, newest first; older ones, and the check of a head written down, are asked for by form."""
    ground = ground_of(member.centre)
    below = number_in(request.POST.get("below", ""))
    shown = list(chain.acts(member, PAGE + 1, below))
    names = dict(member.centre.accounts.values_list("key", "name"))
    faults = chain.faults(ground) if below is None else []
    page: dict[str, object] = {
        "acts": [told(act, names) for act in shown[:PAGE]],
        "older": shown[PAGE - 1].sequence if len(shown) > PAGE else None,
        "below": below,
        "checked": below is None,
        "faults": faults[:FAULTS_SHOWN],
        "more_faults": max(0, len(faults) - FAULTS_SHOWN),
        "ground": ground,
        "head": chain.head_of(ground),
    }
    if "number" in request.POST:
        page |= comparison(request, ground, bool(faults))
    return render(request, "safe/audit.html", page)


def number_in(text: str) -> int | None:
    digits = digits_of(text)
    return int(digits) if digits.isdecimal() and len(digits) <= 18 else None


def told(act: chain.Act, names: dict[str, str]) -> dict[str, object]:
    about = names.get(act.about) or act.about[:8]
    by, did = words.who(act.by, names), words.act_told(act.did)
    return {"sequence": act.sequence, "day": act.day, "by": by, "did": did, "about": about}


def comparison(request: HttpRequest, ground: chain.Ground, is_faulty: bool) -> dict[str, object]:
    """The answer to a head that was written down earlier: its number and the digits of its fingerprint."""
    number, digits = number_in(request.POST["number"]), digits_of(request.POST.get("digits", ""))
    page = {"number": request.POST["number"][:20], "digits": request.POST.get("digits", "")[:80]}
    if number is None or not digits.isdecimal() or len(digits) != FINGERPRINT_DIGITS:
        told = gettext("A head is a number and a fingerprint of 30 digits in six groups; found %(found)s digits.")
        found = sum(sign.isdecimal() for sign in digits)
        return page | {"compared": told % {"found": found}, "good": False}
    stands = chain.compare_head(ground, number, digits)
    answers = {
        chain.HOLDS: gettext("That head still stands in the chain: nothing before it was taken out or changed."),
        chain.OTHER: gettext("Another act stands at that number. The chain was changed, or a digit is mistyped."),
        chain.LET_GO: gettext("That act is older than what is kept, so it can not be checked any more."),
        chain.CUT: gettext(
            "No act stands at that number: the end of the chain was cut off, or the number is mistyped."
        ),
    }
    if stands == chain.HOLDS and is_faulty:
        return page | {"compared": gettext("That head stands in the chain, but the chain has faults."), "good": False}
    return page | {"compared": answers[stands], "good": stands == chain.HOLDS}
