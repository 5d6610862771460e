"""A workers' centre as it is lived: from what a woman says on a phone to what she holds in her hands, and after.

Maya says in Nepali that her passport is kept, and notes a receipt. Bina takes it up; Sunita joins the case. They talk
about the risks, complain to the labour office; somebody is locked in for it, and Amina takes the alert up. A centre in
the city accepts a referral. They settle for less than they were owed. Maya tells the road behind it: what a broker
promised, what was signed and what was, and a loan that her pay will never end. The case is closed with Maya's own word,
somebody asks later how she is, and she reads the answer with her receipt. Then the centre is locked, sealed, reopened
with two cards and restored from its backup, and the ledger says the same. Everybody in it is made up.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser

from tests.served import Person, Place, another_database, found, person, restored
from tests.story_road import stands_in_one_line, tells_her_road

pytestmark = [pytest.mark.browser, pytest.mark.story]
VALLEY, CITY = "Centre of the valley", "Centre in the city"
TOLD = "मेरो पासपोर्ट मालिकले राखेको छ। सात महिनाको ज्याला पाएकी छैन।"
ANSWER = "शुक्रबार फोन गर्छौं।"
LATER = "अहिले म सुरक्षित छु।"
HER_WORD = "I have my passport, and more than half of my pay."
WORN = "Wages not paid", "JOD"  # what every row of the ledger about money begins with
LEDGER = [
    ["Passport or papers kept", "Maya", "Papers given back", "–", "–", "–", "–", "yes", "–"],
    [WORN[0], "Maya", "Money · JOD", "1 800", "1 750", "1 000", "–", "600", "800"],
    [WORN[0], "Sunita", "Money · JOD", "–", "900", "–", "–", "450", "450"],
]


@dataclass
class Lived:
    """What has to be there again after the backup was restored."""

    cards: list[str]
    city_cards: list[str]
    pages: dict[str, str]
    case: str


def test_the_story_of_a_workers_centre(chromium: Browser, tmp_path: Path) -> None:
    with another_database() as database:
        place = Place(tmp_path / "first", database)
        place.folder.mkdir()
        (tmp_path / "backups").mkdir()
        with place.serving():
            lived = live(chromium, place)
            assert place.corridor("backup", str(tmp_path / "backups"))
        cards = [*lived.cards[:2], *lived.city_cards[1:]]
        with restored(tmp_path / "second", tmp_path / "backups", cards) as again:
            reads_it_again(person(chromium, again, "amina"), lived)


def live(chromium: Browser, place: Place) -> Lived:
    amina, bina, city = (person(chromium, place, name) for name in ("amina", "bina", "city"))
    small = {"width": 360, "height": 740}
    maya = person(chromium, place, "", viewport=small, is_mobile=True, has_touch=True, locale="ne-NP")
    cards = found(amina, VALLEY, country="JOR")
    city_cards = found(city, CITY, country="JOR")
    bina.join(amina.invites("caseworker"))
    amina.agrees()
    key = place.centre_key(VALLEY)

    receipt = says_what_happened(maya, key)
    report = takes_it_up(bina)
    case = takes_the_grievance(bina, report)
    worker = joins(bina, case)
    complains(bina, case, worker)
    is_locked_in_for_it(bina, amina, case)
    is_referred(bina, city, case, worker)
    is_settled(bina, case)
    tells_her_road(bina, worker)
    stands_in_one_line(bina, worker)
    is_closed(bina, case)

    bina.goto(report)
    bina.fills(text=ANSWER)
    bina.press("Keep this answer")
    with_receipt(maya, key, receipt)
    assert ANSWER in maya.reads() and TOLD in maya.reads()

    # Somebody locks: everybody is signed out; somebody seals: nobody gets in, and Maya still can say what is new.
    bina.goto("/today/")
    bina.locks()
    assert amina.goto("/today/") == bina.goto(case) == 403
    place.wait()
    bina.sign_in()
    bina.seals()
    place.wait()
    amina.sign_in()
    assert amina.goto(case) == bina.goto("/today/") == 403
    with_receipt(maya, key, receipt)
    assert ANSWER in maya.reads(), "what waits for her is sealed to her receipt, not to the centre's keys"
    maya.fills(text=LATER)
    sends(maya)
    assert LATER in maya.reads()

    # One card opens nothing, two reopen.
    amina.reopens(cards[1], cards[1])
    assert amina.page.locator(".passphrase").count() == 0
    amina.reopens(cards[1], cards[2])
    amina.take_credentials()
    told = (case, worker, report, f"{worker}line/", f"{worker}recruitment/", "/referrals/", "/oversight/")
    pages = {address: reads_page(amina, address) for address in told}
    assert ledger(amina, case) == LEDGER
    assert LATER in pages[report] and TOLD in pages[report]
    assert "Seven months of pay." in pages["/oversight/"] and "Better" in pages["/oversight/"], "less, and her own view"
    return Lived(cards, city_cards, pages, case)


def sends(maya: Person) -> None:
    """Presses the one button on the page that sends, whatever its language."""
    maya.click(maya.page.locator("main form .btn-primary").last)
    assert maya.page.evaluate("document.documentElement.scrollWidth") <= 360, "scrolls sideways"


def says_what_happened(maya: Person, key: str) -> str:
    """On a phone, in Nepali, without an account. Returns what she wrote down."""
    maya.goto(f"/centres/{key}/report/")
    maya.click(maya.page.locator("main a[hreflang=ne]"))
    assert maya.page.get_attribute("html", "lang") == "ne" and "केन्द्र" in maya.reads()
    maya.fills(kind="documents", text=TOLD, reach="शुक्रबार बिहान, फोन")
    sends(maya)
    return maya.page.inner_text(".code-large")


def with_receipt(maya: Person, key: str, receipt: str) -> None:
    maya.goto(f"/centres/{key}/receipt/?lang=ne")
    maya.fills(receipt=receipt)
    sends(maya)
    assert receipt.replace(" ", "") not in maya.page.url


def takes_it_up(bina: Person) -> str:
    """From today's page to the inbox. Returns the address of the report."""
    bina.goto("/today/")
    bina.follow("1 new report from outside")
    bina.click(bina.page.locator("main .entries h2 a"))
    assert TOLD in bina.reads() and "शुक्रबार बिहान" in bina.reads()
    bina.press("Take it up")
    assert "taken up by bina" in bina.reads()
    bina.goto("/today/")
    assert "new report" not in bina.reads()
    bina.goto("/inbox/")
    return str(bina.page.locator("main .entries h2 a").get_attribute("href"))


