"""Amounts in words, in one place: rounded here and nowhere before, halves up as they are taught, digits of any length.

Letters write amounts as offices do, and have their own way (`centre.letters`).
"""

from decimal import ROUND_HALF_UP, Context, Decimal

CENT, TENTH = Decimal("0.01"), Decimal("0.1")
WIDE = Context(prec=60)
EXACT_DIGITS = 24  # a number with more of them before the point is told by its size


def rounded(value: Decimal, to: Decimal = CENT) -> str:
    """A number for a page: 1,250.50, 400, 12.3."""
    if value.adjusted() > EXACT_DIGITS:
        return f"{value:.3E}"
    return f"{value.quantize(to, ROUND_HALF_UP, WIDE):,f}".removesuffix(".00").removesuffix(".0")


def money(amount: Decimal, currency: str = "") -> str:
    """An amount with its currency (ISO 4217) behind it: 400 JOD."""
    return f"{rounded(amount)} {currency}".strip()
