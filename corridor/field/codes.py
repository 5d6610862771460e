"""The digits of a receipt: fifteen that nobody can guess and one that finds mistakes, in four groups of four.

It looks like the voucher of a prepaid phone, which nobody is asked about. The last digit is Damm's: it finds every
single wrong digit and every swap of two neighbours (H. M. Damm, Total anti-symmetrische Quasigruppen, 2004).
"""

from corridor.access.second_factor import in_groups, typed_digits
from corridor.safe.primitives import derive

DIGITS = 16
_ROWS = "0317598642 7092154863 4206871359 1750983426 6123045978 3674209581 5869720134 8945362017 9438617205 2581436790"
_NEXT = [[int(sign) for sign in row] for row in _ROWS.split()]


def _damm(digits: str) -> int:
    state = 0
    for sign in digits:
        state = _NEXT[state][int(sign)]
    return state


def code_from(secret: bytes) -> str:
    """The sixteen digits that belong to a secret of 32 random bytes."""
    bare = f"{int.from_bytes(derive(secret, 'receipt code'), 'big') % 10 ** (DIGITS - 1):0{DIGITS - 1}d}"
    return f"{bare}{_damm(bare)}"


def holds_together(code: str) -> bool:
    """Whether these are sixteen plain digits of which the last fits the others."""
    return len(code) == DIGITS and code.isascii() and code.isdecimal() and _damm(code) == 0


def typed(text: str) -> str:
    """What was typed as plain digits: of any script, with or without spaces and hyphens."""
    return typed_digits(text)


def shown(code: str) -> str:
    """In groups of four, as a voucher shows it."""
    return in_groups(code)
