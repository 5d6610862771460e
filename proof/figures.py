"""The figures of receipts: none twice, evenly spread, none hanging on the one before, slips of a hand seen.

Receipts are made as `keep_report` makes them, from forms whose names differ in their last figures alone.
"""

import random
from collections import Counter
from dataclasses import dataclass

from proof.chance import uneven

EVEN = 5.0  # standard deviations


@dataclass
class Found:
    """What was found of the figures of receipts.

    spread: how uneven they are at the worst place; beside: how much each hangs on the one at the same place of the
    receipt before; both in standard deviations. unseen: slips of a hand that the last figure does not show.
    """

    made: int
    twice: int
    misfit: int
    unseen: int
    spread: float
    beside: float


def receipt_of(centre: str, form: str, mark: str) -> str:
    """The receipt for what was sent with this form. mark: of what was told (`Told.mark`)."""
    from django.conf import settings

    from corridor.field.codes import code_from
    from corridor.safe.primitives import keyed

    return code_from(keyed(settings.SECRET_KEY.encode(), "receipt", centre, form, mark))


def made(count: int) -> list[str]:
    """So many receipts, each from the form after the last one's."""
    return [receipt_of("a centre", f"form {number}", "told") for number in range(count)]


def look_at(receipts: list[str], dice: random.Random) -> Found:
    """Collisions, last figures, mistakes that are not seen, the spread of each figure, and of each beside its next."""
    from corridor.field.codes import DIGITS, holds_together

    places = [Counter(figures) for figures in zip(*receipts, strict=True)]
    pairs = [Counter(map(str.__add__, column, column[1:])) for column in _columns(receipts)]
    unseen = sum(
        holds_together(slip) for code in dice.sample(receipts, min(500, len(receipts))) for slip in slips(code)
    )
    return Found(
        made=len(receipts),
        twice=len(receipts) - len(set(receipts)),
        misfit=sum(not holds_together(one) or len(one) != DIGITS for one in receipts),
        unseen=unseen,
        spread=max(uneven(one.values(), 10) for one in places),
        beside=max(uneven(one.values(), 100) for one in pairs),
    )


def _columns(receipts: list[str]) -> list[str]:
    """The figures at each place, in the order in which the receipts were made."""
    return ["".join(figures) for figures in zip(*receipts, strict=True)]


def slips(code: str) -> list[str]:
    """Every wrong figure, and every swap of two neighbours that differ."""
    single = [
        f"{code[:i]}{other}{code[i + 1 :]}" for i, one in enumerate(code) for other in "0123456789" if other != one
    ]
    swaps = range(len(code) - 1)
    return single + [f"{code[:i]}{code[i + 1]}{code[i]}{code[i + 2 :]}" for i in swaps if code[i] != code[i + 1]]


def counting(count: int) -> float:
    """The arm that must fail: receipts that count up; how uneven their figures are."""
    from corridor.field.codes import DIGITS

    return look_at([f"{number * 10:0{DIGITS}d}" for number in range(count)], random.Random(20)).spread
