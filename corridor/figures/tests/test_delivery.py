"""The network door: what a centre's Corridor sends, what the programme answers; and a centre's own store."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from corridor.figures import programme_queries as reads
from corridor.figures.actions import returning
from corridor.figures.actions.taking import centre_left, know_centre
from corridor.figures.models import SIGNED, Return
from corridor.figures.models_programme import KnownCentre, TakenReturn
from corridor.figures.returns import LARGEST, text_of, to_bytes
from corridor.figures.sending import Answer, post
from corridor.figures.tests.arriving import codes, counted, known
from corridor.figures.tests.returned import Sender
from corridor.figures.tests.test_programme_pages import closed_after, newer
from corridor.figures.views import receiving
from corridor.safe.limits import DAY, Limits, Rule
from corridor.safe.packets import calling_card, signer_of
from corridor.safe.primitives import sign, verifier_of
from corridor.safe.tests.people import People, sign_in

DOOR = "/returns/deliver/"


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> None:
    settings.STORE = tmp_path / "store"
    receiving.DELIVERING.begin_day()


def deliver(data: bytes, kind: str = "application/json", **more: Any) -> Any:
    """As a machine does: no cookie, no token."""
    return Client(enforce_csrf_checks=True).post(DOOR, data, content_type=kind, **more)


def line(answer: Any) -> str:
    """The one line of its text."""
    assert answer.headers["Content-Type"].startswith("text/plain")
    text = str(answer.content.decode())
    assert text.count("\n") == 1 and len(text) < 300
    return text.strip()


@pytest.mark.django_db
def test_taken_once_and_sending_it_again_is_harmless(people: People) -> None:
    [amman] = known(people, "amman")
    data = amman.sends(counted("amman", codes()[-1]))
    first, again = deliver(data), deliver(data)
    assert (first.status_code, line(first)) == (201, "Taken.")
    assert (again.status_code, line(again)) == (200, "This return was taken already.")
    assert TakenReturn.objects.count() == 1 and not first.cookies
    later = deliver(amman.sends(counted("amman", codes()[-3])))
    assert later.status_code == 201 and line(later).startswith("Taken. A return of a later period")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["application/octet-stream", "application/x-www-form-urlencoded", "text/plain"])
def test_whatever_the_machine_calls_it(people: People, kind: str) -> None:
    [amman] = known(people, "amman")
    assert deliver(amman.sends(counted("amman", codes()[-1])), kind).status_code == 201


@pytest.mark.django_db
def test_what_is_refused_says_where_and_is_not_kept(people: People) -> None:
    amman, gone = known(people, "amman", "gone")
    centre_left(KnownCentre.objects.get(code="gone"), reads.latest_day(), by=people.jamila.account)
    last = codes()[-1]
    deliver(amman.sends(counted("amman", codes()[-2])))
    good = amman.sends(counted("amman", last))
    altered = bytearray(good)
    altered[good.index(b"unpaid-wages")] ^= 1
    cases = {
        b"": 400,
        b"Dear programme": 400,
        b"[" * 100_000: 400,
        bytes(altered): 400,
        good[:-1]: 400,
        good + b"\n": 400,
        newer(amman, last): 422,
        amman.sends(counted("amman", closed_after(last))): 422,
        amman.sends(counted("amman", last, {("Sunita", "NPL-JOR"): 9})): 422,
        amman.sends(counted("amman", codes()[-2], {("passport", "NPL-JOR"): 12})): 409,
        gone.sends(counted("gone", last)): 403,
        Sender("petra").sends(counted("petra", last)): 403,
    }
    for data, status in cases.items():
        answer = deliver(data)
        assert (answer.status_code, data[:40]) == (status, data[:40])
        assert ": found" in line(answer) or status == 403
    assert TakenReturn.objects.count() == 1


@pytest.mark.django_db
def test_a_stranger_learns_nothing_of_who_is_known(people: People) -> None:
    """A code that is known, with a key that is not, is answered as one that nobody knows; whatever was taken of it."""
    [amman] = known(people, "amman")
    last = codes()[-1]
    deliver(amman.sends(counted("amman", last)))
    one, other = Sender("amman").sends(counted("amman", last)), Sender("petra").sends(counted("petra", last))
    assert deliver(one).content == deliver(other).content and deliver(one).status_code == 403


@pytest.mark.django_db
def test_what_is_too_large_is_refused_unread(people: People) -> None:
    answer = deliver(b"x", CONTENT_LENGTH=str(LARGEST + 1))
    assert answer.status_code == 413 and "20000000" in line(answer)


@pytest.mark.django_db
def test_only_forms_without_a_question(people: People) -> None:
    assert Client().get(DOOR).status_code == 405
    assert sign_in(Client(), people.jamila).get(DOOR).status_code == 405


@pytest.mark.django_db
def test_a_machine_that_floods_is_slowed_and_a_good_return_does_not_count(
    people: People, monkeypatch: pytest.MonkeyPatch, clock: list[float]
) -> None:
    [amman] = known(people, "amman")
    strict = Rule(free=2, longest=60, kept=DAY)
    monkeypatch.setattr(receiving, "DELIVERING", Limits("tests", strict, strict, strict, forgives=False))
    for period in codes(5):
        assert deliver(amman.sends(counted("amman", period))).status_code == 201
    answers = [deliver(b"flood").status_code for _ in range(4)]
    assert answers[:2] == [400, 400] and answers[-1] == 429
    assert int(deliver(b"flood").headers["Retry-After"]) >= 1


def signed_here(people: People, period: str) -> bytes:
    """A return that stands signed with the centre's own key, as its two approved it."""
    told, key = counted(people.centre.key, period), signer_of(people.amina)
    file = to_bytes(told, verifier_of(key), lambda text: sign(key, text))
    row = {"centre": people.centre, "period": period, "made_by": people.amina.account, "state": SIGNED}
    Return.objects.create(**row, text=text_of(told), file=file)
    return file


