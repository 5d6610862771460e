"""The state of a centre: founding, cards, new keys, lock, seal, reopening."""

import json
import logging
import secrets
from datetime import date, timedelta
from itertools import combinations

from django.db import Error, transaction
from django.utils.translation import gettext

from corridor.access.actions import choose_time_zone, found_centre
from corridor.access.models import Account, Centre
from corridor.access.table import ROLES
from corridor.access.zones import day_in
from corridor.safe import cards, casebook, chain, keyring, sealing, sessions
from corridor.safe.actions.acts import acting
from corridor.safe.chain import BY_LINK, BY_RETENTION, BY_TIMER
from corridor.safe.clock import open_timers, timer_fault
from corridor.safe.faults import Altered, Closed, Fault, NoKey, Unfit, WrongCard
from corridor.safe.keys import KINDS, RECORDS, Member, bound_to, data_key, hold_for, is_vouched, private_of, public_for
from corridor.safe.models import (
    OPEN,
    SEALED,
    AuditEntry,
    CardSet,
    DailyMail,
    Epoch,
    Ground,
    Hold,
    Invitation,
    Named,
    SealedRecord,
)
from corridor.safe.primitives import bind, digest, new_private, open_with, public_of, random_bytes, seal_to
from corridor.safe.queries import link_digest, linked_ground, seal_timer

CODE_DIGITS = 20
STEP = 500  # records wrapped anew in one step
TIMER_DAYS = range(2, 366)
NOT_WRITTEN = "not written"
LAST_SET = 99  # a card has two digits for the number of its set
log = logging.getLogger("corridor.safe")
LINK_SIGNS, LINK_GROUPS = "abcdefghjkmnpqrstuvwxyz23456789", 4  # nothing that is misread on paper


def new_code() -> tuple[str, bytes]:
    """A code to join with, as printed (five groups of four digits), and what the database keeps of it."""
    digits = "".join(secrets.choice("0123456789") for _ in range(CODE_DIGITS))
    return " ".join(digits[i : i + 4] for i in range(0, CODE_DIGITS, 4)), digest("invitation", digits)


@transaction.atomic
def found(name: str, organisation: str, country: str = "", time_zone: str = "") -> tuple[Centre, str]:
    """The host makes room for a centre: no keys yet, and a code with which its first coordinator joins."""
    centre = found_centre(name, organisation, country, time_zone)
    Ground.objects.create(centre=centre)
    code, locator = new_code()
    last_day = day_in(centre) + timedelta(days=14)
    Invitation.objects.create(centre=centre, locator=locator, role="coordinator", last_day=last_day)
    return centre, code


def must_be_admitted(by: Member) -> None:
    """A role alone decides nothing about members and keys: raises NoKey for whoever was not admitted to the records."""
    if not by.holds(RECORDS):
        raise NoKey


def begin_keys(centre: Centre, founder: Account, public: bytes) -> None:
    """The centre's first keys, held by its founder alone until cards are tried and others join."""
    for kind in KINDS:
        _begin(centre, kind, 1, random_bytes(), {founder: public}, recovery=b"")


def _begin(
    centre: Centre, kind: str, number: int, secret: bytes, holders: dict[Account, bytes], recovery: bytes
) -> Epoch:
    epoch = Epoch(centre=centre, kind=kind, number=number, public=public_for(kind, secret), began=day_in(centre))
    epoch.for_recovery = seal_to(recovery, secret, bound_to(epoch)) if recovery else b""
    epoch.save()
    Hold.objects.bulk_create([hold_for(epoch, secret, account, public) for account, public in holders.items()])
    return epoch


def print_cards(*, by: Member) -> tuple[cards.Card, cards.Card, cards.Card]:
    """Three new cards. They count once all three were typed back in; until then the set before stays in force."""
    must_be_admitted(by)
    centre = by.centre
    with acting(centre, by.account, even_founding=True) as now:
        newest = CardSet.objects.filter(centre=centre).order_by("-pk").first()
        number = newest.number % LAST_SET + 1 if newest else 1  # a set that was thrown away keeps its number
        made, private = cards.new_set(number), new_private()
        wraps = [wrap.hex() for wrap in cards.lock_for_pairs(private, made, centre.key)]
        CardSet.objects.filter(centre=centre, tried=False).delete()
        CardSet.objects.create(centre=centre, number=number, public=public_of(private), wraps=wraps)
        now.did("print cards")
    return made


