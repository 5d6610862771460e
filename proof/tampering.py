"""Tampering with what is stored: rows of the database, files of the keyring, packets on their way."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from proof import Scale
from proof.contents import fill, kinds
from proof.t06_tampers import Tally, flips, random_flips


class _Back(Exception):
    """Ends a transaction whose changes are to be taken back."""


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is written inside is as if it had not been."""
    from django.db import transaction

    from corridor.safe import casebook

    try:
        with transaction.atomic():
            yield
            raise _Back
    except _Back:
        pass
    finally:
        casebook.drop()


def stored(tally: Tally, scale: Scale, dice: random.Random) -> None:
    """Everything that is kept, as a made-up centre keeps it."""
    from corridor.safe.tests.people import open_centre

    people, other = open_centre(), open_centre("Another centre", "x", outside=False)
    rows(tally, scale, dice, people, other)
    holds_and_epochs(tally, people)
    chain_entries(tally, people)
    keyring_files(tally, scale, dice, people)
    packets(tally, scale, dice, people, other)
    attachments(tally, scale, dice, people)
    session_files(tally, people)
    tally.seen("an older version of a whole row put back (the chain shows it)", older_row_put_back(people))


def rows(tally: Tally, scale: Scale, dice: random.Random, people: Any, other: Any) -> None:
    """A row changed or exchanged is named as a fault by the casebook, and its neighbours are read."""
    from corridor.safe import casebook, queries
    from corridor.safe.actions import records
    from corridor.safe.models import SealedRecord

    kind = next(iter(kinds().values()))
    made = [records.write_record(fill(kind, lambda place: f"text of {place}"), by=people.bina) for _ in range(3)]
    elsewhere = records.write_record(fill(kind, lambda place: "elsewhere"), by=other.bina)
    victim, neighbour = made[0].id, made[1].id
    row = SealedRecord.objects.get(pk=victim)
    twin = SealedRecord.objects.get(pk=made[2].id)
    stranger = SealedRecord.objects.get(pk=elsewhere.id)

    def try_row(what: str, **changed: Any) -> None:
        with taken_back():
            casebook.drop()
            SealedRecord.objects.filter(pk=victim).update(**changed)
            reading = queries.reading(people.bina, "read_note")
            tally.seen(what, victim in reading.faults and reading.get(victim) is None and bool(reading.get(neighbour)))

    count = scale.of(400, 30)
    for bad in random_flips(bytes(row.wraps)[:61], count, dice):
        try_row("row: a bit of its wraps", wraps=bad + bytes(row.wraps)[61:])
    for bad in random_flips(bytes(row.sealed), count, dice):
        try_row("row: a bit of its content", sealed=bad)
    for source in (twin, stranger):
        try_row("row: content of another row", sealed=bytes(source.sealed))
        try_row("row: wraps of another row", wraps=bytes(source.wraps))
        try_row("row: both of another row", wraps=bytes(source.wraps), sealed=bytes(source.sealed))
        try_row("row: everything of another row", **_versioned(source))
    for number in (0, 2, 9, 30_000):
        try_row("row: another format version", version=number)
        try_row("row: another epoch", epoch=number)
    with taken_back():
        SealedRecord.objects.filter(pk=victim).update(centre=other.centre, change=1)
        reading = queries.reading(other.bina, "read_note")
        tally.seen("row: moved to another centre", victim in reading.faults and reading.get(victim) is None)


def _versioned(row: Any) -> dict[str, Any]:
    return {"wraps": bytes(row.wraps), "sealed": bytes(row.sealed), "change": row.change, "epoch": row.epoch}


def older_row_put_back(people: Any) -> bool:
    """Whether the chain shows that a row stands in an older version than was last written (its change was chained)."""
    from corridor.safe import chain
    from corridor.safe.actions import records
    from corridor.safe.models import SealedRecord

    kind = next(iter(kinds().values()))
    one = records.write_record(fill(kind, lambda place: "before"), by=people.bina)
    old = _versioned(SealedRecord.objects.get(pk=one.id))
    records.change_record(one.id, fill(kind, lambda place: "after"), read=one.change, by=people.bina)
    with taken_back():
        SealedRecord.objects.filter(pk=one.id).update(**old)
        stands = SealedRecord.objects.get(pk=one.id).change
        return max(act.sequence for act in chain.acts(people.amina) if act.about == one.id) > stands


