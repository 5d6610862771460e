"""What is odd: text of all kinds, records that are none, rows that were altered, forms too large, days far away."""

import pytest

from corridor.safe import casebook, queries
from corridor.safe.actions import notebook, records
from corridor.safe.faults import Altered, Conflict, UnknownVersion
from corridor.safe.models import SealedRecord
from corridor.safe.notebook.contents import Note, Typed
from corridor.safe.tests.people import People
from corridor.safe.tests.test_notebook import NAUGHTY, SCRIPTS, browser, read, version_of, write

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("text", NAUGHTY)
def test_odd_text_is_kept_shown_and_found(people: People, text: str) -> None:
    bina = browser(people, "bina")
    answer = bina.post("/notebook/write/", {"title": "About " + text, "text": "x" + text, "form": "f"}, follow=True)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "<script>alert" not in page and ("SECRET" not in text or "SECRET_KEY }}" in page)
    [note] = read(people.bina)
    assert note.title == " ".join(["About", text.replace("\0", "")]).strip()
    words = text.replace("\0", "").split()
    if words and words[0].isprintable():
        bina.post("/notebook/found/", {"words": words[0]})
        assert "About" in bina.get("/notebook/found/").content.decode()


def test_a_part_that_does_not_open_is_told_on_the_note(people: People) -> None:
    bina = browser(people, "bina")
    id = write(bina)
    seal_plain(people, b'{"t":"note-part","v":7,"c":{"note":"%s","text":"x"}}' % id.encode())
    seal_plain(people, b'{"t":"note-part","v":1,"c":{"note":"%s","text":5}}' % id.encode())
    assert "2 things that belong to this note do not open" in bina.get(f"/notebook/{id}/").content.decode()


def seal_plain(people: People, plain: bytes) -> str:
    """What somebody with the public key and the database could put there: anything."""
    written = records.write_record(Note("carrier"), by=None, centre=people.centre)
    from corridor.safe import sealing
    from corridor.safe.keys import RECORDS, current

    place = sealing.Place(written.id, people.centre.key, written.change)
    wraps, sealed = sealing.seal(
        place,
        plain,
        centre_public=bytes(current(people.centre, RECORDS).public),
        centre_data_key=None,
        recovery_public=b"",
    )
    SealedRecord.objects.filter(pk=written.id).update(wraps=wraps, sealed=sealed)
    return written.id


def test_the_first_version_is_read_and_corrected_into_this_one(people: People) -> None:
    body = "Old note\\nwritten long ago"
    id = seal_plain(people, b'{"t":"note","v":1,"c":{"body":"%s","author":"bina"}}' % body.encode())
    [note] = read(people.bina)
    assert (note.title, note.text, note.author, note.kind) == ("Old note", "written long ago", "bina", "other")
    bina = browser(people, "bina")
    assert "Old note" in bina.get("/notebook/").content.decode()
    assert ">Old note<" in bina.post("/notebook/found/", {"words": "long ago"}, follow=True).content.decode()
    given = {"title": "Old note", "text": "corrected", "read": str(version_of(id)), "form": "c"}
    assert bina.post(f"/notebook/{id}/correct/", given).status_code == 302
    assert queries.reading(people.bina, "read_note").get(id).plain["v"] == Note.VERSION == 2


ODD = [
    b"",
    b"not json",
    b"[]",
    b"{}",
    b'{"t":"note","v":2,"c":[]}',
    b'{"t":5,"v":2,"c":{}}',
    b'{"t":"note","v":"2","c":{"title":"x"}}',
    b'{"t":"note","v":2,"c":{}}',
    b'{"t":"note","v":2,"c":{"title":7}}',
    b'{"t":"note","v":2,"c":{"title":"x","about":"2026-13-40"}}',
    b'{"t":"note","v":2,"c":{"title":"x","links":5}}',
    b'{"t":"note","v":2,"c":{"title":"x"},"n":[1]}',
    b'{"t":"note","v":3,"c":{"title":"x"}}',
    b'{"t":"from-a-later-corridor","v":1,"c":{}}',
    b'{"t":"note-part","v":2,"c":{"note":["x"],"text":"y"}}',
    b"[" * 60_000,
]


@pytest.mark.parametrize("plain", ODD)
def test_what_is_no_record_is_told_on_top_and_takes_nothing_else_away(people: People, plain: bytes) -> None:
    bina = browser(people, "bina")
    write(bina, title="A good one")
    bad = seal_plain(people, plain)
    casebook.drop()
    for address in ("/notebook/", "/notebook/found/"):
        page = bina.get(address).content.decode()
        assert "A good one" in page and "1 record of the centre does not open." in page
    assert bina.get(f"/notebook/{bad}/").status_code in {404, 409}


