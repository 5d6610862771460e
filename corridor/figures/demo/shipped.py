"""What is shipped of the made-up world: returns without a signature, and releases that came through the real gate.

A release of it takes half a minute to make on two cores, eight of them four minutes: too long before a demonstration
answers. So they are made once, by `python -m tools.demo_figures`, and stand here without what belongs to the day on
which the demonstration is opened: the period, the month and the signature. A test makes a quarter anew and compares.
"""

import json
import lzma
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corridor.figures.returns import Return, canonical, from_plain, to_plain

FOLDER = Path(__file__).parent / "shipped"
OF_THE_DAY = ("period", "made")  # what is left out of a return and of a release
RELEASED, WAITING = 8, 1  # quarters of which there is a release, and after them: those of which there are returns alone
YEARS = (3, 4, 5, 6)  # with which quarters of the world the last full year can begin, whatever day it is


@dataclass(frozen=True)
class ShippedQuarter:
    """A quarter of the world. returns: of its centres, plain. release: plain; None where it is still to be made. log:
    how each family came through the gate. refused: code of a centre that may not return it -> workers seen.
    """

    returns: tuple[Mapping[str, Any], ...]
    release: Mapping[str, Any] | None
    log: tuple[Mapping[str, Any], ...]
    refused: Mapping[str, int]


def bare(plain: Mapping[str, Any]) -> dict[str, Any]:
    """A return or a release without what belongs to a day."""
    return {name: found for name, found in plain.items() if name not in OF_THE_DAY}


def bare_return(one: Return) -> dict[str, Any]:
    return bare(to_plain(one))


def dated(plain: Mapping[str, Any], period: str, made: str) -> dict[str, Any]:
    """The same with a period and a month."""
    return {**plain, "period": period, "made": made}


def dated_return(plain: Mapping[str, Any], period: str, made: str) -> Return:
    return from_plain(dated(plain, period, made))


def quarter_file(number: int) -> Path:
    return FOLDER / f"quarter-{number}.json.xz"


def year_file(first: int) -> Path:
    return FOLDER / f"year-from-{first}.json.xz"


def packed(plain: object) -> bytes:
    """As it is shipped: the same content is the same bytes."""
    return lzma.compress(canonical(plain), preset=9 | lzma.PRESET_EXTREME)


def unpacked(data: bytes) -> Any:
    return json.loads(lzma.decompress(data))


def quarter(number: int) -> ShippedQuarter:
    """A quarter of the world as it is shipped. Raises FileNotFoundError for one that there is not."""
    plain = unpacked(quarter_file(number).read_bytes())
    return ShippedQuarter(tuple(plain["returns"]), plain["release"], tuple(plain["log"]), plain["refused"])


def year(first: int) -> dict[str, Any]:
    """The return of a year of the centre that is too small for quarters."""
    found: dict[str, Any] = unpacked(year_file(first).read_bytes())
    return found
