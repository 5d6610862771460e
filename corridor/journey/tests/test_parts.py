"""What belongs to a worker's file, whatever its kind: added, corrected by two people, destroyed, left unfinished."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from corridor.journey.contents import Consent
from corridor.journey.data_groups import STANDS_IN
from corridor.journey.drafts import FormDraft
from corridor.journey.parts import PARTS
from corridor.journey.sheets import terms
from corridor.journey.tests.test_workers import browser, filed, read
from corridor.journey.tests.test_workers import opened as opened_plain
from corridor.journey.when import When
from corridor.safe import queries
from corridor.safe.actions import records
from corridor.safe.casebook import Entry
from corridor.safe.content import Content
from corridor.safe.tests.people import People

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("word", PARTS)]
KEEP, SCRIPT = "/drafts/keep/", {"HTTP_ACCEPT": "application/json"}


def kept(people: People, word: str) -> list[Entry]:
    found = queries.reading(people.bina, "read_case").of_type(PARTS[word].sheet.kind)
    return sorted(found, key=lambda one: one.change)


def keep(people: People, worker: str, word: str, **said: Any) -> str:
    """One of this kind in her file, with what it stands in."""
    if word in STANDS_IN:
        chain = kept(people, "recruitment-chain")
        said |= {STANDS_IN[word]: chain[0].id if chain else keep(people, worker, "recruitment-chain")}
    content: Any = PARTS[word].sheet.kind
    required = {
        one.name: terms(one.vocabulary)[0][0] for one in PARTS[word].sheet.every if one.required and one.how == "term"
    }
    return records.write_record(content(worker=worker, **(required | said)), by=people.bina).id


def lines(word: str) -> list[str]:
    """Fields in which somebody writes freely."""
    return [one.name for one in PARTS[word].sheet.every if one.how in ("line", "area")]


def typed(client: Client, worker: str, word: str, **said: Any) -> dict[str, Any]:
    """What a browser sends from a new form in which the first of what has to be chosen was chosen."""
    form = client.get(f"/workers/{worker}/add/{word}/").context["form"]
    given: dict[str, Any] = {"form": form["form"].value()}
    for name, field in form.fields.items():
        if field.required:
            given[name] = next(code for code, _ in field.choices if code)
    return given | said


def opened(client: Client, address: str) -> dict[str, Any]:
    """What a browser sends from a form that nobody touched; of a time, its words and its calendar."""
    given = opened_plain(client, address)
    for name, when in [(name, value) for name, value in given.items() if isinstance(value, When)]:
        given |= {name: when.said, f"{name}_calendar": when.calendar}
    return given


@pytest.fixture
def worker(people: People, word: str) -> str:
    id = filed(people)
    if word in STANDS_IN:
        keep(people, id, "recruitment-chain")
    return id


def test_it_is_added_once_and_signed_and_its_page_is_shown(people: People, worker: str, word: str) -> None:
    bina, before = browser(people), len(kept(people, word))
    given = typed(bina, worker, word, **{lines(word)[0]: "Kestrel"})
    answers = [bina.post(f"/workers/{worker}/add/{word}/", given) for _ in range(2)]
    [made] = kept(people, word)[before:]
    content: Any = made.content
    assert (getattr(content, lines(word)[0]), content.author, made.head) == ("Kestrel", "bina", worker)
    page = reverse(PARTS[word].page, args=[worker])
    assert [one["Location"] for one in answers] == [f"{page}#{made.id}"] * 2
    assert bina.get(page).status_code == 200


def test_what_is_wrong_is_told_and_what_was_typed_stays(people: People, worker: str, word: str) -> None:
    bina, before = browser(people), len(kept(people, word))
    wrong = {one.name: "about twelve" for one in PARTS[word].sheet.every if one.how == "money"}
    wrong |= {one.name: "the year of the flood" for one in PARTS[word].sheet.every if one.how == "when"}
    wrong |= {one.name: "no such" for one in PARTS[word].sheet.every if one.how in ("term", "country", "choice")}
    answer = bina.post(
        f"/workers/{worker}/add/{word}/", typed(bina, worker, word) | wrong | {lines(word)[0]: "Kestrel"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and "Kestrel" in page and len(kept(people, word)) == before
    for name in wrong:
        assert answer.context["form"][name].errors, name
    assert "about twelve" in page or not any(one.how == "money" for one in PARTS[word].sheet.every)


def test_opening_and_keeping_changes_nothing(people: People, worker: str, word: str) -> None:
    bina, id = browser(people), keep(people, worker, word, note="Kestrel")
    before = read(people.bina, PARTS[word].sheet.kind)
    address = f"/workers/{worker}/part/{id}/"
    assert bina.post(address, opened(bina, address)).status_code == 302
    assert read(people.bina, PARTS[word].sheet.kind) == before


def test_two_people_correct_different_fields(people: People, worker: str, word: str) -> None:
    id = keep(people, worker, word)
    bina, amina, address = browser(people), browser(people, "amina"), f"/workers/{worker}/part/{id}/"
    first, second = opened(bina, address), opened(amina, address)
    choice = next(one for one in PARTS[word].sheet.every if one.how in ("term", "country") and not one.required)
    code = next(code for code, _ in amina.get(address).context["form"].fields[choice.name].choices if code)
    assert bina.post(address, first | {"note": "Kestrel"}).status_code == 302
    assert amina.post(address, second | {choice.name: code}).status_code == 302
    made: Any = queries.reading(people.bina, "read_case").get(id).content  # type: ignore[union-attr]
    assert (made.note, getattr(made, choice.name)) == ("Kestrel", code)


def test_two_people_correct_the_same_field_and_both_are_shown(people: People, worker: str, word: str) -> None:
    id = keep(people, worker, word)
    bina, amina, address = browser(people), browser(people, "amina"), f"/workers/{worker}/part/{id}/"
    first, second = opened(bina, address), opened(amina, address)
    bina.post(address, first | {"note": "Kestrel"})
    answer = amina.post(address, second | {"note": "Plover"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "Kestrel" in page and "Plover" in page
    form = answer.context["form"]
    again = second | {"base": form["base"].value(), "note": "Plover", "clashed": "yes"}
    assert amina.post(address, again).status_code == 302
    made: Any = queries.reading(people.bina, "read_case").get(id).content  # type: ignore[union-attr]
    assert made.note.startswith("Plover") and "Kestrel" in made.note, "nothing that was said is lost"


def test_it_is_destroyed_with_what_means_nothing_without_it(people: People, worker: str, word: str) -> None:
    id, bina = keep(people, worker, word), browser(people)
    if word == "recruitment-chain":
        for other in STANDS_IN:
            keep(people, worker, other)
    stands = keep(people, worker, "loan")
    address = f"/workers/{worker}/part/{id}/destroy/"
    assert bina.get(address).status_code == 405
    assert bina.post(address)["Location"] == reverse(PARTS[word].page, args=[worker])
    known = queries.reading(people.bina, "read_case")
    assert known.get(id) is None and known.get(stands) is not None
    if word == "recruitment-chain":
        assert [one.type for one in known.parts(worker)] == ["loan"]


def test_it_goes_with_her_file(people: People, worker: str, word: str) -> None:
    keep(people, worker, word)
    browser(people, "amina").post(f"/workers/{worker}/destroy/")
    assert kept(people, word) == []


def test_an_unfinished_form_is_hers_alone_and_taken_up_whole(people: People, worker: str, word: str) -> None:
    bina, chandra = browser(people), browser(people, "chandra")
    given = typed(bina, worker, word, where=word, about=worker)
    assert bina.post(KEEP, given, **SCRIPT).json() == {"kept": False}, "nothing was written yet, only chosen"
    assert bina.post(KEEP, given | {lines(word)[0]: "Kestrel"}, **SCRIPT).json() == {"kept": True}
    [draft] = queries.reading(people.bina, "read_case").of_type(FormDraft)
    assert isinstance(draft.content, FormDraft) and draft.content.label == PARTS[word].sheet.label
    page = bina.get(f"/drafts/{draft.id}/", follow=True)
    assert page.status_code == 200 and "Kestrel" in page.content.decode()
    assert chandra.get(f"/workers/{worker}/add/{word}/?draft={draft.id}").status_code == 404
    assert bina.post(f"/workers/{worker}/add/{word}/", given | {lines(word)[0]: "Kestrel"}).status_code == 302
    assert queries.reading(people.bina, "read_case").of_type(FormDraft) == []


def test_what_looks_contradictory_is_kept_and_pointed_out(
    people: People, worker: str, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def doubts(known: Any, id: str, content: Content) -> list[str]:
        return [f"Odd: {content.note}"]  # type: ignore[attr-defined]

    monkeypatch.setitem(PARTS, word, replace(PARTS[word], doubts=doubts))
    bina = browser(people)
    page = bina.post(f"/workers/{worker}/add/{word}/", typed(bina, worker, word, note="Kestrel"), follow=True)
    assert "Odd: Kestrel" in page.content.decode()
    address = f"/workers/{worker}/part/{kept(people, word)[-1].id}/"
    page = bina.post(address, opened(bina, address) | {"note": "Plover"}, follow=True)
    assert "Odd: Plover" in page.content.decode()


def test_what_is_not_hers_is_not_there(people: People, worker: str, word: str) -> None:
    id, other = keep(people, worker, word), filed(people, "Maya", "fulu-sadu-5")
    bina, before = browser(people), read(people.bina, PARTS[word].sheet.kind)
    for name in ("dalia", "esther", "hana", "ines", "lina"):
        client = browser(people, name)
        for place in (f"add/{word}/", f"part/{id}/", f"part/{id}/destroy/"):
            assert client.get(f"/workers/{worker}/{place}").status_code in (404, 405), name
            assert client.post(f"/workers/{worker}/{place}", {"form": "f"}).status_code == 404, name
    for place in (f"part/{id}/", f"part/{id}/destroy/"):
        assert bina.post(f"/workers/{other}/{place}").status_code == 404, "it belongs to somebody else"
    assert read(people.bina, PARTS[word].sheet.kind) == before


def test_of_a_restricted_file_it_is_as_restricted(people: People, worker: str, word: str) -> None:
    naming = records.Naming((people.amina.account,), restricted=True)
    file: Any = queries.reading(people.bina, "read_case").get(worker).content  # type: ignore[union-attr]
    id = records.write_record(replace(file, code="fulu-sadu-5"), by=people.amina, naming=naming).id
    amina, bina, before = browser(people, "amina"), browser(people), len(kept(people, word))
    if word in STANDS_IN:
        amina.post(f"/workers/{id}/add/recruitment-chain/", {"form": "c", "label": "First"})
    given = typed(amina, id, word, **{lines(word)[0]: "Kestrel"})
    assert amina.post(f"/workers/{id}/add/{word}/", given).status_code == 302
    assert len(kept(people, word)) == before
    assert [one.type for one in queries.reading(people.amina, "read_case").parts(id)][-1] == word
    assert "Kestrel" not in browser(people).get(f"/workers/{worker}/line/").content.decode()
    for place in (f"/workers/{id}/add/{word}/", f"/workers/{id}/line/", reverse(PARTS[word].page, args=[id])):
        assert bina.get(place).status_code == 404


def test_what_is_no_such_part_has_no_form(people: People, worker: str, word: str) -> None:
    consent = records.write_record(Consent(worker, "referral", "", ("called",)), by=people.bina).id
    bina = browser(people)
    for place in ("add/consent/", f"add/{word}s/", f"part/{consent}/", f"part/{worker}/"):
        assert bina.get(f"/workers/{worker}/{place}").status_code == 404
