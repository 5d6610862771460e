"""What came of the migrations of many workers: which way it went, medians, and what is missing."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.journey.amounts import money, rounded
from corridor.journey.reading import label
from corridor.recruitment.pathways import at_least_five
from corridor.recruitment.telling_pathways import few
from corridor.reference.exchange_rates import Rate, rate_at
from corridor.safe.casebook import Reading
from corridor.safe.keys import Member
from corridor.safe.views.telling import with_reading
from corridor.ui.templatetags.corridor import cited
from corridor.work.benchmarks import at_rate
from corridor.work.group_outcomes import Group, Middle, Told, Ways, group
from corridor.work.journeys_on_file import Asked, JourneyOnFile, asked, choices, chosen, journeys
from corridor.work.outcomes import HOURS, MOMENTS, NOT_KNOWN, PAY, QUESTIONS, WAYS
from corridor.work.pay import Found
from corridor.work.telling import moment_label, question_label

KEPT = "outcomes"  # in the session
SOURCES = ("ILO2013-eval section 4.1.3", "ILO2013-eval case study 1")
reads = with_reading("read_case")


@door("read_case", post="same")
@reads
def page(request: HttpRequest, member: Member, known: Reading) -> HttpResponse:
    """The four questions before, during and after. What is asked for is posted and held in the session."""
    if request.method == "POST":
        request.session[KEPT] = asked(request.POST).plain()
        return redirect("work:outcomes")
    given, every = asked(request.session.get(KEPT) or {}), journeys(known)
    shown = {"asked": given, **choices(every), "sources": [cited(one) for one in SOURCES]}
    return render(request, "work/outcomes.html", shown | ({} if given.fault else _found(every, given)))


def _found(every: list[JourneyOnFile], given: Asked) -> dict[str, Any]:
    today = timezone.localdate()
    within, undated = chosen(every, given, today)
    rates: dict[str, Any] = {}
    found = group(within, today, _naming(rates))
    return {
        "count": few(found.journeys),
        "undated": few(at_least_five({one.id: one.worker for one in undated})) if given.first or given.last else "",
        "workers": found.workers,
        "way_labels": _way_labels(),
        "ways": [_way_row(one) for one in found.ways],
        "moments": [moment_label(one) for one in MOMENTS],
        "rows": _rows(found),
        "rates": list(rates.values()) if any(one.middles for one in found.told if one.question == PAY) else [],
    }


def _naming(rates: dict[str, Any]) -> Any:
    """The shelf's rates, each row that is used entered in `rates` by its id."""

    def convert(amount: Decimal, currency: str, other: str, day: date) -> Found:
        rate = rate_at(currency, other, day)
        rates.update((row.id, row) for row in (rate.rows if isinstance(rate, Rate) else ()))
        return at_rate(amount, currency, other, day)

    return convert


def _way_labels() -> list[str]:
    return [*(label("own-view", one) for one in WAYS), gettext("Not known")]


def _way_row(one: Ways) -> tuple[str, str, list[tuple[str, str]], str]:
    """(question, from when to when, (label, how many), later pay as a share of earlier pay)."""
    earlier = MOMENTS[MOMENTS.index(one.moment) - 1]
    cells = [_count(one, way) for way in (*WAYS, NOT_KNOWN)]
    ratio = _middle(f"{rounded(100 * one.ratio.value)} %", one.ratio) if one.ratio else ""
    if one.question == PAY and not ratio:
        ratio = few(None)
    when = f"{moment_label(earlier)} → {moment_label(one.moment)}"
    return question_label(one.question), when, list(zip(_way_labels(), cells, strict=True)), ratio or "–"


def _count(one: Ways, way: str) -> str:
    if way not in one.counts:
        return "–"
    return gettext("not told") if way in one.apart else few(one.counts[way])


def _middle(value: str, one: Middle) -> str:
    return gettext("%(value)s (of %(number)s)") % {"value": value, "number": one.journeys}


def _rows(found: Group) -> list[tuple[str, list[tuple[str, list[str], list[str]]]]]:
    """(question, its cells: the moment, what is known, what is missing)."""
    return [
        (_called(question), [_cell(one) for one in found.told if one.question == question]) for question in QUESTIONS
    ]


def _called(question: str) -> str:
    called = {PAY: gettext("Pay a month, median"), HOURS: gettext("Hours a week, median")}
    return called.get(question) or question_label(question)


def _cell(one: Told) -> tuple[str, list[str], list[str]]:
    if one.question in (PAY, HOURS):
        known = [_middle(money(middle.value, middle.currency), middle) for middle in one.middles] or [few(None)]
    else:
        known = [few(one.known)]
    return moment_label(one.moment), known, list(_missing(one))


def _missing(one: Told) -> Iterable[str]:
    yield f"{gettext('Not known')}: {few(one.not_known)}"
    yield from (f"{why}: {number}" for why, number in one.why)
