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
from proof.linking import in_order, linked

MANY = 10  # times that every record is written: the full form, in which a release is made too
WOMEN = 45  # enough for the return of a quarter, and for numbers that are told


def past_the_curtain(people: Any) -> str:
    """A quarter of the centre returned, taken into the store and released; the words that stand in all its records."""
    from django.utils import timezone

    from corridor.figures.actions.releasing import make_release
    from corridor.figures.actions.taking import keep_own
    from corridor.figures.tests import centres
    from corridor.safe.packets import calling_card

    today = timezone.localdate()
    quarter = centres.closed()
    centres.with_roads(people, centres.filled(people, WOMEN, quarter))
    data = centres.signed(people, quarter.code)
    keep_own(data, calling_card(people.amina), "JOR", today, by=people.amina.account)
    made = make_release(quarter.code, today, by=people.jamila.account)
    assert b"NPL-JOR" in bytes(made.text), "something is told"
    return centres.MARK


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
    first: dict[str, str] = {}  # what is there for everybody in the centre
    complaints = records.Naming((people.dalia.account,), restricted=True)
    for turn in range(int(times)):
        by, centre = [(people.bina, None), (people.esther, None), (None, people.centre)][turn % 3]
        naming = namings[turn % 3] if by else records.EVERYBODY
        written: dict[str, str] = {}
        for kind in in_order():
            said = read_as(kind, canaries, people.bina.account.key)

            def text(place: str) -> str:
                return canaries.new(place)

            token = canaries.new("a token")
            how: dict[str, Any] = {"by": by, "centre": centre}
            done = records.write_record(linked(kind, text, written, said), naming=naming, token=token, **how)
            written[kind.TYPE] = done.id
            if by is people.bina and naming is records.EVERYBODY:
                again = linked(kind, lambda place: canaries.new(f"{place} (changed)"), written, said)
                records.change_record(done.id, again, read=done.change, by=people.bina)
        for name in ("report", "report-addition", "report-answer"):
            staff = {"about_staff": True} if name == "report" else {}
            complaint = linked(kinds()[name], lambda place: canaries.new(f"{place} (about staff)"), written, staff)
            first |= {} if first else written
            written[name] = records.write_record(complaint, by=None, centre=people.centre, naming=complaints).id
        draft = fill(kinds()["note-draft"], lambda place: canaries.new(place)) if "note-draft" in kinds() else None
        if draft:
            records.keep_draft(canaries.new("the id of a draft"), draft, by=people.esther)
    if int(times) >= MANY:
        secrets["the words of the records behind the figures"] = past_the_curtain(people)
    return {
        "centre": people.centre.key,
        "ids": first,
        "members": members,
        "secrets": secrets,
        "canaries": {canary: place for canary, place in canaries.given.items() if place},
    }


# Fields that a page reads as something (a kind, a day, bytes in base64): a canary there would only break the page.
KEYS = {**dict.fromkeys(("verifier", "public", "key", "fingerprint"), "42" * 32), "signature": "00" * 64}
READ_AS = {"kind": "other", "about": None, "remind": None, "what": "new", "blob": ""} | KEYS


def read_as(kind: Any, canaries: Canaries, author: str) -> dict[str, Any]:
    """The plain values of such fields. author: whose drafts they are."""
    plain = READ_AS if kind.__module__.startswith("corridor.safe.") else KEYS
    said = {name: value for name, value in plain.items() if name in kind.__dataclass_fields__}
    if kind.TYPE == "note-draft":
        said |= {"about": "", "remind": ""}
    if kind.TYPE == "letter-template":
        said |= {"kind": "demand", "language": "en"}
    if kind.TYPE == "form-draft":
        typed = {name: [canaries.new(f"a draft: {name}")] for name in ("called", "told", "wants", "begin")}
        said |= {"fields": json.dumps(typed), "author_key": author}
    return said


def dump(path: str) -> dict[str, int]:
    """Every row of every table, bytes in hex, as a reader of the database sees them after it unpacked them."""
    from django.conf import settings
    from django.db import connections

    count = 0
    with Path(path).open("w", encoding="utf-8") as file:
        for connection in (connections[alias] for alias in settings.WRITTEN):
            with connection.cursor() as cursor:
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
