"""The one table of who may do what, read from rights.csv. Views, menus, documentation and tests are made from it.

A cell says to what extent a role may do an action: `any` (whatever it is about), `centre` (what belongs to her own
centre), `named` (only what she was named to), `own` (only her own account); empty is never. Nothing else decides.
Advisors, funders and programme staff have no cell that leads to a record about a person (WIF2023-27).
"""

import csv
from dataclasses import dataclass
from pathlib import Path

ANY, CENTRE, NAMED, OWN = "any", "centre", "named", "own"
EXTENTS = (ANY, CENTRE, NAMED, OWN)


@dataclass(frozen=True)
class Role:
    """A part that a member plays. `public` is everybody, signed in or not.

    holds: the keys of a centre that the role is given: `centre` (its records), `audit` (its chain), `signing`.
    in_centre: whether a member with this role belongs to a centre; the others belong to no centre or only advise one.
    """

    name: str
    label: str
    meaning: str
    holds: frozenset[str] = frozenset()
    in_centre: bool = False


CIRCLE = frozenset({"centre", "signing"})
ROLES = {
    role.name: role
    for role in (
        Role("public", "Public", "Anyone. Reads the shelf, the portfolio and the reviews of the shipped examples."),
        Role("worker", "Worker with a receipt", "Comes back with a code, without an account."),
        Role(
            "community_worker",
            "Community worker",
            "Writes to the centre from the field; reads nothing.",
            in_centre=True,
        ),
        Role("caseworker", "Caseworker", "Reads and writes the records of her centre.", CIRCLE, True),
        Role(
            "coordinator",
            "Coordinator",
            "A caseworker who also looks after members, cards and the audit.",
            CIRCLE | {"audit"},
            True,
        ),
        Role(
            "worker_representative",
            "Worker representative",
            "Reads the audit for the workers, and complaints about the staff.",
            frozenset({"audit"}),
            True,
        ),
        Role("lawyer", "Lawyer", "Reads the records she was named to, until a day.", in_centre=True),
        Role("interpreter", "Interpreter", "Reads the records she was named to, until a day.", in_centre=True),
        Role("advisor", "Advisor", "Sits on a centre's advisory body. No way to a record.", in_centre=True),
        Role("programme_manager", "Programme manager", "Works with released figures."),
        Role("me_officer", "M&E officer", "Works with released figures and indicators."),
        Role("evaluator", "Evaluator", "Reads evidence that was released, and interviews."),
        Role("editor", "Editor", "Adds and corrects projects, events and publications."),
        Role("host_administrator", "Host administrator", "Runs the machine. Holds no key and sees no record."),
    )
}


@dataclass(frozen=True)
class Row:
    """One action: what it means, why it is allowed as it is (source), and the extent for each role that may."""

    action: str
    meaning: str
    source: str
    extents: dict[str, str]


def read_rows(path: Path) -> dict[str, Row]:
    """The table by action. Raises ValueError for an unknown role or extent: a mistake here must not open a door."""
    rows = {}
    with path.open(encoding="utf-8", newline="") as file:
        for line, cells in enumerate(csv.DictReader(file), start=2):
            action, meaning, source = (cells.pop(name) for name in ("action", "meaning", "source"))
            extents = {role: extent for role, extent in cells.items() if extent}
            if set(cells) != set(ROLES) or not set(extents.values()) <= set(EXTENTS) or not source or action in rows:
                raise ValueError(f"{path.name}, line {line}: {action!r} does not hold together")
            rows[action] = Row(action, meaning, source, extents)
    return rows


MAY: dict[str, Row] = read_rows(Path(__file__).with_name("rights.csv"))


def extents(roles: frozenset[str], action: str) -> frozenset[str]:
    """How far somebody with these roles may do this; empty when not at all. Raises KeyError for an unknown action."""
    row = MAY[action]
    return frozenset(row.extents[role] for role in roles | {"public"} if role in row.extents)


def allowed(roles: frozenset[str], action: str) -> bool:
    """Whether somebody with these roles may do this to anything at all."""
    return bool(extents(roles, action))


def is_public(action: str) -> bool:
    """Whether everybody may do this, signed in or not."""
    return allowed(frozenset(), action)
