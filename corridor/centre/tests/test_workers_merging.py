"""Two files of one person: joined by a person's decision, and taken apart again exactly as they were."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from corridor.centre.contents import Action, Case, CaseWorker, Grievance, Remedy, RiskTalk
from corridor.journey.actions import consents, merging, workers
from corridor.journey.contents import Consent, Contact, Journey, Merge, Name, Paper, Worker
from corridor.journey.readdressing import put_back, readdressed, taken_back
from corridor.journey.tests.test_workers import browser, read
from corridor.safe import queries
from corridor.safe.actions import records
from corridor.safe.casebook import Entry
from corridor.safe.faults import NoKey, Unfit
from corridor.safe.models import SealedRecord
from corridor.safe.tests.people import People

pytestmark = pytest.mark.django_db
KEPT, OTHER = "kiba-tumu-2", "fulu-sadu-5"


def write(people: People, content: Any, **more: Any) -> str:
    return records.write_record(content, by=people.bina, **more).id


@pytest.fixture
def two(people: People) -> tuple[str, str]:
    """Sita has two files: one is in an open case, the other in a closed one, and both in a third."""
    kept = Worker(KEPT, (Name("Sita"),), (Contact("call", "0770"),), languages=("ne",), origin="Jhapa")
    old = Worker(
        OTHER,
        (Name("सीता"), Name("Sita")),
        (Contact("call", "0770"), Contact("imo", "0771")),
        ("sms",),
        ("ar", "ne"),
        sex="woman",
        papers=(Paper("passport", "A1"),),
        note="Came in winter.",
        since=date(2024, 1, 9),
    )
    one, two = write(people, kept), write(people, old)
    write(people, Journey(two, origin="NPL", destination="JOR"))
    consents.add_consent(two, Consent(two, "referral", "", ("called",)), by=people.bina, form="c")
    closed = Case("liki-tara-1", workers=(CaseWorker(two, "Sita"), CaseWorker("x", "Maya")), closed=date(2026, 1, 5))
    case = write(people, closed)
    grievance = write(people, Grievance(case, "debt", (two,)))
    parts = [write(people, Remedy(case, grievance, two, "received")), write(people, RiskTalk(case, two)), grievance]
    records.keep_until(parts, closed.shred_after(), by=people.bina)
    write(
        people, Case("fana-sibu-9", workers=(CaseWorker(one, "Sita"), CaseWorker(two, "Sita", left=date(2026, 2, 2))))
    )
    write(people, Action(case, "call", what=f"about {two}"))
    return one, two


def everything(people: People) -> dict[str, Any]:
    """Every record but what was written down of merges, with the month in which it is destroyed."""
    entries = queries.reading(people.amina, "read_case").everything()
    months = dict(SealedRecord.objects.values_list("id", "shred_after"))
    return {one.id: (one.content, _month(months, one)) for one in entries if one.type != Merge.TYPE}


def _month(months: dict[Any, Any], one: Entry) -> Any:
    return next(month for id, month in months.items() if str(id) == one.id)


def merge_id(people: People) -> str:
    return queries.reading(people.bina, "read_case").of_type(Merge)[0].id


def test_joined_files_are_one_and_everything_leads_there(people: People, two: tuple[str, str]) -> None:
    one, other = two
    merging.merge_workers(one, other, "The same passport", by=people.bina)
    known = queries.reading(people.amina, "read_case")
    worker: Any = known.get(one).content  # type: ignore[union-attr]
    assert [each.name for each in worker.names] == ["Sita", "सीता"] and worker.never == ("sms",), (
        "what is never done stays"
    )
    assert [each.channel for each in worker.contacts] == ["call", "imo"] and worker.languages == ("ne", "ar")
    assert (worker.sex, worker.origin, worker.since, worker.code) == ("woman", "Jhapa", date(2024, 1, 9), KEPT)
    assert {each.type for each in known.parts(one)} == {"journey", "consent", "worker-merge"}
    assert known.parts(other) == []
    cases = {each.number: [row.worker for row in each.workers] for each in read(people.bina, Case)}
    assert cases == {"liki-tara-1": [one, "x"], "fana-sibu-9": [one]}, "one person is in a case once"
    assert next(each for each in read(people.bina, Case) if each.number == "fana-sibu-9").workers[0].left is None
    assert read(people.bina, Grievance)[0].workers == (one,) and read(people.bina, Remedy)[0].worker == one
    assert read(people.bina, Action)[0].what == f"about {other}", "a text is nobody's address"
    [merge] = read(people.bina, Merge)
    assert (merge.kept, merge.other, merge.why, merge.author) == (one, other, "The same passport", "bina")


def test_taking_apart_gives_exactly_what_was_before(people: People, two: tuple[str, str]) -> None:
    before = everything(people)
    merging.merge_workers(*two, "", by=people.bina)
    assert everything(people) != before
    months = {each.shred_after for each in SealedRecord.objects.filter(shred_after__isnull=False)}
    assert len(months) == 1, "what belongs to a closed case is destroyed with it, moved or not"
    assert merging.undo_merge(two[0], merge_id(people), by=people.amina) == 0
    assert everything(people) == before
    [merge] = read(people.bina, Merge)
    assert merge.undone and merge.moved == (), "nothing of the other person stays in her file"
    assert merging.undo_merge(two[0], merge_id(people), by=people.amina) == 0, "twice is once"
    assert everything(people) == before
    merging.merge_workers(*two, "", by=people.bina)
    assert len(read(people.bina, Merge)) == 2, "they can be joined again"


def test_what_was_changed_since_stays(people: People, two: tuple[str, str]) -> None:
    one, other = two
    merging.merge_workers(one, other, "", by=people.bina)
    worker: Any = queries.reading(people.bina, "read_case").get(one).content  # type: ignore[union-attr]
    changed = replace(worker, names=(*worker.names, Name("Sitara")), origin="Ilam")
    workers.correct_worker(one, changed, worker, by=people.bina)
    merging.undo_merge(one, merge_id(people), by=people.bina)
    known = queries.reading(people.bina, "read_case")
    back: Any = known.get(one).content  # type: ignore[union-attr]
    assert [each.name for each in back.names] == ["Sita", "Sitara"] and back.origin == "Ilam"
    assert known.get(other).content.merged_into == ""  # type: ignore[union-attr]


def test_what_was_destroyed_meanwhile_is_told(people: People, two: tuple[str, str]) -> None:
    one, other = two
    merging.merge_workers(one, other, "", by=people.bina)
    [journey] = queries.reading(people.bina, "read_case").of_type(Journey)
    workers.erase_part(one, journey.id, by=people.bina)
    bina = browser(people)
    page = bina.post(f"/workers/{one}/merge/", {"undo": merge_id(people)}, follow=True).content.decode()
    assert "destroyed meanwhile" in page and "two files again" in page
    merging.merge_workers(one, other, "", by=people.bina)
    records.erase_records([other], by=people.amina)
    with pytest.raises(Unfit):
        merging.undo_merge(one, merge_id(people), by=people.bina)


def test_through_the_pages(people: People, two: tuple[str, str]) -> None:
    one, other = two
    before, bina = everything(people), browser(people)
    address = f"/workers/{one}/merge/"
    assert "Code of the other file" in bina.get(address).content.decode()
    page = bina.post(address, {"code": "Fulu Sadu 5"}).content.decode()
    assert "सीता" in page and "Jhapa" in page and "fana-sibu-9" in page and everything(people) == before
    assert bina.post(address, {"code": OTHER, "sure": "yes", "why": "passport\0"}).status_code == 302
    gone = bina.get(f"/workers/{other}/").content.decode()
    assert "became a part of another one" in gone and f"/workers/{one}/" in gone
    found = bina.post("/workers/found/", {"words": OTHER}, follow=True).content.decode()
    assert f"/workers/{one}/" in found and f"/workers/{other}/" not in found
    page = bina.get(address).content.decode()
    assert "Take them apart again" in page and "passport" in page
    for word, given in (("add/journey", {"origin": "NPL"}), ("change", {"note": "x"})):
        answer = bina.post(f"/workers/{other}/{word}/", given | {"form": "f"})
        assert answer.status_code == 409 and "became a part of another one" in answer.content.decode()
    assert bina.post(address, {"undo": merge_id(people)}).status_code == 302
    assert everything(people) == before


@pytest.mark.parametrize("code", ["", "nonsense", "fulu-sadu-6", "liki-tara-1", KEPT, "x" * 500, "\0", "ف" * 30])
def test_a_code_that_is_no_other_files(people: People, two: tuple[str, str], code: str) -> None:
    before = everything(people)
    answer = browser(people).post(f"/workers/{two[0]}/merge/", {"code": code, "sure": "yes"})
    assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()
    assert everything(people) == before


def test_what_can_not_be_joined(people: People, two: tuple[str, str]) -> None:
    one, other = two
    third = write(people, Worker("mini-fina-2", (Name("Gita"),)))
    naming = records.Naming((people.bina.account,), restricted=True)
    closed = write(people, Worker("fana-sibu-9", (Name("Rita"),)), naming=naming)
    for wrong in (one, "nonsense", "00000000-0000-4000-8000-000000000000"):
        with pytest.raises(NoKey):
            merging.merge_workers(one, wrong, "", by=people.bina)
    with pytest.raises(Unfit):
        merging.merge_workers(one, closed, "", by=people.bina)
    with pytest.raises(NoKey):
        merging.merge_workers(one, closed, "", by=people.amina)
    merging.merge_workers(one, other, "", by=people.bina)
    for pair in ((other, third), (third, other)):
        with pytest.raises(Unfit):
            merging.merge_workers(*pair, "", by=people.bina)
    with pytest.raises(NoKey):
        merging.undo_merge(third, merge_id(people), by=people.bina)


def test_joined_one_after_the_other_and_taken_apart_in_turn(people: People, two: tuple[str, str]) -> None:
    one, other = two
    third = write(people, Worker("mini-fina-2", (Name("Gita"),)))
    before = everything(people)
    first = merging.merge_workers(one, other, "", by=people.bina) and merge_id(people)
    merging.merge_workers(third, one, "", by=people.bina)
    last = merge_id(people)
    with pytest.raises(Unfit):
        merging.undo_merge(one, first, by=people.bina)
    merging.undo_merge(third, last, by=people.bina)
    merging.undo_merge(one, first, by=people.bina)
    assert everything(people) == before


def test_destroying_a_joined_file_takes_both_along(people: People, two: tuple[str, str]) -> None:
    merging.merge_workers(*two, "", by=people.bina)
    workers.erase_worker(two[0], by=people.amina)
    assert read(people.bina, Worker) == read(people.bina, Journey) == read(people.bina, Merge) == []
    assert {row.called for case in read(people.bina, Case) for row in case.workers} == {KEPT, "Maya"}


def test_an_id_is_put_in_the_place_of_another_and_back() -> None:
    case = Case("n", workers=(CaseWorker("a", "A"), CaseWorker("b", "B", left=date(2026, 1, 1)), CaseWorker("c", "C")))
    assert readdressed(case, "z", "y") is not None and readdressed(case, "z", "y") == case
    assert [one.called for one in readdressed(case, "b", "a").workers] == ["A", "C"], "who has not left it stays"
    assert [one.called for one in readdressed(case, "a", "b").workers] == ["A", "C"]
    assert readdressed(Grievance("n", "debt", ("a", "b")), "b", "a").workers == ("a",)
    assert taken_back([1], [2], [2, 3]) == [1, 3] and taken_back([1, 2], [1], [1, 9]) == [1, 9, 2]
    assert taken_back("a", "b", "c") == "c" and taken_back({"a": 1}, {"a": 2}, {"a": 2}) == {"a": 1}
    with pytest.raises((ValueError, TypeError)):
        put_back(case, "not json", "{}")
