"""The audit page: who reads it, what it says, and that what was cut, changed or moved is seen."""

from datetime import date, timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone

from corridor.safe import chain, words
from corridor.safe.actions import centres, records
from corridor.safe.actions.acts import acting
from corridor.safe.models import AuditEntry, Ground
from corridor.safe.queries import ground_of
from corridor.safe.tests.people import People, open_centre, sign_in
from corridor.safe.tests.records import Memo, memo  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("memo")]


@pytest.fixture
def dalia(people: People, client: Client) -> Client:
    return sign_in(client, people.dalia)


def acts(count: int, people: People) -> None:
    with acting(people.centre, people.bina.account) as now:
        for number in range(count):
            now.did("read note", f"{number:032x}")


@pytest.mark.parametrize("name", ["bina", "esther", "farida", "hana", "ines", "edith", "lina"])
def test_only_the_coordinator_and_the_worker_representative_read_it(people: People, name: str) -> None:
    client = sign_in(Client(), people.members[name])
    assert client.get("/audit/").status_code == client.post("/audit/").status_code == 404
    for reader in (people.amina, people.dalia):
        assert sign_in(Client(), reader).get("/audit/").status_code == 200
    assert Client().get("/audit/").status_code == 403


def test_acts_stand_newest_first_in_plain_words(people: People, dalia: Client) -> None:
    written = records.write_record(Memo("a secret title"), by=people.bina)
    centres.lock_centre(people.centre, people.esther.account)
    shown = sign_in(Client(), people.dalia).get("/audit/").context["acts"]
    assert [(one["by"], one["did"], one["about"]) for one in shown[:2]] == [
        ("esther", "locked the centre", ""),
        ("bina", "wrote a record (test-line)", written.id[:8]),
    ]
    assert [one["sequence"] for one in shown] == sorted((one["sequence"] for one in shown), reverse=True)
    assert any(one["did"] == "gave somebody the keys of her role" and one["about"] == "dalia" for one in shown)


def test_every_fixed_act_that_is_written_has_its_words() -> None:
    """Whatever a fixed wording `did("...")` in the room says has a sentence of its own on the page."""
    import ast
    from pathlib import Path

    said = set()
    for path in Path(centres.__file__).parents[1].rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())) if "tests" not in path.parts else []:
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "did"
            if named and isinstance(node.args[0], ast.Constant):
                said.add(node.args[0].value)
    assert len(said) > 15
    assert {one for one in said if words.act_told(one) == one} == set()
    assert words.act_told("something else") == "something else"


def test_older_acts_are_asked_for_by_form_and_none_is_missing(people: People, dalia: Client) -> None:
    acts(120, people)
    seen, below = [], None
    while True:
        answer = dalia.get("/audit/") if below is None else dalia.post("/audit/", {"below": below})
        seen += [one["sequence"] for one in answer.context["acts"]]
        below = answer.context["older"]
        if below is None:
            break
    newest = ground_of(people.centre).sequence
    assert seen == list(range(newest, 0, -1))
    for odd in ("x", "", "-1", "9" * 400, "²"):
        assert dalia.post("/audit/", {"below": odd}).status_code == 200


@pytest.mark.parametrize("harm", ["taken out", "changed", "moved", "end cut off"])
def test_what_was_done_to_the_chain_is_told_at_the_top(people: People, dalia: Client, harm: str) -> None:
    entries = AuditEntry.objects.filter(centre=people.centre)
    assert "every act stands in its place" in dalia.get("/audit/").content.decode()
    if harm == "taken out":
        entries.filter(sequence=5).delete()
    elif harm == "changed":
        entries.filter(sequence=5).update(day=date(2020, 1, 1))
    elif harm == "moved":
        entries.filter(sequence=5).update(sealed=entries.get(sequence=6).sealed)
    else:
        entries.filter(sequence__gt=10).delete()
    page = dalia.get("/audit/").content.decode()
    assert "does not hold" in page and "every act stands in its place" not in page


def test_a_chain_with_many_faults_shows_ten_and_counts_the_rest(people: People, dalia: Client) -> None:
    AuditEntry.objects.filter(centre=people.centre).update(day=F("day") - timedelta(days=1))
    answer = dalia.get("/audit/")
    assert len(answer.context["faults"]) == 10 and answer.context["more_faults"] > 0


# A head written down


def check(client: Client, number: object, digits: str) -> tuple[str, bool]:
    context = client.post("/audit/", {"number": str(number), "digits": digits}).context
    return context["compared"], context["good"]


