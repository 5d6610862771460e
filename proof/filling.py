"""What runs inside the installation of T1: people with secrets of their own, records full of canaries, a reading of
every row. Each program answers with JSON on its last line.
"""

import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from proof.canaries import Canaries
from proof.contents import fill, kinds


def people_and_records(times: str, begin: str) -> dict[str, Any]:
    """A centre with everybody in it, their secrets, and records of every type in every way of sealing."""
    from django.utils import timezone

    from corridor.access.second_factor import new_secret
    from corridor.safe import entering, keyring
    from corridor.safe.actions import records
    from corridor.safe.tests.people import open_centre

    people = open_centre()
    members: dict[str, dict[str, str]] = {}
    secrets = {f"card {card.number}": card.told() for card in people.cards}
    secrets |= {f"card {card.number} without spaces": card.told().replace(" ", "") for card in people.cards}
    for name, member in people.members.items():
        passphrase, code = entering.new_passphrase(), new_secret()
        pin = str(int.from_bytes(name.encode() * 3, "big"))[:24]
        plain = entering.plain_passphrase(passphrase)
        keyring.make(member.account, plain, {"pin": pin, "code": code}, private=member.private)
        members[name] = {"name": member.account.name, "passphrase": passphrase, "code": code}
        secrets |= {f"{name}'s passphrase": passphrase, f"{name}'s passphrase, plain": plain}
        secrets |= {f"{name}'s PIN": pin, f"{name}'s secret of one-time codes": code}
        secrets[f"{name}'s private key"] = (member.private or b"").hex()
    canaries = Canaries(dict.fromkeys(map(str, range(int(begin))), ""))
    until = ((people.farida.account.key, timezone.localdate() + timedelta(days=9)),)
    namings = [
        records.EVERYBODY,
        records.Naming((people.bina.account,), restricted=True),
        records.Naming((people.bina.account, people.farida.account), restricted=True, until=until),
    ]
    written: dict[str, str] = {}
    for turn in range(int(times)):
        for kind in sorted(kinds().values(), key=lambda one: bool(one.HEAD)):
            said = {kind.HEAD: written.get(kind.TYPE, written.get("note", ""))} if kind.HEAD else {}
            said |= {name: written_kinds(kind, name) for name in READ_AS if name in kind.__dataclass_fields__}
            content = fill(kind, lambda place: canaries.new(place), fixed=said)
            by, centre = [(people.bina, None), (people.esther, None), (None, people.centre)][turn % 3]
            naming = namings[turn % 3] if by else records.EVERYBODY
            done = records.write_record(content, by=by, centre=centre, naming=naming, token=canaries.new("a token"))
            written[kind.TYPE] = done.id
            if by is people.bina and naming is records.EVERYBODY:
                again = fill(kind, lambda place: canaries.new(f"{place} (changed)"), fixed=said)
                records.change_record(done.id, again, read=done.change, by=people.bina)
        draft = fill(kinds()["note-draft"], lambda place: canaries.new(place)) if "note-draft" in kinds() else None
        if draft:
            records.keep_draft(canaries.new("the id of a draft"), draft, by=people.esther)
    return {
        "centre": people.centre.key,
        "members": members,
        "secrets": secrets,
        "canaries": {canary: place for canary, place in canaries.given.items() if place},
    }


# Fields that a page reads as something (a kind, a day, bytes in base64): a canary there would only break the page.
READ_AS = {
    **{"kind": "other", "closed": None, "about": None, "remind": None, "links": (), "what": "new", "blob": ""},
    **dict.fromkeys(("verifier", "public", "key", "fingerprint"), "00" * 32),
    "signature": "00" * 64,
}


def written_kinds(kind: Any, name: str) -> Any:
    """The plain value of such a field."""
    if name in {"about", "remind"} and kind.TYPE == "note-draft":
        return ""
    return READ_AS[name]


def dump(path: str) -> dict[str, int]:
    """Every row of every table, bytes in hex, as a reader of the database sees them after it unpacked them."""
    from django.db import connection

    count = 0
    with connection.cursor() as cursor, Path(path).open("w", encoding="utf-8") as file:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                count += 1
                cells = [bytes(one).hex() if isinstance(one, bytes | memoryview) else str(one) for one in row]
                file.write("\t".join([table, *cells]) + "\n")
    return {"rows": count}


def main() -> None:
    import django

    django.setup()
    programs = {"people_and_records": people_and_records, "dump": dump}
    print(json.dumps(programs[sys.argv[1]](*sys.argv[2:])), flush=True)


if __name__ == "__main__":
    main()
