"""The made-up world: facts of four centres, quarter by quarter, always the same ones for the same seed.

Nobody in it exists. It stands in world.toml: how many workers and facts there are, and how often each code. What is
hidden in it, to be found or not, stands in planted.toml, which nothing but this file reads. Facts are made as the rooms
of a real centre make them, so that they are counted by what counts a real return.
Source: the issue of the curtain (patterns planted from a seed that the analysis does not see); methods (h).
"""

import random
import tomllib
from bisect import bisect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import accumulate
from math import exp
from pathlib import Path
from typing import Any

from corridor.journey.facts import FACTS, NO, UNKNOWN, YES, Fact, Quarter

HERE = Path(__file__).parent
EVERYBODY = ""  # the line of weights that holds where no other does
Weights = Mapping[str, float]


@dataclass(frozen=True)
class Planted:
    """Something that is hidden in the world (the fields of planted.toml)."""

    id: str
    tells: str
    size: str
    seen: str
    facts: str
    times: float
    column: str = ""
    code: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    first: int = 1
    last: int = 0
    by_steps: bool = False
    centres: tuple[str, ...] = ()

    def times_in(self, centre: str, quarter: int) -> float:
        """How many times as often in a quarter of a centre; 1: as ever."""
        if (self.centres and centre not in self.centres) or quarter < self.first:
            return 1
        if self.by_steps and quarter < self.last:
            return 1 + (self.times - 1) * (quarter - self.first + 1) / (self.last - self.first + 1)
        over = self.last and quarter > self.last and not self.by_steps
        return 1 if over else self.times


@dataclass(frozen=True)
class MadeUpCentre:
    """A centre of the world. workers: seen in a quarter, about. corridors: how they are spread."""

    code: str
    name: str
    country: str
    workers: int
    corridors: Weights


@dataclass(frozen=True)
class World:
    """How the world is. kinds: kind of fact -> column -> for whom -> code -> weight; each: facts per worker."""

    seed: int
    quarters: int
    centres: tuple[MadeUpCentre, ...]
    cases: Mapping[str, float]
    worker: Mapping[str, Mapping[str, Weights]]
    each: Mapping[str, float]
    steps: Weights
    kinds: Mapping[str, Mapping[str, Mapping[str, Weights]]]
    planted: tuple[Planted, ...] = ()


@lru_cache(maxsize=1)
def world() -> World:
    """The world as it stands in its files. Raises ValueError for a code that its column cannot hold."""
    plain = tomllib.loads((HERE / "world.toml").read_text(encoding="utf-8"))
    kinds = {name: _columns(name, plain[name]) for name in FACTS}
    return World(
        plain["seed"],
        plain["quarters"],
        tuple(MadeUpCentre(**{**one, "corridors": _weights(one["corridors"])}) for one in plain["centres"]),
        plain["cases"],
        {column: {whom: _weights(line) for whom, line in lines.items()} for column, lines in plain["worker"].items()},
        {name: plain[name]["each"] for name in FACTS},
        {step: plain["remedy"][step] for step in ("offered", "awarded", "received")},
        kinds,
        planted(),
    )


def planted() -> tuple[Planted, ...]:
    """What is hidden in it."""
    listed = tomllib.loads((HERE / "planted.toml").read_text(encoding="utf-8"))["planted"]
    return tuple(_planted(dict(one)) for one in listed)


def _planted(plain: dict[str, Any]) -> Planted:
    first, last, centres = plain.pop("from", 1), plain.pop("to", 0), tuple(plain.pop("centres", ()))
    return Planted(**plain, first=first, last=last, centres=centres)


def _columns(kind: str, plain: Mapping[str, Any]) -> dict[str, dict[str, Weights]]:
    found: dict[str, dict[str, Weights]] = {}
    columns = {one.name: one for one in FACTS[kind].columns}
    for name, lines in plain.items():
        if isinstance(lines, dict):
            found[name] = {whom: _weights(line) for whom, line in lines.items()}
            if wrong := {code for line in found[name].values() for code in line if not columns[name].admits(code)}:
                raise ValueError(f"world.toml, {kind}.{name}: {', '.join(sorted(wrong))} cannot stand there")
    return found


def _weights(line: str) -> Weights:
    """Of "woman 70, man 30"."""
    parts = (one.rsplit(" ", 1) for one in line.split(", "))
    return {code: float(weight) for code, weight in parts}


class Dice(random.Random):
    """Draws that are the same in every version of Python: of `random()` alone."""

    def hits(self, share: float) -> bool:
        return self.random() < share

    def one(self, weights: Weights) -> str:
        codes, up_to = _summed(tuple(weights.items()))
        return codes[min(bisect(up_to, self.random() * up_to[-1]), len(codes) - 1)]

    def many(self, each: float) -> int:
        """How many, so many on average (Poisson)."""
        limit, product, found = exp(-each), self.random(), 0
        while product > limit:
            product, found = product * self.random(), found + 1
        return found


@lru_cache(maxsize=4096)
def _summed(weights: tuple[tuple[str, float], ...]) -> tuple[tuple[str, ...], tuple[float, ...]]:
    return tuple(code for code, _ in weights), tuple(accumulate(weight for _, weight in weights))


@dataclass(frozen=True)
class _Worker:
    id: str
    case: str
    collective: str
    about: str  # what the case is about
    values: Mapping[str, str]


