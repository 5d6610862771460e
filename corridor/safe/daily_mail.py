"""The one mail a day that says that something is due, and the code that tries its address: words and the way out.

A phone's lock screen, and whoever carries the mail, shall learn as little as a mail can say: the same neutral sender,
subject and sentence every time, no number, no name, no place, no link; nothing that tells of this machine but what the
mail server adds. That is why the framework's own mails are not used: they say the machine's name in two places.

Whether a server took a mail is told apart from whether it may have: only what was surely not taken is tried again, so
that no day brings two (globaleaks#4067). No address stands in what is raised here.
"""

import json
import secrets
import smtplib
import ssl
from contextlib import suppress
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.encoding import punycode
from django.utils.translation import gettext, override

from corridor.access.models import Account
from corridor.safe.faults import Unfit
from corridor.safe.primitives import bind, derive, lock, unlock

PATIENCE = 10  # seconds
LONGEST = 254  # signs of an address (RFC 5321)
CODE_DIGITS = 6


class NotSent(Exception):
    """The mail server did not take it. later: whether it surely did not, and may when it is tried again today."""

    def __init__(self, later: bool) -> None:
        super().__init__()
        self.later = later


class Unreachable(NotSent):
    """No server answers, or it does not let us in: nobody's mail would go now."""


def is_set_up() -> bool:
    """Whether this machine can send mails (CORRIDOR_MAIL, CORRIDOR_MAIL_FROM)."""
    return bool(settings.MAIL and settings.MAIL_FROM)


def plain_address(typed: str) -> str:
    """The address as mail servers know it. Raises Unfit."""
    name, _, domain = typed.strip().rpartition("@")
    with suppress(ValidationError, UnicodeError):
        address = f"{name}@{punycode(domain)}"
        if len(address) <= LONGEST and address.isascii():
            validate_email(address)
            return address
    raise Unfit(gettext("That is no e-mail address. It looks like this: name@example.org."))


def new_code() -> str:
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def locked_address(account: Account, address: str, language: str) -> bytes:
    """Her address and the language of her mail, under a secret of this installation that stands outside the database.

    All addresses are of one length in it, so that none can be told by its own.
    """
    plain = json.dumps([address, language]).encode().ljust(LONGEST + 50)
    return lock(_key(), plain, bind("daily mail", account.key))


def opened_address(account: Account, locked: bytes) -> tuple[str, str]:
    """Address and language. Raises Altered, also where the secret of this installation is another one now."""
    address, language = json.loads(unlock(_key(), locked, bind("daily mail", account.key)))
    return address, language


def _key() -> bytes:
    return derive(settings.SECRET_KEY.encode(), "daily mail")


def send_code(address: str, code: str) -> None:
    """Try the address. Raises NotSent."""
    told = gettext("Your code: %(code)s") % {"code": code}
    otherwise = gettext("If you did not ask for it, do nothing.")
    _send(address, f"{told}\n\n{otherwise}\n")


def send_reminder(address: str, language: str) -> None:
    """Say that something is due, in her language. Raises NotSent."""
    with override(language):
        _send(address, gettext("Something is due in Corridor today, or overdue.") + "\n")


def _send(address: str, text: str) -> None:
    sender = str(settings.MAIL_FROM)
    message = EmailMessage(policy=SMTP)
    message["From"] = formataddr((gettext("Reminder"), sender))
    message["To"] = address
    message["Subject"] = gettext("Reminder")
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = f"<{secrets.token_hex(16)}@{_domain()}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, cte="quoted-printable")
    _hand_over(sender, address, message.as_bytes())


def _domain() -> str:
    """What the server is told of who we are: what follows the @ of the sender, never this machine's name."""
    return str(settings.MAIL_FROM).rpartition("@")[2]


def _hand_over(sender: str, address: str, whole: bytes) -> None:
    try:
        server = _connected()
    except (OSError, smtplib.SMTPException):
        raise Unreachable(later=True) from None
    try:
        _answered(server, sender, address)
        try:
            status, _ = server.data(whole)
        except smtplib.SMTPDataError:  # it did not even let us begin
            raise NotSent(later=True) from None
        except (OSError, smtplib.SMTPException):  # cut off in the middle: it may have been taken
            raise NotSent(later=False) from None
        if status != 250:
            raise NotSent(later=status < 500)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.quit()


def _answered(server: smtplib.SMTP, sender: str, address: str) -> None:
    """Name sender and receiver. Raises NotSent; a receiver who is refused for good is not tried again today."""
    try:
        if server.mail(sender)[0] != 250:
            raise NotSent(later=True)
        status, _ = server.rcpt(address)
    except (OSError, smtplib.SMTPException):
        raise NotSent(later=True) from None
    if status not in (250, 251):
        raise NotSent(later=status < 500)


def _connected() -> smtplib.SMTP:
    """A connection on which mails can be handed over. Raises OSError, SMTPException."""
    to: dict[str, Any] = settings.MAIL or {}
    safely = ssl.create_default_context()
    place = (to["host"], to["port"], _domain())
    if to["secure"] == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(*place, timeout=PATIENCE, context=safely)
    else:
        server = smtplib.SMTP(*place, timeout=PATIENCE)
    try:
        if to["secure"] == "smtp+starttls":
            server.starttls(context=safely)
        server.ehlo_or_helo_if_needed()
        if to["user"]:
            server.login(to["user"], to["password"])
    except BaseException:
        server.close()
        raise
    return server
