"""What was acknowledged, against what is there: nothing lost, nothing twice, nothing half."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Account:
    """The books of all writers together, and what was found when everything was opened."""

    acknowledged: int = 0
    kept: int = 0
    lost: set[str] = field(default_factory=set)
    twice: set[str] = field(default_factory=set)
    unopened: int = 0
    chain: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    def take(self, books: dict[Path, int], found: dict[str, Any]) -> None:
        """books: each writer's, as far as it was written when asked. found: what `proof.inside.account` answered."""
        texts: dict[str, int] = found.get("texts", {})
        acknowledged = [line for path, size in books.items() for line in lines_of(path, size)]
        self.acknowledged, self.kept = len(acknowledged), len(texts)
        self.lost |= set(acknowledged) - set(texts)
        self.twice |= {text for text, count in texts.items() if count > 1}
        self.unopened = max(self.unopened, found.get("unopened", 0))
        self.chain += found.get("chain", [])
        self.files += found.get("whole", [])

    def holds(self) -> bool:
        return not (self.lost or self.twice or self.unopened or self.chain or self.files) and self.acknowledged > 0

    def told(self) -> str:
        chain = "chain whole" if not self.chain else f"{len(self.chain)} faults in the chain"
        files = f", {len(self.files)} faults in the files" if self.files else ""
        return f"{len(self.lost):,} lost, {len(self.twice):,} twice, {self.unopened:,} half-written, {chain}{files}"

    def faults(self) -> list[str]:
        first = sorted(self.lost)[:3]
        told = [f"acknowledged and lost: {', '.join(first)} ..."] if first else []
        return [*told, *sorted(self.twice)[:3], *self.chain[:3], *self.files[:3]]


def books_in(folder: Path) -> dict[Path, int]:
    """Every writer's book below a folder, and how long it is now."""
    return {path: path.stat().st_size for path in folder.rglob("*") if path.is_file()}


def lines_of(path: Path, size: int) -> list[str]:
    """The whole lines of a book; one cut short was not acknowledged to anybody."""
    return path.read_bytes()[:size].decode().split("\n")[:-1]
