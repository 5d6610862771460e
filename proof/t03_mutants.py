"""Does the matrix of T2 notice? Each cell of the table and each permission check is taken away in turn.

A mutant is killed when a request of the matrix, or a check of `relations`, answers otherwise than before. What survives
is named: either a check that nothing needs, or one that no test sees.
"""

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from proof import Result, Scale, relations
from proof.mutants import Mutant, in_place, mutants
from proof.parts import ASTRAY
from proof.stage import RELATIONS, Stage, build, quiet
from proof.t02_matrix import LEFT, Asked, Matrix, asked_routes, faults_of_doors

NAME = "T3"
TITLE = "Every cell of the table and every permission check taken away is noticed"
NEAR_FIRST = ["caseworker", "coordinator", "advisor", "lawyer", "worker_representative", "community_worker", "public"]
ALL = (*RELATIONS, "hidden", *ASTRAY)
BORN_EQUAL: dict[str, str] = {}  # mutant -> why it changes nothing that can be asked


@dataclass
class Killing:
    """What became of the mutants."""

    tried: Counter[str] = field(default_factory=Counter)
    killed: Counter[str] = field(default_factory=Counter)
    alive: list[str] = field(default_factory=list)
    without_route: list[str] = field(default_factory=list)
    by_review: int = 0  # doors whose change no request shows (the page itself answers as a door would), doors.csv does

    def note(self, sort: str, name: str, is_killed: bool) -> None:
        self.tried[sort] += 1
        self.killed[sort] += is_killed
        if not is_killed:
            self.alive.append(f"{sort}: {name}")


def cells(matrix: Matrix, routes: list[Asked], killing: Killing, dice: random.Random, share: float) -> None:
    """Every cell of the table: one that is empty given away, one that says something taken."""
    from corridor.access.table import MAY, ROLES

    for action, row in MAY.items():
        its = [one for one in routes if action in one.by_method.values()]
        its = [one for one in its if not one.speaks_of_one][:2] + [one for one in its if one.speaks_of_one][:1]
        if not its:
            killing.without_route.append(action)
            continue
        methods = ("GET", "POST")
        for role in ROLES:
            if dice.random() > share:
                continue
            before = row.extents.get(role)
            for now in [None] if before else ["any"]:
                if before and "public" in row.extents and role != "public":
                    continue  # whatever a role may that everybody may, it may anyway: the cell says nothing
                if now:
                    row.extents[role] = now
                else:
                    del row.extents[role]
                try:
                    found = matrix.run(
                        its, [role] if role != "worker" else ["worker", "public"], methods, ("own", "named"), 1
                    )
                finally:
                    if before:
                        row.extents[role] = before
                    else:
                        row.extents.pop(role, None)
                unseen = role == "worker" and not found.wrong
                if unseen and "public" not in row.extents:
                    killing.without_route.append(f"{action} for the worker (no receipts yet)")
                    continue
                killing.note("cell", f"{action} {role} ({'given' if now else 'taken'})", bool(found.wrong))


def doors(matrix: Matrix, routes: list[Asked], killing: Killing, dice: random.Random, share: float) -> None:
    """Every door put under a row that lets everybody in."""
    from corridor.access.doors import routes as installed

    rows = {f"{one.callback.__module__.split('.')[1]}:{one.name}": one.callback.rows for _, one in installed()}
    for asked in routes:
        for method in ("GET", "POST"):
            action = asked.by_method.get(method)
            if not action or action in OPEN or dice.random() > share:
                continue
            living = rows[asked.view]
            kept = dict(living)
            living.update(
                {name: "sign_in" for name in living if name == method or (method == "GET" and name == "HEAD")}
            )
            try:
                found = matrix.run([asked], ["advisor", "public", "caseworker"], (method,), ("same",), 1)
                reviewed = any(one.startswith(f"{asked.view}:") for one in faults_of_doors())
            finally:
                living.update(kept)
            killing.by_review += reviewed and not found.wrong
            killing.note("door", f"{asked.view} {method}", bool(found.wrong) or reviewed)


