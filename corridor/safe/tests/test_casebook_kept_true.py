"""The casebook in memory says what the database says: after a write that was undone, and while others write."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from corridor.safe import casebook, chain, queries
from corridor.safe.actions import centres, records
from corridor.safe.content import TYPES, Content
from corridor.safe.faults import BesideChanged, KeyReplaced, MonthChanged
from corridor.safe.keys import RECORDS, Member
from corridor.safe.models import AuditEntry, Epoch, SealedRecord
from corridor.safe.primitives import new_private, public_of
from corridor.safe.tests.people import People, sign_in

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Slip(Content):
    """A content for these tests alone."""

    TYPE = "test-slip"
    text: str
    wants_work: bool = False
    closed: date | None = None

    def stands_open(self) -> bool:
        return self.wants_work

    def closed_on(self) -> date | None:
        return self.closed


@dataclass(frozen=True)
class Stub(Content):
    """A part of it."""

    TYPE, HEAD = "test-stub", "slip"
    slip: str


@pytest.fixture(scope="module", autouse=True)
def leave_no_type() -> Iterator[None]:
    yield
    TYPES.pop("test-slip", None)
    TYPES.pop("test-stub", None)


def texts(member: Member) -> set[str]:
    return {one.plain["c"]["text"] for one in queries.reading(member, "read_note").everything()}


class Undone(Exception):
    """What makes a transaction end without being kept, as a full disk does."""


def write_and_undo(people: People) -> None:
    with pytest.raises(Undone), transaction.atomic():
        records.write_record(Slip("undone"), by=people.bina)
        assert texts(people.bina) == {"kept", "undone"}
        raise Undone


def test_what_was_undone_is_not_shown(people: People) -> None:
    records.write_record(Slip("kept"), by=people.bina)
    write_and_undo(people)
    assert texts(people.bina) == {"kept"}


def test_what_takes_the_number_of_something_undone_is_shown(people: People) -> None:
    records.write_record(Slip("kept"), by=people.bina)
    write_and_undo(people)
    records.write_record(Slip("next"), by=people.chandra)
    assert texts(people.bina) == {"kept", "next"}
    records.write_record(Slip("after"), by=people.chandra)
    assert texts(people.bina) == {"kept", "next", "after"}


def test_a_record_that_changes_while_a_casebook_is_first_opened_is_in_it(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = records.write_record(Slip("one"), by=people.bina)
    casebook.drop()
    take = casebook.Book._take
    meanwhile = iter([Slip("two", wants_work=True), Slip("three")])

    def slow(book: casebook.Book, *given: Any) -> None:
        if changed := next(meanwhile, None):
            row = SealedRecord.objects.get(pk=written.id)
            records.change_record(written.id, changed, read=row.change, by=people.chandra)
        take(book, *given)

    monkeypatch.setattr(casebook.Book, "_take", slow)
    assert len(texts(people.bina)) == 1
    assert queries.reading(people.bina, "read_note").get(written.id)


def test_a_chain_that_grows_while_it_is_read_is_whole(people: People) -> None:
    """Somebody who reads the audit while others work sees no fault; an entry put after the head is one."""
    ground = queries.ground_of(people.centre)
    records.write_record(Slip("meanwhile"), by=people.bina)
    assert chain.faults(ground) == []
    last = AuditEntry.objects.filter(centre=people.centre).latest("sequence")
    AuditEntry.objects.create(
        centre=people.centre, sequence=last.sequence + 1, day=last.day, epoch=1, sealed=b"", hash=b""
    )
    assert chain.faults(ground) == [f"entry {last.sequence + 1} was added after the head"]


def test_what_stands_beside_the_seal_is_believed_only_as_it_was_sealed(people: People) -> None:
    kept = records.write_record(Slip("kept", wants_work=True), by=people.bina)
    SealedRecord.objects.filter(id=kept.id).update(is_open=False, due=date(2001, 1, 1))
    known = queries.reading(people.bina, "read_note")
    entry = known.get(kept.id)
    assert entry and entry.is_open and entry.due is None
    assert known.faults == {kept.id: BesideChanged}
    records.change_record(kept.id, Slip("anew", wants_work=True), read=kept.change, by=people.bina)
    assert queries.reading(people.bina, "read_note").faults == {}


@pytest.mark.parametrize("month", [date(2026, 1, 1), None])
def test_a_month_of_destroying_that_was_changed_is_told_and_shown_as_it_was_sealed(
    people: People, month: date | None
) -> None:
    slip = Slip("kept", closed=date(2026, 11, 3))
    kept = records.write_record(slip, by=people.bina)
    assert queries.reading(people.bina, "read_note").faults == {}
    SealedRecord.objects.filter(id=kept.id).update(shred_after=month)
    casebook.drop()
    known = queries.reading(people.bina, "read_note")
    assert known.faults == {kept.id: MonthChanged}
    assert (entry := known.get(kept.id)) and entry.shred_after == slip.shred_after()
    page = sign_in(Client(), people.bina).get("/notebook/").content.decode()
    assert "destroyed was changed in the database" in page
    records.change_record(kept.id, slip, read=kept.change, by=people.bina)
    assert queries.reading(people.bina, "read_note").faults == {}


def test_a_part_takes_the_month_of_its_head_and_an_older_record_the_one_beside_it(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is told of either: a part's month is set without opening it, an older seal holds none."""
    with monkeypatch.context() as earlier:
        encode = records.encode
        earlier.setattr(records, "encode", lambda *given: encode(*given).replace(b'"m":null,', b""))
        old = records.write_record(Slip("old"), by=people.bina)
    part = records.write_record(Stub(old.id), by=people.bina)
    records.keep_until([part.id], date(2030, 1, 1), by=people.bina)
    SealedRecord.objects.filter(id=old.id).update(shred_after=date(2030, 1, 1))
    casebook.drop()
    known = queries.reading(people.bina, "read_note")
    assert known.faults == {} and {one.shred_after for one in known.everything()} == {date(2030, 1, 1)}
    assert (entry := known.get(old.id)) and "m" not in entry.plain


def test_a_public_key_that_was_exchanged_is_told_before_anybody_writes_to_it(people: People) -> None:
    assert queries.reading(people.bina, "read_note").faults == {}
    Epoch.objects.filter(centre=people.centre, kind=RECORDS).update(public=public_of(new_private()))
    assert set(queries.reading(people.bina, "read_note").faults.values()) == {KeyReplaced}
    page = sign_in(Client(), people.bina).get("/notebook/").content.decode()
    assert "was exchanged in the database" in page
    centres.renew_key(RECORDS, by=people.amina)
    assert queries.reading(Member(people.bina.account, people.bina.private), "read_note").faults == {}
