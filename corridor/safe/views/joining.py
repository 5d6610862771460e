"""Joining with a code: the code, then one page with everything that is hers."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.access.models import Account
from corridor.safe import limits, words
from corridor.safe.actions import members
from corridor.safe.cards import digits_of
from corridor.safe.clock import with_clock
from corridor.safe.credentials import CredentialsForm, enter, offer
from corridor.safe.faults import CodeUsed, Fault, KeyringMissing, Unfit
from corridor.safe.models import FOUNDING, Invitation
from corridor.safe.queries import ground_of
from corridor.safe.views.entering import page

JOINING = "joining"  # in the session: the code that was good
TRIES = limits.Limits("join")
LONGEST = 200  # signs of what was typed that are shown again


@door("sign_in", post="same")
def join(request: HttpRequest) -> HttpResponse:
    """Type the code; then take a name, a passphrase, a second factor and a PIN, all on one page."""
    invitation = members.invitation_for(request.session.get(JOINING, ""))
    if request.method != "POST":
        return credentials_page(request, invitation) if invitation else page(request, "join")
    if "begin_again" in request.POST:
        request.session.flush()
        return redirect("safe:join")
    if "again" not in request.POST:
        return take_code(request)
    return take_credentials(request, invitation) if invitation else page(request, "join", CodeUsed())


def take_code(request: HttpRequest) -> HttpResponse:
    """A code that counts leads on; any other gets one answer. Tries are slowed, never shut out."""
    typed = request.POST.get("code", "")
    try:
        with TRIES.attempt("", limits.network_of(request)) as attempt:
            if members.invitation_for(typed) is None:
                return page(request, "join", with_clock(str(CodeUsed.told)), typed=typed[:LONGEST])
            attempt.right()
    except limits.TryLater as later:
        return page(request, "join", later, typed=typed[:LONGEST])
    request.session.flush()  # whoever was signed in here before is not any more
    request.session[JOINING] = digits_of(typed)
    return redirect("safe:join")


def credentials_page(
    request: HttpRequest, invitation: Invitation, form: CredentialsForm | None = None, fault: Fault | str = ""
) -> HttpResponse:
    status, form = (400, form) if form else (200, form_for(request, invitation))
    role = words.role_label(invitation.role)
    return page(request, "joining", fault, status, form=form, centre=invitation.centre, role=role)


def form_for(request: HttpRequest, invitation: Invitation) -> CredentialsForm:
    name = invitation.account.name if invitation.account else ""
    return CredentialsForm(offer(request.session, name), request.POST or None)


def take_credentials(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Everything right: she belongs, and is signed in. Anything wrong: the same page, nothing lost."""
    form = form_for(request, invitation)
    if not form.checked(request.session):
        return credentials_page(request, invitation, form)
    try:
        if invitation.invited_by_id and not settings.KEYRING.is_dir():
            raise KeyringMissing  # one new file in an empty folder would hide that all the others are gone
        with limits.SIGN_IN_LANE:
            account, private = members.join(invitation, form.chosen_name, form.made.passphrase, form.own_secrets)
            enter(request, account, private, form)
    except CodeUsed as used:
        request.session.flush()
        return page(request, "join", used)
    except Unfit as unfit:
        form.add_error("name", str(unfit.told))
        return credentials_page(request, invitation, form)
    except Fault as fault:
        return credentials_page(request, invitation, form, fault)
    return welcome(request, account)


def welcome(request: HttpRequest, account: Account) -> HttpResponse:
    """Where she goes on: the founder to the cards, everybody else to the front page."""
    if account.centre and ground_of(account.centre).state == FOUNDING:
        return redirect("safe:cards")
    told = gettext("You belong to the centre now.")
    if members.kinds_for(account):
        told += " " + gettext("Two of the centre admit you to its keys. Until then you can write, but not read.")
    messages.success(request, told)
    return redirect("window:front")
