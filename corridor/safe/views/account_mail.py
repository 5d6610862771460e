"""A member's own account: the one mail a day. Her address counts once the code that was sent to it was typed here.

Until then address and code lie in her session alone, so that nobody else's mailbox ever stands in the database.
"""

import hmac
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.access.second_factor import typed_digits
from corridor.safe import daily_mail as mails
from corridor.safe import limits
from corridor.safe.actions.daily_mail import ask_for_daily_mail, end_daily_mail
from corridor.safe.circle import in_circle
from corridor.safe.daily_mail import NotSent, new_code, plain_address, send_code
from corridor.safe.entering import Unlocked
from corridor.safe.faults import Altered, Fault, NoKey, Unfit
from corridor.safe.limits import network_of
from corridor.safe.models import DailyMail
from corridor.safe.views.account import done, hers
from corridor.safe.views.entering import TRIES, page

TRIED = "new_mail"  # in the session: the address that is being tried, its code, wrong codes typed


@door("own_account", post="same")
@hers
def daily_mail(request: HttpRequest, unlocked: Unlocked) -> HttpResponse:
    """Ask for it, try the address with a code, end it."""
    fault: Any = ""
    if request.method == "POST":
        try:
            if told := _change(request, unlocked):
                return done(request, told)
        except Fault as found:
            fault = found
    shown = {
        "may": in_circle(unlocked.account),
        "set_up": mails.is_set_up(),
        "address": _address_of(unlocked),
        "asked": DailyMail.objects.filter(account=unlocked.account).exists(),
        "tried": request.session.get(TRIED, {}).get("address", ""),
        "typed": request.POST.get("address", "")[: mails.LONGEST],
    }
    return page(request, "account_mail", fault, **shown)


def _address_of(unlocked: Unlocked) -> str:
    found = DailyMail.objects.filter(account=unlocked.account).first()
    try:
        return mails.opened_address(unlocked.account, bytes(found.sealed))[0] if found else ""
    except Altered:
        return ""


def _change(request: HttpRequest, unlocked: Unlocked) -> str:
    """Do what was asked; what is told when that is all. Raises Fault."""
    if "off" in request.POST:
        request.session.pop(TRIED, None)
        end_daily_mail(unlocked.account)
        return gettext("No mail is sent any more. The address was erased.")
    if not mails.is_set_up():
        raise Unfit(gettext("Mail is not set up on this machine."))
    if not in_circle(unlocked.account):
        raise NoKey
    if "address" in request.POST:
        _try_address(request, unlocked)
        return ""
    return _take_code(request, unlocked)


def _try_address(request: HttpRequest, unlocked: Unlocked) -> None:
    address, code = plain_address(request.POST["address"]), new_code()
    with limits.MAILING.attempt(unlocked.account.key, network_of(request)):
        try:
            send_code(address, code)
        except NotSent:
            raise Unfit(gettext("The mail could not be sent. Look at the address, or try again later.")) from None
    request.session[TRIED] = {"address": address, "code": code, "wrong": 0}


def _take_code(request: HttpRequest, unlocked: Unlocked) -> str:
    tried = request.session.get(TRIED)
    if not tried:
        raise Unfit(gettext("That code no longer counts."))
    if not hmac.compare_digest(typed_digits(request.POST.get("code", "")).encode(), tried["code"].encode()):
        tried["wrong"] += 1
        if tried["wrong"] < TRIES:
            request.session[TRIED] = tried
        else:
            del request.session[TRIED]
        raise Unfit(gettext("That is not the code that was sent."))
    ask_for_daily_mail(tried["address"], by=unlocked.account)
    del request.session[TRIED]
    return gettext("From tomorrow on you get the mail.")
