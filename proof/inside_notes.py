"""Programs of T11 inside an installation: several write the same notes, each with a key and a casebook of her own."""

import json
import os
import random
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from proof.inside import member_of, program


@program
def notes(member: list[str], count: int) -> list[str]:
    """New notes; the text of each becomes a list, a line for every accepted save."""
    from corridor.safe.actions.notebook import write_note
    from corridor.safe.notebook.contents import Typed

    by = member_of(*member)
    return [
        write_note(Typed(f"note {number}"), by=by, form=f"form-{os.urandom(8).hex()}").id for number in range(count)
    ]


@program
def save(members: list[list[str]], notes: list[str], saves: int, folder: str, blindly: bool) -> None:
    """As many writers as members, each a process; each tells what was accepted and refused, and how long it took."""
    from django.db import connection

    connection.close()
    if connection.vendor == "postgresql":  # each writer has one connection of its own, not the pool of a server
        connection.close_pool()
        connection.settings_dict["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 1}
    children = []
    for number, member in enumerate(members):
        child = os.fork()
        if not child:
            told = _write(number, member, notes, saves, blindly)
            (Path(folder) / f"{number}.json").write_text(json.dumps(told))
            os._exit(0)
        children.append(child)
    if any(os.waitpid(child, 0)[1] for child in children):
        raise RuntimeError("a writer fell")


def _write(number: int, member: list[str], notes: list[str], saves: int, blindly: bool) -> dict[str, Any]:
    from corridor.safe import queries
    from corridor.safe.actions.notebook import correct_note, keep_text
    from corridor.safe.faults import Conflict

    by, chance = member_of(*member), random.Random(number)
    told: dict[str, Any] = {"saved": [], "refused": [], "times": []}
    form = 0
    while len(told["saved"]) < saves:
        id, form = chance.choice(notes), form + 1
        entry = queries.reading(by, "read_note").get(id)
        assert entry
        note, line = entry.content, f"{number}-{form}-{int(blindly)}"
        typed = replace(note.typed, text=f"{note.text}\n{line}".strip())
        time.sleep(chance.uniform(0, 0.02))  # she types
        begin = time.perf_counter()
        try:
            if blindly:
                _over_everything(id, note, typed, by)
            else:
                correct_note(id, typed, read=entry.change, base=note.mark(), by=by, form=f"{number}-{form}")
            told["saved"].append(line)
        except Conflict:
            keep_text(id, typed, by=by, form=f"{number}-{form}")
            told["refused"].append(line)
        told["times"].append(time.perf_counter() - begin)
    return told


def _over_everything(id: str, note: Any, typed: Any, by: Any) -> None:
    """The arm that must lose updates: written over whatever stands there now."""
    from django.db import transaction

    from corridor.safe.actions.records import change_record
    from corridor.safe.models import Ground, SealedRecord

    with transaction.atomic():
        Ground.objects.select_for_update().get(centre=by.centre)
        read = SealedRecord.objects.values_list("change", flat=True).get(id=id)
        change_record(id, replace(note, **vars(typed)), read=read, by=by)


@program
def standing(member: list[str], notes: list[str], centre: str) -> dict[str, Any]:
    """The lines of each note as they stand, and the last line of every text that was kept beside one."""
    from corridor.safe import chain, queries
    from corridor.safe.notebook.contents import KeptText
    from proof.inside import centre_of

    reading = queries.reading(member_of(*member), "read_note")
    return {
        "notes": {id: reading.get(id).content.text.split("\n") for id in notes},  # type: ignore[union-attr,attr-defined]
        "kept": [one.content.text.split("\n")[-1] for one in reading.of_type(KeptText)],  # type: ignore[attr-defined]
        "chain": chain.faults(queries.ground_of(centre_of(centre))),
    }
