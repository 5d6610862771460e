"""What came of a case for each of its workers: her amounts, what is still open, and how it ended for who left."""

from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from corridor.centre.actions import cases
from corridor.centre.actions.cases import Leaving
from corridor.centre.contents import Case, CaseWorker, Grievance, Remedy
from corridor.centre.reading import case_view
from corridor.centre.results import GIVEN_UP, OPEN, Result, Results, Sum, results, sums_of
from corridor.centre.timeline import events
from corridor.journey.contents import Name, Worker
from corridor.safe import queries
from corridor.safe.actions.records import write_record
from corridor.safe.content import read_fields, to_plain
from corridor.safe.faults import Unfit
from corridor.safe.tests.people import People, sign_in

pytestmark = pytest.mark.django_db
JOD = "JOD"


def line(step: str, amount: int | None = None, **more: Any) -> Remedy:
    worth = None if amount is None else Decimal(amount)
    return Remedy(**{"case": "c", "grievance": "g", "worker": "w", "currency": JOD} | more, step=step, amount=worth)


def a_case(people: People, *names: str) -> tuple[str, dict[str, str]]:
    """A case with a grievance and these workers; returns its id and their ids."""
    ids = {name: write_record(Worker(f"kiba-{name}", (Name(name),)), by=people.bina).id for name in names}
    rows = tuple(CaseWorker(id, name, joined=date(2026, 1, 5)) for name, id in ids.items())
    return write_record(Case("fulu-sadu-5", "Blue door", rows, opened=date(2026, 1, 5)), by=people.bina).id, ids


def enter(people: People, case: str, *lines: Remedy) -> None:
    grievance = cases.add_to_case(case, Grievance(case, "unpaid-wages"), by=people.bina, form="g").id
    for number, one in enumerate(lines):
        kept = {each.name: getattr(one, each.name) for each in fields(one)} | {"case": case}
        kept |= {"grievance": grievance} if one.grievance == "g" else {}
        cases.add_to_case(case, Remedy(**kept), by=people.bina, form=str(number))


def found(people: People, case: str) -> Results:
    read = queries.reading(people.bina, "read_case")
    entry = read.get(case)
    assert entry
    return results(case_view(read, entry, {}))


def known(row: Result | None) -> dict[str, int]:
    assert row
    return {label: int(one.known) for label, one in row.cells if one.known is not None}


def page(people: People, case: str) -> str:
    return sign_in(Client(), people.bina).get(f"/cases/{case}/").content.decode()


def amount(number: int) -> Sum:
    return Sum(Decimal(number))


UNKNOWN = Sum(unknown=True)


@pytest.mark.parametrize(
    ("lines", "still"),
    [
        ([line("claimed", 900)], amount(900)),
        ([line("entitled", 1800), line("claimed", 1000), line("received", 400), line("received", 200)], amount(1200)),
        ([line("claimed", 1800), line("offered", 1000, given_up=Decimal(800)), line("received", 600)], amount(400)),
        ([line("awarded", 1000, given_up=Decimal(800)), line("received", 600)], amount(400)),
        ([line("awarded", 1000), line("received", 600, given_up=Decimal(400))], amount(0)),
        ([line("claimed", 100), line("received", 150)], amount(0)),
        ([line("claimed", 100), line("claimed", 300)], amount(300)),
        ([line("claimed")], UNKNOWN),
        ([line("claimed", 100), line("received")], UNKNOWN),
        ([line("claimed", 100), line("received", 40, gives_up="the overtime")], UNKNOWN),
        ([line("received", 50)], Sum()),
        ([line("offered", 50)], Sum()),
    ],
)
def test_what_is_still_open(lines: list[Remedy], still: Sum) -> None:
    assert sums_of(lines)[OPEN] == still


def test_an_amount_that_is_not_known_is_said_and_never_counted_as_nothing() -> None:
    sums = sums_of([line("received", 400), line("received"), line("offered", gives_up="The complaint")])
    assert sums["received"] == Sum(Decimal(400), unknown=True)
    assert sums["offered"] == UNKNOWN == sums[GIVEN_UP]


