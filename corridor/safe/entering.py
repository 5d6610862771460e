"""Unlocking: a name and a passphrase open a member's key; a second factor and a PIN belong to it.

A name that is not known, a wrong passphrase, a member whose day is past or who left, a centre that is sealed: all get
the same answer after the same work, so that neither the words nor the time tell which it was.
"""

import secrets
import time
import unicodedata
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext

from corridor.access.models import Account
from corridor.access.second_factor import check_code, typed_digits
from corridor.access.zones import day_in
from corridor.safe import keyring, used_codes
from corridor.safe.faults import Altered, KeyringMissing, Unfit
from corridor.safe.models import SEALED, Ground
from corridor.safe.primitives import Stretching

CONSONANTS, VOWELS = "bdfghjklmnprstvyz", "aeiou"
WORDS, PIN_DIGITS = 5, 6
LONGEST_NAME, LONGEST_PASSPHRASE = 40, 500  # signs; what is longer is nobody's


def clock() -> float:
    """Seconds since 1970, as one-time codes count them."""
    return time.time()


def new_passphrase() -> str:
    """Five made words that can be spoken and read in any script: 85^10 of them, about 64 bits."""
    return " ".join(_syllable() + _syllable() for _ in range(WORDS))


def _syllable() -> str:
    return secrets.choice(CONSONANTS) + secrets.choice(VOWELS)


def plain_passphrase(typed: str) -> str:
    """A passphrase as it was meant: capitals, several spaces, hyphens between the words make no difference."""
    text = unicodedata.normalize("NFKC", typed).casefold()
    marked = "".join(" " if unicodedata.category(ch) == "Pd" else ch for ch in text)
    return " ".join(_seen(marked).split())


def plain_name(typed: str) -> str:
    """A name as it was meant: without what can not be seen, and of no more signs than a name has."""
    return " ".join(_seen(unicodedata.normalize("NFKC", typed)).split())[: LONGEST_NAME + 1]


def _seen(text: str) -> str:
    return "".join(ch for ch in text if ch.isspace() or unicodedata.category(ch) not in {"Cf", "Cc", "Cs"})


@dataclass(frozen=True)
class Unlocked:
    """A member whose passphrase was right: her key, and what only she can open. Not signed in yet."""

    account: Account
    private: bytes = field(repr=False)
    secrets: dict[str, Any] = field(repr=False)

    @property
    def passkeys(self) -> list[dict[str, str]]:
        return self.secrets.get("passkeys", [])

    @property
    def has_factor(self) -> bool:
        return bool(self.secrets.get("code") or self.passkeys)

    @property
    def pin(self) -> str:
        return self.secrets.get("pin", "")

    def with_secrets(self, **changed: Any) -> "Unlocked":
        """Keep other secrets in her keyring file."""
        kept = {**self.secrets, **changed}
        keyring.keep_secrets(self.account, kept)
        return replace(self, secrets=kept)


def unlock(name: str, typed: str) -> Unlocked | None:
    """Open the key of whoever this is; None for every reason why it does not open. About 0.3 s: pass a lane first.

    Raises KeyringMissing when the whole keyring is away, whoever asks, and UnknownVersion for a file of later times.
    """
    if not settings.KEYRING.is_dir():
        raise KeyringMissing
    passphrase = plain_passphrase(typed)
    account = _account(plain_name(name))
    file = _file(account) if account and may_enter(account) else None
    if account is None or file is None or len(passphrase) > LONGEST_PASSPHRASE:
        Stretching(**settings.STRETCHING).key(passphrase[:LONGEST_PASSPHRASE], bytes(16))
        return None
    try:
        private = file.unlock(account, passphrase)
        return Unlocked(account, private, file.opened_secrets(account, private))
    except (Altered, ValueError):
        return None


def _account(name: str) -> Account | None:
    found = Account.objects.filter(Q(name__iexact=name) | Q(name__iexact=name.casefold())).select_related("centre")
    return found.first() if len(name) <= LONGEST_NAME else None


def _file(account: Account) -> keyring.MemberFile | None:
    try:
        return keyring.read(account)
    except (Altered, KeyringMissing):
        return None


def may_enter(account: Account) -> bool:
    """Whether she may sign in today: still a member, not past her last day, her centre not sealed."""
    if not account.is_active or (account.until and account.until < day_in(account.centre)):
        return False
    return account.centre is None or not Ground.objects.filter(centre=account.centre, state=SEALED).exists()


def again(account_key: str, private: bytes) -> Unlocked | None:
    """The same member a page later, with her secrets as they stand now; None when she may not enter any more."""
    account = Account.objects.filter(key=account_key).select_related("centre").first()
    file = _file(account) if account and may_enter(account) else None
    if account is None or file is None:
        return None
    try:
        return Unlocked(account, private, file.opened_secrets(account, private))
    except Altered:
        return None


def is_hers(account: Account, typed: str) -> bool:
    """Whether this is her passphrase: asked again before anything that unlocks is changed. Pass a lane first."""
    file = _file(account)
    try:
        return bool(file and file.unlock(account, plain_passphrase(typed)[:LONGEST_PASSPHRASE]))
    except Altered:
        return False


def take_code(account: Account, secret: str, typed: str) -> bool:
    """Whether the code is right now and was not used before; it is used up by this."""
    now = clock()
    step = check_code(secret, typed, now)
    return step is not None and used_codes.use(account.key, step, now)


def chosen_pin(typed: str, typed_again: str) -> str:
    """The PIN that was chosen. Raises Unfit when it is not six digits, easily guessed, or typed differently twice."""
    pin = typed_digits(typed)
    if len(pin) != PIN_DIGITS or not pin.isdigit():
        raise Unfit(gettext("A PIN has six digits; this one does not."))
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    if len(steps) == 1 or pin[:2] * 3 == pin or pin[:3] * 2 == pin:
        raise Unfit(gettext("That PIN is easily guessed. Choose six digits that do not follow a pattern."))
    if pin != typed_digits(typed_again):
        raise Unfit(gettext("The two PINs differ. Type the same six digits twice."))
    return pin
