"""The page of a worker's road, the picture of a corridor and the list of agencies, as members of a centre see them."""

from decimal import Decimal
from typing import Any

import pytest

from corridor.journey.actions import workers
from corridor.journey.contents import Journey
from corridor.journey.tests.test_workers import browser, filed
from corridor.journey.tests.test_workers_parties import party
from corridor.recruitment.contents import Chain, Charge, Hop, Terms
from corridor.safe.content import Content
from corridor.safe.tests.people import People, open_centre
from corridor.safe.tests.test_notebook import NAUGHTY, SCRIPTS

pytestmark = pytest.mark.django_db


def add(people: People, worker: str, part: Content) -> str:
    return workers.add_part(worker, part, by=people.bina, form=f"{part}").id


def walked(people: People, worker: str, **hop: Any) -> dict[str, str]:
    """Nepal to Jordan: a sub-agent says 400 JOD, an agency signs 400, she is paid 240."""
    journey = add(people, worker, Journey(worker, "NPL", "JOR"))
    chain = add(people, worker, Chain(worker, journey, "First attempt", "yes"))
    sub = add(people, worker, Hop(worker, chain, "sub-agent", **({"name": "Ram"} | hop)))
    agency = add(people, worker, Hop(worker, chain, "agency", (sub,), name="Sun Overseas", licensed="yes"))
    pay: dict[str, Any] = {"currency": "JOD", "period": "month"}
    said = add(people, worker, Terms(worker, chain, "said", sub, wage=Decimal(400), **pay))
    signed = add(people, worker, Terms(worker, chain, "signed", agency, wage=Decimal(400), **pay))
    was = add(people, worker, Terms(worker, chain, "was", wage=Decimal(240), known="own-word", **pay))
    return {"chain": chain, "sub": sub, "agency": agency, "said": said, "signed": signed, "was": was}


def page(people: People, address: str, name: str = "bina") -> str:
    answer = browser(people, name).get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_road_is_told_with_what_left_the_promise(people: People) -> None:
    id = filed(people)
    ids = walked(people, id)
    shown = page(people, f"/workers/{id}/recruitment/")
    assert "<title>Recruitment · Corridor</title>" in shown and "First attempt" in shown
    assert shown.index("Sub-agent: Ram") < shown.index("Agency where she left: Sun Overseas")
    assert '<strong class="flag-mark">40 % less: the first change</strong>' in shown, "in words, not by colour"
    assert "as at first" in shown and "the first word" in shown and "400 JOD (Month)" in shown
    assert "Pay: 40 % less. First 400 JOD (Month), then 240 JOD (Month) (Was)." in shown
    assert "The principal employer is not known. It still answers." in shown and "Her own word" in shown
    assert "Whether Sub-agent: Ram has a licence is not known." in shown
    assert f"/workers/{id}/part/{ids['was']}/" in shown and f'id="{ids["sub"]}"' in shown
    assert f"/workers/{id}/add/terms/?chain={ids['chain']}&amp;hop={ids['sub']}&amp;side=was" in shown


def test_a_form_begins_where_it_was_asked_for(people: People) -> None:
    id = filed(people)
    ids = walked(people, id)
    asked = {"chain": ids["chain"], "hop": ids["agency"], "side": "signed"}
    form = browser(people).get(f"/workers/{id}/add/terms/", asked).context["form"]
    assert {name: form[name].value() for name in asked} == asked
    given = {"form": "t", "chain": ids["chain"], "side": "said", "job": "Carer"}
    answer = browser(people).post(f"/workers/{id}/add/terms/", given)
    assert answer.status_code == 302 and answer["Location"].startswith(f"/workers/{id}/recruitment/#")
    assert "Carer" in page(people, f"/workers/{id}/recruitment/")


def test_who_helps_people_leave_is_told_neutrally(people: People) -> None:
    id = filed(people)
    chain = add(people, id, Chain(id))
    add(people, id, Hop(id, chain, "exit-helper", name="Maya", licensed="no"))
    shown = page(people, f"/workers/{id}/recruitment/")
    assert "Who helps people leave may have been her way out. No fault is seen in it." in shown
    assert "no licence, as far as anybody saw" not in shown and "offender" not in shown


def test_nothing_entered_yet(people: People) -> None:
    id = filed(people)
    shown = page(people, f"/workers/{id}/recruitment/")
    assert "None was entered yet." in shown and f"/workers/{id}/add/recruitment-chain/" in shown
    add(people, id, Chain(id))
    assert "What was said, signed and found is not entered yet." in page(people, f"/workers/{id}/recruitment/")


@pytest.mark.parametrize("text", [*NAUGHTY, *SCRIPTS.values()])
def test_odd_names(people: People, text: str) -> None:
    id = filed(people)
    walked(people, id, name="H" + text, place=text, note=text)
    for address in (f"/workers/{id}/recruitment/", "/pathways/", "/agencies/"):
        assert "<script>alert" not in page(people, address)


def test_a_destroyed_party_leaves_the_page_standing(people: People) -> None:
    id = filed(people)
    walked(people, id, party="00000000-0000-4000-8000-000000000000", name="")
    assert "Sub-agent" in page(people, f"/workers/{id}/recruitment/")


def test_what_is_not_hers_is_not_there(people: People) -> None:
    id = filed(people)
    walked(people, id)
    other = open_centre("Another centre", "o-", outside=False)
    assert browser(other).get(f"/workers/{id}/recruitment/").status_code == 404
    for address in ("/pathways/", "/agencies/"):
        assert "Sun Overseas" not in page(other, address) and "NPL" not in page(other, address)
        assert browser(people, "jamila").get(address).status_code in (302, 403, 404)


def test_the_corridor_of_a_few_is_not_told_and_that_of_five_is(people: People) -> None:
    ids = []
    for number in range(5):
        if number == 4:
            few = page(people, "/pathways/")
            assert "Nepal → Jordan: fewer than 5" in few and "50,000" not in few
        ids.append(filed(people, f"Worker {number}", f"kiba-tumu-{number}"))
        walk = walked(people, ids[-1])
        paid = {"item": "broker-service", "hop": walk["sub"], "payer": "worker", "currency": "NPR"}
        add(people, ids[-1], Charge(ids[-1], walk["chain"], amount=Decimal(50_000), **paid))
    shown = page(people, "/pathways/?corridor=NPL-JOR")
    assert "Nepal → Jordan: 5" in shown and "50,000 NPR (of 5)" in shown
    assert "Ram" not in shown and "Sun Overseas" not in shown and "Worker 1" not in shown
    assert "A term left the promise, and nobody said with whom: 5" in shown
    assert "fewer than 5" in page(people, "/pathways/?corridor=<script>")


def test_agencies_by_name(people: People) -> None:
    al_noor = party(people, "Al Noor", kind="agency", licence="123")
    id = filed(people)
    ids = walked(people, id)
    add(people, id, Hop(id, ids["chain"], "destination-agency", (ids["agency"],), al_noor, keeps=("passport",)))
    shown = page(people, "/agencies/")
    assert shown.index("Al Noor") < shown.index("Sun Overseas") and f"/parties/{al_noor}/" in shown
    assert "123" in shown and "Yes: 1" in shown and "Ram" not in shown
    assert "Sita" not in shown, "no worker is named"
