"""Bad input at every field of every form of every page, and at every address: nothing falls over, nothing gets out.

Forms come from the real pages (`bad_forms`), texts and files from `bad_words` and `bad_files`, requests are made from
small recipes (`bad_requests`), sent in process and taken back (`bad_sending`), and each answer is judged
(`bad_answers`). What reached something new is kept and sent first the next time (`bad_corpus`). REQUESTS=20000 in the
environment makes the full form so large.
"""

import os
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from proof import Result, Scale
from proof.bad_answers import judge
from proof.bad_controls import control
from proof.bad_corpus import Corpus
from proof.bad_forms import Finder, Place, shape
from proof.bad_pairs import Pairs
from proof.bad_plan import Plan
from proof.bad_requests import Maker, Recipe, bad_together
from proof.bad_sending import Seen, Sender, listening
from proof.bad_tables import HANDS_OUT, Ways, write_formulas
from proof.bad_words import SENTENCES, draw_pool
from proof.stage import build
from proof.workers_apart import apart

NAME = "T5"
TITLE = "Bad input: every field of every form, files, bodies, headers and addresses; no 5xx, no trace, nothing lost"


@dataclass
class Found:
    """What came of it."""

    requests: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    pairs: set[str] = field(default_factory=set)  # field and sort
    routes: set[str] = field(default_factory=set)
    pictures: int = 0
    written: int = 0
    gone: int = 0

    def plain(self) -> dict[str, Any]:
        return {name: sorted(one) if isinstance(one, set) else one for name, one in vars(self).items()}

    def add(self, plain: dict[str, Any]) -> None:
        for name, one in plain.items():
            mine = getattr(self, name)
            if isinstance(mine, Counter):
                mine.update({int(key) if name == "statuses" else key: count for key, count in one.items()})
            elif isinstance(mine, set):
                mine.update(one)
            else:
                setattr(self, name, mine + one)


@dataclass
class Runner:
    """Sends what the plan says and judges what comes."""

    sender: Sender
    maker: Maker
    corpus: Corpus
    found: Found = field(default_factory=Found)
    follows: float = 1.0  # of what is written, how much is looked at afterwards

    def take(self, recipe: Recipe) -> list[str]:
        try:
            request = self.maker.make(recipe)
        except (KeyError, IndexError, TypeError):
            self.found.gone += 1  # kept from a form that is no longer there
            return []
        place = self.maker.places.get(recipe.at)
        look = recipe.how in {"one", "several", "all", "file"} and random.random() < self.follows
        seen = self.sender.ask(
            request.role, request.method, request.address, request.body, request.kind,
            more=request.more, look=look, follow=look, copies=request.files,
        )  # fmt: skip
        faults = judge(seen, request, place, recipe)
        self.note(recipe, place, seen, faults)
        self.corpus.keep(recipe, seen.status, bool(faults))
        return faults

    def note(self, recipe: Recipe, place: Place | None, seen: Seen, faults: list[str]) -> None:
        found = self.found
        found.requests += 1
        found.statuses[seen.status] += 1
        found.pictures += len(seen.copies)
        found.written += bool(seen.changed)
        found.routes.add(place.view if place else recipe.at.split(" ")[0])
        if recipe.how == "one":
            found.pairs.add(f"{recipe.at} {recipe.field} {recipe.sort}")
        if recipe.how == "several":
            found.pairs |= {f"{recipe.at} {name} {sort}" for name, sort in bad_together(recipe).items()}
        for what in faults:
            where = " ".join(
                filter(None, (recipe.at, recipe.how, recipe.field and f"field {recipe.field[:40]}", recipe.sort))
            )
            if not found.faults[f"{where}: {what}"]:
                print(f"  fault: {where}: {what}"[:500], flush=True)  # a long run that is cut short has told it
            found.faults[f"{where}: {what}"] += 1
            found.kinds[what.split(" <")[0][:60]] += 1

    def run(self, recipes: Iterator[Recipe], most: int, told: str = "") -> None:
        while self.found.requests < most and (recipe := next(recipes, None)):
            self.take(recipe)
            if told and self.found.requests % 2_000 == 0:
                print(f"  {told}{self.found.requests:,} requests, {len(self.found.faults)} faults", flush=True)


def chain_faults(sender: Sender) -> list[str]:
    """Whether the chains of all centres are whole."""
    from corridor.safe import chain
    from corridor.safe.models import Ground

    return [one for ground in Ground.objects.select_related("centre") for one in chain.faults(ground)]


