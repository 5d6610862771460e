"""A shelf of any size for measurements: the shipped entries again and again, under ids of their own."""

import csv
from pathlib import Path

from corridor.reference.kinds import kinds
from corridor.reference.shelf import shelf, write_value

ID = {"projects": "PRJ-{:05d}", "lessons": "WIF2023-{:05d}"}


def multiply(folder: Path, kind: str, entries: int) -> None:
    """Write a shelf folder that brings one kind to this many entries, laid over the shipped shelf."""
    about, shipped = kinds()[kind], shelf().all(kind)
    with (folder / about.files[0]).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(about.fields)
        for number in range(max(0, entries - len(shipped))):
            entry = shipped[number % len(shipped)]
            cells = {name: write_value(field, entry.values[name]) for name, field in about.fields.items()}
            cells["id"] = ID[kind].format(number + 1000)
            cells["label"] = f"{cells['label']} ({number})"
            writer.writerow(cells.values())
