"""The notebook through its pages: writing, reading, who sees what, drafts, two people at once, and odd input."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from corridor.reference.folding import folded
from corridor.safe import chain, queries
from corridor.safe.actions import centres, members, notebook, records
from corridor.safe.faults import NoKey
from corridor.safe.keys import Member
from corridor.safe.models import AuditEntry, SealedRecord
from corridor.safe.notebook.contents import KeptText, Note, NoteDraft, NotePart, SavedView, Typed
from corridor.safe.notebook.reading import Filters, found
from corridor.safe.tests.people import People, open_centre, sign_in

pytestmark = pytest.mark.django_db
SCRIPTS = {
    "ar": "عاملةٌ فقدت جواز سفرها",
    "ne": "उनको पासपोर्ट खोसियो",
    "bn": "তার পাসপোর্ট কেড়ে নেওয়া হয়েছে",
    "hi": "मालिक ने पासपोर्ट ले लिया",
    "si": "ඇයගේ විදේශ ගමන් බලපත්‍රය",
    "ta": "அவளுடைய கடவுச்சீட்டு",
    "am": "ፓስፖርቷ ተወስዷል",
}
NAUGHTY = [
    *SCRIPTS.values(),
    "\u202egnirts desrever\u202c",
    "a\0b",
    "<script>alert(1)</script>",
    "'; DROP TABLE safe_sealedrecord; --",
    "{% debug %}{{ settings.SECRET_KEY }}",
    "=cmd|' /C calc'!A0",
    "../../etc/passwd",
    "\ufeff\u200b\u2028",
    "👩🏽‍🏭" * 20,
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢",
    "%s%n%x",
    "nul",
    "\ud7ff\ue000",
]


def browser(people: People, name: str) -> Client:
    return sign_in(Client(), people.members[name])


def read(member: Member, kind: type = Note) -> list:
    return [entry.content for entry in queries.reading(member, "read_note").of_type(kind)]


def write(client: Client, **fields: str) -> str:
    """Write a note through the form; its id."""
    answer = client.post("/notebook/write/", {"title": "A note", "form": "form-" + fields.get("title", "one")} | fields)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"].split("/")[-2]


def version_of(id: str) -> int:
    return SealedRecord.objects.get(pk=id).change


def hidden(page: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]  # type: ignore[index]


def test_write_read_add_close_open(people: People) -> None:
    bina, amina = browser(people, "bina"), browser(people, "amina")
    id = write(bina, title="Tea at the church", text="Twelve came.", kind="meeting", about="2026-11-20")
    bina.post(f"/notebook/{id}/add/", {"text": "Two more came later.", "form": "x"})
    page = amina.get(f"/notebook/{id}/").content.decode()
    for said in ("Tea at the church", "Twelve came.", "Two more came later.", "20 November 2026", "Meeting", "bina"):
        assert said in page
    assert "Everybody in the centre's circle reads this." in page
    assert "<title>Note · Corridor</title>" in page.replace("\n", ""), "the title of the page says nothing"
    assert page.count("<div><dt>") <= 5
    amina.post(f"/notebook/{id}/close/", {"closed": "yes"})
    months = {row.shred_after for row in SealedRecord.objects.all()}
    today = timezone.localdate()
    after = today.year * 12 + today.month + 12
    assert months == {date(after // 12, after % 12 + 1, 1)}, "a part is kept as long as its note"
    bina.post(f"/notebook/{id}/add/", {"text": "Said after closing.", "form": "y"})
    assert {row.shred_after for row in SealedRecord.objects.all()} == months
    amina.post(f"/notebook/{id}/close/", {"closed": "no"})
    assert {row.shred_after for row in SealedRecord.objects.all()} == {None}


def test_today_first_what_is_due(people: People) -> None:
    bina, today = browser(people, "bina"), timezone.localdate()
    write(bina, title="Later one")
    write(bina, title="Overdue one", remind=str(today - timedelta(days=3)))
    write(bina, title="Due one", remind=str(today))
    write(bina, title="Not yet", remind=str(today + timedelta(days=3)))
    done = write(bina, title="Closed one")
    bina.post(f"/notebook/{done}/close/", {"closed": "yes"})
    page = bina.get("/notebook/").content.decode()
    places = [page.index(title) for title in ("Overdue one", "Due one", "Other open notes", "Not yet", "Later one")]
    assert places == sorted(places) and "Closed one" not in page and "overdue" in page
    everything = bina.post("/notebook/found/", {}, follow=True).content.decode()
    assert "Closed one" in everything
    assert SealedRecord.objects.filter(due=today).count() == 1


def test_an_empty_list_says_what_would_be_here(people: People) -> None:
    assert "Nothing stands open." in browser(people, "bina").get("/notebook/").content.decode()


@pytest.mark.parametrize("script", SCRIPTS)
def test_search_in_every_script_by_part_of_a_word(people: People, script: str) -> None:
    bina = browser(people, "bina")
    id = write(bina, title="One", form="1")
    write(bina, title="Two", form="2")
    bina.post(f"/notebook/{id}/add/", {"text": SCRIPTS[script], "form": "p"})
    word = SCRIPTS[script].split()[-1]
    answer = bina.post("/notebook/found/", {"words": word[: max(3, len(word) // 2)]})
    assert answer.status_code == 302 and answer["Location"] == "/notebook/found/", "nothing stands in the address"
    page = bina.get("/notebook/found/").content.decode()
    assert ">One<" in page and ">Two<" not in page


@pytest.mark.parametrize(
    ("typed", "sought"),
    [("ئ", "ي\u0654"), ("ऱ", "र\u093c"), ("Éléa", "e\u0301le\u0301a"), ("أب", "اب"), ("٢٣", "23"), ("ড়", "ড\u09bc")],
)
def test_signs_in_one_piece_and_in_two_find_each_other(typed: str, sought: str) -> None:
    assert folded(typed) == folded(sought) == folded(typed + " ")[:-1]


def test_filters_and_sorting(people: People) -> None:
    for title, kind, about in (("b", "call", "2026-01-05"), ("a", "meeting", "2026-03-01"), ("c", "call", "")):
        day = date.fromisoformat(about) if about else None
        notebook.write_note(Typed(title, "", kind, day), by=people.bina, form=title)
    naming = records.Naming((people.bina.account,), restricted=True)
    notebook.write_note(Typed("d"), by=people.bina, form="d", naming=naming)
    known = queries.reading(people.bina, "read_note")

    def titles(**asked: str) -> str:
        now = queries.reading(people.bina, "read_note")
        return "".join(one.content.title for one in found(now, Filters.of(asked)))

    assert titles() == "dcab" and titles(sort="title") == "abcd" and titles(sort="about") == "abdc"
    assert titles(kind="call") == "cb" and titles(level="restricted") == "d" and titles(state="closed") == ""
    assert titles(kind="nonsense", sort="nonsense") == "dcab"
    first = known.of_type(Note)[0]
    linked = Note("e", links=(first.id,))
    records.write_record(linked, by=people.bina)
    assert titles(words=first.id) == "", "an id is nothing that anybody wrote"


def test_paging_and_saved_views_stay_out_of_the_address(people: People) -> None:
    for number in range(55):
        notebook.write_note(Typed(f"number {number:02}"), by=people.bina, form=str(number))
    bina = browser(people, "bina")
    bina.post("/notebook/found/", {"words": "number", "sort": "title"})
    assert "number 49" in (page := bina.get("/notebook/found/").content.decode()) and "number 50" not in page
    page = bina.post("/notebook/found/", {"page": "2"}, follow=True).content.decode()
    assert "number 54" in page and "number 49" not in page
    for odd in ("99", "-1", "x", "٢", ""):
        assert bina.post("/notebook/found/", {"page": odd}, follow=True).status_code == 200
    bina.post("/notebook/views/", {"name": "My numbers"})
    assert [view.words for view in read(people.bina, SavedView)] == ["number"]
    assert read(people.amina, SavedView) == [], "sealed for her alone"
    view = queries.reading(people.bina, "read_note").of_type(SavedView)[0].id
    bina.post("/notebook/found/", {"words": "else"})
    bina.post(f"/notebook/views/{view}/use/")
    assert "number 00" in bina.get("/notebook/found/").content.decode()
    assert browser(people, "amina").post(f"/notebook/views/{view}/remove/").status_code == 404
    assert "My numbers" in bina.get("/notebook/").content.decode()
    bina.post(f"/notebook/views/{view}/remove/")
    assert read(people.bina, SavedView) == []
    assert bina.post("/notebook/views/", {"name": " "}, follow=True).status_code == 200


def test_a_restricted_note_and_all_that_belongs_to_it_opens_for_those_named(people: People) -> None:
    bina = browser(people, "bina")
    id = write(bina, title="Hers alone")
    bina.post(f"/notebook/{id}/add/", {"text": "A part", "form": "p"})
    until = timezone.localdate() + timedelta(days=10)
    farida = people.farida.account.key
    chosen = {"level": "named", "reader": [farida], f"until_{farida}": str(until)}
    assert bina.post(f"/notebook/{id}/readers/", chosen).status_code == 302
    bina.post(f"/notebook/{id}/add/", {"text": "A later part", "form": "q"})
    for name in ("amina", "chandra", "gita"):
        assert read(people.members[name]) == [] == read(people.members[name], NotePart)
        assert browser(people, name).get(f"/notebook/{id}/").status_code == 404
    assert {part.text for part in read(people.farida, NotePart)} == {"A part", "A later part"}
    lawyer = browser(people, "farida").get(f"/notebook/{id}/").content.decode()
    assert "Hers alone" in lawyer and "Only those named read this:" in lawyer and "Correct it" not in lawyer
    assert "Hers alone" in browser(people, "farida").get("/notebook/").content.decode()
    bina.post(f"/notebook/{id}/correct/", {"title": "Hers still", "read": version_of(id), "form": "c"})
    assert [note.title for note in read(people.farida)] == ["Hers still"], "a correction names the same people"
    bina.post(f"/notebook/{id}/readers/", {"level": "circle"})
    assert len(read(people.amina, NotePart)) == 2 and read(people.farida) == []


def test_a_lawyer_reads_until_her_day(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    today = timezone.localdate()
    naming = records.Naming((people.bina.account, people.farida.account), True, ((people.farida.account.key, today),))
    written = notebook.write_note(Typed("Until today"), by=people.bina, form="f", naming=naming)
    assert [note.title for note in read(people.farida)] == ["Until today"]
    monkeypatch.setattr(timezone, "localdate", lambda: today + timedelta(days=1))
    assert read(people.farida) == []
    notebook.add_part(written.id, "said later", by=people.bina, form="p")
    monkeypatch.setattr(timezone, "localdate", lambda: today)
    assert read(people.farida, NotePart) == [], "what is written after her day is not sealed to her at all"


@pytest.mark.parametrize("case", ["seven", "no day", "past day", "late day", "not a day", "nobody known"])
def test_naming_that_does_not_fit_is_told_and_what_was_typed_stays(people: People, case: str) -> None:
    bina, farida = browser(people, "bina"), people.farida.account.key
    chosen: dict = {"level": "named", "title": "Kept in the form", "form": "f", "reader": [farida]}
    if case == "seven":
        for number in range(6):
            account, _ = members.join(
                members.invitation_for(members.invite("caseworker", by=people.amina)), f"more{number}", "p" * 30, {}
            )
            chosen["reader"].append(account.key)
        chosen[f"until_{farida}"] = str(timezone.localdate())
    day = {"past day": "2020-01-01", "late day": "2999-01-01", "not a day": "soon", "no day": ""}.get(case)
    if day is not None:
        chosen[f"until_{farida}"] = day
    if case == "nobody known":
        chosen["reader"] = [people.hana.account.key, people.dalia.account.key, "nobody"]
        assert bina.post("/notebook/write/", chosen).status_code == 302
        assert [len(one.named) for one in queries.reading(people.bina, "read_note").of_type(Note)] == [1]
        return
    answer = bina.post("/notebook/write/", chosen)
    assert answer.status_code == 422 and "Kept in the form" in answer.content.decode() and read(people.bina) == []


def test_reading_is_chained_once_in_a_session(people: People) -> None:
    bina = browser(people, "bina")
    id = write(bina)
    amina, chandra = browser(people, "amina"), browser(people, "chandra")
    for _ in range(3):
        amina.get(f"/notebook/{id}/")
    chandra.get(f"/notebook/{id}/")
    reads = [act.by for act in chain.acts(people.dalia) if act.did == "read note" and act.about == id]
    assert sorted(reads) == sorted([people.amina.account.key, people.chandra.account.key])


def test_a_community_worker_writes_and_reads_nothing(people: People) -> None:
    esther = browser(people, "esther")
    page = esther.get("/notebook/write/").content.decode()
    assert "reader" not in page and "bina" not in page
    answer = esther.post("/notebook/write/", {"title": "From the field", "form": "f", "level": "named"})
    assert answer.status_code == 200 and "Kept; the circle reads it" in answer.content.decode()
    esther.post("/notebook/write/", {"title": "From the field", "form": "f"})
    esther.post("/notebook/write/", {"title": "From the field, more", "form": "f"})
    assert {note.title for note in read(people.bina)} == {"From the field", "From the field, more"}
    id = SealedRecord.objects.first().pk
    for address in ("", "found/", f"{id}/", f"{id}/correct/", f"draft/{id}/"):
        assert esther.get(f"/notebook/{address}").status_code == 404
    draft = esther.post("/notebook/draft/", {"text": "half a thing", "form": "g"}).content.decode()
    assert "the circle reads it" in draft
    assert "begun by esther" in browser(people, "bina").get("/notebook/").content.decode()


@pytest.mark.parametrize("name", ["dalia", "hana", "ines", "edith", "lina"])
def test_nobody_else_finds_a_notebook(people: People, name: str) -> None:
    client = browser(people, name)
    for address in ("notebook/", "notebook/write/", "notebook/found/"):
        assert client.get(f"/{address}").status_code == 404


def test_sent_twice_is_one_note_with_what_was_sent_last(people: People) -> None:
    bina = browser(people, "bina")
    once = write(bina, title="Once", form="f")
    assert write(bina, title="Once", form="f") == once
    assert write(bina, title="Once, then more", form="f") == once, "the answer was lost, she went on writing"
    assert [note.title for note in read(people.bina)] == ["Once, then more"]
    for _ in range(2):
        bina.post(f"/notebook/{once}/add/", {"text": "a part", "form": "p"})
        bina.post(f"/notebook/{once}/correct/", {"title": "Twice", "read": version_of(once), "form": "c"})
    assert len(read(people.bina, NotePart)) == 1 and [note.title for note in read(people.bina)] == ["Twice"]


def test_drafts_are_kept_for_their_writer_and_go_when_the_note_is_kept(people: People) -> None:
    bina = browser(people, "bina")
    script = {"HTTP_ACCEPT": "application/json"}
    typed = {"title": "Half", "text": "a sente", "form": "f", "about": "not a day", "what": "new"}
    for text in ("a", "a sen", "a sente"):
        assert bina.post("/notebook/draft/", typed | {"text": text}, **script).json() == {"kept": True}
    [draft] = read(people.bina, NoteDraft)
    assert (draft.text, draft.about, draft.author) == ("a sente", "not a day", "bina")
    assert read(people.amina, NoteDraft) == [], "it may become a restricted note"
    assert SealedRecord.objects.get().shred_after is not None
    page = bina.get("/notebook/").content.decode()
    address = re.search(r"/notebook/draft/[0-9a-f-]{36}/", page)[0]  # type: ignore[index]
    form = bina.get(address).content.decode()
    assert "a sente" in form and hidden(form, "form") == "f"
    assert browser(people, "amina").get(address).status_code == 404
    write(bina, title="Half", text="a sentence", form="f")
    assert read(people.bina, NoteDraft) == []
    late = bina.post("/notebook/draft/", typed, **script).json()
    assert late == {"kept": False} and read(people.bina, NoteDraft) == [], "what was on the way when the note was kept"
    bina.post("/notebook/draft/", {"text": "for the bin", "form": "g"})
    [entry] = queries.reading(people.bina, "read_note").of_type(NoteDraft)
    assert browser(people, "amina").post(f"/notebook/draft/{entry.id}/remove/").status_code == 404
    bina.post(f"/notebook/draft/{entry.id}/remove/")
    assert read(people.bina, NoteDraft) == []


def test_drafts_of_a_correction_and_of_an_addition_come_back(people: People) -> None:
    bina = browser(people, "bina")
    id = write(bina, title="Whole")
    page = bina.get(f"/notebook/{id}/correct/").content.decode()
    given = {name: hidden(page, name) for name in ("form", "read", "base")}
    bina.post("/notebook/draft/", given | {"title": "Whole and ha", "what": "correction", "note": id})
    bina.post("/notebook/draft/", {"text": "also th", "form": "p", "what": "addition", "note": id})
    again = bina.get(f"/notebook/{id}/correct/").content.decode()
    assert "Whole and ha" in again and hidden(again, "read") == given["read"]
    page = bina.get(f"/notebook/{id}/").content.decode()
    assert "also th" in page
    bina.post(f"/notebook/{id}/add/", {"text": "also this", "form": "p"})
    bina.post(f"/notebook/{id}/correct/", given | {"title": "Whole and half"})
    assert read(people.bina, NoteDraft) == [] and [note.title for note in read(people.bina)] == ["Whole and half"]


def corrected(client: Client, id: str, form: dict[str, str], **fields: str) -> object:
    return client.post(f"/notebook/{id}/correct/", form | fields)


@pytest.mark.parametrize("choice", ["walks away", "mine", "joined"])
def test_of_two_texts_none_is_lost(people: People, choice: str) -> None:
    bina, amina = browser(people, "bina"), browser(people, "amina")
    id = write(bina, title="Note", text="as it was")
    forms = []
    for client in (bina, amina):
        page = client.get(f"/notebook/{id}/correct/").content.decode()
        forms.append({name: hidden(page, name) for name in ("form", "read", "base")} | {"title": "Note"})
    assert corrected(amina, id, forms[1], text="as Amina has it").status_code == 302
    answer = corrected(bina, id, forms[0], text="as Bina has it")
    page = answer.content.decode()
    assert answer.status_code == 409 and "as Amina has it" in page and "as Bina has it" in page
    assert [kept.text for kept in read(people.chandra, KeptText)] == ["as Bina has it"], "kept before she chooses"
    again = {name: hidden(page, name) for name in ("form", "read", "base")} | {"title": "Note", "keep_old": "yes"}
    if choice != "walks away":
        text = "as Bina has it" if choice == "mine" else "as both have it"
        assert corrected(bina, id, again, text=text).status_code == 302
    texts = {note.text for note in read(people.chandra)} | {kept.text for kept in read(people.chandra, KeptText)}
    assert {"as Amina has it", "as Bina has it"} <= texts
    shown = amina.get(f"/notebook/{id}/").content.decode()
    assert "as Amina has it" in shown and "as Bina has it" in shown
    if choice == "mine":
        assert shown.count("as Bina has it") == 1, "what became the note is not shown a second time"


def test_closing_or_linking_meanwhile_is_no_conflict_of_texts(people: People) -> None:
    bina, amina = browser(people, "bina"), browser(people, "amina")
    id, other = write(bina, title="One", form="1"), write(bina, title="Two", form="2")
    page = bina.get(f"/notebook/{id}/correct/").content.decode()
    given = {name: hidden(page, name) for name in ("form", "read", "base")}
    amina.post(f"/notebook/{id}/close/", {"closed": "yes"})
    amina.post(f"/notebook/{id}/link/", {"other": other, "linked": "yes"})
    assert corrected(bina, id, given, title="One, corrected").status_code == 302
    note = next(note for note in read(people.bina) if note.title == "One, corrected")
    assert note.closed and note.links == (other,) and note.changed_by == "bina"


def test_a_correction_of_a_note_that_was_taken_away_meanwhile_is_kept_as_a_draft(people: People) -> None:
    bina, amina = browser(people, "bina"), browser(people, "amina")
    id = write(bina, title="Was everybody's")
    page = bina.get(f"/notebook/{id}/correct/").content.decode()
    given = {name: hidden(page, name) for name in ("form", "read", "base")}
    amina.post(f"/notebook/{id}/readers/", {"level": "named"})
    answer = bina.post(f"/notebook/{id}/correct/", given | {"title": "Long work"}, follow=True)
    assert answer.status_code == 200 and "Long work" in answer.content.decode()


def test_parts_of_a_restricted_note_are_restricted(people: People) -> None:
    """The part is sealed to whoever the note is sealed to at that moment, not when the page was opened."""
    written = notebook.write_note(Typed("Note"), by=people.bina, form="f")
    notebook.set_readers(written.id, records.Naming((people.bina.account,), True), by=people.bina)
    notebook.add_part(written.id, "A part", by=people.bina, form="p")
    assert read(people.bina, NotePart) and read(people.amina, NotePart) == []
    with pytest.raises(NoKey):
        notebook.add_part(written.id, "Another", by=people.amina, form="q")


def test_links_show_from_both_sides_and_only_to_readers(people: People) -> None:
    bina = browser(people, "bina")
    one, two = write(bina, title="First", form="1"), write(bina, title="Second", form="2")
    assert "Second" in bina.post(f"/notebook/{one}/link/", {"words": "seco"}).content.decode()
    bina.post(f"/notebook/{one}/link/", {"other": two, "linked": "yes"})
    assert "Second" in bina.get(f"/notebook/{one}/").content.decode()
    assert "First" in bina.get(f"/notebook/{two}/").content.decode()
    bina.post(f"/notebook/{one}/readers/", {"level": "named"})
    assert "First" not in browser(people, "amina").get(f"/notebook/{two}/").content.decode()
    for odd in (one, "nonsense", "00000000-0000-4000-8000-000000000000"):
        assert bina.post(f"/notebook/{one}/link/", {"other": odd, "linked": "yes"}).status_code == 404
    bina.post(f"/notebook/{one}/link/", {"other": two, "linked": "no"})
    assert "Second" not in bina.get(f"/notebook/{one}/").content.decode()


def test_destroying_is_the_coordinators_and_takes_everything_along(people: People) -> None:
    bina, amina = browser(people, "bina"), browser(people, "amina")
    id = write(bina)
    bina.post(f"/notebook/{id}/add/", {"text": "part", "form": "p"})
    assert bina.get(f"/notebook/{id}/erase/").status_code == bina.post(f"/notebook/{id}/erase/").status_code == 404
    page = amina.get(f"/notebook/{id}/erase/").content.decode()
    assert "can not be undone" in page and "within 30 days" in page and SealedRecord.objects.count() == 2
    amina.post(f"/notebook/{id}/erase/")
    assert SealedRecord.objects.count() == 0
    assert bina.get(f"/notebook/{id}/").status_code == 404


def test_after_sealing_nobody_reads_and_a_new_origin_is_shown(people: People) -> None:
    written = notebook.write_note(Typed("From afar"), by=people.bina, form="f")
    entry = queries.reading(people.bina, "read_note").get(written.id)
    origin = {"centre": "Centre of the hills", "day": "2026-11-20", "fingerprint": "1"}
    records.change_record(written.id, entry.content, read=entry.change, by=people.bina, origin=origin)
    bina = browser(people, "bina")
    assert "Centre of the hills" in bina.get(f"/notebook/{written.id}/").content.decode()
    notebook.set_closed(written.id, True, by=people.bina)
    assert "Centre of the hills" in bina.get(f"/notebook/{written.id}/").content.decode(), "it stays with the note"
    centres.seal_centre(people.centre, people.bina.account)
    assert bina.get("/notebook/").status_code == 403


def test_nothing_typed_stands_in_the_database_the_messages_or_the_address(people: People) -> None:
    bina = browser(people, "bina")
    mark = "CANARYcanary0123456789ab"
    answer = bina.post("/notebook/write/", {"title": mark, "text": mark, "form": "f"})
    assert mark not in str(answer.headers) and mark not in str(bina.cookies)
    bina.post("/notebook/found/", {"words": mark})
    bina.post("/notebook/views/", {"name": mark})
    bina.post("/notebook/draft/", {"text": mark, "form": "g"})
    for row in SealedRecord.objects.all():
        assert mark.encode() not in bytes(row.sealed) + bytes(row.wraps)
    assert all(mark.encode() not in bytes(one.sealed) for one in AuditEntry.objects.all())


def test_queries(people: People, django_assert_max_num_queries: object) -> None:
    bina = browser(people, "bina")
    naming = records.Naming((people.bina.account, people.amina.account), True)
    id = notebook.write_note(Typed("x"), by=people.bina, form="f", naming=naming).id
    for number in range(30):
        notebook.write_note(Typed(f"note {number}"), by=people.bina, form=str(number))
        notebook.add_part(id, f"part {number}", by=people.bina, form=str(number))
    for address in ("/notebook/", f"/notebook/{id}/", "/notebook/found/"):
        bina.get(address)
        with django_assert_max_num_queries(12):
            assert bina.get(address).status_code == 200


def test_faults_are_plain(people: People) -> None:
    """A member who was not admitted to the keys yet is told so; nothing else happens."""
    account, private = members.join(
        members.invitation_for(members.invite("caseworker", by=people.amina)), "newone", "p" * 30, {"pin": "271828"}
    )
    client = sign_in(Client(), Member(account, private))
    answer = client.get("/notebook/")
    assert answer.status_code == 403 and "no key" in answer.content.decode()
    assert client.post("/notebook/write/", {"title": "Can write", "form": "f"}).status_code == 302
    assert [note.title for note in read(people.bina)] == ["Can write"]


def test_a_centre_of_its_own(people: People) -> None:
    other = open_centre("Another centre", "x", outside=False)
    id = notebook.write_note(Typed("Not theirs"), by=people.bina, form="f").id
    theirs = sign_in(Client(), other.bina)
    for way in ("", "correct/", "readers/", "link/"):
        assert theirs.get(f"/notebook/{id}/{way}").status_code == 404
    for way in ("add/", "close/", "correct/"):
        posted = theirs.post(f"/notebook/{id}/{way}", {"text": "t", "title": "t", "closed": "yes", "form": "f"})
        assert posted.status_code in {302, 404}
    assert [note.title for note in read(people.bina)] == ["Not theirs"] and read(other.bina, NotePart) == []


def test_a_long_day_is_cut_and_leads_on(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corridor.safe.views.notebook.TODAY_MOST", 2)
    for number in range(4):
        due = timezone.localdate() - timedelta(days=number)
        notebook.write_note(Typed(f"due {number}", remind=due), by=people.bina, form=f"d{number}")
        notebook.write_note(Typed(f"other {number}"), by=people.bina, form=f"o{number}")
    bina = browser(people, "bina")
    page = bina.get("/notebook/").content.decode()
    assert "2 more are due" in page and "2 more<" in page and page.count("<bdi translate") == 4
    assert page.index("due 3") < page.index("due 2")
    found = bina.post("/notebook/found/", {"state": "open", "sort": "remind"}, follow=True).content.decode()
    assert found.index("due 3") < found.index("due 0") < found.index("other 0")
