"""What the tests of exports share: a case with one of everything, a file opened again, what was chained."""

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from django.test import Client
from pyzipper import AESZipFile

from corridor.centre.contents import (
    Action,
    Answer,
    Assessment,
    Case,
    CaseNote,
    CaseWorker,
    FollowUp,
    Grievance,
    Proceeding,
    ProceedingStep,
    Remedy,
    Respondent,
    Retaliation,
    RiskTalk,
)
from corridor.centre.tests.roads import road_of
from corridor.field.contents import Report
from corridor.journey.contents import (
    Consent,
    Contact,
    Journey,
    Name,
    Party,
    Referral,
    Stage,
    Withdrawal,
    Worker,
)
from corridor.journey.when import MONTH, When
from corridor.safe import chain
from corridor.safe.actions.records import write_record
from corridor.safe.content import Content
from corridor.safe.tests.people import People

WORDS = "bamo tiru kelo vasu nipe"
Files = dict[str, bytes]


def opened(data: bytes, words: str = WORDS) -> Files:
    """What is in the file, without its folder."""
    with AESZipFile(BytesIO(data)) as packed:
        packed.setpassword(words.encode())
        return {name.removeprefix("export/"): packed.read(name) for name in packed.namelist()}


def rows(files: Files, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(files[name].decode("utf-8-sig"), newline="")))


def acts(people: People) -> list[tuple[str, str, str]]:
    return [(act.by, act.did, act.about) for act in chain.acts(people.dalia)]


def filled(people: People, mark: str) -> tuple[str, dict[str, Content]]:
    """A case with one of everything, each saying `mark`; its id, and its records by id."""
    made: dict[str, Content] = {}

    def write(content: Content) -> str:
        id = write_record(content, by=people.bina).id
        made[id] = content
        return id

    party = write(Party("household", (f"{mark} party",), country="JOR"))
    met = write(Party("person", (f"{mark} met on the way",)))
    contact = Contact("call", "+962 7 0000 0000", ("mon", "tue"), say=f"{mark} say")
    maya = write(Worker(f"{mark}-1", (Name(f"{mark} Maya"),), (contact,), languages=("ne",), nationality="NPL"))
    allowed = write(Consent(maya, "referral", f"{mark} office", ("names",), on=date(2026, 1, 5)))
    write(Withdrawal(maya, allowed, said=f"{mark} no more"))
    write(Journey(maya, "NPL", "JOR", stages=(Stage("transit", f"{mark} Delhi", party=met),)))
    made.update(road_of(maya, people.bina, mark, write(Party("organisation", (f"{mark} agency",)))).made)
    since = When(f"{mark} May 2025", exact=MONTH, first=date(2025, 5, 1), last=date(2025, 5, 31))
    seat = CaseWorker(maya, f"{mark} Maya", joined=date(2026, 1, 5))
    lead = people.bina.account.key
    case = write(Case(f"{mark}-7", f"{mark} house", (seat,), "JOR", lead=lead, opened=date(2026, 1, 5)))
    write(Report("pay", f"{mark} report", case=case))
    chain_of = (Respondent("employer", party, f"{mark} family", "JOR"), Respondent("sponsor", "", f"{mark} sponsor"))
    grievance = write(Grievance(case, "unpaid-wages", begin=since, wants=f"{mark} pay", respondents=chain_of))
    write(RiskTalk(case, maya, ("dismissal", "detention"), "ne", "waits", f"{mark} afraid"))
    write(Action(case, "call", f"{mark} call", lead, date(2026, 2, 1)))
    write(CaseNote(case, f"=HYPERLINK({mark})"))
    write(Proceeding(case, "court", f"{mark} court", steps=(ProceedingStep("filed", date(2026, 3, 1), f"{mark} f"),)))
    write(Retaliation(case, "worker", "threats", told=f"{mark} threat"))
    write(Remedy(case, grievance, maya, "received", amount=Decimal("1250.50"), currency="JOD", what=f"{mark} cash"))
    write(FollowUp(case, maya, date(2026, 6, 1), wage=Decimal("300"), said=f"{mark} better"))
    write(Referral(case, maya, f"{mark} shelter", kind="service-kind.shelter", what=("names",)))
    return case, made


def assess(people: People, case: str, mark: str) -> str:
    seen = Assessment(case, "", (Answer("FLI-01", "present", f"{mark} seen"),), reasons=f"{mark} reasons")
    return write_record(seen, by=people.bina).id


def everything(files: Files) -> str:
    return "\n".join(data.decode("utf-8", "replace") for data in files.values())


def fetched(client: Client, address: str, page: Any) -> Any:
    """Send the form of the page with the words."""
    return client.post(address, dict(page.context["carried"]))