def facts(known: World, centre: MadeUpCentre, number: int, quarter: Quarter) -> dict[str, list[Fact]]:
    """Kind -> every fact of a centre in a quarter. number: which quarter of the world that is, from 1."""
    return _Maker(known, centre, number, quarter).facts()


def without_planted(known: World, seed: int) -> World:
    """The same world with nothing hidden in it, from another seed: whatever is seen there is seen falsely."""
    return replace(known, planted=(), seed=seed)


class _Maker:
    """Makes the facts of a quarter of a centre."""

    def __init__(self, known: World, centre: MadeUpCentre, number: int, quarter: Quarter) -> None:
        self.world, self.centre, self.quarter = known, centre, quarter
        self.dice = Dice(f"{known.seed} {centre.code} {number}")
        now = ((one, one.times_in(centre.code, number)) for one in known.planted)
        self.planted = [(one, times) for one, times in now if times != 1]
        self.found: dict[str, list[Fact]] = {name: [] for name in FACTS}
        self.prefix = f"{centre.code} {number}"

    def facts(self) -> dict[str, list[Fact]]:
        workers = round(self.centre.workers * (0.94 + 0.12 * self.dice.random()))
        count = 0
        while count < workers:
            for worker in self.of_one_case(count, workers - count):
                count += 1
                self.of_worker(worker)
        return self.found

    def of_one_case(self, count: int, most: int) -> Iterator[_Worker]:
        dice, cases, columns = self.dice, self.world.cases, self.world.worker
        size = 1 + (1 + int(dice.random() * (cases["largest"] - 1)) if dice.hits(cases["collective"]) else 0)
        size = min(size, most)
        corridor = dice.one(self.centre.corridors)
        same = {"corridor": corridor, "country": corridor.partition("-")[2]}
        same["sector"] = dice.one(self.line(columns["sector"], same))
        through = "case" if size > 1 else dice.one(self.world.kinds["person"]["through"][EVERYBODY])
        case = f"{self.prefix} case {count}" if through == "case" else ""
        about = self.code("grievance", "kind", same) if case else ""
        for place in range(size):
            values = {**same, "sex": dice.one(self.line(columns["sex"], same)), "through": through}
            yield _Worker(f"{self.prefix} worker {count + place}", case, YES if size > 1 else NO, about, values)

    def line(self, lines: Mapping[str, Weights], values: Mapping[str, str]) -> Weights:
        """The weights that hold for a fact: of the first line that names one of its codes, else everybody's."""
        there = set(values.values())
        return next((lines[whom] for whom in lines if whom in there), None) or lines[EVERYBODY]

    def code(self, kind: str, column: str, values: Mapping[str, str]) -> str:
        """A code of a column, what is planted there reckoned in."""
        weights = self.line(self.world.kinds[kind][column], values)
        for one, times in self.planted:
            if (one.facts, one.column) == (kind, column) and fits(one, values) and one.code in weights:
                weights = {**weights, one.code: weights[one.code] * times}
        return self.dice.one(weights)

    def number(self, kind: str, values: Mapping[str, str], each: float) -> int:
        for one, times in self.planted:
            if one.facts == kind and not one.column and fits(one, values):
                each *= times
        return self.dice.many(each)

    def add(self, kind: str, worker: _Worker, /, **given: str) -> dict[str, str]:
        """One fact more: what is given, what is the worker's, and the rest drawn in the order of world.toml."""
        values = {**worker.values, **given}
        for column in self.world.kinds[kind]:
            if column not in values:
                values[column] = self.code(kind, column, values)
        kept = {one.name: values.get(one.name, UNKNOWN) for one in FACTS[kind].columns}
        key = f"{worker.id} {kind} {len(self.found[kind])}"
        self.found[kind].append(Fact(key, worker.id, worker.case, self.quarter.first, kept))
        return kept

    def of_worker(self, worker: _Worker) -> None:
        self.add("person", worker)
        if worker.case:
            self.of_case(worker)
        for kind in ("service", "referral", "recruitment", "charge", "promise", "debt", "spell", "outcome"):
            for _ in range(self.number(kind, worker.values, self.world.each[kind])):
                bare = {name: code for name, code in worker.values.items() if name != "through"}
                self.add(kind, replace(worker, values=bare))

    def of_case(self, worker: _Worker) -> None:
        bare = {name: code for name, code in worker.values.items() if name != "through"}
        worker, dice = replace(worker, values=bare), self.dice
        for place in range(1 + self.number("grievance", bare, self.world.each["grievance"])):
            same = place == 0 and (worker.collective == NO or dice.hits(self.world.cases["shared"]))
            about = worker.about if same else self.code("grievance", "kind", bare)
            brought = self.add("grievance", worker, kind=about, collective=worker.collective)
            if dice.hits(self.world.each["closing"]):
                self.add("closing", worker, kind=about, route=brought["route"])
            for step in ("claimed", *(one for one, often in self.world.steps.items() if dice.hits(often))):
                self.add("remedy", worker, step=step, grievance_kind=about)
        for kind in ("action", "retaliation"):
            for _ in range(self.number(kind, bare, self.world.each[kind])):
                self.add(kind, worker)


def fits(one: Planted, values: Mapping[str, str]) -> bool:
    """Whether it is about whom these codes stand for."""
    return all(values.get(column) == code for column, code in one.where.items())
