"""The ONE ordered list of Corridor's rooms.

The order is the worker's path, and the direction of imports: a room imports only rooms before it.
INSTALLED_APPS, the path shown on every page, the README's map and the import test are all made from this list.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Room:
    """One folder under `corridor/`.

    name: the folder, a noun of the field. purpose: one line for a stranger. systems: the capabilities S1-S30 it holds.
    built: False while the room is still to come. on_path: shown in the path under the header. front: the name of the
    page that opens the room (None while it has none). also: pages that open it for those who may not enter that one.
    folder: whether it is a Django app with pages or tables.
    """

    name: str
    purpose: str
    systems: tuple[str, ...] = ()
    built: bool = False
    on_path: bool = False
    front: str | None = None
    also: tuple[str, ...] = ()


ROOMS: tuple[Room, ...] = (
    Room("reference", "the shelf: lessons, practices, instruments, indicators, vocabularies as text files", built=True),
    Room("exchange", "the interpreters: forms, IATI, SDMX, Word, Excel, PDF to and from plain records", built=True),
    Room("ui", "base page, partials, style, charts, maps, languages", built=True),
    Room("places", "countries, corridors and organisations; nothing personal", built=True),
    Room("access", "accounts, roles, the one table of who may do what, plain history", built=True),
    Room("safe", "a centre's keys, sealed records, lock and seal, audit, backup", built=True),
    Room("journey", "the spine: a worker, her journeys, the parties on the road, evidence, referrals", built=True),
    Room("field", "forms, phones, offline outbox, the inbox of sealed submissions", built=True),
    Room(
        "origin",
        "sessions, what people asked for, referrals to entitlements, vulnerability maps",
        ("S3",),
        on_path=True,
    ),
    Room(
        "recruitment",
        "the chain of intermediaries, promises, charges, debts",
        ("S4", "S6"),
        built=True,
        on_path=True,
        front="recruitment:pathways",
    ),
    Room(
        "work",
        "spells of work, wages, hours, freedom, supply chains, skills",
        ("S5", "S14", "S25", "S26"),
        built=True,
        on_path=True,
        front="work:trajectories",
    ),
    Room(
        "centre",
        "workers' centres: grievances, remedies, organising",
        ("S7", "S9", "S11", "S13", "S24"),
        built=True,
        on_path=True,
        front="centre:today",
    ),
    Room(
        "figures",
        "the curtain: returns, indicators, disclosure control, releases",
        built=True,
        on_path=True,
        front="figures:returns",
        also=("figures:releases",),
    ),
    Room(
        "statistics",
        "what releases tell: changes, patterns, tables, targets and reports",
        ("S21", "S29"),
        built=True,
        on_path=True,
        front="statistics:overview",
    ),
    Room(
        "advocacy",
        "patterns to agenda, root causes, job markets, laws, standards, messages",
        ("S8", "S10", "S12", "S15", "S16", "S20"),
        built=True,
        on_path=True,
        front="advocacy:standards",
    ),
    Room(
        "programme",
        "portfolio, results, events, publications, expertise, regional plans",
        ("S17", "S18", "S19", "S23", "S30"),
        built=True,
        on_path=True,
        front="programme:overview",
    ),
    Room(
        "learning",
        "lessons at work, design review, search, corridors, evaluation, academy",
        ("S1", "S2", "S22", "S27"),
        built=True,
        on_path=True,
        front="learning:lessons",
    ),
    Room("window", "public portal and feeds", ("S28",), built=True, front="window:front"),
)

NAMES: tuple[str, ...] = tuple(room.name for room in ROOMS)
BUILT: tuple[Room, ...] = tuple(room for room in ROOMS if room.built)
ON_PATH: tuple[Room, ...] = tuple(room for room in ROOMS if room.on_path)
INSTALLED_APPS: list[str] = [f"corridor.{room.name}" for room in BUILT]


def may_import(importer: str, imported: str) -> bool:
    """Whether a file of room `importer` may import room `imported`: only itself and rooms before it."""
    return NAMES.index(imported) <= NAMES.index(importer)


def readme_map() -> str:
    """The map of rooms as a Markdown table, for the README (a test compares them)."""
    lines = ["| room | what it is for | systems |", "|---|---|---|"]
    for room in ROOMS:
        name = f"`{room.name}`" if room.built else f"`{room.name}` (to come)"
        lines.append(f"| {name} | {room.purpose} | {' '.join(room.systems)} |")
    return "\n".join(lines)
