"""Coming back with two recovery cards: which centre they open, its keys for one member, what names others again."""

from django.db import transaction

from corridor.access.actions import end_sessions
from corridor.access.models import Account, Centre
from corridor.safe import casebook, keyring, sessions
from corridor.safe.actions import centres
from corridor.safe.actions.acts import acting
from corridor.safe.cards import Card, must_be_a_pair, open_by_pair
from corridor.safe.faults import NoKey, WrongCard
from corridor.safe.keys import RECORDS, Member
from corridor.safe.models import CardSet, Invitation, Proposal
from corridor.safe.primitives import new_private, public_of


def opened_by(one: Card, two: Card) -> tuple[Centre, bytes] | None:
    """The centre whose cards these are, and its recovery key; None when they open none.

    Nobody says which centre: the cards do. Cards of a retired set, of no centre, made up: all are None, so that
    nothing is told about a centre before two good cards are there. Raises WrongCard for what the cards alone show.
    """
    must_be_a_pair(one, two)
    for force in CardSet.objects.filter(tried=True).select_related("centre"):
        wraps = [bytes.fromhex(wrap) for wrap in force.wraps]
        try:
            return force.centre, open_by_pair(one, two, wraps, force.centre.key, force.number)
        except WrongCard:
            continue
    return None


def reopen_as(
    centre: Centre, recovery: bytes, account: Account, passphrase: str, own_secrets: dict[str, object]
) -> bytes:
    """Open the centre again for one of its circle, with a new key pair for her. Returns her private key.

    What was open in her name before ends: sessions, codes to join with, proposals. Raises NoKey when her roles hold no
    key. Stretches a passphrase: callers from a page pass through a lane (`limits`), and have the processes replaced
    once they are done themselves: what is still being answered a second later would be cut off.
    """
    private = new_private()
    with transaction.atomic():
        centres.reopen(centre, recovery, account, public_of(private))
        Invitation.objects.filter(account=account).delete()
        Proposal.objects.filter(account=account).delete()
        end_sessions(account)
        keyring.make(account, passphrase, own_secrets, private)
    sessions.end_of(account)
    casebook.drop(centre)
    return private


def name_again_with_cards(one: str, two: str, account: Account, *, by: Member) -> int:
    """Give somebody of one's centre whose key was lost the records back that name her. Returns how many.

    Raises WrongCard, NoKey for somebody elsewhere or who has not joined again yet.
    """
    file = keyring.read(account)
    if account.centre_id != by.centre.pk or file is None:
        raise NoKey
    recovery = centres.open_recovery(by.centre, one, two)
    with acting(by.centre, by.account) as now:
        count = centres.name_again(by.centre, recovery, account, bytes.fromhex(file.public), by.secrets[RECORDS])
        now.did("name again", account.key)
    _forget_what_was_open(by.centre)
    return count


def _forget_what_was_open(centre: Centre) -> None:
    casebook.drop(centre)
    sessions.ask_for_new_processes()
