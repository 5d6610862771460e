"""A worker's file through its pages: how to reach her, her ledger, her journeys, her own copy, and its end."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from corridor.journey.actions import consents, workers
from corridor.journey.contents import Consent, Contact, Journey, Name, Paper, Party, Withdrawal, Worker
from corridor.safe import chain, queries
from corridor.safe.actions import records
from corridor.safe.content import to_plain
from corridor.safe.faults import Conflict, NoKey
from corridor.safe.keys import Member
from corridor.safe.models import SealedRecord
from corridor.safe.tests.people import People, sign_in
from corridor.safe.tests.test_notebook import NAUGHTY, SCRIPTS, hidden

pytestmark = pytest.mark.django_db


def browser(people: People, name: str = "bina") -> Client:
    return sign_in(Client(), people.members[name])


def read(member: Member, kind: type) -> list[Any]:
    return [one.content for one in queries.reading(member, "read_case").of_type(kind)]


def filed(people: People, called: str = "Sita", code: str = "kiba-tumu-2", **more: Any) -> str:
    return records.write_record(Worker(code, (Name(called),), author="bina", **more), by=people.bina).id


def opened(client: Client, address: str) -> dict[str, Any]:
    """What a browser sends from a form that nobody touched."""
    form = client.get(address).context["form"]
    given: dict[str, Any] = {"form": form["form"].value(), "base": form["base"].value() or ""}
    stands = json.loads(given["base"] or "{}")
    for name in form.fields:
        if name not in given and (value := form[name].value()) not in (None, "", []):
            given[name] = value
    for name in form.rows:
        for place, one in enumerate(stands.get(name, ())):
            given |= {
                f"{name}-{place}-{key}": value for key, value in one.items() if value and not isinstance(value, dict)
            }
    return given


def test_the_page_tells_how_to_reach_her_and_what_is_never_done(people: People) -> None:
    weekday = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[timezone.localdate().weekday()]
    other_day = "mon" if weekday != "mon" else "tue"
    ways = (
        Contact("whatsapp", "+962 7 0000 1234", days=(weekday,), who_answers="her sister", say="about the class"),
        Contact("call", "+962 7 0000 9999", days=(other_day,)),
    )
    id = filed(people, contacts=ways, never=("sms",), languages=("ne",), nationality="NPL")
    page = browser(people).get(f"/workers/{id}/").content.decode()
    assert "kiba-tumu-2" in page and "about the class" in page and "her sister" in page
    assert "She said that this way is safe now." in page and "This way is not safe on this day." in page
    assert "She said that this way is never to be used." in page and "Safe now: WhatsApp" in page
    assert "Nepal" in page and "<title>Worker · Corridor</title>" in page.replace("\n", "")


def test_a_number_she_does_not_want_used_is_folded_away(people: People) -> None:
    ways = (Contact("call", "+962 7 9999"), Contact("whatsapp", "+962 7 1234"))
    page = browser(people).get(f"/workers/{filed(people, contacts=ways, never=('call', 'sms'))}/").content.decode()
    folded = page.split("<details><summary>She does not want this way</summary>")
    assert len(folded) == 2 and "9999" not in folded[0] and "9999" in folded[1].split("</details>")[0]
    assert "1234" in folded[0]


def test_nobody_asked_her_is_said(people: People) -> None:
    page = browser(people).get(f"/workers/{filed(people)}/").content.decode()
    assert "Do not contact her before she has said how." in page


def test_correcting_keeps_what_is_not_asked_and_rows_with_it(people: People) -> None:
    contact = Contact("whatsapp", "07", days=("fri", "sun"), hours="18-21")
    id = filed(
        people, contacts=(contact,), languages=("ne", "ar"), papers=(Paper("passport", "A 1"),), since=date(2024, 1, 2)
    )
    before = read(people.bina, Worker)[0]
    bina = browser(people)
    address = f"/workers/{id}/change/"
    assert bina.post(address, opened(bina, address)).status_code == 302
    assert read(people.bina, Worker) == [before], "opening and keeping changes nothing, not even the order of languages"
    given = opened(bina, address) | {"names-1-name": "सीता", "names-1-use": "other", "note": "Comes on Fridays."}
    assert bina.post(address, given).status_code == 302
    [after] = read(people.bina, Worker)
    assert [one.name for one in after.names] == ["Sita", "सीता"] and after.note == "Comes on Fridays."
    assert after.contacts == (contact,) and after.code == before.code


def test_two_people_correct_different_fields(people: People) -> None:
    id = filed(people)
    bina, amina = browser(people), browser(people, "amina")
    address = f"/workers/{id}/change/"
    first, second = opened(bina, address), opened(amina, address)
    bina.post(address, first | {"note": "Has a sister here."})
    assert amina.post(address, second | {"origin": "Jhapa"}).status_code == 302
    [worker] = read(people.bina, Worker)
    assert (worker.note, worker.origin) == ("Has a sister here.", "Jhapa")


def test_two_people_correct_the_same_field_and_both_are_shown(people: People) -> None:
    id = filed(people)
    bina, amina = browser(people), browser(people, "amina")
    address = f"/workers/{id}/change/"
    first, second = opened(bina, address), opened(amina, address)
    bina.post(address, first | {"origin": "Jhapa"})
    answer = amina.post(address, second | {"origin": "Morang"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "Jhapa" in page and "Morang" in page and "clashed" in page
    assert read(people.bina, Worker)[0].origin == "Jhapa", "nothing is written before she chooses"
    form = answer.context["form"]
    again = second | {"form": form["form"].value(), "base": form["base"].value(), "origin": "Morang", "clashed": "yes"}
    assert amina.post(address, again).status_code == 302
    [worker] = read(people.bina, Worker)
    assert worker.origin == "Morang" and "Jhapa" in worker.note


def test_a_base_that_was_tampered_with_changes_nothing_that_is_not_asked(people: People) -> None:
    id = filed(people)
    bina = browser(people)
    address = f"/workers/{id}/change/"
    given = opened(bina, address)
    base = json.loads(given["base"]) | {"code": "muta-muta-9", "merged_into": "x", "author": "nobody"}
    for odd in (json.dumps(base), "not json", "[]", '{"code": 5}', ""):
        assert bina.post(address, given | {"base": odd, "note": odd[:5]}).status_code in (302, 409)
    [worker] = read(people.bina, Worker)
    assert worker.code == "kiba-tumu-2" and worker.merged_into == ""


@pytest.mark.parametrize("text", NAUGHTY)
def test_odd_text_in_a_file_a_journey_and_a_consent(people: People, text: str) -> None:
    id = filed(people)
    bina = browser(people)
    address = f"/workers/{id}/change/"
    given = opened(bina, address) | {"names-0-name": "N" + text, "note": text, "contacts-0-value": text, "origin": text}
    given |= {"contacts-0-channel": "call"}
    assert bina.post(address, given).status_code == 302
    journey = {"form": "j", "origin": "NPL", "stages-0-place": "p" + text, "stages-0-stage": "transit", "note": text}
    assert bina.post(f"/workers/{id}/add/journey/", journey).status_code == 302
    consent = {
        "form": "c",
        "purpose": "referral",
        "recipient": "r" + text,
        "what": ["called"],
        "given": "yes",
        "said": text,
    }
    assert bina.post(f"/workers/{id}/consent/", consent).status_code == 302
    page = bina.get(f"/workers/{id}/").content.decode()
    assert "<script>alert" not in page
    plain = text.replace("\0", "")
    assert read(people.bina, Worker)[0].origin == plain.strip()
    assert read(people.bina, Consent)[0].recipient == ("r" + plain).strip()


@pytest.mark.parametrize(
    ("word", "wrong"),
    [
        ("change", {"note": "x" * 20_001}),
        ("change", {"names-0-name": "x" * 201}),
        ("change", {"since": "in a decade"}),
        ("change", {"sex": "nonsense"}),
        ("change", {"never": ["pigeon"]}),
        ("add/journey", {"stages-0-begin": "thirtieth of nothing", "stages-0-begin_calendar": "gregorian"}),
        ("add/journey", {"origin": "XXX"}),
        ("consent", {"purpose": "", "what": ["called"], "given": "yes"}),
        ("consent", {"purpose": "referral", "given": "yes"}),
        ("consent", {"purpose": "referral", "what": ["called"], "given": ""}),
        ("consent", {"purpose": "referral", "what": ["called"], "given": "yes", "until": "2026-13-40"}),
    ],
)
def test_what_does_not_fit_is_told_and_what_was_typed_stays(people: People, word: str, wrong: dict[str, Any]) -> None:
    id = filed(people)
    bina = browser(people)
    kept = {"note": "What I typed"} if word != "consent" else {"said": "What I typed"}
    answer = bina.post(f"/workers/{id}/{word}/", {"form": "f"} | kept | wrong)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Not kept yet" in page
    assert "note" in wrong or "What I typed" in page
    assert SealedRecord.objects.count() == 1 and read(people.bina, Worker)[0].note == ""


def test_a_journey_with_stages_as_exact_as_she_knows(people: People) -> None:
    id = filed(people, nationality="NPL")
    bina = browser(people)
    assert hidden(bina.get(f"/workers/{id}/add/journey/").content.decode(), "form")
    given = {"form": "j", "origin": "NPL", "destination": "JOR", "sector": "domestic-work"}
    given |= {"stages-0-stage": "recruitment", "stages-0-place": "Kathmandu"}
    given |= {"stages-0-begin": "Magh 2078", "stages-0-begin_calendar": "bikram-sambat"}
    given |= {"stages-2-stage": "destination", "stages-2-country": "JOR", "stages-2-begin": "spring 2022"}
    for _ in range(2):
        assert bina.post(f"/workers/{id}/add/journey/", given).status_code == 302
    [journey] = read(people.bina, Journey)
    assert [(one.stage, one.begin.said) for one in journey.stages] == [
        ("recruitment", "Magh 2078"),
        ("destination", "spring 2022"),
    ]
    assert journey.stages[0].begin.exact == "month" and journey.author == "bina"
    [entry] = queries.reading(people.bina, "read_case").of_type(Journey)
    page = bina.get(f"/workers/{id}/").content.decode()
    assert "Kathmandu" in page and "Magh 2078 BS" in page
    address = f"/workers/{id}/part/{entry.id}/"
    given = opened(bina, address)
    given |= {
        "stages-0-begin": "Magh 2078",
        "stages-0-begin_calendar": "bikram-sambat",
        "stages-1-begin": "spring 2022",
    }
    assert bina.post(address, given | {"sector": "garment"}).status_code == 302
    [corrected] = read(people.bina, Journey)
    assert corrected.sector == "garment" and corrected.stages == journey.stages
    other = filed(people, "Maya", "fulu-sadu-5")
    assert bina.get(f"/workers/{other}/part/{entry.id}/").status_code == 404
    assert bina.post(f"/workers/{other}/part/{entry.id}/destroy/").status_code == 404
    bina.post(f"{address}destroy/")
    assert read(people.bina, Journey) == []


def consented(client: Client, id: str, **more: Any) -> None:
    given = {"form": str(more), "purpose": "summary", "what": ["called", "grievance", "remedy"], "given": "yes"}
    assert client.post(f"/workers/{id}/consent/", given | more).status_code == 302


def test_the_ledger_tells_what_each_entry_is_worth(people: People) -> None:
    id, bina = filed(people), browser(people)
    past, later = timezone.localdate() - timedelta(days=1), timezone.localdate() + timedelta(days=9)
    consented(bina, id, purpose="referral", recipient="Shelter of the hills", until=str(later))
    consented(bina, id, purpose="letter", until=str(past))
    consented(bina, id, purpose="complaint", given="no", said="They would tell him.")
    consented(bina, id, purpose="follow-up", what=["called", "contact"])
    consented(bina, id, purpose="follow-up", what=["called"])
    page = bina.get(f"/workers/{id}/").content.decode()
    for said in ("Shelter of the hills", "has ended", "she said no", "They would tell him.", "replaced by a later one"):
        assert said in page
    assert {one.given for one in read(people.bina, Consent)} == {True, False}


def test_withdrawing_takes_effect_at_once_and_once(people: People) -> None:
    id, bina = filed(people), browser(people)
    consented(bina, id)
    assert bina.post(f"/workers/{id}/copy/").status_code == 200
    [entry] = queries.reading(people.bina, "read_case").of_type(Consent)
    for _ in range(2):
        bina.post(f"/workers/{id}/consent/{entry.id}/withdraw/")
    assert len(read(people.bina, Withdrawal)) == 1
    assert "withdrawn" in bina.get(f"/workers/{id}/").content.decode()
    assert bina.post(f"/workers/{id}/copy/").status_code == 409
    other = filed(people, "Maya", "fulu-sadu-5")
    assert bina.post(f"/workers/{other}/consent/{entry.id}/withdraw/").status_code == 404
    with pytest.raises(NoKey):
        consents.withdraw_consent(other, entry.id, by=people.bina)


def test_sent_twice_is_one_entry_and_a_party_is_known_by_its_name(people: People) -> None:
    party = records.write_record(Party("organisation", ("Shelter of the Hills",)), by=people.bina).id
    id, bina = filed(people), browser(people)
    for _ in range(2):
        consented(bina, id, purpose="referral", recipient="shelter of  the hills")
    [consent] = read(people.bina, Consent)
    assert consent.recipient == party and consent.on == timezone.localdate() and consent.author == "bina"
    assert "Shelter of the Hills" in bina.get(f"/workers/{id}/").content.decode()


@pytest.mark.parametrize("script", SCRIPTS)
def test_she_is_found_in_every_script_by_part_of_a_word(people: People, script: str) -> None:
    id, bina = filed(people, SCRIPTS[script]), browser(people)
    filed(people, "Zzz", "fulu-sadu-5")
    word = SCRIPTS[script].split()[-1]
    answer = bina.post("/workers/found/", {"words": word[: max(3, len(word) // 2)]})
    assert answer.status_code == 302 and answer["Location"] == "/workers/found/", "nothing stands in the address"
    page = bina.get("/workers/found/").content.decode()
    assert id in page and "Zzz" not in page


@pytest.mark.parametrize(
    "words",
    ["Seeta", "सीता", "سيتا", "KIBA TUMU 2", "keba tomo 2", "00962 70000-1234", "٠٧٠٠٠٠١٢٣٤", "A12345"],
)
def test_she_is_found_by_sound_code_phone_number_and_paper(people: People, words: str) -> None:
    contact, paper = Contact("call", "+962 7 0000 1234"), Paper("passport", "A1234567")
    id, bina = filed(people, "Sita", contacts=(contact,), papers=(paper,)), browser(people)
    other = filed(people, "Goma", "fana-sibu-9")
    page = bina.post("/workers/found/", {"words": words}, follow=True).content.decode()
    assert id in page and other not in page


@pytest.mark.parametrize("words", ["", "  ", "\0", "a" * 5000, "%_'\"", *NAUGHTY[7:12]])
def test_odd_searches_find_nobody(people: People, words: str) -> None:
    filed(people, "Qqq")
    bina = browser(people)
    answer = bina.post("/workers/found/", {"words": words}, follow=True)
    assert answer.status_code == 200 and "kiba-tumu-2" not in answer.content.decode()


def test_found_follows_what_changes(people: People) -> None:
    id, bina = filed(people, "Goma"), browser(people)
    assert id in bina.post("/workers/found/", {"words": "गोमा"}, follow=True).content.decode()
    worker = read(people.bina, Worker)[0]
    from dataclasses import replace

    workers.correct_worker(id, replace(worker, names=(Name("Maya"),)), worker, by=people.bina)
    assert id not in bina.post("/workers/found/", {"words": "गोमा"}, follow=True).content.decode()
    assert id in bina.post("/workers/found/", {"words": "माया"}, follow=True).content.decode()


def test_a_restricted_file_is_there_for_those_named_alone_and_reading_it_is_chained(people: People) -> None:
    naming = records.Naming((people.amina.account,), restricted=True)
    id = records.write_record(Worker("kiba-tumu-2", (Name("Sita"),)), by=people.amina, naming=naming).id
    amina, bina = browser(people, "amina"), browser(people)
    consented(amina, id)
    assert read(people.bina, Consent) == [], "what belongs to it is as restricted"
    for address in ("", "change/", "journey/", "consent/", "merge/"):
        assert bina.get(f"/workers/{id}/{address}").status_code == 404
    assert bina.post(f"/workers/{id}/copy/").status_code == 404
    assert "Only those named read this." in amina.get(f"/workers/{id}/").content.decode()
    for words in ("Sita", "सीता", "kiba-tumu-2"):
        assert id not in bina.post("/workers/found/", {"words": words}, follow=True).content.decode()
        assert id in amina.post("/workers/found/", {"words": words}, follow=True).content.decode()
    assert "read restricted worker" in {act.did for act in chain.acts(people.dalia) if act.about == id}
    with pytest.raises(NoKey):
        workers.correct_worker(id, Worker("x"), Worker("x"), by=people.bina)


def test_conflicts_reach_who_calls(people: People) -> None:
    id = filed(people)
    [base] = read(people.bina, Worker)
    from dataclasses import replace

    workers.correct_worker(id, replace(base, origin="Jhapa"), base, by=people.bina)
    with pytest.raises(Conflict):
        workers.correct_worker(id, replace(base, origin="Ilam"), base, by=people.amina)
    workers.correct_worker(id, replace(base, origin="Jhapa"), base, by=people.amina)
    assert to_plain(read(people.bina, Worker)[0])["origin"] == "Jhapa"


@pytest.mark.parametrize("name", ["dalia", "esther", "hana", "ines", "lina"])
def test_nobody_else_has_files(people: People, name: str) -> None:
    id, client = filed(people), browser(people, name)
    for address in (f"{id}/", "found/", f"{id}/change/", f"{id}/consent/", f"{id}/destroy/", f"{id}/merge/"):
        assert client.get(f"/workers/{address}").status_code == 404
    assert client.get("/parties/").status_code == 404


def test_a_lawyer_reads_what_she_is_named_to_and_changes_nothing(people: People) -> None:
    day = timezone.localdate()
    naming = records.Naming((people.farida.account,), until=((people.farida.account.key, day),))
    worker = Worker("kiba-tumu-2", (Name("Sita"),))
    id = records.write_record(worker, by=people.bina, naming=naming).id
    farida = browser(people, "farida")
    page = farida.get(f"/workers/{id}/").content.decode()
    assert "Sita" in page and "Correct it" not in page and "She has another file" not in page
    assert farida.get(f"/workers/{id}/change/").status_code == 404
    assert id in farida.post("/workers/found/", {"words": "सीता"}, follow=True).content.decode()


def test_queries(people: People, django_assert_max_num_queries: Any) -> None:
    id, bina = filed(people), browser(people)
    for number in range(10):
        consented(bina, id, purpose="letter", recipient=str(number))
    bina.post("/workers/found/", {"words": "Sita"})
    for address in (f"/workers/{id}/", f"/workers/{id}/change/", "/workers/found/"):
        bina.get(address)
        with django_assert_max_num_queries(12):
            assert bina.get(address).status_code == 200
