"""Runs of words that the shelf has in common with other texts: facts carry over from a source, its sentences do not."""

import re
from collections.abc import Iterator
from pathlib import Path

from corridor.reference.check import Fault
from corridor.reference.kinds import kinds
from corridor.reference.shelf import Shelf, rows

RUN = 8  # words
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every run of eight consecutive words."""
    found = words(text)
    return zip(*(found[i:] for i in range(RUN)), strict=False)


def common_runs(folders: list[Path], against: Path) -> list[Fault]:
    """One fault for each cell that shares a run of eight words with a `.txt` file in `against`.

    Official titles and names are excepted, in their own fields and where another cell quotes them.
    Raises FileNotFoundError when the folder has no text.
    """
    texts = {
        path.name: set(runs(path.read_text(encoding="utf-8", errors="replace")))
        for path in sorted(against.glob("*.txt"))
    }
    if not texts:
        raise FileNotFoundError(f"no .txt file in {against}")
    shelf = Shelf(folders)
    official = {
        run
        for kind in kinds().values()
        for field in kind.fields.values()
        if field.official
        for entry in shelf.all(kind.name)
        for value in (entry.values[field.name] if field.is_list else (entry.values[field.name],))
        for run in runs(value or "")
    }
    faults = []
    for folder in folders:
        for kind in kinds().values():
            for name in kind.files:
                if not (folder / name).exists():
                    continue
                for line, row in rows(folder / name):
                    for field in kind.fields.values():
                        if field.official or field.type not in {"text", "parts"}:
                            continue
                        for run in runs(row.get(field.name) or ""):
                            held = [text for text, found in texts.items() if run in found]
                            if held and run not in official:
                                faults.append(
                                    Fault(name, line, field.name, " ".join(run), f"own words, not those of {held[0]}")
                                )
                                break
    return faults
