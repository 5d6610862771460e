"""Rates, wages, fee rules and deadlines that an installation enters: what rules reckon with from then on."""

from datetime import date
from decimal import Decimal

import pytest

from corridor.access.actions import open_account
from corridor.access.queries import history
from corridor.programme import queries, standing
from corridor.programme.actions import FaultyRecord, add_record, correct_record
from corridor.programme.models import Record
from corridor.reference.exchange_rates import Missing, rate_at
from corridor.reference.shelf import shelf

pytestmark = pytest.mark.django_db

CITED = ("OWN Central Bank of Jordan, rates of 2 March 2026",)
RATE = {"currency": "JOD", "other": "NPR", "rate": 192.5, "valid_from": "2026-03-02", "fixed": False, "source": CITED}
WAGE = {
    **{"label": "Minimum wage of the garment sector", "wage_kind": "minimum", "countries": ("JOR",)},
    **{"sectors": ("garment",), "applies": True, "amount": 240, "currency": "JOD", "period": "month"},
    **{"valid_from": "2026-01-01", "source": ("OWN Official Gazette of Jordan, no. 5000",)},
}
DEADLINE = {
    **{"label": "Appeal", "meaning": "an appeal is with the court", "deadline_kind": "claim-lapses"},
    **{"runs_from": "decision", "days": 10, "working_days": False, "source": ("OWN Labour Code, art. 1",)},
}
FORM = {
    **{"currency": "jod", "rate": "192.5", "other": "npr", "valid_from": "2026-03-02", "fixed": "no", "seen": "0"},
    **{"source": CITED[0], "valid_until": "", "flag": ""},
}
DAY = date(2026, 3, 9)


@pytest.fixture
def coordinator_client(people, client, signed_in):
    return signed_in(client, people.amina)


def added(kind, values, by, capture):
    with capture(execute=True):
        return add_record(kind, values, by=by)


def test_a_rate_is_reckoned_with_at_once_and_says_where_it_is_from(editor, django_capture_on_commit_callbacks):
    assert isinstance(rate_at("JOD", "NPR", DAY), Missing)
    id = added("exchange_rates", RATE, editor, django_capture_on_commit_callbacks)
    found = rate_at("JOD", "NPR", DAY)
    assert (id, found.value, found.sources) == ("JOD-NPR-2026-03-02", Decimal("192.5"), CITED)
    assert shelf().get("exchange_rates", id).label == "1 JOD = 192.5 NPR"


def test_another_process_reads_what_was_written_at_its_next_request(editor, client, django_capture_on_commit_callbacks):
    standing.begin()
    added("exchange_rates", RATE, editor, django_capture_on_commit_callbacks)
    standing.begin()  # as another process that has not seen it
    assert isinstance(rate_at("JOD", "NPR", DAY), Missing)
    client.get("/shelf/")
    assert rate_at("JOD", "NPR", DAY).value == Decimal("192.5")


def test_a_process_that_begins_reads_what_was_written_before(editor, client, monkeypatch):
    Record.objects.create(kind="exchange_rates", record_id="JOD-NPR-2026-03-02", values=RATE | {"label": "one"})
    monkeypatch.setattr(standing, "_seen", standing.UNREAD)
    client.get("/shelf/")
    assert rate_at("JOD", "NPR", DAY).value == Decimal("192.5")


def test_what_was_taken_back_is_not_reckoned_with(editor):
    add_record("exchange_rates", RATE, by=editor)  # the transaction of this test never ends well
    assert isinstance(rate_at("JOD", "NPR", DAY), Missing)


def test_a_page_comes_although_the_table_can_not_be_asked(client, monkeypatch):
    from django.db import OperationalError

    def gone():
        raise OperationalError("gone")

    monkeypatch.setattr(standing, "_seen", standing.UNREAD)
    monkeypatch.setattr(standing, "dated", gone)
    assert client.get("/shelf/").status_code == 200
    assert standing._seen == standing.UNREAD, "it is tried again"


@pytest.mark.parametrize(
    ("kind", "values", "wrong", "field", "expected"),
    [
        ("exchange_rates", RATE, {"currency": "JOY"}, "currency", "ISO 4217"),
        ("exchange_rates", RATE, {"other": "JOD"}, "other", "another currency"),
        ("exchange_rates", RATE, {"rate": 0}, "rate", "above zero"),
        ("exchange_rates", RATE, {"rate": -3}, "rate", "above zero"),
        ("exchange_rates", RATE, {"rate": None}, "rate", "how much"),
        ("exchange_rates", RATE, {"valid_from": "2026-02-31"}, "valid_from", "that there is"),
        ("exchange_rates", RATE, {"valid_until": "2026-01"}, "valid_until", "or later"),
        ("exchange_rates", RATE, {"source": ()}, "source", "where it comes from"),
        ("exchange_rates", RATE, {"source": ("GK a newspaper",)}, "flag", "doubtful"),
        ("reference_wages", WAGE, {"currency": None}, "currency", "currency of the amount"),
        ("reference_wages", WAGE, {"period": None}, "period", "period of the amount"),
        ("reference_wages", WAGE, {"amount": None}, "amount", "applies"),
        ("reference_wages", WAGE, {"amount": -1}, "amount", "above zero"),
        ("reference_wages", WAGE, {"in_kind_most": 25}, "in_kind_most", "between 0 and 1"),
        ("reference_wages", WAGE, {"hours_a_week": 200}, "hours_a_week", "168"),
        ("reference_wages", WAGE, {"household": True}, "earners", "how many"),
        ("deadlines", DEADLINE, {"months": 1}, "days", "one of the two"),
        ("deadlines", DEADLINE, {"days": None}, "days", "one of the two"),
        ("deadlines", DEADLINE, {"days": 0}, "days", "above zero"),
    ],
)
def test_what_can_not_be_reckoned_with_is_refused(editor, kind, values, wrong, field, expected):
    with pytest.raises(FaultyRecord) as refused:
        add_record(kind, values | wrong, by=editor)
    assert (field, True) in [(where, expected in what) for where, _, what in refused.value.faults]
    assert not Record.objects.exists()


