"""The only writer of sealed records. Writing needs no key; changing what was read says which version was read."""

import uuid
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from corridor.access.models import Account, Centre
from corridor.access.table import CENTRE, extents
from corridor.safe import keyring, sealing
from corridor.safe.actions.acts import Acting, acting
from corridor.safe.backup.places import add_erased
from corridor.safe.casebook import Entry
from corridor.safe.content import Content, encode
from corridor.safe.faults import Conflict, NoKey, Unfit
from corridor.safe.keys import RECORDS, Member, data_key
from corridor.safe.models import Erased, Named, SealedChunk, SealedRecord
from corridor.safe.primitives import bind, keyed, seal_to

DESTROYED_WITH: list[Callable[[list[str]], object]] = []  # how later rooms destroy what they keep beside a record


@dataclass(frozen=True)
class Written:
    """What was written: the record's id and the number of the change that wrote it."""

    id: str
    change: int


@dataclass(frozen=True)
class Naming:
    """Who reads a record by name. restricted: only they do; otherwise they read it beside the centre's circle.

    until: account key -> last day, for those named until a day.
    """

    accounts: tuple[Account, ...] = ()
    restricted: bool = False
    until: tuple[tuple[str, date], ...] = ()

    def plain(self) -> dict[str, Any]:
        days = dict(self.until)
        named = [[one.key, days[one.key].isoformat() if one.key in days else None] for one in self.accounts]
        return ({"n": named} if named else {}) | ({"r": True} if self.restricted else {})

    def publics(self) -> list[bytes]:
        """Their public keys. Raises Unfit for somebody who has not joined yet."""
        files = {account.name: keyring.read(account) for account in self.accounts}
        if missing := [name for name, found in files.items() if found is None]:
            raise Unfit(f"{', '.join(missing)}: has not joined yet")
        return [bytes.fromhex(found.public) for found in files.values() if found]


EVERYBODY = Naming()


def write_record(
    content: Content,
    *,
    by: Member | None,
    centre: Centre | None = None,
    naming: Naming = EVERYBODY,
    token: str = "",
    id: str = "",
    origin: dict[str, Any] | None = None,
) -> Written:
    """Seal a new record. by=None: somebody without an account, who says to which centre. token: sent twice, kept once.

    Raises Closed while the centre is being founded, Unfit when the naming or the size does not fit.
    """
    home = centre or (by.centre if by else None)
    if home is None:
        raise NoKey
    kept = submission_token(token, home) if token else None
    with acting(home, by.account if by else "public") as now:
        if kept and (twin := SealedRecord.objects.filter(centre=home, token=kept).only("id", "change").first()):
            return Written(str(twin.id), twin.change)
        row = SealedRecord(id=uuid.UUID(id) if id else uuid.uuid4(), centre=home, day=now.day, token=kept)
        change = now.did(f"write {content.TYPE}", str(row.id))
        _seal_into(row, change, content, now, by, naming, origin)
        row.save(force_insert=True)
        _tell_named(naming, row)
        return Written(str(row.id), change)


def write_records(contents: Iterable[tuple[str, Content, date | None]], *, by: Member, at_once: int = 500) -> int:
    """Seal many new records for the centre's circle: all of them, or none. Returns how many.

    contents: id, content, and for a part of something closed the month in which it is destroyed with it. For an import
    or a demonstration; each is chained as if it were written alone.
    """
    with acting(by.centre, by.account) as now:
        rows, done = [], 0
        for id, content, month in contents:
            row = SealedRecord(id=uuid.UUID(id), centre=by.centre, day=now.day)
            _seal_into(row, now.did(f"write {content.TYPE}", id), content, now, by, EVERYBODY, None)
            row.shred_after = row.shred_after or month
            rows.append(row)
            if len(rows) == at_once:
                done += len(SealedRecord.objects.bulk_create(rows))
                rows = []
        return done + len(SealedRecord.objects.bulk_create(rows))


def change_record(
    id: str,
    content: Content,
    *,
    read: int,
    by: Member,
    naming: Naming = EVERYBODY,
    origin: dict[str, Any] | None = None,
    keep_month: bool = False,
) -> Written:
    """Seal a new version over the one that was read (its change number). Raises Conflict when another stands there.

    keep_month: a part stays destroyed in the month in which it was to be, where its content says none of its own.
    """
    with acting(by.centre, by.account) as now:
        row = SealedRecord.objects.filter(centre=by.centre, id=id).first()
        if row is None or row.change != read:
            raise Conflict(row.change if row else 0)
        change, month = now.did(f"change {content.TYPE}", id), row.shred_after if keep_month and content.HEAD else None
        _seal_into(row, change, content, now, by, naming, origin)
        row.shred_after = row.shred_after or month
        row.save()
        _tell_named(naming, row)
        return Written(id, change)


def who_left(keys: Iterable[str]) -> set[str]:
    """Those of these accounts (keys) that left, or whose last day is past."""
    left = Q(is_active=False) | Q(until__lt=timezone.localdate())
    return set(Account.objects.filter(left, key__in=keys).values_list("key", flat=True))


def naming_of(entry: Entry, by: Member) -> Naming:
    """Who is named to a record and may still read it; whoever left, or whose last day passed, is left out."""
    today = timezone.localdate().isoformat()
    keys = [key for key, until in entry.named.items() if until is None or until >= today]
    accounts = {one.key: one for one in by.centre.accounts.filter(key__in=keys, is_active=True)} if keys else {}
    still = tuple(accounts[key] for key in keys if key in accounts and keyring.read(accounts[key]))
    until = tuple((key, date.fromisoformat(day)) for key, day in entry.named.items() if day and key in accounts)
    return Naming(still, entry.restricted, until)


