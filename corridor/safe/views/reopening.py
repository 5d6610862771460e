"""Reopening with two recovery cards, and giving records back to members whose key was lost.

The page is always there and says the same whatever state any centre is in: only two good cards are told more.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext

from corridor.access.doors import door
from corridor.access.models import Account, Centre
from corridor.access.queries import accounts_of, may
from corridor.access.table import allowed
from corridor.safe import cards, circle, limits, sessions, words
from corridor.safe.actions import members, reopening
from corridor.safe.credentials import CredentialsForm, as_handle, enter, offer
from corridor.safe.faults import Fault, Unfit, WrongCard
from corridor.safe.keys import RECORDS, Member
from corridor.safe.views.entering import page
from corridor.safe.views.telling import with_member

REOPENING = "reopening"  # in the session: whose cards were good, for whom, and the recovery key
MINUTES = 10  # without a step; then the session and the recovery key in it are removed
TRIES = limits.Limits("cards")
LONGEST = 200  # signs of what was typed that are shown again
CARDS = ("one", "two")


@door("reopen_centre", post="same")
def reopen(request: HttpRequest) -> HttpResponse:
    """Two cards and a name; then a new passphrase, second factor and PIN for her."""
    ready = proved(request)
    if request.method != "POST":
        return credentials_page(request, ready[0]) if ready else page(request, "reopen", typed={})
    if "begin_again" in request.POST:
        request.session.flush()
        return redirect("safe:reopen")
    if "again" not in request.POST:
        return take_cards(request)
    if ready is None:
        told = gettext("More than %(minutes)s minutes have passed. Please type the cards again.")
        return page(request, "reopen", told % {"minutes": MINUTES}, typed={})
    return take_credentials(request, *ready)


def proved(request: HttpRequest) -> tuple[Account, bytes] | None:
    """For whom good cards were typed in this browser, with the recovery key."""
    kept = request.session.get(REOPENING)
    if not kept:
        return None
    account = Account.objects.filter(key=kept["account"], is_active=True).select_related("centre").first()
    return (account, bytes.fromhex(kept["recovery"])) if account else None


def typed_cards(request: HttpRequest) -> tuple[dict[str, str], dict[str, str], list[cards.Card]]:
    """What was typed (to be shown again), what is wrong with it by itself, and the cards that could be read."""
    typed = {name: request.POST.get(name, "")[:LONGEST] for name in (*CARDS, "name")}
    faults, read = {}, []
    for name in CARDS:
        try:
            read.append(cards.read_card(request.POST.get(name, "")))
        except WrongCard as fault:
            faults[name] = str(fault.told)
    return typed, faults, read


def take_cards(request: HttpRequest) -> HttpResponse:
    """Which cards these are is asked of the cards themselves; what does not open any centre gets one answer."""
    typed, faults, read = typed_cards(request)
    try:
        name = as_handle(request.POST.get("name", ""))
    except Unfit as unfit:
        faults["name"] = str(unfit.told)
    if faults:
        return page(request, "reopen", status=400, typed=typed, faults=faults)
    try:
        with TRIES.attempt("", limits.network_of(request)) as attempt:
            found = reopening.opened_by(*read)
            if found is None:
                return page(request, "reopen", open_nothing(), typed=typed)
            attempt.right()
    except (limits.TryLater, WrongCard) as fault:
        return page(request, "reopen", fault, typed=typed)
    centre, recovery = found
    able = {account.name: account for account in holders(centre)}
    if name not in able:
        return page(request, "reopen", status=400, typed=typed, faults={"name": choose_from(centre, list(able))})
    request.session.flush()  # whoever was signed in here before is not any more
    request.session[REOPENING] = {"account": able[name].key, "recovery": recovery.hex()}
    offer(request.session, able[name].name, MINUTES)
    return redirect("safe:reopen")


def open_nothing() -> str:
    return gettext(
        "These two cards open nothing here. Cards of a set that was replaced no longer count; compare the number of "
        "the set, and whether the cards belong to a centre on this system."
    )


def holders(centre: Centre) -> list[Account]:
    """Those whose role holds the keys of the records, coordinators first."""
    able = [account for account in accounts_of(centre) if RECORDS in members.kinds_for(account)]
    return sorted(able, key=lambda account: ("coordinator" not in account.roles, account.name))


def choose_from(centre: Centre, names: list[str]) -> str:
    told = gettext(
        "The cards are good; they open %(centre)s. Take the name of somebody who can hold its keys: %(names)s."
    )
    return told % {"centre": centre.name, "names": ", ".join(names) or "–"}


def credentials_page(
    request: HttpRequest, account: Account, form: CredentialsForm | None = None, fault: Fault | str = ""
) -> HttpResponse:
    status, form = (400, form) if form else (200, CredentialsForm(offer(request.session, account.name, MINUTES)))
    return page(request, "reopening", fault, status, form=form, centre=account.centre, minutes=MINUTES)


def take_credentials(request: HttpRequest, account: Account, recovery: bytes) -> HttpResponse:
    """Everything right: the centre is open, and she is signed in."""
    form = CredentialsForm(offer(request.session, account.name, MINUTES), request.POST)
    if not form.checked(request.session):
        return credentials_page(request, account, form)
    assert account.centre
    try:
        with limits.SIGN_IN_LANE:
            private = reopening.reopen_as(account.centre, recovery, account, form.made.passphrase, form.own_secrets)
            enter(request, account, private, form)
        sessions.ask_for_new_processes()  # only now: stretching the PIN takes longer than they are given to end
    except Fault as fault:
        return credentials_page(request, account, form, fault)
    return redirect("safe:reopened")


@door("read_members")
@with_member
def reopened(request: HttpRequest, member: Member) -> HttpResponse:
    """What to do next: the others, the cards, records that name somebody."""
    return page(request, "reopened", may_invite=may(request, "invite_member"), may_print=may(request, "make_cards"))


@door("make_cards", post="same")
@with_member
def names(request: HttpRequest, member: Member) -> HttpResponse:
    """With two cards, give somebody who joined again the records back that name her."""
    choices = [
        (one.account, words.role_label(one.role))
        for one in circle.people_of(member.centre)
        if one.keys != circle.AWAY and one.account != member.account and allowed(one.account.roles, "read_note")
    ]
    shown: dict[str, Any] = {"choices": choices, "typed": {}}
    if request.method != "POST":
        return page(request, "names", **shown)
    typed, faults, _read = typed_cards(request)
    account = next((one for one, _ in choices if one.key == request.POST.get("account")), None)
    if account is None:
        faults["account"] = gettext("Choose who joined again.")
    shown |= {"typed": typed, "chosen": account, "faults": faults}
    if account is None or faults:
        return page(request, "names", status=400, **shown)
    return give_back(request, member, account, shown)


def give_back(request: HttpRequest, member: Member, account: Account, shown: dict[str, Any]) -> HttpResponse:
    try:
        with TRIES.attempt(member.account.key, limits.network_of(request)) as attempt:
            try:
                count = reopening.name_again_with_cards(request.POST["one"], request.POST["two"], account, by=member)
            except WrongCard as wrong:
                return page(request, "names", wrong, **shown)
            attempt.right()
    except limits.TryLater as later:
        return page(request, "names", later, **shown)
    told = ngettext(
        "%(count)s record that names her opens for her again.",
        "%(count)s records that name her open for her again.",
        count,
    )
    messages.success(request, told % {"count": count})
    return redirect("safe:names")
