"""The house keeps its own direction: imports go one way, rooms look alike, files stay small."""

import ast
import statistics
import subprocess
import warnings
from pathlib import Path

import pytest

from corridor import pathway

pytestmark = pytest.mark.same

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "corridor"
# Words that say nothing of the field.
EMPTY_NAMES = {"utils", "core", "manager", "helper", "helpers", "common", "misc", "extras", "base"}
# Longer than the budget, with the reason.
LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}
LONG_TEMPLATES: dict[str, str] = {}


def python_files() -> list[Path]:
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "corridor"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    return [ROOT / name for name in tracked if name.endswith(".py") and (ROOT / name).exists()]


def room_of(path: Path) -> str | None:
    part = path.relative_to(HOUSE).parts[0]
    return part if part in pathway.NAMES else None


def imported_rooms(path: Path) -> set[str]:
    """Rooms that a file imports, inside functions too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide their direction"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "corridor" and len(parts) > 1 and parts[1] in pathway.NAMES:
                found.add(parts[1])
    return found


def breaches(path: Path) -> list[str]:
    room = room_of(path)
    return [] if room is None else [name for name in imported_rooms(path) if not pathway.may_import(room, name)]


def test_imports_go_one_way() -> None:
    found = {str(path.relative_to(ROOT)): breaches(path) for path in python_files() if breaches(path)}
    assert found == {}


def test_a_breach_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check itself is proved: an import to the right, hidden in a function, is found."""
    monkeypatch.setattr("tests.test_architecture.HOUSE", tmp_path)
    bad = tmp_path / "reference" / "bad.py"
    bad.parent.mkdir()
    bad.write_text("def f():\n    from corridor.learning import queries\n    return queries\n")
    assert breaches(bad) == ["learning"]


def test_nothing_right_of_the_curtain_reads_people() -> None:
    right = pathway.NAMES[pathway.NAMES.index("figures") + 1 :]
    people = {"safe", "journey", "field", "origin", "recruitment", "work", "centre"}
    found = {
        str(p): imported_rooms(p) & people for p in python_files() if room_of(p) in right and imported_rooms(p) & people
    }
    assert found == {}


def test_built_rooms_are_the_folders() -> None:
    folders = {path.name for path in HOUSE.iterdir() if (path / "__init__.py").exists()}
    assert folders == {room.name for room in pathway.BUILT}


def test_purpose_of_each_room_is_told_in_its_first_line() -> None:
    for room in pathway.BUILT:
        assert ast.get_docstring(ast.parse((HOUSE / room.name / "__init__.py").read_text())), room.name


def test_rooms_have_the_same_rooms_inside() -> None:
    """Addresses are named after the room, templates stand in `templates/<room>/`, a room with pages has tests."""
    wrong = []
    for room in pathway.BUILT:
        home = HOUSE / room.name
        if (home / "urls.py").exists():
            wrong += [] if f'app_name = "{room.name}"' in (home / "urls.py").read_text() else [f"{room.name}: app_name"]
            wrong += [] if list(home.glob("tests/test_*.py")) else [f"{room.name}: no tests"]
        for folder in home.glob("templates/*/"):
            wrong += [] if folder.name == room.name else [f"{folder}: not templates/{room.name}/"]
        if (home / "migrations").exists() != (home / "models.py").exists():
            wrong.append(f"{room.name}: models without migrations, or the other way round")
    assert wrong == []


def test_names_say_something() -> None:
    assert [str(path) for path in python_files() if path.stem in EMPTY_NAMES or path.parent.name in EMPTY_NAMES] == []


def test_rules_are_pure() -> None:
    """No database, no request, no clock, no file in rules: facts in, findings out."""
    impure = {"django", "time", "os", "random", "requests", "sqlite3"}
    clock = {"today", "now", "utcnow", "localdate"}
    found = []
    for path in python_files():
        if "tests" in path.parts or (path.name != "rules.py" and path.parent.name != "rules"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            asked = [node.attr] if isinstance(node, ast.Attribute) and node.attr in clock else []
            found += [f"{path.relative_to(ROOT)}: {name}" for name in names if name.split(".")[0] in impure]
            found += [f"{path.relative_to(ROOT)}: {name}" for name in asked]
    assert found == []


def test_every_file_and_public_function_says_what_it_is_for() -> None:
    """A docstring on every module, and on every public class and action."""
    silent = []
    for path in python_files():
        if "tests" in path.parts or "migrations" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        silent += [] if ast.get_docstring(tree) else [str(path.relative_to(ROOT))]
        for node in tree.body:
            acts = isinstance(node, ast.FunctionDef) and path.name in {"actions.py", "views.py"}
            if (
                (isinstance(node, ast.ClassDef) or acts)
                and not node.name.startswith("_")
                and not ast.get_docstring(node)
            ):
                silent.append(f"{path.relative_to(ROOT)}:{node.name}")
    assert silent == []


def test_only_actions_write() -> None:
    """Rows are made, changed and deleted in `actions.py` (and by the demo's accounts, which are made with it)."""
    writing = {"save", "create", "bulk_create", "update_or_create", "get_or_create", "delete", "bulk_update"}
    found = []
    for path in python_files():
        if path.name in {"actions.py", "demo.py"} or {"actions", "tests", "migrations"} & set(path.parts):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in writing:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno} .{node.func.attr}()")
    assert [one for one in found if not one.startswith("corridor/exchange/")] == []  # it writes files, no rows


def functions(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        (f"{path.relative_to(ROOT)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_budgets() -> None:
    """Hard limits fail; the softer ones warn, so that growth is seen before it hurts."""
    files = {
        str(p.relative_to(ROOT)): len(p.read_text(encoding="utf-8").splitlines())
        for p in python_files()
        if "migrations" not in p.parts
    }
    assert {name: n for name, n in files.items() if n > 500 and name not in LONG_FILES} == {}
    sizes = [size for p in python_files() for name, size in functions(p)]
    assert {name: n for p in python_files() for name, n in functions(p) if n > 80 and name not in LONG_FUNCTIONS} == {}
    templates = {
        str(p.relative_to(ROOT)): len(p.read_text(encoding="utf-8").splitlines())
        for p in HOUSE.glob("*/templates/**/*.html")
    }
    assert {name: n for name, n in templates.items() if n > 150 and name not in LONG_TEMPLATES} == {}
    rooms: dict[str, int] = {}
    for name, size in files.items():
        rooms[name.split("/")[1]] = rooms.get(name.split("/")[1], 0) + (0 if "/tests/" in name else size)
    softer = {
        "median of files over 100 lines": statistics.median(files.values()) > 100,
        "nine of ten functions over 40 lines": statistics.quantiles(sizes, n=10)[-1] > 40,
        "median of templates over 40 lines": statistics.median(templates.values()) > 40,
        "a room over 4,000 lines": max(rooms.values()) > 4000,
    }
    for what, over in softer.items():
        if over:
            warnings.warn(what, stacklevel=1)
