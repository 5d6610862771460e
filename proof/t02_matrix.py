"""Every role at every address, with every method and in every relation to what stands there: as the table says.

What is expected is computed from the committed table, read here by code of its own, and from `doors.csv` beside this
file, which says for each view under which rows of the table it stands (`python -m proof.t02_matrix` writes it anew; a
change there is a change of who may do what). Allowed means: something else than the answers for what is not there, for
who is signed out, or for a wrong method. Not allowed means: byte for byte the answer at an address where nothing is.
"""

import csv
import random
import re
import statistics
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corridor.pathway import NAMES
from proof import Result, Scale, ledger
from proof.chance import auc
from proof.parts import ASTRAY, BESIDE, FORMS, PARTS, nonexistent
from proof.stage import METHODS, NOWHERE, RELATIONS, SIGNED_OUT, Answer, Stage, build, quiet

NAME = "T2"
TITLE = "Every role, route, method and relation answers as the table of rights says"
TABLE = ledger.ROOT / "corridor" / "access" / "rights.csv"
DOORS = Path(__file__).with_name("doors.csv")
EDITING = {"edit_record", "edit_reference"}
# Rooms whose addresses speak of people or of their centre: all left of the curtain, and the curtain itself. A part of
# an address there has to be in PARTS.
LEFT = frozenset(NAMES[: NAMES.index("figures") + 1])