@pytest.mark.django_db(transaction=True)
def test_both_ends_over_a_real_line(people: People, live_server: Any, settings: Any) -> None:
    settings.PROGRAMME = live_server.url + DOOR
    period = codes()[-1]
    data = signed_here(people, period)
    assert returning.send_return(period, by=people.amina).status == 403, "nobody compared its key yet"
    assert Return.objects.get().sent is None
    know_centre(calling_card(people.amina), by=people.jamila.account)
    client = sign_in(Client(), people.amina)
    assert "The programme took it." in client.post(f"/returns/{period}/send/", follow=True).content.decode()
    assert bytes(TakenReturn.objects.get().file) == data and Return.objects.get().sent
    assert returning.send_return(period, by=people.amina) == Answer(200, "This return was taken already.")
    answer = post(settings.PROGRAMME, data[:-5])
    assert answer.refused and answer.status == 400 and answer.text.startswith("file: found")
    large = post(settings.PROGRAMME, b"x" * (LARGEST + 1))
    assert large.status in {0, 413}, "the line may be cut before all of it was sent"


@pytest.mark.django_db
def test_a_centre_alone_keeps_its_own_return(people: People) -> None:
    period = codes()[-1]
    signed_here(people, period)
    client, address = sign_in(Client(), people.amina), f"/returns/{period}/"
    assert "own store" in client.get(address).content.decode()
    assert "own store now" in client.post(f"{address}keep/", follow=True).content.decode()
    [row] = TakenReturn.objects.all()
    assert (row.centre.code, row.centre.verifier) == (people.centre.key, calling_card(people.amina).verifier)
    told = client.get(address).content.decode()
    assert "It stands in this installation" in told and "/keep/" not in told
    assert "already" in client.post(f"{address}keep/", follow=True).content.decode()
    assert TakenReturn.objects.count() == 1


@pytest.mark.django_db
def test_who_keeps_it(people: People) -> None:
    period = codes()[-1]
    signed_here(people, period)
    for name in ("bina", "dalia", "jamila"):
        assert sign_in(Client(), people.members[name]).post(f"/returns/{period}/keep/").status_code == 404
    assert sign_in(Client(), people.amina).post("/returns/2001Q1/keep/").status_code == 404
    assert not KnownCentre.objects.exists()


@pytest.mark.django_db
def test_a_centre_that_left_does_not_come_back_by_itself(people: People) -> None:
    period = codes()[-1]
    signed_here(people, period)
    centre = know_centre(calling_card(people.amina), by=people.jamila.account)
    centre_left(centre, reads.latest_day(), by=people.jamila.account)
    answer = sign_in(Client(), people.amina).post(f"/returns/{period}/keep/", follow=True)
    assert "which left on" in answer.content.decode() and not TakenReturn.objects.exists()


@pytest.mark.django_db
def test_a_key_that_was_renewed_is_known_at_once_by_its_own_centre(people: People) -> None:
    period = codes()[-1]
    signed_here(people, period)
    know_centre(Sender(people.centre.key).card, by=people.jamila.account)
    sign_in(Client(), people.amina).post(f"/returns/{period}/keep/")
    assert TakenReturn.objects.count() == 1
