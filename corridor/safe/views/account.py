"""A member's own account: passphrase, PIN, second factor, and her own screen put to sleep.

Whatever unlocks is changed only with the passphrase typed again, so that a screen left awake gives nothing away.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from corridor.access import passkeys
from corridor.access.actions import end_sessions
from corridor.access.doors import door
from corridor.access.second_factor import new_secret
from corridor.safe import entering, keyring, limits, sessions
from corridor.safe.entering import Unlocked
from corridor.safe.faults import Fault, NoKey, Unfit
from corridor.safe.limits import network_of
from corridor.safe.views.entering import first_code, page, sign_in_page, wrong_first_code

MOST_PASSKEYS, LONGEST_LABEL = 8, 40
OwnView = Callable[[HttpRequest, Unlocked], HttpResponse]


def hers(view: OwnView) -> Callable[[HttpRequest], HttpResponse]:
    """Give a view who is at the page, with her secrets as they stand now."""

    @wraps(view)
    def inner(request: HttpRequest) -> HttpResponse:
        try:
            member = sessions.member_of(request)
        except NoKey:
            return sign_in_page(request)
        unlocked = entering.again(member.account.key, member.private or b"")
        return view(request, unlocked) if unlocked else sign_in_page(request)

    return inner


@contextmanager
def proved(request: HttpRequest, unlocked: Unlocked) -> Iterator[None]:
    """A change under the passphrase typed again. Raises Unfit when it is another, TryLater beyond the limits."""
    attempt = limits.SIGN_IN.attempt(unlocked.account.name.casefold(), network_of(request))
    with attempt as trying, limits.SIGN_IN_LANE:
        if not entering.is_hers(unlocked.account, request.POST.get("passphrase", "")):
            raise Unfit(gettext("That is not your passphrase as it is now."))
        trying.right()
        yield


def done(request: HttpRequest, told: str) -> HttpResponse:
    messages.success(request, told)
    return redirect("safe:account")


@door("own_account")
@hers
def account(request: HttpRequest, unlocked: Unlocked) -> HttpResponse:
    """What unlocks for her, and where each is changed."""
    return page(request, "account", mine=unlocked)


@door("own_account", post="same")
@hers
def passphrase(request: HttpRequest, unlocked: Unlocked) -> HttpResponse:
    """A new passphrase, made here, shown and typed back. Every other session of hers ends."""
    fault: Any = ""
    words = request.session.get("new_passphrase")
    if request.method == "POST" and words:
        try:
            if entering.plain_passphrase(request.POST.get("again", "")) != words:
                raise Unfit(gettext("The new passphrase was typed differently. Read it again, word by word."))
            with proved(request, unlocked):
                del request.session["new_passphrase"]
                keyring.make(unlocked.account, words, unlocked.secrets, unlocked.private)
                end_sessions(unlocked.account)
                sessions.end_of(unlocked.account)
                update_session_auth_hash(request, unlocked.account)
                sessions.begin(request.session, unlocked.account, unlocked.private, unlocked.pin)
            return done(request, gettext("Your passphrase was changed, and your other sessions ended."))
        except Fault as found:
            fault = found
    else:
        words = request.session["new_passphrase"] = entering.new_passphrase()
    return page(request, "account_passphrase", fault, words=words)


@door("own_account", post="same")
@hers
def pin(request: HttpRequest, unlocked: Unlocked) -> HttpResponse:
    """Another PIN."""
    fault: Any = ""
    if request.method == "POST":
        try:
            chosen = entering.chosen_pin(request.POST.get("pin", ""), request.POST.get("pin_again", ""))
            with proved(request, unlocked):
                unlocked.with_secrets(pin=chosen)
                sessions.begin(request.session, unlocked.account, unlocked.private, chosen)
            return done(request, gettext("Your PIN was changed."))
        except Fault as found:
            fault = found
    return page(request, "account_pin", fault)


@door("own_account", post="same")
@hers
def code(request: HttpRequest, unlocked: Unlocked) -> HttpResponse:
    """Another secret for one-time codes (a new phone); the one before no longer counts."""
    fault: Any = ""
    secret = request.session.get("new_code")
    if request.method == "POST" and secret:
        try:
            with proved(request, unlocked):
                if not entering.take_code(unlocked.account, secret, request.POST.get("code", "")):
                    raise Unfit(wrong_first_code())
                del request.session["new_code"]
                unlocked.with_secrets(code=secret)
            return done(request, gettext("Codes now come from the new secret. The old one no longer counts."))
        except Fault as found:
            fault = found
    else:
        secret = request.session["new_code"] = new_secret()
    return page(request, "account_code", fault, **first_code(secret, unlocked.account.name))


@door("own_account", post="same")
@hers
def own_passkeys(request: HttpRequest, unlocked: Unlocked) -> HttpResponse:
    """Her passkeys: add one, take one away."""
    fault: Any = ""
    if request.method == "POST":
        try:
            with proved(request, unlocked):
                told = _take_away(request, unlocked) if "away" in request.POST else _add(request, unlocked)
            return done(request, told)
        except Fault as found:
            fault = found
    asked = None
    host = request.get_host()
    if passkeys.possible(host) and len(unlocked.passkeys) < MOST_PASSKEYS:
        known = [one["data"] for one in unlocked.passkeys]
        asked, request.session["new_passkey"] = passkeys.ask_new(
            host, unlocked.account.key, unlocked.account.name, known
        )
    return page(request, "account_passkeys", fault, asked=asked, mine=unlocked)


def _add(request: HttpRequest, unlocked: Unlocked) -> str:
    state = request.session.pop("new_passkey", None)
    made = passkeys.take_new(request.get_host(), state, request.POST.get("passkey", "")) if state else None
    if made is None or len(unlocked.passkeys) >= MOST_PASSKEYS:
        raise Unfit(gettext("The browser gave no passkey that can be kept. Please try again."))
    label = entering.plain_name(request.POST.get("label", ""))[:LONGEST_LABEL] or gettext("Passkey")
    unlocked.with_secrets(passkeys=[*unlocked.passkeys, {"name": label, "data": made}])
    return gettext("The passkey was added.")


def _take_away(request: HttpRequest, unlocked: Unlocked) -> str:
    left = [one for one in unlocked.passkeys if one["data"] != request.POST["away"]]
    if not left and not unlocked.secrets.get("code"):
        raise Unfit(gettext("This is your only second factor. Set up one-time codes first."))
    unlocked.with_secrets(passkeys=left)
    return gettext("The passkey was taken away.")


@door(post="own_account")
def sleep(request: HttpRequest) -> HttpResponse:
    """Lock her own screen: this session sleeps at once, the PIN wakes it."""
    sessions.fall_asleep(request.session.session_key or "")
    return redirect("safe:awake")