def frozen() -> dict[str, dict[str, str]]:
    """action -> role -> extent, from the committed file."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["action"]: {role: cell for role, cell in list(row.items())[3:] if cell} for row in rows}


MAY = frozen()


@dataclass(frozen=True)
class Asked:
    """A route to be asked. rows: method -> action, as doors.csv has it."""

    view: str
    pattern: str
    converters: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str], ...]

    @property
    def room(self) -> str:
        return self.view.split(":")[0]

    @property
    def by_method(self) -> dict[str, str]:
        return dict(self.rows)

    def address(self, stage: Stage, role: str, relation: str) -> str:
        """The address in this relation. Raises ValueError for a part that nobody taught the proof to fill."""
        said = {} if self.room in LEFT else dict(stage.examples.get(self.view, {}))
        if said and relation == "nonexistent" and self.converters:
            last = [name for name, _ in self.converters if name in {"id", "code", "key"}] or [self.converters[-1][0]]
            said[last[-1]] = nonexistent(dict(self.converters)[last[-1]])
        for name, converter in self.converters:
            if name in said:
                continue
            part = PARTS.get(f"{self.view}.{name}") or PARTS.get(f"{self.room}.{name}") or PARTS.get(name)
            if part is None or (self.room not in LEFT and f"{self.view}.{name}" not in PARTS):
                raise ValueError(
                    f"{self.view} ({self.pattern}): no example of <{converter} {name}>; say in proof/parts.py PARTS"
                    f" how it is filled in each relation, or link to the page from a public one"
                )
            said[name] = part(stage, role, relation, self.view)
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(said[found[1]]), self.pattern)

    def form(self, stage: Stage, role: str, relation: str) -> dict[str, Any]:
        """What is typed into its form."""
        return {name: part(stage, role, relation, self.view) for name, part in FORMS.get(self.view, {}).items()}

    @property
    def about_records(self) -> bool:
        return "UUIDConverter" in dict(self.converters).values() or self.view in BY_WORD

    def can_be(self, relation: str) -> bool:
        """Whether an address can stand in this relation: what goes astray needs an id, or a second one."""
        ids = sum(one == "UUIDConverter" for _, one in self.converters) + (self.view in BY_WORD) + (self.view in WORDED)
        return relation not in ASTRAY or ids > (relation != "unlike")

    @property
    def speaks_of_one(self) -> bool:
        """Whether the relation matters: something is named in the address or in the form."""
        return (bool(self.converters) or self.view in FORMS) and self.view not in ONE_ANSWER


# Views whose id of a record is one word among others.
BY_WORD = {"centre:letter_template_file"}
# Where a word, in the address or in the form, stands in the place of a second id.
WORDED = {"centre:add_to_case", "centre:set_reminder"}
OUTSIDERS = ("worker", "programme_manager", "me_officer", "evaluator", "editor", "host_administrator")
BY_NAME = ("lawyer", "interpreter", "worker_representative")  # who read what they are named to, and nothing else
# A page that gives one answer to every word that is wrong, as an outage would.
ONE_ANSWER = {"safe:seal_link"}
# What was typed is never lost: the form comes back, the same for a note that is not hers and for one that is not there.
KEEPS_TYPED = {"safe:correct_note"}
FORM_MARK = re.compile(rb'(?:name="form" [^>]*|[^>]* name="form"[^>]*)value="[^"]*"|value="[0-9a-f]{32}"')


def installed() -> list[tuple[str, str, tuple[tuple[str, str], ...], dict[str, str]]]:
    """(view, pattern, converters, rows) of every route that is installed."""
    from corridor.access.doors import routes

    found = []
    for pattern, route in routes():
        room = route.callback.__module__.split(".")[1]
        parts = tuple((name, type(one).__name__) for name, one in route.pattern.converters.items())
        rows = getattr(route.callback, "rows", {})
        found.append((f"{room}:{route.name}", pattern, parts, dict(rows)))
    return found


def written_doors() -> dict[str, dict[str, str]]:
    """view -> method -> action, as reviewed and committed."""
    with DOORS.open(encoding="utf-8", newline="") as file:
        return {
            row["view"]: {method: row[method] for method in ("GET", "HEAD", "POST") if row[method]}
            for row in csv.DictReader(file)
        }


def write_doors() -> None:
    with DOORS.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["view", "GET", "HEAD", "POST"])
        for view, _, _, rows in sorted(installed()):
            out.writerow([view, *(rows.get(method, "") for method in ("GET", "HEAD", "POST"))])


def asked_routes() -> list[Asked]:
    known = written_doors()
    return [
        Asked(view, pattern, parts, tuple(sorted(known.get(view, rows).items())))
        for view, pattern, parts, rows in installed()
    ]


def faults_of_doors() -> list[str]:
    """Routes without a row, and routes whose row is not the one that was reviewed."""
    known, found = written_doors(), []
    for view, pattern, _, rows in installed():
        if not rows:
            found.append(f"{view}: no row in the table")
        elif view not in known:
            found.append(f"{view} ({pattern}): new, not in proof/doors.csv yet (python -m proof.t02_matrix)")
        elif known[view] != rows:
            found.append(f"{view}: stands under {rows}, reviewed was {known[view]}")
    return found


def extents(role: str, action: str) -> set[str]:
    return {MAY[action][one] for one in (role, "public") if one in MAY[action]}


def expected(asked: Asked, role: str, method: str, relation: str) -> str:
    """open, absent (as if nothing were there), sign_in or method: what the committed table says."""
    rows = asked.by_method
    if role in SIGNED_OUT and any("public" not in MAY[action] for action in rows.values()):
        return "sign_in"
    if not any(extents(role, action) for action in rows.values()):
        return "absent"
    if method not in rows:
        return "method"
    how_far = extents(role, rows[method])
    if not how_far:
        return "absent"
    if not asked.speaks_of_one:
        return "open"
    if (asked.view, relation) in BESIDE:
        return BESIDE[asked.view, relation]
    if relation in ASTRAY:
        return "absent"
    near = relation in {"own", "named", "same"} or (relation == "hidden" and not asked.about_records)
    if "any" in how_far:
        return "absent" if relation == "nonexistent" else "open"
    if "centre" in how_far:
        return "open" if near else "absent"
    return "open" if relation == "named" or (relation == "own" and "own" in how_far) else "absent"


@dataclass
class Found:
    """What the matrix showed."""

    requests: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    by_outcome: Counter[str] = field(default_factory=Counter)


class Matrix:
    """The stage with the answers that stand for absent and signed out."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.absent: dict[tuple[str, str, str], str] = {}
        self.sign_in: dict[tuple[str, str], str] = {}

    def nowhere(self, role: str, method: str, address: str) -> str:
        """The answer at an address near this one where nothing is (the path on top of a page shows the room)."""
        first = address.split("/")[1] or "nothing-here"
        key = (role, method, first)
        if key not in self.absent:
            self.absent[key] = self.stage.ask(role, method, f"/{first}{NOWHERE}").digest
        return self.absent[key]

    def prime(self, routes: list[Asked], methods: tuple[str, ...]) -> None:
        """Take every answer that others are compared with now, before anything is taken away."""
        for role in self.stage.clients:
            for method in methods:
                self.signed_out(role, method)
                for asked in routes:
                    self.nowhere(role, method, f"/{asked.pattern}")

    def signed_out(self, role: str, method: str) -> str:
        if (role, method) not in self.sign_in:
            self.sign_in[role, method] = self.stage.ask("public", method, "/history/").digest
        return self.sign_in[role, method]

    def outcome(self, asked: Asked, role: str, method: str, address: str, answer: Answer) -> str:
        if asked.view in ONE_ANSWER and answer.status in {404, 503}:
            return "open"
        if answer.digest == self.nowhere(role, method, address):
            return "absent"
        if answer.digest == self.signed_out(role, method):
            return "sign_in"
        if answer.status == 405:
            return "method"
        if answer.status == 404:
            public = asked.by_method and all("public" in MAY[action] for action in asked.by_method.values())
            return "absent" if public else "a 404 page of its own"
        return f"a {answer.status}" if answer.status >= 500 else "open"

    def ask(self, asked: Asked, role: str, method: str, relation: str) -> tuple[str, str]:
        """(expected, found)"""
        address = asked.address(self.stage, role, relation)
        data = asked.form(self.stage, role, relation) if method == "POST" else {}
        wanted = expected(asked, role, method, relation)
        try:
            answer = self.stage.ask(role, method, address, data)
            came = self.outcome(asked, role, method, address, answer)
            if wanted == "absent" and came == "open" and asked.view in KEEPS_TYPED and method == "POST":
                came = "absent" if self.is_blind(asked, role, address, answer) else came
        except Exception as error:
            return wanted, f"a trace: {type(error).__name__}: {str(error)[:80]}"
        return wanted, came

    def is_blind(self, asked: Asked, role: str, address: str, answer: Answer) -> bool:
        """Whether the answer is the one for an id that nothing has, but for the id itself."""
        other = asked.address(self.stage, role, "nonexistent")
        blank = self.stage.ask(role, "POST", other, {})
        one, two = address.split("/")[2].encode(), other.split("/")[2].encode()
        return FORM_MARK.sub(b"", answer.body.replace(one, b"")) == FORM_MARK.sub(b"", blank.body.replace(two, b""))

    def run(
        self,
        routes: list[Asked],
        roles: list[str],
        methods: tuple[str, ...],
        relations: tuple[str, ...],
        stop: int = 0,
        sparing: bool = False,
        found: Found | None = None,
    ) -> Found:
        """Ask all. stop: end after so many mismatches. sparing: one relation where the role may do nothing at all, and
        of those who belong to no centre one at each route, in turn.
        """
        found = found or Found()
        for number, asked in enumerate(routes):
            turn = OUTSIDERS[number % len(OUTSIDERS)]
            for role in roles:
                may = any(extents(role, action) for action in asked.by_method.values())
                if sparing and not may and role in OUTSIDERS and role != turn:
                    continue
                several = asked.speaks_of_one and (may or not sparing)
                for method in methods:
                    for relation in filter(asked.can_be, relations) if several else ("same",):
                        wanted, came = self.ask(asked, role, method, relation)
                        found.requests += 1
                        found.by_outcome[wanted] += 1
                        if wanted != came:
                            found.wrong[f"{asked.view}: {role} {method} {relation}: {came}, expected {wanted}"] += 1
                            if stop and len(found.wrong) >= stop:
                                return found
        return found


