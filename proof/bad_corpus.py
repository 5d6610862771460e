"""The bad requests that are kept: those that reached something new, and those that showed a fault.

One small file each, below the folder of the proof: which form, which way, which field, which sort, the number of the
dice, and the status that came. They are sent first the next time.
"""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from proof import ledger
from proof.bad_requests import Recipe

FOLDER = ledger.FOLDER / "bad-input"
MOST = 15_000


@dataclass
class Corpus:
    """reached: what is known to be reached. room: how many more may be kept."""

    folder: Path = FOLDER
    room: int = MOST
    reached: set[str] = field(default_factory=set)

    @staticmethod
    def reaches(recipe: Recipe, status: int) -> set[str]:
        """What may be new about it: the status at this field, and at this route for this sort of this way."""
        view = recipe.at.split(" ")[0]
        return {f"{view} {recipe.field} {status}", f"{view} {recipe.how} {recipe.sort} {status}"}

    def read(self) -> list[Recipe]:
        """What was kept, faults first. What no longer has the shape of a recipe is left out."""
        found = []
        for path in sorted(self.folder.glob("*.json"), key=lambda one: (not one.name.startswith("fault-"), one.name)):
            try:
                kept = json.loads(path.read_text(encoding="utf-8"))
                status = kept.pop("status")
                found.append(Recipe(**kept))
            except (OSError, ValueError, TypeError, KeyError):
                continue
            self.reached |= self.reaches(found[-1], status)
        self.room = max(0, MOST - len(found))
        return found

    def keep(self, recipe: Recipe, status: int, faulty: bool) -> None:
        """Keep it if it is the first to end like this, or if it showed a fault."""
        new = self.reaches(recipe, status) - self.reached
        if not faulty and (not new or self.room <= 0):
            return
        self.reached |= new
        self.room -= 1
        told = json.dumps({**recipe.plain(), "status": status}, ensure_ascii=False)
        name = hashlib.sha256(told.encode()).hexdigest()[:20]
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{'fault-' if faulty else ''}{name}.json"
        path.write_text(told + "\n", encoding="utf-8")

    def count(self) -> int:
        return len(list(self.folder.glob("*.json")))
