"""Every opening of a record is chained, once a session and record; on a full disk reading goes on."""

from datetime import date
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from corridor.centre.contents import Action, Assessment, Case, CaseWorker
from corridor.journey.actions.evidence import keep_evidence
from corridor.journey.contents import Name, Party, Worker
from corridor.safe import chain
from corridor.safe.actions.records import Naming, write_record
from corridor.safe.tests.people import People, sign_in
from corridor.safe.views import chaining

pytestmark = pytest.mark.django_db
RESTRICTED = pytest.mark.parametrize("restricted", [False, True])


def story(people: People, restricted: bool = False) -> dict[str, str]:
    """Type -> the page of a record of it; all of them ordinary, or named to Bina alone."""
    naming = Naming((people.bina.account,), restricted=True) if restricted else Naming()
    worker = write_record(Worker("kiba-tomu-7", (Name("Maya"),)), by=people.bina, naming=naming).id
    held = Case("kiba-1", workers=(CaseWorker(worker, "Maya"),), opened=date(2026, 1, 5))
    case = write_record(held, by=people.bina, naming=naming).id
    assessment = write_record(Assessment(case, worker), by=people.bina, naming=naming).id
    evidence = keep_evidence(case, "a.txt", b"words", by=people.bina, form="f").id
    return {
        "case": f"/cases/{case}/",
        "worker": f"/workers/{worker}/",
        "assessment": f"/cases/{case}/assessments/{assessment}/",
        "evidence": f"/evidence/{evidence}/",
    }


def reads(people: People) -> list[str]:
    """What anybody but Dalia opened, oldest first."""
    return [act.did for act in reversed(list(chain.acts(people.dalia, newest=1000))) if act.did.startswith("read ")]


@RESTRICTED
def test_opening_any_of_them_is_chained_once_in_a_session(people: People, restricted: bool) -> None:
    pages, word = story(people, restricted), "read restricted" if restricted else "read"
    bina = sign_in(Client(), people.bina)
    for _ in range(2):
        for address in pages.values():
            assert bina.get(address).status_code == 200
    assert sorted(reads(people)) == sorted(f"{word} {type}" for type in pages)
    sign_in(Client(), people.bina).get(pages["case"])
    assert reads(people).count(f"{word} case") == 2, "another session is chained anew"
    told = sign_in(Client(), people.dalia).get("/audit/").content.decode()
    assert f"read a record ({'restricted ' if restricted else ''}worker)" in told, "the worker representative sees it"


def test_a_form_with_everything_in_it_is_an_opening_too(people: People) -> None:
    pages, bina = story(people), sign_in(Client(), people.bina)
    assert bina.get(pages["worker"] + "change/").status_code == 200
    party = write_record(Party("agency", ("Golden Gate",)), by=people.bina).id
    assert bina.get(f"/parties/{party}/").status_code == 200
    action = write_record(Action(pages["case"].split("/")[2], "letter"), by=people.bina).id
    assert bina.get(f"{pages['case']}part/{action}/").status_code == 200
    assert sorted(reads(people)) == ["read action", "read case", "read party", "read worker"]


def test_what_is_refused_is_not_told_as_read(people: People) -> None:
    pages, amina = story(people, restricted=True), sign_in(Client(), people.amina)
    assert {amina.get(address).status_code for address in pages.values()} == {404}
    assert reads(people) == []


@RESTRICTED
def test_on_a_full_disk_reading_goes_on(people: People, restricted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    pages, bina = story(people, restricted), sign_in(Client(), people.bina)

    def full(*_: Any, **__: Any) -> None:
        raise OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(chaining, "record_reading", full)
        for address in pages.values():
            assert bina.get(address).status_code == 200
        assert bina.post(pages["worker"] + "copy/").status_code in (200, 409)
    assert reads(people) == []
    bina.get(pages["case"])
    assert len(reads(people)) == 1, "told as soon as there is room"


def test_a_session_remembers_so_many_and_not_more(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    pages, bina = story(people), sign_in(Client(), people.bina)
    monkeypatch.setattr(chaining, "KEPT", 2)
    for address in pages.values():
        bina.get(address)
    kept = bina.session["read"]
    assert len(kept) == 2 and all(len(one) == 2 * chaining.LENGTH for one in kept)


def test_a_second_view_writes_nothing(people: People, django_assert_max_num_queries: Any) -> None:
    pages, bina = story(people), sign_in(Client(), people.bina)
    for address in pages.values():
        bina.get(address)
        with django_assert_max_num_queries(12) as asked:
            bina.get(address)
        assert not [one for one in asked.captured_queries if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
