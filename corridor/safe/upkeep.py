"""What a centre has to know of the machine's daily work when that does not go on: no backup, nothing destroyed.

Told on the page of the centre's keys, without names and without content. Read from what stands already: the note of the
last backup, the note of one that failed, the clear month of shredding, and the note of a daily mail that failed.
"""

import json
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Min
from django.utils.formats import date_format
from django.utils.translation import gettext

from corridor.access.models import Centre
from corridor.safe import disk, failures
from corridor.safe.backup.places import note
from corridor.safe.models import SealedRecord

LAST, FAILED = "last-backup.json", "failed-backup.json"
MAILS = "failed-mails-{}.json"  # of a centre
OLD, LATE = timedelta(days=3), timedelta(days=2)  # one is made a day; what is due goes the same day or the next


def note_failure(today: date) -> None:
    """Note that a backup failed, as far as there is room to."""
    with suppress(OSError):
        note(settings.VAR / FAILED, {"day": today.isoformat()})


def note_mails(centre: Centre, today: date, *, failed: bool) -> None:
    """Note whether somebody who asked for the daily mail did not get it; not who."""
    with suppress(OSError):
        if failed:
            note(settings.VAR / MAILS.format(centre.key), {"day": today.isoformat()})
        else:
            _place(MAILS.format(centre.key)).unlink(missing_ok=True)


def troubles(centre: Centre, today: date) -> list[str]:
    """What does not go on, in words; empty when all is well."""
    return [*_of_room(), *_of_backups(today), *_of_destroying(centre, today), *_of_mails(centre)]


def _of_room() -> list[str]:
    return [" – ".join(map(str, failures.TOLD[507]))] if disk.is_short() else []


def _of_backups(today: date) -> list[str]:
    last, failed = _day(LAST), _day(FAILED)
    told = []
    if last is None:
        told.append(gettext("No backup was made yet. Ask whoever runs this machine (CORRIDOR_BACKUPS)."))
    elif today - last > OLD:
        told.append(gettext("The last backup is of %(day)s: what was written since is in none.") % _said(last))
    if failed and (last is None or _written(FAILED) > _written(LAST)):
        told.append(gettext("The backup of %(day)s failed. Ask whoever runs this machine.") % _said(failed))
    return told


def _of_destroying(centre: Centre, today: date) -> list[str]:
    late = SealedRecord.objects.filter(centre=centre, shred_after__lt=today - LATE)
    since = late.aggregate(first=Min("shred_after"))["first"]
    if since is None:
        return []
    words = gettext(
        "Records are kept past their time: since %(day)s they should have been destroyed. Is the machine's clock right?"
    )
    return [words % _said(since)]


def _of_mails(centre: Centre) -> list[str]:
    failed = _day(MAILS.format(centre.key))
    words = gettext("The daily mail of %(day)s did not reach everybody. Ask whoever runs this machine (CORRIDOR_MAIL).")
    return [words % _said(failed)] if failed else []


def _said(day: date) -> dict[str, str]:
    return {"day": date_format(day, "j F Y")}


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(json.loads(_place(name).read_text())["day"])
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _written(name: str) -> float:
    return _place(name).stat().st_mtime


def _place(name: str) -> Path:
    place: Path = settings.VAR / name
    return place
