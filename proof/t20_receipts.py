"""Receipts: none twice, none to be guessed from another, none to be found by the clock, few to be found by trying.

Receipts are made as Corridor makes them, from forms whose names differ in their last figure alone. The clock is held to
the real page, with digits that belong to nothing, to another centre's receipt, to one beside a receipt that waits (two
figures changed, so that the last one fits), and to a receipt whose report was destroyed this moment. What is right is
timed as well and not judged: its answer is another page, which says so by itself. Most probes are made with a
stretching that costs little, under which a difference of the page's own work shows best; the others with the real one.

How many tries a year has room for, see `guessing`; the limits are Corridor's own, which the settings of the proof leave
as they are. They are kept in the memory of each process that serves pages, so the real server is asked how often it
lets one address try. Control: digits that no list knows are refused unstretched; and receipts that count up.
"""

import http.client
import math
import random
import re
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from proof import Result, Scale, figures, guessing
from proof.chance import auc, by_chance
from proof.clients import Browser
from proof.installation import installation
from proof.stage import TOKEN, quiet

NAME = "T20"
TITLE = "Receipts: none twice, none told by the clock or by another, few to be guessed in a year"
MOST_AUC, CERTAIN = 0.55, 0.9
LIVE, MANY = 1_000, 10_000  # receipts that wait at a centre
CHEAP = {"iterations": 1, "lanes": 1, "memory_cost": 64}
MIDDLING = {"iterations": 1, "lanes": 1, "memory_cost": 8_192}
UNKNOWN, ELSEWHERE, BESIDE, DESTROYED, RIGHT = "unknown", "another centre's", "beside one", "destroyed", "right"
JUDGED = (ELSEWHERE, BESIDE, DESTROYED)
AT_ONCE = 2  # that stretch in each process (`limits.Lane`)
AT_THE_DOOR = 60  # tries at the real server, from one address, as fast as they go
ECHO = re.compile(rb'(name="receipt"[^>]* )value="[^"]*"')  # what was typed stands in its box again


@dataclass
class Stage:
    """Two centres with receipts. digits: of each sort, to be probed in turn."""

    centre: Any
    client: Any
    digits: dict[str, list[str]]
    bodies: dict[str, set[bytes]] = field(default_factory=lambda: defaultdict(set))
    asked: int = 0

    def probe(self, sort: str) -> float:
        """Seconds until the page has answered. Limits are forgotten before, so that nothing else is measured."""
        from corridor.field.receipts import RECEIPT

        RECEIPT.begin_day()
        self.asked += 1
        digits = self.digits[sort][self.asked % len(self.digits[sort])]
        address, said = f"/centres/{self.centre.key}/receipt/?lang=en", {"receipt": digits}
        begin = time.perf_counter()
        answer = self.client.post(address, said, secure=True)
        seconds = time.perf_counter() - begin
        if sort != RIGHT:
            headers = repr((answer.status_code, sorted(answer.headers.items()))).encode()
            self.bodies[sort].add(ECHO.sub(rb"\1", TOKEN.sub(b"", answer.content)) + headers)
        elif answer.status_code != 200:
            raise AssertionError(f"a right receipt was answered with {answer.status_code}")
        return seconds


def build(name: str, cost: dict[str, int], count: int, dice: random.Random) -> Stage:
    """A centre at which receipts wait, and another one; with this cost of stretching."""
    from django.conf import settings
    from django.test import Client

    from corridor.field.actions.reports import Told, keep_report
    from corridor.field.codes import DIGITS
    from corridor.field.models import Receipt
    from corridor.safe.models import SealedRecord
    from corridor.safe.tests.people import open_centre

    settings.STRETCHING = CHEAP  # of the members' passphrases, which do not matter here
    here, there = (open_centre(place, f"{name}-{place}-", outside=False).centre for place in ("Here", "There"))
    settings.STRETCHING = cost

    def receipts(centre: Any, often: int, form: str) -> list[str]:
        told = [(Told(f"{form} {i}"), f"{form} {i}") for i in range(often)]
        given = [str(keep_report(one, centre=centre, form=name)) for one, name in told]
        assert given == [figures.receipt_of(centre.key, name, one.mark()) for one, name in told]
        return given

    destroyed = receipts(here, count, "destroyed")
    SealedRecord.objects.filter(id__in=Receipt.objects.filter(centre=here).values("record")).delete()
    right, elsewhere = receipts(here, count, "here"), receipts(there, count, "there")
    digits = {
        UNKNOWN: [fitting(f"{dice.randrange(10 ** (DIGITS - 1)):0{DIGITS - 1}d}") for _ in range(count)],
        ELSEWHERE: elsewhere,
        BESIDE: [beside(one) for one in right],
        DESTROYED: destroyed,
        RIGHT: right,
    }
    return Stage(here, Client(SERVER_NAME="localhost"), digits)


