"""The people of a demonstration: two made-up centres that are open, and those outside them. Made once.

What they sign in with is kept in var/demo-accounts.json: of this installation alone, and only because nothing in a
demonstration is about a real person. What stands already is never made again.
"""

import json
import os
import secrets
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from corridor.access.actions import open_account
from corridor.access.models import Account, Centre
from corridor.access.second_factor import STEP, code_now, new_secret
from corridor.access.table import ROLES
from corridor.access.zones import day_in
from corridor.safe import keyring
from corridor.safe.actions import centres, members
from corridor.safe.entering import chosen_pin, clock, new_passphrase
from corridor.safe.faults import Altered, Unfit
from corridor.safe.keys import Member
from corridor.safe.models import Ground, Proposal, SealedRecord

ASSOCIATION, FIRST, SECOND = "Demonstration association", "Demonstration centre", "Second demonstration centre"
CENTRES = {
    FIRST: {
        "coordinator": "coordinator",
        "caseworker": "caseworker",
        "caseworker-2": "caseworker",
        "worker-representative": "worker_representative",
        "community-worker": "community_worker",
        "lawyer": "lawyer",
        "advisor": "advisor",
    },
    SECOND: {"coordinator-2": "coordinator"},
}
COUNTRIES = {FIRST: "JOR", SECOND: "NPL"}  # the two ends of its corridor; each centre lives by the hour of its country
OUTSIDE = {
    "programme-manager": "programme_manager",
    "me-officer": "me_officer",
    "evaluator": "evaluator",
    "editor": "editor",
    "host-administrator": "host_administrator",
}
CIRCLE = {"coordinator", "caseworker"}
LAST_DAYS = 365  # how long the lawyer of the demonstration stays


@dataclass(frozen=True)
class Person:
    """What somebody of the demonstration signs in with. code: the secret of her one-time codes."""

    passphrase: str
    pin: str
    code: str

    def own_secrets(self) -> dict[str, Any]:
        return {"code": self.code, "pin": self.pin}


@dataclass
class Demo:
    """Everything that is kept of a demonstration: its people by name, the recovery cards by centre."""

    people: dict[str, Person] = field(default_factory=dict)
    cards: dict[str, list[str]] = field(default_factory=dict)

    def person(self, name: str) -> Person:
        """Her, made now if she is new; what is kept on disk comes before what is made of it."""
        if name not in self.people:
            self.people[name] = Person(new_passphrase(), _pin(), new_secret())
            self.save()
        return self.people[name]

    def save(self) -> None:
        path = kept_at()
        new = path.with_suffix(".new")
        new.touch(mode=0o600)
        new.write_text(json.dumps(asdict(self), indent=1))
        os.replace(new, path)


def kept_at() -> Path:
    return settings.VAR / "demo-accounts.json"


def read() -> Demo:
    """What is kept; nothing where no demonstration was made yet (or by a version that knew no centres).

    Raises Unfit.
    """
    try:
        kept = json.loads(kept_at().read_text())
        people = {name: Person(**one) for name, one in kept["people"].items()}
        return Demo(people, {name: list(cards) for name, cards in kept["cards"].items()})
    except (FileNotFoundError, KeyError):
        return Demo()
    except (ValueError, TypeError, AttributeError) as error:
        raise Unfit(
            f"{kept_at().name} can not be read; put it back as it was, or begin with an empty folder"
        ) from error


def _pin() -> str:
    while True:
        digits = f"{secrets.randbelow(10**6):06d}"
        try:
            return chosen_pin(digits, digits)
        except Unfit:
            continue


def make(begins: Callable[[], None] = lambda: None) -> Demo:
    """The demonstration; what is missing of it is made. begins: called when somebody is.

    Raises a Fault where somebody else's account or a missing keyring stands in the way.
    """
    demo = read()
    everybody = [*OUTSIDE, *(name for cast in CENTRES.values() for name in cast)]
    if Account.objects.filter(name__in=everybody).count() < len(everybody):
        begins()
    if not Ground.objects.exists():
        settings.KEYRING.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, role in OUTSIDE.items():
        _outside(demo, name, role)
    for centre, cast in CENTRES.items():
        with transaction.atomic():
            _centre(demo, centre, cast)
    return demo


