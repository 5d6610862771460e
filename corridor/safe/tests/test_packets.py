"""A packet from a village's centre to a city's: known, compared, sealed, signed, accepted with where it came from."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from corridor.safe import chain, packets, queries
from corridor.safe.actions import centres
from corridor.safe.actions import packets as actions
from corridor.safe.actions.attachments import keep_attachment
from corridor.safe.actions.records import Naming, write_record
from corridor.safe.casebook import Entry, Reading
from corridor.safe.content import TYPES, Content
from corridor.safe.faults import Altered, Fault, NoKey, Unfit, UnknownVersion
from corridor.safe.keys import Member
from corridor.safe.models import SealedRecord
from corridor.safe.notebook.contents import Attachment, Note
from corridor.safe.notebook.evidence import original_of
from corridor.safe.packets import Correspondent, Piece, ReceivedPacket, SentPacket
from corridor.safe.primitives import sign
from corridor.safe.tests.people import People, open_centre, sign_in

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Page(Content):
    """A content for these tests alone."""

    TYPE, HEAD, LINKS = "test-page", "head", "links"
    title: str
    text: str = ""
    head: str = ""
    links: tuple[str, ...] = ()
    day: date | None = None


@pytest.fixture(scope="module", autouse=True)
def leave_no_type() -> object:
    TYPES[Page.TYPE] = Page
    yield
    TYPES.pop(Page.TYPE, None)


@pytest.fixture
def city(people: People) -> People:
    return open_centre("Centre in the city", "city-", outside=False)


def read(member: Member) -> Reading:
    return queries.reading(member, "send_packet")


def introduce(one: Member, two: Member, compared: bool = True) -> Entry:
    """`one` keeps the calling card of `two`'s centre."""
    card = packets.read_calling_card(packets.calling_card(two).told())
    written = actions.keep_correspondent(card, read(one).of_type(Correspondent), by=one)
    entry = read(one).get(written.id)
    assert entry
    if compared:
        actions.check_fingerprint(entry, by=one)
    entry = read(one).get(written.id)
    assert entry
    return entry


def sent(people: People, city: People, naming: Naming | None = None) -> bytes:
    head = write_record(Page("Her journey", "what she told"), by=people.bina, **({"naming": naming} if naming else {}))
    write_record(Page("part", "Kathmandu काठमाडौं", head=head.id, links=(head.id,)), by=people.bina)
    to = introduce(people.bina, city.bina).content
    assert isinstance(to, Correspondent)
    entry = read(people.bina).get(head.id)
    assert entry
    return actions.send_packet(entry, read(people.bina).parts(head.id), to, by=people.bina)


def test_a_record_crosses_with_where_it_came_from(people: People, city: People) -> None:
    sent(people, city)
    waiting = read(city.bina).of_type(ReceivedPacket)
    assert len(waiting) == 1, "the other centre is on this system: it is there at once"
    introduce(city.bina, people.bina)
    head = actions.accept_packet(waiting[0], read(city.bina), by=city.bina)
    book = read(city.bina)
    entry = book.get(head)
    assert entry and entry.content.title == "Her journey" and entry.origin
    assert entry.origin["centre"] == people.centre.name
    parts = book.parts(head, Page)
    assert [part.content.text for part in parts] == ["Kathmandu काठमाडौं"] and parts[0].content.links == (head,)
    assert read(city.bina).of_type(ReceivedPacket) == []
    assert read(people.bina).of_type(SentPacket)[0].content.to_name == "Centre in the city"
    assert "accept packet" in [act.did for act in chain.acts(city.dalia)]


def test_nothing_goes_or_comes_before_the_fingerprint_was_compared(people: People, city: People) -> None:
    head = write_record(Page("x"), by=people.bina)
    to = introduce(people.bina, city.bina, compared=False).content
    entry = read(people.bina).get(head.id)
    with pytest.raises(Unfit, match="fingerprint"):
        actions.send_packet(entry, [], to, by=people.bina)
    sent(people, city)
    with pytest.raises(NoKey):
        actions.accept_packet(read(city.bina).of_type(ReceivedPacket)[0], read(city.bina), by=city.bina)


