"""Asking about signs of forced labour, and what is told of it; each time a record of its own."""

import re
from datetime import date

import pytest
from django.test import Client

from corridor.centre.assessing import ABSENT, NOT_ASKED, PRESENT, RULE, UNKNOWN, asked_for, assessments_of
from corridor.centre.contents import Assessment, Case, CaseWorker, Grievance
from corridor.safe import queries
from corridor.safe.actions import records
from corridor.safe.faults import NoKey
from corridor.safe.keys import Member
from corridor.safe.models import SealedRecord
from corridor.safe.tests.people import People, open_centre, sign_in

pytestmark = pytest.mark.django_db
MAYA, RADHA = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
NOBODY = "00000000-0000-4000-8000-000000000000"
DOOR = "It opens and closes no door"


@pytest.fixture
def people() -> People:
    return open_centre()


@pytest.fixture
def case(people: People) -> str:
    """A case of two workers; Maya alone complains of her pay, both that they may not go out."""
    workers = (CaseWorker(MAYA, "Maya"), CaseWorker(RADHA, "Radha"))
    id = records.write_record(Case("baro-tika", "The workshop", workers, opened=date(2026, 3, 1)), by=people.bina).id
    records.write_record(Grievance(id, "unpaid-wages", (MAYA,)), by=people.bina)
    records.write_record(Grievance(id, "confinement"), by=people.bina)
    return id


@pytest.fixture
def bina(people: People) -> Client:
    return sign_in(Client(), people.bina)


def kept(member: Member, case: str) -> list[Assessment]:
    """Newest first."""
    found = [one.content for one in assessments_of(queries.reading(member, "read_case"), case)]
    return [one for one in found if isinstance(one, Assessment)]


def send(client: Client, case: str, worker: str = MAYA, **fields: str | list[str]) -> str:
    """Send the form; the address of the page that follows."""
    answer = client.post(f"/cases/{case}/assess/{worker}/", {"form": "f", **fields})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_every_sign_and_circumstance_is_asked_with_four_answers(bina: Client, case: str) -> None:
    page = bina.get(f"/cases/{case}/assess/{MAYA}/").content.decode()
    names = re.findall(r'type="radio" name="([a-z]+-[\w-]+)" value="([a-z-]+)"', page)
    rows = [f"indicators-FLI-{number:02d}" for number in range(1, 12)]
    rows += [f"{name}-{code}" for name, codes in asked_for().items() for code in codes]
    assert sorted(names) == sorted((row, state) for row in rows for state in (PRESENT, ABSENT, NOT_ASKED, UNKNOWN))
    checked = re.findall(r'value="([a-z-]+)"[^>]*? checked', page)
    assert checked == [NOT_ASKED] * len(rows), "nothing is said for her"
    assert all(f'name="{row}-why"' in page for row in rows)
    assert page.count(DOOR) == 2, "above and below"
    for fixed in ("PRA-15", "PRA-21"):
        assert f'value="{fixed}"' in page
    assert "Maya" in page and "Radha" not in page and "victim" not in page.lower()


def test_what_is_sent_is_kept_answer_by_answer(people: People, bina: Client, case: str) -> None:
    address = send(
        bina,
        case,
        **{
            "period": "her whole stay",
            "indicators-FLI-07": PRESENT,
            "indicators-FLI-07-why": "The passport lies in the office.",
            "involuntary-low-pay": PRESENT,
            "penalty-movement": ABSENT,
            "penalty-debt-bondage": UNKNOWN,
            "context": ["PRA-15"],
            "policies": ["PRA-21", "PRA-22"],
        },
    )
    [found] = kept(people.bina, case)
    assert (found.worker, found.author, found.rule, found.period) == (MAYA, "bina", RULE, "her whole stay")
    assert (found.context, found.policies, found.on is not None) == (("PRA-15",), ("PRA-21", "PRA-22"), True)
    said = {one.about: one.state for group in (found.indicators, found.involuntary, found.penalty) for one in group}
    assert {code: state for code, state in said.items() if state != NOT_ASKED} == {
        "FLI-07": PRESENT,
        "low-pay": PRESENT,
        "movement": ABSENT,
        "debt-bondage": UNKNOWN,
    }
    assert len(said) == 23, "what was not asked stands as not asked"
    told = text_of(bina, address)
    for words in ("Undetermined", "That is no “no”", "The passport lies in the office.", RULE, "To be asked next"):
        assert words in told
    assert "Poverty and extreme poverty" in told and "Sponsorship systems" in told and told.count(DOOR) == 2


