"""A woman stands at the desk and there is no time: what protection costs on a cheap phone and a slow line.

Somebody signs in through the pages, takes a new grievance in, writes a note on a case, refers a worker, and comes back
after her screen slept. All of it happens in real Chromium on the real server, with everything that is counted counted
as a hand makes it (`keystrokes`) and every page waited for as long as it really takes (`phone`). Half of the runs go to
an installation as it is delivered, half to one without protection: a cipher that hides nothing, passphrases and PINs
that are not stretched, no limits. Runs differ by what is typed, chosen and how long it is.

What signing in costs is told beside the ways: more than name, passphrase and a tap is what protection adds to a
session; waking a screen that slept is what it adds instead of signing in again. That she allowed the referral was
entered before.

Controls: the same new grievance with three more pages on its way misses the goal, and pages that are held back for
0.8 s are seen to be later than without protection by more than is allowed. The short form, which runs beside other
tests, judges what is counted and only tells the seconds.
"""

import hashlib
import json
import os
import random
import re
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from proof import Result, Scale, ledger
from proof.chance import quantile
from proof.hurried import PLACE
from proof.installation import Installation, Unanswered, installation
from proof.keystrokes import Hand
from proof.phone import Phone, browser, phone

NAME = "T24"
TITLE = "Hurry: a new grievance, a note and a referral on a cheap phone and a slow line, with protection and without"
MOST_INTERACTIONS, MOST_SECONDS = 12, 60.0  # of a new grievance
MOST_ADDED, MOST_LATER = 2, 0.5  # interactions a session, seconds a page
PLAIN_SIGN_IN = 3  # name, passphrase, and the tap that sends them: what any such system asks
HELD_BACK = 0.8  # seconds
ON, OFF = "corridor.settings", "proof.null_cipher_settings"
GRIEVANCE, NOTE, REFERRAL, SIGN_IN, WAKING = "new grievance", "note", "referral", "signing in", "waking"
KEEP = "main form button.btn-primary"
WORKERS = 6  # caseworkers who sign in in turn: a one-time code is good once, and the next one comes in half a minute
SYLLABLES = ("ba", "de", "fu", "go", "hi", "ka", "le", "mi", "no", "pu", "ra", "si", "ta", "we", "yo", "za")
KINDS = ("unpaid-wages", "document-kept", "excessive-hours", "phone-kept", "recruitment-fee", "threats", "violence")
WANTS = ("My passport back.", "My pay.", "To go home.", "To work elsewhere.", "One day off a week.")
TOLD = (
    "Madam keeps it in her cupboard.",
    "No pay for three months.",
    "The agent took 4000.",
    "She may not use her phone.",
    "Locked in on Fridays.",
)
NOTES = ("Called her, no answer. Try on Friday.", "Employer says next week.", "She has a bed with her cousin.")
ASKED = ("Please call her about her pay.", "Please help her with the labour court.", "She needs advice this week.")


@dataclass
class Seen:
    """What one arm showed. pages: page -> seconds of every time it was opened."""

    ways: dict[str, list[Hand]] = field(default_factory=lambda: defaultdict(list))
    pages: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)

    def take(self, way: str, hand: Hand) -> None:
        self.ways[way].append(hand)
        for page, seconds in hand.waits:
            self.pages[page].append(seconds)


@dataclass
class Arm:
    """An installation, and who works in it. inside: the keys of a member who is signed in without the pages."""

    here: Installation
    members: list[dict[str, str]]
    cases: list[str]
    inside: list[str]
    seen: Seen = field(default_factory=Seen)

    @property
    def place(self) -> str:
        return f"http://localhost:{self.here.port}"