def try_cards(typed: list[str], *, by: Member, old_pair: tuple[str, str] | None = None) -> bool:
    """All three cards, as read from the paper: when each pair opens, the set is in force and the one before retires.

    old_pair: two cards of the retiring set; without them, what is restricted by now opens only for those named to it.
    Returns whether restricted records stay recoverable. Raises WrongCard naming card and group.
    """
    centre = by.centre
    new = CardSet.objects.filter(centre=centre, tried=False).first()
    if new is None:
        raise WrongCard(gettext("There is no new set of cards to try. Print one first."))
    read = [cards.read_card(text) for text in typed]
    if len({card.number for card in read}) != 3:
        raise WrongCard(gettext("All three cards are needed, each once."))
    wraps = [bytes.fromhex(wrap) for wrap in new.wraps]
    privates = {cards.open_by_pair(a, b, wraps, centre.key, new.number) for a, b in combinations(read, 2)}
    if {public_of(private) for private in privates} != {bytes(new.public)}:
        raise Altered
    old = open_recovery(centre, *old_pair) if old_pair else b""
    with acting(centre, by.account, even_founding=True) as now:
        first = now.ground.card_set == 0
        handed_on = b"".join(older_recoveries(centre, old)) if old else b""
        new.since = now.day
        new.tried, new.older = True, seal_to(bytes(new.public), handed_on, _older(centre, new.number)) if old else b""
        new.save()
        for epoch in Epoch.objects.filter(centre=centre).exclude(kind=RECORDS, retired=True):
            epoch.centre = centre
            secret = by.secret(epoch.kind, epoch.number)
            epoch.for_recovery = seal_to(bytes(new.public), secret, bound_to(epoch))
            epoch.save(update_fields=["for_recovery"])
        CardSet.objects.filter(centre=centre).exclude(pk=new.pk).delete()
        now.ground.card_set = new.number
        now.ground.state = OPEN
        now.ground.save(update_fields=["card_set", "state"])
        now.did("put cards in force")
    return first or bool(old)


def _older(centre: Centre, number: int) -> bytes:
    return bind("older recovery", centre.key, number)


def open_recovery(centre: Centre, one: str, two: str) -> bytes:
    """The recovery key, from two cards as typed. Raises WrongCard."""
    force = CardSet.objects.filter(centre=centre, tried=True).first()
    if force is None:
        raise WrongCard(gettext("No cards of this centre are in force yet."))
    wraps = [bytes.fromhex(wrap) for wrap in force.wraps]
    return cards.open_by_pair(cards.read_card(one), cards.read_card(two), wraps, centre.key, force.number)


def renew_key(kind: str, *, by: Member) -> None:
    """A new epoch: quarterly, and when somebody leaves. The cards stay good. See `wrap_anew_step` for the records.

    Only who was admitted with the key that stands in her keyring file gets the new one. Raises NoKey.
    """
    centre, old = by.centre, by.secrets[kind]
    if not old:
        raise NoKey
    with acting(centre, by.account) as now:
        holders, newest = {}, max(old)
        held = Hold.objects.filter(epoch__centre=centre, epoch__kind=kind, epoch__number=newest)
        for hold in held.filter(account__is_active=True).select_related("account__centre", "epoch__centre"):
            file = keyring.read(hold.account)
            if file and is_vouched(hold, old[newest], bytes.fromhex(file.public)):
                holders[hold.account] = bytes.fromhex(file.public)
            elif file:  # put there by somebody who does not hold the key; two voices admit her again
                now.did("leave out of new key", hold.account.key)
        _begin(centre, kind, max(old) + 1, random_bytes(), holders, now.recovery_public())
        now.did(f"renew {kind} key")
    by.__dict__.pop("secrets", None)


def wrap_anew_step(*, by: Member, limit: int = STEP) -> int:
    """Wrap up to `limit` records under the newest key; returns how many are left. The last step destroys old keys."""
    centre = by.centre
    newest = max(by.secrets[RECORDS], default=0)
    if not newest:
        raise NoKey
    keys = {number: (private_of(secret), data_key(secret)) for number, secret in by.secrets[RECORDS].items()}
    with acting(centre, by.account) as now:
        rows = SealedRecord.objects.filter(centre=centre, epoch__lt=newest, epoch__in=keys)
        for row in rows.order_by("change")[:limit]:
            place = sealing.Place(str(row.id), centre.key, row.change, row.version)
            try:
                opened, _ = sealing.sign_and_key(place, bytes(row.wraps), *keys[row.epoch])
            except Altered:
                SealedRecord.objects.filter(pk=row.pk).update(epoch=0)  # opens with no key; a backup may hold it whole
                continue
            again = sealing.wrap_for_centre(place, opened, b"", keys[newest][1])
            SealedRecord.objects.filter(pk=row.pk, change=row.change).update(
                wraps=again + bytes(row.wraps)[sealing.SLOT :], epoch=newest
            )
        left = rows.count()
        # what her key does not open waits for somebody whose key does: an older key is destroyed when nothing needs it
        if not SealedRecord.objects.filter(centre=centre, epoch__lt=newest, epoch__gt=0).exists():
            Hold.objects.filter(epoch__centre=centre, epoch__kind=RECORDS, epoch__number__lt=newest).delete()
            old = Epoch.objects.filter(centre=centre, kind=RECORDS, number__lt=newest)
            if old.filter(retired=False).update(for_recovery=b"", retired=True):
                now.did("destroy older record key")
    casebook.drop(centre)
    by.__dict__.pop("secrets", None)
    return left


