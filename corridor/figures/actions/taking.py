"""The only writer of the programme's side of returns: which centres it knows, and what of theirs it took.

A centre that runs a store of its own alone does the same with itself, without a network.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from corridor.access.actions import record_change
from corridor.access.models import Account
from corridor.figures import store, taking
from corridor.figures.models_programme import KnownCentre, TakenReturn
from corridor.figures.taking import Known, NotTaken, TakenAlready
from corridor.journey.facts import FACTS, FactKind
from corridor.safe.packets import CallingCard
from corridor.safe.primitives import fingerprint

KIND = "known-centre"


def store_folder() -> Path:
    """Where the row-sets of taken returns lie: the setting STORE, else a folder of this installation."""
    return Path(getattr(settings, "STORE", settings.VAR / "store"))


@transaction.atomic
def know_centre(card: CallingCard, country: str = "", *, by: Account, renewed: bool = False) -> KnownCentre:
    """Take returns of a centre from now on: its fingerprint was compared by voice or on paper. It may have left before.

    renewed: its signing key is another one since, and that was compared too. Raises NotTaken where it is another one
    and nobody said so: somebody must look.
    """
    found = KnownCentre.objects.select_for_update().filter(code=card.key).first()
    if found and found.verifier != card.verifier and not renewed:
        before = fingerprint(bytes.fromhex(found.verifier))
        raise NotTaken("fingerprint", card.fingerprint, f"{before}; ask the centre by voice whether its key is renewed")
    said = {"name": card.name, "country": country, "verifier": card.verifier, "left": None}
    before_it = _told(found) if found else {}
    known, _ = KnownCentre.objects.update_or_create(code=card.key, defaults=said)
    record_change("know centre", KIND, known.code, before_it, _told(known), by=by)
    return known


@transaction.atomic
def centre_left(centre: KnownCentre, day: date, *, by: Account) -> None:
    """It left the programme: no return of it is taken any more. What was taken stays, and is released."""
    known = KnownCentre.objects.select_for_update().get(pk=centre.pk)
    before = _told(known)
    known.left = centre.left = day
    known.save(update_fields=["left"])
    record_change("centre left", KIND, known.code, before, _told(known), by=by)


def _told(known: KnownCentre) -> dict[str, Any]:
    print_of = fingerprint(bytes.fromhex(known.verifier))
    left = known.left.isoformat() if known.left else None
    return {"name": known.name, "country": known.country, "fingerprint": print_of, "left": left}


def take_return(
    data: bytes, today: date, *, by: Account | None = None, kinds: Mapping[str, FactKind] = FACTS
) -> TakenReturn:
    """Take a return as it came, from a file or over the network: into the store, and a row that says so; both or
    nothing. A file without its row, after a power cut between the two, is read by no release and written again when
    the return comes again. by: who brought it; None over the network, where its signature alone speaks.

    Raises NotAReturn (where, what was found, what was expected), OSError when the disk is full.
    """
    arrived = taking.arrived(data, _known, today, kinds)
    returned, folder = arrived.returned, store_folder()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with transaction.atomic():
            centre = KnownCentre.objects.select_for_update().get(code=returned.centre)
            row = TakenReturn.objects.create(
                centre=centre,
                period=returned.period,
                code=arrived.code,
                mark=arrived.signed.mark,
                taken=today,
                remarks=",".join(arrived.remarks),
                file=data,
            )
            if by:
                record_change("take return", "return", f"{centre.code} {row.period}", {}, {"mark": row.mark}, by=by)
            store.take(folder, returned.period, returned.centre, arrived.code, returned.row_sets)
    except IntegrityError as error:  # the same came twice at one moment
        found = f"{returned.period}: one was taken at this moment"
        raise TakenAlready("period", found, "a period that was not returned yet") from error
    return row


def keep_own(data: bytes, card: CallingCard, country: str, today: date, *, by: Account) -> TakenReturn:
    """Take a centre's own return into the store of its own installation: it needs no programme and no network.

    card: its own, of the key with which it signs now; nobody has to compare that by voice. Where it left it stays so.
    Raises as `take_return` does.
    """
    known = KnownCentre.objects.filter(code=card.key).first()
    if known is None or (known.left is None and known.verifier != card.verifier):
        know_centre(card, country, by=by, renewed=True)
    return take_return(data, today, by=by)


def _known(code: str) -> Known | None:
    centre = KnownCentre.objects.filter(code=code).first()
    if centre is None:
        return None
    taken = dict(centre.returns.values_list("period", "mark"))
    return Known(centre.code, bytes.fromhex(centre.verifier), centre.left, taken)


def lay_anew(rows: Iterable[TakenReturn], kinds: Mapping[str, FactKind] = FACTS) -> set[Path]:
    """Write the row-sets of returns that were taken into the store again, from their signed files; the paths."""
    laid: set[Path] = set()
    for row in rows:
        returned = taking.read(bytes(row.file), kinds).returned
        laid.update(store.take(store_folder(), row.period, returned.centre, row.code, returned.row_sets))
    return laid


def store_anew(kinds: Mapping[str, FactKind] = FACTS) -> int:
    """The whole store again, from the signed files; how many returns. What belongs to no return goes."""
    rows = list(TakenReturn.objects.order_by("pk"))
    laid = lay_anew(rows, kinds)
    for path in store_folder().glob("*/*/quarter=*/*"):
        if path not in laid:
            path.unlink()
    return len(rows)
