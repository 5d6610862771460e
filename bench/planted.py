"""What the analysis finds of what is planted in the demonstration, what it misses, and what it sees falsely.

The analysis reads the eight releases alone: which kinds of grievance stand out again and again, and what changed by
more than chance from a quarter to the next or from that of the year before, of every indicator, whole and by each
column, judged as its page judges it. Only here what it says is held against what was planted. With --nothing-planted
the same world is drawn from another seed without anything in it and released anew (five minutes): there all that
changes is seen falsely. --all lists what is.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from bench.tables import table

if TYPE_CHECKING:
    from corridor.figures.demo.world import Planted, World
    from corridor.figures.releases import Release
    from corridor.statistics.moved import Row
    from corridor.statistics.patterns import Finding

SEED = 1  # of the world without anything planted
# A grievance is counted again when it ends and when a remedy is reached, with what it is about.
FOLLOWS = {"grievance": ("grievance", "closing", "remedy")}
SAME_COLUMN = {"kind": ("kind", "grievance_kind")}
DIMS_AT: dict[str, Callable[[tuple[str, str, str]], str]] = {"sector": itemgetter(1), "corridor": itemgetter(2)}
AT_LEAST = 1.1  # times as often as over all: what truly is, though nobody planted it
ABROAD = {"garment": "JOR"}  # the only country of a sector in that world


@dataclass(frozen=True)
class Seen:
    """A change that the analysis says is larger than chance. first, last: numbers of the quarters compared."""

    row: "Row"
    first: int
    last: int
    up: bool

    def told(self) -> str:
        where = ", ".join(self.row.at) or "all"
        return f"{self.row.shelf.id} ({where}) {'rose' if self.up else 'fell'} from {self.first} to {self.last}"


def releases_of(plain: list[dict[str, Any]]) -> dict[str, "Release"]:
    """Releases as the analysis reads them, by period."""
    from corridor.figures import releases
    from corridor.figures.demo.counted import quarter_of
    from corridor.figures.demo.shipped import dated
    from corridor.figures.returns import canonical
    from corridor.safe.primitives import random_bytes, sign, verifier_of

    key, found = random_bytes(), {}
    for number, one in enumerate(plain, 1):
        quarter = quarter_of(number)
        text = canonical(dated(one, quarter.code, f"{quarter.last:%Y-%m}"))
        found[quarter.code] = releases.read(text, sign(key, releases.message(text)), verifier_of(key))
    return found


def changes(known: Mapping[str, "Release"], compared: Counter[str]) -> Iterator[Seen]:
    """Every change that is said to be larger than chance. compared: counts what was compared."""
    from corridor.figures.published import indicators
    from corridor.statistics import moved
    from corridor.statistics.changes import LARGER, NOT_TOLD
    from corridor.statistics.quarters import before, year_before

    number = {period: at for at, period in enumerate(sorted(known), 1)}
    for indicator in indicators().values():
        ways = [] if indicator.waits_for else [(), *((one,) for one in moved.allowed(indicator))]
        for by in ways:
            for period in sorted(known):
                asked = [(indicator, way) for way in dict.fromkeys([(), by])]
                for row in moved.rows(known, period, asked):
                    if row.by != by:
                        continue
                    for change, other in ((row.since, before(period)), (row.year, year_before(period))):
                        if change is None:
                            continue
                        compared["not told" if change.verdict == NOT_TOLD else "told"] += 1
                        if change.verdict == LARGER:
                            yield Seen(row, number[other], number[period], change.up)


def explains(one: "Planted", seen: Seen) -> bool:
    """Whether a change follows from what was planted."""
    row, places = seen.row, (*one.centres, "any centre")
    if row.shelf.facts not in FOLLOWS.get(one.facts, (one.facts,)):
        return False
    if all(one.times_in(place, seen.first) == one.times_in(place, seen.last) for place in places):
        return False
    columns = SAME_COLUMN.get(one.column, (one.column,))
    if one.column and not {*columns} & {*row.shelf.columns, *row.by}:
        return False
    if not one.column and row.shelf.statistic != "count":
        return False
    where = dict(one.where)
    country = where.get("corridor", "").partition("-")[2] or ABROAD.get(where.get("sector", ""), "")
    where |= {"country": country} if country else {}
    at = dict(zip((*row.by, row.shelf.measure), row.at, strict=False))
    if "corridor" in at and "corridor" not in where and country and not at["corridor"].endswith(country):
        return False
    return all(where.get(column, code) == code for column, code in at.items())


def tell_changes(known: Mapping[str, "Release"], planted: tuple["Planted", ...]) -> None:
    compared: Counter[str] = Counter()
    found = list(changes(known, compared))
    false = [one for one in found if not any(explains(each, one) for each in planted)]
    rows: list[list[object]] = []
    for one in planted:
        if one.seen == "changes" or one.centres:
            its = [seen for seen in found if explains(one, seen)]
            first = min((seen.last for seen in its), default=None)
            said = f"in {len(its)} numbers, first in quarter {first}" if its else ""
            rows.append([one.id, one.size, f"from {one.first}", "found" if its else "MISSED", said])
    rows.append(["nothing", "", "", "falsely seen", f"in {len(false)} numbers"])
    notes = [f"{compared['told']} numbers compared, {compared['not told']} more could not be told (withheld)."]
    if rows[:-1]:
        table("Changes larger than chance", ["planted", "size", "quarter", "", "where"], rows, notes)
    else:
        table("Changes larger than chance, nothing planted", ["", "", "", "", "where"], rows, notes)
    for statistic, many in Counter(one.row.told_as.statistic for one in false).most_common():
        print(f"    falsely seen, {statistic}: {many}")
    for seen in false if "--all" in sys.argv else ():
        print(f"    falsely: {seen.told()}")


def true_counts(world: "World", numbers: range) -> Counter[tuple[str, str, str]]:
    """Kind, sector and corridor -> how many grievances there are of it on average in these quarters."""
    from corridor.figures.demo.world import EVERYBODY, fits

    found: Counter[tuple[str, str, str]] = Counter()
    lines, sectors = world.kinds["grievance"]["kind"], world.worker["sector"]
    for centre, number in product(world.centres[:3], numbers):
        for corridor, weight in shares(centre.corridors):
            country = corridor.partition("-")[2]
            for sector, part in shares(sectors.get(country, sectors[EVERYBODY])):
                here = dict(lines.get(sector, lines[EVERYBODY]))
                for one in world.planted:
                    if one.facts == "grievance" and fits(one, {"sector": sector, "corridor": corridor}):
                        here[one.code] = here.get(one.code, 0) * one.times_in(centre.code, number)
                for kind, share in shares(here):
                    found[kind, sector, corridor] += centre.workers * weight * part * share  # type: ignore[assignment]
    return found


def shares(weights: Mapping[str, float]) -> list[tuple[str, float]]:
    whole = sum(weights.values())
    return [(code, weight / whole) for code, weight in weights.items()]


def true_times(counts: Counter[tuple[str, str, str]], dims: tuple[str, ...], at: tuple[str, ...]) -> float:
    """How many times as often a kind truly is in a sector, a corridor or both as it is over all."""
    kind, where = at[0], dict(zip(dims[1:], at[1:], strict=True))
    here = {cell: n for cell, n in counts.items() if all(DIMS_AT[dim](cell) == code for dim, code in where.items())}
    there, of_kind = sum(here.values()), sum(n for cell, n in counts.items() if cell[0] == kind)
    share = sum(n for cell, n in here.items() if cell[0] == kind) / there if there else 0
    return share / (of_kind / sum(counts.values())) if of_kind else 0


def tell_patterns(known: Mapping[str, "Release"], world: "World") -> None:
    """Patterns of kinds of grievance, and what of them is planted, true all the same, or false."""
    from corridor.statistics.patterns import patterns

    found = patterns([known[period] for period in sorted(known)])
    whole = true_counts(world, range(1, len(known) + 1))
    half = len(known) // 2
    early, late = true_counts(world, range(1, half + 1)), true_counts(world, range(half + 1, len(known) + 1))
    rows: list[list[object]] = []
    for one in (each for each in world.planted if each.facts == "grievance"):
        codes = {"kind": one.code, **one.where}
        its = [each for each in found.recurring if _within(each, codes)]
        right = bool(its) != bool(one.centres)
        verdict = ("found" if its else "MISSED") if not one.centres else ("rightly not" if right else "FALSELY")
        as_what = "; ".join(" x ".join(each.dims) for each in its)
        rows.append([one.id, one.size, f"{one.times:g}x", verdict, as_what])
    notes = [
        f"{found.compared} comparisons, {found.withheld} with a withheld number; {found.once} stood out too seldom."
    ]
    table("Kinds of grievance that stand out again and again", ["planted", "size", "times", "", "as"], rows, notes)
    for name, some in (("recurs", found.recurring), ("rises", found.rising)):
        for each in some:
            true = true_times(whole, each.dims, each.at)
            if name == "rises":
                true = true_times(late, each.dims, each.at) * kind_share(late, each.at[0])
                true /= true_times(early, each.dims, each.at) * kind_share(early, each.at[0]) or 1
            planted = [one.id for one in world.planted if one.code and _within(each, {"kind": one.code, **one.where})]
            why = planted[0] if planted else "so made" if true >= AT_LEAST else "FALSELY SEEN"
            print(f"    {name}: {', '.join(each.at)}: truly {true:.2f} times; {why}")


def kind_share(counts: Counter[tuple[str, str, str]], kind: str) -> float:
    return sum(n for cell, n in counts.items() if cell[0] == kind) / sum(counts.values())


def _within(finding: "Finding", codes: Mapping[str, str]) -> bool:
    return all(codes.get(dim) == code for dim, code in zip(finding.dims, finding.at, strict=True))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        from tools.demo_figures import install, released

        install(folder)
        from corridor.figures.demo import shipped
        from corridor.figures.demo.world import planted, without_planted, world

        shown = [shipped.quarter(number).release for number in range(1, shipped.RELEASED + 1)]
        known = releases_of([dict(one) for one in shown if one is not None])
        tell_patterns(known, world())
        tell_changes(known, planted())
        if "--nothing-planted" in sys.argv:
            bare = without_planted(world(), SEED)
            known = releases_of([one.release for one in released(bare) if one.release])
            tell_patterns(known, bare)
            tell_changes(known, ())


if __name__ == "__main__":
    main()