def takes_the_grievance(bina: Person, report: str) -> str:
    """Maya stands at the desk, and what she wrote becomes her case. Returns the address of it."""
    bina.goto(report)
    bina.follow("Make a case of it")
    bina.follow("New grievance")
    assert bina.page.input_value("[name=told]") == TOLD and "शुक्रबार बिहान" in bina.reads()
    bina.fills(called="Maya", channel="call", value="+962 7 0000 0001", kind="document-kept", wants="My passport back.")
    bina.fills(
        told="Her employer took it on the first day.", next_kind="employer-meeting", country="JOR", place="Irbid"
    )
    bina.click(bina.page.get_by_role("button", name="Keep it", exact=True).first)
    case = bina.page.url.removeprefix(bina.place.address).split("#")[0]
    adds(
        bina, case, "grievance", kind="unpaid-wages", wants="Seven months of pay.", begin=since(), route="labour-office"
    )
    bina.follow("What came from outside")
    assert "in a case" in bina.reads()
    bina.goto(case)
    assert "My passport back." in bina.reads() and "Seven months of pay." in bina.reads()
    return case


def since() -> str:
    """The month in which the pay stopped, as she says it; a claim for it lapses in more than a year."""
    return f"{date.today() - timedelta(days=210):%B %Y}"


def adds(bina: Person, case: str, word: str, **said: object) -> None:
    """Something new under a case; choices are named by their codes, people and grievances by what they are called."""
    bina.goto(f"{case}add/{word}/")
    for name in ("worker", "grievance"):
        if called := said.pop(name, ""):
            bina.page.select_option(f"main [name={name}]", label=str(called))
    bina.fills(**said)
    bina.press("Keep it")
    assert "It is kept." in bina.reads(), bina.reads()


