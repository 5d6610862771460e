"""Members: invited with a code, admitted to the keys by two, leaving with new keys behind them."""

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from corridor.access.actions import close_account, end_sessions, open_account, set_last_day
from corridor.access.models import Account, Centre
from corridor.access.queries import accounts_of
from corridor.access.table import ROLES, allowed
from corridor.access.zones import day_in
from corridor.safe import casebook, keyring, sessions
from corridor.safe.actions.acts import Acting, acting
from corridor.safe.actions.centres import begin_keys, must_be_admitted, new_code, renew_key
from corridor.safe.actions.records import Naming
from corridor.safe.cards import digits_of
from corridor.safe.faults import CodeUsed, KeyringMissing, NoKey, Unfit
from corridor.safe.keys import KINDS, SIGNING, Member, hold_for
from corridor.safe.models import DailyMail, Epoch, Ground, Hold, Invitation, Named, Proposal
from corridor.safe.primitives import digest

ADMIT, NEW_FACTOR = "admit", "new_factor"
INVITATION_DAYS = 3
UNTIL_A_DAY = frozenset({"lawyer", "interpreter"})  # roles that end by themselves
HOST = "host_administrator"
LONGEST_UNSAID = timedelta(days=90)  # their stay where no last day was said


def invite(role: str, *, by: Member, until: date | None = None, again: Account | None = None) -> str:
    """A code for one person: a new member, or (again) one of the centre who forgot her passphrase, or whose last day is
    past. Good for 3 days.

    until: the last day of a lawyer or an interpreter; of one who comes back also a later or an earlier one than before.
    Raises Unfit where role and last day do not fit, NoKey for somebody who was not admitted to the keys herself, or
    when the member who is invited again belongs elsewhere or has another role.
    """
    must_be_admitted(by)
    if not ROLES[role].in_centre:
        raise Unfit(gettext("That role does not belong to a centre."))
    if again and (
        again.centre_id != by.centre.pk or not again.is_active or role not in again.roles or again == by.account
    ):
        raise NoKey
    code, locator = new_code()
    with acting(by.centre, by.account) as now:
        if role in UNTIL_A_DAY:
            until = until or (again.until if again else now.day + LONGEST_UNSAID)
            if until and until < now.day:
                raise Unfit(gettext("The last day lies in the past."))
        elif until:
            raise Unfit(gettext("Only a lawyer or an interpreter has a last day."))
        if again:
            Invitation.objects.filter(account=again).delete()
        Invitation.objects.create(
            centre=by.centre,
            locator=locator,
            role=role,
            account=again,
            invited_by=by.account,
            last_day=now.day + timedelta(days=INVITATION_DAYS),
            until=until,
        )
        now.did(f"invite {role}", again.key if again else "")
    return code


def invite_outside(role: str, again: Account | None = None) -> str:
    """A code from the host for somebody who belongs to no centre (an editor, a programme manager), or who comes back.

    Raises Unfit for a role or an account of a centre: only its own members let anybody into a centre.
    """
    if role not in ROLES or ROLES[role].in_centre or role in {"public", "worker"} or (again and again.centre_id):
        raise Unfit(gettext("That belongs to a centre: only its members can invite there."))
    code, locator = new_code()
    last_day = day_in(None) + timedelta(days=3)
    Invitation.objects.create(locator=locator, role=role, account=again, last_day=last_day)
    return code


def withdraw_code(invitation: Invitation) -> bool:
    """A code of the host's no longer counts. A centre that nobody joined with it goes too: it never had a key or a
    record. Returns whether one went.
    """
    with transaction.atomic():
        centre = invitation.centre
        invitation.delete()
        if centre is None or centre.accounts.exists() or Epoch.objects.filter(centre=centre).exists():
            return False
        Ground.objects.filter(centre=centre).delete()
        centre.delete()
        return True


def withdraw_invitation(invitation: Invitation, *, by: Member) -> None:
    """A code that went astray no longer counts."""
    must_be_admitted(by)
    if invitation.centre_id != by.centre.pk:
        raise NoKey
    with acting(by.centre, by.account) as now:
        invitation.delete()
        now.did("withdraw invitation")


def invitation_for(code: str) -> Invitation | None:
    """The invitation of this code, None when there is none that still counts."""
    locator = digest("invitation", digits_of(code))
    found = Invitation.objects.select_related("centre", "account").filter(locator=locator).first()
    return found if found and found.last_day >= day_in(found.centre) else None


