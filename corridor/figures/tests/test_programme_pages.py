"""What an officer of a programme sees and does: centres and their keys, returns from files, what comes next."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from corridor.figures import programme_queries as reads
from corridor.figures import returns
from corridor.figures.actions.releasing import begin_release
from corridor.figures.actions.taking import centre_left
from corridor.figures.models_programme import KnownCentre, TakenReturn
from corridor.figures.tests.arriving import codes, counted, known, officer, sent
from corridor.figures.tests.returned import Sender
from corridor.safe.packets import CallingCard, calling_card
from corridor.safe.primitives import sign, verifier_of
from corridor.safe.tests.people import People, sign_in

pytestmark = pytest.mark.django_db
CENTRES, TAKE = "/releases/centres/", "/returns/take/"


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> None:
    settings.STORE = tmp_path / "store"


def page(client: Client, address: str = "/releases/") -> str:
    return str(client.get(address).content.decode())


def test_the_first_step_is_to_know_a_centre(people: People) -> None:
    told = page(officer(people))
    assert 'btn-primary" href="/releases/centres/"' in told and "Make the release" not in told


@pytest.mark.parametrize("name", ["amina", "bina", "dalia", "hana", "ines", "kamala", "edith", "lina"])
def test_the_making_side_is_the_officers_alone(people: People, name: str) -> None:
    client = sign_in(Client(), people.members[name])
    for address in ("/releases/", CENTRES, TAKE, f"/releases/{codes()[-1]}/step/"):
        assert client.get(address).status_code == 404
    assert client.post("/releases/make/", {"period": codes()[-1]}).status_code == 404
    assert client.post(TAKE).status_code == 404


def grid(client: Client) -> dict[str, list[str]]:
    """Centre -> its words, quarter by quarter."""
    rows = client.get("/releases/").context["rows"]
    return {row.centre.code: [cell for _, cell in cells] + [str(row.earlier)] for row, cells in rows}


def test_the_grid_tells_what_each_returned(people: People) -> None:
    amman, beirut, _ = known(people, "amman", "beirut", "doha")
    quarters = codes(12)
    sent(amman, quarters[-1])
    sent(amman, quarters[-9])
    year = str(int(quarters[-1][:4]) - 1)
    sent(beirut, year)
    centre_left(KnownCentre.objects.get(code="doha"), reads.latest_day(), by=people.jamila.account)
    found = grid(officer(people))
    assert found["amman"] == [""] * 7 + ["taken", "1"]
    assert [cell == "in-year" for cell in found["beirut"][:8]] == [one[:4] == year for one in quarters[-8:]]
    assert list(found)[-1] == "doha", "who left stands last"
    assert "1 centre has returned nothing" in page(officer(people)), "who left is not waited for"


def test_what_comes_next(people: People) -> None:
    client, quarter = officer(people), codes()[-1]
    amman, beirut = known(people, "amman", "beirut")
    assert "2 centres have returned nothing" in page(client) and 'name="period"' not in page(client)
    sent(amman, quarter)
    told = page(client)
    assert "1 centre has returned nothing" in told and f'value="{quarter}"' in told
    sent(beirut, quarter)
    assert "Everything of" in page(client)
    begin_release(quarter, reads.latest_day(), by=people.jamila.account)
    told = page(client)
    assert "is in the making" in told and f'href="/releases/{quarter}/step/"' in told


@pytest.mark.parametrize(
    ("going", "gated", "centres", "can", "missing", "step"),
    [
        (True, False, True, True, 0, "go-on"),
        (True, True, True, False, 3, "freeze"),
        (False, False, False, False, 0, "know"),
        (False, False, True, False, 1, "take"),
        (False, False, True, True, 1, "take"),
        (False, False, True, True, 0, "make"),
        (False, False, True, False, 0, "wait"),
        (False, False, False, True, 0, "make"),
    ],
)
def test_the_next_sensible_step(going: bool, gated: bool, centres: bool, can: bool, missing: int, step: str) -> None:
    assert reads.next_step(going, gated, centres, can, missing) == step


def test_the_earliest_quarter_that_waits_is_offered_first(people: People) -> None:
    [amman] = known(people, "amman")
    for period in codes(3):
        sent(amman, period)
    assert [code for code, _ in officer(people).get("/releases/").context["open"]] == codes(3)


def know(client: Client, card: CallingCard, /, **typed: str) -> Any:
    return client.post(CENTRES, {"card": card.told(), "country": "JOR", "digits": card.fingerprint, **typed})


def test_a_centre_is_known_by_its_card_and_the_digits_that_were_heard(people: People) -> None:
    card = calling_card(people.amina)
    answer = know(officer(people), card, digits=card.fingerprint.replace(" ", "-").replace("1", "١"))
    assert answer.status_code == 302
    found = KnownCentre.objects.get()
    assert (found.code, found.name, found.verifier, found.country) == (card.key, card.name, card.verifier, "JOR")
    told = page(officer(people), CENTRES)
    assert card.fingerprint in told and card.name in told


def test_a_card_can_be_brought_as_a_file(people: People) -> None:
    card = calling_card(people.amina)
    file = SimpleUploadedFile("card.txt", card.told().encode())
    answer = officer(people).post(CENTRES, {"file": file, "digits": card.fingerprint, "country": ""})
    assert answer.status_code == 302 and KnownCentre.objects.get().country == ""


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("card", "hello", "This is no calling card"),
        ("card", "", "This is no calling card"),
        ("digits", "", "0 digits were found"),
        ("digits", "12345", "5 digits were found"),
        ("digits", "00000 " * 6, "not those of this card"),
        ("country", "Jordan", "No country is called Jordan"),
    ],
)
def test_what_does_not_fit_is_told_and_what_was_typed_is_kept(
    people: People, field: str, value: str, told: str
) -> None:
    card = calling_card(people.amina)
    answer = know(officer(people), card, **{field: value})
    assert answer.status_code == 422 and told in answer.content.decode()
    assert not KnownCentre.objects.exists()
    if field != "card":
        assert card.told().split()[3] in answer.content.decode()


def test_a_card_of_which_a_letter_was_changed(people: People) -> None:
    card = calling_card(people.amina)
    changed = CallingCard(**{**vars(card), "name": "Another centre"})
    assert know(officer(people), changed).status_code == 422


@pytest.mark.parametrize("change", [{"key": "../x"}, {"key": "a" * 17}, {"key": ""}, {"name": ""}, {"name": "n" * 201}])
def test_a_signed_card_with_a_code_or_a_name_that_no_centre_has(people: People, change: dict[str, str]) -> None:
    sender = Sender("amman")
    bare = CallingCard(**{**vars(sender.card), **change})
    card = CallingCard(**{**vars(bare), "signature": sign(sender.signer, bare.signed).hex()})
    answer = know(officer(people), card)
    assert answer.status_code == 422 and b"none that a centre has" in answer.content


def test_another_key_is_taken_only_when_somebody_says_so(people: People) -> None:
    card, client = calling_card(people.amina), officer(people)
    known_before = Sender(card.key)
    from corridor.figures.actions.taking import know_centre

    know_centre(known_before.card, by=people.jamila.account)
    answer = know(client, card)
    assert answer.status_code == 422 and b"key is renewed" in answer.content
    assert know(client, card, renewed="yes").status_code == 302
    assert KnownCentre.objects.get().verifier == card.verifier


def test_a_centre_that_left_and_came_back(people: People) -> None:
    card, client = calling_card(people.amina), officer(people)
    know(client, card)
    assert client.post(f"{CENTRES}{card.key}/left/").status_code == 302
    assert KnownCentre.objects.get().left and "left on" in page(client, CENTRES)
    assert client.post(f"{CENTRES}{'0' * 16}/left/").status_code == 404
    know(client, card)
    assert KnownCentre.objects.get().left is None


def bring(client: Client, **files: bytes) -> Any:
    given = [SimpleUploadedFile(f"{name}.json", data) for name, data in files.items()]
    return client.post(TAKE, {"file": given})


def test_each_file_is_answered_by_itself_and_the_good_ones_are_kept(people: People) -> None:
    amman, beirut, left = known(people, "amman", "beirut", "gone")
    centre_left(KnownCentre.objects.get(code="gone"), reads.latest_day(), by=people.jamila.account)
    last, before = codes()[-1], codes()[-2]
    future = closed_after(last)
    good, altered = amman.sends(counted("amman", last)), bytearray(beirut.sends(counted("beirut", last)))
    altered[len(altered) // 2] ^= 1
    answer = bring(
        officer(people),
        good=good,
        twice=good,
        earlier=amman.sends(counted("amman", before)),
        altered=bytes(altered),
        gone=left.sends(counted("gone", last)),
        future=beirut.sends(counted("beirut", future)),
        newer=newer(beirut, last),
        stranger=Sender("petra").sends(counted("petra", last)),
        forged=Sender("beirut").sends(counted("beirut", last)),
        letter=b"Dear programme",
        nothing=b"",
        other=b'{"format": "corridor packet"}',
    )
    assert answer.status_code == 200
    answers = {one.name.removesuffix(".json"): one for one in answer.context["answers"]}
    assert {name for name, one in answers.items() if one.refused is None} == {"good", "earlier"}
    assert answers["earlier"].remarks and not answers["good"].remarks
    wheres = {name: one.refused.where for name, one in answers.items() if one.refused}
    assert wheres == {
        "twice": "The period",
        "altered": wheres["altered"],
        "gone": "The centre",
        "future": "The period",
        "newer": "The form of the return",
        "stranger": "The centre",
        "forged": "The fingerprint of the key",
        "letter": "The file",
        "nothing": "The file",
        "other": "The file",
    }
    assert {row.period for row in TakenReturn.objects.all()} == {last, before}
    told = answer.content.decode()
    assert "2 of 12 files were taken" in told and told.count("Expected") == 10 and 'role="alert"' in told


def closed_after(last: str) -> str:
    """The quarter that comes after the one that is running."""
    from corridor.journey.facts import Quarter

    return Quarter.read(last).next().next().code


def newer(sender: Sender, period: str) -> bytes:
    """A return of a later Corridor."""
    whole, verifier = json.loads(sender.sends(counted(sender.code, period))), verifier_of(sender.signer)
    plain = {**whole["return"], "schema": returns.SCHEMA + 1}
    signature = sign(sender.signer, returns._signed(verifier, returns.canonical(plain))).hex()
    return returns.canonical({**whole, "return": plain, "signature": signature})


def test_a_file_that_is_too_large_is_told_with_its_size(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    [amman] = known(people, "amman")
    data = amman.sends(counted("amman", codes()[-1]))
    monkeypatch.setattr(returns, "LARGEST", len(data) - 1)
    answer = bring(officer(people), large=data)
    assert answer.status_code == 422 and not TakenReturn.objects.exists()
    assert answer.context["answers"][0].refused.found == f"{len(data):,} bytes".replace(",", "\u202f")


def test_no_file_at_all(people: People) -> None:
    answer = officer(people).post(TAKE)
    assert answer.status_code == 422 and b"No file was found" in answer.content


def test_refusals_are_told_in_words_with_the_day_written_out(people: People) -> None:
    [amman] = known(people, "amman")
    answer = bring(officer(people), one=amman.sends(counted("amman", closed_after(codes()[-1]))))
    [one] = answer.context["answers"]
    assert one.refused.found.startswith("Quarter ") and "-" not in one.refused.expected


@pytest.mark.parametrize(
    ("name", "first", "others"),
    [
        ("jamila", "/releases/", ["/statistics/"]),
        ("ines", "/statistics/", []),
        ("kamala", "/statistics/", []),
        ("hana", "/statistics/", []),
    ],
)
def test_who_works_with_figures_begins_there(people: People, name: str, first: str, others: list[str]) -> None:
    client = sign_in(Client(), people.members[name])
    assert client.get("/").headers["Location"] == first
    ways = [address for address, _, _ in client.get(first).context["own_ways"]]
    assert ways == [first, *others]


@pytest.mark.parametrize("name", ["edith", "lina"])
def test_who_has_no_page_of_figures_begins_at_the_public_one(people: People, name: str) -> None:
    answer = sign_in(Client(), people.members[name]).get("/")
    assert answer.status_code == 200 and answer.context["own_ways"] == []


def test_a_centre_sees_statistics_and_no_releases(people: People) -> None:
    client = sign_in(Client(), people.amina)
    ways = [address for address, _, _ in client.get("/returns/").context["own_ways"]]
    assert ways[0] == "/today/" and "/statistics/" in ways and "/releases/" not in ways