def joins(bina: Person, case: str) -> str:
    """Sunita, who worked in the same house, joins by her own word. Returns the address of Maya's file."""
    bina.goto(case)
    bina.follow("Maya")
    worker = bina.page.url.removeprefix(bina.place.address)
    bina.goto(f"{case}workers/")
    bina.fills(words="Sunita")
    bina.press("Search")
    bina.press("Somebody else: keep a new file")
    bina.page.check("[name=explained]")
    bina.press("Keep it")
    assert "Sunita" in bina.reads()
    return worker


def complains(bina: Person, case: str, worker: str) -> None:
    """Nothing goes to an authority before the risks were talked about; then a complaint, and a day not to be missed."""
    office = {"to_name": "Labour office of Irbid", "kind": "forum-kind.labour-office", "purpose": "complaint"}

    def asks_the_office() -> str:
        bina.goto(f"{case}refer/")
        bina.page.select_option("[name=worker]", label="Maya")
        bina.fills(**office)
        bina.press("Next")
        return bina.reads()

    assert "talk with her about the risks" in asks_the_office()
    assert bina.page.get_by_role("button", name="See what leaves").count() == 0
    risks = {"risks": ["dismissal", "absconding", "housing"], "decides": "goes-ahead", "said": "I go, with Sunita."}
    adds(bina, case, "risks", worker="Maya", **risks)
    assert "talk with her about the risks" not in asks_the_office()
    today = datetime.now(ZoneInfo("Asia/Amman")).date()  # the day of the centre: filed before the case is not asked
    filed = {"steps__0__step": "filed", "steps__0__on": today.isoformat()}
    bina.goto(f"{case}add/proceeding/")
    bina.fills(forum="labour-office", office="Labour office of Irbid", number="17/2", **filed)
    bina.press("Keep it")
    assert "(Sunita)" in bina.reads(), "each of them decides for herself"
    bina.page.check("[name=talk_with]")  # Maya decided already, so Sunita alone is asked
    bina.page.check("[name=talk_risks][value=dismissal]")
    bina.press("Keep it")
    assert "It is kept." in bina.reads()
    assert "Labour claims: 2 years" in bina.reads()
    bina.press("Set a reminder")
    assert "A reminder is set." in bina.reads() and "the last day is" in bina.reads()


def is_locked_in_for_it(bina: Person, amina: Person, case: str) -> None:
    """What is done to her for complaining stands on everybody's page until somebody takes it up."""
    adds(bina, case, "retaliation", against="worker", kind="confinement", told="The door is locked since Monday.")
    amina.goto("/today/")
    alert = amina.page.locator("main .alert-danger")
    assert "Locked in" in alert.inner_text() and "since Monday" in alert.inner_text()
    amina.press("I take it up")
    assert alert.count() == 0
    bina.goto(case)
    assert bina.page.locator("main .alert-danger").count() == 0 and "The door is locked" in bina.reads()


