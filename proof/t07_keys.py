"""Who opens what with which keys: one card, two cards, old cards; somebody who left; somebody with the whole machine.

Then everybody whose role gives no key of the records tries to come by one through the pages.
"""

import json
from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations, permutations
from typing import Any

from proof import Result, Scale
from proof.contents import fill, kinds
from proof.tampering import taken_back

NAME = "T7"
TITLE = "Keys open for those who hold them alone: cards, leaving, the machine's administrator, every other role"


@dataclass
class Openings:
    """What was tried and what opened that should not have (or did not open that should)."""

    tried: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    named_before: int = 0

    def closed(self, what: str, opening: Any, *given: Any) -> None:
        from corridor.safe.faults import Fault

        self.tried[what] += 1
        try:
            opening(*given)
        except Fault:
            return
        self.wrong.append(f"{what}: opened")

    def opens(self, what: str, opening: Any, *given: Any) -> None:
        from corridor.safe.faults import Fault

        self.tried[what] += 1
        try:
            opening(*given)
        except Fault as fault:
            self.wrong.append(f"{what}: {type(fault).__name__}")


def with_cards(found: Openings, centre_count: int) -> None:
    """Any one card fails, every pair opens, sets and centres are not mixed: exhaustively, over many centres."""
    from corridor.safe import cards
    from corridor.safe.primitives import random_bytes

    before: tuple[Any, ...] = ()
    for number in range(centre_count):
        name, private = f"centre-{number}", random_bytes()
        old, new = cards.new_set(1), cards.new_set(2)
        wraps, old_wraps = (cards.lock_for_pairs(private, made, name) for made in (new, old))
        for a, b in permutations(new, 2):
            found.opens(
                "two cards of the set in force",
                open_same,
                a,
                b,
                wraps,
                name,
                private,
            )
        for a in new:
            found.closed("one card, given twice", cards.open_by_pair, a, a, wraps, name, 2)
            for i in (1, 2, 3):
                guess = cards.Card(i, 2, 0 if i == 1 else 2**128 - i)
                if i != a.number:
                    found.closed("one card and a guess", cards.open_by_pair, a, guess, wraps, name, 2)
                    renamed = cards.Card(i, 2, a.secret)
                    found.closed("one card as if it were two", cards.open_by_pair, a, renamed, wraps, name, 2)
        for a in new:
            for b in old:
                found.closed("cards of two sets", cards.open_by_pair, a, b, wraps, name, 2)
                relabelled = cards.Card(b.number, 2, b.secret)
                if a.number != b.number:
                    found.closed("an older card relabelled", cards.open_by_pair, a, relabelled, wraps, name, 2)
        for a, b in combinations(old, 2):
            found.closed("two cards of a retired set", cards.open_by_pair, a, b, wraps, name, 2)
            fresh = [cards.Card(one.number, 2, one.secret) for one in (a, b)]
            found.closed("retired cards relabelled", cards.open_by_pair, *fresh, wraps, name, 2)
            found.closed("retired locks, new number", cards.open_by_pair, a, b, old_wraps, name, 2)
        for a in before:
            for b in new:
                if a.number != b.number:
                    found.closed("cards of two centres", cards.open_by_pair, a, b, wraps, name, 2)
        for a, b in combinations(before, 2):
            found.closed("another centre's cards", cards.open_by_pair, a, b, wraps, name, 2)
        before = new


def open_same(one: Any, two: Any, wraps: list[bytes], centre: str, private: bytes) -> None:
    """Open with a pair; raise when another key came out."""
    from corridor.safe import cards
    from corridor.safe.faults import Altered

    if cards.open_by_pair(one, two, wraps, centre, 2) != private:
        raise Altered


