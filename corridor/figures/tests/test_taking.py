"""Taking a return: whole, from a centre that is known, of a closed period, once; else refused and nothing taken."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from corridor.access.models import HistoryEntry
from corridor.figures import returns, store, taking
from corridor.figures.actions.taking import centre_left, know_centre, store_anew, take_return
from corridor.figures.models_programme import KnownCentre, TakenReturn
from corridor.figures.returns import NotAReturn
from corridor.figures.tests.returned import OUTCOMES, TODAY, Sender, returned, rows
from corridor.figures.tests.rowsets_made_up import KINDS
from corridor.safe.tests.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture
def amman(people: People, settings: Any, tmp_path: Path) -> Sender:
    """A centre that the programme knows, and an empty store."""
    settings.STORE = tmp_path / "store"
    sender = Sender("amman")
    know_centre(sender.card, "JOR", by=people.jamila.account)
    return sender


def take(data: bytes, **more: Any) -> TakenReturn:
    return take_return(data, TODAY, kinds=KINDS, **more)


def refused(data: bytes) -> NotAReturn:
    """Why it is refused; and nothing of it was taken."""
    before = TakenReturn.objects.count(), in_store()
    with pytest.raises(NotAReturn) as found:
        take(data)
    assert (TakenReturn.objects.count(), in_store()) == before
    return found.value


def in_store() -> list[tuple[str, int]]:
    from django.conf import settings

    return [(path.name, path.stat().st_size) for path in sorted(settings.STORE.rglob("*.p*"))]


def test_a_return_is_taken_into_the_store(amman: Sender, people: People, settings: Any) -> None:
    data = amman.sends(returned("amman", "2026Q3"))
    row = take(data, by=people.jamila.account)
    [path] = store.files(settings.STORE, "grievance", "by-corridor-and-outcome", ["2026Q3"])
    found = duckdb.connect().execute(f"SELECT centre, corridor, outcome, n FROM '{path}' ORDER BY n").fetchall()
    assert found[0] == ("amman", "BGD-JOR", "part", 5) and sum(n for *_, n in found) == 72
    assert (row.period, row.remarks, row.released, bytes(row.file)) == ("2026Q3", "", "", data)
    assert HistoryEntry.objects.filter(action="take return", record="amman 2026Q3").count() == 1


def test_over_the_network_its_signature_speaks_for_it(amman: Sender) -> None:
    assert take(amman.sends(returned("amman", "2026Q3"))).pk
    assert not HistoryEntry.objects.filter(action="take return").exists()


def test_twice(amman: Sender) -> None:
    data = amman.sends(returned("amman", "2026Q3"))
    take(data)
    assert refused(data).found == "2026Q3: this same return was taken already"
    another = amman.sends(returned("amman", "2026Q3", rows("by-kind-and-outcome", {("debt", "part"): 9})))
    assert refused(another).found == "2026Q3: another return of this period was taken already"


@pytest.mark.parametrize("at", [0.02, 0.2, 0.5, 0.8, 0.98])
def test_altered_by_one_bit(amman: Sender, at: float) -> None:
    data = bytearray(amman.sends(returned("amman", "2026Q3")))
    data[int(len(data) * at)] ^= 1
    refused(bytes(data))


def test_from_a_centre_that_nobody_knows(amman: Sender) -> None:
    found = refused(Sender("beirut").sends(returned("beirut", "2026Q3")))
    assert (found.where, found.found) == ("centre", "beirut")


def test_signed_by_somebody_else(amman: Sender) -> None:
    assert refused(Sender("amman").sends(returned("amman", "2026Q3"))).where == "fingerprint"


def test_from_a_centre_that_left(amman: Sender, people: People) -> None:
    centre_left(KnownCentre.objects.get(code="amman"), TODAY, by=people.jamila.account)
    found = refused(amman.sends(returned("amman", "2026Q3")))
    assert found.where == "centre" and "left on 2026-11-23" in found.found
    know_centre(amman.card, "JOR", by=people.jamila.account)
    assert take(amman.sends(returned("amman", "2026Q3"))).pk


@pytest.mark.parametrize("period", ["2026Q4", "2027Q1", "2026"])
def test_of_a_period_that_is_not_over(amman: Sender, period: str) -> None:
    found = refused(amman.sends(returned("amman", period)))
    assert (found.where, found.found) == ("period", period)


def test_of_a_newer_schema(amman: Sender) -> None:
    from corridor.safe.primitives import sign, verifier_of

    plain = {**returns.to_plain(returned("amman", "2026Q3")), "schema": 2}
    whole = json.loads(amman.sends(returned("amman", "2026Q3")))
    verifier = verifier_of(amman.signer)
    signature = sign(amman.signer, returns._signed(verifier, returns.canonical(plain))).hex()
    found = refused(returns.canonical({**whole, "return": plain, "signature": signature}))
    assert (found.where, found.found) == ("schema", "2")


def test_a_name_in_the_place_of_a_code_is_refused_and_not_repeated(amman: Sender) -> None:
    found = refused(amman.sends(returned("amman", "2026Q3", rows("by-kind-and-outcome", {("Sunita", "part"): 9}))))
    assert "kind" in found.where and "Sunita" not in str(found)


def test_out_of_order_is_taken_and_told(amman: Sender) -> None:
    assert take(amman.sends(returned("amman", "2026Q3"))).remarks == ""
    assert take(amman.sends(returned("amman", "2026Q1"))).remarks == taking.OUT_OF_ORDER
    assert take(amman.sends(returned("amman", "2025"))).remarks == taking.OUT_OF_ORDER
    assert take(amman.sends(returned("amman", "2025Q4"))).remarks == f"{taking.OUT_OF_ORDER},{taking.OVERLAPS}"


def test_a_full_disk_leaves_nothing_half_taken(amman: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    both = rows("by-kind-and-outcome", {("debt", "part"): 9})
    with monkeypatch.context() as context:
        context.setattr(store.os, "replace", full)
        with pytest.raises(OSError):
            take(amman.sends(returned("amman", "2026Q3", OUTCOMES, both)))
    assert not TakenReturn.objects.exists()
    assert take(amman.sends(returned("amman", "2026Q3", OUTCOMES, both))).pk


def test_the_store_can_be_written_anew_from_the_signed_files(amman: Sender, settings: Any) -> None:
    take(amman.sends(returned("amman", "2026Q3")))
    before = in_store()
    [path] = settings.STORE.rglob("*.parquet")
    path.with_name("amman-stray.parquet").write_bytes(path.read_bytes())
    path.unlink()
    assert store_anew(KINDS) == 1
    assert in_store() == before


def test_a_key_that_is_another_has_to_be_looked_at(amman: Sender, people: People) -> None:
    renewed = Sender("amman")
    with pytest.raises(taking.NotTaken, match="ask the centre by voice"):
        know_centre(renewed.card, "JOR", by=people.jamila.account)
    assert refused(renewed.sends(returned("amman", "2026Q3"))).where == "fingerprint"
    know_centre(renewed.card, "JOR", by=people.jamila.account, renewed=True)
    assert take(renewed.sends(returned("amman", "2026Q3"))).pk
