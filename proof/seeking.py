"""Every role without a key of the records tries to come by one, with random sequences of forms sent to every route.

Forms are filled with what stands in the sources of the views: names of fields, and values that mean something (keys of
accounts and centres, ids of records, words that choose, a passphrase, one card of three). After each sequence it is
looked whether the role holds anything of the centre that it did not hold before, or read a text of a record.
"""

import ast
import random
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from proof import Scale
from proof.stage import PLAYED, Stage, build, quiet
from proof.standing import CANARY
from proof.t02_matrix import BY_NAME, LEFT, Asked, asked_routes

MAY_READ = {"caseworker", "coordinator"}
LENGTH = 5


@dataclass
class Sought:
    """What came of it."""

    sequences: int = 0
    requests: int = 0
    roles: int = 0
    gained: list[str] = field(default_factory=list)
    control: str = ""


NAME = re.compile(r"[a-z_]{2,16}")


def words_in(folder: str, only: str = "") -> set[str]:
    """Short words that stand as texts in the sources of this folder of each room left of the curtain."""
    import corridor

    found = set()
    house = Path(corridor.__file__).parent
    for path in (path for room in sorted(LEFT) for path in sorted((house / room / folder).rglob("*.py"))):
        source = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)) if only in source else []:
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAME.fullmatch(node.value):
                found.add(node.value)
    return found


def field_names() -> list[str]:
    """Every name under which a form may be read there."""
    return sorted(words_in("", "POST"))


def words() -> list[str]:
    """Short words of the views, which choose between things in forms."""
    return sorted(words_in("views"))


def values(stage: Stage) -> list[str]:
    """What an attacker inside could know: handles and keys of everybody, ids, one card, her own passphrase and PIN."""
    from corridor.access.table import ROLES
    from corridor.safe.tests.people import PASSPHRASE, PIN

    people = [member.account for member in stage.people.members.values()]
    found = [one.key for one in people] + [one.name for one in people] + list(ROLES)
    found += [stage.people.centre.key, stage.other.centre.key, stage.sealed.centre.key]
    found += [*stage.records.values(), PASSPHRASE, PIN, stage.people.printed()[0], "1", "yes", "on", "30"]
    return found + words()


def hidden_from(role: str) -> list[str]:
    """Texts of records that this role must not read. Who is named to some records reads those."""
    if role in BY_NAME:
        return [f"{relation} {place}" for relation in ("same", "hidden", "other", "own") for place in READ_PLACES]
    return [CANARY]


READ_PLACES = (
    *("note.title", "note.text", "note-part.text", "worker.note", "journey.note", "party.note", "case.label"),
    *("grievance.told", "case-note.text", "evidence.shows", "referral.text", "report.text", "service.note"),
)


def holdings(stage: Stage) -> dict[str, Any]:
    """What each account could open now, and the state of each centre."""
    from corridor.safe.models import CardSet, Epoch, Ground, Hold

    return {
        "holds": set(Hold.objects.values_list("account__name", "epoch__kind", "epoch__number")),
        "epochs": set(Epoch.objects.values_list("centre__key", "kind", "number")),
        "cards": set(CardSet.objects.values_list("centre__key", "number", "tried")),
        "states": set(Ground.objects.values_list("centre__key", "state", "card_set")),
    }


def what_may(role: str) -> set[str]:
    """What this role may change by the table, so that doing it is no gain."""
    from corridor.access.table import allowed

    roles = frozenset({role}) if role in PLAYED else frozenset()
    may = {"states"} if allowed(roles, "seal_centre") else set()
    return may | ({"cards", "epochs", "holds"} if allowed(roles, "invite_member") else set())


def sequence(stage: Stage, role: str, dice: random.Random, pool: dict[str, list[Any]], sought: Sought) -> None:
    """One sequence in one transaction that is taken back; whatever was gained is noted before that."""
    from django.db import transaction

    from proof.stage import TakenBack

    before = holdings(stage)
    told: list[str] = []
    try:
        with transaction.atomic():
            for _ in range(LENGTH):
                asked: Asked = dice.choice(pool["routes"])
                relation = dice.choice(pool["relations"])
                address = asked.address(stage, role, relation)
                names = dice.sample(pool["names"], min(len(pool["names"]), dice.randrange(0, 12)))
                data = asked.form(stage, role, relation) if dice.random() < 0.5 else {}
                data |= {name: dice.choice(pool["values"]) for name in names}
                answer = stage.ask(role, "POST" if dice.random() < 0.8 else "GET", address, data, lasting=True)
                sought.requests += 1
                told.append(asked.view)
                if any(text.encode() in answer.body for text in hidden_from(role)):
                    sought.gained.append(f"{role} read a record at {asked.view}")
                if answer.status >= 500:
                    sought.gained.append(f"{asked.view} answered {answer.status} to {role} with {sorted(data)}")
            after = holdings(stage)
            for what in before.keys() - what_may(role):
                gained = after[what] - before[what]
                if gained - {(None,)}:
                    sought.gained.append(f"{role} changed {what} by {' '.join(told)}: {sorted(gained)[:2]}")
            raise TakenBack
    except TakenBack:
        pass
    stage.put_back()
    sought.sequences += 1


def run(scale: Scale) -> Sought:
    stage, sought, dice = build_beside(), Sought(), random.Random(7)
    pool = {
        "routes": [one for one in asked_routes() if one.room in LEFT],
        "relations": ["own", "named", "same", "same", "other", "sealed", "nonexistent"],
        "names": field_names(),
        "values": values(stage),
    }
    seekers = [role for role in stage.clients if role not in MAY_READ]
    sought.roles = len(seekers)
    with quiet():
        for role in seekers:
            for _ in range(scale.of(1_000, 5)):
                sequence(stage, role, dice, pool, sought)
            if not stage.is_signed_in(role):
                sought.gained.append(f"{role} was signed out meanwhile: what she sent shows nothing")
            print(f"    {role}: {sought.requests} requests so far, {len(sought.gained)} gained", flush=True)
        read = stage.ask("caseworker", "GET", "/notebook/", {})
    if CANARY.encode() in read.body:
        sought.control = "a caseworker's own page shows the text that was looked for"
    return sought


def build_beside() -> Stage:
    """The stage, beside the people of this test who stand already."""
    from corridor.access.models import Account

    for account in Account.objects.all():
        account.name = f"before-{account.pk}"
        account.save(update_fields=["name"])
    return build()