def test_duplicate_keys_in_a_record_and_in_a_form(people: People) -> None:
    seal_plain(people, b'{"t":"note","v":2,"c":{"title":"first","title":"second"}}')
    bina = browser(people, "bina")
    body = b"title=one&title=two&form=f&form=g&level=circle&level=named"
    answer = bina.post("/notebook/write/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 302 and {note.title for note in read(people.bina)} == {"second", "two"}


@pytest.mark.parametrize("column", ["wraps", "sealed", "version", "epoch", "change"])
def test_an_altered_row_is_told_and_the_rest_is_read(people: People, column: str) -> None:
    bina = browser(people, "bina")
    write(bina, title="A good one", form="1")
    bad = write(bina, title="A bad one", form="2")
    row = SealedRecord.objects.get(pk=bad)
    old = getattr(row, column)
    value = bytes([bytes(old)[0] ^ 1]) + bytes(old)[1:] if column in {"wraps", "sealed"} else old + 90
    SealedRecord.objects.filter(pk=bad).update(**{column: value})
    if column == "change":
        SealedRecord.objects.filter(pk=bad).update(change=1)
    casebook.drop()
    page = bina.get("/notebook/").content.decode()
    assert "A good one" in page and "A bad one" not in page and "1 record of the centre does not open." in page
    for way in ("", "correct/", "readers/", "link/"):
        assert bina.get(f"/notebook/{bad}/{way}").status_code == 404


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": "x" * 70_000}, "70000 characters were found; it holds at most 200"),
        ({"text": "x" * 300_001}, "300001 characters were found; it holds at most 300000"),
        ({"title": " ", "text": "\0\r\n"}, "a title or a text is needed"),
        ({"title": "t", "about": "32.13.2026"}, "is not a day"),
        ({"title": "t", "kind": "nonsense"}, "nonsense"),
        ({"title": "t", "remind": "2026-02-30"}, "is not a day"),
    ],
)
def test_what_does_not_fit_is_told_and_kept_in_the_form(people: People, fields: dict[str, str], said: str) -> None:
    bina = browser(people, "bina")
    answer = bina.post("/notebook/write/", {"form": "f", "text": "kept in the form"} | fields)
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and read(people.bina) == []
    assert ("kept in the form" in page) == ("text" not in fields)


def test_a_long_text_is_kept_whole(people: People) -> None:
    text = SCRIPTS["ne"] * 14_000  # 280,000 letters, 770,000 bytes
    write(browser(people, "bina"), title="Long", text=text)
    assert read(people.bina)[0].text == text


def test_a_form_of_ten_megabytes_gets_a_clear_answer(people: People) -> None:
    answer = browser(people, "bina").post("/notebook/write/", {"title": "x", "text": "x" * 10_000_000})
    assert answer.status_code == 413 and "too large" in answer.content.decode() and read(people.bina) == []


@pytest.mark.parametrize("day", ["1926-11-22", "2036-11-22", "9999-12-31", "0001-01-01"])
def test_days_far_away_are_kept_and_pointed_out(people: People, day: str) -> None:
    bina = browser(people, "bina")
    answer = bina.post("/notebook/write/", {"title": "x", "about": day, "remind": day, "form": "f"}, follow=True)
    assert answer.status_code == 200 and "years from today" in answer.content.decode()
    assert str(read(people.bina)[0].about) == day and bina.get("/notebook/").status_code == 200


def test_days_in_figures_of_other_scripts(people: People) -> None:
    write(browser(people, "bina"), title="x", about="٢٠٢٦-١١-٢٢", remind="२०२६-११-२३")
    note = read(people.bina)[0]
    assert (str(note.about), str(note.remind)) == ("2026-11-22", "2026-11-23")


def test_signs_that_turn_the_writing_are_pointed_out(people: People) -> None:
    bina = browser(people, "bina")
    answer = bina.post("/notebook/write/", {"title": "a \u202eb", "form": "f"}, follow=True)
    assert "turn the direction of writing" in answer.content.decode()


def test_conflict_and_version_faults_are_raised_by_the_actions(people: People) -> None:
    written = notebook.write_note(Typed("a"), by=people.bina, form="f")
    notebook.correct_note(written.id, Typed("b"), read=written.change, base="", by=people.amina, form="1")
    with pytest.raises(Conflict):
        notebook.correct_note(written.id, Typed("c"), read=written.change, base="", by=people.bina, form="2")
    seal_plain(people, b'{"t":"note","v":9,"c":{"title":"x"}}')
    with pytest.raises(UnknownVersion):
        read(people.bina)
    part = notebook.add_part(written.id, "p", by=people.bina, form="p")
    SealedRecord.objects.filter(pk=part.id).update(sealed=b"x" * 1024)
    casebook.drop()
    assert Altered in queries.reading(people.bina, "read_note").faults.values()
