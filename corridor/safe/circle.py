"""Who belongs to a centre and holds which of its keys, and what waits for a second voice: as its members see it."""

from dataclasses import dataclass
from datetime import date

from corridor.access.models import Account, Centre
from corridor.access.queries import accounts_of
from corridor.access.table import ROLES, allowed
from corridor.safe import keyring
from corridor.safe.actions.members import can_complete, voices, voices_given
from corridor.safe.faults import Fault
from corridor.safe.keys import RECORDS, Member
from corridor.safe.models import Hold, Invitation, Proposal

# What she has of the centre's keys.
HOLDS, NONE, BY_NAME, WAITS, AWAY = "holds", "none", "named", "waits", "away"


@dataclass(frozen=True)
class Person:
    """One who belongs. keys: holds (what her role gives), none (her role gives none), named (only records she is named
    to), waits (joined, not admitted yet), away (has nothing to unlock with: she has to join with a code)."""

    account: Account
    role: str
    keys: str

    @property
    def until(self) -> date | None:
        return self.account.until


def people_of(centre: Centre) -> list[Person]:
    """Everybody who belongs to the centre now, by name."""
    held = set(Hold.objects.filter(epoch__centre=centre).values_list("account_id", flat=True))
    return [person(account, account.pk in held) for account in accounts_of(centre)]


def person(account: Account, has_hold: bool) -> Person:
    role = next(iter(sorted(one.role for one in account.memberships.all())), "")
    return Person(account, role, _keys(account, role, has_hold))


def _keys(account: Account, role: str, has_hold: bool) -> str:
    if not _can_unlock(account):
        return AWAY
    if ROLES[role].holds:
        return HOLDS if has_hold else WAITS
    return BY_NAME if role in {"lawyer", "interpreter"} else NONE


def _can_unlock(account: Account) -> bool:
    try:
        return keyring.read(account) is not None
    except Fault:
        return False


@dataclass(frozen=True)
class Waiting:
    """A proposal as one member sees it. answer: 'agree', 'complete' (enough voices, her key does it), or '' with why:
    'own' (it is about her), 'spoke' (another voice is needed), 'keys' (it waits for a coordinator's key)."""

    proposal: Proposal
    person: Person
    by: list[str]
    answer: str
    why: str = ""


def waiting(member: Member) -> list[Waiting]:
    """What waits for a second voice in her centre."""
    found = Proposal.objects.filter(centre=member.centre).select_related("account", "proposed_by", "agreed_by")
    return [_seen_by(member, one) for one in found.order_by("pk")]


def _seen_by(member: Member, proposal: Proposal) -> Waiting:
    others = {one.pk: one.name for one in voices(member.centre, but=proposal.account)}
    given = voices_given(proposal) & set(others)
    names = sorted(others[one] for one in given)
    about = person(proposal.account, False)
    mine = member.account.pk
    if mine not in others:
        why = "own" if proposal.account_id == mine else "spoke"
        return Waiting(proposal, about, names, "", why)
    if mine not in given:
        return Waiting(proposal, about, names, "agree")
    if len(given) < 2 and given != set(others):
        return Waiting(proposal, about, names, "", "spoke")
    able = can_complete(proposal, member)
    return Waiting(proposal, about, names, "complete" if able else "", "" if able else "keys")


def invitations_of(centre: Centre) -> list[Invitation]:
    """Codes that are out and not used yet."""
    return list(Invitation.objects.filter(centre=centre).select_related("account").order_by("last_day", "pk"))


def may_speak(member: Member) -> bool:
    """Whether she has a voice: the row of the table, and keys of her own."""
    return allowed(member.account.roles, "agree_to_act") and any(member.secrets.values())


def in_circle(account: Account) -> bool:
    """Whether she was admitted to the records of her centre, unlocked now or not."""
    return Hold.objects.filter(account=account, epoch__centre=account.centre, epoch__kind=RECORDS).exists()
