"""Searching among the cases: by any word, in any script, with filters that are posted and stand in no address."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from corridor.centre import searching
from corridor.centre.actions import cases
from corridor.centre.contents import (
    Action,
    Answer,
    Assessment,
    Case,
    CaseNote,
    CaseWorker,
    Grievance,
    Respondent,
    Retaliation,
)
from corridor.centre.searching import Filters
from corridor.journey.contents import Name, Party, Worker
from corridor.safe import queries
from corridor.safe.actions import heads
from corridor.safe.actions.records import Naming, erase_records, write_record, write_records
from corridor.safe.content import Content
from corridor.safe.tests.people import People, open_centre, sign_in

pytestmark = pytest.mark.django_db


def worker(people: People, *names: str, **more: object) -> str:
    made = Worker("baku-timu-3", tuple(Name(one) for one in names))
    return write_record(replace(made, **more), by=people.bina).id  # type: ignore[arg-type]


def case(people: People, label: str, *workers: str, **more: object) -> str:
    them = tuple(CaseWorker(one, "as called") for one in workers)
    made = Case("kadu-mila-2", label, them, lead=people.bina.account.key, opened=date(2026, 1, 5))
    return write_record(replace(made, **more), by=people.bina).id  # type: ignore[arg-type]


def add(people: People, id: str, part: Content) -> None:
    cases.add_to_case(id, part, by=people.bina, form=f"{part.TYPE} {part}"[:60])


def labels(people: People, name: str = "bina", **filters: str) -> list[str]:
    known = queries.reading(people.members[name], "read_case")
    return [one.content.label for one in searching.found(known, Filters(**filters))]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("माया तामाङ", "तामा"),
        ("مايا الأحمد", "الاحمد"),
        ("মায়া", "মায়া"),
        ("Éléa", "elea"),
        ("ማያ", "ማያ"),
        ("Maya", "MAY"),
        ("மாயா", "மாயா"),
    ],
)
def test_her_cases_are_found_by_her_name_in_any_script(people: People, name: str, typed: str) -> None:
    case(people, "hers", worker(people, "Sita", name))
    case(people, "another's", worker(people, "Kamala"))
    assert labels(people, words=typed) == ["hers"]


def test_words_in_any_part_each_somewhere(people: People) -> None:
    one, two = case(people, "one", worker(people, "Sita Rai")), case(people, "two")
    add(people, one, CaseNote(one, "She waits at the bakery"))
    add(
        people, one, Grievance(one, "debt", wants="The money back", respondents=(Respondent("employer", name="Karim"),))
    )
    add(people, two, CaseNote(two, "The bakery is shut"))
    assert labels(people, words="baker sita karim money") == ["one"]
    assert sorted(labels(people, words="bakery")) == ["one", "two"] and labels(people, words="bakery kamala") == []


def test_by_number_by_party_and_by_a_file_that_became_one(people: People) -> None:
    party = write_record(Party("organisation", ("Gulf Star", "نجمة الخليج")), by=people.bina).id
    kept = worker(people, "Sita")
    other = worker(people, "Seeta", merged_into=kept)
    one = case(people, "one", other, number="latu-miku-6")
    add(people, one, Grievance(one, "debt", respondents=(Respondent("origin-agency", party=party),)))
    for words in ("latu-miku", "gulf star", "الخليج", "sita", "seeta"):
        assert labels(people, words=words) == ["one"], words


def test_what_refers_to_what_is_found_as_it_stands_now(people: People) -> None:
    sita, kamala = worker(people, "Sita Rai"), worker(people, "Kamala")
    one, two = case(people, "one", sita), case(people, "two", kamala)
    assert labels(people, words="rai") == ["one"] and labels(people, words="called") == ["two", "one"]

    def change(id: str, **new: object) -> None:
        entry = queries.reading(people.bina, "read_case").get(id)
        assert entry
        heads.change(entry, replace(entry.content, **new), by=people.bina)  # type: ignore[type-var]

    change(two, workers=(CaseWorker(kamala, "Kamala"), CaseWorker(sita, "Situ")))
    assert labels(people, words="rai") == ["two", "one"] and labels(people, words="situ") == ["two"]
    change(one, workers=())
    assert labels(people, words="rai") == ["two"]
    change(sita, merged_into=kamala)
    assert labels(people, words="kamala") == ["two"] == labels(people, words="sita")
    erase_records([sita], by=people.bina)
    assert labels(people, words="rai") == [] and labels(people, words="situ") == ["two"]


def test_a_restricted_case_is_found_by_its_worker_for_who_is_named_to_it_alone(people: People) -> None:
    sita = worker(people, "Sita Rai")
    made = Case("kadu-mila-2", "hers", (CaseWorker(sita, "S"),), lead=people.bina.account.key)
    write_record(made, by=people.bina, naming=Naming((people.bina.account,), restricted=True))
    assert labels(people, words="rai") == ["hers"] and labels(people, "chandra", words="rai") == []


def test_filters_and_their_orders(people: People) -> None:
    today = timezone.localdate()
    first = case(people, "b first", "w1", "w2", country="JOR", next_on=today)
    add(people, first, Grievance(first, "debt"))
    second = case(people, "a second", country="LBN", lead=people.chandra.account.key, opened=date(2026, 3, 1))
    add(people, second, Retaliation(second, "worker", "dismissal"))
    case(people, "c third", closed=today)
    fourth = case(people, "d fourth", opened=date(2025, 1, 1))
    add(people, fourth, Action(fourth, "call", on=today - timedelta(days=3)))
    add(people, fourth, Action(fourth, "call"))
    assert (
        labels(people, kind="debt") == labels(people, collective="yes") == labels(people, country="JOR") == ["b first"]
    )
    assert labels(people, retaliation="yes") == labels(people, lead=people.chandra.account.key) == ["a second"]
    assert labels(people, unplanned="yes") == ["a second"], "open, and no day in sight"
    assert labels(people, state="closed") == ["c third"] and len(labels(people, state="open")) == 3
    assert labels(people, sort="title") == ["a second", "b first", "c third", "d fourth"]
    assert labels(people, sort="opened")[0] == "a second" and labels(people, sort="opened")[-1] == "d fourth"
    assert labels(people, sort="next")[:2] == ["d fourth", "b first"]
    assert labels(people)[0] == "d fourth", "the one that was written last"


def test_an_assessment_is_neither_found_nor_does_it_move_anything(people: People) -> None:
    one, two = case(people, "one"), case(people, "two")
    before = labels(people)
    for id, state in ((one, "present"), (two, "absent")):
        answers = (Answer("FLI-01", state, "a secretword"),)
        write_record(Assessment(id, "w", answers, reasons="secretword"), by=people.bina)
    assert labels(people, words="secretword") == [] and labels(people) == before
    assert all(labels(people, sort=sort) in (before, before[::-1]) for sort in searching.SORTS)


def test_nothing_typed_stands_in_the_address_and_the_page_keeps_it(people: People) -> None:
    case(people, "Maya's case", worker(people, "Maya"), country="JOR")
    bina = sign_in(Client(), people.bina)
    posted = {"words": "maya", "state": "open", "collective": "", "sort": "title", "country": "JOR"}
    answer = bina.post("/cases/found/", posted)
    assert answer["Location"] == "/cases/found/" and "maya" not in str(answer.headers) + str(bina.cookies)
    page = bina.get("/cases/found/").content.decode()
    assert 'value="maya"' in page and "Maya&#x27;s case" in page and "1 case<" in page
    assert '<option value="title" selected>' in page and '<option value="JOR" selected>Jordan' in page
    assert "<title>Cases · Corridor</title>" in page.replace("\n", "")
    assert "No case fits" in bina.post("/cases/found/", {"words": "nobody"}, follow=True).content.decode()


def test_a_line_tells_what_a_list_should(people: People) -> None:
    id = case(people, "Maya", "w1", "w2", country="JOR")
    add(people, id, Grievance(id, "unpaid-wages"))
    add(people, id, Grievance(id, "unpaid-wages"))
    add(people, id, Retaliation(id, "worker", "dismissal"))
    add(people, id, Action(id, "call", on=timezone.localdate() - timedelta(days=2)))
    page = sign_in(Client(), people.bina).get("/cases/found/").content.decode().split("<tbody>")[1]
    assert page.count("Wages not paid") == 1 and "Jordan" in page and ">2</td>" in page and ">bina<" in page
    assert "overdue" in page and "Retaliation" in page


def test_fifty_on_a_page(people: People) -> None:
    made = [(str(uuid.uuid4()), Case("n", f"case {number:03}"), None) for number in range(120)]
    write_records(made, by=people.bina)
    bina = sign_in(Client(), people.bina)
    page = bina.post("/cases/found/", {"sort": "title"}, follow=True).content.decode()
    assert "120 cases" in page and "Page 1 of 3" in page and "case 049" in page and "case 050" not in page
    for asked, here in (("3", 3), ("99", 3), ("0", 1), ("-1", 1), ("x", 1), ("٢", 2)):
        assert f"Page {here} of 3" in bina.post("/cases/found/", {"page": asked}, follow=True).content.decode()
    assert "Page 1 of 3" in bina.post("/cases/found/", {"sort": "title"}, follow=True).content.decode()


@pytest.mark.parametrize("odd", ["\0", "%s%n", "'; DROP TABLE", "x" * 5000, "\u202e", "(((", "<script>", "  "])
def test_odd_input_is_no_fault(people: People, odd: str) -> None:
    case(people, "Maya")
    bina = sign_in(Client(), people.bina)
    posted = dict.fromkeys(("words", "kind", "state", "lead", "country", "retaliation", "collective", "sort"), odd)
    answer = bina.post("/cases/found/", posted, follow=True)
    assert answer.status_code == 200 and "<script>(" not in answer.content.decode()
    assert Filters.of(posted).state == "" and len(Filters.of(posted).words) <= 200


def test_who_sees_what(people: People) -> None:
    id = case(people, "Restricted", "w1")
    cases.set_case_readers(id, Naming((people.bina.account, people.farida.account), True), by=people.bina)
    case(people, "For all")
    assert labels(people) == ["For all", "Restricted"] and labels(people, "amina") == ["For all"]
    assert labels(people, "farida") == labels(people, "farida", words="called") == ["Restricted"]
    assert open_and_look(people, "dalia") == open_and_look(people, "hana") == 404
    other = sign_in(Client(), open_centre("Another", "x", outside=False).bina)
    assert "0 cases" in other.get("/cases/found/").content.decode()


def open_and_look(people: People, name: str) -> int:
    return sign_in(Client(), people.members[name]).post("/cases/found/", {"words": "x"}).status_code


def test_one_among_thousands_of_things(people: People) -> None:
    """A fifth of what a large centre has: 5,000 cases, 30,000 things that belong to them."""

    def made() -> Iterator[tuple[str, Content, None]]:
        for number in range(1_000):
            id = str(uuid.uuid4())
            yield id, Case(f"n-{number}", f"case {number}", (CaseWorker("w", "Maya"),), opened=date(2026, 1, 1)), None
            for part in range(6):
                note = CaseNote(id, f"माया waits, no{number} {part}") if part else Grievance(id, "debt", told="t")
                yield str(uuid.uuid4()), note, None

    write_records(made(), by=people.bina)
    known, asked = (
        queries.reading(people.bina, "read_case"),
        Filters(words="माया waits no999", kind="debt", sort="next"),
    )
    assert len(searching.found(known, asked)) == 1
