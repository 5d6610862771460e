"""Releases: frozen, signed, once for a quarter, gated family by family; a year is the sum of its quarters."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corridor.access.models import HistoryEntry
from corridor.figures import attacker, programme_key, published, releases
from corridor.figures.actions import releasing
from corridor.figures.actions.releasing import NotReleased, make_release
from corridor.figures.actions.taking import know_centre, take_return
from corridor.figures.attacker import TIME, Attack, Finding
from corridor.figures.models_programme import OpenRelease, Release, ReleaseLog, TakenReturn
from corridor.figures.releases import EMPTY, firm_may_be_named
from corridor.figures.rounding import Cell, Family
from corridor.figures.tests.returned import PEOPLE, TODAY, Sender, returned, rows
from corridor.figures.tests.rowsets_made_up import KINDS
from corridor.safe.faults import Altered
from corridor.safe.tests.people import People

CENTRES = ("amman", "beirut", "doha")
PAIR = ("corridor", "outcome")


@pytest.fixture
def senders(people: People, settings: Any, tmp_path: Path) -> dict[str, Sender]:
    settings.STORE = tmp_path / "store"
    found = {code: Sender(code) for code in CENTRES}
    for sender in found.values():
        know_centre(sender.card, "JOR", by=people.jamila.account)
    return found


def send(sender: Sender, period: str, found: dict[Cell, int], *more: Any) -> TakenReturn:
    one = rows("by-corridor-and-outcome", found)
    return take_return(sender.sends(returned(sender.code, period, one, *more)), TODAY, kinds=KINDS)


def quarter_of_three(senders: dict[str, Sender], period: str = "2026Q2") -> None:
    for number, sender in enumerate(senders.values()):
        send(sender, period, {("NPL-JOR", "received"): 20 + number, ("NPL-JOR", "nothing"): 31}, PEOPLE)


def release(period: str, people: People, **more: Any) -> releases.Release:
    row = make_release(period, TODAY, by=people.jamila.account, kinds=KINDS, **more)
    return releases.read(bytes(row.text), bytes(row.signature), bytes(row.verifier))


def outcomes(going: OpenRelease) -> Family:
    """The family of grievances by corridor and outcome."""
    done: set[str] = set()
    while (family := releasing._next(going, done, KINDS)) and "grievance.by-corridor-and-outcome" not in family.id:
        done.add(family.id)
    assert family
    return family


@pytest.mark.django_db
def test_a_release_of_a_quarter(senders: dict[str, Sender], people: People) -> None:
    quarter_of_three(senders)
    heard: list[str] = []
    made = release("2026Q2", people, told=lambda one: heard.append(f"{one.done}/{one.families} {one.last}"))
    table = made.table("grievance", PAIR)
    assert table and table.cells[("NPL-JOR", "received")] == 65  # 20 + 21 + 22
    assert table.between(("NPL-JOR", "received")) == (63, 67)
    assert (made.centres, made.late, made.made) == (3, (), "2026-11")
    assert heard[-1] == f"{len(releasing.due(KINDS))}/{len(releasing.due(KINDS))} person.people"
    assert HistoryEntry.objects.filter(action="make release", record="2026Q2").count() == 1
    assert not OpenRelease.objects.exists()


@pytest.mark.django_db
def test_no_centre_is_named(senders: dict[str, Sender], people: People) -> None:
    quarter_of_three(senders)
    release("2026Q2", people)
    text = bytes(Release.objects.get().text) + repr(list(ReleaseLog.objects.values_list())).encode()
    assert not [code for code in CENTRES if code.encode() in text]


@pytest.mark.django_db
def test_a_release_made_twice_is_refused(senders: dict[str, Sender], people: People) -> None:
    quarter_of_three(senders)
    release("2026Q2", people)
    before = bytes(Release.objects.get().text)
    send(senders["amman"], "2026Q1", {("NPL-JOR", "part"): 40})
    for period in ("2026Q2", "2026Q1"):
        with pytest.raises(NotReleased, match="never made again"):
            release(period, people)
    assert bytes(Release.objects.get().text) == before


@pytest.mark.django_db
def test_a_late_return_goes_into_the_next_release_and_into_no_other(senders: dict[str, Sender], people: People) -> None:
    quarter_of_three(senders)
    release("2026Q2", people)
    send(senders["amman"], "2026Q1", {("NPL-JOR", "part"): 40})
    send(senders["beirut"], "2026Q3", {("NPL-JOR", "nothing"): 33})
    made = release("2026Q3", people)
    table = made.table("grievance", PAIR)
    assert table and (table.cells[("NPL-JOR", "part")], table.cells[("NPL-JOR", "nothing")]) == (40, 35)
    assert (made.late, made.centres) == (("2026Q1",), None), "two centres: not even how many"
    assert sorted(TakenReturn.objects.values_list("released", flat=True)) == [*["2026Q2"] * 3, *["2026Q3"] * 2]


@pytest.mark.django_db
@pytest.mark.parametrize("period", ["2026Q4", "2026", "soon"])
def test_of_an_open_quarter_or_none(senders: dict[str, Sender], people: People, period: str) -> None:
    with pytest.raises(NotReleased, match="period"):
        release(period, people)


@pytest.mark.django_db
def test_without_returns_there_is_none(senders: dict[str, Sender], people: People) -> None:
    with pytest.raises(NotReleased, match="returns: found none"):
        release("2026Q2", people)


@pytest.mark.django_db
def test_stopped_in_the_middle_it_goes_on_with_the_same_returns(senders: dict[str, Sender], people: People) -> None:
    by = people.jamila.account
    quarter_of_three(senders)
    going = releasing.begin_release("2026Q2", TODAY, by=by, kinds=KINDS)
    first = releasing.gate_next(going, KINDS)
    send(senders["amman"], "2026Q1", {("NPL-JOR", "part"): 40})  # comes in between: not in it
    with pytest.raises(NotReleased, match="not through the gate"):
        releasing.freeze(going, TODAY, by=by, kinds=KINDS)
    with pytest.raises(NotReleased, match="in the making"):
        releasing.begin_release("2026Q3", TODAY, by=by, kinds=KINDS)
    again: list[str] = []
    made = release("2026Q2", people, told=lambda one: again.append(one.last))
    assert again and first.last not in again
    table = made.table("grievance", PAIR)
    assert table and ("NPL-JOR", "part") not in table.cells
    assert made.late == ()


@pytest.mark.django_db
def test_left_off_its_returns_wait(senders: dict[str, Sender], people: People) -> None:
    quarter_of_three(senders)
    releasing.stop_release(releasing.begin_release("2026Q2", TODAY, by=people.jamila.account, kinds=KINDS))
    assert set(TakenReturn.objects.values_list("released", flat=True)) == {""}
    assert release("2026Q2", people).centres == 3


@pytest.mark.django_db
def test_when_the_power_fails_between_release_and_history(senders: dict[str, Sender], people: People) -> None:
    quarter_of_three(senders)
    release("2026Q2", people)
    OpenRelease.objects.create(period="2026Q2", begun=TODAY, by=people.jamila.account)
    send(senders["amman"], "2026Q3", {("NPL-JOR", "part"): 40})
    assert release("2026Q3", people).table("grievance", PAIR)


@pytest.mark.django_db
def test_what_somebody_changed_in_the_store_is_not_counted(
    senders: dict[str, Sender], people: People, settings: Any
) -> None:
    quarter_of_three(senders)
    paths = sorted(settings.STORE.glob("grievance/by-corridor-and-outcome/*/*.parquet"))
    paths[0].write_bytes(paths[1].read_bytes())
    paths[2].unlink()
    table = release("2026Q2", people).table("grievance", PAIR)
    assert table and table.cells[("NPL-JOR", "received")] == 65


@pytest.mark.django_db
def test_the_same_returns_are_the_same_release(senders: dict[str, Sender], people: People) -> None:
    """A figure for a past quarter, run again from the signed files, is the same to the last byte."""
    quarter_of_three(senders)
    release("2026Q2", people)
    first = bytes(Release.objects.get().text)
    Release.objects.all().delete()
    ReleaseLog.objects.all().delete()
    TakenReturn.objects.update(released="")
    release("2026Q2", people)
    assert bytes(Release.objects.get().text) == first


@pytest.mark.django_db
def test_it_is_signed_and_one_bit_is_seen(senders: dict[str, Sender], people: People) -> None:
    quarter_of_three(senders)
    release("2026Q2", people)
    row = Release.objects.get()
    text, signature, verifier = (bytes(one) for one in (row.text, row.signature, row.verifier))
    assert verifier == programme_key.verifier() and len(releases.signed_by(verifier).split()) == 6
    for at in (0, len(text) // 3, len(text) - 1):
        altered = bytearray(text)
        altered[at] ^= 1
        with pytest.raises(Altered):
            releases.read(bytes(altered), signature, verifier)
    assert programme_key.path().stat().st_mode & 0o077 == 0, "for this installation alone"


@pytest.mark.django_db
def test_every_family_is_in_the_log_with_its_time(senders: dict[str, Sender], people: People) -> None:
    quarter_of_three(senders)
    made = release("2026Q2", people)
    log = {one.family: one for one in ReleaseLog.objects.filter(period="2026Q2")}
    assert releasing._parts(log) == set(releasing.due(KINDS))
    assert log["grievance.by-kind-and-outcome"].why == EMPTY, "nothing came, and that is not told apart from few"
    assert log["grievance.by-corridor-and-outcome"].seconds > 0
    out = {table.id for table in made.tables}
    assert not out & {table for one in log.values() for table in one.dropped}


@pytest.mark.django_db
def test_a_family_that_is_not_done_in_time_is_dropped_and_told(senders: dict[str, Sender], people: People) -> None:
    quarter_of_three(senders)
    going = releasing.begin_release("2026Q2", TODAY, by=people.jamila.account, kinds=KINDS)
    family = outcomes(going)
    shown, log = releasing.through_gate(family, 10, 0)
    assert (shown, log.why, log.dropped) == ((), TIME, tuple(table.id for table in family.tables))

    def undecided(*_: Any) -> Attack:
        return Attack((), (Finding((("corridor", "NPL-JOR"),), 0, None, TIME),), (), 1.0)

    shown, log = releasing.through_gate(family, 10, 600, undecided)
    assert all(one.base is None for one in shown) and len(log.dropped) == len(family.tables)


@pytest.mark.django_db
def test_what_is_out_withstands_the_attacker(senders: dict[str, Sender], people: People) -> None:
    for number, sender in enumerate(senders.values()):
        found = {("NPL-JOR", "received"): 8 + number, ("BGD-JOR", "nothing"): 6, ("NPL-JOR", "nothing"): 14}
        send(sender, "2026Q2", found)
    going = releasing.begin_release("2026Q2", TODAY, by=people.jamila.account, kinds=KINDS)
    family = outcomes(going)
    shown, _ = releasing.through_gate(family, 60, 600)
    assert not attacker.found(family, shown).found


@pytest.mark.django_db
def test_people_of_several_centres_are_told_as_bounds(senders: dict[str, Sender], people: People) -> None:
    quarter_of_three(senders)  # 52 people each
    made = release("2026Q2", people)
    least, most = made.people["person"]
    assert 48 <= least <= 52 and 156 <= most <= 162
    assert releases.different([made, made], "person") == (least, 2 * most)
    assert releases.different([made, releases.Release("2026Q3", "2026-11", None, (), ())], "person") is None


@pytest.mark.django_db
def test_a_year_is_the_sum_of_its_releases(senders: dict[str, Sender], people: People) -> None:
    quarter_of_three(senders)
    send(senders["amman"], "2026Q3", {("NPL-JOR", "received"): 30, ("BGD-JOR", "received"): 41})
    made = [release("2026Q2", people), release("2026Q3", people)]
    cells, missing = releases.summed(made, "grievance", ("outcome", "corridor"))
    assert missing == ()
    low, high = cells[("received", "NPL-JOR")]
    assert low <= 63 + 30 <= high and high - low <= 9
    low, high = cells[("received", "BGD-JOR")]
    assert low <= 41 <= high and high >= 41 + 9, "what was not named in a quarter may stand under other"


def test_a_quarter_without_the_table_is_named() -> None:
    nothing = releases.Release("2026Q1", "2026-05", None, (), ())
    assert releases.summed([nothing], "grievance", PAIR) == ({}, ("2026Q1",))


@pytest.mark.parametrize(
    ("workers", "cases", "centres", "why"),
    [
        (5, 3, 2, ""),
        (4, 3, 2, "4 workers of at least 5"),
        (9, 2, 1, "2 cases of at least 3; 1 centres of at least 2"),
    ],
)
def test_when_a_firm_may_be_named(workers: int, cases: int, centres: int, why: str) -> None:
    assert firm_may_be_named(workers, cases, centres) == why


def test_the_month_and_no_day_stands_in_a_release() -> None:
    made = releases.Release("2026Q1", date(2026, 5, 3).strftime("%Y-%m"), None, (), ())
    assert b"2026-05" in releases.text_of(made) and b"2026-05-03" not in releases.text_of(made)


@pytest.mark.django_db
def test_what_is_out_is_read_as_it_was_signed(senders: dict[str, Sender], people: People) -> None:
    quarter_of_three(senders)
    made = release("2026Q2", people)
    assert published.periods() == ["2026Q2"] and published.release_of("2026Q2") == made
    assert published.release_of("2026Q1") is None
    assert len(published.log_of("2026Q2")) == ReleaseLog.objects.count()
    Release.objects.update(text=bytes(Release.objects.get().text).replace(b"65", b"95"))
    with pytest.raises(Altered):
        published.release_of("2026Q2")