@transaction.atomic
def join(invitation: Invitation, name: str, passphrase: str, own_secrets: dict[str, Any]) -> tuple[Account, bytes]:
    """Join with a code: an account, a key pair of her own, and (for those who hold keys) a proposal to admit her.

    own_secrets: see `keyring.MemberFile`. Returns the account and her private key. The founder begins the centre's
    keys. Raises CodeUsed when somebody else joined with the code meanwhile, Unfit for a name that is taken.
    """
    centre, account, inviter = invitation.centre, invitation.account, invitation.invited_by
    if not Invitation.objects.filter(pk=invitation.pk).delete()[0]:  # of two at the same moment, one finds it gone
        raise CodeUsed
    if account:
        Hold.objects.filter(account=account).delete()
        if invitation.until:
            set_last_day(account, invitation.until)
        end_sessions(account)
        sessions.end_of(account)
        casebook.drop(centre)  # it may hold what her old key opened
    else:
        account = _new_account(name, invitation)
    file, private = keyring.make(account, passphrase, own_secrets)
    if centre and not Epoch.objects.filter(centre=centre).exists():
        begin_keys(centre, account, bytes.fromhex(file.public))
    elif centre:
        if kinds_for(account) and inviter:
            defaults = {"proposed_by": inviter, "agreed_by": None}
            Proposal.objects.update_or_create(centre=centre, act=ADMIT, account=account, defaults=defaults)
        with acting(centre, account) as now:
            now.did("join", account.key)
    return account, private


def _new_account(name: str, invitation: Invitation) -> Account:
    taken = Unfit(gettext("That name is taken; choose another."))
    if Account.objects.filter(name__iexact=name).exists():
        raise taken
    try:
        return open_account(name, invitation.role, centre=invitation.centre, until=invitation.until)
    except IntegrityError as error:  # taken at this very moment
        raise taken from error


def kinds_for(account: Account) -> frozenset[str]:
    """Which keys of the centre her roles give her."""
    return frozenset().union(*(ROLES[role].holds for role in account.roles)) & frozenset(KINDS)


def voices(centre: Centre, but: Account) -> list[Account]:
    """Those who may propose and agree: the circle and the worker representative, as far as they hold keys now."""
    held = set(Hold.objects.filter(epoch__centre=centre).values_list("account_id", flat=True))
    return [one for one in accounts_of(centre) if one.pk in held and one != but and allowed(one.roles, "agree_to_act")]


def propose(act: str, account: Account, *, by: Member) -> Proposal:
    """Propose an act for another member of one's own centre; it is done when a second person agrees.

    Raises NoKey for oneself, for somebody elsewhere, and for whoever has no voice; Unfit when she has not joined.
    """
    if act not in {ADMIT, NEW_FACTOR} or account.centre_id != by.centre.pk or not account.is_active:
        raise NoKey
    if by.account not in voices(by.centre, but=account):
        raise NoKey
    if keyring.read(account) is None:
        raise Unfit(gettext("She has to join with a code first."))
    with acting(by.centre, by.account) as now:
        made, is_new = Proposal.objects.get_or_create(
            centre=by.centre, act=act, account=account, defaults={"proposed_by": by.account}
        )
        if is_new:
            now.did(f"propose {act}", account.key)
    return made


def agree(proposal: Proposal, *, by: Member) -> bool:
    """Add a voice, and do the act when there are enough. Returns whether it was done.

    Two voices of those who belong now, or the only one there is. To admit, somebody who holds the keys must be the one
    who completes it; until then the voice is kept. Raises NoKey for somebody of another centre or for herself.
    """
    with acting(by.centre, by.account) as now:
        # read again under the lock: somebody else may have completed it meanwhile
        held = Proposal.objects.select_related("account").filter(pk=proposal.pk, centre=by.centre).first()
        if held is None:
            return False
        others = {one.pk for one in voices(by.centre, but=held.account)}
        if by.account.pk not in others:
            raise NoKey
        given = voices_given(held) & others  # whoever left meanwhile has no voice any more
        if by.account.pk not in given:
            place = "agreed_by" if held.proposed_by_id in given else "proposed_by"
            setattr(held, place, by.account)
            held.save(update_fields=[place])
            now.did(f"agree to {held.act}", held.account.key)
            given.add(by.account.pk)
        enough = len(given) >= 2 or given == others
        if not enough or not can_complete(held, by):
            return False
        _carry_out(held, by, now)
        return True


