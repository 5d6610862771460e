"""Signing in, which also unlocks: name and passphrase, second factor, and the PIN that wakes a sleeping session.

Between the steps her key lies in the session alone, which only her browser's cookie opens.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext, ngettext

from corridor.access import passkeys
from corridor.access.doors import door
from corridor.access.models import Account
from corridor.access.second_factor import in_groups, new_secret, qr, typed_digits
from corridor.access.table import allowed
from corridor.safe import aside, entering, limits, sessions
from corridor.safe.actions.centres import lock_centre
from corridor.safe.actions.opening import opened_today
from corridor.safe.clock import with_clock
from corridor.safe.entering import Unlocked
from corridor.safe.faults import Fault, KeyringMissing, Unfit, UnknownVersion
from corridor.safe.limits import TryLater, network_of
from corridor.safe.views.telling import cleared

TRIES = 5  # wrong codes before the passphrase is asked again
# The same page at every inner address: nothing on it may tell which address was asked for.
ANYWHERE = {"here_room": "", "rest_of_address": "", "query_words": ""}


def page(request: HttpRequest, template: str, fault: Any = "", status: int = 200, **shown: Any) -> HttpResponse:
    """A page that no browser keeps. fault: what is told on top; when it says to come later, so does the answer."""
    later = fault if isinstance(fault, TryLater) else None
    told = fault.told if isinstance(fault, Fault) else fault
    code = later.status if later else 400 if fault and status == 200 else status
    response = render(request, f"safe/{template}.html", {**ANYWHERE, **shown, "fault": told}, status=code)
    if later:
        response["Retry-After"] = str(later.seconds)
    add_never_cache_headers(response)
    return response


def sign_in_page(request: HttpRequest) -> HttpResponse:
    """What every inner address answers to somebody who is signed out, or whose session sleeps."""
    if request.session.asleep:  # type: ignore[attr-defined]
        if request.method == "POST":
            aside.put(request)
        return pin_page(request, request.get_full_path() if request.method == "GET" else "/")
    return page(request, "sign_in", status=403)


def pin_page(request: HttpRequest, following: str, fault: Any = "") -> HttpResponse:
    may = may_lock(request.session.session_key or "") is not None
    return page(request, "awake", fault, 403, next=following, may_lock=may)


@door("sign_in", post="same")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and passphrase; when they open a key, ask for the second factor."""
    if request.method != "POST":
        asleep = request.session.asleep  # type: ignore[attr-defined]
        return pin_page(request, "/") if asleep else page(request, "sign_in")
    name, passphrase = request.POST.get("username", ""), request.POST.get("password", "")
    try:
        with limits.SIGN_IN.attempt(entering.plain_name(name).casefold(), network_of(request)) as attempt:
            with limits.SIGN_IN_LANE:
                unlocked = entering.unlock(name, passphrase)
            if unlocked:
                attempt.right()
    except (TryLater, KeyringMissing, UnknownVersion) as fault:
        return page(request, "sign_in", fault, typed=name)
    if unlocked is None:
        told = gettext("That name and passphrase do not belong together. Please try again.")
        return page(request, "sign_in", with_clock(told), typed=name)
    request.session.flush()
    sessions.bind_to(request.session, unlocked.account)
    request.session["entering"] = {"private": unlocked.private.hex(), "wrong": 0}
    return redirect(next_step(unlocked))


def next_step(unlocked: Unlocked) -> str:
    return "safe:second_factor" if unlocked.has_factor else "safe:new_factor"


def halfway(request: HttpRequest) -> Unlocked | None:
    """Whose passphrase was right in this browser a moment ago; None when the steps have to begin again."""
    kept = request.session.get("entering")
    return entering.again(request.session["account"], bytes.fromhex(kept["private"])) if kept else None


def keep_halfway(request: HttpRequest, **more: Any) -> dict[str, Any]:
    request.session["entering"] = {**request.session["entering"], **more}
    return request.session["entering"]


@door("sign_in", post="same")
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for a one-time code or a passkey."""
    unlocked = halfway(request)
    if unlocked is None or not unlocked.has_factor:
        return redirect("safe:new_factor" if unlocked else "safe:sign_in")
    fault: Any = ""
    if request.method == "POST":
        try:
            with (
                limits.CODE.attempt(unlocked.account.key, network_of(request)) as attempt,
                limits.SIGN_IN_LANE,
            ):
                if factor_is_right(request, unlocked):
                    attempt.right()
                    return enter(request, unlocked) if unlocked.pin else to_new_pin(request)
            told = gettext("That was not right, or that code was used already. Wait for the next code and try again.")
            fault = with_clock(told)
            if keep_halfway(request, wrong=request.session["entering"]["wrong"] + 1)["wrong"] >= TRIES:
                request.session.flush()
                return page(request, "sign_in", with_clock(gettext("Five tries were wrong. Please begin again.")))
        except TryLater as later:
            fault = later
    asked = None
    kept = [one["data"] for one in unlocked.passkeys]
    if kept and passkeys.possible(request.get_host()):
        asked, state = passkeys.ask(request.get_host(), kept)
        keep_halfway(request, passkey=state)
    return page(request, "second_factor", fault, asked=asked, has_code=bool(unlocked.secrets.get("code")))


def factor_is_right(request: HttpRequest, unlocked: Unlocked) -> bool:
    """A code or a passkey's answer, whichever was sent. A question to a passkey is answered once."""
    state = request.session["entering"].get("passkey")
    if (answer := request.POST.get("passkey")) and state:
        keep_halfway(request, passkey=None)
        kept = [one["data"] for one in unlocked.passkeys]
        return passkeys.is_right(request.get_host(), state, kept, answer)
    secret = unlocked.secrets.get("code", "")
    return bool(secret) and entering.take_code(unlocked.account, secret, request.POST.get("code", ""))


