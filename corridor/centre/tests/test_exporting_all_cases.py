"""All cases that leave: asked for by one, agreed to by another, seen by all who have a voice, after a day, once."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from corridor.centre.actions import exporting as actions
from corridor.centre.contents import (
    Case,
    Service,
)
from corridor.centre.models import CasebookExport
from corridor.centre.tests.exports import WORDS, Files, acts, everything, fetched, filled, opened
from corridor.safe.actions import members
from corridor.safe.actions.records import Naming, write_record
from corridor.safe.faults import NoKey, Unfit
from corridor.safe.keys import Member
from corridor.safe.models import Proposal
from corridor.safe.tests.people import PASSPHRASE, PIN, People, open_centre, sign_in

pytestmark = pytest.mark.django_db


def ask(people: People, by: str = "amina", why: str = "moves") -> CasebookExport:
    actions.ask_for_export(why, by=people.members[by])
    return CasebookExport.objects.get(centre=people.centre, taken_at=None)


def past(people: People, hours: float) -> None:
    """As if the second voice had come so many hours ago."""
    CasebookExport.objects.filter(centre=people.centre).update(agreed_at=timezone.now() - timedelta(hours=hours))


def take(people: People, by: str = "amina", assessments: bool = False) -> Files:
    return opened(actions.export_casebook(WORDS, assessments=assessments, by=people.members[by]))


def agreed(people: People, hours: float, by: str = "dalia") -> CasebookExport:
    export = ask(people)
    assert actions.agree_to_export(export.pk, by=people.members[by])
    past(people, hours)
    return export


def test_all_that_opens_for_her_leaves_after_two_and_a_day(people: People) -> None:
    _, mine = filled(people, "kiba")
    _, more = filled(people, "zuno")
    service = write_record(Service("health", note="kiba service"), by=people.bina).id
    hidden = write_record(Case("hidden"), by=people.bina, naming=Naming((people.bina.account,), True)).id
    agreed(people, 25)
    files = take(people)
    kept = {one["id"]: one for one in json.loads(files["records.json"])}
    assert {*kept} == {*mine, *more, service} and hidden not in everything(files)
    assert "1 record that does not open for you" in files["read-me.txt"].decode()
    who, voice = people.amina.account.key, people.dalia.account.key
    assert acts(people)[:3] == [
        (who, "export casebook", ""),
        (voice, "agree to export casebook", who),
        *[act for act in acts(people) if act[1] == "ask to export casebook"],
    ]
    assert acts(people)[2] == (who, "ask to export casebook", "moves")


def test_it_is_taken_once(people: People) -> None:
    agreed(people, 25)
    take(people)
    with pytest.raises(Unfit):
        take(people)
    assert actions.standing_export(people.centre) is None and actions.taken_last(people.centre)
    ask(people)


@pytest.mark.parametrize(("hours", "told"), [(0, False), (23.9, False), (24.1, True), (190, True), (193, False)])
def test_not_before_a_day_and_not_after_a_week(people: People, hours: float, told: bool) -> None:
    agreed(people, hours)
    if told:
        take(people)
    else:
        with pytest.raises(Unfit):
            take(people)
    assert ("export casebook" in [did for _, did, _ in acts(people)]) is told


def test_whoever_asked_does_not_agree_and_nobody_else_takes_it(people: People) -> None:
    export = ask(people)
    with pytest.raises(NoKey):
        actions.agree_to_export(export.pk, by=people.amina)
    with pytest.raises(Unfit):
        take(people)
    for name in ("esther", "farida", "hana"):
        with pytest.raises(NoKey):
            actions.agree_to_export(export.pk, by=people.members[name])
    second = coordinator(people)
    assert actions.agree_to_export(export.pk, by=second)
    past(people, 25)
    with pytest.raises(Unfit):
        actions.export_casebook(WORDS, assessments=False, by=second)
    take(people)


def coordinator(people: People) -> Member:
    """A second coordinator, admitted by two."""
    account, private = members.join(
        members.invitation_for(members.invite("coordinator", by=people.amina)), "olga", PASSPHRASE, {"pin": PIN}
    )
    for voice in (people.bina, people.amina):
        for proposal in Proposal.objects.filter(account=account):
            members.agree(proposal, by=voice)
    return Member(account, private)


def test_a_voice_that_left_does_not_count_and_another_begins_the_day_anew(people: People) -> None:
    export = agreed(people, 25, by="bina")
    members.end_membership(people.bina.account, by=people.amina)
    amina = Member(people.amina.account, people.amina.private)
    with pytest.raises(Unfit):
        actions.export_casebook(WORDS, assessments=False, by=amina)
    standing = actions.standing_export(people.centre)
    assert standing and standing.state == actions.WAITS and standing.agreed_by is None
    assert actions.agree_to_export(export.pk, by=Member(people.chandra.account, people.chandra.private))
    with pytest.raises(Unfit):
        actions.export_casebook(WORDS, assessments=False, by=amina)
    past(people, 25)
    assert opened(actions.export_casebook(WORDS, assessments=False, by=amina))


def test_whoever_asked_left_and_it_is_over(people: People) -> None:
    export = agreed(people, 25)
    type(people.amina.account).objects.filter(pk=export.asked_by_id).update(is_active=False)
    assert actions.standing_export(people.centre) is None


@pytest.mark.parametrize("name", ["amina", "bina", "dalia"])
def test_whoever_has_a_voice_stops_it(people: People, name: str) -> None:
    export = agreed(people, 25)
    assert actions.stop_export(export.pk, by=people.members[name])
    assert not actions.stop_export(export.pk, by=people.members[name])
    with pytest.raises(Unfit):
        take(people)
    who = people.members[name].account.key
    assert acts(people)[0] == (who, "stop export of casebook", people.amina.account.key)
    assert not actions.agree_to_export(export.pk, by=people.dalia), "what was stopped is not agreed to"


def test_a_centre_with_one_voice_can_not(people: People) -> None:
    for name in ("bina", "chandra", "dalia"):
        type(people.amina.account).objects.filter(pk=people.members[name].account.pk).update(is_active=False)
    with pytest.raises(Unfit, match="two"):
        ask(people)
    page = sign_in(Client(), people.amina).get("/export/").content.decode()
    assert "It takes two" in page and "Ask for it" not in page


def test_one_waits_at_a_time_and_what_nobody_agreed_to_ends_after_a_week(people: People) -> None:
    first = ask(people)
    with pytest.raises(Unfit):
        ask(people, why="other")
    CasebookExport.objects.filter(pk=first.pk).update(asked_at=timezone.now() - timedelta(days=8))
    assert not actions.agree_to_export(first.pk, by=people.dalia)
    assert ask(people, why="other").pk != first.pk
    with pytest.raises(Unfit):
        ask(people, why="because")


def test_another_centre_has_its_own(people: People) -> None:
    export, others = ask(people), open_centre("Other", "other-", outside=False)
    assert not actions.agree_to_export(export.pk, by=others.dalia) and not actions.stop_export(
        export.pk, by=others.dalia
    )
    assert ask(others).centre == others.centre and CasebookExport.objects.count() == 2
    assert sign_in(Client(), others.dalia).get("/export/").context["found"].export.centre == others.centre


# Its pages


def button(client: Client, export: CasebookExport, way: str) -> str:
    return client.post(f"/export/{way}/", {"export": str(export.pk)}, follow=True).content.decode()


def test_the_whole_way_through_the_pages(people: People) -> None:
    filled(people, "kiba")
    amina, bina, dalia = (sign_in(Client(), people.members[name]) for name in ("amina", "bina", "dalia"))
    assert "Say why." in amina.post("/export/ask/", {"why": ""}, follow=True).content.decode()
    amina.post("/export/ask/", {"why": "order"})
    export = CasebookExport.objects.get()
    assert "asked to take all cases out" in bina.get("/today/").content.decode()
    own, page = amina.get("/export/").content.decode(), dalia.get("/export/").content.decode()
    assert "amina asked for it" in page and "A court or an authority" in page and "/export/agree/" in page
    assert "/export/agree/" not in own and "/export/stop/" in own
    assert amina.post("/export/agree/", {"export": str(export.pk)}).status_code == 404
    button(dalia, export, "agree")
    assert (
        "dalia agreed" in bina.get("/export/").content.decode()
        and "/export/take/" not in amina.get("/export/").content.decode()
    )
    assert "can not be taken now" in amina.post("/export/take/", follow=True).content.decode()
    past(people, 25)
    assert (
        "/export/take/" in amina.get("/export/").content.decode()
        and "/export/take/" not in dalia.get("/export/").content.decode()
    )
    shown = amina.post("/export/take/")
    assert "Worker" in shown.content.decode() and CasebookExport.objects.get().taken_at is None
    answer = fetched(amina, "/export/take/", shown)
    assert "kiba" in everything(opened(answer.content, shown.context["words"]))
    assert (
        "can not be taken now"
        in amina.post("/export/take/", dict(shown.context["carried"]), follow=True).content.decode()
    )
    assert "Taken out last by amina" in bina.get("/export/").content.decode()
    assert "asked to take all cases out" not in bina.get("/today/").content.decode()


@pytest.mark.parametrize("name", ["bina", "dalia", "farida", "hana", "esther", "ines", "lina"])
def test_only_a_coordinator_asks_and_takes(people: People, name: str) -> None:
    client = sign_in(Client(), people.members[name])
    nowhere = client.post("/no-such-page/").status_code
    for way in ("ask", "take"):
        assert client.post(f"/export/{way}/", {"why": "moves"}).status_code == nowhere == 404
    assert not CasebookExport.objects.exists()


@pytest.mark.parametrize("name", ["farida", "hana", "esther", "ines"])
def test_who_has_no_voice_sees_nothing_of_it(people: People, name: str) -> None:
    export, client = ask(people), sign_in(Client(), people.members[name])
    assert client.get("/export/").status_code == 404
    for way in ("agree", "stop"):
        assert client.post(f"/export/{way}/", {"export": str(export.pk)}).status_code == 404
    assert "asked to take" not in client.get("/today/").content.decode()
    assert CasebookExport.objects.get().agreed_by is None


@pytest.mark.parametrize("number", ["", "x", "0", "-1", "9" * 30, "٣", "1e3"])
def test_odd_numbers_do_nothing(people: People, number: str) -> None:
    ask(people)
    dalia: Callable[..., Any] = sign_in(Client(), people.dalia).post
    for way in ("agree", "stop"):
        assert dalia(f"/export/{way}/", {"export": number}).status_code == 302
    assert CasebookExport.objects.get().agreed_by is None