def opened_with(secrets: list[bytes], by_name: bool = True) -> int:
    """How many of the sealed things in the database open with any of these 32 bytes, used as every sort of key.

    by_name: also what names somebody.
    """
    from corridor.safe import sealing
    from corridor.safe.faults import Fault
    from corridor.safe.keys import bound_to, data_key, private_of, seal_in
    from corridor.safe.models import AuditEntry, Epoch, Hold, SealedRecord
    from corridor.safe.primitives import bind, open_with, unlock

    count = 0

    def opens(opening: Any) -> bool:
        try:
            opening()
        except Fault:
            return False
        return True

    rows = [
        (one, sealing.Place(str(one.id), one.centre.key, one.change, one.version)) for one in SealedRecord.objects.all()
    ]
    holds = list(Hold.objects.select_related("epoch__centre"))
    epochs = list(Epoch.objects.select_related("centre"))
    entries = list(AuditEntry.objects.select_related("centre")[:20])
    for secret in secrets:
        for key in (secret, private_of(secret), data_key(secret)):
            for hold in holds:
                count += opens(lambda k=key, h=hold: open_with(k, seal_in(h), bound_to(h.epoch)))
            for one in epochs:
                count += opens(lambda k=key, o=one: open_with(k, bytes(o.for_recovery), bound_to(o)))
            for row, place in rows:
                count += opens(lambda k=key, r=row, p=place: sealing.sign_and_key(p, bytes(r.wraps), k, k))
                if by_name:
                    count += opens(lambda k=key, r=row, p=place: sealing.open_by_name(p, bytes(r.wraps), k))
                count += opens(lambda k=key, r=row, p=place: sealing.open_content(p, k, bytes(r.sealed)))
                count += opens(lambda k=key, r=row, p=place: unlock(k, bytes(r.sealed), p.bound("wrap")))
            for one in entries:
                count += opens(
                    lambda k=key, o=one: open_with(k, bytes(o.sealed), bind("audit", o.centre.key, o.sequence))
                )
    return count


def who_left(found: Openings, people: Any) -> None:
    """Chandra leaves with her key and a copy of every seal that was hers; the records are wrapped anew."""
    from corridor.safe.actions import centres, members, records
    from corridor.safe.keys import Member, bound_to, seal_in
    from corridor.safe.models import Hold
    from corridor.safe.primitives import open_with

    chandra = people.chandra
    mine = list(Hold.objects.filter(account=chandra.account).select_related("epoch__centre"))
    old = [open_with(chandra.private, seal_in(one), bound_to(one.epoch)) for one in mine]
    with taken_back():
        members.end_membership(chandra.account, by=people.amina)
        amina = Member(people.amina.account, people.amina.private)
        records.write_record(_note("after she left"), by=amina)
        while centres.wrap_anew_step(by=amina):
            pass
        opened = opened_with([chandra.private, *old], by_name=False)
        found.tried["somebody who left, with her key and copies of her seals"] += 1
        if opened:
            found.wrong.append(f"who left opens {opened} things")
        # A wrap by name stays in its place until the record is sealed anew: she could read it before, too.
        found.named_before = opened_with([chandra.private]) - opened_with([chandra.private], by_name=False)
        again = Member(chandra.account, chandra.private)
        found.closed("who left, through her account", lambda: again.secret("centre"))


def _note(text: str) -> Any:
    kind = next(kind for kind in kinds().values() if not kind.HEAD)
    return fill(kind, lambda place: text)


def the_machine(found: Openings, people: Any) -> None:
    """Root with the database and every file, without a passphrase and without a session that is open."""
    from django.conf import settings

    from corridor.safe.actions import centres, members
    from corridor.safe.keys import Member
    from corridor.safe.models import Hold, Proposal
    from corridor.safe.primitives import derive, digest

    seen = [settings.SECRET_KEY.encode(), bytes(32), b"\xff" * 32]
    for path in settings.KEYRING.rglob("*.json"):
        for value in json.loads(path.read_text()).values():
            seen += [bytes.fromhex(value)] if isinstance(value, str) else []
    keys = {one[i : i + 32] for one in seen for i in (0, 12, 32, 44) if len(one[i : i + 32]) == 32}
    keys |= {digest(one) for one in seen} | {derive(one, "epoch pair") for one in seen}
    opened = opened_with(sorted(keys))
    found.tried["every stretch of every file of the machine, as a key"] += len(keys)
    if opened:
        found.wrong.append(f"the machine's files open {opened} things")
    for name in ("amina", "bina"):
        bare = Member(people.members[name].account, None)  # acting as her, in the code, without her key
        found.closed("acting as a member without her key", lambda m=bare: m.secret("centre"))
        found.closed("renewing a key without one", lambda m=bare: centres.renew_key("centre", by=m))
        found.closed("inviting without a key", lambda m=bare: members.invite("caseworker", by=m))

        def print_and_try(member: Any = bare) -> None:
            printed = [card.told() for card in centres.print_cards(by=member)]
            centres.try_cards(printed, by=member)

        with taken_back():
            found.closed("new cards without a key", print_and_try)
    with taken_back():
        Hold.objects.filter(account=people.chandra.account).delete()
        forged = Proposal.objects.create(
            centre=people.centre,
            act="admit",
            account=people.chandra.account,
            proposed_by=people.amina.account,
            agreed_by=people.bina.account,
        )
        done = members.agree(forged, by=Member(people.dalia.account, None))
        found.tried["a forged proposal completed without a key"] += 1
        if done:
            found.wrong.append("a forged proposal was carried out without a key")