def set_seal_link(*, by: Member) -> str:
    """A new word for the printed seal link (99 bits, to be typed from paper); the one before no longer works."""
    must_be_admitted(by)
    groups = ["".join(secrets.choice(LINK_SIGNS) for _ in range(5)) for _ in range(LINK_GROUPS)]
    word = "-".join(groups)
    with acting(by.centre, by.account) as now:
        now.ground.seal_link = link_digest(word)
        now.ground.save(update_fields=["seal_link"])
        now.did("print seal link")
    return word


def seal_by_link(word: str) -> bool:
    """Seal the centre whose printed link this is; the link is used up. False when no open centre has this word."""
    ground = linked_ground(word)
    if ground is None:
        return False
    seal_centre(ground.centre, BY_LINK)
    return True


def set_seal_timer(days: int | None, *, by: Member) -> None:
    """Seal by itself after so many days in which nobody unlocked; None turns it off. Raises Unfit for odd numbers."""
    must_be_admitted(by)
    if days is not None and days not in TIMER_DAYS:
        told = gettext("The timer takes %(least)s to %(most)s days; found %(found)s.")
        raise Unfit(told % {"least": TIMER_DAYS[0], "most": TIMER_DAYS[-1], "found": days})
    with acting(by.centre, by.account) as now:
        now.ground.seal_after_days = days
        now.ground.last_opened = now.day
        now.ground.save(update_fields=["seal_after_days", "last_opened"])
        now.did("set seal timer")


def set_time_zone(name: str, *, by: Member) -> None:
    """Count the centre's days and hours by this zone from now on. Raises Unfit for one that can not be chosen."""
    must_be_admitted(by)
    with acting(by.centre, by.account) as now:
        try:
            choose_time_zone(by.centre, name)
        except ValueError as error:
            raise Unfit(gettext("Choose something.")) from error
        now.did("set time zone")


def seal_if_untouched(today: date) -> list[Centre]:
    """Seal each centre whose timer has run out; once a day, by the supervised worker. Returns those it sealed.

    today: the day in UTC; a timer counts the centre's own days. One that can not be believed seals nothing: a clock
    that is far off must not take everybody's keys.
    """
    sealed = []
    for ground, day in open_timers(today):
        left = seal_timer(ground, day)
        if left is not None and left <= 0 and not timer_fault(ground, day):
            seal_centre(ground.centre, BY_TIMER)
            sealed.append(ground.centre)
    return sealed


def checkpoint_chain(centre: Centre, before: date) -> int:
    """Let go of audit entries older than this day; number and hash of the last one stay. Returns how many went.

    A chain that does not hold is kept as it is: what is wrong with it has to stay visible.
    """
    with acting(centre, BY_RETENTION, even_founding=True) as now:
        if chain.faults(now.ground):
            return 0
        entries = AuditEntry.objects.filter(centre=centre).order_by("sequence")
        kept = entries.filter(day__gte=before).first()
        gone = entries.filter(sequence__lt=kept.sequence) if kept else entries
        last = gone.last()
        if last is None:
            return 0
        now.ground.checkpoint, now.ground.checkpoint_hash = last.sequence, bytes(last.hash)
        now.ground.save(update_fields=["checkpoint", "checkpoint_hash"])
        count, _ = gone.delete()
        now.did("let go of older acts")
        return count


def lock_centre(centre: Centre, by: Account | str) -> None:
    """Lock: every session of the centre ends, in every process, and what was open in memory goes.

    Also where the database takes nothing in any more: then the act alone is missing in the chain, and the log says so.
    """
    sessions.end_all(centre)
    casebook.drop(centre)
    try:
        with acting(centre, by, even_founding=True) as now:
            if now.epochs:
                now.did("lock")
    except Error:  # a full disk, a database that only reads
        log.warning("centre %s was locked; the act could not be written down", centre.key)
    sessions.ask_for_new_processes()


