"""This room reads releases and nothing else of figures."""

import ast
from pathlib import Path

from corridor import statistics

ROOM = Path(statistics.__file__).parent
MAY = {"published", "told", "releases", "indicators", "values", "naming", "rounding"}


def read_of_figures(text: str) -> set[str]:
    """Which modules of figures a file imports, inside functions too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        found |= {[*name.split("."), ""][2] for name in names if name.startswith("corridor.figures")}
    return found


def files() -> list[Path]:
    return [path for path in ROOM.rglob("*.py") if "tests" not in path.parts]


def test_nothing_of_figures_but_what_is_released() -> None:
    assert {path.name: found for path in files() if (found := read_of_figures(path.read_text()) - MAY)} == {}


def test_it_looks_at_something_and_sees_a_breach() -> None:
    assert any("published" in read_of_figures(path.read_text()) for path in files())
    assert read_of_figures("def f():\n    from corridor.figures.store import rows\n    return rows") == {"store"}
    assert read_of_figures("import corridor.figures.models") == {"models"}
    assert read_of_figures("from corridor.figures import engine, told") == {"engine", "told"}
    assert read_of_figures("from corridor import figures") == read_of_figures("import corridor.figures") == {""}
