"""The centre's own figures: for its coordinator, without the gate, and inside the centre only.

What is chosen is posted and held in the session; addresses name definitions of the shelf and nothing else.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.access.queries import may
from corridor.figures.indicators import EVERYWHERE, QUARTER, Indicator, holds_on
from corridor.figures.naming import column_label, kind_label
from corridor.figures.own import Counted, gaps, quarters, reckoned
from corridor.figures.own_counting import facts_of
from corridor.figures.own_page import Chosen, broken_down, chart, lines, mend_lines
from corridor.figures.own_words import Said, between_told, said
from corridor.figures.previewing import period_told
from corridor.figures.published import indicators
from corridor.journey.facts import FACTS
from corridor.safe.casebook import Reading
from corridor.safe.keys import Member
from corridor.safe.views.telling import with_reading

KIND, CHOSEN = "own_figures_of", "own_figures"  # in the session
FIRST = "closing"  # what became of grievances stands before how many people were seen (WIF2019-33)
ALL = "all"  # quarters together
MOST_MENDED, MOST_BESIDE = 20, 3
reads = with_reading("read_own_figures")


def shown_indicators(today: date) -> dict[str, Indicator]:
    """Definitions that hold on a day and wait for nothing; of a kind, those that may not stand alone come last."""
    found = [one for one in indicators().values() if not one.waits_for and one.facts in FACTS and holds_on(one, today)]
    return {one.id: one for one in sorted(found, key=lambda one: one.caution)}


@door("read_own_figures", post="same")
@reads
def page(request: HttpRequest, member: Member, known: Reading) -> HttpResponse:
    """Every indicator of one kind of fact, in the quarter that runs and in the one before it."""
    today = timezone.localdate()
    every = shown_indicators(today)
    kinds, fault = [name for name in FACTS if any(one.facts == name for one in every.values())], ""
    if request.method == "POST":
        if request.POST.get("kind") in kinds:
            request.session[KIND] = request.POST["kind"]
            return redirect("figures:own")
        fault = gettext("Choose one of the kinds of facts that stand here.")
    kept = request.session.get(KIND)
    kind = FACTS[kept if kept in kinds else FIRST]
    facts, shown = facts_of(known, kind, today), quarters(today)
    now, before = shown[-1], shown[-2]
    rows = []
    for one in (one for one in every.values() if one.facts == kind.name):
        values = reckoned(one, facts, (QUARTER,), (now, before))
        rows.append((one, said(one, values.get((now,))), said(one, values.get((before,)))))
    told: dict[str, Any] = {
        "kinds": [(name, kind_label(name)) for name in kinds],
        "kind": kind,
        "called": kind_label(kind.name),
        "rows": rows,
        "now": period_told(now),
        "before": period_told(before),
        "empty": not {now, before} & {*facts.columns[QUARTER]},
        "fault": fault,
        **_beside(request),
        **_outside(facts, now),
    }
    return render(request, "figures/own.html", told, status=422 if fault else 200)


def _beside(request: HttpRequest) -> dict[str, Any]:
    return {"may_return": may(request, "make_return")}


def _outside(facts: Counted, now: str) -> dict[str, int]:
    """Facts that are in none of the quarters, and can be mended."""
    return {"undated": facts.undated, "after": facts.after(now)}


@door("read_own_figures", post="same")
@reads
def indicator(request: HttpRequest, member: Member, known: Reading, indicator: str) -> HttpResponse:
    """One indicator over the quarters, by what it may be broken down by, and what is missing in the records for it."""
    today = timezone.localdate()
    every = shown_indicators(today)
    if indicator not in every:
        raise Http404
    one = every[indicator]
    ways = [name for name in one.by if name not in EVERYWHERE]
    fault = ""
    if request.method == "POST":
        asked = {name: request.POST.get(name, "")[:40] for name in ("quarter", "by")}
        if not (fault := _wrong(asked, one, ways, quarters(today))):
            request.session[CHOSEN] = asked
            return redirect("figures:own_indicator", indicator=indicator)
    told = _told(one, known, today, request.session.get(CHOSEN) or {}, ways)
    told |= {"fault": fault, "company": _company(one, every, known, today, told["chosen"]), **_beside(request)}
    return render(request, "figures/own_indicator.html", told, status=422 if fault else 200)


def _wrong(asked: Mapping[str, str], one: Indicator, ways: list[str], shown: list[str]) -> str:
    """What is wrong with what was asked for; empty where nothing is."""
    if asked["quarter"] and asked["quarter"] not in (*shown, *_together(one)):
        return gettext("Choose one of the quarters that stand here.")
    if asked["by"] and asked["by"] not in ways:
        return gettext("Choose one of the columns that stand here.")
    return ""


def _together(one: Indicator) -> tuple[str, ...]:
    """Quarters can be taken together, but not where people are counted: one may have been seen in several of them."""
    return () if FACTS[one.facts].of_person else (ALL,)


def _told(one: Indicator, known: Reading, today: date, kept: Mapping[str, str], ways: list[str]) -> dict[str, Any]:
    facts, shown = facts_of(known, FACTS[one.facts], today), quarters(today)
    over = {at[0]: value for at, value in reckoned(one, facts, (QUARTER,), shown).items()}
    chosen = _chosen(kept, one, shown, over)
    within = shown if chosen.quarter == ALL else [chosen.quarter]
    value = reckoned(one, facts, (), within).get(())
    by = kept.get("by", "") if kept.get("by", "") in ways else ""
    missing = gaps(one, facts, within)
    return {
        "one": one,
        "called": kind_label(one.facts),
        "chosen": chosen,
        "quarters": [(code, period_told(code)) for code in reversed(shown)],
        "together": _together(one),
        "said": said(one, value),
        "between": between_told(one, value),
        "lines": lines(one, over, shown),
        "chart": chart(one, over, shown, value, chosen),
        "ways": [(name, column_label(name)) for name in ways],
        "by": by,
        "by_label": column_label(by) if by else "",
        "parts": broken_down(one, facts, by, within) if by else [],
        "missing": missing,
        "blank": [(column_label(name), number) for name, number in missing.blank.items()],
        "mend": mend_lines(known, missing.records[:MOST_MENDED]),
        "more_to_mend": max(len(missing.records) - MOST_MENDED, 0),
        **_outside(facts, shown[-1]),
    }


def _chosen(kept: Mapping[str, str], one: Indicator, shown: list[str], over: Mapping[str, Any]) -> Chosen:
    """The quarter that was chosen; else the latest one in which there was something."""
    code = kept.get("quarter", "")
    if code not in (*shown, *_together(one)):
        code = next((quarter for quarter in reversed(shown) if quarter in over), shown[-1])
    label = gettext("All quarters that are shown, together") if code == ALL else period_told(code)
    return Chosen(code, label, code == shown[-1])


def _company(
    one: Indicator, every: Mapping[str, Indicator], known: Reading, today: date, chosen: Chosen
) -> list[tuple[Indicator, Said]]:
    """What is told beside a number that may not stand alone: others of the same facts, in the same quarter."""
    if not one.caution:
        return []
    others = [each for each in every.values() if each.facts == one.facts and not each.caution][:MOST_BESIDE]
    within = quarters(today) if chosen.quarter == ALL else [chosen.quarter]
    facts = facts_of(known, FACTS[one.facts], today)
    return [(each, said(each, reckoned(each, facts, (), within).get(()))) for each in others]
