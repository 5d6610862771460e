"""The demonstration of the curtain: drawn from a seed, counted and released by the product, and laid out once."""

import json
import re
import subprocess
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from corridor.access.actions import open_account
from corridor.figures import published, returns
from corridor.figures.actions.releasing import begin_release, make_release
from corridor.figures.actions.taking import know_centre, take_return
from corridor.figures.counting import WORKERS_LEAST
from corridor.figures.demo import actions, shipped
from corridor.figures.demo.counted import TooFew, quarter_of, returned, returned_of_year
from corridor.figures.demo.senders import Sender
from corridor.figures.demo.world import MadeUpCentre, facts, planted, without_planted, world
from corridor.figures.models_programme import KnownCentre, TakenReturn
from corridor.figures.rowsets import CASES, WORKERS
from corridor.journey.facts import FACTS, Fact, Quarter

ROOT = Path(__file__).parents[3]
TODAY = date(2026, 11, 23)
SOME = {
    name: FACTS[name] for name in ("grievance", "retaliation")
}  # what is released anew here: all take half a minute
REMADE = 5


@pytest.fixture
def own_store(settings: Any, tmp_path: Path) -> None:
    settings.STORE = tmp_path / "store"


def three() -> tuple[MadeUpCentre, ...]:
    return world().centres[:3]


def small() -> MadeUpCentre:
    return world().centres[3]


def named(centre: MadeUpCentre, facts_of: str, number: int, **codes: str) -> int:
    found = facts(world(), centre, number, quarter_of(number))[facts_of]
    return sum(all(one.values[column] == code for column, code in codes.items()) for one in found)


def test_three_centres_of_three_to_five_hundred_workers_and_one_of_twenty_five() -> None:
    assert len(world().centres) == 4 and world().quarters == shipped.RELEASED + shipped.WAITING
    for number in range(1, world().quarters + 1):
        seen = [len(facts(world(), one, number, quarter_of(number))["person"]) for one in world().centres]
        assert all(300 <= workers <= 500 for workers in seen[:3]), seen
        assert 20 <= seen[3] < WORKERS_LEAST


def test_the_same_seed_is_the_same_world_and_another_is_another() -> None:
    one = returned(world(), three()[0], 1)
    assert returned(world(), three()[0], 1) == one
    assert returned(replace(world(), seed=1), three()[0], 1) != one


def test_each_fact_is_one_that_a_centre_could_have_entered() -> None:
    for kind, found in facts(world(), three()[1], 6, quarter_of(6)).items():
        columns = {one.name: one for one in FACTS[kind].columns}
        assert found and len({one.key for one in found}) == len(found)
        for one in found:
            assert one.values.keys() == columns.keys()
            assert all(columns[name].admits(code) for name, code in one.values.items())


def test_a_code_that_its_column_cannot_hold_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("world.toml", "planted.toml"):
        text = (ROOT / "corridor/figures/demo" / name).read_text()
        (tmp_path / name).write_text(text.replace('"settled 34', '"setled 34'))
    monkeypatch.setattr("corridor.figures.demo.world.HERE", tmp_path)
    with pytest.raises(ValueError, match=r"closing\.result: setled cannot stand there"):
        world.__wrapped__()


def test_what_is_planted_is_there_and_gone_without_it() -> None:
    bare = without_planted(world(), world().seed)

    @cache
    def drawn(hidden: bool, number: int) -> list[dict[str, list[Fact]]]:
        return [facts(world() if hidden else bare, one, number, quarter_of(number)) for one in three()]

    for one in planted():
        codes = {**one.where, **({one.column: one.code} if one.column else {})}
        found = [
            sum(
                codes.items() <= fact.values.items()
                for each in drawn(hidden, one.last or one.first)
                for fact in each[one.facts]
            )
            for hidden in (True, False)
        ]
        assert found[0] > found[1], one.id


def test_the_event_of_one_centre_is_in_no_other_and_ends() -> None:
    [one] = [each for each in planted() if each.centres]
    where = {**one.where, "kind": one.code}
    here, elsewhere = three()[1], three()[2]
    assert named(here, "grievance", 5, **where) > 10 > named(elsewhere, "grievance", 5, **where)
    assert named(here, "grievance", 4, **where) < 10 > named(here, "grievance", 7, **where)


def test_little_by_little() -> None:
    [one] = [each for each in planted() if each.by_steps]
    assert [one.times_in("any", number) for number in (3, 4, 5, 6, 9)] == pytest.approx([1, 7 / 3, 11 / 3, 5, 5])


def test_nothing_but_what_makes_the_world_knows_what_is_planted() -> None:
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "corridor"]
    files = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    ids = "|".join(re.escape(one.id) for one in planted())
    wanted = re.compile(rf"planted\.toml|demo\.(world|counted)\b|{ids}")
    code = (name for name in files if name.endswith((".py", ".html", ".csv", ".toml")) and "/tests/" not in name)
    told = {name for name in code if (ROOT / name).exists() and wanted.search((ROOT / name).read_text("utf-8"))}
    own = {f"corridor/figures/demo/{name}" for name in ("world.py", "world.toml", "planted.toml", "counted.py")}
    assert told <= own, "the analysis, the pages and what lays the demonstration out do not see it"


