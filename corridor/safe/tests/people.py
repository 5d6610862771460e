"""People of made-up centres for tests, with real keys: Amina coordinates, Bina and Chandra take cases, and so on."""

from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.utils import timezone

from corridor.access.actions import open_account
from corridor.access.models import Account, Centre
from corridor.safe import keyring, sessions
from corridor.safe.actions import centres, members
from corridor.safe.cards import Card
from corridor.safe.keys import Member
from corridor.safe.models import Proposal
from corridor.safe.tests.kept_centres import again

PASSPHRASE, PIN = "bamo tiru kelo vasu nipe", "271828"
IN_CENTRE = {
    "bina": "caseworker",
    "chandra": "caseworker",
    "dalia": "worker_representative",
    "esther": "community_worker",
    "farida": "lawyer",
    "gita": "interpreter",
    "hana": "advisor",
}
OUTSIDE = {
    "ines": "programme_manager",
    "jamila": "me_officer",
    "kamala": "evaluator",
    "edith": "editor",
    "lina": "host_administrator",
}


@dataclass
class People:
    """A centre that is open, its three cards as printed, and a member for each name."""

    centre: Centre
    cards: tuple[Card, Card, Card]
    members: dict[str, Member] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Member:
        if name.startswith("__") or name == "members":  # while a copy is made
            raise AttributeError(name)
        return self.members[name]

    def printed(self) -> list[str]:
        return [card.told() for card in self.cards]


def found(name: str = "Centre of Amina", prefix: str = "") -> tuple[Centre, Member]:
    """A centre being founded, and its first coordinator."""
    centre, code = centres.found(name, "A workers' association")
    account, private = _join(code, f"{prefix}amina")
    return centre, Member(account, private)


def _join(code: str, name: str) -> tuple[Account, bytes]:
    invitation = members.invitation_for(code)
    assert invitation
    return members.join(invitation, name, PASSPHRASE, {"pin": PIN})


def open_centre(name: str = "Centre of Amina", prefix: str = "", outside: bool = True) -> People:
    """A centre that is open, with everybody in it (and those outside it, once)."""
    return again((name, prefix, outside, timezone.localdate()), lambda: _opened(name, prefix, outside))


def _opened(name: str, prefix: str, outside: bool) -> People:
    centre, amina = found(name, prefix)
    cards = centres.print_cards(by=amina)
    centres.try_cards([card.told() for card in cards], by=amina)
    people = People(centre, cards, {"amina": amina})
    for handle, role in IN_CENTRE.items():
        account, private = _join(members.invite(role, by=amina), f"{prefix}{handle}")
        people.members[handle] = Member(account, private)
        for proposal in Proposal.objects.filter(account=account):
            members.agree(proposal, by=people.members.get("bina", amina) if handle != "bina" else amina)
            for left in Proposal.objects.filter(account=account):
                members.agree(left, by=amina)
    for handle, role in OUTSIDE.items() if outside else ():
        account = open_account(handle, role)
        _, private = keyring.make(account, PASSPHRASE, {"pin": PIN})
        people.members[handle] = Member(account, private)
    return people


def sign_in(client: Client, member: Member) -> Client:
    """Her browser, signed in and unlocked, without going through the form (which has tests of its own)."""
    client.force_login(member.account)
    store: Any = sessions.SessionStore(client.cookies["__Host-session"].value)
    sessions.begin(store, member.account, member.private or b"", PIN)
    return client
