"""Two centres that know each other, and a worker with a case in one of them; nobody in it exists."""

import html
import re
from dataclasses import dataclass

from django.test import Client
from django.utils import timezone

from corridor.centre.actions import cases
from corridor.centre.contents import Case, CaseWorker, Grievance, Respondent
from corridor.journey.actions.consents import add_consent
from corridor.journey.contents import Consent, Contact, Name, Paper, Party, Worker
from corridor.safe import queries
from corridor.safe.actions.records import write_record
from corridor.safe.casebook import Reading
from corridor.safe.keys import Member
from corridor.safe.tests.people import People, open_centre, sign_in
from corridor.safe.tests.test_packets import introduce

NAME, NUMBER, PHONE = "Tamang", "N7730021", "+977 980 111"


@dataclass
class Two:
    """here: the centre that asks. there: the one that is asked; `to` its card in the records of the first."""

    here: People
    there: People
    to: str
    worker: str
    case: str
    grievance: str
    party: str

    @property
    def bina(self) -> Member:
        return self.here.bina

    def known(self, there: bool = False) -> Reading:
        return queries.reading((self.there if there else self.here).bina, "refer_worker")

    def client(self, there: bool = False) -> Client:
        return sign_in(Client(), (self.there if there else self.here).bina)

    def consent(self, *what: str, purpose: str = "referral", to: str = "", **more: object) -> str:
        recipient = to or "Centre in the city"
        entry = Consent(self.worker, purpose, recipient, what, on=timezone.localdate())
        entry = Consent(**{**vars(entry), **more})
        return add_consent(self.worker, entry, by=self.bina, form=f"{what} {purpose} {recipient} {more}").id

    def asked(self, step: str, **more: object) -> dict[str, object]:
        """The form of a referral to the other centre."""
        whom = {"form": "f1", "worker": self.worker, "to": self.to, "purpose": "referral", "step": step}
        return {**whom, "text": "Please help her to claim her pay.", "way": "system", "what": ["called"], **more}


def two_centres(people: People) -> Two:
    city = open_centre("Centre in the city", "city-", outside=False)
    to = introduce(people.bina, city.bina).id
    introduce(city.bina, people.bina)
    names = (Name("Maya"), Name(f"Maya {NAME}", "document"))
    contacts = (Contact("call", PHONE),)
    person = Worker("kiba-tomu-7", names, contacts, papers=(Paper("passport", NUMBER),), origin="Ilam")
    worker = write_record(person, by=people.bina).id
    rows = (CaseWorker(worker, f"Maya {NAME}"), CaseWorker("22222222-2222-4222-8222-222222222222", "Sunita"))
    case = write_record(Case("nepa-lisu-4", "Maya", rows, "JOR", "Irbid"), by=people.bina).id
    party = write_record(Party("organisation", ("Golden Needle",)), by=people.bina).id
    told = f"Maya {NAME} and Sunita were not paid by Golden Needle. Her passport is {NUMBER}."
    respondents = (Respondent("employer", party, "Golden Needle"),)
    part = Grievance(case, "unpaid-wages", told=told, wants="My pay", respondents=respondents, note="inside")
    grievance = cases.add_to_case(case, part, by=people.bina, form="g").id
    return Two(people, city, to, worker, case, grievance, party)


def shown(page: str, id: str) -> str:
    """The text that a page shows under this id, exactly."""
    found = re.search(rf'<pre[^>]* id="{id}">(.*?)</pre>', page, re.DOTALL)
    return html.unescape(found[1]) if found else ""


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]+)"', page)
    assert found, page
    return found[1]