def test_the_result_gives_its_reasons(people: People, bina: Client, case: str) -> None:
    address = send(bina, case, **{"involuntary-low-pay": PRESENT, "penalty-threats-violence": PRESENT})
    told = text_of(bina, address)
    assert "Both criteria are met." in told and "Very low pay or none" in told and "To be asked next" not in told
    declared = {"involuntary-low-pay": PRESENT, "absent": "penalty", "reasons": "She goes as she likes."}
    told = text_of(bina, send(bina, case, **declared))
    assert "Not met: a criterion is absent." in told and "Declared absent: She goes as she likes." in told
    both = declared | {"penalty-movement": PRESENT}
    told = text_of(bina, send(bina, case, **both))
    assert "Both criteria are met." in told and "That does not count" in told


def test_the_continuum_takes_in_her_grievances_and_not_those_of_others(bina: Client, case: str) -> None:
    maya, radha = (text_of(bina, send(bina, case, worker)) for worker in (MAYA, RADHA))
    assert "Pay Wages not paid WIF2023-50" in maya and "Movement Locked in or not free to go out" in maya
    assert "Pay Not known" in radha and "Movement Locked in or not free to go out" in radha


def test_declared_absent_without_reasons_is_asked_back_and_nothing_is_lost(
    people: People, bina: Client, case: str
) -> None:
    typed = {"absent": "penalty", "indicators-FLI-09": PRESENT, "indicators-FLI-09-why": "She owes 300 dinars."}
    answer = bina.post(f"/cases/{case}/assess/{MAYA}/", {"form": "f", **typed})
    page = answer.content.decode()
    assert answer.status_code == 422 and "without reasons it does not count" in page and kept(people.bina, case) == []
    assert 'value="She owes 300 dinars."' in page
    assert re.search(r'name="indicators-FLI-09" value="present"[^>]* checked', page)
    assert re.search(r'name="absent" value="penalty"[^>]* checked', page)


@pytest.mark.parametrize(
    "odd",
    [
        {"indicators-FLI-01": "yes"},
        {"penalty-movement-why": "x" * 300},
        {"context": "PRA-21"},  # a policy is no setting
        {"policies": "PRA-15"},
        {"absent": "both"},
        {"on": "the day before"},
    ],
)
def test_odd_input_is_told_at_its_place(people: People, bina: Client, case: str, odd: dict[str, str]) -> None:
    answer = bina.post(f"/cases/{case}/assess/{MAYA}/", {"form": "f", **odd})
    assert answer.status_code == 422 and "Not kept yet" in answer.content.decode() and kept(people.bina, case) == []


def test_a_base_that_somebody_puts_into_the_form_changes_nothing(people: People, bina: Client, case: str) -> None:
    forged = '{"case": "x", "worker": "y", "rule": "mine", "author": "somebody", "indicators": []}'
    send(bina, case, base=forged)
    [found] = kept(people.bina, case)
    assert (found.case, found.worker, found.rule, found.author) == (case, MAYA, RULE, "bina")


def test_correcting_makes_a_new_one_and_the_earlier_stays(people: People, bina: Client, case: str) -> None:
    first = send(bina, case, **{"penalty-movement": PRESENT, "penalty-movement-why": "Locked in."})
    part = first.rstrip("/").rsplit("/", 1)[1]
    form = bina.get(f"/cases/{case}/assess/{MAYA}/?from={part}").content.decode()
    assert 'value="Locked in."' in form and re.search(r'name="penalty-movement" value="present"[^>]* checked', form)
    assert 'value="Locked in."' not in bina.get(f"/cases/{case}/assess/{MAYA}/").content.decode()
    second = send(bina, case, **{"penalty-movement": ABSENT})
    assert [one.penalty[1].state for one in kept(people.bina, case)] == [ABSENT, PRESENT]
    assert "Locked in." in text_of(bina, first) and "Locked in." not in text_of(bina, second)
    assert first in bina.get(second).content.decode(), "each leads to the others"
    for odd in (NOBODY, "nonsense", case):
        assert bina.get(f"/cases/{case}/assess/{MAYA}/?from={odd}").status_code == 404


