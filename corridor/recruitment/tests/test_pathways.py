"""The picture of a corridor and the lines on agencies: what they count, and what is too few to be told."""

from decimal import Decimal
from typing import Any

from corridor.journey.contents import Party
from corridor.recruitment.agencies import agencies
from corridor.recruitment.contents import Chain, Charge, Refund
from corridor.recruitment.pathways import RoadOnFile, corridors, picture
from corridor.recruitment.promises import Road
from corridor.recruitment.tests.test_promises import hop, terms

PARTIES = {"p": Party("firm", ("Al Noor", "النور"), licence="123")}


def charge(amount: Any, hop: str = "sub", payer: str = "worker", currency: str = "NPR", **more: Any) -> Charge:
    return Charge(
        "w", "c", "broker-service", hop, "", payer, None if amount is None else Decimal(amount), currency, **more
    )


def told(number: int, *charges: Charge, paid: str = "1000", worker: str = "", corridor: str = "NPL-JOR") -> RoadOnFile:
    """A chain: a sub-agent, then an agency with whom less is signed than the sub-agent had said."""
    hops = [("sub", hop("sub-agent")), ("agency", hop("agency", follows=["sub"], party="p", licensed="yes"))]
    said = [
        ("said", terms("said", hop="sub", wage="1000", currency="JOD", period="month")),
        ("signed", terms("signed", hop="agency", wage=paid, currency="JOD", period="month")),
    ]
    ends = corridor.split("-") if corridor else ("", "")
    who, taken = worker or f"w{number}", [(str(place), one) for place, one in enumerate(charges)]
    return RoadOnFile(f"c{number}", who, Chain(who), Road(hops, said, PARTIES), taken, *ends)


def line(found: Any, role: str) -> Any:
    return next(one for one in found.roles if one.role == role)


def test_five_chains_are_told_and_four_are_not() -> None:
    roads = [told(n, charge(100 * n), paid="600") for n in range(1, 6)]
    four, five = picture(roads[:4]), picture(roads)
    assert four.chains is None and line(four, "sub-agent").chains is None and line(four, "sub-agent").costs == ()
    assert line(four, "agency").departed is None and line(four, "agency").pay is None and four.edges[0].chains is None
    assert [one.role for one in five.roles] == ["sub-agent", "agency"] and line(five, "agency").chains == 5
    [cost] = line(five, "sub-agent").costs
    assert (cost.median, cost.chains, cost.currency) == (300, 5, "NPR")
    assert line(five, "agency").departed == 5 and line(five, "agency").pay.median == Decimal("0.6")
    assert line(five, "sub-agent").departed is None, "zero is not told either"
    assert [(one.before, one.after, one.chains) for one in five.edges] == [("sub-agent", "agency", 5)]


def test_many_chains_of_few_workers_are_too_few() -> None:
    roads = [told(n, charge(100), worker=f"w{n % 4}") for n in range(12)]
    assert picture(roads).chains is None and line(picture(roads), "sub-agent").costs == ()


def test_currencies_are_never_added_and_what_is_not_known_is_no_zero() -> None:
    npr = [told(n, charge(100)) for n in range(5)]
    usd = [told(n, charge(7, currency="USD")) for n in range(5, 10)]
    lost = [told(n, charge(None), charge(900)) for n in range(10, 13)]
    lost += [told(n, charge(900, payer="")) for n in range(13, 15)]
    found = line(picture([*npr, *usd, *lost]), "sub-agent")
    assert [(one.median, one.chains, one.currency) for one in found.costs] == [(100, 5, "NPR"), (7, 5, "USD")]
    assert found.not_known == 5 and found.chains == 15


def test_only_what_her_side_paid_is_counted_net_of_what_came_back() -> None:
    back = (Refund(amount=Decimal(40)),)
    roads = [
        told(n, charge(100, refunds=back), charge(30, payer="kin"), charge(500, payer="employer")) for n in range(5)
    ]
    [cost] = line(picture(roads), "sub-agent").costs
    assert cost.median == 90


def test_a_departure_with_nobody_named_is_told_as_such() -> None:
    roads = [told(n) for n in range(5)]
    for one in roads:
        one.road.terms.append(("was", terms("was", wage="500", currency="JOD", period="month")))  # type: ignore[attr-defined]
    found = picture(roads)
    assert found.nowhere == 5 and line(found, "agency").departed is None


def test_corridors_are_apart() -> None:
    roads = [told(n) for n in range(5)] + [told(n, corridor="BGD-LBN") for n in range(5, 8)] + [told(9, corridor="")]
    assert corridors(roads) == [("", None), ("BGD-LBN", None), ("NPL-JOR", 5)]


def test_an_agency_is_known_again_by_any_of_its_names() -> None:
    named = [
        ("by-name", hop("destination-agency", name="  النُور ", licensed="no")),
        ("other", hop("agency", name="Sun")),
    ]
    roads = [told(1, charge(100, hop="agency"), charge(None, hop="agency"), paid="600")]
    roads.append(RoadOnFile("c2", "w2", Chain("w2"), Road(named, (), PARTIES)))
    noor, sun = agencies(roads, PARTIES)
    assert (noor.called, noor.party, len(noor.workers), noor.licences) == ("Al Noor", "p", 2, {"123"})
    assert noor.roles == {"agency", "destination-agency"} and noor.said == {"yes": 1, "no": 1}
    assert noor.departed == {"wage": 1} and noor.paid == {"NPR": 100} and noor.unknown == 1
    assert (sun.called, sun.party, sun.said) == ("Sun", "", {"": 1})


def test_other_hops_are_no_agencies() -> None:
    road = Road([("sub", hop("sub-agent", party="p")), ("nameless", hop("agency"))], (), PARTIES)
    assert agencies([RoadOnFile("c", "w", Chain("w"), road)], PARTIES) == []
