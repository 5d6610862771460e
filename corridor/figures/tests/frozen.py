"""Made-up releases, signed and stored as `actions.releasing` does it, for tests of the rooms to the right."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from corridor.figures import programme_key, releases
from corridor.figures.models_programme import Release, ReleaseLog
from corridor.figures.releases import Gated
from corridor.safe.primitives import sign, verifier_of


def freeze(release: releases.Release, log: Iterable[Gated] = ()) -> releases.Release:
    """Store a release with its signature, and how its families came through the gate; returns it as it is read back."""
    text, key = releases.text_of(release), programme_key.signer()
    signature = sign(key, releases.message(text))
    year, month = map(int, release.made.split("-"))
    made = date(year, month, 23)
    Release.objects.create(period=release.period, made=made, text=text, signature=signature, verifier=verifier_of(key))
    ReleaseLog.objects.bulk_create(ReleaseLog(period=release.period, **asdict(one)) for one in log)
    return releases.read(text, signature, verifier_of(key))
