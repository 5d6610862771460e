"""The road before the grievance, as Maya tells it to Bina: who promised what, what it cost, the debt, the work; and the
one line in which it stands beside the grievance and what she received. Everybody in it is made up.
"""

from tests.served import Person

BROKER, EMPLOYER = "Local broker: Didi of the bazaar", "Principal employer: The house on the hill"


def tells_her_road(bina: Person, worker: str) -> None:
    """A broker promised 400 a month, the contract said 300, the house paid 200 and then nothing."""
    adds(bina, worker, "journey", origin="NPL", destination="JOR", sector="domestic-work")
    adds(bina, worker, "recruitment-chain", label="Through the bazaar", came_off="yes")
    adds(bina, worker, "hop", role="local-broker", name="Didi of the bazaar", contact="came-to-her", licensed="no")
    adds(bina, worker, "hop", role="principal-employer", name="The house on the hill", follows=[BROKER])
    job = {"currency": "JOD", "period": "month", "country": "JOR"}
    adds(bina, worker, "terms", side="said", hop=BROKER, wage="400", hours_a_week="48", **job)
    adds(bina, worker, "terms", side="signed", hop=BROKER, wage="٣٠٠", hours_a_week="48", **job)
    adds(bina, worker, "terms", side="was", hop=EMPLOYER, wage="200", hours_a_week="84", **job)
    adds(bina, worker, "charge", item="broker-service", hop=BROKER, amount="40,000", currency="NPR", payer="worker")
    lent = {"amount": "60000", "currency": "NPR", "on": "2024-04-02", "instalment": "1500"}
    interest = {"rate": "3", "rate_period": "month", "rate_kind": "simple"}
    adds(bina, worker, "loan", borrower="worker", lender_kind="moneylender", purpose="recruitment", **lent, **interest)
    worked = {"pay": "200", "hours_a_week": "84", "begin": "April 2024", "sector": "domestic-work", "live_in": "yes"}
    adds(bina, worker, "spell", kind="paid-work", employer_name="The house on the hill", **worked, **job)


def adds(bina: Person, worker: str, part: str, **said: object) -> None:
    """Something new in her file; hops are named by what they are called."""
    bina.goto(f"{worker}add/{part}/")
    if follows := said.pop("follows", None):
        for one in follows:  # type: ignore[attr-defined]
            bina.page.get_by_label(one).check()
    bina.fills(**said)
    bina.press("Keep it")
    assert "It is kept." in bina.reads(), bina.reads()


def stands_in_one_line(reader: Person, worker: str) -> None:
    """What the road did to each term, that the loan can not be repaid, and all of it in the line of her time."""
    assert reader.goto(f"{worker}recruitment/") == 200
    road = " ".join(reader.reads().split())
    for told in (
        "25 % less",
        "50 % less",
        "75 % more",
        "40,000 NPR",
        "never: each payment is no more than the interest",
    ):
        assert told in road, told
    assert reader.goto(f"{worker}line/") == 200
    line = " ".join(reader.reads().split())
    for told in ("400 JOD", "300 JOD", "200 JOD", "60,000 NPR", "Broker", "Wages not paid", "Received"):
        assert told.lower() in line.lower(), told
