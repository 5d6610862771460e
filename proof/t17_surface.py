"""Whatever is asked right of the curtain, the answer hangs on the releases alone and on nothing behind them.

Two worlds have the same signed releases and differ in everything that these were made from: the returns that were
taken, the store, what the centres themselves returned, the casebooks. Everybody without a key to people asks in both:
links and forms of the pages are followed, and their words are exchanged for one another's, cut and made up. Were any
number, order or length of an answer taken from anywhere but a release, the two answers would differ.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from corridor.pathway import NAMES
from proof import Result, Scale
from proof.stage import Answer, Stage, build, quiet

NAME = "T17"
TITLE = "Nothing right of the curtain answers with a number that is not in a signed release"
ROLES = ("programme_manager", "me_officer", "evaluator", "advisor", "editor", "host_administrator", "public", "worker")
RIGHT = frozenset(NAMES[NAMES.index("figures") + 1 :])
BEGIN = ("/", "/statistics/", "/releases/", "/learning/", "/programme/", "/standards/")
QUARTERS = ("2024Q3", "2024Q4", "2025Q1", "2025Q2")
CENTRES = ("irbid", "tyre", "doha")
LINK, FORM = re.compile(r'href="(/[^"#]*)'), re.compile(r"<form([^>]*)>(.*?)</form>", re.S)
FIELD = re.compile(r'<(?:input|select|textarea|button)[^>]*?name="([^"]+)"[^>]*?(?:value="([^"]*)")?[^>]*>')
OPTION = re.compile(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', re.S)
VALUE = re.compile(r'<option[^>]*value="([^"]*)"')
ODD = (
    "",
    "0",
    "-1",
    "2026Q5",
    "2031Q1",
    "centre",
    "quarter",
    "kind,sector,corridor",
    "NPL",
    "*",
    "%",
    "' OR 1=1 --",
    "ِ",
)
LEAVING = ("/sign-out", "/lock", "/language", "/releases/make", "/review")  # end something, or are no question


@dataclass(frozen=True)
class Question:
    """One request. data: of a form that is sent; None where an address alone is asked."""

    role: str
    address: str
    data: tuple[tuple[str, str], ...] | None = None

    def ask(self, stage: Stage) -> Answer:
        if self.data is None:
            return stage.ask(self.role, "GET", self.address)
        return stage.ask(self.role, "POST", self.address, dict(self.data))


@dataclass
class Surface:
    """What the pages offer: addresses, and which words stand in which field."""

    questions: list[Question] = field(default_factory=list)
    words: dict[str, set[str]] = field(default_factory=dict)

    def read(self, role: str, address: str, page: str) -> Iterator[str]:
        """Take up what a page offers; the addresses that it leads to."""
        for link in map(unescape, LINK.findall(page)):
            self._learn(parse_qsl(urlsplit(link).query))
            yield link
        for about, inside in FORM.findall(page):
            found = re.search(r'action="([^"#]*)', about)
            action = unescape(found[1]) if found and found[1] else address
            fields = {name: unescape(value) for name, value in FIELD.findall(inside) if name != "csrfmiddlewaretoken"}
            for name, options in OPTION.findall(inside):
                values = list(map(unescape, VALUE.findall(options)))
                self._learn((name, value) for value in values)
                fields[name] = next(filter(None, values), "")
            self._learn(fields.items())
            if "post" not in about.lower():
                yield f"{urlsplit(action).path}?{urlencode(fields)}"
            elif action.startswith("/statistics/"):
                self.questions.append(Question(role, action, tuple(fields.items())))

    def _learn(self, pairs: Any) -> None:
        for name, value in pairs:
            self.words.setdefault(name, set()).add(value)

    def turned(self, dice: random.Random, one: Question) -> Question:
        """A question like this one, with some of its words exchanged."""
        parts = urlsplit(one.address)
        said = dict(one.data) if one.data is not None else dict(parse_qsl(parts.query, keep_blank_values=True))
        everything = sorted({word for some in self.words.values() for word in some})
        for _ in range(dice.randint(1, 3)):
            name = dice.choice(sorted(said) or sorted(self.words))
            own = sorted(self.words.get(name, ())) or [""]
            said[name] = dice.choice(dice.choice((own, own, everything, ODD)))
        if dice.random() < 0.2:
            said[dice.choice(sorted(self.words))] = dice.choice(everything)
        if one.data is not None:
            return Question(one.role, one.address, tuple(said.items()))
        return Question(one.role, f"{parts.path}?{urlencode(said)}")


def crawled(stage: Stage, most: int) -> Surface:
    """Follow the links of everybody's pages as far as they lead right of the curtain."""
    surface = Surface()
    for role in ROLES:
        waiting, seen = list(BEGIN), set(BEGIN)
        while waiting and sum(one.role == role for one in surface.questions) < most:
            address = waiting.pop(0)
            answer = stage.ask(role, "GET", address)
            surface.questions.append(Question(role, address))
            if answer.status != 200 or b"<html" not in answer.body[:300]:
                continue
            for link in surface.read(role, address, answer.body.decode(errors="replace")):
                if link not in seen and not link.startswith(LEAVING) and is_right(link):
                    seen.add(link)
                    waiting.append(link)
    return surface


def is_right(link: str) -> bool:
    """Whether a page belongs to a room right of the curtain, or to the programme's side of it."""
    from django.urls import Resolver404, resolve

    try:
        room = resolve(urlsplit(link).path).func.__module__.split(".")[1]
    except Resolver404:
        return False
    return room in RIGHT or urlsplit(link).path.startswith("/releases/")


