"""Facts of charges: each thing that was paid, or taken, on the way to a job, and what it is by the rules of the shelf.

Also of recruitment that came to nothing; then there is no first pay beside which it could be set.
Source: ILO definition of recruitment fees and related costs 2019; C181 art. 7; methods (b), (c); WIF2019-15, 17.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_noop

from corridor.journey.facts import (
    CORRIDOR,
    COUNTRY,
    MONTHS_OF_PAY,
    NO,
    SECTOR,
    Column,
    Fact,
    FactKind,
    coded,
    months_of_pay,
)
from corridor.recruitment.charges import Convert, Line
from corridor.recruitment.cost import Earnings
from corridor.recruitment.facts.reading import File, files, first_known
from corridor.reference.exchange_rates import Missing, converted
from corridor.safe.casebook import Reading

COLUMNS = (
    Column("item", "What it was for", "charge-item", source="ILO definition 2019"),
    Column(
        "charge_class", "What it is by the rule that holds", "charge-class", source="ILO definition 2019; C181 art. 7"
    ),
    Column("payer", "Whose money it was", "payer", source="WIF2023-17"),
    Column("told_before", "Whether she was told of it before she agreed", "yes-no", source="ILO definition 2019"),
    Column(
        "months_of_pay",
        "What of it did not come back, in months of her first pay",
        codes=MONTHS_OF_PAY,
        source="methods (b)",
    ),
    CORRIDOR,
    COUNTRY,
    SECTOR,
)
SETS = {
    "by-item-and-corridor": ("item", "corridor"),
    "by-item-and-charge-class": ("item", "charge_class"),
    "by-charge-class-payer-and-corridor": ("charge_class", "payer", "corridor"),
    "by-charge-class-payer-and-sector": ("charge_class", "payer", "sector"),
    "by-charge-class-and-told-before": ("charge_class", "told_before"),
    "by-charge-class-and-months-of-pay": ("charge_class", "months_of_pay"),
}


def made(known: Reading, today: date) -> Iterator[Fact]:
    """One for each charge."""
    return (one for file in files(known) for one in of_file(file))


def of_file(file: File, convert: Convert = converted) -> Iterator[Fact]:
    """Of one worker. Of a charge that an exception allows in part, what it is beyond that counts.

    Its day is the one on which it was paid; where that is not known, the one on which it was entered.
    """
    for road in file.roads:
        journey = file.journey_of(road)
        earnings = file.earnings("" if road.chain.came_off == NO else road.chain.journey)
        for line in file.lines(road):
            charge = line.charge
            found = {
                "item": charge.item,
                "charge_class": line.parts[-1].charge_class,
                "payer": charge.payer,
                "told_before": charge.told_before,
                "months_of_pay": months_of_pay(months(line, earnings, convert)),
                **file.where(journey),
            }
            day = first_known(charge.on.first, charge.day)
            yield Fact(line.id, file.id, "", day, coded(COLUMNS, found))


def months(line: Line, earnings: Earnings, convert: Convert = converted) -> Decimal | None:
    """A charge less what came back, in months of first pay, at the rate of the day of payment; None where not known.

    Nothing is nothing whatever she earned. Source: methods (b) and conventions of computation.
    """
    net, charge = line.net.amount, line.charge
    if net is None or net == 0:
        return net
    if not earnings.amount or earnings.amount < 0 or not earnings.currency:
        return None
    worth = convert(net, charge.currency, earnings.currency, charge.on.first)
    return None if isinstance(worth, Missing) else worth.amount / earnings.amount


CHARGE = FactKind(
    "charge",
    gettext_noop("One thing that was paid, or taken, on the way to a job"),
    "ILO definition 2019; C181 art. 7; WIF2019-15, 17",
    COLUMNS,
    SETS,
    made,
)
