"""Where results are kept: one file for each test, database and state of the source, and the table in docs/proof.md."""

import hashlib
import json
import os
import re
import subprocess
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from proof import DATABASES, Result, Scale

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(os.environ.get("CORRIDOR_PROOF", ROOT / "var" / "proof"))
TOLD = ROOT / "docs" / "proof.md"
SOURCES = ("corridor", "proof")
COLUMNS = ("test", "database", "load", "result", "control", "pass", "time", "day", "cores")


@dataclass(frozen=True)
class Line:
    """A result with when, on what machine and how long."""

    result: Result
    seconds: float
    day: str
    cores: int
    commit: str

    def cells(self) -> tuple[str, ...]:
        one = self.result
        passed = "yes" if one.passed else "**NO**"
        load = one.load + (f" (left out: {one.left_out})" if one.left_out else "")
        took = f"{self.seconds / 60:.0f} min" if self.seconds > 90 else f"{self.seconds:.0f} s"
        return (one.test, one.database, load, one.result, one.control, passed, took, self.day, str(self.cores))


def commit() -> str:
    """The commit that stands, and a digest of the sources: a result counts only for what was really run."""
    whole = hashlib.sha256()
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".html", ".csv", ".js", ".css", ".json", ".toml"} and path.is_file():
                whole.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    head = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return f"{head.stdout.strip() or 'none'}-{whole.hexdigest()[:8]}"


def path_of(test: str, database: str, scale: Scale, state: str) -> Path:
    return FOLDER / f"{state}.{test}.{database}.{'short' if scale.short else 'full'}.json"


def read(path: Path) -> Line | None:
    """A result that was kept; None when there is none or it was cut short."""
    try:
        plain = json.loads(path.read_text())
        return Line(**{**plain, "result": Result(**plain["result"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def keep(path: Path, result: Result, seconds: float, state: str) -> Line:
    line = Line(result, round(seconds, 1), date.today().isoformat(), os.cpu_count() or 1, state)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_suffix(".new").write_text(json.dumps(asdict(line), indent=1))
    os.replace(path.with_suffix(".new"), path)
    return line


def order(key: tuple[str, str]) -> tuple[int, int]:
    test, database = key
    return int(re.sub(r"\D", "", test) or 0), DATABASES.index(database) if database in DATABASES else 9


def told_before() -> dict[tuple[str, str], tuple[str, ...]]:
    """The rows of docs/proof.md, by test and database."""
    rows: dict[tuple[str, str], tuple[str, ...]] = {}
    for line in TOLD.read_text().splitlines() if TOLD.exists() else []:
        cells = tuple(cell.strip() for cell in line.strip().strip("|").split(" | "))
        if re.match(r"\| T\d+ \|", line) and len(cells) == len(COLUMNS):
            rows[cells[0], cells[1]] = cells
    return rows


def tell(lines: list[Line], titles: dict[str, str]) -> None:
    """Write docs/proof.md: the lines of this run, and those of tests not run now with their own days."""
    rows = told_before()
    for line in lines:
        rows[line.result.test, line.result.database] = tuple(cell.replace("|", "/") for cell in line.cells())
    head = [
        "# Proof",
        "",
        "What Corridor promises about people's records, tried. `make prove` runs all of it and writes this page;"
        " `make prove TEST=T8` runs one test. Short forms of the same tests run in `make test`.",
        "The control is the arm of a test that must fail, so that the test is seen to be able to: a null cipher is"
        " found by the sweep, a lost write is lost. A control that passes fails the run.",
        "",
        *(f"- {name}: {titles[name]}" for name in sorted(titles, key=lambda name: order((name, "")))),
        "",
        "| " + " | ".join(COLUMNS) + " |",
        "|" + "---|" * len(COLUMNS),
    ]
    body = ["| " + " | ".join(rows[key]) + " |" for key in sorted(rows, key=order)]
    faults = [
        f"- {line.result.test}, {line.result.database}: {fault}" for line in lines for fault in line.result.faults
    ]
    tail = ["", "Found in the last run and not mended:", "", *faults] if faults else []
    TOLD.write_text("\n".join([*head, *body, *tail, ""]))