OPEN = {"read_public", "review_design", "sign_in", "write_to_centre", "seal_by_link", "reopen_centre"}


def slice_for(mutant: Mutant, routes: list[Asked], modules: dict[str, str]) -> list[Asked]:
    """The routes that a check stands before: those of its own file, or a few of every sort."""
    if mutant.path.parent.name == "views":
        mine = [one for one in routes if modules.get(one.view) == mutant.path.stem]
        return mine or [one for one in routes if one.room in LEFT]
    wanted = {"safe:note", "safe:notebook", "safe:members", "safe:member", "safe:audit", "safe:lock", "access:history"}
    wanted |= {"safe:agree", "safe:correct_note", "safe:send", "safe:write_in", "safe:account", "safe:take_up_draft"}
    return [one for one in routes if one.view in wanted]


def checks(
    matrix: Matrix, routes: list[Asked], killing: Killing, dice: random.Random, share: float, seconds: float
) -> None:
    """Every permission check in the code."""
    from corridor.access.doors import routes as installed

    modules = {
        f"{one.callback.__module__.split('.')[1]}:{one.name}": one.callback.__module__.split(".")[-1]
        for _, one in installed()
    }
    chosen = [one for one in mutants() if dice.random() <= share]
    for number, mutant in enumerate(chosen):
        with in_place(mutant) as living:
            if not living:
                killing.without_route.append(f"{mutant.name} (runs once, when the module is loaded)")
                continue
            if mutant.name in BORN_EQUAL:
                continue
            its = slice_for(mutant, routes, modules)
            dead = bool(matrix.run(its, NEAR_FIRST, ("GET", "POST"), ALL, 1, sparing=True).wrong)
            dead = dead or bool(relations.failing(matrix.stage))
        matrix.stage.put_back()
        killing.note("check", mutant.name, dead)
        if number % 20 == 19:
            print(f"    {number + 1} of {len(chosen)} checks, {len(killing.alive)} alive", flush=True)


def sound(matrix: Matrix, routes: list[Asked]) -> list[str]:
    """What differs while nothing is taken away: it has to be nothing, or every mutant would count as killed."""
    near = [one for one in routes if one.room in LEFT]
    found = matrix.run(near, NEAR_FIRST, ("GET", "POST"), ALL, sparing=True)
    return [*found.wrong, *relations.failing(matrix.stage, stop=False)]


def run(scale: Scale, database: str) -> Result:
    dice, killing = random.Random(3), Killing()
    stage: Stage = build()
    routes: list[Asked] = asked_routes()
    matrix: Any = Matrix(stage)
    share = 0.12 if scale.short else 1.0
    with quiet():
        matrix.prime(routes, ("GET", "POST"))
        before = relations.failing(stage, stop=False) if scale.short else sound(matrix, routes)
        if not before:
            cells(matrix, routes, killing, dice, share)
            print(
                f"  {sum(killing.tried.values())} cells, {len(killing.alive)} alive; now doors and checks", flush=True
            )
            doors(matrix, routes, killing, dice, share)
            checks(matrix, routes, killing, dice, share / 2 if scale.short else 1.0, 0)
    tried, dead = sum(killing.tried.values()), sum(killing.killed.values())
    rate = dead / tried if tried else 0
    told = ", ".join(f"{killing.killed[sort]} of {killing.tried[sort]} {sort}s" for sort in killing.tried)
    return Result(
        NAME,
        database,
        load=f"{tried} mutants: cells of the table, doors of routes, checks in the code",
        result=f"{rate:.1%} noticed ({told}; {killing.by_review} doors by doors.csv alone)",
        passed=not before and rate >= (0.95 if not scale.short else 0.85),
        control="with nothing taken away nothing differs" if not before else "",
        faults=[
            *(f"differs while nothing is taken away: {one}" for one in before[:20]),
            *(f"survived: {one}" for one in killing.alive),
            *(
                [f"without a route yet: {', '.join(sorted(set(killing.without_route)))}"]
                if killing.without_route
                else []
            ),
        ],
    )