def fitting(bare: str) -> str:
    """With the last figure that fits."""
    from corridor.field.codes import holds_together

    return next(bare + last for last in "0123456789" if holds_together(bare + last))


def beside(code: str) -> str:
    """The receipt whose last free figure is another one."""
    return fitting(code[:-2] + str((int(code[-2]) + 1) % 10))


def timed(stage: Stage, sorts: tuple[str, ...], each: int, dice: random.Random) -> dict[str, list[float]]:
    """Seconds of every probe, the sorts in an order that nobody knows."""
    order, seconds = [sort for sort in sorts for _ in range(each)], defaultdict[str, list[float]](list)
    dice.shuffle(order)
    for sort in sorts:
        stage.probe(sort)  # what the first of its sort loads is not measured
    for number, sort in enumerate(order):
        seconds[sort].append(stage.probe(sort))
        if number % 1_000 == 999:
            print(f"  {number + 1} of {len(order)} probes", flush=True)
    return seconds


def told_apart(seconds: dict[str, list[float]]) -> dict[str, float]:
    """How well the clock tells each sort from what belongs to nothing."""
    return {sort: auc(seconds[UNKNOWN], found) for sort, found in seconds.items() if sort != UNKNOWN}


def leaky(stage: Stage, each: int, dice: random.Random) -> float:
    """The arm that must fail: a list of all receipts is asked first, and the rest is not stretched."""
    from corridor.field.views import receipts as page

    known = {code for sort in (ELSEWHERE, RIGHT) for code in stage.digits[sort]}
    real = page.opened
    with mock.patch.object(page, "opened", lambda centre, code: real(centre, code) if code in known else None):
        return told_apart(timed(stage, (UNKNOWN, ELSEWHERE), each, dice))[ELSEWHERE]


def memories(database: str) -> int:
    """How many times over the real server counts: tries that it let through, by those that one memory lets through."""
    from corridor.field.receipts import RECEIPT

    with installation(database) as here:
        address = f"/centres/{here.do('found')['centre']}/receipt/?lang=en"
        here.start()
        begin = time.perf_counter()
        told = [_try(here.port, address, number) for number in range(AT_THE_DOOR)]
        waited = time.perf_counter() - begin
    if set(told) - {422, 429}:
        raise AssertionError(f"the page of receipts answered {sorted(set(told))}")
    by_one = RECEIPT.rules[0].free + int(math.log2(1 + waited))  # the waits are 1, 2, 4 ... seconds
    return max(1, round(told.count(422) / by_one))


def _try(port: int, address: str, number: int) -> int:
    """One wrong receipt over a connection of its own; what the answer is in the language of browsers."""
    from corridor.field.codes import DIGITS

    browser = Browser(port)
    browser.get(address)
    answer = browser.post(address, receipt=fitting(f"{number:0{DIGITS - 1}d}"))
    assert isinstance(browser.link, http.client.HTTPConnection)
    browser.link.close()
    return answer.status


def tries(scale: Scale, processes: int) -> tuple[dict[str, float], float]:
    """(guesses a year by the way of guessing, stretchings a second)."""
    rate = guessing.stretching_rate(processes * AT_ONCE, scale.of(10, 2))
    ways = guessing.WAYS[: scale.of(len(guessing.WAYS), 3)]
    return {way.name: guessing.in_a_year(way, processes, AT_ONCE, rate) for way in ways}, rate


