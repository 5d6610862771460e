"""Facts of recruitment: each journey that led to a job, what it cost in months of first pay, and how it began.

Who paid nothing is in it with "none"; where the cost is not known it stands as not known, and never as "none". A low
cost does not mean a decent job (WIF2019-16), nor does a licence (WIF2019-17).
Source: SDG metadata 10.7.1 (2022-05-18); methods (b), (m); WIF2019-13 to 18.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_noop

from corridor.journey.contents import Party
from corridor.journey.facts import (
    CORRIDOR,
    COUNTRY,
    MONTHS_OF_PAY,
    NO,
    SECTOR,
    SEX,
    UNKNOWN,
    YES,
    Column,
    Fact,
    FactKind,
    coded,
    months_of_pay,
)
from corridor.recruitment.charges import Convert
from corridor.recruitment.contents import Hop
from corridor.recruitment.cost import interest_on, recruitment_cost
from corridor.recruitment.facts.reading import File, files, first_known
from corridor.recruitment.hops import EMPLOYER, INFORMAL, PUBLIC, in_order, licence_of
from corridor.recruitment.pathways import RoadOnFile
from corridor.reference.exchange_rates import converted
from corridor.safe.casebook import Reading

FORMAL, BY_HELPERS, DIRECT = CHANNELS = ("formal", "informal", "direct")

COLUMNS = (
    Column("cost", "Net cost to her side in months of her first pay", codes=MONTHS_OF_PAY, source="SDG 10.7.1"),
    Column(
        "channel",
        "Whether whom she met first answers to a regulator or is an office, or helps without a licence, or employs",
        codes=CHANNELS,
        source="WIF2019-13, 15, 17",
    ),
    Column("first_hop", "Whom she met first on the road", "hop-role", source="WIF2019-13, 15"),
    CORRIDOR,
    COUNTRY,
    SECTOR,
    SEX,
)
SETS = {
    "by-cost-and-corridor": ("cost", "corridor"),
    "by-cost-country-and-sector": ("cost", "country", "sector"),
    "by-cost-and-sex": ("cost", "sex"),
    "by-cost-and-channel": ("cost", "channel"),
    "by-cost-and-first-hop": ("cost", "first_hop"),
    "by-channel-and-corridor": ("channel", "corridor"),
}


def made(known: Reading, today: date) -> Iterator[Fact]:
    """One for each journey that led to a job."""
    return (one for file in files(known) for one in of_file(file, today))


def of_file(file: File, today: date, convert: Convert = converted) -> Iterator[Fact]:
    """Of one worker: each journey of hers with a chain that came off, or with paid work where it led to.

    All its chains count that did not come to nothing. today: until when interest on a debt for the way is reckoned.
    Its day is the first one of the job; where that is not known, the one on which the chain was entered.
    """
    for id, journey in file.journeys.items():
        roads, jobs = file.led_to(id), file.paid_work(id)
        if not roads or not (jobs or any(one.chain.came_off == YES for one in roads)):
            continue
        met = first_hop(roads)
        found = {
            "cost": months_of_pay(months_of_first_pay(file, id, today, convert)),
            "channel": channel(met, roads[0].road.parties) if met else UNKNOWN,
            "first_hop": met.role if met else UNKNOWN,
            "sex": file.worker.sex,
            **file.where(journey),
        }
        began = min((one.begin.first for one in jobs if one.begin.first), default=None)
        day = first_known(began, roads[0].chain.day, journey.day)
        yield Fact(id, file.id, "", day, coded(COLUMNS, found))


def months_of_first_pay(file: File, journey: str, today: date, convert: Convert = converted) -> Decimal | None:
    """The indicator of one journey; None where anything that it needs is not known. Source: SDG 10.7.1; methods (b)."""
    lines = [line for road in file.led_to(journey) for line in file.lines(road)]
    interest = interest_on([one for _, one in file.loans], journey, today)
    return recruitment_cost(lines, file.earnings(journey), interest, convert).months


def first_hop(roads: list[RoadOnFile]) -> Hop | None:
    """The first hop of the chain that was entered first; None where the hops run in a circle, so that none is first."""
    for one in roads:
        if one.road.hops:
            order = in_order(one.road.hops)
            return None if order.ids[0] in order.loop else dict(one.road.hops)[order.ids[0]]
    return None


def channel(hop: Hop, parties: Mapping[str, Party]) -> str:
    """One of CHANNELS, or UNKNOWN where nobody knows of a licence or what is known of it clashes.

    Formal: of a licence something was seen or told, or it is an office. It is the question of who answers to whom and
    no mark of honesty (WIF2019-16, 17); who helps informally may help her out (WIF2019-13).
    """
    if hop.role == EMPLOYER:
        return DIRECT
    if hop.role in (*INFORMAL, *PUBLIC):
        return FORMAL if hop.role in PUBLIC else BY_HELPERS
    licensed = hop.licensed == YES or bool(licence_of(hop, parties))
    if hop.licensed == NO:
        return UNKNOWN if licensed else BY_HELPERS
    return FORMAL if licensed else UNKNOWN


RECRUITMENT = FactKind(
    "recruitment",
    gettext_noop("One journey of a worker that led to a job, and the way to it"),
    "SDG 10.7.1; methods (b), (m); WIF2019-13 to 18",
    COLUMNS,
    SETS,
    made,
)