def test_what_was_restricted_arrives_restricted(people: People, city: People) -> None:
    naming = Naming((people.bina.account,), restricted=True)
    sent(people, city, naming)
    assert read(people.amina).of_type(SentPacket) == [], "that it was sent is as restricted as the record"
    introduce(city.bina, people.bina)
    head = actions.accept_packet(read(city.bina).of_type(ReceivedPacket)[0], read(city.bina), by=city.bina)
    assert read(city.bina).get(head) and read(city.amina).get(head) is None


def test_the_key_of_a_file_stays_and_the_page_says_that_the_file_does(
    people: People, city: People, client: Client
) -> None:
    """Who receives what was said of a file could open its chunks in any old copy of the sender's database."""
    note = write_record(Note("Her contract"), by=people.bina)
    kept = keep_attachment(note.id, "contract.txt", "text/plain", b"what it says", by=people.bina, form="one")
    to = introduce(people.bina, city.bina).content
    entry, part = read(people.bina).get(note.id), read(people.bina).get(kept.id)
    assert entry and part and isinstance(to, Correspondent) and part.content.key
    page = sign_in(client, people.bina).get(f"/packets/send/{note.id}/").content.decode()
    assert "The file itself stays here" in page and "contract.txt" in page
    blob = actions.send_packet(entry, [part], to, by=people.bina)
    sent = packets.open_packet(blob, by=city.bina).records
    assert [one["c"].get("key") for one in sent] == [None, ""] and part.content.key not in str(sent)
    assert Piece(kept.id, part.content, file=b"what it says").plain()["c"]["key"] == ""
    introduce(city.bina, people.bina)
    actions.accept_packet(read(city.bina).of_type(ReceivedPacket)[0], read(city.bina), by=city.bina)
    there = read(city.bina).of_type(Attachment)[0]
    with pytest.raises(Altered):
        original_of(there, city.centre)
    assert original_of(part, people.centre) == b"what it says"


def test_only_the_centre_it_is_for_opens_it_and_no_bit_may_change(people: People, city: People) -> None:
    blob = sent(people, city)
    with pytest.raises(Unfit, match="another centre"):
        packets.open_packet(blob, by=people.bina)
    with pytest.raises(Unfit, match="another centre"):
        actions.receive_packet(blob, centre=people.centre)
    refused = 0
    for place in range(0, len(blob), 7):
        bad = blob[:place] + bytes([blob[place] ^ 1]) + blob[place + 1 :]
        try:
            packets.open_packet(bad, by=city.bina)
        except Fault:
            refused += 1
    assert refused == len(range(0, len(blob), 7))
    with pytest.raises(Fault):
        packets.open_packet(blob[:-1], by=city.bina)
    with pytest.raises(UnknownVersion):
        packets.open_packet(blob.replace(b'"version": 1', b'"version": 9'), by=city.bina)


def test_a_packet_signed_by_another_centre_under_a_known_name_is_not_known(people: People, city: People) -> None:
    stranger = open_centre("Centre of Amina", "stranger-", outside=False)
    introduce(city.bina, people.bina)
    sent(stranger, city)
    with pytest.raises(NoKey):
        actions.accept_packet(read(city.bina).of_type(ReceivedPacket)[0], read(city.bina), by=city.bina)


def test_a_packet_to_a_renewed_key_says_what_to_do(people: People, city: People) -> None:
    blob = sent(people, city)
    centres.renew_key("centre", by=city.amina)
    while centres.wrap_anew_step(by=city.amina):
        pass
    with pytest.raises(Unfit, match="renewed"):
        packets.open_packet(blob, by=Member(city.bina.account, city.bina.private))
    entry = introduce(people.bina, Member(city.bina.account, city.bina.private))
    assert entry.content.checked_by and entry.content.epoch == 2, "the newer card keeps the comparison"


