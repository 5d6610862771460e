"""Her net pay of a month, and her debts beside it."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from corridor.journey.actions import workers
from corridor.journey.contents import Journey, Name, Worker
from corridor.recruitment.contents import Loan
from corridor.recruitment.net_pay import PayOfWork
from corridor.safe.actions import records
from corridor.safe.notebook.forms import new_form
from corridor.safe.tests.people import People, sign_in
from corridor.work.contents import Spell
from corridor.work.net_pay import of_spells
from corridor.work.tests.spells import TODAY, on, spell

AT_200 = {"pay": "200", "currency": "JOD", "period": "month"}


def net(*spells: Spell) -> PayOfWork:
    found = of_spells(spells, TODAY)
    assert found
    return found


def test_what_is_held_back_is_not_in_her_hand() -> None:
    found = net(spell(**AT_200, job="maid", country="JOR", begin=on("2025-01-01"), deductions=[("food", "20")]))
    assert (found.amount, found.currency) == (180, "JOD") and "200 JOD − 20 JOD = 180 JOD" in found.steps
    assert found.of.startswith("maid, Jordan, ")


def test_present_work_goes_before_work_that_began_later_and_is_over() -> None:
    present = spell(**AT_200, begin=on("2024-01-01"))
    over = spell(pay="900", currency="JOD", period="month", begin=on("2025-01-01"), end=on("2025-02-28"))
    assert net(over, present).amount == 200
    assert net(over, spell(**AT_200, begin=on("2023-01-01"), end=on("2023-12-31"))).amount == 900, "else the last"


def test_work_that_has_not_begun_and_unpaid_work_pay_nothing() -> None:
    coming, care = spell(**AT_200, begin=on("2027-01-01")), spell(kind="care", begin=on("2025-01-01"))
    assert of_spells([coming, care], TODAY) is None


def test_two_jobs_at_once_count_together_and_one_unknown_is_not_the_other_alone() -> None:
    one, other = spell(**AT_200, begin=on("2025-01-01")), {"begin": on("2025-02-01")}
    assert net(one, spell(**{**AT_200, "pay": "50"}, **other)).amount == 250
    unknown = net(one, spell(**other))
    assert unknown.amount is None and unknown.why == ("no pay was entered",)
    mixed = net(one, spell(pay="50", currency="USD", period="month", **other))
    assert mixed.amount is None, "two currencies are never added"


def test_a_deduction_of_unknown_size_leaves_net_pay_unknown() -> None:
    found = net(spell(**AT_200, begin=on("2025-01-01"), deductions=[("agency", "")]))
    assert found.amount is None and "how much is held back for agency" in found.why[0]


def file(people: People, *spells: Spell, nationality: str = "NPL") -> str:
    id = records.write_record(Worker("kiba-tumu-2", (Name("Sita"),), nationality=nationality), by=people.bina).id
    for one in spells:
        part = Spell(**{**vars(one), "worker": id})
        workers.add_part(id, part, by=people.bina, form=new_form())
    return id


def lent(people: People, id: str, **more: Any) -> str:
    said = {"borrower": "worker", "amount": Decimal(900), "currency": "JOD", "on": on("2025-01-05")} | more
    loan = Loan(worker=id, **({"rate_kind": "none", "instalment": Decimal(50)} | said))
    return workers.add_part(id, loan, by=people.bina, form=new_form()).id


def pages(people: People, id: str, loan: str) -> list[str]:
    """Her road, and the page of one debt."""
    client = sign_in(Client(), people.members["bina"])
    found = [client.get(f"/workers/{id}/{one}/").content.decode() for one in ("recruitment", f"debt/{loan}")]
    return [" ".join(one.split()) for one in found]


def fact(page: str, name: str) -> str:
    found = re.search(rf"<dt>{name}</dt><dd><bdi>(.*?)</bdi>", page)
    return found[1] if found else ""


MAID = spell(**AT_200, job="maid", country="JOR", begin=on("2025-01-01"), deductions=[("food", "20")])


@pytest.mark.django_db
def test_a_debt_stands_beside_her_net_pay_on_both_pages(people: People) -> None:
    """900 / 180 = 5 months; 50 / 180 = 27.8 per cent."""
    at_home = spell(**{**AT_200, "pay": "5"}, country="NPL", begin=on("2025-06-01"))
    id = file(people, MAID, at_home)
    loan = lent(people, id)
    for page in pages(people, id, loan):
        assert "<strong><bdi>180 JOD</bdi></strong>" in page and "maid, Jordan" in page
        assert fact(page, "In months of net pay") == "5" and fact(page, "Share of net pay each month") == "27.8 %"
    debt = pages(people, id, loan)[1]
    assert re.search(r'name="pay" value="180"', debt) and '<option value="JOD" selected>' in debt


@pytest.mark.django_db
def test_without_pay_it_says_what_is_missing(people: People) -> None:
    nothing = file(people)
    silent = file(people, spell(country="JOR", begin=on("2025-01-01")))
    for id, why in ((nothing, "her net pay is not known"), (silent, "no pay was entered")):
        for page in pages(people, id, lent(people, id)):
            assert f"<strong><bdi>Cannot be known because {why}.</bdi></strong>" in page
            assert fact(page, "In months of net pay") == "Cannot be known because her net pay is not known."


@pytest.mark.django_db
def test_the_debt_of_kin_is_not_set_beside_her_pay(people: People) -> None:
    id = file(people, MAID)
    for page in pages(people, id, lent(people, id, borrower="kin")):
        assert "180 JOD" not in page and not fact(page, "In months of net pay")
        assert 'name="pay" value' not in page


@pytest.mark.django_db
def test_debt_and_pay_in_two_currencies_name_the_rate(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """180,000 NPR at 200 NPR a JOD are 900 JOD: 5 months of 180 JOD."""
    from corridor.recruitment import telling_loans
    from corridor.reference.exchange_rates import Rate
    from corridor.reference.shelf import shelf

    row = shelf().all("exchange_rates")[0]
    rate = Rate("NPR", "JOD", TODAY, Decimal(1), Decimal(200), (row,), old=True)
    monkeypatch.setattr(telling_loans, "rate_at", lambda *_: rate)
    id = file(people, MAID)
    for page in pages(people, id, lent(people, id, amount=Decimal(180000), currency="NPR")):
        assert fact(page, "In months of net pay") == "5" and str(row.label) in page and "more than 60 days old" in page


@pytest.mark.django_db
def test_without_a_rate_it_cannot_be_known(people: People) -> None:
    id = file(people, MAID)
    for page in pages(people, id, lent(people, id, currency="XOF")):
        assert fact(page, "In months of net pay").startswith("Cannot be known because debt and pay are in two")


@pytest.mark.django_db
def test_home_is_where_her_journey_began(people: People) -> None:
    id = file(people, nationality="")
    went = workers.add_part(id, Journey(id, "NPL", "JOR"), by=people.bina, form=new_form()).id
    begun = on("2025-01-01")
    for country, pay in (("JOR", "200"), ("NPL", "5")):
        said = {**AT_200, "pay": pay, "country": country, "journey": went, "begin": begun}
        workers.add_part(id, Spell(**{**vars(spell(**said)), "worker": id}), by=people.bina, form=new_form())
    assert "<strong><bdi>200 JOD</bdi></strong>" in pages(people, id, lent(people, id))[0]
