"""The same of members, keys, the chain, cards and packets: what others of the centre have stays theirs, what belongs to
another centre counts for nothing. Each check is true when it is as it should be.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from proof.stage import Stage

Check = tuple[str, Callable[[], bool]]


def of_keys(stage: Stage, refused: Any, fresh: Any) -> Iterator[Check]:
    """All of them. Whatever one does to the files of the keyring is put back after it."""

    def put_back(check: Callable[[], bool]) -> Callable[[], bool]:
        def asked() -> bool:
            try:
                return check()
            finally:
                stage.put_back()

        return asked

    for part in (_of_joining, _of_leaving, _of_voices, _of_holds, _of_naming, _of_chain, _of_notes, _of_pages):
        for name, check in part(stage, refused, fresh):
            yield name, put_back(check)


def _of_joining(stage: Stage, refused: Any, fresh: Any) -> Iterator[Check]:
    from corridor.safe.actions import centres, members
    from corridor.safe.models import Epoch, Hold, Invitation

    p = stage.people

    def joined(code: str, name: str) -> None:
        invitation = members.invitation_for(code)
        assert invitation
        members.join(invitation, name, "bamo tiru kelo vasu nipe", {})

    def codes_of_others() -> bool:
        members.invite("caseworker", by=fresh(p.amina))
        members.invite("caseworker", by=fresh(p.amina), again=p.bina.account)
        return Invitation.objects.filter(centre=p.centre, account=None).exists()

    def holds_of_others() -> bool:
        joined(members.invite("caseworker", by=fresh(p.amina), again=p.chandra.account), "chandra")
        return Hold.objects.filter(account=p.bina.account).exists()

    def keys_of_a_new_centre() -> bool:
        centre, code = centres.found("A third centre", "A workers' association")
        joined(code, "zamina")
        return Epoch.objects.filter(centre=centre).exists()

    yield "coming back leaves the codes of others", codes_of_others
    yield "coming back leaves the keys of others", holds_of_others
    yield "a new centre has keys of its own", keys_of_a_new_centre


def _of_leaving(stage: Stage, refused: Any, fresh: Any) -> Iterator[Check]:
    from corridor.safe.actions import members
    from corridor.safe.models import Hold, Invitation, Named, Proposal

    p = stage.people

    def end(name: str, by: str) -> None:
        members.end_membership(fresh(p.members[name]).account, by=fresh(p.members[by]))

    def once() -> bool:
        end("chandra", "amina")
        return bool(refused(lambda: end("chandra", "amina")))

    def what_others_have() -> bool:
        members.invite("caseworker", by=fresh(p.amina))
        members.invite("caseworker", by=fresh(p.amina), again=p.bina.account)
        Proposal.objects.create(centre=p.centre, act="new_factor", account=p.dalia.account, proposed_by=p.amina.account)
        held = set(Hold.objects.filter(account=p.amina.account).values_list("pk", flat=True))
        Named.objects.create(account=p.farida.account, sealed=b"x")
        end("chandra", "amina")
        return (
            held <= set(Hold.objects.filter(account=p.amina.account).values_list("pk", flat=True))
            and Named.objects.filter(account=p.farida.account).exists()
            and Proposal.objects.filter(account=p.dalia.account).exists()
            and Invitation.objects.filter(invited_by=p.amina.account).count() == 2
        )

    yield "nobody leaves twice", once
    yield "leaving takes nothing from others", what_others_have
    yield "the only coordinator stays", lambda: members.coordinators(p.centre, but=p.amina.account) == []


def _of_voices(stage: Stage, refused: Any, fresh: Any) -> Iterator[Check]:
    from corridor.safe.actions import members
    from corridor.safe.models import Hold, Proposal

    p, o = stage.people, stage.other

    def proposed(act: str) -> Any:
        return Proposal.objects.create(centre=p.centre, act=act, account=p.chandra.account, proposed_by=p.bina.account)

    def without_a_key() -> bool:
        Hold.objects.filter(account=p.bina.account).delete()
        return p.bina.account not in members.voices(p.centre, but=p.chandra.account)

    def with_a_key_and_no_right() -> bool:
        Hold.objects.filter(account=p.bina.account).update(account=p.hana.account)
        return p.hana.account not in members.voices(p.centre, but=p.chandra.account)

    def elsewhere() -> bool:
        made = proposed("new_factor")
        refused(lambda: members.agree(made, by=fresh(o.amina)))
        made.refresh_from_db()
        return made.agreed_by is None and made.proposed_by_id == p.bina.account.pk

    def admitted() -> bool:
        Hold.objects.filter(account=p.chandra.account).delete()
        held = Hold.objects.filter(account=p.bina.account).count()
        done = members.agree(proposed("admit"), by=fresh(p.amina))
        return done and fresh(p.chandra).holds("centre") and Hold.objects.filter(account=p.bina.account).count() == held

    yield "no voice without a key of one's own", without_a_key
    yield "no voice without the right", with_a_key_and_no_right
    yield "who belongs elsewhere adds no voice", elsewhere
    yield "admitted by two, and nobody loses a key", admitted


def _of_holds(stage: Stage, refused: Any, fresh: Any) -> Iterator[Check]:
    from corridor.access.models import Centre
    from corridor.safe import keyring
    from corridor.safe.keys import RECORDS, current, hold_for
    from corridor.safe.models import Epoch
    from corridor.safe.queries import is_renewing, link_digest, wrapping_left

    p, o = stage.people, stage.other

    def of_another_centre() -> bool:
        before, epoch = fresh(p.bina).secrets, current(o.centre, RECORDS)
        file = keyring.read(p.bina.account)
        assert file
        hold_for(epoch, b"x" * 32, p.bina.account, bytes.fromhex(file.public)).save()
        return fresh(p.bina).secrets == before

    def newest_of_this_centre() -> bool:
        Epoch.objects.filter(centre=o.centre, kind=RECORDS).update(number=50)
        return current(p.centre, RECORDS).centre_id == p.centre.pk

    def renewed_elsewhere() -> bool:
        one = current(o.centre, RECORDS)
        one.pk, one.number = None, one.number + 1
        one.save()
        return not is_renewing(p.centre) and is_renewing(o.centre)

    def counted_here() -> bool:
        from corridor.safe.models import SealedRecord

        return wrapping_left(p.centre)[1] == SealedRecord.objects.filter(centre=p.centre).count()

    bare = Centre(name="Without keys", key="none", organisation=p.centre.organisation)
    yield "a key of another centre counts for nothing", of_another_centre
    yield "the newest key is one of this centre", newest_of_this_centre
    yield "a centre without keys", lambda: refused(lambda: (bare.save(), current(bare, RECORDS)))
    yield "another centre's new key", renewed_elsewhere
    yield "records of this centre are counted", counted_here
    yield "a seal link however it was typed", lambda: link_digest("AB cd-ef") == link_digest("abcdef")


def _of_naming(stage: Stage, refused: Any, fresh: Any) -> Iterator[Check]:
    from django.utils import timezone

    from corridor.access.actions import close_account
    from corridor.safe import keyring
    from corridor.safe.actions import records
    from corridor.safe.queries import reading
    from proof.contents import bare, kinds

    p = stage.people
    today = timezone.localdate()

    def written(*names: str, until: tuple[tuple[str, int], ...] = ()) -> str:
        days = tuple((p.members[name].account.key, today + timedelta(days=count)) for name, count in until)
        naming = records.Naming(tuple(p.members[name].account for name in names), True, days)
        return records.write_record(bare(kinds()["note"], title="a memo"), by=fresh(p.bina), naming=naming).id

    def until_yesterday_beside_who_lost_her_key() -> bool:
        """Nobody can seal it anew then; all the same it is not shown to her."""
        id = written("bina", "chandra", "farida", until=(("chandra", -1),))
        (keyring.folder_of(p.centre) / f"{p.farida.account.key}.json").unlink()
        return reading(fresh(p.chandra), "read_note").get(id) is None

    def sealed_anew_without_who_left() -> bool:
        id = written("bina", "chandra", "farida", until=(("farida", 7),))
        close_account(fresh(p.chandra).account)
        found = reading(fresh(p.bina), "read_note").get(id)
        return found is not None and set(found.named) == {p.bina.account.key, p.farida.account.key}

    yield "a day that is past, where nobody can seal anew", until_yesterday_beside_who_lost_her_key
    yield "sealed anew for those who stay", sealed_anew_without_who_left


def _of_chain(stage: Stage, refused: Any, fresh: Any) -> Iterator[Check]:
    from corridor.safe import chain
    from corridor.safe.queries import ground_of

    p, o = stage.people, stage.other
    grounds = [ground_of(one.centre) for one in (p, o)]

    def head_of(ground: Any) -> bool:
        """The head as it was written down, and an older one."""
        number, _day, digits = chain.head_of(ground)
        ground.sequence, before = number + 1, number
        return chain.compare_head(ground, before, digits.replace(" ", "")) == chain.HOLDS

    yield "a chain of one centre holds", lambda: not any(chain.faults(one) for one in grounds)
    yield "a head that was written down", lambda: all(head_of(one) for one in grounds)
    yield (
        "acts of one's own centre",
        lambda: all(one.did != "does not open" for one in chain.acts(fresh(p.amina), newest=10_000)),
    )


def _of_notes(stage: Stage, refused: Any, fresh: Any) -> Iterator[Check]:
    from corridor.safe.actions import notebook, packets, records
    from corridor.safe.notebook.contents import Typed
    from corridor.safe.packets import Correspondent
    from corridor.safe.queries import reading

    p = stage.people
    note = stage.records["same", "", "note"]

    def two_texts() -> bool:
        entry = reading(fresh(p.bina), "read_note").get(note)
        assert entry
        typed = Typed("another title")

        def correct() -> None:
            notebook.correct_note(note, typed, read=entry.change - 1, base="what she read", by=fresh(p.bina), form="x")

        return bool(refused(correct))

    def linked(other: str) -> Any:
        return refused(lambda: notebook.set_link(note, other, True, by=fresh(p.bina)))

    def from_who_is_not_known() -> bool:
        by = fresh(p.bina)
        known = reading(by, "read_note")
        waiting = known.get(stage.records["same", "", "asking-packet"])
        assert waiting
        opened = packets.packet_of(waiting, known, by=by)
        records.erase_records([one.id for one in known.of_type(Correspondent)], by=by)
        known = reading(fresh(p.bina), "read_note")
        return bool(opened) and bool(refused(lambda: packets.packet_of(waiting, known, by=by)))

    yield "two texts of one note", two_texts
    yield "a link to itself", lambda: linked(note)
    yield "a link to nothing", lambda: linked(stage.records["hidden", "", "note"])
    yield "a link to what is no note", lambda: linked(stage.records["same", "", "received-packet"])
    yield "a packet of who is not known", from_who_is_not_known


def _of_pages(stage: Stage, refused: Any, fresh: Any) -> Iterator[Check]:
    """What a page finds by itself, where an address names nothing."""
    from corridor.safe.models import CardSet, Hold, Proposal

    p, o = stage.people, stage.other

    def printed_elsewhere() -> bool:
        CardSet.objects.filter(tried=False).delete()
        before = stage.ask("coordinator", "GET", "/cards/").body
        CardSet.objects.create(centre=o.centre, number=9, public=b"", wraps=[], tried=False)
        same = len(stage.ask("coordinator", "GET", "/cards/").body) == len(before)
        return same and stage.ask("coordinator", "GET", "/cards/try/").status == 302

    def renewing_without_a_key() -> bool:
        with_it = stage.ask("coordinator", "GET", "/ground/keys/").status
        Hold.objects.filter(account=p.amina.account).delete()
        return with_it == 200 and stage.ask("coordinator", "GET", "/ground/keys/").status != 200

    def about_whom_it_says() -> bool:
        """A voice goes to the proposal that the page names, not to the first one that waits."""
        first, second = (
            Proposal.objects.create(
                centre=p.centre, act="new_factor", account=p.members[name].account, proposed_by=p.amina.account
            )
            for name in ("chandra", "esther")
        )
        stage.clients["caseworker"].cookies = stage.cookies["caseworker"].copy()
        stage.clients["caseworker"].post(
            "/members/agree/", {"about": p.esther.account.key, "act": "new_factor"}, secure=True
        )
        return Proposal.objects.filter(pk=first.pk).exists() and not Proposal.objects.filter(pk=second.pk).exists()

    yield "cards printed elsewhere", printed_elsewhere
    yield "new keys, by who holds none", renewing_without_a_key
    yield "a voice about one, not about another", about_whom_it_says