def test_a_head_written_down_still_stands_however_it_is_typed(people: People, dalia: Client) -> None:
    number, _, digits = dalia.get("/audit/").context["head"]
    acts(3, people)
    nepali = digits.translate(str.maketrans("0123456789", "०१२३४५६७८९"))
    for typed in (digits, digits.replace(" ", ""), digits.replace(" ", "-"), nepali):
        assert check(dalia, number, typed)[1] is True
    assert check(dalia, number, digits[:-1] + str((int(digits[-1]) + 1) % 10))[1] is False
    assert check(dalia, number - 1, digits)[1] is False


def test_a_chain_rebuilt_by_the_host_is_seen_by_the_head_on_paper(people: People, dalia: Client) -> None:
    """The host takes out the last acts and mends every number and hash: only the paper knows."""
    number, _, digits = dalia.get("/audit/").context["head"]
    entries = AuditEntry.objects.filter(centre=people.centre)
    entries.filter(sequence__gt=number - 3).delete()
    last = entries.get(sequence=number - 3)
    Ground.objects.filter(centre=people.centre).update(sequence=last.sequence, head=last.hash)
    assert "every act stands in its place" in dalia.get("/audit/").content.decode()
    assert "cut off" in check(dalia, number, digits)[0]
    acts(5, people)
    told, good = check(dalia, number, digits)
    assert "Another act stands at that number" in told and not good


@pytest.mark.parametrize(
    ("number", "digits"), [("", ""), ("x", "1" * 30), ("3", "12345"), ("3", "x" * 30), ("9" * 99, "1" * 30)]
)
def test_a_head_that_is_none_is_told(dalia: Client, number: str, digits: str) -> None:
    told, good = check(dalia, number, digits)
    assert "30 digits" in told and not good


def test_a_head_is_no_comfort_while_the_chain_has_faults(people: People, dalia: Client) -> None:
    number, _, digits = dalia.get("/audit/").context["head"]
    AuditEntry.objects.filter(centre=people.centre, sequence=3).delete()
    told, good = check(dalia, number, digits)
    assert "has faults" in told and not good


# What was kept its time


def aged(people: People, until: int, days: int) -> None:
    """Make the acts up to a number older, chained rightly, as if they had been done then."""
    ground, before = ground_of(people.centre), b""
    for one in AuditEntry.objects.filter(centre=people.centre).order_by("sequence"):
        one.day -= timedelta(days=days if one.sequence <= until else 0)
        one.hash = before = chain.hash_of(before, one.sequence, one.day, bytes(one.sealed))
        one.save()
    ground.head = before
    ground.save()


def test_older_acts_go_and_the_chain_still_holds(people: People, dalia: Client) -> None:
    aged(people, until=10, days=400)
    number, _, digits = dalia.get("/audit/").context["head"]
    old = AuditEntry.objects.get(centre=people.centre, sequence=10)
    before = timezone.localdate() - timedelta(days=366)
    assert centres.checkpoint_chain(people.centre, before) == 10
    ground = ground_of(people.centre)
    assert (ground.checkpoint, bytes(ground.checkpoint_hash)) == (10, bytes(old.hash))
    assert chain.faults(ground) == [] and AuditEntry.objects.filter(centre=people.centre).first().sequence == 11
    assert check(dalia, number, digits)[1] is True, "a later head is still checked"
    assert chain.compare_head(ground, 10, chain.fingerprint(bytes(old.hash)).replace(" ", "")) == chain.HOLDS
    assert "older than what is kept" in check(dalia, 9, digits)[0]
    assert "up to number 10" in dalia.get("/audit/").content.decode()
    assert centres.checkpoint_chain(people.centre, before) == 0


def test_all_acts_may_have_had_their_time(people: People) -> None:
    gone = centres.checkpoint_chain(people.centre, timezone.localdate() + timedelta(days=1))
    assert gone > 20 and chain.faults(ground_of(people.centre)) == []
    acts(2, people)
    assert chain.faults(ground_of(people.centre)) == []


def test_a_chain_with_a_fault_is_kept_as_it_is(people: People) -> None:
    aged(people, until=10, days=400)
    AuditEntry.objects.filter(centre=people.centre, sequence=4).delete()
    count = AuditEntry.objects.count()
    assert centres.checkpoint_chain(people.centre, timezone.localdate() - timedelta(days=366)) == 0
    assert AuditEntry.objects.count() == count and chain.faults(ground_of(people.centre))


def test_a_beginning_cut_off_without_a_checkpoint_is_seen(people: People) -> None:
    AuditEntry.objects.filter(centre=people.centre, sequence__lte=10).delete()
    assert chain.faults(ground_of(people.centre))


def test_another_centres_acts_are_not_shown(people: People, dalia: Client) -> None:
    other = open_centre("Another", "x", outside=False)
    centres.lock_centre(other.centre, other.bina.account)
    assert "locked the centre" not in dalia.get("/audit/").content.decode()