@contextmanager
def arm(database: str, settings: str, workers: int, runs: int) -> Iterator[Arm]:
    """An installation with these settings, serving, with a case for every run."""
    with installation(database) as here:
        here.settings = settings
        command = [sys.executable, "-m", "proof.hurried", str(workers), str(runs)]
        done = subprocess.run(
            command, cwd=ledger.ROOT, env=here.environment(), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise Unanswered(f"the cases of T24: {done.stderr[-800:]}")
        made = json.loads(done.stdout.splitlines()[-1])
        here.start()
        yield Arm(here, **made)


def sign_in(one: Phone, member: dict[str, str]) -> None:
    from corridor.access.second_factor import code_now

    one.open("/sign-in/", "sign in")
    one.fill("#id_username", member["name"])
    one.fill("#id_password", member["passphrase"])
    one.go(KEEP, "second step")
    one.fill("#code", code_now(member["code"], time.time()))
    one.go(KEEP, "front")


def take_grievance(one: Phone, dice: random.Random, detour: int = 0) -> None:
    """From the list of today to the case that was made. detour: how many pages more there are on the way."""
    for _ in range(detour):
        one.go(".own-ways a[href='/today/']", "today again")
    one.go("main a[href='/cases/new/']", "new grievance")
    one.fill("[name=called]", "".join(dice.choices(SYLLABLES, k=3)).title())
    one.choose("[name=channel]", dice.choice(("whatsapp", "call", "sms")))
    one.fill("[name=value]", f"+962{dice.randrange(10**8):08d}")
    one.fill("[name=wants]", dice.choice(WANTS))
    one.choose("[name=kind]", dice.choice(KINDS))
    one.fill("[name=told]", dice.choice(TOLD))
    one.go(KEEP, "the new case")
    if one.page.locator("[name=is_0]").count():  # somebody like her is on file: she is asked who it is
        one.tick("[name=is_0][value=new]")
        one.go(KEEP, "the new case, after a question")
    arrived(one, "/cases/")


def write_note(one: Phone, dice: random.Random) -> None:
    one.go("main nav a[href$='/add/note/']", "note")
    one.fill("[name=text]", dice.choice(NOTES))
    one.go(KEEP, "the case with its note")
    arrived(one, "/cases/")


def refer(one: Phone, dice: random.Random) -> None:
    one.go("main a[href$='/refer/']", "referral: whom")
    one.fill("[name=to_name]", PLACE)
    one.choose("[name=kind]", "service-kind.legal-information")
    one.choose("[name=purpose]", "referral")
    one.go(KEEP, "referral: what")
    one.tick("#what-called")
    one.fill("[name=text]", dice.choice(ASKED))
    one.choose("[name=way]", dice.choice(("paper", "voice")))
    one.go("button[value=preview]", "referral: what leaves")
    one.go("button[value=send]", "the referral")
    arrived(one, "/referrals/")


def arrived(one: Phone, room: str) -> None:
    """What was sent was kept: the page of a record stands there. Raises Unanswered."""
    if not re.fullmatch(rf"{re.escape(one.place + room)}[0-9a-f-]{{36}}/(#.*)?", one.page.url):
        raise Unanswered(f"what was sent did not lead to a page of {room}")


def fall_asleep(here: Installation, one: Phone) -> None:
    """What Corridor does with a session that nobody used for five minutes."""
    [key] = [cookie["value"] for cookie in one.page.context.cookies() if cookie["name"] == "__Host-session"]
    (here.run_folder / "sessions" / hashlib.sha256(key.encode()).hexdigest()).unlink()


def wake(one: Phone, pin: str) -> None:
    one.fill("#pin", pin)
    one.go(KEEP, "today, woken")


def work(on: Arm, opened: Any, number: int) -> None:
    """One run: a session from signing in to waking."""
    dice, member = random.Random(number), on.members[number % len(on.members)]
    with phone(opened, on.place) as one:
        steps: list[tuple[str, str, Callable[[], None]]] = [
            (SIGN_IN, "", lambda: sign_in(one, member)),
            (GRIEVANCE, "/today/", lambda: take_grievance(one, dice)),
            (NOTE, f"/cases/{on.cases[number]}/", lambda: write_note(one, dice)),
            (REFERRAL, f"/cases/{on.cases[number]}/", lambda: refer(one, dice)),
            (WAKING, "/today/", lambda: wake(one, member["pin"])),
        ]
        for way, start, walk in steps:
            if way == WAKING:
                fall_asleep(on.here, one)
            if start:
                one.begin()
                one.open(start, "asleep" if way == WAKING else "today" if way == GRIEVANCE else "case")
                on.seen.take("", one.hand)
            hand = one.begin()
            walk()
            on.seen.take(way, hand)


def work_through(on: Arm, path: str, runs: int, database: str) -> None:
    """So many runs; one that stops is a fault and ends the arm."""
    try:
        with browser(path) as opened:
            for number in range(runs):
                work(on, opened, number)
                if number % 20 == 19:
                    print(f"  {database}, {on.here.settings}: {number + 1} runs", flush=True)
    except Exception as error:
        on.seen.faults.append(f"{on.here.settings}: {type(error).__name__}: {str(error).splitlines()[0][:150]}")


def controls(on: Arm, off: Arm, path: str) -> tuple[Hand, float]:
    """(the new grievance with three more pages, how much later pages are that are held back)."""
    [cookies] = on.here.do("sign_in", members=[on.inside])
    safe = {"url": "https://localhost", "secure": True}
    kept = [{"name": name, "value": value, **safe} for name, value in cookies.items()]
    with browser(path) as opened, phone(opened, on.place) as one:
        one.page.context.add_cookies(kept)
        one.page.route("**/cases/**", _held)
        one.open("/today/", "today")
        hand = one.begin()
        take_grievance(one, random.Random(24), detour=3)
    compared = [(page, seconds) for page, seconds in hand.waits if page in off.seen.pages]
    return hand, max(seconds - quantile(off.seen.pages[page], 0.95) for page, seconds in compared)


def _held(route: Any) -> None:
    time.sleep(HELD_BACK)
    route.continue_()


def later_pages(on: Seen, off: Seen) -> dict[str, float]:
    """How much later each page is with protection than without, at the 95th percentile, in seconds.

    Pages that were seen a few times only have no percentile: where there was one run, all pages count as one.
    """
    if len(on.ways[GRIEVANCE]) < 20:
        apart = [
            sum(seconds) / len(seconds) - sum(off.pages[page]) / len(off.pages[page])
            for page, seconds in on.pages.items()
        ]
        return {"a page": quantile(apart, 0.5)}
    often = [page for page in on.pages if len(on.pages[page]) >= 20 <= len(off.pages[page])]
    return {page: quantile(on.pages[page], 0.95) - quantile(off.pages[page], 0.95) for page in often}


def told(way: str, hands: list[Hand]) -> str:
    seconds = [hand.seconds for hand in hands]
    most = max(hand.interactions for hand in hands)
    slow = quantile([hand.with_one_finger for hand in hands], 0.5)
    return (
        f"{way} {most} interactions, {quantile(seconds, 0.5):.0f} s (p95 {quantile(seconds, 0.95):.0f} s,"
        f" with one finger {slow:.0f} s)"
    )


def misses(hands: list[Hand], timed: bool) -> bool:
    """Whether a new grievance takes more than it may."""
    slow = timed and quantile([hand.seconds for hand in hands], 0.95) > MOST_SECONDS
    return slow or max(hand.interactions for hand in hands) > MOST_INTERACTIONS


def run(scale: Scale, database: str) -> Result:
    path, runs = os.environ.get("CORRIDOR_CHROMIUM", "/usr/bin/chromium"), scale.of(100, 1)
    if not Path(path).exists():
        return Result(NAME, database, "", "nothing was run", True, left_out="no Chromium here")
    with ExitStack() as stack:
        workers = scale.of(WORKERS, 1)
        with ThreadPoolExecutor() as pool:
            on, off = pool.map(lambda one: stack.enter_context(arm(database, one, workers, runs)), (ON, OFF))
        threads = [threading.Thread(target=work_through, args=(one, path, runs, database)) for one in (on, off)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if faults := on.seen.faults + off.seen.faults:
            return Result(NAME, database, f"{runs} runs", "a run stopped", False, faults=faults)
        detour, held = controls(on, off, path)
    return _result(database, runs, on.seen, off.seen, detour, held, timed=not scale.short)


def _result(database: str, runs: int, on: Seen, off: Seen, detour: Hand, held: float, timed: bool) -> Result:
    ways, later = on.ways, later_pages(on, off)
    added = max(hand.interactions for hand in ways[SIGN_IN]) - PLAIN_SIGN_IN
    waking = max(hand.interactions for hand in ways[WAKING])
    latest = max(later, key=lambda page: later[page])
    faults = [told(GRIEVANCE, ways[GRIEVANCE])] if misses(ways[GRIEVANCE], timed) else []
    faults += [
        f"{way} takes {count} interactions"
        for way, count in (("protection", added), (WAKING, waking))
        if count > MOST_ADDED
    ]
    faults += [f"{page} is {seconds:.2f} s later" for page, seconds in later.items() if timed and seconds > MOST_LATER]
    waits = [seconds for page in on.pages.values() for seconds in page]
    return Result(
        NAME,
        database,
        load=f"{runs} runs with protection and {runs} without, {len(waits) + sum(map(len, off.pages.values())):,}"
        " pages in Chromium at 360 x 740, Fast 3G (1.6 Mbit/s, 562 ms a request), processor slowed 4 times",
        result="; ".join(told(way, ways[way]) for way in (GRIEVANCE, NOTE, REFERRAL))
        + f"; protection adds {added} interactions to signing in, waking a screen takes {waking};"
        f" a page takes {quantile(waits, 0.5):.2f} s (p95 {quantile(waits, 0.95):.2f} s), with protection at most"
        f" {later[latest]:.2f} s later at p95 ({latest})",
        passed=not faults and misses([detour], timed) and (held > MOST_LATER or not timed),
        control=f"with three more pages {detour.interactions} interactions, {detour.seconds:.0f} s;"
        f" pages held back for {HELD_BACK} s are {held:.2f} s later",
        faults=faults,
    )
