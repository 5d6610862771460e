"""What must hold inside one record, beside the form of each field: facts in, faults out."""

import re
from collections.abc import Iterator

import pycountry

Cells = dict[str, str]


def inconsistent(cells: Cells) -> Iterator[tuple[str, str, str]]:
    """Every (field, found, expected) where two fields of a record do not agree."""
    yield from years_in_order(cells)
    yield from days_in_order(cells)
    yield from money_with_currency(cells)
    yield from doubt_is_said(cells)


def years_in_order(cells: Cells) -> Iterator[tuple[str, str, str]]:
    start, end = cells.get("start_year", "").strip(), cells.get("end_year", "").strip()
    if start.isdecimal() and end.isdecimal() and int(end) < int(start):
        yield "end_year", end, f"{start} or later, as the record starts in {start}"


def days_in_order(cells: Cells) -> Iterator[tuple[str, str, str]]:
    start, end = cells.get("date_start", "").strip(), cells.get("date_end", "").strip()
    if start and end and end[: len(start)] < start[: len(end)]:
        yield "date_end", end, f"{start} or later, as the event starts then"


def money_with_currency(cells: Cells) -> Iterator[tuple[str, str, str]]:
    """A budget without its currency says nothing; a negative one is a typing mistake."""
    budget, currency = cells.get("budget", "").strip(), cells.get("budget_currency", "").strip()
    if budget and not currency:
        yield "budget_currency", "", "the currency of the budget, such as USD"
    if currency and pycountry.currencies.get(alpha_3=currency) is None:
        yield "budget_currency", currency, "a currency code (ISO 4217) such as USD, EUR or CHF"
    if re.match(r"^-\s*\d", budget):
        yield "budget", budget, "a number that is not below zero"


def doubt_is_said(cells: Cells) -> Iterator[tuple[str, str, str]]:
    """What is known only from elsewhere must say so beside the value."""
    cited = [part.strip() for part in cells.get("source", "").split(";")]
    if any(part.split(" ")[0] == "GK" for part in cited) and not cells.get("flag", "").strip():
        yield "flag", "", "one sentence on what is doubtful, because the source is GK (not one of the documents)"
