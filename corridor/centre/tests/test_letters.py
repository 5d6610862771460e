"""Letters: what each worker allowed and nothing else; read before it leaves; chained; templates do no harm."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from docx import Document
from docx.oxml.ns import qn

from corridor.centre.actions import cases
from corridor.centre.actions.letters import close_template, keep_template, make_letter
from corridor.centre.contents import (
    Action,
    Case,
    CaseWorker,
    Grievance,
    Remedy,
    Respondent,
    RiskTalk,
)
from corridor.centre.letter_contents import LetterTemplate
from corridor.centre.letter_templates import KNOWN, templates
from corridor.centre.letters import UNNAMED, Choice, Letter, letter_for, money
from corridor.exchange.letters import text_of
from corridor.exchange.tests.test_letters import HOSTILE, template
from corridor.journey.actions.consents import add_consent, withdraw_consent
from corridor.journey.calendars import read_when
from corridor.journey.contents import Consent, Evidence, Name, Paper, Party, Worker
from corridor.safe import chain, queries
from corridor.safe.actions.records import write_record
from corridor.safe.casebook import Reading
from corridor.safe.faults import Conflict, NoKey, Unfit
from corridor.safe.models import SealedChunk, SealedRecord
from corridor.safe.notebook.evidence import original_of
from corridor.safe.tests.people import People, sign_in

pytestmark = pytest.mark.django_db
ALL = ("called", "names", "grievance", "employer", "remedy")
DAY = date(2026, 1, 5)


class Story:
    """Maya and Sita work for the Haddad family through Golden Star; each has her own ledger."""

    def __init__(self, people: People) -> None:
        self.people = people
        maya = Worker(
            "kiba-tomu-7", (Name("Maya"), Name("Maya Tamang", "document")), papers=(Paper("passport", "P77"),)
        )
        self.maya, self.sita = self.write(maya), self.write(Worker("leso-vani-2", (Name("Sita"),)))
        self.employer = self.write(Party("household", ("Haddad family", "عائلة حداد"), country="JOR", place="Amman"))
        rows = (CaseWorker(self.maya, "Maya"), CaseWorker(self.sita, "Sita"))
        made = Case("kiba-1", "Haddad", rows, country="JOR", place="Abdoun", sector="domestic-work")
        self.case = self.write(made)
        chain_of = (Respondent("employer", self.employer), Respondent("origin-agency", "", "Golden Star", "NPL"))
        self.wages = self.add(
            Grievance(
                self.case,
                "unpaid-wages",
                begin=read_when("2025-05-01"),
                told="Maya and Sita were not paid & were told to wait <again>.",
                wants="My pay of three months",
                basis="The contract of 2024",
                respondents=chain_of,
            )
        )
        self.papers = self.add(Grievance(self.case, "document-kept", (self.sita,), told="Sita's passport is kept."))
        claim = {"amount": Decimal("900"), "currency": "JOD"}
        self.add(Remedy(self.case, self.wages, self.maya, "claimed", **claim))
        self.add(Remedy(self.case, self.wages, self.maya, "entitled", amount=Decimal(1), currency="USD"))
        self.add(Remedy(self.case, self.wages, self.sita, "entitled", amount=Decimal("1250.5"), currency="USD"))

    def write(self, content: object) -> str:
        return write_record(content, by=self.people.bina).id

    def add(self, part: object) -> str:
        return cases.add_to_case(self.case, part, by=self.people.bina, form=str(part)).id

    def allow(self, worker: str, *what: str, purpose: str = "letter", to: str = "", given: bool = True) -> str:
        entry = Consent(worker, purpose, to or self.employer, what or ALL, given, on=timezone.localdate())
        return add_consent(worker, entry, by=self.people.bina, form=f"{worker} {purpose} {what} {given}").id

    def known(self) -> Reading:
        return queries.reading(self.people.bina, "read_case")

    def choice(self, kind: str = "demand", language: str = "en", **more: object) -> Choice:
        chosen = {"grievances": (self.wages, self.papers), "workers": (self.maya, self.sita), "answer_by": DAY}
        return Choice(kind, language, **({"recipient": self.employer} | chosen | more))

    def letter(self, *given: str, **more: object) -> Letter:
        known = self.known()
        return letter_for(known, known.get(self.case), self.choice(*given, **more), timezone.localdate())

    def posted(self, **more: object) -> dict[str, object]:
        chosen = {"grievances": [self.wages], "workers": [self.maya, self.sita], "form": "f"}
        return {"template": "demand-en", "to": self.employer, **chosen, **more}


@pytest.fixture
def story(people: People) -> Story:
    return Story(people)


def test_everything_that_was_allowed_stands_in_it(story: Story) -> None:
    story.allow(story.maya)
    story.allow(story.sita)
    letter = story.letter()
    values = letter.values
    assert letter.left_out == () and values["worker"] == "Maya Tamang and Sita"
    assert values["addressee"] == "Haddad family\nAmman, Jordan" and values["recipient"] == "Haddad family"
    assert values["work"] == "Domestic work, Abdoun, Jordan" and values["answer_by"] == "5 January 2026"
    assert values["workers"][0] == {"name": "Maya Tamang", "papers": "Passport P77"}
    wages = values["grievances"][0]
    assert wages["kind"] == "Wages not paid" and wages["since"] == "1 May 2025" and wages["wants"].startswith("My pay")
    assert [(one["name"], one["role"]) for one in values["respondents"]] == [
        ("Haddad family", "Employer"),
        ("Golden Star", "Recruitment agency at origin"),
    ]
    assert [(one["who"], one["amount"]) for one in values["amounts"]] == [
        ("Maya Tamang", "JOD 900"),
        ("Sita", "USD 1,250.50"),
    ]
    assert values["total"] == "JOD 900; USD 1,250.50", "what is claimed stands for what is entitled; never across"
    assert set(values) == set(KNOWN)


def test_a_name_that_was_not_allowed_is_nowhere(story: Story) -> None:
    story.allow(story.maya, "grievance", "remedy")
    story.allow(story.sita, "called", "grievance")
    letter = story.letter()
    text = str(letter.values)
    assert "Maya" not in text and "P77" not in text and letter.values["worker"] == f"Sita and {UNNAMED['en'][2]}"
    assert "[…] and Sita were not paid" in letter.values["grievances"][0]["told"]
    assert letter.values["respondents"] == [] and "Golden Star" not in text and "Abdoun" not in text
    assert [one["who"] for one in letter.values["amounts"]] == ["the worker"]
    assert {(one.called, one.worker) for one in letter.left_out} == {("Maya", story.maya), ("Sita", story.sita)}
    assert story.letter(workers=(story.maya,)).values["worker"] == "the worker"


def test_what_happened_is_told_only_when_all_whose_it_is_allow_it(story: Story) -> None:
    story.allow(story.maya)
    letter = story.letter()
    assert letter.empty, "Sita did not allow it, and it is hers too"
    alone = story.letter(workers=(story.maya,))
    assert [one["kind"] for one in alone.values["grievances"]] == ["Wages not paid"]
    assert alone.values["grievances"][0]["told"].startswith("Maya and […] were")
    assert alone.left_out == ()


@pytest.mark.parametrize("harm", ["taken back", "refused", "other purpose", "other recipient", "nothing"])
def test_what_is_not_allowed_any_more_does_not_leave(story: Story, harm: str) -> None:
    if harm == "other purpose":
        story.allow(story.maya, purpose="research")
    elif harm == "other recipient":
        story.allow(story.maya, to="Somebody else")
    elif harm != "nothing":
        consent = story.allow(story.maya)
        if harm == "taken back":
            withdraw_consent(story.maya, consent, by=story.people.bina)
        else:
            story.allow(story.maya, given=False, to="haddad  FAMILY")
    letter = story.letter(workers=(story.maya,))
    assert letter.empty and "Maya" not in str(letter.values) and letter.left_out[0].why


def test_a_complaint_waits_for_her_decision_about_the_risks(story: Story) -> None:
    story.allow(story.maya, purpose="complaint", to="Labour office")
    chosen = {"recipient": "Labour office", "workers": (story.maya,)}
    before = story.letter("complaint", **chosen)
    assert before.empty and before.left_out[0].risks
    story.add(RiskTalk(story.case, story.maya, decides="goes-ahead", on=timezone.localdate()))
    assert not story.letter("complaint", **chosen).empty
    assert story.letter("demand", **chosen).empty, "she allowed a complaint, not a letter"


def test_in_arabic_and_nepali(story: Story) -> None:
    story.allow(story.maya)
    arabic = story.letter("demand", "ar", workers=(story.maya,)).values
    assert arabic["answer_by"] == "5 يناير 2026" and "الأردن" in arabic["addressee"]
    nepali = story.letter("demand", "ne", workers=(story.maya,)).values
    assert "जनवरी" in nepali["answer_by"] and "2082" in nepali["answer_by"], "with Bikram Sambat beside it"
    assert story.letter("demand", "ar").values["worker"] == "Maya Tamang وأخريات"
    file = make(story, "demand-ar", story.choice("demand", "ar", workers=(story.maya,)))
    paragraphs = Document(BytesIO(file)).paragraphs
    assert paragraphs and all(one._p.pPr.find(qn("w:bidi")) is not None for one in paragraphs)


def make(story: Story, template: str, choice: Choice, keep: bool = False, form: str = "f") -> bytes:
    known = story.known()
    seen = letter_for(known, known.get(story.case), choice, timezone.localdate()).mark
    return make_letter(story.case, template, choice, seen, keep=keep, by=story.people.bina, form=form)


def test_read_then_made_and_chained(story: Story) -> None:
    story.allow(story.maya)
    story.allow(story.sita)
    bina, address = sign_in(Client(), story.people.bina), f"/cases/{story.case}/letters/"
    page = bina.get(address).content.decode()
    assert "Haddad family (Employer)" in page and "Golden Star (Recruitment agency at origin)" in page
    preview = bina.post(address, story.posted())
    text = preview.content.decode()
    assert preview.status_code == 200 and "told to wait &lt;again&gt;" in text and "JOD 900" in text
    assert "make letter" not in [act.did for act in chain.acts(story.people.dalia)]
    assert SealedRecord.objects.count() == len(list(story.known().everything()))
    posted = story.posted(seen=preview.context["letter"].mark, make="yes", keep="on")
    made = bina.post(address, posted)
    assert made["Content-Disposition"] == 'attachment; filename="letter.docx"' and made["Cache-Control"] == "no-store"
    letter = text_of(made.content)
    assert letter == preview.context["lines"], "what was read is what leaves"
    assert any("Maya and Sita were not paid & were told to wait <again>." in line for line in letter)
    assert [act.by for act in chain.acts(story.people.dalia) if act.did == "make letter"] == [
        story.people.bina.account.key
    ]
    known = story.known()
    [action] = known.parts(story.case, Action)
    assert (action.content.kind, action.content.done) == ("letter", timezone.localdate())
    [copy] = known.parts(story.case, Evidence)
    assert original_of(copy, story.people.centre) == made.content and copy.content.name == "letter.docx"
    assert bina.post(address, posted).status_code == 200
    known = story.known()
    assert len(known.parts(story.case, Action)) == 1 == len(known.parts(story.case, Evidence)), "sent twice, kept once"


def test_what_changed_meanwhile_is_read_again(story: Story) -> None:
    consent = story.allow(story.maya)
    story.allow(story.sita)
    bina, address = sign_in(Client(), story.people.bina), f"/cases/{story.case}/letters/"
    seen = bina.post(address, story.posted()).context["letter"].mark
    story.allow(story.maya, "grievance", "called")
    again = bina.post(address, story.posted(seen=seen, make="yes"))
    assert again.status_code == 409 and "Read it again" in again.content.decode()
    with pytest.raises(Conflict):
        make_letter(story.case, "demand-en", story.choice(), seen, keep=True, by=story.people.bina, form="f")
    withdraw_consent(story.maya, consent, by=story.people.bina)
    known = story.known()
    assert known.parts(story.case, Action) == [] == known.parts(story.case, Evidence)
    assert "make letter" not in [act.did for act in chain.acts(story.people.dalia)]


def test_nothing_allowed_is_told_with_a_way_to_enter_it(story: Story) -> None:
    bina, address = sign_in(Client(), story.people.bina), f"/cases/{story.case}/letters/"
    answer = bina.post(address, story.posted())
    text = answer.content.decode()
    assert f'href="/workers/{story.maya}/consent/?purpose=letter"' in text and "nothing to write" in text
    assert 'name="make"' not in text
    forced = bina.post(address, story.posted(make="yes", seen=answer.context["letter"].mark))
    assert forced["Content-Type"].startswith("text/html")
    with pytest.raises(Unfit):
        make(story, "demand-en", story.choice())
    assert story.known().parts(story.case, Action) == []


def test_bad_input_is_told_and_what_was_typed_stays(story: Story) -> None:
    bina, address = sign_in(Client(), story.people.bina), f"/cases/{story.case}/letters/"
    for wrong, told in (
        ({"to": "", "to_words": ""}, "Say to whom it goes."),
        ({"to": "nobody"}, "Select a valid choice"),
        ({"template": "demand-xx"}, "Select a valid choice"),
        ({"grievances": []}, "This field is required"),
        ({"workers": ["11111111-1111-4111-8111-111111111111"]}, "Select a valid choice"),
        ({"answer_by": "soon"}, "soon"),
    ):
        answer = bina.post(address, story.posted(to_words="Street <7>") | wrong)
        assert answer.status_code == 422 and told in answer.content.decode()
        assert wrong.get("to_words") == "" or "Street &lt;7&gt;" in answer.content.decode()


def test_a_recipient_in_words_is_the_party_of_that_name(story: Story) -> None:
    story.allow(story.maya)
    story.allow(story.sita)
    bina = sign_in(Client(), story.people.bina)
    said = {"to": "", "to_words": "haddad family\nStreet 7\nAmman"}
    letter = bina.post(f"/cases/{story.case}/letters/", story.posted(**said)).context["letter"]
    assert not letter.empty and letter.values["addressee"].endswith("Street 7\nAmman")
    said["to_words"] = "Another family\nStreet 7"
    assert bina.post(f"/cases/{story.case}/letters/", story.posted(**said)).context["letter"].empty


@pytest.mark.parametrize("name", ["dalia", "esther", "hana", "farida"])
def test_a_letter_is_not_there_for_others(story: Story, name: str) -> None:
    client = sign_in(Client(), story.people.members[name])
    assert client.get(f"/cases/{story.case}/letters/").status_code in (403, 404)
    with pytest.raises(NoKey):
        make_letter(story.case, "demand-en", story.choice(), "", keep=False, by=story.people.members[name], form="f")


def bring(client: Client, data: bytes, name: str = "ours.docx", **said: str) -> object:
    given = {"kind": "demand", "language": "en", "form": "f", "file": SimpleUploadedFile(name, data)}
    return client.post("/letters/", given | said)


def test_every_shipped_template_can_be_taken_along_and_says_when_nobody_reviewed_it(people: People) -> None:
    bina = sign_in(Client(), people.bina)
    page = bina.get("/letters/").content.decode()
    assert page.count("has not been reviewed by a speaker") == 6 and page.count('/file/"') == 9
    for kind in ("demand", "complaint", "authority"):
        file = bina.get(f"/letters/{kind}-ne/file/")
        assert file["Content-Disposition"] == 'attachment; filename="template.docx"'
        assert "reviewed" in Document(BytesIO(file.content)).paragraphs[0].text
        assert bring(bina, file.content, kind=kind, language="ne", form=kind).status_code == 302
    assert bina.get("/letters/nonsense/file/").status_code == 404


def test_a_template_of_our_own_stands_first_and_is_taken_out_of_use(story: Story) -> None:
    story.allow(story.maya)
    story.allow(story.sita)
    bina, data = sign_in(Client(), story.people.bina), template("Our own words for {{ worker }}", "{{ total }}")
    assert bring(bina, data, "../\u202eours.docx").status_code == 302 == bring(bina, data, "x.docx").status_code
    [own] = story.known().of_type(LetterTemplate)
    assert own.content.name == "ours.docx" and original_of(own, story.people.centre) == data
    assert not any(b"Our own words" in bytes(one.sealed) for one in SealedChunk.objects.all())
    assert templates(story.known())[0].id == own.id and "ours.docx" in bina.get("/letters/").content.decode()
    assert bina.get(f"/letters/{own.id}/file/").content == data
    made = text_of(make(story, own.id, story.choice()))
    assert made == ["Our own words for Maya Tamang and Sita", "JOD 900; USD 1,250.50"]
    assert bina.post(f"/letters/{own.id}/close/").status_code == 302
    assert "ours.docx" not in bina.get("/letters/").content.decode()
    assert bina.get(f"/letters/{own.id}/file/").status_code == 404
    with pytest.raises(NoKey):
        make(story, own.id, story.choice())
    today = timezone.localdate()
    assert SealedRecord.objects.get(id=own.id).shred_after > today + timedelta(days=365)


def test_a_template_that_does_not_fit_is_named_and_nothing_is_kept(people: People) -> None:
    bina = sign_in(Client(), people.bina)
    odd = [(template("Dear", line), "“") for line in HOSTILE[:8]]
    for data, told in (
        *odd,
        (template("{{ salary }}"), "“salary” is not known here"),
        (template("{{ ''.__class__.__mro__ }}"), "__mro__"),
        (template("{% for i in range(10**9) %}x{% endfor %}"), "range(10**9)"),
        (template("{{ worker"), "can not be read"),
        (b"", "between 1 and"),
        (b"%PDF-1.4", "not a Word file"),
        (b"PK\x03\x04" + bytes(1000), "not a Word file"),
        (bytes(6_000_000), "too large"),
    ):
        answer = bring(bina, data)
        assert answer.status_code == 422 and told in answer.content.decode().replace("&#x27;", "'"), told
    assert bina.post("/letters/", {"kind": "demand", "language": "en"}).status_code == 422
    assert bring(bina, template("x"), kind="nonsense").status_code == 422
    assert SealedChunk.objects.count() == 0 and SealedRecord.objects.count() == 0


def test_a_template_that_was_changed_in_the_database_makes_no_letter(story: Story) -> None:
    story.allow(story.maya)
    story.allow(story.sita)
    id = keep_template("demand", "en", "a.docx", template("{{ worker }}"), by=story.people.bina, form="f").id
    row = SealedChunk.objects.get(record=id)
    SealedChunk.objects.filter(pk=row.pk).update(sealed=bytes(row.sealed)[:-1] + b"\0")
    bina = sign_in(Client(), story.people.bina)
    answer = bina.post(f"/cases/{story.case}/letters/", story.posted(template=id))
    assert answer.status_code == 409 and "does not open" in answer.content.decode()


def test_who_may_not_change_cases_changes_no_template(people: People) -> None:
    id = keep_template("demand", "en", "a.docx", template("{{ worker }}"), by=people.bina, form="f").id
    for name in ("dalia", "farida", "hana"):
        client = sign_in(Client(), people.members[name])
        assert bring(client, template("x")).status_code in (403, 404)
        assert client.post(f"/letters/{id}/close/").status_code in (403, 404)
        with pytest.raises(NoKey):
            close_template(id, by=people.members[name])


def test_amounts_are_written_as_offices_read_them() -> None:
    assert [money(Decimal(one), "JOD") for one in ("900", "1250.5", "0.125")] == [
        "JOD 900",
        "JOD 1,250.50",
        "JOD 0.125",
    ]
