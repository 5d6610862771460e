"""What is out: every page, file and report to the right of the curtain reads releases here, and reads nothing else.

Source: safety D21 (pages, charts, files and APIs read releases only; nobody browses rows).
"""

from functools import lru_cache

from corridor.figures import releases
from corridor.figures.models_programme import Release, ReleaseLog


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


def log_of(period: str) -> list[ReleaseLog]:
    """How each family of it came through the gate: what was coarsened or dropped, why, and how long it took."""
    return list(ReleaseLog.objects.filter(period=period).order_by("pk"))
