"""Pages of members: who belongs, inviting, what needs two voices, leaving."""

import unicodedata
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.access.models import Account
from corridor.access.queries import may
from corridor.access.table import ROLES
from corridor.safe import circle, words
from corridor.safe.actions import members as actions
from corridor.safe.faults import NoKey, Unfit
from corridor.safe.keys import Member
from corridor.safe.models import FOUNDING, Invitation, Proposal
from corridor.safe.queries import ground_of
from corridor.safe.views.telling import unkept, with_member

IN_CENTRE = [role.name for role in ROLES.values() if role.in_centre]
ACTS = {actions.ADMIT: "admit", actions.NEW_FACTOR: "new_factor"}


def account_of(member: Member, key: str) -> Account:
    """Somebody of her own centre. Raises NoKey when nobody there has this key."""
    found = member.centre.accounts.filter(key=key, is_active=True).prefetch_related("memberships").first()
    if found is None:
        raise NoKey
    return found


def row(person: circle.Person) -> dict[str, object]:
    return {
        "person": person,
        "role": words.role_label(person.role),
        "keys": words.keys_told(person.keys, person.role),
        "until": person.until,
    }


@door("read_members")
@with_member
def members(request: HttpRequest, member: Member) -> HttpResponse:
    """Who belongs to the centre, what waits for a second voice, and which codes are out."""
    page = {
        "rows": [row(person) for person in circle.people_of(member.centre)],
        "waiting": [(one, words.role_label(one.person.role)) for one in circle.waiting(member)],
        "may_invite": may(request, "invite_member"),
        "admitted": circle.may_speak(member),
        "founding": ground_of(member.centre).state == FOUNDING,
        "me": member.account,
    }
    if page["may_invite"]:
        page["codes"] = [(one, words.role_label(one.role)) for one in circle.invitations_of(member.centre)]
    return render(request, "safe/members.html", page)


@door("read_members")
@with_member
def member_page(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """One member, and what may be done about her."""
    return _about(request, member, account_of(member, key))


def _about(request: HttpRequest, member: Member, account: Account, fault: str = "") -> HttpResponse:
    person = next(one for one in circle.people_of(member.centre) if one.account == account)
    rights = {"may_invite": may(request, "invite_member"), "may_speak": circle.may_speak(member)}
    page = {"own": account == member.account, "account": account, "ends": person.role in actions.UNTIL_A_DAY}
    page |= {"fault": fault, "typed": request.POST.get("until", "")}
    return render(request, "safe/member.html", row(person) | rights | page, status=422 if fault else 200)


def read_day(text: str) -> date | None:
    """A day as it was typed (digits of any script); None when nothing was. Raises Unfit."""
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in plain)
    try:
        return date.fromisoformat(plain) if plain else None
    except ValueError as error:
        told = gettext("A day is written as year-month-day, like 2027-03-31; found %(found)s.")
        raise Unfit(told % {"found": text[:20]}) from error


@door("invite_member", post="same")
@with_member
def invite(request: HttpRequest, member: Member) -> HttpResponse:
    """Choose a role (and for a lawyer or an interpreter her last day); the code is shown once."""
    role, typed, faults = request.POST.get("role", ""), request.POST.get("until", ""), {}
    if request.method == "POST":
        if role not in IN_CENTRE:
            faults["role"] = gettext("Choose what she will be in the centre.")
        try:
            until = read_day(typed)
            if role in actions.UNTIL_A_DAY and until is None:
                faults["until"] = gettext("A lawyer or an interpreter needs a last day.")
            if not faults:
                until = until if role in actions.UNTIL_A_DAY else None
                return shown_once(request, actions.invite(role, by=member, until=until), role)
        except Unfit as fault:
            faults["until"] = str(fault.told)
    choices = [(name, words.role_label(name), words.role_told(name)) for name in IN_CENTRE]
    page = {"choices": choices, "role": role, "until": typed, "faults": faults, "upto": sorted(actions.UNTIL_A_DAY)}
    return render(request, "safe/invite.html", page, status=422 if faults else 200)


def shown_once(request: HttpRequest, code: str, role: str, again: Account | None = None) -> HttpResponse:
    invitation = actions.invitation_for(code)
    page = {"code": code, "invitation": invitation, "role": words.role_label(role), "again": again}
    return unkept(render(request, "safe/invited.html", page))


@door(post="invite_member")
@with_member
def invite_again(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """A code for a member who forgot her passphrase, or whose last day is past; she joins and is admitted again."""
    account = account_of(member, key)
    role = circle.person(account, False).role
    try:
        until = read_day(request.POST.get("until", "")) if role in actions.UNTIL_A_DAY else None
        return shown_once(request, actions.invite(role, by=member, until=until, again=account), role, account)
    except Unfit as fault:
        return _about(request, member, account, str(fault.told))


@door(post="invite_member")
@with_member
def withdraw(request: HttpRequest, member: Member) -> HttpResponse:
    """A code that is out no longer counts."""
    number = request.POST.get("code", "")
    found = Invitation.objects.filter(centre=member.centre, pk=number).first() if number.isdecimal() else None
    if found:
        actions.withdraw_invitation(found, by=member)
        messages.success(request, gettext("That code no longer counts."))
    return redirect("safe:members")


@door(post="agree_to_act")
@with_member
def propose_new_factor(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """She lost her second factor: propose to take it away; a second voice does it."""
    proposal = actions.propose(actions.NEW_FACTOR, account_of(member, key), by=member)
    return answered(request, actions.agree(proposal, by=member))


@door(post="agree_to_act")
@with_member
def agree(request: HttpRequest, member: Member) -> HttpResponse:
    """Add a voice to what waits."""
    about = account_of(member, request.POST.get("about", ""))
    act = ACTS.get(request.POST.get("act", ""))
    proposal = Proposal.objects.filter(centre=member.centre, account=about, act=act).first()
    if proposal is None:  # somebody else completed it meanwhile
        return redirect("safe:members")
    return answered(request, actions.agree(proposal, by=member))


def answered(request: HttpRequest, done: bool) -> HttpResponse:
    told = gettext("Done.") if done else gettext("Your voice is kept. It is done as soon as the other one is there.")
    messages.success(request, told)
    return redirect("safe:members")


@door("invite_member", post="same")
@with_member
def end(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """What happens when a membership ends, and ending it."""
    account = account_of(member, key)
    if request.method == "POST":
        actions.end_membership(account, by=member)
        return redirect("safe:renewing")
    role = circle.person(account, False).role
    page = {"account": account, "role": words.role_label(role), "renews": bool(ROLES[role].holds)}
    return render(request, "safe/leaving.html", page)
