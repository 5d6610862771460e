"""Members: invited with a code, admitted to the keys by two, leaving with new keys behind them."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from corridor.access.actions import close_account, end_sessions, open_account
from corridor.access.models import Account, Centre
from corridor.access.queries import accounts_of
from corridor.access.table import ROLES, allowed
from corridor.safe import keyring, sessions
from corridor.safe.actions.acts import acting
from corridor.safe.actions.centres import begin_keys, new_code, renew_key
from corridor.safe.cards import digits_of
from corridor.safe.faults import KeyringMissing, NoKey, Unfit
from corridor.safe.keys import KINDS, SIGNING, Member, hold_for
from corridor.safe.models import Epoch, Hold, Invitation, Named, Proposal
from corridor.safe.primitives import digest

ADMIT, NEW_FACTOR = "admit", "new_factor"


def invite(role: str, *, by: Member, until: date | None = None, again: Account | None = None) -> str:
    """A code for one person: a new member, or (again) one of the centre who forgot her passphrase. Good for 3 days."""
    if not ROLES[role].in_centre:
        raise Unfit(gettext("That role does not belong to a centre."))
    code, locator = new_code()
    with acting(by.centre, by.account) as now:
        Invitation.objects.create(
            centre=by.centre,
            locator=locator,
            role=role,
            account=again,
            invited_by=by.account,
            last_day=now.day + timedelta(days=3),
            until=until,
        )
        now.did(f"invite {role}", again.key if again else "")
    return code


def invitation_for(code: str) -> Invitation | None:
    """The invitation of this code, None when there is none that still counts."""
    locator = digest("invitation", digits_of(code))
    found = Invitation.objects.select_related("centre", "account").filter(locator=locator).first()
    return found if found and found.last_day >= timezone.localdate() else None


@transaction.atomic
def join(invitation: Invitation, name: str, passphrase: str, own_secrets: dict[str, Any]) -> tuple[Account, bytes]:
    """Join with a code: an account, a key pair of her own, and (for those who hold keys) a proposal to admit her.

    own_secrets: see `keyring.MemberFile`. Returns the account and her private key. The founder begins the centre's
    keys. Raises Unfit for a name that is taken.
    """
    centre, account = invitation.centre, invitation.account
    if account:
        Hold.objects.filter(account=account).delete()
        end_sessions(account)
    else:
        if Account.objects.filter(name__iexact=name).exists():
            raise Unfit(gettext("That name is taken; choose another."))
        account = open_account(name, invitation.role, centre=centre, until=invitation.until)
    invitation.delete()
    file, private = keyring.make(account, passphrase, own_secrets)
    if centre and not Epoch.objects.filter(centre=centre).exists():
        begin_keys(centre, account, bytes.fromhex(file.public))
    elif centre and kinds_for(account):
        Proposal.objects.update_or_create(
            centre=centre,
            act=ADMIT,
            account=account,
            defaults={"proposed_by": invitation.invited_by, "agreed_by": None},
        )
        with acting(centre, account) as now:
            now.did("join", account.key)
    return account, private


def kinds_for(account: Account) -> frozenset[str]:
    """Which keys of the centre her roles give her."""
    return frozenset().union(*(ROLES[role].holds for role in account.roles)) & frozenset(KINDS)


def voices(centre: Centre, but: Account) -> list[Account]:
    """Those who may propose and agree: the circle and the worker representative, as far as they hold keys now."""
    held = set(Hold.objects.filter(epoch__centre=centre).values_list("account_id", flat=True))
    return [one for one in accounts_of(centre) if one.pk in held and one != but and allowed(one.roles, "agree_to_act")]


def propose(act: str, account: Account, *, by: Member) -> Proposal:
    """Propose an act for a member of one's own centre; it is done when a second person agrees."""
    if account.centre_id != by.centre.pk:
        raise NoKey
    with acting(by.centre, by.account) as now:
        made, _ = Proposal.objects.get_or_create(
            centre=by.centre, act=act, account=account, defaults={"proposed_by": by.account}
        )
        now.did(f"propose {act}", account.key)
    return made


def agree(proposal: Proposal, *, by: Member) -> bool:
    """Add a voice, and do the act when there are enough. Returns whether it was done.

    Two voices, or the only one there is. To admit, somebody who holds the keys must be the one who completes it;
    until then the voice is kept. Raises NoKey for somebody of another centre or for herself.
    """
    if proposal.centre_id != by.centre.pk or proposal.account_id == by.account.pk:
        raise NoKey
    with acting(by.centre, by.account) as now:
        others = voices(by.centre, but=proposal.account)
        if by.account not in others:
            raise NoKey
        if proposal.proposed_by_id != by.account.pk and proposal.agreed_by_id is None:
            proposal.agreed_by = by.account
            proposal.save(update_fields=["agreed_by"])
            now.did(f"agree to {proposal.act}", proposal.account.key)
    enough = proposal.agreed_by_id is not None or others == [by.account]
    able = proposal.act != ADMIT or all(by.holds(kind) for kind in kinds_for(proposal.account))
    if not (enough and able):
        return False
    _carry_out(proposal, by)
    return True


@transaction.atomic
def _carry_out(proposal: Proposal, by: Member) -> None:
    account = proposal.account
    if proposal.act == ADMIT:
        admit(account, by=by)
    else:
        keyring.keep_secrets(account, {})
        end_sessions(account)
        with acting(by.centre, by.account) as now:
            now.did("take away second factor", account.key)
    proposal.delete()


def admit(account: Account, *, by: Member) -> None:
    """Seal the keys her roles give her to her public key. For records only the newest; for the chain all of it."""
    file = keyring.read(account)
    if file is None:
        raise KeyringMissing
    with acting(by.centre, by.account) as now:
        Hold.objects.filter(account=account).delete()
        for kind in kinds_for(account):
            for number, secret in by.secrets[kind].items():
                epoch = Epoch.objects.get(centre=by.centre, kind=kind, number=number)
                epoch.centre = by.centre
                hold_for(epoch, secret, account, bytes.fromhex(file.public)).save()
        now.did("admit", account.key)


def end_membership(account: Account, *, by: Member) -> None:
    """She leaves: no sign-in, no key, and new keys from now on. The records are wrapped anew in steps afterwards."""
    if account.centre_id != by.centre.pk:
        raise NoKey
    if account == by.account:
        raise Unfit(gettext("Somebody else has to end your membership."))
    held = kinds_for(account)
    with transaction.atomic():
        Hold.objects.filter(account=account).delete()
        Named.objects.filter(account=account).delete()
        Proposal.objects.filter(account=account).delete()
        close_account(account)
        with acting(by.centre, by.account) as now:
            now.did("end membership", account.key)
        for kind in sorted(held - {SIGNING}):
            renew_key(kind, by=by)
    keyring.destroy(account)
    sessions.end_of(account)