def test_the_small_centre_returns_no_quarter_but_its_year() -> None:
    with pytest.raises(TooFew, match=r"found 2[0-9] workers, expected 30 or more"):
        returned(world(), small(), 1)
    found = returned_of_year(world(), small(), shipped.YEARS[0])
    assert Quarter.read(f"{found.period}Q4") and sum(len(one.rows) for one in found.row_sets) > 50


def test_no_combination_that_is_shipped_is_of_a_few() -> None:
    for number in range(1, shipped.RELEASED + shipped.WAITING + 1):
        one = shipped.quarter(number)
        assert len(one.returns) == 3 and set(one.refused) == {small().code}
        assert (one.release is None) == (number > shipped.RELEASED)
        rows = [row[-1] for each in one.returns for found in each["row_sets"] for row in found["rows"]]
        assert min(rows) >= WORKERS >= CASES


@pytest.mark.same
@pytest.mark.django_db
def test_a_quarter_made_anew_is_what_is_shipped(own_store: None) -> None:
    """What this fails on: kinds of facts, row-sets, the catalogue or the gate are other ones since. Then the files are
    made anew: python -m tools.demo_figures
    """
    by, day, quarter = open_account("me", "me_officer"), date(2026, 11, 1), quarter_of(REMADE)
    old = shipped.quarter(REMADE)
    for centre, plain in zip(three(), old.returns, strict=True):
        one = returned(world(), centre, REMADE)
        assert shipped.packed(shipped.bare_return(one)) == shipped.packed(plain)
        some = replace(one, row_sets=tuple(each for each in one.row_sets if each.kind in SOME))
        sender = Sender(centre.code, centre.name, centre.country)
        know_centre(sender.card(), centre.country, by=by)
        take_return(sender.signed(some), day, by=by, kinds=SOME)
    made = json.loads(bytes(make_release(quarter.code, day, by=by, kinds=SOME).text))
    assert old.release
    kept = [table for table in old.release["tables"] if table["kind"] in SOME]
    assert len(kept) > 10 and made["tables"] == kept
    assert shipped.bare({**made, "tables": kept, "people": old.release["people"]}) == {**old.release, "tables": kept}


def test_a_return_of_a_year_is_what_is_shipped() -> None:
    for first in shipped.YEARS:
        assert shipped.bare_return(returned_of_year(world(), small(), first)) == shipped.year(first)


@pytest.mark.parametrize("today", [date(2026, 11, 23), date(2027, 1, 1), date(2027, 5, 9), date(2027, 8, 2)])
def test_on_any_day_there_are_nine_closed_quarters_with_a_full_year_in_them(today: date) -> None:
    found = actions.quarters(today)
    assert len(found) == 9 and found[-1].last < today <= found[-1].next().last
    assert all(one.next() == other for one, other in pairwise(found))
    year = found[actions.first_of_year(found) - 1 :][:4]
    assert [one.number for one in year] == [1, 2, 3, 4]


@pytest.mark.same
@pytest.mark.django_db
def test_interrupted_and_laid_out_again_it_is_whole(own_store: None, monkeypatch: pytest.MonkeyPatch) -> None:
    me = open_account("me-officer", "me_officer")

    def power_cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(actions, "_out", power_cut)
        with pytest.raises(KeyboardInterrupt):
            actions.load(TODAY, by=me)
    assert actions.missing() and not TakenReturn.objects.exists() and actions.told() == []
    actions.load(TODAY, by=me)
    assert not actions.missing() and KnownCentre.objects.count() == 4

    out = published.series()
    assert [one.period for one in out] == [one.code for one in actions.quarters(TODAY)[:8]]
    assert {one.centres for one in out} == {3} and all(one.made <= f"{TODAY:%Y-%m}" for one in out)
    assert published.log_of(out[0].period) and any(one.recurring for one in out)

    waiting = TakenReturn.objects.filter(released="")
    [year] = [one for one in waiting if len(one.period) == 4]
    assert (year.centre.name, year.period, len(waiting)) == ("Made-up centre Dune", "2025", 4)
    assert not TakenReturn.objects.filter(centre__name="Made-up centre Dune", period__contains="Q").exists()
    for row in TakenReturn.objects.all():  # each is a file that a programme would take from whoever brings it
        signed = returns.read(bytes(row.file))
        assert signed.verifier.hex() == row.centre.verifier and signed.mark == row.mark
    begin_release("2026Q3", TODAY, by=me)
    assert not TakenReturn.objects.filter(released="").exists()
    assert "its year 2025 is" in "".join(actions.told())
