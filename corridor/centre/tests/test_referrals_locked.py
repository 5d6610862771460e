"""A referral to whoever has only e-mail: one locked file that holds what was read before and nothing else."""

import html
import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.http import HttpResponse
from django.utils import timezone
from pyzipper import AESZipFile

from corridor.centre.actions import cases
from corridor.centre.contents import Grievance
from corridor.centre.tests.exports import acts
from corridor.centre.tests.sharing import NAME, NUMBER, PHONE, Two, seen, shown, two_centres
from corridor.journey.actions import referrals
from corridor.journey.actions.consents import withdraw_consent
from corridor.journey.contents import Referral
from corridor.safe.tests.people import People

pytestmark = pytest.mark.django_db
MAIL = {"to": "", "to_name": "Legal aid", "kind": "service-kind.legal-information", "way": "locked-file"}


@pytest.fixture
def two(people: People) -> Two:
    return two_centres(people)


def previewed(two: Two, **more: object) -> str:
    answer = two.client().post(f"/cases/{two.case}/refer/", two.asked("preview", **MAIL | more))
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def sent(two: Two, **more: object) -> tuple[str, str, HttpResponse]:
    """The preview, the id of what was kept, and the page that stands after it."""
    preview = previewed(two, **more)
    form = two.asked("send", seen=seen(preview), **MAIL | more)
    page = two.client().post(f"/cases/{two.case}/refer/", form)
    [entry] = two.known().parts(two.case, Referral)
    return preview, entry.id, page


def words_on(page: HttpResponse) -> tuple[str, str]:
    """The words as they are read, and as the form sends them back."""
    text = page.content.decode()
    words, signed = re.search(r'id="words">([a-z ]+)<', text), re.search(r'name="words" value="([^"]+)"', text)
    assert words and signed, text
    return words[1], html.unescape(signed[1])


def inside(file: bytes, words: str) -> dict[str, str]:
    with AESZipFile(BytesIO(file)) as packed:
        packed.setpassword(words.encode())
        return {one: packed.read(one).decode() for one in packed.namelist()}


def test_the_file_holds_what_the_preview_showed_and_nothing_more(two: Two) -> None:
    two.consent("called", "grievance", to="Legal aid")
    more = {"piece": [two.grievance], "text": f"Please help Maya {NAME}, {PHONE}"}
    preview, id, page = sent(two, **more)
    words, signed = words_on(page)
    assert page["Cache-Control"] == "no-store" and len(words.split()) == 5
    file = two.client().post(f"/referrals/{id}/packet/", {"words": signed})
    assert file["Content-Disposition"] == 'attachment; filename="file.zip"' and file["Cache-Control"] == "no-store"
    [(name, told)] = inside(file.content, words).items()
    assert name == "page.html" and shown(told, "told") == shown(preview, "told") and "My pay" in told
    assert "by phone or in person" in told, "how the answer comes back"
    for word in (NAME, NUMBER, PHONE, "Sunita", "Golden Needle", "Ilam", "inside", "bina", words, id, two.worker):
        assert word not in told, word
    around = re.sub(r"<pre.*</pre>", "", told, flags=re.DOTALL)
    assert re.sub(r"<style>.*</style>|<[^>]*>", " ", around).split() == ["Referral", "Referral"]
    assert not re.search(r"<script|<link|<img|https?:|src=|href=", told), "it needs nothing beside itself"


def test_it_does_not_open_with_other_words(two: Two) -> None:
    two.consent("called", to="Legal aid")
    _preview, id, page = sent(two)
    words, signed = words_on(page)
    file = two.client().post(f"/referrals/{id}/packet/", {"words": signed}).content
    for wrong in ("", words[:-1], "bamo tiru kelo vasu nipe"):
        with pytest.raises(RuntimeError):
            inside(file, wrong)
    assert b"Please help" not in file and b"Maya" not in file and words.encode() not in file


def test_words_that_were_not_made_here_lock_nothing(two: Two) -> None:
    two.consent("called", to="Legal aid")
    _preview, id, page = sent(two)
    for typed in ("12345", words_on(page)[0]):
        again = two.client().post(f"/referrals/{id}/packet/", {"words": typed})
        assert again.status_code == 422 and words_on(again)[0] != typed
    assert "take out referral" not in [did for _, did, _ in acts(two.here)]