def _outside(demo: Demo, name: str, role: str) -> None:
    """Somebody without a centre: she holds no key of one, so a lost passphrase is made anew."""
    known = name in demo.people
    person = demo.person(name)
    account = Account.objects.filter(name=name).first() or open_account(name, role)
    if not known or keyring.read(account) is None:
        keyring.make(account, person.passphrase, person.own_secrets())


def _centre(demo: Demo, name: str, cast: dict[str, str]) -> None:
    """A centre with its people: the whole of it, or (interrupted) nothing."""
    centre = Centre.objects.filter(name=name, organisation__name=ASSOCIATION).first()
    circle: list[Member] = []
    if centre is None:
        centre, code = centres.found(name, ASSOCIATION, COUNTRIES[name])
        circle.append(_join(demo, next(iter(cast)), code))
        cards = centres.print_cards(by=circle[0])
        demo.cards[name] = [card.told() for card in cards]
        demo.save()
        centres.try_cards(demo.cards[name], by=circle[0])
    missing = [handle for handle in cast if not centre.accounts.filter(name=handle).exists()]
    if missing and not circle:
        there = [handle for handle, role in cast.items() if role in CIRCLE and handle not in missing]
        circle = [one for handle in there if (one := unlocked(demo, centre, handle))]
    if not circle or not circle[0].account.roles & {"coordinator"}:
        return
    coordinator = circle[0]
    for handle in missing:
        until = day_in(centre) + timedelta(days=LAST_DAYS) if cast[handle] in members.UNTIL_A_DAY else None
        joined = _join(demo, handle, members.invite(cast[handle], by=coordinator, until=until))
        _admit(joined, [*circle[1:], coordinator])
        circle += [joined] if cast[handle] in CIRCLE else []


def _join(demo: Demo, name: str, code: str) -> Member:
    person, invitation = demo.person(name), members.invitation_for(code)
    assert invitation
    return Member(*members.join(invitation, name, person.passphrase, person.own_secrets()))


def unlocked(demo: Demo, centre: Centre, name: str) -> Member | None:
    """Somebody, if she still has the passphrase that was made for her and the centre is not sealed."""
    account = centre.accounts.filter(name=name).first()
    file = keyring.read(account) if account and name in demo.people else None
    try:
        return Member(account, file.unlock(account, demo.people[name].passphrase)) if account and file else None
    except Altered:
        return None


def caseworkers(demo: Demo) -> list[Member]:
    """Those who take cases in the first centre and can unlock, as long as nothing was written there yet."""
    centre = Centre.objects.filter(name=FIRST, organisation__name=ASSOCIATION).first()
    if centre is None or SealedRecord.objects.filter(centre=centre).exists():
        return []
    hands = [handle for handle, role in CENTRES[FIRST].items() if role in CIRCLE]
    return [one for handle in hands if (one := unlocked(demo, centre, handle))]


def _admit(joined: Member, circle: list[Member]) -> None:
    """Each of the circle gives her voice as long as one is needed."""
    for member in circle:
        for proposal in Proposal.objects.filter(account=joined.account):
            members.agree(proposal, by=member)


def code_of(name: str) -> tuple[str, int]:
    """Her one-time code of now, and for how many seconds it stays. Raises KeyError for somebody who is not there."""
    at = clock()
    return code_now(read().people[name].code, at), STEP - int(at) % STEP


def told(demo: Demo) -> str:
    """The demonstration as it is printed."""
    command = os.path.relpath(sys.argv[0]) if Path(sys.argv[0]).name == "corridor" else "corridor"
    lines = [
        "The public pages need no account. To sign in: a name, its passphrase, then the code of this half minute from",
        f"    {command} demo code NAME",
        "",
    ]
    groups = {"Outside every centre": OUTSIDE} | CENTRES
    for title in (*CENTRES, "Outside every centre"):
        lines.append(f"{title}")
        for name, role in groups[title].items():
            person = demo.people.get(name)
            known = f"{person.passphrase:32} PIN {person.pin}" if person else f"{'no longer kept here':43}"
            lines.append(f"  {name:22} {known}  {ROLES[role].label}")
        for number, card in enumerate(demo.cards.get(title, ()), start=1):
            lines.append(f"  {f'recovery card {number}':22} {card}")
        lines.append("")
    return "\n".join([*lines, "Any two recovery cards of a centre open it again at /reopen/ after it was sealed."])