def test_a_card_that_was_changed_or_cut_or_swapped(people: People, city: People) -> None:
    told = packets.calling_card(city.bina).told()
    for bad in ("", "hello", told[:-20], told.replace(told[60], "A" if told[60] != "A" else "B")):
        with pytest.raises((Unfit, Altered)):
            packets.read_calling_card(bad)
    card = packets.calling_card(city.bina)
    with pytest.raises(Altered):
        packets.read_calling_card(packets.CallingCard(**{**vars(card), "name": "Police"}).told())
    introduce(people.bina, city.bina)
    other = packets.calling_card(open_centre("Third", "third-", outside=False).bina)
    swapped = packets.CallingCard(**{**vars(other), "key": city.centre.key})
    with pytest.raises(Unfit, match="another signing key"):
        actions.keep_correspondent(swapped, read(people.bina).of_type(Correspondent), by=people.bina)


def test_a_card_with_a_key_to_which_nothing_can_be_sealed_is_refused(people: People) -> None:
    card = packets.calling_card(people.bina)
    bare = packets.CallingCard(**{**vars(card), "public": bytes(32).hex(), "signature": ""})
    signed = sign(packets.signer_of(people.bina), bare.signed).hex()
    with pytest.raises(Altered):
        packets.read_calling_card(packets.CallingCard(**{**vars(bare), "signature": signed}).told())


def test_the_pages(people: People, city: People, client: Client) -> None:
    sign_in(client, people.bina)
    head = write_record(Note(title="Her journey"), by=people.bina)
    other_kind = write_record(Page("a worker's file"), by=people.bina)
    assert client.get(f"/packets/send/{other_kind.id}/").status_code == 404, "only notes go without asking her consents"
    assert "30" in client.get("/packets/").content.decode()
    card = client.get("/packets/card.txt").content.decode()
    assert packets.read_calling_card(card).key == people.centre.key
    assert client.post("/packets/know/", {"card": "nonsense"}, follow=True).status_code == 200
    client.post("/packets/know/", {"card": packets.calling_card(city.bina).told()})
    entry = read(people.bina).of_type(Correspondent)[0]
    assert "Not compared yet" in client.get("/packets/").content.decode()
    client.post(f"/packets/compare/{entry.id}/")
    assert "Centre in the city" in client.get(f"/packets/send/{head.id}/").content.decode()
    answer = client.post(f"/packets/send/{head.id}/", {"to": entry.id})
    assert answer["Content-Disposition"] == 'attachment; filename="file.packet"'
    other = sign_in(Client(), city.bina)
    again = SimpleUploadedFile("file.packet", answer.content)
    page = other.post("/packets/receive/", {"file": again}, follow=True).content.decode()
    assert page.count("Refuse and destroy") == 1, "the same packet twice is one"
    other.post("/packets/know/", {"card": card})
    known = read(city.bina).of_type(Correspondent)[0]
    other.post(f"/packets/compare/{known.id}/")
    waiting = read(city.bina).of_type(ReceivedPacket)[0]
    other.post(f"/packets/answer/{waiting.id}/", {"answer": "accept"})
    assert len(read(city.bina).of_type(Note)) == 1


@pytest.mark.parametrize("body", [b"", b"\x00" * 50, b"corridor packet\n{}", b"corridor packet\n" + b"[" * 9000])
def test_other_files_are_refused_in_words(people: People, client: Client, body: bytes) -> None:
    sign_in(client, people.bina)
    page = client.post("/packets/receive/", {"file": SimpleUploadedFile("x", body)}, follow=True)
    assert page.status_code == 200 and not SealedRecord.objects.exists()


@pytest.mark.parametrize("name", ["dalia", "esther", "farida", "hana", "ines", "lina"])
def test_nobody_else_finds_these_pages(people: People, client: Client, name: str) -> None:
    sign_in(client, people.members[name])
    assert client.get("/packets/").status_code == 404