def test_taking_it_is_chained_and_showing_the_words_is_not(two: Two) -> None:
    two.consent("called", to="Legal aid")
    _preview, id, page = sent(two)
    assert 'action="/referrals/' in two.client().get(f"/referrals/{id}/").content.decode()
    assert two.client().post(f"/referrals/{id}/packet/").status_code == 200
    assert "take out referral" not in [did for _, did, _ in acts(two.here)]
    two.client().post(f"/referrals/{id}/packet/", {"words": words_on(page)[1]})
    assert (two.bina.account.key, "take out referral", id) in acts(two.here)


def test_taken_back_or_answered_it_can_not_be_taken_any_more(two: Two) -> None:
    two.consent("called", to="Legal aid")
    _preview, id, page = sent(two)
    referrals.add_step(id, "revoked", by=two.bina)
    for form in ({}, {"words": words_on(page)[1]}):
        assert two.client().post(f"/referrals/{id}/packet/", form).status_code == 409
    assert "Take the file" not in two.client().get(f"/referrals/{id}/").content.decode()


def test_consent_taken_back_stops_it(two: Two) -> None:
    consent = two.consent("called", to="Legal aid")
    _preview, id, page = sent(two)
    withdraw_consent(two.worker, consent, by=two.bina)
    answer = two.client().post(f"/referrals/{id}/packet/", {"words": words_on(page)[1]})
    assert answer.status_code == 409 and "take out referral" not in [did for _, did, _ in acts(two.here)]
    assert two.known().get(id).content.state == "revoked"  # type: ignore[union-attr]


def test_consent_that_ended_meanwhile_stops_it(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    today = timezone.localdate()
    two.consent("called", to="Legal aid", until=today + timedelta(days=3))
    _preview, id, _page = sent(two)
    monkeypatch.setattr(timezone, "localdate", lambda *_: today + timedelta(days=4))
    answer = two.client().post(f"/referrals/{id}/packet/")
    assert answer.status_code == 409 and "ended" in answer.content.decode()


def test_what_changed_since_it_was_read_does_not_leave(two: Two) -> None:
    two.consent("called", "grievance", to="Legal aid")
    _preview, id, page = sent(two, piece=[two.grievance])
    base = two.known().get(two.grievance).content  # type: ignore[union-attr]
    cases.correct_part(two.case, two.grievance, Grievance(**{**vars(base), "wants": "More"}), base, by=two.here.chandra)
    answer = two.client().post(f"/referrals/{id}/packet/", {"words": words_on(page)[1]})
    assert answer.status_code == 409 and "changed since you read it" in answer.content.decode()


def test_it_is_told_in_the_language_that_was_chosen(two: Two) -> None:
    two.consent("called", to="Legal aid")
    preview, id, page = sent(two, language="ar")
    words, signed = words_on(page)
    file = two.client().post(f"/referrals/{id}/packet/", {"words": signed}).content
    [told] = inside(file, words).values()
    assert '<html lang="ar" dir="rtl">' in told and shown(told, "told") == shown(preview, "told")
    assert "From:" not in told and "Please help her" in told, "what was written stays as it was written"


def test_a_centre_gets_a_packet_and_nobody_else_does(two: Two) -> None:
    two.consent("called")
    refused = two.client().post(f"/cases/{two.case}/refer/", two.asked("preview", way="locked-file"))
    assert refused.status_code == 422
    assert (
        'value="locked-file"' not in two.client().post(f"/cases/{two.case}/refer/", two.asked("what")).content.decode()
    )
    page = two.client().post(f"/cases/{two.case}/refer/", two.asked("what", **MAIL)).content.decode()
    assert 'value="locked-file"' in page and 'value="sealed-packet"' not in page


def test_the_answer_is_entered_by_hand(two: Two) -> None:
    two.consent("called", to="Legal aid")
    _preview, id, _page = sent(two)
    typed = {"state": "accepted", "on": "2026-03-04", "who": "Mrs. Haddad", "said": "Thursday"}
    assert two.client().post(f"/referrals/{id}/step/", typed).status_code == 302
    assert two.client().post(f"/referrals/{id}/packet/").status_code == 409, "answered: nothing more goes"