def clocked(scale: Scale, dice: random.Random) -> tuple[Stage, dict[str, list[float]], dict[str, list[float]], float]:
    """(stage, seconds with the cheap stretching, seconds with the real one, the AUC of the arm that must fail)."""
    from corridor.settings import STRETCHING

    with quiet():
        fine = build("fine", CHEAP, scale.of(100, 10), dice)
        cheap = timed(fine, (UNKNOWN, *JUDGED, RIGHT), scale.of(1_720, 60), dice)
        whole = build("whole", MIDDLING if scale.short else STRETCHING, 5, dice)
        real = timed(whole, (UNKNOWN, ELSEWHERE), scale.of(700, 20), dice)
        control = leaky(whole, 20, dice)
    return fine, cheap, real, control


def wrong_in(cheap: dict[str, float], real: dict[str, float], slack: float, answers: int) -> list[str]:
    """What the clock or the answer itself tells. slack: what so few probes show by chance (in the short form alone)."""
    found = [f"the clock tells {sort}: AUC {cheap[sort]:.3f}" for sort in JUDGED if cheap[sort] > MOST_AUC + slack]
    if real[ELSEWHERE] > MOST_AUC + 2 * slack:
        found.append(f"the clock tells {ELSEWHERE} with the whole stretching: AUC {real[ELSEWHERE]:.3f}")
    return found + ([f"{answers} different answers to what is not known"] if answers != 1 else [])


def too_many(by_trying: dict[str, float]) -> list[str]:
    """The ways in which more is let through than a year has room for."""
    return [
        f"{way.name}: {count / guessing.HOURS:,.0f} tries an hour get through at one centre: with {LIVE:,} receipts"
        f" {guessing.hits(count, LIVE):.1e} hits a year; allowed are {guessing.allowed(way):.0e}"
        for way in guessing.WAYS
        if guessing.hits(count := by_trying.get(way.name, 0.0), LIVE) >= guessing.allowed(way)
    ]


def run(scale: Scale, database: str) -> Result:
    dice = random.Random(20)
    found = figures.look_at(figures.made(scale.of(1_000_000, 20_000)), dice)
    weak = figures.counting(found.made)
    print(f"  {found.made:,} receipts, {found.twice} twice", flush=True)
    fine, cheap, real, control = clocked(scale, dice)
    processes = memories(database)
    by_trying, rate = tries(scale, processes)
    clock, whole = told_apart(cheap), told_apart(real)
    answers = len(set().union(*fine.bodies.values()))
    slack = 4 * by_chance(len(cheap[UNKNOWN]), len(cheap[UNKNOWN])) if scale.short else 0.0
    faults = wrong_in(clock, whole, slack, answers) + too_many(by_trying)
    sound = max(found.spread, found.beside) < figures.EVEN and not (found.twice or found.misfit or found.unseen)
    probes = [sum(map(len, seconds.values())) for seconds in (cheap, real)]
    return Result(
        NAME,
        database,
        load=f"{found.made:,} receipts; {sum(probes):,} probes of the page, {probes[1]:,} of them with"
        f" {'a longer' if scale.short else 'the real'} stretching; two hours of guesses in {len(by_trying)} ways at"
        f" {processes} processes that count apart and stretch {rate:.1f} times a second",
        result=f"{found.twice} twice, {found.misfit} whose last figure does not fit, {found.unseen} slips unseen;"
        f" figures even (worst {found.spread:.1f}, beside the one before {found.beside:.1f} standard deviations);"
        f" AUC {', '.join(f'{sort} {clock[sort]:.3f}' for sort in JUDGED)}, with the longer stretching"
        f" {whole[ELSEWHERE]:.3f} (right, which the page says itself: {clock[RIGHT]:.2f});"
        f" {answers} answer to whatever is not known; hits a year with {LIVE:,} / {MANY:,} receipts: "
        + ", ".join(
            f"{way} {guessing.hits(count, LIVE):.1e} / {guessing.hits(count, MANY):.1e}"
            for way, count in by_trying.items()
        ),
        passed=sound and not faults and control > (0.8 if scale.short else CERTAIN) and weak > figures.EVEN,
        control=f"a page that stretches only what a list knows: AUC {control:.2f};"
        f" receipts that count up: uneven by {weak:,.0f} standard deviations",
        faults=faults,
    )