def clocked(stage: Stage, asked: Asked, role: str, relation: str, repeats: int) -> float:
    """How well the time of an answer tells a record that is not hers from one that is not there, asked in turns."""
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(repeats * 2 + 20):
        which = (turn + turn // 2) % 2
        address = asked.address(stage, role, ("nonexistent", relation)[which])
        begin = time.perf_counter()
        stage.ask(role, "GET", address)
        if turn >= 20:
            times[which].append(time.perf_counter() - begin)
    return auc(*times)


def timing(stage: Stage, routes: list[Asked], repeats: int, allowed: float) -> list[tuple[str, float]]:
    """For pages about one record: hers to know nothing of against nothing there, with the clock running.

    What other work on the machine does to a clock does not come again: what is over the limit is measured twice more,
    and the middle of the three counts.
    """
    found = []
    pages = [one for one in routes if one.view in {"safe:note", "safe:attachment", "safe:send"}]
    asking = (("caseworker", "other"), ("caseworker", "hidden"), ("advisor", "same"), ("lawyer", "same"))
    for asked in pages if repeats > 500 else pages[-1:]:
        for role, relation in asking if repeats > 500 else asking[:2]:
            told = [clocked(stage, asked, role, relation, repeats)]
            if told[0] > allowed:
                told += [clocked(stage, asked, role, relation, repeats) for _ in range(2)]
            found.append((f"{asked.view} {role}/{relation}", statistics.median(told)))
    return found


def run(scale: Scale, database: str) -> Result:
    random.seed(2)
    stage = build()
    routes, matrix = asked_routes(), Matrix(stage)
    roles = list(stage.clients)
    methods = METHODS if not scale.short else ("GET", "POST")
    relations = (*RELATIONS, "hidden", *ASTRAY)
    if scale.short:
        routes = [one for one in routes if one.room in LEFT or EDITING & set(one.by_method.values())]
    faults = faults_of_doors()
    with quiet():
        if not scale.short:
            found = matrix.run(routes, roles, methods, relations)
        else:
            others = [role for role in roles if role not in BY_NAME]
            found = matrix.run(routes, others, methods, ("own", "other", "nonexistent"), sparing=True)
            matrix.run(routes, list(BY_NAME), methods, ("named", "same", "other"), sparing=True, found=found)
            ids = [one for one in routes if one.about_records]
            matrix.run(ids, ["caseworker"], methods, ("hidden", *ASTRAY), found=found)
        faults += [f"{role} was signed out meanwhile" for role in roles if not stage.is_signed_in(role)]
        print(f"  {found.requests} requests; now the clock", flush=True)
        allowed_auc = scale.of(55, 70) / 100  # few repeats tell little
        clocks = timing(stage, routes, scale.of(1_500, 60), allowed_auc)
    worst = max(clocks, key=lambda one: one[1], default=("", 0.5))
    wrong = sum(found.wrong.values())
    return Result(
        NAME,
        database,
        load=f"{found.requests:,} requests: {len(roles)} roles, {len(routes)} routes, {len(methods)} methods,"
        f" {len(relations)} relations",
        result=f"{wrong} differ from the table; {sum('no row' in one for one in faults)} routes without a row;"
        f" time tells forbidden from absent with AUC {worst[1]:.3f} ({worst[0]})",
        passed=not wrong and not faults and worst[1] <= allowed_auc,
        control=control(stage, matrix),
        faults=[*faults, *(what for what, _ in found.wrong.most_common(60))],
    )


def control(stage: Stage, matrix: Matrix) -> str:
    """A cell given away at run time must show: an advisor who may read the history."""
    from corridor.access import table

    row = table.MAY["read_history"]
    route = next(one for one in asked_routes() if one.view == "access:history")
    row.extents["advisor"] = "any"
    try:
        wanted, came = matrix.ask(route, "advisor", "GET", "same")
    finally:
        del row.extents["advisor"]
    return f"a right given to the advisor is seen ({came}, expected {wanted})" if wanted != came else ""


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "corridor.settings")
    django.setup()
    write_doors()
    print(f"{DOORS}: {len(written_doors())} views")
