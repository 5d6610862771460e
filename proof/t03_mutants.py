"""Does the matrix of T2 notice? Each cell of the table and each permission check is taken away in turn.

A mutant is killed when a request of the matrix, or a check of `relations`, answers otherwise than before. What survives
is named: either a check that nothing needs, or one that no test sees.
"""

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from proof import Result, Scale, relations
from proof.ledger import ROOT
from proof.mutants import Mutant, in_place, mutants
from proof.parts import ASTRAY
from proof.stage import RELATIONS, Stage, build, quiet
from proof.t02_matrix import LEFT, Asked, Matrix, asked_routes, faults_of_doors

NAME = "T3"
TITLE = "Every cell of the table and every permission check taken away is noticed"
NEAR_FIRST = ["caseworker", "coordinator", "advisor", "lawyer", "worker_representative", "community_worker", "public"]
ALL = ("nonexistent", *ASTRAY, "other", "hidden", "sealed", *RELATIONS[:3])  # what shows an open door comes first
BY_TOKEN, BY_ID = "the token names the centre already", "the id, or the key, is of one centre alone"
SEALED_TO_OTHERS = "what is sealed to others does not open with her key"
TWICE = "it is asked twice, here and where it is done"
BORN_EQUAL: dict[str, str] = {  # mutant (`Mutant.place`) -> why it changes nothing that can be asked
    "centre/actions/intake.py _twin the filter: centre=by.centre": BY_TOKEN,
    "centre/actions/exporting.py free_place the filter: centre=by.centre": BY_TOKEN,
    "safe/actions/notebook.py keep_note_draft the filter: centre=by.centre": BY_TOKEN,
    "safe/actions/notebook.py drop_draft the filter: centre=by.centre": BY_TOKEN,
    "safe/actions/records.py write_record the filter: centre=home": BY_TOKEN,
    "safe/actions/records.py keep_draft the filter: centre=by.centre": BY_TOKEN,
    "safe/actions/packets.py _twin the filter: centre=centre": BY_TOKEN,
    "safe/views/notes.py _named the filter: centre=member.centre": BY_ID,
    "safe/actions/members.py voices the filter: epoch__centre=centre": BY_ID,
    "safe/views/members.py agree the filter: centre=member.centre": BY_ID,
    "safe/keys.py secrets the filter: account=self.account": SEALED_TO_OTHERS,
    "safe/queries.py _named_records the filter: account=member.account": SEALED_TO_OTHERS,
    "safe/keys.py secret a part of a check: wanted is None": "no key has the number None",
    "safe/actions/members.py voices_given the condition: one is not None": "None is nobody's number",
    "safe/actions/members.py invite a part of a check: not again.is_active": "who left has no role any more",
    "safe/actions/members.py propose a part of a check: not account.is_active": "who left has no key file any more",
    "safe/packets.py open_packet the check: if epoch not in by.secrets[RECORDS]": "it says only why it does not open",
    "safe/packets.py open_packet the filter: centre=by.centre": "it says only why it does not open",
    "safe/views/cards.py cards_print the filter: centre=member.centre": "the session holds the cards of its own set",
    "safe/views/members.py withdraw the filter: centre=member.centre": TWICE,
    "safe/views/notebook.py entry_of a part of a check: entry.type != kind.TYPE": TWICE,
    "safe/views/notebook.py entry_of the check: if not isinstance(entry.content, kind)": TWICE,
    "centre/views/assessment.py assessment_of a part of a check: entry.head != case": (
        "she reads the other case too, or its assessment is not there for her"
    ),
    "journey/actions/drafts.py was_sent the filter: centre=by.centre": BY_TOKEN,
    "journey/actions/drafts.py drop_form_draft the filter: centre=by.centre": BY_TOKEN,
    "field/actions/reports.py was_kept the filter: centre=centre": BY_TOKEN,
    "field/actions/reports.py add_to_report the filter: centre=centre": BY_ID,
    "field/actions/inbox.py answer the filter: centre=by.centre": BY_ID,
    "field/actions/inbox.py _seal_parts_to the filter: centre=by.centre": BY_ID,
    "field/views/inbox.py _handles the filter: centre=member.centre": BY_ID,
    "centre/views/referrals.py _what the check: if worker is None": "the form offers only workers that she reads",
    **{
        f"journey/actions/referrals.py standing {what}": "it is asked twice, before and under the lock"
        for what in (
            "a part of a check: entry is None",
            "a part of a check: not isinstance(entry.content, Referral)",
            "a part of a check: not isinstance(found.content, Referral)",
            "the check: if entry is None or not isinstance(entry.content, Referral)",
        )
    },
    **{
        f"field/views/inbox.py {what}": "the type is asked twice, and the head after it"
        for what in (
            "report_of a part of a check: entry.type != Report.TYPE",
            "report_of a part of a check: not isinstance(entry.content, Report)",
            "file_of a part of a check: entry.type not in {VoiceNote.TYPE, Photograph.TYPE}",
            "file_of the check: if not isinstance(entry.content, VoiceNote)",
        )
    },
}


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


