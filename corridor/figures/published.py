"""What is out: every page, file and report to the right of the curtain reads releases here, and reads nothing else.

Source: safety D21 (pages, charts, files and APIs read releases only; nobody browses rows).
"""

from functools import lru_cache

from corridor.figures import releases
from corridor.figures.indicators import Indicator, on_shelf
from corridor.figures.models_programme import Release, ReleaseLog
from corridor.journey.facts import FACTS
from corridor.reference.shelf import Shelf, shelf


def periods() -> list[str]:
    """The quarters of which there is a release, the latest first."""
    return list(Release.objects.order_by("-period").values_list("period", flat=True))


def release_of(period: str) -> releases.Release | None:
    """A release as it was signed; None where there is none. Raises Altered when it was changed since."""
    row = Release.objects.filter(period=period).first()
    return _read(bytes(row.text), bytes(row.signature), bytes(row.verifier)) if row else None


@lru_cache(maxsize=64)
def _read(text: bytes, signature: bytes, verifier: bytes) -> releases.Release:
    """Read once: a release is never another."""
    return releases.read(text, signature, verifier)


def signed_by(period: str) -> str:
    """30 digits by which the key that signed a release is known again; '' where there is no release."""
    row = Release.objects.filter(period=period).only("verifier").first()
    return releases.signed_by(bytes(row.verifier)) if row else ""


def log_of(period: str) -> list[ReleaseLog]:
    """How each family of it came through the gate: what was coarsened or dropped, why, and how long it took."""
    return list(ReleaseLog.objects.filter(period=period).order_by("pk"))


def series(last: int | None = None) -> list[releases.Release]:
    """The releases that are out, the earliest first; with `last` only so many of the latest."""
    rows = list(Release.objects.order_by("-period")[:last])
    return [_read(bytes(row.text), bytes(row.signature), bytes(row.verifier)) for row in reversed(rows)]


def indicators() -> dict[str, Indicator]:
    """Every definition on the shelf that can be reckoned or waits for a room, by id, in the order of the shelf."""
    return _indicators(shelf())


@lru_cache(maxsize=2)
def _indicators(known: Shelf) -> dict[str, Indicator]:
    return on_shelf(known.all("indicators"), FACTS)[0]


def people_kinds() -> frozenset[str]:
    """Kinds of facts of which one is a person in a quarter: they are never added over quarters."""
    return frozenset(kind for kind, about in FACTS.items() if about.of_person)
