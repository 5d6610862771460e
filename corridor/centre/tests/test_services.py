"""Services that are no grievances: written, found again by the worker's code, corrected by two at once, destroyed."""

import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from corridor.centre.actions import services
from corridor.centre.contents import Service
from corridor.journey.codes import EXAMPLE, new_code
from corridor.journey.contents import Name, Worker
from corridor.safe import queries
from corridor.safe.actions.records import write_record
from corridor.safe.models import SealedRecord
from corridor.safe.tests.people import People, open_centre, sign_in

pytestmark = pytest.mark.django_db


def kept(people: People) -> list[Service]:
    found = queries.reading(people.bina, "read_case").of_type(Service)
    return [one.content for one in found if isinstance(one.content, Service)]


def worker(people: People, code: str = EXAMPLE) -> str:
    return write_record(Worker(code, (Name("Maya"),)), by=people.bina).id


def hidden(page: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1].replace("&quot;", '"')  # type: ignore[index]


def test_written_with_her_code_as_it_was_heard(people: People) -> None:
    id, bina = worker(people), sign_in(Client(), people.bina)
    for number, typed in enumerate((EXAMPLE, EXAMPLE.replace("-", " ").upper(), f"  {EXAMPLE} ")):
        posted = {"kind": "health", "worker": typed, "people": "1", "on": "2026-05-02", "form": f"f{number}"}
        assert bina.post("/services/new/", posted)["Location"] == "/services/"
    assert [(one.worker, one.author, one.on) for one in kept(people)] == [(id, "bina", date(2026, 5, 2))] * 3
    page = bina.get("/services/").content.decode()
    assert "Maya" in page and page.count("Health visit") == 4


def test_sent_twice_is_kept_once(people: People) -> None:
    bina = sign_in(Client(), people.bina)
    for _ in range(2):
        bina.post("/services/new/", {"kind": "training", "people": "20", "form": "same"})
    assert [one.people for one in kept(people)] == [20]


def test_without_a_day_it_is_today_so_that_it_ends(people: People) -> None:
    sign_in(Client(), people.bina).post("/services/new/", {"kind": "training", "people": "", "form": "f"})
    assert [(one.on, one.people) for one in kept(people)] == [(timezone.localdate(), 1)]
    assert SealedRecord.objects.get().shred_after is not None


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("worker", new_code({EXAMPLE}), "is the code of no file here"),
        ("worker", "kiba", "expected a code of two words and a figure"),
        ("people", "0", "expected 1–100000"),
        ("people", "many", "is not a number"),
        ("people", "-3", "greater than or equal to 0"),
        ("on", "yesterday", "is not a day"),
        ("kind", "nonsense", "nonsense"),
        ("result", "nonsense", "nonsense"),
        ("note", "x" * 20_001, "at most"),
    ],
)
def test_bad_input_says_where_and_keeps_what_was_typed(people: People, field: str, typed: str, told: str) -> None:
    posted = {"kind": "health", "people": "1", "conditions": "on Sundays", "form": "f"} | {field: typed}
    answer = sign_in(Client(), people.bina).post("/services/new/", posted)
    page = answer.content.decode()
    assert answer.status_code == 422 and told in page and "on Sundays" in page and kept(people) == []


def test_people_and_contacts_stand_apart(people: People) -> None:
    id = worker(people)
    for number, one in enumerate((Service("training", people=20), Service("health", id), Service("health", id))):
        services.write_service(one, by=people.bina, form=str(number))
    page = sign_in(Client(), people.chandra).get("/services/").content.decode()
    totals = re.findall(r"<tr><th scope=\"row\">([^<]+)</th><td class=\"num\">(\d+)</td><td class=\"num\">(\d+)", page)
    assert totals == [("Health visit", "1", "2"), ("Training", "0", "20"), ("All", "1", "22")]


def test_corrected_and_destroyed(people: People) -> None:
    worker_id, bina = worker(people), sign_in(Client(), people.bina)
    id = services.write_service(Service("health", worker_id, note="a"), by=people.bina, form="f").id
    page = bina.get(f"/services/{id}/").content.decode()
    assert f'value="{EXAMPLE}"' in page, "her code, not the id of her file"
    posted = {"kind": "document", "worker": EXAMPLE, "people": "2", "on": "2026-05-02", "base": hidden(page, "base")}
    assert bina.post(f"/services/{id}/", posted).status_code == 302
    assert [(one.kind, one.worker, one.people, one.author) for one in kept(people)] == [
        ("document", worker_id, 2, "bina")
    ]
    assert bina.post(f"/services/{id}/destroy/").status_code == 302 and kept(people) == []
    assert bina.get(f"/services/{id}/").status_code == 404


