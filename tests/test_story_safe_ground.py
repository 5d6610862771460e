"""The safe ground from founding to restoring, as people live it: a real installation, a real server, real Chromium.

Amina founds a centre; Bina, Chandra and the worker representative Dalia join; notes are written and read; Chandra
leaves; an advisor and a programme manager find no way in; somebody locks, somebody seals; a note from outside still
arrives; a packet goes to a second centre; two cards reopen; the backup is restored into an empty place and everything
is there. Everybody in it is made up.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.served import Person, Place, another_database, found, person, restored

pytestmark = [pytest.mark.browser, pytest.mark.story]


def writes(author: Person, title: str, text: str, *, named: bool = False) -> None:
    author.goto("/notebook/write/")
    author.page.fill("[name=title]", title)
    author.page.fill("[name=text]", text)
    if named:
        author.page.check("[name=level][value=named]")
    author.press("Keep the note")


def test_the_story(chromium: Browser, tmp_path: Path) -> None:
    with another_database() as database:
        place = Place(tmp_path / "first", database)
        place.folder.mkdir()
        (tmp_path / "backups").mkdir()
        with place.serving():
            everything = live(chromium, place, tmp_path)
        restore_and_read(chromium, tmp_path, *everything)


def live(chromium: Browser, place: Place, tmp_path: Path) -> tuple[list[str], list[str], Person]:
    names = ["amina", "bina", "chandra", "dalia", "hana", "city"]
    amina, bina, chandra, dalia, hana, city = (person(chromium, place, name) for name in names)
    cards = found(amina, "Centre of the valley")
    city_cards = found(city, "Centre in the city")

    # Three members and a worker representative; two admit each of those who hold keys.
    bina.join(amina.invites("caseworker"))
    bina.goto("/notebook/")
    assert bina.goto("/notebook/") in {403, 404} or "Vigil" not in bina.reads(), "not admitted: nothing to read"
    amina.agrees()
    chandra.join(amina.invites("caseworker"))
    bina.agrees()
    amina.agrees()
    dalia.join(amina.invites("worker_representative"))
    bina.agrees()
    amina.agrees()
    hana.join(amina.invites("advisor"))

    # Notes are written and read; a restricted one is hers alone.
    writes(chandra, "Wages at the mill", "Three months late, she says. मजदुरी")
    writes(amina, "Threat", "Only I know this.", named=True)
    bina.goto("/notebook/")
    assert "Wages at the mill" in bina.reads() and "Threat" not in bina.reads()
    bina.follow("Wages at the mill")
    assert "मजदुरी" in bina.reads()
    bina.page.fill("#part-text", "I called the labour office.")
    bina.press("Add it")
    assert "labour office" in bina.reads()

    # The worker representative reads what was done, no record; the advisor finds no way in.
    assert dalia.goto("/audit/") == 200 and "bina" in dalia.reads()
    for one in (dalia, hana):
        assert one.goto("/notebook/") == 404
    assert hana.goto("/audit/") == hana.goto("/members/") == hana.goto("/packets/") == 404

    # Chandra leaves: she is out at once, and the keys are renewed.
    amina.goto("/members/")
    amina.follow("chandra")
    key = amina.page.url.rstrip("/").rsplit("/", 1)[1]
    amina.goto(f"/members/{key}/end/")
    with amina.page.expect_navigation():
        amina.page.locator("main form button").last.click()
    assert chandra.goto("/notebook/") == 403
    chandra.sign_in()
    assert chandra.goto("/notebook/") == 403, "her passphrase opens nothing any more"

    # A packet to the second centre, whose fingerprint was compared.
    bina.knows(*city.own_card())
    own = bina.own_card()
    bina.goto("/notebook/")
    bina.follow("Wages at the mill")
    bina.follow("Send to another centre")
    bina.page.check("[name=to]")
    bina.page.locator("[name=part]").first.check()
    with bina.page.expect_download():
        bina.page.get_by_role("button", name="Seal, sign and send").click()
    city.knows(*own)
    city.press("Accept into our records")
    city.goto("/notebook/")
    city.follow("Wages at the mill")
    assert "Came in a packet from Centre of the valley" in city.reads() and "labour office" in city.reads()

    # Somebody locks: everybody is signed out; signing in again opens.
    bina.locks()
    assert amina.goto("/notebook/") == bina.goto("/notebook/") == 403
    place.wait()
    bina.sign_in()
    bina.goto("/notebook/")
    assert "Wages at the mill" in bina.reads()

    # Somebody seals (held for two seconds); nobody gets in, and a note from outside still arrives.
    bina.seals()
    assert "sealed" in bina.reads()
    place.wait()
    amina.sign_in()
    assert amina.goto("/notebook/") == 403
    outside = person(chromium, place, "")
    assert outside.goto(f"/centres/{place.centre_key('Centre of the valley')}/write/") == 200
    outside.page.fill("#text", "They keep my passport. জানালা")
    outside.press("Send it to the centre")
    assert "kept" in outside.reads().lower()

    # One card opens nothing; two cards reopen, and everything is there.
    amina.reopens(cards[0], cards[0])
    assert amina.page.locator(".passphrase").count() == 0
    amina.reopens(cards[2], cards[0])
    amina.take_credentials()
    reads_everything(amina)

    backup = place.corridor("backup", str(tmp_path / "backups"))
    assert backup
    return cards, city_cards, amina


def reads_everything(amina: Person) -> None:
    amina.goto("/notebook/")
    for title in ("Wages at the mill", "Threat"):
        assert title in amina.reads(), amina.reads()
    assert "They keep my passport" in amina.page.content() or "outside" in amina.reads()
    amina.follow("Threat")
    assert "Only I know this." in amina.reads()


def restore_and_read(chromium: Browser, tmp_path: Path, cards: list[str], city_cards: list[str], amina: Person) -> None:
    """The backup, restored on an empty place with two cards of each centre; reopened in the browser."""
    with restored(tmp_path / "second", tmp_path / "backups", [*cards[:2], *city_cards[1:]]) as place:
        again = Person(chromium.new_context().new_page(), place, "amina", amina.passphrase, amina.secret)
        again.sign_in()
        assert again.goto("/notebook/") == 403, "a passphrase opens nothing of a backup"
        again.reopens(cards[1], cards[2])
        again.take_credentials()
        reads_everything(again)
