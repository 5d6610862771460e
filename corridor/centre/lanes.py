"""What this room adds to the line of her time: what she complained of, and what came of it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from corridor.centre.contents import Grievance, Remedy
from corridor.journey.amounts import money
from corridor.journey.line import Lane, Mark, at
from corridor.journey.reading import cases_of, label
from corridor.journey.referring import is_hers
from corridor.safe.casebook import Entry, Reading, opens
from corridor.safe.content import Content


def lanes(known: Reading, worker: str, today: date) -> Iterator[Lane]:
    """Grievances that concern her, and her remedies step by step. Source: WIF2023-8, 17; evaluation case 1."""
    cases = cases_of(known, worker)
    marks = [_grievance(one.content, _link(one)) for one in _hers(known, cases, worker, Grievance)]
    yield Lane(gettext("Grievances"), tuple(marks), source="WIF2023-17")
    marks = [_remedy(one.content, _link(one)) for one in _hers(known, cases, worker, Remedy)]
    yield Lane(gettext("Remedy"), tuple(marks), source="WIF2023-08")


def _hers(known: Reading, cases: list[Entry], worker: str, kind: type[Content]) -> list[Entry]:
    every = (one for case in cases for one in known.parts(case.id, kind))
    return [one for one in every if opens(one) and is_hers(one, worker)]


def _link(entry: Entry) -> str:
    return f"{reverse('centre:case', args=[entry.head])}#{entry.id}"


def _grievance(one: Any, link: str) -> Mark:
    """It goes on while it is open and no end was said."""
    state = label("grievance-state", one.state)
    return Mark(label("grievance-kind", one.kind), one.begin, one.end, one.state == "open", state, link=link)


def _remedy(one: Any, link: str) -> Mark:
    step, kind = label("remedy-step", one.step), label("remedy-kind", one.kind)
    amount = "" if one.amount is None else money(one.amount, one.currency)
    return Mark(": ".join(part for part in (step, kind) if part), at(one.on), text=one.what, amount=amount, link=link)