def seal_centre(centre: Centre, by: Account | str) -> list[str]:
    """Seal: lock, and destroy every member's way to the keys. Writing goes on; reading needs two cards.

    Returns what could not be promised (see `keyring.destroy_all`). Raises Closed while no cards are in force, NoKey
    for an account that is not of the circle; she needs no unlocked session.
    """
    if (
        isinstance(by, Account)
        and not Hold.objects.filter(account=by, epoch__centre=centre, epoch__kind=RECORDS).exists()
    ):
        raise NoKey
    if not CardSet.objects.filter(centre=centre, tried=True).exists():
        raise Closed
    sessions.end_all(centre)
    casebook.drop(centre)
    left = keyring.destroy_all(centre)
    try:
        with acting(centre, by) as now:
            Hold.objects.filter(epoch__centre=centre).delete()
            DailyMail.objects.filter(account__centre=centre).delete()
            now.ground.state = SEALED
            now.ground.seal_link = None if by == BY_LINK else now.ground.seal_link  # a printed link serves once
            now.ground.save(update_fields=["state", "seal_link"])
            now.did("seal")
    except Error:  # a full disk, a database that only reads: the keys are gone all the same
        left.append(NOT_WRITTEN)
    sessions.ask_for_new_processes()
    return left


def older_recoveries(centre: Centre, recovery: bytes) -> list[bytes]:
    """The recovery key in force and those before it, as far as they were handed on from set to set."""
    force = CardSet.objects.get(centre=centre, tried=True)
    if not force.older:
        return [recovery]
    handed_on = open_with(recovery, bytes(force.older), _older(centre, force.number))
    return [recovery, *(handed_on[i : i + 32] for i in range(0, len(handed_on), 32))]


@transaction.atomic
def name_again(centre: Centre, recovery: bytes, account: Account, public: bytes, secrets: dict[int, bytes]) -> int:
    """After a member's key was lost: seal the records that name her to her new key. Returns how many.

    Restricted ones for everybody; for a lawyer or an interpreter ordinary ones too, since names are her only way to
    them, and her pointers to all of them.
    """
    only_by_name = not any(RECORDS in ROLES[role].holds for role in account.roles)
    keys = {number: (private_of(secret), data_key(secret)) for number, secret in secrets.items()}
    count, recoveries = 0, older_recoveries(centre, recovery)
    for row in SealedRecord.objects.filter(centre=centre, epoch__in=keys).iterator():
        place = sealing.Place(str(row.id), centre.key, row.change, row.version)
        wraps = bytes(row.wraps)
        try:
            opened = sealing.sign_and_key(place, wraps, *keys[row.epoch])[0]
            restricted = opened[:1] == sealing.RESTRICTED
            if not (restricted or only_by_name):
                continue
            key = sealing.open_by_recovery(place, wraps, recoveries) if restricted else opened[1:]
            named = [one[0] for one in json.loads(sealing.open_content(place, key, bytes(row.sealed))).get("n", [])]
        except Fault:
            continue
        if account.key in named:
            again = sealing.wrap_by_name(place, wraps, named.index(account.key), public, key)
            SealedRecord.objects.filter(pk=row.pk, change=row.change).update(wraps=again)
            if only_by_name:
                pointer = seal_to(public, place.record.encode(), bind("named", account.key))
                Named.objects.create(account=account, sealed=pointer)
            count += 1
    return count


def reopen(centre: Centre, recovery: bytes, account: Account, public: bytes) -> None:
    """With the recovery key: give one member of the circle the centre's keys; she admits the others again.

    What is restricted and names her opens for her again. Raises NoKey when her roles hold no key of the centre.
    """
    held = frozenset().union(*(ROLES[role].holds for role in account.roles))
    if RECORDS not in held or account.centre_id != centre.pk:
        raise NoKey
    records: dict[int, bytes] = {}
    with acting(centre, account) as now:
        Hold.objects.filter(epoch__centre=centre, account=account).delete()
        for epoch in Epoch.objects.filter(centre=centre).exclude(for_recovery=b""):
            epoch.centre = centre
            if epoch.kind in held:
                secret = open_with(recovery, bytes(epoch.for_recovery), bound_to(epoch))
                hold_for(epoch, secret, account, public).save()
                records |= {epoch.number: secret} if epoch.kind == RECORDS else {}
        name_again(centre, recovery, account, public, records)
        now.ground.state = OPEN
        now.ground.save(update_fields=["state"])
        now.did("reopen with two cards", account.key)