def test_each_kind_gets_an_id_and_a_line_of_history(editor):
    rule = {"label": "Visa fee", "items": ("visa",), "charge_class": "related-cost", "source": ("OWN a circular",)}
    assert add_record("reference_wages", WAGE, by=editor) == "own-1001"
    assert add_record("reference_wages", WAGE, by=editor) == "own-1002"
    assert add_record("fee_rules", rule, by=editor) == "own-1001"
    assert add_record("deadlines", DEADLINE, by=editor) == "own-1001"
    assert history("reference_wages", "own-1002").get().by == editor


def test_every_entry_of_the_shelf_could_be_corrected(editor):
    for kind in queries.DATED:
        for entry in shelf().all(kind):
            assert correct_record(kind, entry.id, entry.values | {"flag": "Looked at again."}, by=editor, seen=0)


def test_the_day_of_a_rate_is_not_changed_into_another(editor):
    id = add_record("exchange_rates", RATE, by=editor)
    with pytest.raises(FaultyRecord, match="another rate"):
        correct_record("exchange_rates", id, RATE | {"valid_from": "2026-03-03"}, by=editor, seen=1)
    assert correct_record("exchange_rates", id, RATE | {"rate": 193}, by=editor, seen=1)
    assert queries.record("exchange_rates", id).label == "1 JOD = 193 NPR"


def test_a_coordinator_enters_a_rate_in_her_browser(coordinator_client, django_capture_on_commit_callbacks):
    assert b"/reference/exchange_rates/add/" in coordinator_client.get("/shelf/exchange_rates/").content
    assert coordinator_client.get("/reference/exchange_rates/add/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        answer = coordinator_client.post("/reference/exchange_rates/add/", FORM)
    assert (answer.status_code, answer["Location"]) == (302, "/shelf/exchange_rates/JOD-NPR-2026-03-02/")
    page = coordinator_client.get(answer["Location"]).content.decode()
    assert "192.5" in page and "/reference/exchange_rates/JOD-NPR-2026-03-02/correct/" in page
    assert rate_at("NPR", "JOD", DAY).value == 1 / Decimal("192.5")
    again = coordinator_client.post("/reference/exchange_rates/add/", FORM)
    assert again.status_code == 422 and "JOD-NPR-2026-03-02 can be corrected" in again.content.decode()


def test_what_was_typed_stays_beside_what_is_wrong(coordinator_client):
    answer = coordinator_client.post("/reference/exchange_rates/add/", FORM | {"rate": "many", "other": "rupees"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "many" in page and "RUPEES" in page.upper() and "a number" in page


def test_two_who_correct_at_once_are_told_of_each_other(coordinator_client, people):
    id = add_record("exchange_rates", RATE, by=people.amina.account)
    correct_record("exchange_rates", id, RATE | {"rate": 190}, by=people.amina.account, seen=1)
    answer = coordinator_client.post(f"/reference/exchange_rates/{id}/correct/", FORM | {"seen": "1", "rate": "195"})
    assert answer.status_code == 409 and "190" in answer.content.decode() and "195" in answer.content.decode()


@pytest.mark.parametrize("address", ["/reference/exchange_rates/add/", "/reference/deadlines/x/correct/"])
def test_a_caseworker_and_the_public_do_not_write_them(people, client, signed_in, address):
    assert client.get(address).status_code == 403
    signed_in(client, people.chandra)
    assert client.get(address).status_code == 404
    assert b"/reference/exchange_rates/add/" not in client.get("/shelf/exchange_rates/").content


@pytest.mark.parametrize(
    "address", ["/reference/projects/add/", "/reference/lessons/add/", "/reference/deadlines/nothing/correct/"]
)
def test_other_kinds_and_unknown_entries_are_not_there(editor_client, address):
    assert editor_client.get(address).status_code in {403, 404}
    assert editor_client.post(address, {}).status_code in {403, 404}


@pytest.mark.parametrize("address", ["/programme/exchange_rates/add/", "/programme/deadlines/x/correct/"])
def test_they_have_a_door_of_their_own(editor_client, address):
    assert editor_client.get(address).status_code in {403, 404}


def test_what_was_entered_is_found_by_searching(editor, client):
    add_record("reference_wages", WAGE | {"label": "Least pay of the zinnia works"}, by=editor)
    assert "zinnia" in client.get("/search/?q=zinnia").content.decode()


def test_an_account_without_a_centre_may_be_an_editor_of_them(db):
    assert add_record("exchange_rates", RATE, by=open_account("nour", "editor")) == "JOD-NPR-2026-03-02"
