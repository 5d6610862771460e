"""Made-up returns of kinds of facts that really are counted, and the officer's browser, for tests of pages."""

from datetime import date

from django.test import Client

from corridor.figures.actions.taking import know_centre, take_return
from corridor.figures.models_programme import TakenReturn
from corridor.figures.programme_queries import closed_quarters, latest_day
from corridor.figures.returns import Return, ReturnedSet
from corridor.figures.rounding import Cell
from corridor.figures.tests.returned import Sender
from corridor.journey.facts import FACTS
from corridor.safe.tests.people import People, sign_in

GRIEVANCES: dict[Cell, int] = {("unpaid-wages", "NPL-JOR"): 30, ("unpaid-wages", "BGD-JOR"): 22}
WOMEN = 52


def codes(count: int = 8) -> list[str]:
    """The quarters that closed last, the earliest first."""
    return [one.code for one in closed_quarters(date.today(), count)]


def counted(centre: str, period: str, grievances: dict[Cell, int] | None = None) -> Return:
    """A return of women who brought grievances."""
    found: dict[tuple[str, str], dict[Cell, int]] = {
        ("person", "by-sex-and-age-band"): {("woman", "25-34"): WOMEN},
        ("grievance", "by-kind-and-corridor"): grievances or GRIEVANCES,
    }
    sets = (ReturnedSet(*name, FACTS[name[0]].sets[name[1]], rows, "none", "none") for name, rows in found.items())
    return Return(centre, f"Centre {centre}", "JOR", period, "2026-11", tuple(sets))


def known(people: People, *centres: str) -> list[Sender]:
    """Centres that the programme knows."""
    senders = [Sender(code) for code in centres]
    for sender in senders:
        know_centre(sender.card, "JOR", by=people.jamila.account)
    return senders


def sent(sender: Sender, period: str, grievances: dict[Cell, int] | None = None) -> TakenReturn:
    """A return of this centre, taken."""
    return take_return(sender.sends(counted(sender.code, period, grievances)), latest_day())


def officer(people: People) -> Client:
    """The browser of the officer who takes returns and makes releases."""
    return sign_in(Client(), people.jamila)
