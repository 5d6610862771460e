"""The disclosure gate with its attacker on a quarter of 40 centres, family by family.

Every family of the catalogue gets the facts of 40 made-up centres (300 of each kind in a quarter), unevenly spread over
codes as facts are. The floor is the rule alone, rounding without any attack: what a page that rounds would take. What
the gate adds is the attacker. Progress is printed as it goes. Run: python -m bench gate
"""

import os
import random
import resource
import time
from collections import Counter
from math import prod

from bench.tables import table

CENTRES, EACH = 40, 300
PLACES = {
    "corridor": [f"{a}-{b}" for a in ("NPL", "BGD", "IND", "LKA") for b in ("JOR", "LBN", "KWT", "QAT")],
    "country": ["JOR", "LBN", "KWT", "QAT", "SAU", "ARE"],
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "corridor.settings")
    import django

    django.setup()
    from corridor.figures import attacker, catalogue
    from corridor.figures.actions.releasing import FAMILY_SECONDS, through_gate
    from corridor.figures.rounding import FIVE, Cell, shown
    from corridor.journey.facts import FACTS

    def made_up(planned: catalogue.Planned) -> Counter[Cell]:
        """Facts of all centres; the further down a code stands, the rarer it is."""
        dice = random.Random(planned.id)
        columns = {one.name: one for one in FACTS[planned.kind].columns}
        drawn = []
        for name in planned.columns:
            codes = list(columns[name].all_codes or PLACES[name])
            dice.shuffle(codes)
            drawn.append(dice.choices(codes, [1 / (place + 1) for place in range(len(codes))], k=CENTRES * EACH))
        return Counter(zip(*drawn, strict=True))

    rows: list[list[object]] = []
    planned = catalogue.catalogue()
    begun = time.perf_counter()
    # Of one kind after the other, as a release does it: those over the same facts are one family.
    for kind in sorted({one.kind for one in planned}):
        each = [catalogue.family(one, made_up(one)) for one in planned if one.kind == kind]
        for family in catalogue.linked(each):
            at = time.perf_counter()
            for one in family.tables:
                shown(one, FIVE)
            floor = time.perf_counter() - at
            out, log = through_gate(family, attacker.SECONDS, FAMILY_SECONDS)
            told = sum(one.base is not None for one in out)
            coarser = sum(step[2] is not None for step in log.steps)
            cells = prod(map(len, family.dims.values()))
            name = family.id.split("+")[0] + (f" and {family.id.count('+')} more" if "+" in family.id else "")
            rows.append(
                [name, f"{cells:,}", len(family.tables), told, coarser, len(log.dropped), floor * 1000, log.seconds]
            )
            print(f"  {len(rows)}: {name}: {log.seconds:.1f} s", flush=True)
    whole = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    slowest = max(float(row[-1]) for row in rows)  # type: ignore[arg-type]
    head = ["family", "joint cells", "tables", "told", "coarser", "dropped", "rule alone ms", "gate s"]
    notes = [
        f"{len(rows)} families in {whole:.0f} s, the slowest {slowest:.1f} s; {memory:.0f} MB at most",
        f"each kind of fact {CENTRES * EACH:,} facts of {CENTRES} centres; the rule alone rounds and asks nobody",
    ]
    table(f"Gate with attacker: a quarter of {CENTRES} centres", head, rows, notes)


if __name__ == "__main__":
    main()