def the_host_waits(found: Openings, people: Any) -> None:
    """The host writes into the database and the keyring, then waits until somebody with a key renews the keys."""
    from corridor.access.models import Account, Membership
    from corridor.safe import keyring
    from corridor.safe.actions import centres
    from corridor.safe.keys import Member, bound_to, seal_in
    from corridor.safe.models import Epoch, Hold
    from corridor.safe.primitives import new_private, open_with, public_of

    private = new_private()

    def newest_opens(account: Any) -> bool:
        hold = Hold.objects.filter(account=account, epoch__kind="centre").order_by("-epoch__number").first()
        try:
            return bool(hold and open_with(private, seal_in(hold), bound_to(hold.epoch)))
        except Exception:
            return False

    def renewed() -> None:
        from corridor.safe.faults import Fault

        try:
            centres.renew_key("centre", by=Member(people.amina.account, people.amina.private))
        except Fault:
            return

    with taken_back():
        path = keyring.folder_of(people.centre) / f"{people.bina.account.key}.json"
        whole = path.read_text()
        path.write_text(json.dumps(json.loads(whole) | {"public": public_of(private).hex()}))
        try:
            renewed()
            found.tried["another public key put into a member's file, then the keys are renewed"] += 1
            if newest_opens(people.bina.account):
                found.wrong.append(
                    "the host puts a public key of his own into a member's file of the keyring: when the keys are"
                    " renewed the new key is sealed to him (safe/actions/centres.py renew_key)"
                )
        finally:
            path.write_text(whole)
    with taken_back():
        ghost = Account.objects.create(name="ghost", centre=people.centre)
        Membership.objects.create(account=ghost, role="caseworker")
        keyring.make(ghost, "a passphrase of the host", {}, private=private)
        epoch = Epoch.objects.filter(centre=people.centre, kind="centre").latest("number")
        Hold.objects.create(epoch=epoch, account=ghost, sealed=bytes(80))
        renewed()
        found.tried["an invented member with an empty seal, then the keys are renewed"] += 1
        if newest_opens(ghost):
            found.wrong.append(
                "the host invents a member (rows of account, role and an empty hold, a file in the keyring): when the"
                " keys are renewed the new key is sealed to him (safe/actions/centres.py renew_key)"
            )
        keyring.destroy(ghost)


def control(people: Any) -> str:
    """With a hold given by hand the same search opens things, and with both cards too: it could have found them."""
    from corridor.safe.keys import Member, hold_for
    from corridor.safe.models import Epoch, Hold
    from corridor.safe.primitives import public_of

    hana, bina = people.hana, Member(people.bina.account, people.bina.private)
    with taken_back():
        epoch = Epoch.objects.filter(centre=people.centre, kind="centre").latest("number")
        epoch.centre = people.centre
        Hold.objects.filter(account=hana.account).delete()
        hold_for(epoch, bina.secret("centre"), hana.account, public_of(hana.private)).save()
        opened = Member(hana.account, hana.private).holds("centre")
        also = opened_with([bina.secret("centre")])
    return (
        f"a hold given by hand opens; the search opens {also} things with the centre's key" if opened and also else ""
    )


def run(scale: Scale, database: str) -> Result:
    from corridor.safe.actions import records
    from corridor.safe.tests.people import open_centre
    from proof import seeking

    found = Openings()
    with_cards(found, scale.of(200, 5))
    people = open_centre()
    for text in ("one", "two", "three"):
        records.write_record(_note(text), by=people.bina)
    naming = records.Naming((people.chandra.account,), restricted=True)
    records.write_record(_note("restricted"), by=people.bina, naming=naming)
    print("  cards; who left; the machine", flush=True)
    who_left(found, people)
    the_machine(found, people)
    the_host_waits(found, people)
    shown = control(people)
    print("  every other role through the pages", flush=True)
    sought = seeking.run(scale)
    wrong = [*found.wrong, *sought.gained]
    tried = sum(found.tried.values())
    return Result(
        NAME,
        database,
        load=f"{tried:,} openings of {len(found.tried)} sorts;"
        f" {sought.sequences:,} random sequences ({sought.requests:,} requests) by {sought.roles} roles",
        result=f"{len(wrong)} unauthorised openings (who left still opens, with her own key, the {found.named_before}"
        f" restricted record that named her and was not sealed anew since)",
        passed=not wrong and bool(shown) and bool(sought.control),
        control="; ".join([shown, sought.control]),
        faults=[f"{what} ({times} times)" for what, times in Counter(wrong).most_common(30)],
    )