def ready(scale: Scale, ear: Any) -> tuple[Sender, Finder, Maker]:
    """The stage, its forms and pages."""
    from corridor.access.models import Account

    stage = build()
    write_formulas(stage)
    sender = Sender(stage, ear)
    finder = Finder(sender, roles=scale.of(2, 1))
    finder.find(some_views() if scale.short else None)
    places: dict[str, Place] = {}
    twins = Counter(shape(place) for place in finder.places)
    for place in finder.places:
        place.twins = twins[shape(place)]
    for place in finder.places:
        place.name = next(name for name in numbered(f"{place.name} {place.role}") if name not in places)
        places[place.name] = place
    pages = {f"{view} {role} page": (role, address) for view, role, address in finder.pages}
    pages |= {f"{view} public page": ("public", address) for view, _, address in finder.pages}
    ids = [*{str(one) for one in stage.records.values()}, *Account.objects.values_list("key", flat=True)]
    return sender, finder, Maker(places, pages, ids)


def numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name} {number}"
        number += 1


def some_views() -> set[str]:
    """For the short form: other routes every time the source changes, and always some that take files and words."""
    from proof.ledger import commit
    from proof.t02_matrix import asked_routes

    dice, views = random.Random(commit()), [one.view for one in asked_routes()]
    always = {"safe:write_note", "safe:note", "centre:bring_evidence", "safe:sign_in", "safe:write_in"}
    return always | set(dice.sample(views, min(14, len(views))))


def run(scale: Scale, database: str) -> Result:
    most = scale.of(int(os.environ.get("REQUESTS", "0")) or 250_000, 900)
    draw_pool(scale.of(3_000, 150))
    corpus, found = Corpus(), Found()
    kept = corpus.read()
    hands = scale.of(min(2, os.cpu_count() or 1), 1)
    with listening() as ear:
        sender, finder, maker = ready(scale, ear)
        print(f"  {told_of(maker)}, {len(maker.pages)} pages; {len(kept)} kept", flush=True)
        shown, missed = control(Runner(sender, maker, Corpus(room=-1)))
        ways = Ways(sender, deep=scale.of(6, 5))
        ways.go(HANDS_OUT if scale.short else ())
        pairs = Pairs(sender)
        pairs.go(list(maker.places.values()), scale.of(len(SENTENCES), 1))
        runner = Runner(sender, maker, corpus)
        share = most // hands
        for plain in apart(hands, sender, lambda hand: one_hand(runner, kept, scale, hand, hands, share)):
            found.add(plain)
        broken = chain_faults(sender)
    faults = found.faults + ways.live + ways.fell + pairs.lost
    kinds = Counter({what: 0 for what in ("5xx", "traces", "EXIF", "formulas", "half-written", "lost")})
    for what, times in (found.kinds + ways.live + ways.fell + pairs.lost).items():
        kinds[sort_of_fault(what)] += times
    answers = ", ".join(f"{status}: {times:,}" for status, times in sorted(found.statuses.items()))
    return Result(
        NAME,
        database,
        load=f"{found.requests:,} requests at {len(found.routes)} routes, {told_of(maker)}; {len(found.pairs):,}"
        f" pairs of field and sort; {pairs.tried} times two at once; {corpus.count():,} requests kept",
        result=f"{', '.join(f'{times} {what}' for what, times in kinds.items())}; {found.pictures:,} copies of"
        f" pictures, {ways.tables} tables with {ways.cells:,} formulas made harmless, {found.written:,} writings"
        f" taken back, {len(broken)} faults in the chains; answers {answers}",
        passed=not (faults or broken or missed) and found.requests >= share * hands,
        control=shown,
        faults=[*(f"{what} ({times} times)" for what, times in faults.most_common(60)), *broken[:5], *missed],
        left_out=f"no example of an address for {', '.join(finder.left_out)}" if finder.left_out else "",
    )


def told_of(maker: Maker) -> str:
    return f"{len(maker.places)} forms with {sum(len(one.blanks) for one in maker.places.values()):,} fields"


def sort_of_fault(what: str) -> str:
    """The column under which a fault is counted."""
    words = {
        **{"answered 5": "5xx", "shows ": "traces", "a copy tells": "EXIF", "live formula": "formulas"},
        **{"refused with": "half-written", "chain": "half-written", "an act": "half-written", "not in the ": "lost"},
    }
    return next((sort for begin, sort in words.items() if begin in what), "other")


def one_hand(runner: Runner, kept: list[Recipe], scale: Scale, hand: int, hands: int, share: int) -> dict[str, Any]:
    """One process' share: what was kept, what is costly, the grid, then at random."""
    plan, told = Plan(runner.maker, random.Random(5)), "" if scale.short else f"hand {hand}: "
    costly, grid = plan.costly(scale.of(400, 2)), plan.grid()
    first = random.Random(6).sample(kept, min(len(kept), scale.of(len(kept), 60)))
    if scale.short:
        grid = [one for one in grid if one.how == "file"][:12] + grid[:150]
    random.seed(5 + hand)
    runner.follows = scale.of(5, 10) / 10
    for recipes in (first, costly, grid):
        runner.run(iter(recipes[hand::hands]), share, told)
    plan.dice, runner.follows = random.Random(7 + hand), 0.3
    runner.run(plan.more(), share, told)
    return runner.found.plain()
