"""Sealed records from writing to reading: who opens what, what is refused, what survives sealing and reopening."""

import contextlib
from dataclasses import dataclass

import pytest

from corridor.safe import chain, queries
from corridor.safe.actions import centres, members, records
from corridor.safe.content import TYPES, Content
from corridor.safe.faults import Altered, Conflict, NoKey, UnknownVersion, WrongCard
from corridor.safe.keys import Member
from corridor.safe.models import SealedRecord
from corridor.safe.tests.people import People, open_centre

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Memo(Content):
    """A content for these tests alone."""

    TYPE = "test-memo"
    HEAD = "head"
    title: str
    head: str = ""


@pytest.fixture(scope="module", autouse=True)
def leave_no_type() -> object:
    yield
    TYPES.pop("test-memo", None)


def titles(member: Member) -> set[str]:
    found = queries.reading(member, "read_note").everything()
    return {one.content.title for one in found}


def test_the_circle_reads_what_anybody_wrote(people: People) -> None:
    records.write_record(Memo("from outside"), by=None, centre=people.centre)
    records.write_record(Memo("from the field"), by=people.esther)
    assert titles(people.amina) == titles(people.bina) == {"from outside", "from the field"}


@pytest.mark.parametrize("name", ["dalia", "esther", "farida", "hana", "ines", "edith", "lina"])
def test_nobody_else_holds_a_key(people: People, name: str) -> None:
    records.write_record(Memo("hers"), by=people.bina)
    with contextlib.suppress(NoKey):
        assert list(queries.reading(people.members[name], "read_note").everything()) == []
    assert not people.members[name].holds("centre")


def test_restricted_opens_for_those_named_alone(people: People) -> None:
    naming = records.Naming((people.bina.account, people.farida.account), restricted=True)
    records.write_record(Memo("restricted"), by=people.bina, naming=naming)
    assert titles(people.bina) == titles(people.farida) == {"restricted"}
    assert titles(people.amina) == set()


def test_sent_twice_kept_once(people: People) -> None:
    first = records.write_record(Memo("a"), by=None, centre=people.centre, token="once")
    assert records.write_record(Memo("a"), by=None, centre=people.centre, token="once") == first


def test_a_change_of_an_older_version_is_refused(people: People) -> None:
    written = records.write_record(Memo("one"), by=people.bina)
    records.change_record(written.id, Memo("two"), read=written.change, by=people.chandra)
    with pytest.raises(Conflict):
        records.change_record(written.id, Memo("three"), read=written.change, by=people.bina)
    assert titles(people.bina) == {"two"}


@pytest.mark.parametrize(("column", "fault"), [("wraps", Altered), ("sealed", Altered), ("version", UnknownVersion)])
def test_an_altered_record_is_named_and_the_others_are_read(people: People, column: str, fault: type) -> None:
    written = records.write_record(Memo("good"), by=people.bina)
    bad = records.write_record(Memo("bad"), by=people.bina)
    row = SealedRecord.objects.get(pk=bad.id)
    value = getattr(row, column)
    setattr(row, column, 9 if column == "version" else bytes([bytes(value)[0] ^ 1]) + bytes(value)[1:])
    row.save()
    reading = queries.reading(people.bina, "read_note")
    assert reading.faults == {bad.id: fault} and reading.get(written.id) and not reading.get(bad.id)


def test_a_record_moved_to_another_row_or_centre_does_not_open(people: People) -> None:
    other = open_centre("Another centre", "x", outside=False)
    one, two = (records.write_record(Memo(title), by=people.bina) for title in ("one", "two"))
    rows = {one.id: SealedRecord.objects.get(pk=one.id), two.id: SealedRecord.objects.get(pk=two.id)}
    SealedRecord.objects.filter(pk=one.id).update(wraps=rows[two.id].wraps, sealed=rows[two.id].sealed)
    SealedRecord.objects.filter(pk=two.id).update(centre=other.centre, change=1)
    assert queries.reading(people.bina, "read_note").faults == {one.id: Altered}
    assert queries.reading(other.bina, "read_note").faults == {two.id: Altered}


def test_leaving_renews_the_keys_and_the_cards_stay_good(people: People) -> None:
    records.write_record(Memo("before"), by=people.bina)
    members.end_membership(people.chandra.account, by=people.amina)
    records.write_record(Memo("after"), by=people.bina)
    while centres.wrap_anew_step(by=people.amina, limit=1):
        pass
    assert titles(Member(people.amina.account, people.amina.private)) == {"before", "after"}
    with pytest.raises(NoKey):
        queries.reading(Member(people.chandra.account, people.chandra.private), "read_note")
    assert centres.open_recovery(people.centre, *people.printed()[:2])


def test_sealed_takes_in_and_two_cards_reopen(people: People) -> None:
    records.write_record(Memo("ordinary"), by=people.bina)
    naming = records.Naming((people.amina.account,), restricted=True)
    records.write_record(Memo("restricted"), by=people.amina, naming=naming)
    centres.seal_centre(people.centre, people.bina.account)
    records.write_record(Memo("while sealed"), by=None, centre=people.centre)
    with pytest.raises(NoKey):
        queries.reading(Member(people.amina.account, people.amina.private), "read_note")
    recovery = centres.open_recovery(people.centre, people.printed()[2], people.printed()[0])
    from corridor.safe import keyring

    file, private = keyring.make(people.amina.account, "another passphrase", {})
    centres.reopen(people.centre, recovery, people.amina.account, bytes.fromhex(file.public))
    again = Member(people.amina.account, private)
    assert titles(again) == {"ordinary", "restricted", "while sealed"}
    assert chain.faults(queries.ground_of(people.centre)) == []


def test_cards_of_a_retired_set_open_nothing(people: People) -> None:
    old = people.printed()
    new = [card.told() for card in centres.print_cards(by=people.amina)]
    assert centres.open_recovery(people.centre, *old[:2]), "the old set is good until the new one was tried"
    centres.try_cards(new, by=people.amina, old_pair=(old[0], old[1]))
    with pytest.raises(WrongCard, match="set 1"):
        centres.open_recovery(people.centre, *old[:2])
    with pytest.raises(WrongCard, match="different sets"):
        centres.open_recovery(people.centre, old[0], new[1])
    assert centres.open_recovery(people.centre, *new[1:])


def test_the_chain_shows_what_was_taken_out_or_changed(people: People) -> None:
    from corridor.safe.models import AuditEntry

    ground = queries.ground_of(people.centre)
    assert chain.faults(ground) == [] and "admit" in [act.did for act in chain.acts(people.dalia)]
    with pytest.raises(NoKey):
        list(chain.acts(people.bina))
    AuditEntry.objects.filter(centre=people.centre, sequence=2).delete()
    assert "entry 2 is missing" in chain.faults(ground)