def test_two_correct_it_at_once_and_nothing_is_lost_in_silence(people: People) -> None:
    id = services.write_service(Service("health", note="as it was"), by=people.bina, form="f").id
    bina, chandra = sign_in(Client(), people.bina), sign_in(Client(), people.chandra)
    base = hidden(bina.get(f"/services/{id}/").content.decode(), "base")
    same = {"kind": "health", "people": "1", "on": str(timezone.localdate()), "base": base}
    assert chandra.post(f"/services/{id}/", same | {"note": "of Chandra"}).status_code == 302
    answer = bina.post(f"/services/{id}/", same | {"note": "of Bina"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "of Chandra" in page and "of Bina" in page
    assert [one.note for one in kept(people)] == ["of Chandra"], "she has seen both before hers stands"
    again = same | {"note": "of both", "base": hidden(page, "base")}
    assert bina.post(f"/services/{id}/", again).status_code == 302
    assert [one.note for one in kept(people)] == ["of both"]
    assert chandra.post(f"/services/{id}/", same | {"note": "as it was", "people": "3"}).status_code == 302
    assert [(one.note, one.people) for one in kept(people)] == [("of both", 3)], "different fields are put together"


def test_a_form_that_was_meddled_with_is_no_fault(people: People) -> None:
    id = services.write_service(Service("health"), by=people.bina, form="f").id
    bina = sign_in(Client(), people.bina)
    for base in ("{", "[]", '{"kind": 3}', "null", '{"people": "x"}', "\0"):
        answer = bina.post(f"/services/{id}/", {"kind": "health", "people": "1", "base": base})
        assert answer.status_code in (302, 422), base


def test_who_may(people: People) -> None:
    id = services.write_service(Service("health", note="secret words"), by=people.bina, form="f").id
    for name in ("dalia", "esther", "hana", "ines", "lina"):
        client = sign_in(Client(), people.members[name])
        assert {client.get(f"/services/{way}").status_code for way in ("", "new/", f"{id}/")} == {404}
    farida = sign_in(Client(), people.farida)
    assert "secret words" not in farida.get("/services/").content.decode()
    assert farida.get("/services/new/").status_code == farida.get(f"/services/{id}/").status_code == 404
    other = sign_in(Client(), open_centre("Another", "x", outside=False).bina)
    assert other.get(f"/services/{id}/").status_code == other.post(f"/services/{id}/destroy/").status_code == 404
    assert "Nothing was entered yet." in other.get("/services/").content.decode() and len(kept(people)) == 1


def test_conditions_stand_in_the_list_and_on_her_page(people: People) -> None:
    id = worker(people)
    services.write_service(Service("health", id, conditions="fee waived", result="partly"), by=people.bina, form="f")
    other = worker(people, new_code({EXAMPLE}))
    services.write_service(Service("training", other), by=people.bina, form="g")
    bina = sign_in(Client(), people.bina)
    assert "fee waived" in bina.get("/services/").content.decode()
    page = bina.get(f"/workers/{id}/").content.decode().split("<h2>Services</h2>")[1]
    assert "Health visit" in page and "fee waived" in page and "Got a part" in page and "Training" not in page


def test_a_period_is_posted_and_counts_people_and_contacts_of_it_alone(people: People) -> None:
    id, bina = worker(people), sign_in(Client(), people.bina)
    for month, people_there in ((1, 5), (2, 3), (3, 2)):
        made = Service("health", id, people=people_there, on=date(2026, month, 10))
        services.write_service(made, by=people.bina, form=str(month))
    answer = bina.post("/services/", {"since": "2026-02-10", "until": "2026-03-09"})
    assert answer["Location"] == "/services/", "nothing stands in the address"
    page = bina.get("/services/").content.decode()
    assert re.findall(r"All</th><td class=\"num\">(\d+)</td><td class=\"num\">(\d+)", page) == [("1", "3")]
    assert "10 February 2026" in page and "10 January 2026" not in page and 'value="2026-02-10"' in page
    page = bina.post("/services/", {"since": "the spring", "until": ""}, follow=True).content.decode()
    assert "is not a day" in page and "10 January 2026" not in page, "what stood stays"
    page = bina.post("/services/", {"since": "2027-01-01"}, follow=True).content.decode()
    assert "None." in page and "Nothing was entered yet." not in page
    page = bina.post("/services/", {"since": "", "until": ""}, follow=True).content.decode()
    assert "10 January 2026" in page and "10 March 2026" in page


def test_when_her_file_is_destroyed_her_services_are_counted_without_her(people: People) -> None:
    id = worker(people)
    services.write_service(Service("health", id, note="Maya has a cough", people=2), by=people.bina, form="f")
    amina = sign_in(Client(), people.amina)
    assert "Services that she was given are still counted" in amina.get(f"/workers/{id}/destroy/").content.decode()
    assert amina.post(f"/workers/{id}/destroy/").status_code == 302
    [one] = kept(people)
    assert (one.worker, one.note, one.people) == ("", f"{EXAMPLE} has a cough", 2)
    bare = worker(people)
    assert "Services that she was given" not in amina.get(f"/workers/{bare}/destroy/").content.decode()
