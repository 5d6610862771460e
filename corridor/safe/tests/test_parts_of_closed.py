"""Parts go with their head: those that come in a packet, those noted under something closed, those left behind."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from unittest import mock

import pytest
from django.utils import timezone

from corridor.access.models import Account
from corridor.safe import casebook, chain, packets, queries
from corridor.safe.actions import attachments, records, retention
from corridor.safe.actions import notebook as notes
from corridor.safe.actions import packets as actions
from corridor.safe.casebook import Entry, Reading
from corridor.safe.content import TYPES, Content
from corridor.safe.keys import Member
from corridor.safe.models import SealedChunk, SealedRecord
from corridor.safe.notebook import evidence
from corridor.safe.notebook.contents import Attachment, Note
from corridor.safe.packets import Correspondent, ReceivedPacket, SentPacket
from corridor.safe.tests.people import People, open_centre

pytestmark = pytest.mark.django_db(transaction=True)
LONG_AGO = timedelta(days=500)


@dataclass(frozen=True)
class Whole(Content):
    """A content for these tests alone."""

    TYPE = "test-whole"
    title: str
    closed: date | None = None

    def closed_on(self) -> date | None:
        return self.closed


@dataclass(frozen=True)
class Piece(Content):
    """A part of it, or a part of a part."""

    TYPE, HEAD = "test-piece", "head"
    head: str
    text: str = field(default="")


@pytest.fixture(scope="module", autouse=True)
def leave_no_type() -> Any:
    TYPES.update({Whole.TYPE: Whole, Piece.TYPE: Piece})
    yield
    TYPES.pop(Whole.TYPE, None)
    TYPES.pop(Piece.TYPE, None)


@pytest.fixture
def city(people: People) -> People:
    return open_centre("Centre in the city", "city-", outside=False)


def today() -> date:
    return timezone.localdate()


def read(member: Member) -> Reading:
    return queries.reading(member, "send_packet")


def entry(member: Member, id: str) -> Entry:
    found = read(member).get(id)
    assert found
    return found


def known_to(one: Member, two: Member) -> Correspondent:
    card = packets.read_calling_card(packets.calling_card(two).told())
    written = actions.keep_correspondent(card, read(one).of_type(Correspondent), by=one)
    actions.check_fingerprint(entry(one, written.id), by=one)
    content = entry(one, written.id).content
    assert isinstance(content, Correspondent)
    return content


def shred_months(member: Member) -> list[date | None]:
    """The months of the records of these tests, as the table has them."""
    ids = [one.id for one in read(member).everything() if one.type in {Whole.TYPE, Piece.TYPE}]
    return list(SealedRecord.objects.filter(id__in=ids).values_list("shred_after", flat=True))


def arrive(people: People, city: People, closed: date | None) -> str:
    """A head with a part and a part of that goes to the city and is accepted; what is left of the village is gone."""
    head = records.write_record(Whole("Her journey", closed), by=people.bina)
    part = records.write_record(Piece(head.id, "a part"), by=people.bina)
    below = records.write_record(Piece(part.id, "a part of the part"), by=people.bina)
    parts = [entry(people.bina, one.id) for one in (below, part)]
    actions.send_packet(entry(people.bina, head.id), parts, known_to(people.bina, city.bina), by=people.bina)
    known_to(city.bina, people.bina)
    SealedRecord.objects.filter(centre=people.centre).delete()
    return actions.accept_packet(read(city.bina).of_type(ReceivedPacket)[0], read(city.bina), by=city.bina)


def test_parts_of_a_head_that_arrives_closed_are_destroyed_with_it(people: People, city: People) -> None:
    head = arrive(people, city, today() - LONG_AGO)
    month = Whole("x", today() - LONG_AGO).shred_after()
    rows = SealedRecord.objects.filter(centre=city.centre, shred_after=month)
    assert rows.count() == 3 and rows.filter(pk=head)
    retention.shred(today())
    assert {one.type for one in read(city.bina).everything()} == {Correspondent.TYPE}


def test_parts_of_a_head_that_arrives_open_are_kept(people: People, city: People) -> None:
    arrive(people, city, None)
    assert shred_months(city.bina) == [None] * 3


def test_files_of_a_closed_note_go_with_their_chunks(people: People, city: People) -> None:
    note = records.write_record(Note("her note", "text"), by=people.bina).id
    attachments.keep_attachment(note, "x.txt", "text/plain", b"her paper", by=people.bina, form="f")
    notes.add_part(note, "more", by=people.bina, form="p")
    notes.set_closed(note, True, by=people.bina)
    head, parts = entry(people.bina, note), read(people.bina).parts(note)
    files = [evidence.original_of(one, people.centre) if one.type == Attachment.TYPE else b"" for one in parts]
    pieces = [packets.Piece(head.id, head.content)]
    pieces += [packets.Piece(one.id, one.content, file=file) for one, file in zip(parts, files, strict=True)]
    actions.send_pieces(pieces, known_to(people.bina, city.bina), by=people.bina, about=head)
    sent = read(people.bina).of_type(SentPacket)[0]
    assert SealedRecord.objects.get(pk=sent.id).shred_after == head.shred_after, "that it was sent goes with it"
    known_to(city.bina, people.bina)
    actions.accept_packet(read(city.bina).of_type(ReceivedPacket)[0], read(city.bina), by=city.bina)
    assert SealedChunk.objects.filter(centre=city.centre).exists() and head.shred_after
    with mock.patch.object(retention, "clock_fault", lambda *_: ""):
        retention.shred(head.shred_after)
    assert not SealedChunk.objects.exists()
    for centre in (people, city):
        assert {one.type for one in read(centre.bina).everything()} <= {Correspondent.TYPE}


def test_a_part_that_is_sealed_anew_without_who_left_keeps_its_month(people: People) -> None:
    head = records.write_record(Whole("closed", today()), by=people.bina)
    naming = records.Naming((people.farida.account, people.bina.account), restricted=True)
    part = records.write_record(Piece(head.id, "a part"), by=people.bina, naming=naming)
    month = Whole("x", today()).shred_after()
    records.keep_until([part.id], month, by=people.bina)
    Account.objects.filter(pk=people.farida.account.pk).update(is_active=False)
    assert records.seal_without(entry(people.bina, part.id), {people.farida.account.key}, by=people.bina)
    assert SealedRecord.objects.get(pk=part.id).shred_after == month
    assert set(entry(people.bina, part.id).named) == {people.bina.account.key}


# What earlier versions left behind


def left_behind(people: People, closed: date) -> tuple[str, str]:
    """A part, and a part of it, that know of no month, under something that is closed."""
    head = records.write_record(Whole("closed", closed), by=people.bina)
    part = records.write_record(Piece(head.id, "a part"), by=people.bina)
    records.write_record(Piece(part.id, "a part of the part"), by=people.bina)
    casebook.drop()
    return head.id, part.id


def test_parts_without_their_head_are_destroyed_by_the_next_reading(people: People) -> None:
    left_behind(people, today() - LONG_AGO)
    still = records.write_record(Whole("open"), by=people.bina)
    its = records.write_record(Piece(still.id, "stays"), by=people.bina)
    retention.shred(today())
    assert SealedRecord.objects.count() == 4, "the head alone went"
    casebook.drop()
    assert {one.id for one in read(people.bina).everything()} == {still.id, its.id}
    assert {str(one) for one in SealedRecord.objects.values_list("id", flat=True)} == {still.id, its.id}
    assert [act.did for act in chain.acts(people.dalia)].count("shred") == 3
    assert chain.faults(queries.ground_of(people.centre)) == []


def test_parts_of_what_is_closed_get_its_month_once(people: People) -> None:
    _head, part = left_behind(people, today())
    month = Whole("x", today()).shred_after()
    read(people.bina)
    assert SealedRecord.objects.get(pk=part).shred_after == month
    casebook.drop()
    read(people.bina)  # the part of the part, by now below something with a month
    assert shred_months(people.bina) == [month] * 3
    acts = len(list(chain.acts(people.dalia)))
    casebook.drop()
    read(people.bina)
    read(people.chandra)
    assert len(list(chain.acts(people.dalia))) == acts, "nothing is done again"


def test_what_merely_does_not_open_or_was_never_there_destroys_nothing(people: People) -> None:
    head, _part = left_behind(people, today() - LONG_AGO)
    records.write_record(Piece("no such record", "from outside"), by=None, centre=people.centre)
    naming = records.Naming((people.chandra.account,), restricted=True)
    hers = records.write_record(Whole("restricted"), by=people.chandra, naming=naming)
    records.write_record(Piece(hers.id, "ordinary under something restricted"), by=people.bina)
    SealedRecord.objects.filter(pk=head).update(sealed=b"x" * 1024)
    count = SealedRecord.objects.count()
    casebook.drop()
    read(people.bina)
    assert SealedRecord.objects.count() == count


def test_restricted_parts_are_destroyed_when_who_is_named_to_them_reads(people: People) -> None:
    naming = records.Naming((people.chandra.account,), restricted=True)
    head = records.write_record(Whole("restricted", today() - LONG_AGO), by=people.chandra, naming=naming)
    records.write_record(Piece(head.id, "hers"), by=people.chandra, naming=naming)
    retention.shred(today())
    casebook.drop()
    read(people.bina)
    assert SealedRecord.objects.count() == 1
    read(people.chandra)
    assert SealedRecord.objects.count() == 0


def test_a_disk_that_takes_nothing_in_does_not_keep_anybody_from_reading(people: People) -> None:
    from corridor.safe.tests.test_closing_at_once import refusing_writes

    left_behind(people, today() - LONG_AGO)
    retention.shred(today())
    with refusing_writes():
        assert len(list(read(people.bina).everything())) == 2
