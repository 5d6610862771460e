"""Before something is filed with an authority she decides, knowing the risks; who is accused for it is an alert."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from corridor.centre import listing, oversight
from corridor.centre.actions import cases
from corridor.centre.contents import (
    Case,
    CaseWorker,
    Grievance,
    Proceeding,
    ProceedingStep,
    Retaliation,
    RiskTalk,
)
from corridor.centre.proceedings import asks_first
from corridor.safe import queries
from corridor.safe.actions.records import write_record
from corridor.safe.casebook import Reading
from corridor.safe.content import Content
from corridor.safe.faults import Unfit
from corridor.safe.tests.people import People, sign_in

pytestmark = pytest.mark.django_db
MAYA, SITA = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
OPENED = date(2026, 5, 1)
FIRST = "Before anything goes to an authority"


@pytest.fixture
def case(people: People) -> str:
    rows = (CaseWorker(MAYA, "Maya"), CaseWorker(SITA, "Sita"))
    return write_record(Case("kiba-tomu-7", "Blue door", rows, opened=OPENED), by=people.bina).id


def known(people: People) -> Reading:
    return queries.reading(people.bina, "read_case")


def parts(people: People, case: str, kind: type[Any]) -> list[Any]:
    return [one.content for one in known(people).parts(case, kind)]


def add(people: People, case: str, part: Content, form: str = "f", **more: Any) -> str:
    return cases.add_to_case(case, part, by=people.bina, form=form, **more).id


def talk(case: str, worker: str, decides: str = "goes-ahead", on: date | None = None) -> RiskTalk:
    return RiskTalk(case, worker, decides=decides, on=on or timezone.localdate())


@pytest.mark.parametrize("forum", ["labour-office", "labour-inspection", "labour-court", "police", "embassy"])
def test_nothing_is_filed_with_an_authority_before_her_word(people: People, case: str, forum: str) -> None:
    filed = Proceeding(case, forum, steps=(ProceedingStep("filed", timezone.localdate()),))
    with pytest.raises(Unfit, match=FIRST):
        add(people, case, filed)
    add(people, case, talk(case, MAYA), "m")
    with pytest.raises(Unfit, match=FIRST):  # it is Sita's too
        add(people, case, filed)
    add(people, case, replace(filed, workers=(MAYA,)), "hers")
    add(people, case, talk(case, SITA, "waits"), "s")
    with pytest.raises(Unfit, match=FIRST):
        add(people, case, filed)
    add(people, case, filed, "both", talks=(talk(case, SITA),))
    assert len(parts(people, case, Proceeding)) == 2 and len(parts(people, case, RiskTalk)) == 3


def test_mediation_a_union_and_a_welfare_fund_never_wait(people: People, case: str) -> None:
    for forum in ("mediation", "union", "welfare-fund"):
        add(people, case, Proceeding(case, forum, steps=(ProceedingStep("filed"),)), forum)
    assert len(parts(people, case, Proceeding)) == 3


def test_when_the_talk_is_asked() -> None:
    case = Case("a", workers=(CaseWorker(MAYA, "Maya"), CaseWorker(SITA, "Sita")), opened=OPENED)
    filed = Proceeding("a", "police", steps=(ProceedingStep("filed", OPENED),))
    assert asks_first(filed, case)
    before = replace(filed, steps=(ProceedingStep("filed", OPENED - timedelta(days=1)),))
    assert not asks_first(before, case), "she went there before she came here"
    assert not asks_first(replace(filed, accused=("worker-detained",)), case), "an alert never waits for a form"
    assert not asks_first(replace(filed, answer="Come back"), case, filed), "what stands is corrected without"
    assert not asks_first(replace(filed, workers=(MAYA,)), case, filed)
    assert asks_first(filed, case, replace(filed, workers=(MAYA,))), "for another worker too"
    assert asks_first(filed, case, replace(filed, forum="mediation"))
    assert asks_first(replace(filed, steps=(*filed.steps, ProceedingStep("appeal"))), case, filed)


def test_the_page_asks_for_the_talk_and_keeps_it_with_the_complaint(people: People, case: str) -> None:
    client, address = sign_in(Client(), people.bina), f"/cases/{case}/add/proceeding/"
    assert 'name="talk_with"' in client.get(address).content.decode()
    typed = {"forum": "labour-office", "office": "Irbid", "steps-0-step": "filed", "form": "x"}
    refused = client.post(address, typed)
    page = refused.content.decode()
    assert refused.status_code == 422 and FIRST in page and "(Maya, Sita)" in page and "Irbid" in page
    one = client.post(address, typed | {"talk_with": [MAYA]})
    assert one.status_code == 422 and "(Sita)" in one.content.decode() and parts(people, case, RiskTalk) == []
    said = typed | {"talk_with": [MAYA, SITA], "talk_risks": ["detention"]}
    for _ in range(2):  # sent twice
        assert client.post(address, said).status_code == 302
    assert {one.worker for one in parts(people, case, RiskTalk)} == {MAYA, SITA}
    assert {(one.risks, one.decides, one.on) for one in parts(people, case, RiskTalk)} == {
        (("detention",), "goes-ahead", timezone.localdate())
    }
    assert len(parts(people, case, RiskTalk)) == 2 and len(parts(people, case, Proceeding)) == 1
    assert 'name="talk_with"' not in client.get(address).content.decode(), "everybody decided"


def test_corrected_it_asks_only_when_it_goes_elsewhere(people: People, case: str) -> None:
    part = add(people, case, Proceeding(case, "mediation", "The union hall"))
    client, address = sign_in(Client(), people.bina), f"/cases/{case}/part/{part}/"
    page = client.get(address)
    typed = {"forum": "mediation", "office": "Hall 2", "base": page.context["form"].initial["base"], "form": "x"}
    assert 'name="talk_with"' not in page.content.decode()
    assert client.post(address, typed).status_code == 302
    typed = {**typed, "forum": "police", "base": client.get(address).context["form"].initial["base"]}
    refused = client.post(address, typed)
    assert refused.status_code == 422 and 'name="talk_with"' in refused.content.decode()
    assert client.post(address, typed | {"talk_with": [MAYA, SITA]}).status_code == 302
    assert [one.forum for one in parts(people, case, Proceeding)] == ["police"]
    assert len(parts(people, case, RiskTalk)) == 2


def test_who_was_accused_is_an_alert_in_the_same_act(people: People, case: str) -> None:
    client, address = sign_in(Client(), people.bina), f"/cases/{case}/add/proceeding/"
    typed = {"forum": "police", "office": "Irbid", "accused": ["worker-detained", "helper-deported"], "workers": [MAYA]}
    for _ in range(2):
        assert client.post(address, typed | {"form": "x"}).status_code == 302
    told = {(one.against, one.kind, one.worker, one.told) for one in parts(people, case, Retaliation)}
    assert told == {("worker", "detention", MAYA, "Irbid"), ("helper", "deportation", "", "Irbid")}
    assert len(parts(people, case, Retaliation)) == 2
    for page in ("/today/", f"/cases/{case}/"):
        assert client.get(page).content.decode().count("I take it up") == 2
    files = listing.files(queries.reading(people.amina, "oversee_centre"))
    waits, told_of = oversight.alerts(files, timezone.localdate())
    assert len(waits) == told_of == 2


def test_an_alert_is_not_doubled_when_the_proceeding_is_corrected(people: People, case: str) -> None:
    part = add(people, case, Proceeding(case, "mediation", "Hall"))
    stands = parts(people, case, Proceeding)[0]
    accused = replace(stands, accused=("worker-accused",))
    cases.correct_part(case, part, accused, stands, by=people.bina)
    [alert] = known(people).parts(case, Retaliation)
    assert alert.content.kind == "accusation" and alert.content.worker == "", "there are two of them"  # type: ignore[attr-defined]
    cases.mark_done(case, alert.id, "", by=people.bina)
    for office in ("Hall 2", "Hall 3"):
        now = parts(people, case, Proceeding)[0]
        cases.correct_part(case, part, replace(now, office=office), now, by=people.bina)
    for codes in ((), ("worker-accused",), ("worker-accused", "co-worker-detained")):
        now = parts(people, case, Proceeding)[0]
        cases.correct_part(case, part, replace(now, accused=codes), now, by=people.bina)
    assert [(one.against, one.kind) for one in parts(people, case, Retaliation)] == [
        ("worker", "accusation"),
        ("co-worker", "detention"),
    ]


def test_an_alert_that_was_destroyed_as_a_mistake_does_not_come_back(people: People, case: str) -> None:
    part = add(people, case, Proceeding(case, "police", accused=("worker-detained",)))
    [alert] = known(people).parts(case, Retaliation)
    cases.erase_part(case, alert.id, by=people.bina)
    now = parts(people, case, Proceeding)[0]
    cases.correct_part(case, part, replace(now, office="Irbid"), now, by=people.bina)
    assert parts(people, case, Retaliation) == []


def test_what_was_told_as_retaliation_already_is_the_same_event(people: People, case: str) -> None:
    add(people, case, Retaliation(case, "worker", "detention", told="Last night"), "r")
    add(people, case, Proceeding(case, "police", accused=("worker-detained", "worker-accused")))
    assert {one.kind for one in parts(people, case, Retaliation)} == {"detention", "accusation"}
    assert len(parts(people, case, Retaliation)) == 2
    long_ago = Retaliation(case, "helper", "detention", day=OPENED, seen_on=OPENED)
    write_record(long_ago, by=people.bina)
    steps = (ProceedingStep("filed", OPENED + timedelta(days=9)),)
    add(people, case, Proceeding(case, "police", steps=steps, accused=("helper-detained",)), "again")
    assert len(parts(people, case, Retaliation)) == 4, "what was taken up before it began is another event"


def test_the_day_she_chose_her_route_is_kept_beside_it(people: People, case: str) -> None:
    today = timezone.localdate()
    part = add(people, case, Grievance(case, "debt", route="mediation", chosen_on=OPENED))
    client, address = sign_in(Client(), people.bina), f"/cases/{case}/part/{part}/"
    page = client.get(address)
    assert page.context["form"]["chosen_on"].value() == OPENED
    assert "The day she chose it" in client.get(f"/cases/{case}/").content.decode()

    def corrected(**typed: str) -> date | None:
        base = client.get(address).context["form"].initial["base"]
        assert (
            client.post(address, {"kind": "debt", "base": base, "form": "x", "state": "open"} | typed).status_code
            == 302
        )
        return parts(people, case, Grievance)[0].chosen_on

    assert corrected(route="mediation", chosen_on=OPENED.isoformat(), wants="My papers") == OPENED
    assert corrected(route="court", chosen_on=OPENED.isoformat()) == today, "another way, chosen now"
    assert corrected(route="mediation", chosen_on="2026-06-01") == date(2026, 6, 1)
    assert corrected(route="") is None
    add(people, case, Grievance(case, "violence", route="court"), "g")
    add(people, case, Grievance(case, "unsafe-work"), "h")
    days = {one.kind: one.chosen_on for one in parts(people, case, Grievance)}
    assert days == {"debt": None, "violence": today, "unsafe-work": None}


def test_in_a_collective_dispute_one_tick_tells_of_everybody_who_is_in_it_now(people: People) -> None:
    """Thirty women at one factory hear of the risks together; who left is not spoken for."""
    ids = [f"{number}" * 8 + "-1111-4111-8111-111111111111" for number in range(1, 6)]
    rows = [CaseWorker(id, f"Worker {id[0]}", left=OPENED if id == ids[-1] else None) for id in ids]
    case = write_record(Case("kiba-tomu-7", "Blue door", tuple(rows), opened=OPENED), by=people.bina).id
    client = sign_in(Client(), people.bina)
    said = {"forum": "labour-office", "steps__0__step": "filed", "steps__0__on": timezone.localdate().isoformat()}
    answer = client.post(f"/cases/{case}/add/proceeding/", said | {"talk_with": ["all"], "form": "one"})
    assert answer.status_code == 302, answer.content.decode()
    assert sorted(one.worker for one in parts(people, case, RiskTalk)) == ids[:-1]
