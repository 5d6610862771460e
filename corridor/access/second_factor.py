"""One-time codes (RFC 6238): the secret a phone keeps, the code of the half minute, the picture that hands it over.

Pure: no database, no clock. That no code serves twice is kept by `safe.used_codes`.
"""

import base64
import hmac
import secrets
import unicodedata
from urllib.parse import quote

import segno
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

ISSUER = "Corridor"
STEP, DIGITS, SECRET_BYTES = 30, 6, 20  # seconds, digits, bytes: what every app for codes understands
DRIFT = (0, -1, 1)  # steps that a phone's clock may be off


def new_secret() -> str:
    """A new secret in base32, as phones take it."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def _generator(secret: str) -> TOTP:
    # SHA-1 is what the standard's apps compute; nothing here needs it to resist collisions.
    return TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP)


def code_now(secret: str, at: float) -> str:
    """The code of the half minute in which `at` (seconds since 1970) lies."""
    return _generator(secret).generate(int(at)).decode()


def typed_digits(text: str) -> str:
    """The digits in what was typed, of any script; spaces, hyphens and marks of direction are passed over."""
    plain = unicodedata.normalize("NFKC", text)
    kept = [ch for ch in plain if not (ch.isspace() or unicodedata.category(ch) in {"Pd", "Cf"})]
    return "".join(str(unicodedata.digit(ch)) if ch.isdigit() else ch for ch in kept)


def check_code(secret: str, typed: str, at: float) -> int | None:
    """The half minute (counted from 1970) whose code was typed: this one, the one before or the next. None if none."""
    digits = typed_digits(typed)
    found = None
    for drift in DRIFT:
        step = int(at) // STEP + drift
        if step >= 0 and hmac.compare_digest(code_now(secret, step * STEP).encode(), digits.encode()):
            found = step if found is None else found
    return found


def qr(secret: str, account_name: str) -> str:
    """The secret as a picture for the phone's camera: an SVG element without scripts, styles or addresses."""
    address = f"otpauth://totp/{ISSUER}:{quote(account_name)}?secret={secret}&issuer={ISSUER}"
    return segno.make(address, error="m", micro=False).svg_inline(scale=5, border=4, dark="#000", light="#fff")


def in_groups(secret: str) -> str:
    """The secret as it is typed into a phone without a camera: groups of four."""
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
