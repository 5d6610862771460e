"""Design review in the browser: a file brought, a form filled, findings answered, files taken away."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from corridor.learning import actions
from corridor.learning.models import DesignRecord, FindingAnswer
from corridor.learning.views.reviews import examples

pytestmark = pytest.mark.django_db

DESIGN = b"""
[design]
id = "village-watch"
title = "Village watch"
countries = ["NPL"]

[[interventions]]
id = "watch"
statement = "Committees report departures"
type = "vigilance-committee"
"""


def bring(client: Client, raw: bytes, name: str = "design.toml") -> object:
    return client.post("/review/bring/", {"file": SimpleUploadedFile(name, raw)}, follow=True)


def brought(client: Client) -> str:
    bring(client, DESIGN)
    return DesignRecord.objects.get().key


def test_a_wrong_key_is_not_there(client: Client) -> None:
    for address in ("", "answer/", "discard/", "design/", "design/framing/", "review.docx"):
        assert client.get(f"/review/no-such-key/{address}").status_code in {404, 405}
    assert client.post("/review/no-such-key/answer/", {"finding": "x"}).status_code == 404
    for address in ("/review/no%00key/", "/review/no-such-key/design/fra%00ming/", "/lessons/WIF%002019-01/"):
        assert client.get(address).status_code == 404, "a sign that PostgreSQL takes in no text"


def test_a_file_is_read_against_the_lessons(client: Client) -> None:
    answer = bring(client, DESIGN)
    text = answer.content.decode()
    assert answer.redirect_chain and "Village watch" in text
    assert "vigilance-or-interception@interventions.watch" in text and "WIF2019-03" in text


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (DESIGN.replace(b"NPL", b"NPX"), ["line 5", "design.countries", "NPX", "ISO 3166-1"]),
        (DESIGN.replace(b'["NPL"]', b'["NPL"]\nstart_year = 20133'), ["line 6", "20133", "a year from 1900 to 2100"]),
        (
            DESIGN + DESIGN[DESIGN.index(b"[[") :],
            ["line 12", "interventions.id", "an id of its own; the one on line 7"],
        ),
        (DESIGN + b"title = \n", ["line 11", "TOML"]),
        (DESIGN + b"\xff", ["line 11", "0xff", "text in UTF-8"]),
        (b"x" * 1_000_001, ["1.0 MB", "at most 1 MB"]),
        (DESIGN.replace(b"vigilance-committee", b"vigilance"), ["line 10", "did you mean vigilance-committee?"]),
        (b"", ["design.id", "design.title"]),
    ],
)
def test_a_bad_file_gets_a_clear_answer_and_nothing_is_kept(client: Client, raw: bytes, told: list[str]) -> None:
    answer = bring(client, raw)
    text = answer.content.decode()
    assert answer.status_code == 400 and DesignRecord.objects.count() == 0
    for part in told:
        assert part.replace("'", "&#x27;") in text


def test_several_faults_are_told_together(client: Client) -> None:
    raw = DESIGN.replace(b"NPL", b"NPX").replace(b"vigilance-committee", b"no-such-type") + b'colour = "blue"\n'
    text = bring(client, raw).content.decode()
    assert all(part in text for part in ("NPX", "no-such-type", "colour"))


def test_no_file_at_all(client: Client) -> None:
    assert client.post("/review/bring/").status_code == 400


def test_a_finding_is_answered_and_the_answer_is_kept(client: Client) -> None:
    key = brought(client)
    finding = "vigilance-or-interception@interventions.watch"
    client.post(
        f"/review/{key}/answer/", {"finding": finding, "answer": "adapted", "because": "Committees become groups"}
    )
    client.post(f"/review/{key}/answer/", {"finding": finding, "answer": "accepted", "because": "We drop them"})
    text = client.get(f"/review/{key}/").content.decode()
    assert "We drop them" in text and "Committees become groups" not in text
    assert FindingAnswer.objects.count() == 2, "earlier answers are kept"


def test_not_applicable_needs_a_reason(client: Client) -> None:
    key = brought(client)
    answer = client.post(f"/review/{key}/answer/", {"finding": "a@b", "answer": "not-applicable"}, follow=True)
    assert "needs a reason" in answer.content.decode() and FindingAnswer.objects.count() == 0
    with pytest.raises(ValueError, match="because"):
        actions.answer_finding(key, "a@b", "not-applicable", " ", by=None)


def test_the_form_gives_the_same_design_as_the_file(client: Client) -> None:
    client.post("/review/begin/", {"title": "Voices"})
    key = DesignRecord.objects.get().key
    page = client.get(f"/review/{key}/design/interventions/")
    assert "does without" in page.content.decode()
    facts = {"id": "centre", "statement": "A centre", "type": "worker-centre", "led_by": ["migrant-workers"]}
    client.post(
        f"/review/{key}/design/interventions/",
        {**facts, "feature-worker-governed": "has", "feature-risk-assessed": "lacks"},
    )
    client.post(f"/review/{key}/design/approach/", {"association_rights": "yes", "crisis_plan": "no"})
    client.post(f"/review/{key}/design/indicators/", {"id": "i", "statement": "s", "kind": "voice", "baseline": "none"})
    data = DesignRecord.objects.get().data
    assert data["interventions"] == [{**facts, "has": ["worker-governed"], "lacks": ["risk-assessed"]}]
    assert data["approach"] == {"association_rights": True, "crisis_plan": False}
    assert data["indicators"][0]["baseline"] is False
    text = client.get(f"/review/{key}/").content.decode()
    assert "centre-governed-by-workers@interventions.centre" in text


def test_a_fault_in_the_form_keeps_what_was_typed(client: Client) -> None:
    key = brought(client)
    facts = {"id": "watch", "statement": "Twice the same id", "type": "rescue"}
    answer = client.post(f"/review/{key}/design/interventions/", facts)
    assert answer.status_code == 400 and "Twice the same id" in answer.content.decode()
    assert len(DesignRecord.objects.get().data["interventions"]) == 1


def test_an_element_is_changed_and_removed(client: Client) -> None:
    key = brought(client)
    facts = {"id": "watch", "statement": "Committees are studied", "type": "vigilance-committee", "aim": "study"}
    client.post(f"/review/{key}/design/interventions/0/", facts)
    assert "vigilance-or-interception@" not in client.get(f"/review/{key}/").content.decode()
    client.post(f"/review/{key}/design/interventions/0/remove/")
    assert DesignRecord.objects.get().data["interventions"] == []
    assert client.get(f"/review/{key}/design/interventions/7/").status_code == 404


def test_what_others_point_to_is_not_removed(client: Client) -> None:
    raw = (
        DESIGN.replace(b'id = "watch"', b'id = "watch"\noutcome = "o"') + b'\n[[outcomes]]\nid = "o"\nstatement = "s"\n'
    )
    bring(client, raw)
    key = DesignRecord.objects.get().key
    assert client.post(f"/review/{key}/design/outcomes/0/remove/").status_code == 400
    assert len(DesignRecord.objects.get().data["outcomes"]) == 1


def test_the_design_comes_back_as_the_file_it_was(client: Client) -> None:
    key = brought(client)
    raw = client.get(f"/review/{key}/review.toml").content
    bring(client, raw)
    assert DesignRecord.objects.count() == 2
    assert len({str(kept.data) for kept in DesignRecord.objects.all()}) == 1


def test_the_word_file_tells_findings_and_answers(client: Client) -> None:
    key = brought(client)
    finding = "vigilance-or-interception@interventions.watch"
    client.post(f"/review/{key}/answer/", {"finding": finding, "answer": "accepted", "because": "We drop them & go on"})
    document = Document(BytesIO(client.get(f"/review/{key}/review.docx").content))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Review of Village watch" in text and "We drop them & go on" in text and "WIF2019-03" in text


def test_a_design_is_deleted_for_good(client: Client) -> None:
    key = brought(client)
    client.post(f"/review/{key}/discard/")
    assert DesignRecord.objects.count() == 0 and client.get(f"/review/{key}/").status_code == 404


@pytest.mark.parametrize("id", sorted(examples()))
def test_every_example_is_read(client: Client, id: str) -> None:
    assert client.get(f"/review/examples/{id}/").status_code == 200
    found = client.get(f"/review/examples/{id}/review.json").json()
    assert found["rules_checked"] > 60 and found["design"]["id"] == id and len(found["profile"]) == 14


def test_the_review_of_2013_finds_what_the_programme_later_published(client: Client) -> None:
    """Headline numeric reach, incidence as attribution, criminal-law framing (WIF2019-33, 41, 02)."""
    found = client.get("/review/examples/capsa-2013/review.json").json()["findings"]
    seen = {(one["element"], lesson) for one in found for lesson in one["lessons"] if one["severity"] == "contradicts"}
    assert {
        ("indicators.reach", "WIF2019-33"),
        ("indicators.incidence", "WIF2019-41"),
        ("framing", "WIF2019-02"),
    } <= seen


def test_a_copy_of_an_example_can_be_answered(client: Client) -> None:
    client.post("/review/begin/", {"example": "sadc"})
    assert DesignRecord.objects.get().data == examples()["sadc"]


def test_a_sign_that_no_database_keeps_is_left_out(client: Client) -> None:
    """U+0000, as a form sends it and as a TOML file writes it: PostgreSQL takes it neither as text nor as JSON."""
    assert client.post("/review/begin/", {"title": "Voi\0ces"}).status_code == 302
    assert DesignRecord.objects.get().data["design"]["title"] == "Voices"
    DesignRecord.objects.all().delete()
    bring(client, DESIGN.replace(b"Village watch", b"Village\\u0000 watch"))
    kept = DesignRecord.objects.get()
    assert kept.data["design"]["title"] == "Village watch"
    said = {"finding": "vigilance-or-interception@interventions.watch\0", "answer": "adapted", "because": "They\0 stop"}
    assert client.post(f"/review/{kept.key}/answer/", said).status_code == 302
    assert FindingAnswer.objects.get().because == "They stop"
    facts = {"id": "more", "statement": "Some\0thing", "type": "rescue"}
    assert client.post(f"/review/{kept.key}/design/interventions/", facts).status_code == 302
    assert DesignRecord.objects.get().data["interventions"][1]["statement"] == "Something"