def seal_without(entry: Entry, left: Collection[str], *, by: Member) -> bool:
    """Seal the same content anew, no longer for those (keys) who left. False while another who is named has no key now:
    she would lose it."""
    naming = naming_of(entry, by)
    if {one.key for one in naming.accounts} != set(entry.named) - set(left):
        return False
    change_record(
        entry.id, entry.content, read=entry.change, by=by, naming=naming, origin=entry.origin, keep_month=True
    )
    return True


def submission_token(token: str, centre: Centre) -> bytes:
    """Under which a submission is known again when it is sent twice."""
    return keyed(settings.SECRET_KEY.encode(), centre.key, token)


def draft_token(id: str, by: Member) -> bytes:
    """Under which a member's draft is found again without a key."""
    return keyed(settings.SECRET_KEY.encode(), by.centre.key, "draft", by.account.key, id)


def keep_draft(id: str, content: Content, *, by: Member, naming: Naming = EVERYBODY) -> Written:
    """Seal a draft under its id, over whatever stood there under the same id by the same hand; needs no key."""
    kept = draft_token(id, by)
    with acting(by.centre, by.account) as now:
        row = SealedRecord.objects.filter(centre=by.centre, token=kept).first()
        row = row or SealedRecord(id=uuid.uuid4(), centre=by.centre, day=now.day, token=kept)
        change = now.did("keep draft", str(row.id))
        _seal_into(row, change, content, now, by, naming, None)
        row.save()
        return Written(str(row.id), change)


def record_reading(id: str, what: str, *, by: Member) -> None:
    """Chain that a record was opened by somebody."""
    with acting(by.centre, by.account) as now:
        now.did(what, id)


def erase_records(ids: Iterable[str], *, by: Member | None, centre: Centre | None = None, why: str = "erase") -> int:
    """Destroy records with their wraps and chunks, and list their ids so that no backup brings them back."""
    home = centre or (by.centre if by else None)
    if home is None:
        raise NoKey
    with acting(home, by.account if by else "host") as now:
        rows = SealedRecord.objects.filter(centre=home, id__in=list(ids))
        found = [str(one) for one in rows.values_list("id", flat=True)]
        Erased.objects.bulk_create(
            [Erased(record=id, centre=home, change=now.did(why, id)) for id in found], ignore_conflicts=True
        )
        SealedChunk.objects.filter(record__in=found).delete()
        rows.delete()
        for destroy in DESTROYED_WITH:
            destroy(found)
        transaction.on_commit(lambda: _list_erased(found))
        return len(found)


def _list_erased(ids: list[str]) -> None:
    """Add them to the list beside the backups; where that fails, the next backup does it from the table."""
    if settings.BACKUPS and ids:
        with suppress(OSError):
            add_erased(settings.BACKUPS, ids)


def keep_until(ids: Iterable[str], month: date | None, *, by: Member) -> None:
    """Set the month of shredding of records (the parts of one that was closed or opened again)."""
    with acting(by.centre, by.account) as now:
        now.did("keep until" if month else "keep")
        rows = SealedRecord.objects.filter(centre=by.centre, id__in=list(ids))
        rows.update(shred_after=month)


@transaction.atomic
def wrap_anew(wraps: dict[tuple[str, int], tuple[int, bytes]]) -> None:
    """Put new wraps: (id, change) -> (epoch, wraps). A version that was replaced meanwhile is passed over.

    So is one that was wrapped under a newer key meanwhile: going back to an older key, soon destroyed, would lose it.
    """
    for (id, change), (epoch, wrap) in sorted(wraps.items()):  # in one order: two processes never block each other
        SealedRecord.objects.filter(id=id, change=change, epoch__lte=epoch).update(wraps=wrap, epoch=epoch)


def _seal_into(
    row: SealedRecord,
    change: int,
    content: Content,
    now: Acting,
    by: Member | None,
    naming: Naming,
    origin: dict[str, Any] | None,
) -> None:
    epoch, known = now.records, by.secrets[RECORDS] if by and by.private else {}
    place = sealing.Place(str(row.id), row.centre.key, change)
    try:
        row.wraps, row.sealed = sealing.seal(
            place,
            encode(content, naming.plain() | ({"o": origin} if origin else {})),
            centre_public=bytes(epoch.public),
            centre_data_key=data_key(known[epoch.number]) if epoch.number in known else None,
            recovery_public=now.recovery_public() if naming.restricted else b"",
            named=naming.publics(),
            restricted=naming.restricted,
        )
    except ValueError as error:
        raise Unfit(str(error)) from error
    row.change, row.epoch, row.version = change, epoch.number, sealing.FORMAT
    row.due, row.is_open, row.shred_after = content.due(), content.stands_open(), content.shred_after()


def _tell_named(naming: Naming, row: SealedRecord) -> None:
    """To those named from outside the circle, a pointer only they can open (they need not try every record)."""
    for account, public in zip(naming.accounts, naming.publics(), strict=True):
        if CENTRE in extents(account.roles, "read_note"):
            continue  # she holds the centre's book open, where restricted records are tried anyway
        pointer = seal_to(public, str(row.id).encode(), bind("named", account.key))
        Named.objects.create(account=account, sealed=pointer)
