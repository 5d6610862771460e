"""Her net pay of a month, beside which a debt is set: who knows her work enters here how it is found.

Work comes later on the path and is not known here. Source: methods (k) (debt in months of net pay, debt service).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from corridor.recruitment.debt import NetPay
from corridor.safe.casebook import Reading


@dataclass(frozen=True)
class PayOfWork(NetPay):
    """Net pay and where it comes from. of: which work, and when, in words. steps: how it was reckoned, one line each.

    why: why the amount is not known, as ends of the sentence "... because".
    """

    of: str = ""
    steps: tuple[str, ...] = ()
    why: tuple[str, ...] = ()


# What later rooms know: (what a member reads, id of the worker, today) -> net pay; None where no work is entered.
NET_PAY: list[Callable[[Reading, str, date], NetPay | None]] = []


def net_pay(known: Reading, worker: str, today: date) -> NetPay | None:
    """Her net pay of a month: of what later rooms know the first amount, else why there is none; None without work."""
    found = [pay for knows in NET_PAY if (pay := knows(known, worker, today))]
    return next((pay for pay in found if pay.amount is not None), found[0] if found else None)