def holds_and_epochs(tally: Tally, people: Any) -> None:
    """Seals of the centre's keys: to members, to the recovery key."""
    from corridor.safe.actions import centres
    from corridor.safe.keys import Member, seal_in
    from corridor.safe.models import CardSet, Epoch, Hold

    again = Member(people.bina.account, people.bina.private)
    hold = Hold.objects.get(account=again.account, epoch__kind="centre")
    for bad in flips(bytes(hold.sealed), 0, len(seal_in(hold))):
        with taken_back():
            Hold.objects.filter(pk=hold.pk).update(sealed=bad)
            tally.rejects("a member's seal, every bit", lambda: Member(again.account, again.private).secret("centre"))
    for stranger in Hold.objects.exclude(pk=hold.pk):
        with taken_back():
            Hold.objects.filter(pk=hold.pk).update(sealed=bytes(stranger.sealed))
            tally.rejects("a seal of another", lambda: Member(again.account, again.private).secret("centre"))
    recovery = centres.open_recovery(people.centre, *people.printed()[:2])
    public = bytes.fromhex(_file(people.amina.account).public)
    epoch = Epoch.objects.get(centre=people.centre, kind="centre")
    for bad in list(flips(bytes(epoch.for_recovery)))[::4]:
        with taken_back():
            Epoch.objects.filter(pk=epoch.pk).update(for_recovery=bad)
            tally.rejects(
                "an epoch's seal to the recovery key",
                lambda: centres.reopen(people.centre, recovery, people.amina.account, public),
            )
    force = CardSet.objects.get(centre=people.centre)
    for bad in flips(bytes.fromhex(force.wraps[0])):
        with taken_back():
            CardSet.objects.filter(pk=force.pk).update(wraps=[bad.hex(), *force.wraps[1:]])
            tally.rejects(
                "the cards' lock in its row", lambda: centres.open_recovery(people.centre, *people.printed()[:2])
            )


def _file(account: Any) -> Any:
    from corridor.safe import keyring

    return keyring.read(account)


def chain_entries(tally: Tally, people: Any) -> None:
    """Every entry in turn: taken out, moved, changed by a bit; and the end cut off."""
    from datetime import timedelta

    from corridor.safe import chain, queries
    from corridor.safe.models import AuditEntry

    ground = queries.ground_of(people.centre)
    assert chain.faults(ground) == []
    mine = AuditEntry.objects.filter(centre=people.centre)
    for one in list(mine):
        changes: list[dict[str, Any]] = [{"day": one.day + timedelta(1)}, {"sequence": one.sequence + 1000}]
        changes += [{"sealed": bad} for bad in list(flips(bytes(one.sealed)))[::211]]
        changes += [{"hash": bad} for bad in list(flips(bytes(one.hash)))[::31]]
        for changed in changes:
            with taken_back():
                mine.filter(pk=one.pk).update(**changed)
                tally.seen(f"chain: {next(iter(changed))} of an entry", bool(chain.faults(ground)))
        with taken_back():
            mine.filter(pk=one.pk).delete()
            tally.seen("chain: an entry taken out", bool(chain.faults(ground)))
        with taken_back():
            mine.filter(sequence__gte=one.sequence).delete()
            tally.seen("chain: its end cut off", bool(chain.faults(ground)))


def keyring_files(tally: Tally, scale: Scale, dice: random.Random, people: Any) -> None:
    """A member's file: every bit, every length, the file of another."""
    from corridor.safe import keyring
    from corridor.safe.tests.people import PASSPHRASE

    account = people.bina.account
    path = keyring.folder_of(account.centre) / f"{account.key}.json"
    whole = path.read_bytes()

    def unlock() -> bytes:
        file = keyring.read(account)
        if file is None:
            raise AssertionError("the file is gone")
        private = file.unlock(account, PASSPHRASE)
        file.opened_secrets(account, private)
        return private

    right = unlock()
    try:
        turned = [bad for bad in flips(whole) if bad.lower() != whole.lower()]  # hex in capitals says the same
        for bad in turned if not scale.short else dice.sample(turned, 1_200):
            path.write_bytes(bad)
            tally.rejects("keyring: a bit of a file", unlock)
        for length in range(0, len(whole) - 1, scale.of(1, 9)):
            path.write_bytes(whole[:length])
            tally.rejects("keyring: a file cut", unlock)
        for name in ("chandra", "dalia"):
            other = people.members[name].account
            path.write_bytes((keyring.folder_of(other.centre) / f"{other.key}.json").read_bytes())
            tally.rejects("keyring: the file of another", unlock)
    finally:
        path.write_bytes(whole)
    assert unlock() == right


