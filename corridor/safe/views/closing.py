"""Closing a centre: Lock (one tap), Seal (hold, or the printed link), and what is told afterwards."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt

from corridor.access.doors import door, not_there
from corridor.access.models import Account, Centre
from corridor.access.queries import may, member_who_may
from corridor.safe.actions import centres as actions
from corridor.safe.circle import in_circle
from corridor.safe.faults import Closed, NoKey
from corridor.safe.keys import Member
from corridor.safe.queries import ground_of, linked_ground
from corridor.safe.views.telling import cleared, unkept, with_member


def home(request: HttpRequest, action: str) -> tuple[Account, Centre]:
    """Who closes, and what. No key is needed to close. Raises PermissionDenied outside a centre."""
    account = member_who_may(request, action)
    assert account.centre is not None  # the table gives these rows to roles of a centre alone
    return account, account.centre


@door("lock_centre")
def closing(request: HttpRequest) -> HttpResponse:
    """Lock and Seal side by side, with what each does."""
    account, centre = home(request, "lock_centre")
    page = {
        "ground": ground_of(centre),
        "may_seal": may(request, "seal_centre") and in_circle(account),
        "may_print": may(request, "make_cards"),
    }
    return render(request, "safe/closing.html", page)


@door(post="lock_centre")
def lock(request: HttpRequest) -> HttpResponse:
    """Every session of the centre ends, this one too."""
    account, centre = home(request, "lock_centre")
    actions.lock_centre(centre, account)
    logout(request)
    return cleared(redirect("safe:sign_in"))


@door(post="seal_centre")
def seal(request: HttpRequest) -> HttpResponse:
    """Seal, and tell the one who did it what could not be promised."""
    account, centre = home(request, "seal_centre")
    try:
        left = actions.seal_centre(centre, account)
    except NoKey:
        return not_there(request)
    except Closed as fault:
        return render(request, "safe/told.html", {"fault": fault}, status=409)
    logout(request)
    return cleared(render(request, "safe/sealed.html", {"left": unpromised(left)}))


def unpromised(left: list[str]) -> list[str]:
    """What sealing could not promise, in plain words (see `keyring.destroy_all`)."""
    told = []
    if any(one.startswith("still there") for one in left):
        told.append(
            gettext("Some key files could not be removed. Switch the machine off, and do not leave its disk behind.")
        )
    if "disk" in left:
        told.append(
            gettext(
                "The keys stood on a disk. They were overwritten and removed, but a disk may keep traces until it has "
                "written over them. Without a member's passphrase these traces open nothing."
            )
        )
    if actions.NOT_WRITTEN in left:
        told.append(gettext("The keys are gone, but the act could not be written down: the disk may be full."))
    return told


def outage(request: HttpRequest) -> HttpResponse:
    """The neutral page: nothing is to be had here now. The same for a word that is unknown and one that was used."""
    return cleared(render(request, "safe/outage.html", status=404))


@csrf_exempt  # only who holds the paper knows the address: another site can not send this form
@door("seal_by_link", post="same")
def seal_link(request: HttpRequest, word: str) -> HttpResponse:
    """The printed link: opening it does nothing; its one button seals."""
    if request.method == "POST":
        actions.seal_by_link(word)
        return outage(request)
    return unkept(render(request, "safe/seal_link.html")) if linked_ground(word) else outage(request)


@door(post="make_cards")
@with_member
def print_seal_link(request: HttpRequest, member: Member) -> HttpResponse:
    """A new printed link; the one before no longer works. Shown once."""
    word = actions.set_seal_link(by=member)
    address = request.build_absolute_uri(reverse("safe:seal_link", args=[word]))
    return unkept(render(request, "safe/seal_link_print.html", {"link": address}))
