"""What stands beside the fields: files beside what they prove, whom retaliation struck, lessons, days a decade off."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from corridor.centre.actions import cases
from corridor.centre.contents import Case, CaseWorker, Grievance, Remedy, Retaliation
from corridor.centre.sheets import ACTION, CASE, FOLLOW_UP, NOTE
from corridor.centre.views.intake import INTAKE
from corridor.centre.views.referrals import WHAT
from corridor.centre.views.services import SERVICE
from corridor.journey.actions.evidence import keep_evidence
from corridor.journey.contents import Evidence, Name, Worker
from corridor.journey.sheets import SheetForm
from corridor.reference.shelf import shelf
from corridor.safe import queries
from corridor.safe.actions.records import write_record
from corridor.safe.faults import NoKey
from corridor.safe.tests.people import People, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(people: People) -> str:
    return write_record(Worker("kiba-tomu-7", (Name("Maya"),)), by=people.bina).id


@pytest.fixture
def case(people: People, worker: str) -> str:
    inside = (CaseWorker(worker, "Maya"), CaseWorker("22222222-2222-4222-8222-222222222222", "Sita"))
    return write_record(Case(number="kiba-1", label="The house", workers=inside), by=people.bina).id


def put(people: People, case: str, part: Grievance | Remedy | Retaliation) -> str:
    return cases.add_to_case(case, part, by=people.bina, form="f").id


def part_of_page(page: str, id: str) -> str:
    return page.split(f'id="{id}"')[1].split("</article>")[0]


def test_a_file_stands_beside_the_grievance_and_the_line_it_is_for(people: People, case: str, worker: str) -> None:
    bina, grievance = sign_in(Client(), people.bina), put(people, case, Grievance(case, "unpaid-wages"))
    line = put(people, case, Remedy(case, grievance, worker, "received", amount=Decimal(500), currency="JOD"))
    for part, name in ((grievance, "slip.pdf"), (line, "receipt.pdf")):
        address = f"/evidence/to/{case}/?for={part}"
        assert f'<option value="{part}" selected>' in bina.get(address).content.decode()
        said = {"file": SimpleUploadedFile(name, name.encode()), "form": name, "proves": part, "kind": "A pay slip"}
        file = bina.post(address, said)["Location"]
        assert f"#{part}" in (shown := bina.get(file).content.decode()) and "A pay slip" in shown
    page = bina.get(f"/cases/{case}/").content.decode()
    assert "slip.pdf" in part_of_page(page, grievance) and "receipt.pdf" not in part_of_page(page, grievance)
    assert "receipt.pdf" in part_of_page(page, line) and f"/evidence/to/{case}/?for={line}" in part_of_page(page, line)


def test_what_a_file_is_for_belongs_to_the_same_case(people: People, case: str, worker: str) -> None:
    other = write_record(Case(number="kiba-2"), by=people.bina).id
    grievance = put(people, other, Grievance(other, "unpaid-wages"))
    with pytest.raises(NoKey):
        keep_evidence(case, "a.pdf", b"a", by=people.bina, form="f", proves=grievance)
    said = {"file": SimpleUploadedFile("a.pdf", b"a"), "proves": grievance}
    put(people, case, Grievance(case, "unpaid-wages"))
    assert sign_in(Client(), people.bina).post(f"/evidence/to/{case}/", said).status_code == 422
    under_her = sign_in(Client(), people.bina).get(f"/evidence/to/{worker}/").content.decode()
    assert 'name="proves"' not in under_her
    assert not queries.reading(people.bina, "read_case").of_type(Evidence)


def test_a_line_of_the_ledger_names_its_proof(people: People, case: str, worker: str) -> None:
    bina, grievance = sign_in(Client(), people.bina), put(people, case, Grievance(case, "unpaid-wages"))
    proof = keep_evidence(case, "receipt.jpg", b"a", by=people.bina, form="f", shows="The bank slip").id
    assert "receipt.jpg: The bank slip" in bina.get(f"/cases/{case}/add/remedy/").content.decode()
    said = {"grievance": grievance, "worker": worker, "step": "received", "kind": "money", "proof": proof, "form": "r"}
    assert bina.post(f"/cases/{case}/add/remedy/", said | {"proof": "another"}).status_code == 422
    assert bina.post(f"/cases/{case}/add/remedy/", said).status_code == 302
    [line] = queries.reading(people.bina, "read_case").parts(case, Remedy)
    assert line.content.proof == proof
    beside = part_of_page(bina.get(f"/cases/{case}/").content.decode(), line.id)
    assert f"/evidence/{proof}/" in beside and "receipt.jpg" in beside


def test_an_alert_says_whom_it_struck(people: People, case: str, worker: str) -> None:
    bina = sign_in(Client(), people.bina)
    own = bina.get(f"/workers/{worker}/").content.decode()
    address = re.search(rf"/cases/{case}/add/retaliation/\?worker={worker}", own)
    assert address, "one click from her page"
    assert f'<option value="{worker}" selected>' in bina.get(address[0]).content.decode()
    said = {"against": "worker", "worker": worker, "kind": "threats", "form": "r"}
    assert bina.post(address[0], said).status_code == 302
    helper = {"against": "helper", "helper": "Chandra", "kind": "detention", "form": "s"}
    assert bina.post(f"/cases/{case}/add/retaliation/", helper).status_code == 302
    told = {one.content.against: one.content for one in queries.reading(people.bina, "read_case").of_type(Retaliation)}
    assert (told["worker"].worker, told["helper"].helper, told["helper"].worker) == (worker, "Chandra", "")
    for page in ("/today/", f"/cases/{case}/"):
        alerts = "".join(
            re.findall(r'<section class="alert alert-danger".*?</section>', bina.get(page).content.decode(), re.S)
        )
        assert "Maya" in alerts and "Chandra" in alerts


def test_nobody_is_named_for_the_one_who_writes_it_down(people: People, worker: str) -> None:
    alone = write_record(Case(number="kiba-3", workers=(CaseWorker(worker, "Maya"),)), by=people.bina).id
    page = sign_in(Client(), people.bina).get(f"/cases/{alone}/add/retaliation/").content.decode()
    assert f'<option value="{worker}" selected>' not in page


def test_who_has_a_file_and_no_case_begins_at_intake_with_her_name(people: People, worker: str) -> None:
    bina = sign_in(Client(), people.bina)
    assert f"/cases/new/?worker={worker}" in bina.get(f"/workers/{worker}/").content.decode()
    assert 'value="Maya"' in bina.get(f"/cases/new/?worker={worker}").content.decode()
    assert bina.get("/cases/new/?worker=nobody").status_code == 200


@pytest.mark.parametrize("sheet", [INTAKE, CASE, ACTION, NOTE, FOLLOW_UP, SERVICE])
def test_lessons_stand_beside_the_fields(sheet) -> None:
    named = [slot.lesson for slot in sheet.every if slot.lesson]
    assert named and all(shelf().get("lessons", one) for one in named)


def test_a_lesson_is_folded_beside_its_field(people: People, case: str) -> None:
    page = sign_in(Client(), people.bina).get(f"/cases/{case}/add/note/").content.decode()
    assert '<details class="lesson-note"><summary>' in page and "WIF2019-25" in page


def test_the_hurry_form_stays_as_short_as_it_is(people: People) -> None:
    page = sign_in(Client(), people.bina).get("/cases/new/").content.decode()
    form = page.split('enctype="multipart/form-data"')[1].split("</form>")[0]
    hurry, rest = form.split('<button class="btn btn-primary btn-lg">')
    assert "<summary>" not in hurry, "the keyboard meets only fields before it is sent"
    assert "autofocus" in hurry and all(one in rest for one in ("WIF2023-52", "WIF2023-25", "WIF2023-08"))
    assert rest.count('<details class="lesson-note">') == len([one for one in INTAKE.more if one.lesson]) + 1


FAR = ("2036-11-22", "0206-01-05")


@pytest.mark.parametrize("day", FAR)
def test_a_day_a_decade_off_is_kept_and_told(people: People, case: str, worker: str, day: str) -> None:
    bina, grievance = sign_in(Client(), people.bina), put(people, case, Grievance(case, "unpaid-wages"))
    remedy = {"grievance": grievance, "worker": worker, "step": "received", "kind": "money", "on": day}
    consent = {"purpose": "referral", "what": "called", "given": "yes", "on": "", "until": day}
    forms = {
        f"/cases/{case}/add/action/": {"kind": "call", "on": day},
        f"/cases/{case}/add/remedy/": remedy,
        f"/cases/{case}/add/proceeding/": {"forum": "mediation", "steps-0-step": "filed", "steps-0-on": day},
        f"/cases/{case}/add/follow-up/": {"worker": worker, "on": day},
        "/services/new/": {"kind": "information", "people": "1", "on": day},
        f"/workers/{worker}/consent/": consent,
    }
    for address, said in forms.items():
        answer = bina.post(address, said | {"form": address}, follow=True)
        text = answer.content.decode()
        assert answer.redirect_chain, (address, re.findall(r'class="flag">[^<]*', text))
        assert "is years from today. It is kept so" in text, address


def test_a_day_near_is_not_told_and_one_that_stood_is_told_once(people: People, case: str) -> None:
    bina, near = sign_in(Client(), people.bina), timezone.localdate() + timedelta(days=9)
    added = bina.post(f"/cases/{case}/add/action/", {"kind": "call", "on": near.isoformat()}, follow=True)
    assert "years from today" not in added.content.decode()
    far = cases.add_to_case(case, cases.Action(case, "call", on=date(2036, 1, 1)), by=people.bina, form="x").id
    address = f"/cases/{case}/part/{far}/"
    posted = {"kind": "call", "what": "Ring twice", "on": "2036-01-01"}
    posted["base"] = bina.get(address).context["form"].initial["base"]
    assert "years from today" not in bina.post(address, posted, follow=True).content.decode()


def test_the_day_for_an_answer_to_a_referral_is_noticed_too() -> None:
    form = SheetForm(WHAT, {"answer_by": "2036-01-01"}, options={"way": [("paper", "paper")]})
    form.is_valid()
    assert len(form.notices()) == 1