def voices_given(proposal: Proposal) -> set[int]:
    return {one for one in (proposal.proposed_by_id, proposal.agreed_by_id) if one is not None}


def can_complete(proposal: Proposal, by: Member) -> bool:
    """To admit somebody, one's own key must open what she is to be given."""
    return proposal.act != ADMIT or all(by.holds(kind) for kind in kinds_for(proposal.account))


def _carry_out(proposal: Proposal, by: Member, now: Acting) -> None:
    account = proposal.account
    if proposal.act == ADMIT:
        _admit(account, by, now)
    else:
        keyring.keep_secrets(account, {})
        end_sessions(account)
        now.did("take away second factor", account.key)
    proposal.delete()


def _admit(account: Account, by: Member, now: Acting) -> None:
    """Seal to her public key what her roles give her of the keys that `by` holds. Only two voices lead here."""
    file = keyring.read(account)
    if file is None:
        raise KeyringMissing
    Hold.objects.filter(account=account).delete()
    for kind in kinds_for(account):
        for number, secret in by.secrets[kind].items():
            epoch = Epoch.objects.get(centre=by.centre, kind=kind, number=number)
            epoch.centre = by.centre
            hold_for(epoch, secret, account, bytes.fromhex(file.public)).save()
    now.did("admit", account.key)


def move_last_days(naming: Naming, *, by: Member) -> None:
    """Who is named to a record until a later day than her last one at the centre stays until then; she opens nothing
    more by it than what she is named to (safety D5, D7). To be done after the naming, in its transaction.
    """
    days = dict(naming.until)
    later = [one for one in naming.accounts if one.until and days.get(one.key, one.until) > one.until]
    if later:
        with acting(by.centre, by.account) as now:
            for account in later:
                set_last_day(account, days[account.key])
                now.did("move last day", account.key)


def end_membership(account: Account, *, by: Member) -> None:
    """She leaves: no sign-in, no key, and new keys from now on. The records are wrapped anew in steps afterwards.

    Raises Unfit for oneself and for the last coordinator who holds the keys, NoKey for somebody elsewhere.
    """
    must_be_admitted(by)
    if account.centre_id != by.centre.pk or not account.is_active:
        raise NoKey
    if account == by.account:
        raise Unfit(
            gettext("You can not end your own membership. Another coordinator has to; if there is none, invite one.")
        )
    if "coordinator" in account.roles and not coordinators(by.centre, but=account):
        raise Unfit(gettext("She is the only coordinator who holds the keys. Invite and admit another one first."))
    held = kinds_for(account)
    with transaction.atomic():
        Hold.objects.filter(account=account).delete()
        Named.objects.filter(account=account).delete()
        DailyMail.objects.filter(account=account).delete()
        Proposal.objects.filter(account=account).delete()
        Invitation.objects.filter(account=account).delete()
        Invitation.objects.filter(invited_by=account).delete()  # codes that she still has in hand
        close_account(account)
        with acting(by.centre, by.account) as now:
            now.did("end membership", account.key)
        for kind in sorted(held - {SIGNING}):
            renew_key(kind, by=by)
    keyring.destroy(account)
    sessions.end_of(account)


def end_outside(account: Account) -> None:
    """The host ends somebody who belongs to no centre: no role, no sign-in; her sessions, her second factor and her key
    file are gone. Her row stays, and with it the author of what she did.

    Raises Unfit for the last host administrator, NoKey for somebody of a centre: its coordinator ends her membership.
    """
    if account.centre_id or not account.is_active:
        raise NoKey
    with transaction.atomic():
        hosts = Account.objects.select_for_update().filter(is_active=True, memberships__role=HOST)
        if {one.pk for one in hosts} == {account.pk}:  # read on the host's terminal, in its one language
            raise Unfit("She is the only host administrator. Invite another one first: `corridor invite`")
        Invitation.objects.filter(account=account).delete()
        close_account(account)
    keyring.destroy(account)
    sessions.end_of(account)


def coordinators(centre: Centre, but: Account) -> list[Account]:
    """The other coordinators who hold the keys."""
    return [one for one in voices(centre, but) if "coordinator" in one.roles]