def attachments(tally: Tally, scale: Scale, dice: random.Random, people: Any) -> None:
    """The stretches of a file: changed, exchanged, left out, put in twice, cut off, brought from another file."""
    from corridor.safe import queries
    from corridor.safe.actions import attachments, records
    from corridor.safe.models import SealedChunk
    from corridor.safe.notebook import evidence

    note = records.write_record(fill(kinds()["note"], lambda place: "a note"), by=people.bina)
    data = [dice.randbytes(2 * evidence.CHUNK + 900) for _ in range(2)]
    made = [
        attachments.keep_attachment(note.id, "a.bin", "", one, by=people.bina, form=f"{i}")
        for i, one in enumerate(data)
    ]
    entry = queries.reading(people.bina, "read_note").get(made[0].id)
    assert entry and evidence.original_of(entry, people.centre) == data[0]
    mine = SealedChunk.objects.filter(record=made[0].id)
    other = {one.position: bytes(one.sealed) for one in SealedChunk.objects.filter(record=made[1].id)}
    own = {one.position: bytes(one.sealed) for one in mine}

    def with_chunks(what: str, chunks: dict[int, bytes]) -> None:
        with taken_back():
            mine.delete()
            for position, sealed in chunks.items():
                SealedChunk.objects.create(record=made[0].id, centre=people.centre, position=position, sealed=sealed)
            tally.rejects(f"attachment: {what}", evidence.original_of, entry, people.centre)

    for a, b in ((0, 1), (0, 2), (1, 2)):
        with_chunks("two stretches exchanged", {**own, a: own[b], b: own[a]})
    for place in own:
        with_chunks("a stretch left out", {at: one for at, one in own.items() if at != place})
        with_chunks(
            "a stretch left out, the rest moved up", dict(enumerate(one for at, one in own.items() if at != place))
        )
        with_chunks("a stretch of another file", {**own, place: other[place]})
        with_chunks("a stretch put in twice", {**own, 3: own[place]})
        for bad in random_flips(own[place], scale.of(60, 5), dice):
            with_chunks("a bit of a stretch", {**own, place: bad})
    with_chunks("all of another file", other)
    with_chunks("nothing left", {})
    with_chunks("the last stretch as if it were the only one", {0: own[2]})


def session_files(tally: Tally, people: Any) -> None:
    """The file of a session changed by a bit gives no key, and no trace."""
    from corridor.safe import sessions
    from corridor.safe.tests.people import PIN

    store: Any = sessions.SessionStore()
    store.create()
    sessions.begin(store, people.bina.account, people.bina.private, PIN)
    path = sessions.path_of(store.session_key)
    whole = path.read_bytes()
    assert sessions.SessionStore(store.session_key).get("private")
    for bad in list(flips(whole, whole.index(b"\n") + 1))[::3]:
        path.write_bytes(bad)
        sessions.touch(path)
        tally.seen("a bit of a session's file", not sessions.SessionStore(store.session_key).get("private"))
    path.write_bytes(whole)


def packets(tally: Tally, scale: Scale, dice: random.Random, people: Any, other: Any) -> None:
    """A packet on its way: changed, cut, sent to another centre."""
    from corridor.safe import packets, queries
    from corridor.safe.actions import records

    kind = next(kind for kind in kinds().values() if not kind.HEAD)
    written = records.write_record(fill(kind, lambda place: "in a packet"), by=people.bina)
    head = queries.reading(people.bina, "read_note").get(written.id)
    assert head
    card = packets.calling_card(other.bina)
    blob = packets.make_packet(head, [], card, by=people.bina)
    assert packets.open_packet(blob, by=other.bina).records
    outside = blob.index(b"}") + 2
    heads = list(flips(blob, 0, outside)) + list(flips(blob, outside, outside + 32)) + list(flips(blob, len(blob) - 16))
    for bad in heads:
        tally.rejects("packet: a bit of its head, share or tag", lambda b=bad: packets.open_packet(b, by=other.bina))
    for bad in random_flips(blob, scale.of(1_000, 100), dice):
        tally.rejects("packet: a bit", lambda b=bad: packets.open_packet(b, by=other.bina))
    for length in range(0, len(blob), 23):
        tally.rejects("packet: cut", lambda n=length: packets.open_packet(blob[:n], by=other.bina))
    tally.rejects("packet: opened by its sender", lambda: packets.open_packet(blob, by=people.bina))
    told = card.told().encode()
    for bad in list(flips(told))[:: scale.of(1, 16)]:
        tally.rejects("calling card: a bit", lambda b=bad: _other_card(b, card))


def _other_card(told: bytes, whole: Any) -> None:
    """Read a calling card that was changed in the message. A space more, or hex in capitals, says the same."""
    from dataclasses import replace

    from corridor.safe import packets
    from corridor.safe.faults import Altered

    card = packets.read_calling_card(told.decode("latin-1"))
    if replace(card, signature=card.signature.lower()) == whole:
        raise Altered


def control() -> str:
    """The same flips with a cipher that checks nothing: they must open, or this test could not fail."""
    from proof import null_cipher

    tally = Tally()
    with null_cipher.instead():
        from corridor.safe import sealing

        place = sealing.Place("r", "c", 1)
        opening: Callable[[bytes], bytes] = lambda sealed: sealing.open_content(place, bytes(32), sealed)  # noqa: E731
        sealed = null_cipher.lock(bytes(32), sealing.pad(b"plain text"), b"")
        for bad in flips(sealed, 16, 26):
            tally.rejects("null cipher", lambda b=bad: opening(b))
    opened = sum(tally.faults.values())
    return f"with a null cipher {opened} of {sum(tally.tried.values())} open" if opened else ""
