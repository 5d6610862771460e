"""What runs inside an installation of a proof, in a process of its own.

Each program answers with JSON on its last line. They act through Corridor's actions, as its pages do.
"""

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

PROGRAMS: dict[str, Callable[..., Any]] = {}


def program(function: Callable[..., Any]) -> Callable[..., Any]:
    PROGRAMS[function.__name__] = function
    return function


@program
def migrate() -> None:
    """The tables; and nobody has an account yet, so that no code was used before."""
    from django.core.management import call_command

    from corridor.safe import used_codes

    call_command("migrate", verbosity=0)
    used_codes.begin(0)


IN_CENTRE = {
    "bina": "caseworker",
    "chandra": "caseworker",
    "dalia": "worker_representative",
    "esther": "community_worker",
}


@program
def found(name: str = "Centre of Amina") -> dict[str, Any]:
    """A centre that is open, Amina coordinating: its key, its cards, each member's account and private key."""
    from corridor.safe.actions import centres, members
    from corridor.safe.keys import Member
    from corridor.safe.models import Proposal
    from corridor.safe.tests.people import PASSPHRASE, PIN

    centre, code = centres.found(name, "A workers' association")
    people: dict[str, Member] = {}
    for handle, role in {"amina": "coordinator", **IN_CENTRE}.items():
        if people:
            code = members.invite(role, by=people["amina"])
        invitation = members.invitation_for(code)
        assert invitation
        people[handle] = Member(*members.join(invitation, handle, PASSPHRASE, {"pin": PIN}))
        if handle == "amina":
            cards = centres.print_cards(by=people["amina"])
            centres.try_cards([card.told() for card in cards], by=people["amina"])
        for voice in ("bina", "amina"):  # two admit, where there are two
            for proposal in Proposal.objects.filter(account=people[handle].account):
                if voice in people and voice != handle:
                    members.agree(proposal, by=people[voice])
    return {
        "centre": centre.key,
        "cards": [card.told() for card in cards],
        "members": {name: [one.account.key, (one.private or b"").hex()] for name, one in people.items()},
    }


def centre_of(key: str) -> Any:
    from corridor.access.models import Centre

    return Centre.objects.get(key=key)


def member_of(account: str, private: str) -> Any:
    from corridor.access.models import Account
    from corridor.safe.keys import Member

    return Member(Account.objects.select_related("centre").get(key=account), bytes.fromhex(private))


def entry_type() -> Any:
    """A record with one line of text, declared where it is needed."""
    from corridor.safe.content import TYPES, Content

    if "proof-entry" in TYPES:
        return TYPES["proof-entry"]

    @dataclass(frozen=True)
    class ProofEntry(Content):
        TYPE = "proof-entry"
        text: str

    return ProofEntry


class Acknowledged:
    """A writer's own book of what was acknowledged: each line is on the disk before the next write begins."""

    def __init__(self, path: str) -> None:
        self.handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def note(self, line: str) -> None:
        os.write(self.handle, line.encode() + b"\n")
        os.fdatasync(self.handle)


@program
def write(centre: str, ledgers: str, writers: int, prefix: str) -> None:
    """Write records without a key until killed, by several processes; each notes what was acknowledged."""
    kind = entry_type()
    from django.db import DatabaseError, connection

    from corridor.safe.actions.records import write_record

    connection.close()
    mine = next((number for number in range(writers - 1) if os.fork() == 0), writers - 1)
    book, home, count = Acknowledged(f"{ledgers}/{mine}"), centre_of(centre), 0
    while True:
        text = f"{prefix}-{mine}-{count}"
        try:
            write_record(kind(text), by=None, centre=home, token=text)
        except DatabaseError:
            os._exit(0)  # the database was killed
        book.note(text)
        count += 1


@program
def sign_in(members: list[list[str]]) -> list[dict[str, str]]:
    """The cookies of one browser for each of these, signed in and unlocked."""
    from django.test import Client

    from corridor.safe.tests.people import sign_in as signed_in

    browsers = [signed_in(Client(), member_of(*one)) for one in members]
    return [{name: morsel.value for name, morsel in browser.cookies.items()} for browser in browsers]


@program
def take_out(centre: str, count: int) -> None:
    """Take records out of the database without leave, as a fault would."""
    from corridor.safe.models import SealedRecord

    home = centre_of(centre)
    ids = list(SealedRecord.objects.filter(centre=home).order_by("change").values_list("id", flat=True)[:count])
    SealedRecord.objects.filter(id__in=ids).delete()


@program
def account(centre: str, member: list[str]) -> dict[str, Any]:
    """Everything that is there: each text and how often, records that do not open, faults of the chain, seconds."""
    entry_type()
    from corridor.safe import chain, queries

    begin = time.perf_counter()
    reading = queries.reading(member_of(*member), "read_note")
    texts = Counter(one.plain["c"].get("title") or one.plain["c"].get("text", "") for one in reading.everything())
    return {
        "texts": texts,
        "unopened": len(reading.faults),
        "chain": chain.faults(queries.ground_of(centre_of(centre))),
        "whole": whole(),
        "seconds": time.perf_counter() - begin,
    }


def whole() -> list[str]:
    """What the database itself finds wrong with its files (SQLite: integrity_check)."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        return [row[0] for row in cursor.fetchall() if row[0] != "ok"]


def main() -> None:
    name, given = sys.argv[1], json.loads(sys.argv[2])
    import django

    django.setup()
    for name_of_module in ("notes", "backup", "closing"):
        import_module(f"proof.inside_{name_of_module}")
    print(json.dumps(PROGRAMS[name](**given)), flush=True)