def is_referred(bina: Person, city: Person, case: str, worker: str) -> None:
    """To a centre whose fingerprint was compared: what Maya allowed, and nothing else; it is accepted there."""
    bina.knows(*city.own_card())
    city.knows(*bina.own_card())
    bina.goto(f"{worker}consent/")
    bina.fills(purpose="referral", recipient=CITY, what=["called", "grievance"], given="yes", how="spoken")
    bina.press("Keep it")
    bina.goto(f"{case}refer/")
    bina.page.select_option("[name=worker]", label="Maya")
    bina.page.select_option("[name=to]", label=CITY)
    bina.fills(purpose="referral")
    bina.press("Next")
    bina.page.check("[name=what][value=called]")
    bina.page.locator("[name=piece]").first.check()
    bina.fills(text="A safe room for some weeks.", way="system", answer_by=str(date.today() + timedelta(days=7)))
    bina.press("See what leaves")
    leaves = bina.page.inner_text("#told")
    assert "My passport back." in leaves and "0000 0001" not in leaves and "Seven months" not in leaves
    bina.press("Seal, sign and send")
    city.goto("/referrals/")
    assert "A safe room" in city.reads() and "My passport" not in city.reads(), "what is asked, before it is accepted"
    city.fills(said="She can come today.")
    city.press("Accept into our records")
    for link in ("main dl a[href^='/workers/']", "main a[href^='/cases/']"):
        city.click(city.page.locator(link).first)
    assert f"Came in a packet from {VALLEY}" in city.reads() and "My passport back." in city.reads()
    bina.goto(case)
    bina.press("Enter their answer")
    bina.goto(case)
    assert "Accepted" in bina.reads() and "She can come today." in bina.reads()


def is_settled(bina: Person, case: str) -> None:
    """For less than she is owed, with what is given up for it; part of it is in their hands."""
    for step, amount in (("entitled", "1800"), ("claimed", "1,750")):
        adds(bina, case, "remedy", **pay("Maya"), step=step, amount=amount)
    settled = {"gives_up": "The overtime, and the complaint.", "given_up": "800", "present": "Maya\nSunita\nBina"}
    adds(bina, case, "remedy", **pay("Maya"), step="offered", amount="1000", **settled)
    for amount in ("٤٠٠", "200"):  # in figures of either script
        adds(bina, case, "remedy", **pay("Maya"), step="received", amount=amount, confirmed="own-word")
    adds(bina, case, "remedy", **pay("Sunita"), step="claimed", amount="900")
    adds(bina, case, "remedy", **pay("Sunita"), step="received", amount="450", given_up="450")
    back = {"worker": "Maya", "grievance": "Passport or papers kept", "kind": "document"}
    adds(bina, case, "remedy", **back, step="received", on=date.today().isoformat())
    assert ledger(bina, case) == LEDGER


def pay(worker: str) -> dict[str, object]:
    return {"worker": worker, "grievance": WORN[0], "kind": "money", "currency": WORN[1]}


def ledger(reader: Person, case: str) -> list[list[str]]:
    """The remedy ledger as it stands on the page of a case, in the order of its words."""
    reader.goto(case)
    rows = reader.page.locator("main table:not(.results)", has_text="Given up").locator("tbody tr").all()
    return sorted([" ".join(cell.split()) for cell in row.locator("th, td").all_inner_texts()] for row in rows)


def is_closed(bina: Person, case: str) -> None:
    """With her own word on it. Somebody asks each of them later how she is; one day of it comes nearer."""
    bina.goto(f"{case}close/")
    bina.fills(outcome="partly-settled", her_view="better", her_words=HER_WORD)
    bina.click(bina.page.locator("main form .btn-primary"))
    assert "Partly settled" in bina.reads()
    planned = bina.page.locator("article", has=bina.page.get_by_role("link", name="It is done"))
    assert planned.count() == 6 and "Meeting with the employer" not in planned.first.inner_text()
    bina.goto("/today/")
    assert "Nothing is due." in bina.reads()
    bina.goto(case)
    bina.click(planned.first.get_by_role("link", name="Change it"))
    bina.fills(on=date.today().isoformat())
    bina.press("Keep it")
    bina.goto("/today/")
    assert "Follow-up: Maya" in bina.reads()


def reads_page(reader: Person, address: str) -> str:
    assert reader.goto(address) == 200, reader.reads()
    return reader.reads()


def reads_it_again(amina: Person, lived: Lived) -> None:
    """On another machine, with two of the cards: every page says the same, and the ledger to the last figure."""
    amina.reopens(lived.cards[2], lived.cards[0])
    amina.take_credentials()
    assert ledger(amina, lived.case) == LEDGER
    for address, text in lived.pages.items():
        assert reads_page(amina, address) == text
    amina.goto("/today/")
    amina.press("Everybody's")
    assert "Follow-up: Maya" in amina.reads()