def asked(surface: Surface, most: int) -> list[Question]:
    """As many questions: all that the pages offer, those about statistics turned over and over."""
    dice = random.Random(17)
    rich = [one for one in surface.questions if one.address.startswith(("/statistics", "/releases"))]
    plain = surface.questions[: most // 2]
    return [*plain, *(surface.turned(dice, dice.choice(rich)) for _ in range(most - len(plain)))]


class World:
    """What the releases were made from, as it may have been. The releases stay what they are."""

    def __init__(self, stage: Stage) -> None:
        from corridor.figures.actions.taking import know_centre
        from corridor.figures.tests.returned import Sender

        self.stage, self.by = stage, stage.member("me_officer").account
        self.senders = {code: Sender(code) for code in CENTRES}
        for sender in self.senders.values():
            know_centre(sender.card, "JOR", by=self.by)

    def becomes(self, seed: int) -> None:
        """Other returns are taken, the store is written anew, and the centre has another note."""
        from corridor.figures.actions.taking import store_anew, take_return
        from corridor.figures.models import Return as Kept
        from corridor.figures.models_programme import TakenReturn
        from corridor.figures.returns import Return
        from corridor.figures.tests.returned import TODAY
        from corridor.safe.actions.notebook import write_note
        from corridor.safe.notebook.contents import Typed

        TakenReturn.objects.all().delete()
        for number, sender in enumerate(self.senders.values()):
            for period in QUARTERS:
                sets = row_sets(random.Random(f"{seed} {number} {period}"))
                told = Return(sender.code, f"Centre {sender.code}", "JOR", period, "2026-11", sets)
                take_return(sender.sends(told), TODAY, by=self.by)
        store_anew()
        TakenReturn.objects.update(released="2025Q2")
        Kept.objects.filter(centre=self.stage.people.centre).update(text=b"%d" % seed)
        write_note(Typed(title=f"note {seed}"), by=self.stage.people.bina, form=f"{seed:032x}")


def row_sets(dice: random.Random) -> tuple[Any, ...]:
    """Made-up row-sets of every kind of fact there is."""
    from corridor.figures.returns import ReturnedSet
    from corridor.journey.facts import FACTS

    places = {"corridor": ("NPL-JOR", "BGD-JOR", "NPL-LBN"), "country": ("JOR", "LBN")}
    found = []
    for kind, about in sorted(FACTS.items()):
        codes = {one.name: one.all_codes or places[one.name] for one in about.columns}
        for name, columns in sorted(about.sets.items()):
            cells = {tuple(dice.choice(codes[dim][:4]) for dim in columns): dice.randint(5, 90) for _ in range(9)}
            found.append(ReturnedSet(kind, name, tuple(columns), cells, "none", "none"))
    return tuple(found)


def leaking(stage: Stage, world: World, questions: list[Question]) -> int:
    """The arm that must fail: releases into which the store looks; how many answers then differ."""
    from dataclasses import replace

    from corridor.figures import published
    from corridor.figures.actions.taking import store_folder

    honest = published._read

    def looks_behind(*signed: bytes) -> Any:
        release = honest(*signed)
        size = sum(path.stat().st_size for path in store_folder().rglob("*.parquet"))
        tables = tuple(
            replace(one, cells={cell: n if n is None else n + size % 7 * 5 for cell, n in one.cells.items()})
            for one in release.tables
        )
        return replace(release, tables=tables)

    published._read = looks_behind  # type: ignore[assignment]
    try:
        first = [one.ask(stage).digest for one in questions]
        world.becomes(3)
        return sum(one.ask(stage).digest != digest for one, digest in zip(questions, first, strict=True))
    finally:
        published._read = honest


def run(scale: Scale, database: str) -> Result:
    from corridor.statistics.tests.released import everything, stored

    stage = build()
    world, faults = World(stage), []
    releases = stored([everything(period, seed=17) for period in QUARTERS[scale.of(0, 3) :]])
    with quiet():
        world.becomes(1)
        questions = asked(crawled(stage, scale.of(800, 12)), scale.of(25_000, 100))
        print(f"  {len(questions)} questions; the first world", flush=True)
        first = [one.ask(stage) for one in questions]
        world.becomes(2)
        print("  the second world", flush=True)
        differ: Counter[str] = Counter()
        for one, before in zip(questions, first, strict=True):
            if one.ask(stage).digest != before.digest:
                differ[f"{urlsplit(one.address).path} ({one.role})"] += 1
        by_status = Counter(answer.status // 100 for answer in first)
        faults += [f"{count} answers of 5xx" for status, count in by_status.items() if status == 5]
        told = [one for one, answer in zip(questions, first, strict=True) if answer.status == 200]
        some = [one for one in told if one.address.startswith("/statistics/")][:: max(1, len(told) // 60)][:60]
        seen = leaking(stage, world, some)
    tables = sum(len(one.tables) for one in releases)
    pages = len({urlsplit(one.address).path for one in questions})
    return Result(
        NAME,
        database,
        load=f"{2 * len(questions):,} requests by {len(ROLES)} roles at {pages} addresses, {by_status[2]:,} of each"
        f" world answered with a page or a file; {len(releases)} releases, {tables} tables",
        result=f"{sum(differ.values())} answers hang on anything but a release; {by_status[5]} of 5xx",
        passed=not differ and not faults and seen > 0,
        control=f"releases into which the store looks are seen: {seen} of {len(some)} answers differ" if seen else "",
        faults=[*faults, *(f"{what}: {count}" for what, count in differ.most_common(30))],
    )