def test_each_worker_has_a_line_and_one_currency_a_total(people: People) -> None:
    case, ids = a_case(people, "Maya", "Sita", "Goma")
    maya, sita = ids["Maya"], ids["Sita"]
    given = {"given_up": Decimal(450)}
    enter(
        people,
        case,
        line("entitled", 1800, worker=maya),
        line("claimed", 500, worker=maya, grievance="another"),
        line("received", 600, worker=maya),
        line("claimed", 900, worker=sita),
        line("received", 450, worker=sita, **given),
        line("claimed", worker=sita, kind="document", currency=""),
        line("received", worker=sita, kind="document", currency=""),
    )
    shown = found(people, case)
    assert [(one.called, one.currency) for one in shown.rows] == [("Maya", JOD), ("Sita", JOD)]
    assert known(shown.rows[0]) == {"Entitled": 1800, "Claimed": 500, "Received": 600, "Still open": 1700}
    assert known(shown.rows[1]) == {"Claimed": 900, "Received": 450, "Still open": 0, "Given up": 450}
    assert shown.rows[1].things == ("Papers given back: Received",) and shown.rows[0].things == ()
    assert known(shown.total) == {
        **{"Entitled": 1800, "Claimed": 1400, "Received": 1050},
        **{"Still open": 1700, "Given up": 450},
    }
    assert [one.called for one in shown.silent] == ["Goma"]
    told = page(people, case)
    table = told.split("Result for each worker")[1].split("</table>")[0]
    assert "as-cards" in table and 'data-label="Still open"' in table, "on a phone each line is a card that says what"
    assert "no-print" not in table and "Papers given back: Received" in table and "Total" in table
    assert '<bdi translate="no">Goma</bdi>: Nothing was entered yet.' in told


def test_currencies_are_never_added(people: People) -> None:
    case, ids = a_case(people, "Maya")
    maya = ids["Maya"]
    enter(people, case, line("claimed", 100, worker=maya), line("claimed", 5000, worker=maya, currency="NPR"))
    shown = found(people, case)
    assert [(one.currency, known(one)["Claimed"]) for one in shown.rows] == [(JOD, 100), ("NPR", 5000)]
    assert shown.total is None
    assert "5\u202f100" not in page(people, case) and ">Total<" not in page(people, case)


def test_what_is_not_known_stands_on_the_page_in_words(people: People) -> None:
    case, ids = a_case(people, "Maya")
    hers = {"worker": ids["Maya"]}
    enter(people, case, line("claimed", **hers), line("received", 400, **hers), line("received", **hers))
    table = page(people, case).split("Result for each worker")[1].split("</table>")[0]
    assert 'data-label="Claimed">Not known</td>' in table and 'data-label="Still open">Not known</td>' in table
    assert "400</bdi> <span" in table and "and an amount not known" in table


def leave(people: People, case: str, worker: str, **said: str) -> Any:
    return sign_in(Client(), people.bina).post(f"/cases/{case}/workers/{worker}/leave/", said)


def test_leaving_says_how_it_ended_for_her_and_her_own_word(people: People) -> None:
    case, ids = a_case(people, "Maya", "Goma")
    goma = ids["Goma"]
    enter(people, case, line("received", 300, worker=goma))
    for said in ({}, {"why": "She goes home"}, {"outcome": "nonsense"}):
        answer = leave(people, case, goma, **said)
        assert answer.status_code == 422 and said.get("why", "") in answer.content.decode()
    with pytest.raises(Unfit):
        cases.leave_case(case, goma, Leaving(""), by=people.bina)
    words = "It is enough for me. <b>"
    assert leave(people, case, goma, outcome="settled", her_view="better", her_words=words).status_code == 302
    read = queries.reading(people.bina, "read_case")
    entry: Any = read.get(case)
    row = next(one for one in entry.content.workers if one.worker == goma)
    assert (row.outcome, row.her_view, row.her_words, row.left) == ("settled", "better", words, timezone.localdate())
    [told] = [one for one in events(case_view(read, entry, {}), read) if str(one.label) == "She leaves"]
    assert [text for _, text in told.facts] == ["Goma", "Settled", "Better", words]
    shown = page(people, case)
    assert shown.count("Settled · How she sees it: Better") == 2, "beside her name, and beside her amounts"
    listed = sign_in(Client(), people.bina).get(f"/cases/{case}/workers/").content.decode()
    assert "It is enough for me. &lt;b&gt;" in listed and "Settled" in listed


def test_who_left_before_this_was_asked_is_still_read(people: People) -> None:
    new = {"word", "asked_on", "asked_by", "how", "language", "outcome", "her_view", "her_words"}
    row = {
        name: value
        for name, value in to_plain(CaseWorker("11111111-1111-4111-8111-111111111111", "Maya")).items()
        if name not in new
    }
    plain = to_plain(Case("kiba")) | {"workers": [row | {"left": "2026-02-01", "why_left": "She went home"}]}
    case = read_fields(Case, plain)
    [left] = case.workers
    assert left == CaseWorker(
        "11111111-1111-4111-8111-111111111111", "Maya", left=date(2026, 2, 1), why_left="She went home"
    )
    id = write_record(case, by=people.bina).id
    assert "She went home" in page(people, id)