def to_new_pin(request: HttpRequest) -> HttpResponse:
    keep_halfway(request, factor=True)
    return redirect("safe:new_factor")


@door("sign_in", post="same")
def new_factor(request: HttpRequest) -> HttpResponse:
    """Where a member has no second factor or no PIN yet, make them now: try a first code, choose a PIN."""
    unlocked = halfway(request)
    if unlocked is None or (unlocked.has_factor and not request.session["entering"].get("factor")):
        return redirect("safe:second_factor" if unlocked else "safe:sign_in")
    secret = request.session["entering"].get("code") or keep_halfway(request, code=new_secret())["code"]
    needs_code, needs_pin = not unlocked.has_factor, not unlocked.pin
    fault: Any = ""
    if request.method == "POST":
        try:
            made: dict[str, Any] = {}
            if needs_pin:
                made["pin"] = entering.chosen_pin(request.POST.get("pin", ""), request.POST.get("pin_again", ""))
            with limits.CODE.attempt(unlocked.account.key, network_of(request)) as attempt, limits.SIGN_IN_LANE:
                if needs_code and not entering.take_code(unlocked.account, secret, request.POST.get("code", "")):
                    raise Unfit(with_clock(wrong_first_code()))
                attempt.right()
                return enter(request, unlocked.with_secrets(**made, **({"code": secret} if needs_code else {})))
        except Fault as found:
            fault = found
    shown = first_code(secret, unlocked.account.name) if needs_code else {}
    return page(request, "new_factor", fault, needs_code=needs_code, needs_pin=needs_pin, **shown)


def wrong_first_code() -> str:
    return gettext("That is not the code that belongs to this secret now. Type the six digits the phone shows.")


def first_code(secret: str, name: str) -> dict[str, Any]:
    """What a page needs to hand a new secret to a phone."""
    return {"secret": in_groups(secret), "qr": qr(secret, name)}


def enter(request: HttpRequest, unlocked: Unlocked) -> HttpResponse:
    """She has signed in wholly: a new session with her key, asleep whenever she does not use it."""
    del request.session["entering"]
    login(request, unlocked.account)
    sessions.begin(request.session, unlocked.account, unlocked.private, unlocked.pin)
    opened_today(unlocked.account)
    return redirect("window:front")


@door("sign_in", post="same")
def awake(request: HttpRequest) -> HttpResponse:
    """Take the PIN; when it is right, go on to where she wanted to."""
    key = request.session.session_key or ""
    if not request.session.asleep:  # type: ignore[attr-defined]
        return redirect("window:front" if request.user.is_authenticated else "safe:sign_in")
    following = request.POST.get("next", "/")
    if request.method != "POST":
        return pin_page(request, following)
    if "lock" in request.POST and (account := may_lock(key)) and account.centre:
        lock_centre(account.centre, account)
        request.session.flush()
        return cleared(redirect("safe:sign_in"))
    try:
        with limits.SIGN_IN_LANE:
            woken = sessions.wake(key, typed_digits(request.POST.get("pin", "")))
    except TryLater as later:
        return pin_page(request, following, later)
    if woken:
        if kept := aside.take(key):
            return page(request, "unsent", address=kept[0], fields=kept[1])
        return redirect(following if is_here(request, following) else "/")
    if left := sessions.tries_left(key):
        told = ngettext(
            "That PIN is not right. You have %(left)s try left.",
            "That PIN is not right. You have %(left)s tries left.",
            left,
        )
        return pin_page(request, following, told % {"left": left})
    request.session.flush()
    return page(request, "sign_in", gettext("The PIN was wrong five times. Please sign in with your passphrase."))


def may_lock(key: str) -> Account | None:
    """Whose sleeping session this is, when she may lock her centre: for that she need not wake it first."""
    account = Account.objects.select_related("centre").filter(key=sessions.owner(key), is_active=True).first()
    return account if account and allowed(account.roles, "lock_centre") else None


def is_here(request: HttpRequest, address: str) -> bool:
    return url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())


@door(post="sign_in")
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session, awake or asleep, and have the browser forget what it kept of it."""
    request.session.flush()
    # The language she reads goes along in the address, since the cookie that kept it is forgotten too.
    chosen = f"?lang={get_language()}" if settings.LANGUAGE_COOKIE_NAME in request.COOKIES else ""
    response = redirect(reverse("window:front") + chosen)
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