def room_of(mutant: Mutant) -> str:
    return mutant.path.relative_to(ROOT / "corridor").parts[0]


def slice_for(mutant: Mutant, routes: list[Asked], modules: dict[str, str]) -> list[Asked]:
    """The routes that a check stands before: those of its own file or its room, or a few of every sort."""
    if mutant.path.parent.name == "views":
        mine = [one for one in routes if modules.get(one.view) == f"{room_of(mutant)}/{mutant.path.stem}"]
        return mine or [one for one in routes if one.room == room_of(mutant)]
    if room_of(mutant) not in {"access", "safe"}:
        rooms = {room_of(mutant), "centre"}
        return [one for one in routes if one.room in rooms and one.about_records and "POST" in one.by_method]
    wanted = {"safe:note", "safe:notebook", "safe:members", "safe:member", "safe:audit", "safe:lock", "access:history"}
    wanted |= {"safe:agree", "safe:correct_note", "safe:send", "safe:write_in", "safe:account", "safe:take_up_draft"}
    wanted |= {"centre:case", "centre:evidence", "journey:worker", "field:inbox_page", "field:staff_page"}
    return [one for one in routes if one.view in wanted]


def is_noticed(mutant: Mutant, matrix: Matrix, its: list[Asked]) -> bool:
    """Whether a request or a question to the actions shows it; what lies nearer is asked first."""
    if mutant.path.parent.name == "actions":
        failing = bool(relations.failing(matrix.stage))
        roles, methods = (["caseworker"], ("POST",)) if room_of(mutant) != "safe" else (NEAR_FIRST, ("GET", "POST"))
        return failing or bool(matrix.run(its, roles, methods, ALL, 1, sparing=True).wrong)
    shown = bool(matrix.run(its, NEAR_FIRST, ("GET", "POST"), ALL, 1, sparing=True).wrong)
    return shown or bool(relations.failing(matrix.stage))


def sample(every: list[Mutant], count: int, dice: random.Random) -> list[Mutant]:
    """So many of them, the same every time, with one of every kind of check among them."""
    mixed = dice.sample(every, len(every))
    kinds = {one.what.split(":")[0]: one for one in reversed(mixed)}
    rest = [one for one in mixed if one not in kinds.values()]
    return [*kinds.values(), *rest[: max(count - len(kinds), 0)]]


def checks(matrix: Matrix, routes: list[Asked], killing: Killing, dice: random.Random, most: int) -> None:
    """Every permission check in the code; most: so many of them, all when it is 0."""
    from corridor.access.doors import routes as installed
    from corridor.safe import casebook

    modules = {}
    for _, one in installed():
        parts = one.callback.__module__.split(".")
        modules[f"{parts[1]}:{one.name}"] = f"{parts[1]}/{parts[-1]}"
    every = [one for one in mutants() if one.place not in BORN_EQUAL]
    chosen = sample(every, most, dice) if most else every
    for number, mutant in enumerate(chosen):
        with in_place(mutant) as living:
            if not living:
                killing.without_route.append(f"{mutant.name} (runs once, when the module is loaded)")
                continue
            dead = is_noticed(mutant, matrix, slice_for(mutant, routes, modules))
        casebook.drop()  # what was read while the check was away
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
    share = 0.07 if scale.short else 1.0
    with quiet():
        matrix.prime(routes, ("GET", "POST"))
        before = relations.failing(stage, stop=False) if scale.short else sound(matrix, routes)
        if not before:
            cells(matrix, routes, killing, dice, share)
            print(
                f"  {sum(killing.tried.values())} cells, {len(killing.alive)} alive; now doors and checks", flush=True
            )
            doors(matrix, routes, killing, dice, share)
            checks(matrix, routes, killing, dice, scale.of(0, 16))
    tried, dead = sum(killing.tried.values()), sum(killing.killed.values())
    rate, every_sort = dead / tried if tried else 0, {"cell", "door", "check"} <= set(killing.tried)
    told = ", ".join(f"{killing.killed[sort]} of {killing.tried[sort]} {sort}s" for sort in killing.tried)
    return Result(
        NAME,
        database,
        load=f"{tried} mutants: cells of the table, doors of routes, checks in the code",
        result=f"{rate:.1%} noticed ({told}; {killing.by_review} doors by doors.csv alone)",
        passed=not before and every_sort and rate >= (0.95 if not scale.short else 0.85),
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
