"""The one table of who may do what. Views, menus and the documentation are made from it; nothing else decides."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """A part that a member plays. `public` is everybody, signed in or not."""

    name: str
    label: str
    meaning: str


ROLES = {
    role.name: role
    for role in (
        Role("public", "Public", "Anyone. Reads the shelf, the portfolio and the reviews of the shipped examples."),
        Role("editor", "Editor", "Adds and corrects projects, events and publications."),
    )
}

# action -> roles that may do it
MAY: dict[str, frozenset[str]] = {
    "read_public": frozenset({"public", "editor"}),
    "review_design": frozenset({"public", "editor"}),
    "edit_record": frozenset({"editor"}),
    "read_history": frozenset({"editor"}),
}


def allowed(roles: frozenset[str], action: str) -> bool:
    """Whether somebody with these roles may do this. Raises KeyError for an action that stands in no row."""
    return bool(MAY[action] & (roles | {"public"}))