def test_sent_twice_it_is_kept_once(people: People, bina: Client, case: str) -> None:
    assert send(bina, case, period="a year") == send(bina, case, period="a year")
    assert len(kept(people.bina, case)) == 1
    assert send(bina, case, period="two years") != send(bina, case, period="a year")
    assert len(kept(people.bina, case)) == 2, "another text from the same form is another assessment"


def test_only_who_changes_cases_assesses_and_only_workers_of_the_case(people: People, bina: Client, case: str) -> None:
    address = send(bina, case)
    for name in ("amina", "chandra"):
        assert sign_in(Client(), people.members[name]).get(address).status_code == 200
    for name in ("dalia", "esther", "farida", "hana", "ines", "lina"):
        client = sign_in(Client(), people.members[name])
        for asked in (address, f"/cases/{case}/assess/{MAYA}/"):
            assert client.get(asked).status_code in {403, 404} and client.post(asked).status_code in {403, 404, 405}
    for worker in (NOBODY, case):
        assert bina.get(f"/cases/{case}/assess/{worker}/").status_code == 404
        assert bina.post(f"/cases/{case}/assess/{worker}/", {"form": "g"}).status_code == 404
    assert bina.get(f"/cases/{NOBODY}/assess/{MAYA}/").status_code == 404
    assert bina.get(f"/cases/{case}/assessments/{case}/").status_code == 404
    assert len(kept(people.bina, case)) == 1


def test_a_lawyer_who_is_named_reads_it_and_can_not_change_it(people: People, bina: Client, case: str) -> None:
    both = (people.bina.account, people.farida.account)
    named = records.Naming(both, restricted=True, until=((people.farida.account.key, date(2099, 1, 1)),))
    from corridor.centre.actions.cases import set_case_readers

    set_case_readers(case, named, by=people.bina)
    address = send(bina, case, **{"indicators-FLI-05": PRESENT})
    farida = sign_in(Client(), people.farida)
    page = farida.get(address).content.decode()
    assert "Physical and sexual violence" in page and "?from=" not in page
    assert farida.get(f"/cases/{case}/assess/{MAYA}/").status_code == 404
    assert sign_in(Client(), people.amina).get(address).status_code == 404, "it is as restricted as its case"


def test_an_assessment_has_no_day_stands_not_open_and_touches_nothing_else(
    people: People, bina: Client, case: str
) -> None:
    before = {str(row.id): (row.due, row.is_open, row.change) for row in SealedRecord.objects.all()}
    send(bina, case, **{"involuntary-low-pay": PRESENT, "penalty-movement": PRESENT})
    after = {str(row.id): (row.due, row.is_open, row.change) for row in SealedRecord.objects.all()}
    [added] = set(after) - set(before)
    assert after[added][:2] == (None, False) and {id: after[id] for id in before} == before


def test_nothing_of_it_stands_in_clear_or_in_an_address(people: People, bina: Client, case: str) -> None:
    mark = "CANARYcanary0123456789ab"
    address = send(bina, case, **{"penalty-movement-why": mark, "reasons": mark, "period": mark})
    assert mark not in address and "Maya" not in address
    for row in SealedRecord.objects.all():
        assert mark.encode() not in bytes(row.sealed) + bytes(row.wraps)
    title = re.search(r"<title>(.*?)</title>", bina.get(address).content.decode())
    assert title and "Maya" not in title[1]


def test_a_worker_of_another_case_is_not_assessed_by_the_action(people: People, case: str) -> None:
    from corridor.centre.actions.assessments import assess_worker

    with pytest.raises(NoKey):
        assess_worker(Assessment(case, NOBODY), by=people.bina, form="f")
    with pytest.raises(NoKey):
        assess_worker(Assessment(case, MAYA), by=people.farida, form="f")
    assert kept(people.bina, case) == []
