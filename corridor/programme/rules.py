"""What must hold inside one record, beside the form of each field: facts in, faults out."""

import re
from collections.abc import Callable, Iterator
from datetime import date

import pycountry

Cells = dict[str, str]
Faults = Iterator[tuple[str, str, str]]
RATES = "exchange_rates"
CURRENCY = "a currency code (ISO 4217) such as USD, EUR or CHF"


def inconsistent(kind: str, cells: Cells) -> Faults:
    """Every (field, found, expected) where two fields of a record do not agree."""
    yield from years_in_order(cells)
    yield from days_in_order(cells)
    yield from money_with_currency(cells)
    yield from doubt_is_said(cells)
    if kind in OF_KINDS:
        yield from holds_for_a_time(cells)
        yield from real_currencies(cells)
        yield from OF_KINDS[kind](cells)


def derived(kind: str, cells: Cells) -> Cells:
    """The cells with what follows from others where it is blank: a rate's id and its plain words."""
    if kind != RATES:
        return cells
    one, other, rate = (cells.get(name, "") for name in ("currency", "other", "rate"))
    words = f"1 {one} = {rate} {other}" if one and other and rate else ""
    return cells | {"id": cells.get("id") or _rate_id(cells), "label": cells.get("label") or words}


def _rate_id(cells: Cells) -> str:
    return "-".join(cells.get(name, "") for name in ("currency", "other", "valid_from"))


def _is_of(cells: Cells) -> bool:
    """Whether the rate is of the currencies and the time that its id says; the id may say less of the time."""
    one, _, rest = cells["id"].partition("-")
    other, _, since = rest.partition("-")
    return (one, other) == (cells.get("currency"), cells.get("other")) and cells.get("valid_from", "").startswith(since)


def years_in_order(cells: Cells) -> Faults:
    start, end = cells.get("start_year", "").strip(), cells.get("end_year", "").strip()
    if start.isdecimal() and end.isdecimal() and int(end) < int(start):
        yield "end_year", end, f"{start} or later, as the record starts in {start}"


def days_in_order(cells: Cells) -> Faults:
    start, end = cells.get("date_start", "").strip(), cells.get("date_end", "").strip()
    if start and end and end[: len(start)] < start[: len(end)]:
        yield "date_end", end, f"{start} or later, as the event starts then"


def money_with_currency(cells: Cells) -> Faults:
    """A budget without its currency says nothing; a negative one is a typing mistake."""
    budget, currency = cells.get("budget", "").strip(), cells.get("budget_currency", "").strip()
    if budget and not currency:
        yield "budget_currency", "", "the currency of the budget, such as USD"
    if currency and pycountry.currencies.get(alpha_3=currency) is None:
        yield "budget_currency", currency, CURRENCY
    if re.match(r"^-\s*\d", budget):
        yield "budget", budget, "a number that is not below zero"


def doubt_is_said(cells: Cells) -> Faults:
    """What is known only from elsewhere must say so beside the value."""
    cited = [part.strip() for part in cells.get("source", "").split(";")]
    if any(part.split(" ")[0] == "GK" for part in cited) and not cells.get("flag", "").strip():
        yield "flag", "", "one sentence on what is doubtful, because the source is GK (not one of the documents)"


def holds_for_a_time(cells: Cells) -> Faults:
    """Days there are, in their order."""
    since, until = cells.get("valid_from", "").strip(), cells.get("valid_until", "").strip()
    for name, day in (("valid_from", since), ("valid_until", until)):
        if re.fullmatch(r"\d{4}(-\d{2}){0,2}", day) and not _is_day(f"{day}-01-01"[:10] if len(day) < 10 else day):
            yield name, day, "a day, month or year that there is"
    if since and until and until[: len(since)] < since[: len(until)]:
        yield "valid_until", until, f"{since} or later, as it holds since then"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def real_currencies(cells: Cells) -> Faults:
    for name in ("currency", "other"):
        code = cells.get(name, "").strip()
        if code and pycountry.currencies.get(alpha_3=code) is None:
            yield name, code, CURRENCY


def rate_between_two(cells: Cells) -> Faults:
    """A rate is above zero, between two currencies, and of the day in its id."""
    if not _is_of(cells):
        yield "valid_from", _rate_id(cells), f"what the id {cells['id']} says; another day or currency is another rate"
    if cells.get("currency") and cells.get("currency") == cells.get("other"):
        yield "other", cells["other"], "another currency than the first"
    yield from _above_zero(cells, "rate")


def wage_with_its_measure(cells: Cells) -> Faults:
    """An amount without currency and period can not be compared with anything."""
    applies = cells.get("applies") == "yes"
    if applies and not cells.get("amount"):
        yield "amount", "", "an amount, as it applies to those named here"
    if cells.get("amount"):
        for name in ("currency", "period"):
            if not cells.get(name):
                yield name, "", f"the {name} of the amount"
    if cells.get("household") == "yes" and not cells.get("earners"):
        yield "earners", "", "how many full-time workers such a household has"
    for name in ("amount", "hours_a_week", "earners"):
        yield from _above_zero(cells, name)
    share = _number(cells.get("in_kind_most", ""))
    if share is not None and not 0 <= share <= 1:
        yield "in_kind_most", cells["in_kind_most"], "a share between 0 and 1, such as 0.25"
    hours = _number(cells.get("hours_a_week", ""))
    if hours is not None and hours > 168:
        yield "hours_a_week", cells["hours_a_week"], "no more than the 168 hours of a week"


def most_with_currency(cells: Cells) -> Faults:
    if cells.get("most") and not cells.get("currency"):
        yield "currency", "", "the currency of the amount"
    most = _number(cells.get("most", ""))
    if most is not None and most < 0:
        yield "most", cells["most"], "a number that is not below zero"


def one_length(cells: Cells) -> Faults:
    """A deadline is so many days, or so many months."""
    given = [name for name in ("days", "months") if cells.get(name)]
    if len(given) != 1:
        yield "days", cells.get("days", ""), "a number of days or of months, one of the two"
    for name in given:
        yield from _above_zero(cells, name)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _above_zero(cells: Cells, name: str) -> Faults:
    number = _number(cells.get(name, ""))
    if number is not None and number <= 0:
        yield name, cells[name], "a number above zero"


OF_KINDS: dict[str, Callable[[Cells], Faults]] = {
    RATES: rate_between_two,
    "reference_wages": wage_with_its_measure,
    "fee_rules": most_with_currency,
    "deadlines": one_length,
}
