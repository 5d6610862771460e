"""Programs of T14 inside an installation: records of every kind, what stands there, flipped bits, reopening."""

import hashlib
import random
from pathlib import Path
from typing import Any

from proof.inside import centre_of, member_of, program

LATER = ("safe.auditentry", "safe.ground", "safe.erased", "safe.hold", "safe.invitation", "safe.named", "safe.proposal")


@program
def fill(centre: str, member: list[str], count: int) -> dict[str, str]:
    """Notes: ordinary ones, restricted ones, some from outside, some with parts. Id -> its text."""
    from corridor.safe.actions import notebook
    from corridor.safe.actions.records import EVERYBODY, Naming
    from corridor.safe.notebook.contents import Typed

    by, home, made = member_of(*member), centre_of(centre), {}
    herself = Naming((by.account,), restricted=True)
    for number in range(count):
        typed = Typed(f"note {number}", f"text {number} " + "word " * (number % 300))
        if number % 5 == 0:
            written = notebook.write_from_outside(typed, centre=home, form=f"form{number}")
        else:
            naming = herself if number % 7 == 0 else EVERYBODY
            written = notebook.write_note(typed, by=by, form=f"form{number}", naming=naming)
            if number % 11 == 0:
                notebook.add_part(written.id, f"part of {number}", by=by, form=f"part{number}")
        made[written.id] = typed.text
    return made


@program
def standing_rows() -> dict[str, Any]:
    """Every table with its number of rows; and a digest of all sealed records and of the chain."""
    from django.apps import apps

    from corridor.safe.models import AuditEntry, SealedRecord

    rows = {
        model._meta.label_lower: model._default_manager.count()
        for model in apps.get_models()
        if model.__module__.startswith("corridor.")
    }
    records, chain = hashlib.sha256(), {}
    for one in SealedRecord.objects.order_by("id").iterator():
        records.update(one.id.bytes + bytes(one.sealed) + bytes(one.wraps) + one.change.to_bytes(8, "big"))
    for entry in AuditEntry.objects.order_by("centre", "sequence").iterator():
        chain[str(entry.sequence)] = bytes(entry.hash).hex()
    return {"rows": rows, "records": records.hexdigest(), "chain": chain}


@program
def flip(path: str, count: int, seed: int) -> dict[str, int]:
    """Flip one random bit after the other in a backup, each alone; how many were refused. The whole one is taken."""
    from corridor.safe.backup.format import BadBackup, check

    chance, file, refused = random.Random(seed), Path(path), 0
    for number in range(count):
        with file.open("r+b") as raw:
            size = raw.seek(0, 2)
            # every tenth in the first or the last bytes, where version, contents and digest stand
            at = chance.choice((chance.randrange(64), size - 1 - chance.randrange(2048))) if number % 10 == 0 else -1
            at = chance.randrange(size) if at < 0 else at
            raw.seek(at)
            byte = raw.read(1)[0]
            raw.seek(at)
            raw.write(bytes([byte ^ (1 << chance.randrange(8))]))
            raw.flush()
            try:
                check(file)
            except BadBackup:
                refused += 1
            raw.seek(at)
            raw.write(bytes([byte]))
    check(file)
    return {"refused": refused, "tried": count}


@program
def forge(path: str, count: int, seed: int, cards: list[str]) -> dict[str, int]:
    """Bits flipped in the sealed part by somebody who makes the digests fit again: refused when it is opened."""
    import json
    from dataclasses import asdict, replace

    from corridor.safe.backup import format, restoring
    from corridor.safe.faults import Fault

    chance, whole, refused = random.Random(seed), bytearray(Path(path).read_bytes()), 0
    manifest = format.check(Path(path))
    centre = manifest.centres[0]
    part = manifest.part(centre.key)
    recovery = restoring.recovery_from(centre, cards)
    forged = Path(path).with_name("forged.corridor")
    for _ in range(count):
        at = part.begin + chance.randrange(part.size)
        changed = bytearray(whole[: part.begin + part.size])
        changed[at] ^= 1 << chance.randrange(8)
        digest = hashlib.sha256(changed[part.begin :]).hexdigest()
        parts = [replace(one, sha256=digest) if one == part else one for one in manifest.parts]
        told = json.dumps(asdict(replace(manifest, parts=parts)), ensure_ascii=False).encode()
        changed += told + len(told).to_bytes(format.LENGTH, "big")
        forged.write_bytes(bytes(changed) + hashlib.sha256(changed).digest())
        try:
            restoring.count_rows(forged, format.check(forged), {centre.key: recovery})
        except (format.BadBackup, Fault):
            refused += 1
    forged.unlink()
    return {"refused": refused, "tried": count}


@program
def reopen_and_read(centre: str, cards: list[str], account: str, texts: dict[str, str]) -> dict[str, Any]:
    """With two cards one of the circle opens the centre again, and reads: how many of these texts are as they were."""
    from corridor.access.models import Account
    from corridor.safe import chain, queries
    from corridor.safe.actions.centres import open_recovery
    from corridor.safe.actions.reopening import reopen_as
    from corridor.safe.keys import Member

    home = centre_of(centre)
    who = Account.objects.get(key=account)
    private = reopen_as(home, open_recovery(home, *cards), who, "another passphrase", {"pin": "314159"})
    reading = queries.reading(Member(who, private), "read_note")
    found = {one.id: one.content.text for one in reading.everything() if one.type == "note"}  # type: ignore[attr-defined]
    same = sum(found.get(id) == text for id, text in texts.items())
    faults = [str(fault) for fault in chain.faults(queries.ground_of(home))]
    return {"same": same, "wanted": len(texts), "unopened": len(reading.faults), "chain": faults}
