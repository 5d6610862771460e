"""Make what is shipped of the demonstration's returns and releases anew: python -m tools.demo_figures [FOLDER].

The world is drawn from its seed, counted, taken and released by the code of the product, with the real gate and its
attacker, in an installation of its own that is thrown away: some five minutes on two cores. To be run whenever kinds of
facts, row-sets, the catalogue or the gate change. `released` is also what bench.planted makes a world without anything
planted with.
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corridor.figures.demo.world import World


def install(folder: str) -> None:
    """An empty installation there, with its tables."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "corridor.settings", "CORRIDOR_VAR": folder}
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, skip_checks=True)
    settings.KEYRING.mkdir(parents=True, exist_ok=True)


@dataclass
class Made:
    """A quarter that was released. returns, release and log: plain; refused: centre -> workers."""

    returns: list[dict[str, Any]] = field(default_factory=list)
    release: dict[str, Any] | None = None
    log: list[dict[str, Any]] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)


def released(world: "World") -> Iterator[Made]:
    """The quarters of the world one after the other, in the installation that was made; the last ones are counted only.

    Raises corridor.figures.actions.releasing.NotReleased.
    """
    from corridor.access.actions import open_account
    from corridor.figures.actions.releasing import make_release
    from corridor.figures.actions.taking import know_centre, take_return
    from corridor.figures.demo import shipped
    from corridor.figures.demo.counted import TooFew, quarter_of, returned
    from corridor.figures.demo.senders import Sender
    from corridor.figures.models_programme import ReleaseLog

    by = open_account("release-maker", "me_officer")
    senders = {centre.code: Sender(centre.code, centre.name, centre.country) for centre in world.centres}
    for sender in senders.values():
        know_centre(sender.card(), sender.country, by=by)
    for number in range(1, shipped.RELEASED + shipped.WAITING + 1):
        made, quarter = Made(), quarter_of(number)
        day: date = quarter.last + timedelta(days=40)
        for centre in world.centres:
            try:
                one = returned(world, centre, number)
            except TooFew as few:
                made.refused[centre.code] = few.workers
                continue
            made.returns.append(shipped.bare_return(one))
            if number <= shipped.RELEASED:
                take_return(senders[centre.code].signed(one), day, by=by)
        if number <= shipped.RELEASED:
            made.release = shipped.bare(json.loads(bytes(make_release(quarter.code, day, by=by).text)))
            lines = ReleaseLog.objects.filter(period=quarter.code).order_by("pk").values()
            made.log = [{**line, "seconds": round(line["seconds"], 1)} for line in lines]
            for line in made.log:
                del line["id"], line["period"]
        yield made


def write(folder: Path) -> None:
    """Every file that is shipped, into this folder."""
    from corridor.figures.demo import shipped
    from corridor.figures.demo.counted import returned_of_year
    from corridor.figures.demo.world import world

    known, begin = world(), perf_counter()
    folder.mkdir(parents=True, exist_ok=True)
    for number, made in enumerate(released(known), 1):
        at = folder / shipped.quarter_file(number).name
        at.write_bytes(shipped.packed(vars(made)))
        told = f"{len(made.returns)} returns, refused {made.refused or 'none'}, {at.stat().st_size} bytes"
        print(f"quarter {number}: {told}, {perf_counter() - begin:.0f} s", flush=True)
    small = min(known.centres, key=lambda one: one.workers)
    for first in shipped.YEARS:
        plain = shipped.bare_return(returned_of_year(known, small, first))
        (folder / shipped.year_file(first).name).write_bytes(shipped.packed(plain))


def main() -> None:
    with tempfile.TemporaryDirectory() as installation:
        install(installation)
        from corridor.figures.demo import shipped

        write(Path(sys.argv[1]) if sys.argv[1:] else shipped.FOLDER)


if __name__ == "__main__":
    main()
