"""Targets: what a programme wants to reach, beside what is released, and the evidence asked for with the number."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.access.models import Account
from corridor.access.queries import history, may, member_who_may
from corridor.figures import published
from corridor.figures.indicators import Indicator
from corridor.figures.naming import indicator_label, kind_label
from corridor.statistics import actions
from corridor.statistics.followed import (
    Followed,
    aim_told,
    followed,
    quarters_to_choose,
    standing_targets,
    that_tell,
    where_told,
)
from corridor.statistics.models import Target
from corridor.statistics.quarters import quarter_told
from corridor.statistics.target_forms import PLACES, EvidenceForm, TargetForm
from corridor.statistics.targets import LESSONS, following, may_stand_with, narrowed_by, quarter_of, refused

EVIDENCE_FOR = 8  # quarters back, of which evidence can still be given


@door("read_statistics")
def targets(request: HttpRequest) -> HttpResponse:
    """Every target that stands, beside the latest release, and those that were withdrawn."""
    withdrawn = Target.objects.exclude(withdrawn="").order_by("-pk")
    known = published.indicators()
    page = {
        "found": [(one, indicator_label(one.indicator)) for one in followed(list(standing_targets()))],
        "withdrawn": [(one, indicator_label(known[one.indicator])) for one in withdrawn if one.indicator in known],
        "may_set": may(request, "set_target"),
    }
    return render(request, "statistics/targets.html", page)


def _target(code: str, **narrowed: Any) -> Target:
    """Raises Http404 where there is none, or its indicator is no longer on the shelf."""
    row = Target.objects.select_related("company").filter(code=code, **narrowed).first()
    if row is None or row.indicator not in published.indicators():
        raise Http404
    return row


@door("read_statistics")
def target(request: HttpRequest, code: str) -> HttpResponse:
    """One target, quarter by quarter, with what has to stand beside it."""
    return _page(request, _target(code))


def _page(request: HttpRequest, row: Target, note: EvidenceForm | None = None, **more: Any) -> HttpResponse:
    [found] = followed([row])
    may_set = may(request, "set_target") and not row.withdrawn
    today = timezone.localdate()
    page = {
        "one": found,
        "name": indicator_label(found.indicator),
        "company_name": indicator_label(found.company.indicator) if found.company else "",
        "leaning": [(one, _named(one)) for one in row.leaning.filter(withdrawn="")],
        "taken_back": row.evidence.exclude(taken_back="").order_by("pk"),
        "past": history(actions.KIND, row.code)[:20],
        "lessons": LESSONS,
        "may_set": may_set,
        "may_take_back": may(request, "set_target"),
        "note": note or (EvidenceForm(_evidence_quarters(today), today, latest=_latest(found)) if may_set else None),
        **more,
    }
    return render(request, "statistics/target.html", page, status=422 if note or more else 200)


def _latest(found: Followed) -> str:
    return found.latest.quarter if found.latest else ""


def _named(row: Target) -> str:
    """A target in a line: what of, how much, by when."""
    indicator = published.indicators()[row.indicator]
    where = where_told(indicator, row.column, row.at)
    parts = [indicator_label(indicator), where, aim_told(indicator, row.value), quarter_told(row.until)]
    return " · ".join(part for part in parts if part)


def _evidence_quarters(today: date) -> list[str]:
    now = quarter_of(today.year, today.month)
    return following(f"{int(now[:4]) - 2}{now[4:]}", EVIDENCE_FOR)[::-1]


@door("set_target", post="same")
def set_target(request: HttpRequest) -> HttpResponse:
    """Choose an indicator, then set a target for it; one that may have none says why."""
    member = member_who_may(request, "set_target")
    known, chosen = published.indicators(), request.GET.get("indicator", "")[:80]
    indicator = known.get(chosen)
    if indicator is None or refused(indicator):
        why = refused(indicator) if indicator else gettext("The shelf has no such indicator.") if chosen else ""
        name = indicator_label(indicator) if indicator else chosen
        page = {"groups": _choices(known), "chosen": indicator, "name": name, "why": why, "lessons": LESSONS}
        return render(request, "statistics/target_choose.html", page, status=422 if why else 200)
    form = _form(indicator, request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted = form.wanted()
        try:
            if not form.errors:
                row = actions.set_target(wanted, form.cleaned_data.get("company", ""), by=member)
                messages.success(request, gettext("The target is set."))
                return redirect("statistics:target", code=row.code)
        except actions.FaultyTarget as fault:
            form.tell(fault.faults)
    return _edit(request, form)


def _choices(known: dict[str, Indicator]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Indicators by what they are about, those with caution last."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in sorted(known.values(), key=lambda one: one.caution):
        about = gettext("Not told yet") if one.waits_for else kind_label(one.facts)
        groups.setdefault(about, []).append((one.id, indicator_label(one)))
    return sorted(groups.items(), key=lambda group: group[0] == gettext("Not told yet"))


def _form(indicator: Indicator, data: Any, now: Target | None = None) -> TargetForm:
    released = published.periods()
    quarters = quarters_to_choose(timezone.localdate(), released)
    if now and now.until not in quarters:
        quarters.insert(0, now.until)
    others = [(one, _named(one)) for one in that_tell(but=now)] if indicator.caution else []
    return TargetForm(indicator, quarters, others, _places(indicator), data, now)


def _places(indicator: Indicator) -> dict[str, list[str]]:
    """Corridors and countries that the latest releases name, of this kind of fact."""
    found: dict[str, dict[str, None]] = {}
    for column in set(narrowed_by(indicator)) & set(PLACES):
        for one in published.series(2):
            if table := one.table(indicator.facts, (column,)):
                found.setdefault(column, {}).update(dict.fromkeys(table.codes[column]))
    return {column: [one for one in codes if one.isupper()] for column, codes in found.items()}


def _edit(request: HttpRequest, form: TargetForm, status: int = 200, **more: Any) -> HttpResponse:
    indicator, known = form.indicator, published.indicators()
    page = {
        "form": form,
        "indicator": indicator,
        "name": indicator_label(indicator),
        "lessons": LESSONS,
        "such": [(one, indicator_label(one)) for one in may_stand_with(indicator, known)],
        "row": form.now,
        "where": where_told(indicator, form.now.column, form.now.at) if form.now else "",
        **more,
    }
    return render(request, "statistics/target_edit.html", page, status=422 if form.is_bound else status)


@door("set_target", post="same")
def correct_target(request: HttpRequest, code: str) -> HttpResponse:
    """Correct number, quarter, reasons, evidence asked for; what it is of stays."""
    member = member_who_may(request, "set_target")
    row = _target(code, withdrawn="")
    form = _form(published.indicators()[row.indicator], request.POST or None, row)
    if request.method == "POST" and form.is_valid():
        wanted, seen = form.wanted(), form.cleaned_data["seen"]
        try:
            if not form.errors:
                written = actions.correct_target(
                    code, wanted, form.cleaned_data.get("company", ""), by=member, seen=seen
                )
                told = gettext("Corrected. What stood there before stays readable in the history.")
                messages.success(
                    request, told if written else gettext("Nothing was different, so nothing was written.")
                )
                return redirect("statistics:target", code=code)
        except actions.FaultyTarget as fault:
            form.tell(fault.faults)
        except actions.ChangedMeanwhile:
            return _changed(request, code)
    return _edit(request, form)


def _changed(request: HttpRequest, code: str) -> HttpResponse:
    messages.warning(request, gettext("Somebody else changed it meanwhile. Nothing was done: look at it again."))
    return redirect("statistics:target", code=code)


@door(post="set_target")
def withdraw_target(request: HttpRequest, code: str) -> HttpResponse:
    """Let go of a target, with the reason."""
    member, row = member_who_may(request, "set_target"), _target(code, withdrawn="")
    reason, seen = request.POST.get("reason", "").strip(), request.POST.get("seen", "")
    try:
        actions.withdraw_target(code, reason, by=member, seen=int(seen) if seen.isdecimal() and len(seen) < 9 else -1)
    except actions.FaultyTarget as fault:
        return _page(request, row, withdraw_fault=fault.faults[0][1], reason=reason)
    except (actions.ChangedMeanwhile, KeyError):
        return _changed(request, code)
    messages.success(request, gettext("Withdrawn. It stays readable, with the reason."))
    return redirect("statistics:targets")


@door(post="set_target")
def add_evidence(request: HttpRequest, code: str) -> HttpResponse:
    """Give evidence beside a target, for one quarter."""
    member: Account = member_who_may(request, "set_target")
    row, today = _target(code, withdrawn=""), timezone.localdate()
    form = EvidenceForm(_evidence_quarters(today), today, request.POST)
    if form.is_valid():
        try:
            actions.add_evidence(code, form.note(), today, by=member)
        except actions.FaultyTarget as fault:
            form.tell(fault.faults)
        else:
            messages.success(request, gettext("The evidence stands beside the number."))
            return redirect("statistics:target", code=code)
    return _page(request, row, form)


@door(post="set_target")
def take_back_evidence(request: HttpRequest, code: str, note: int) -> HttpResponse:
    """Empty a note that should not stand."""
    member, row = member_who_may(request, "set_target"), _target(code)
    reason = request.POST.get("reason", "").strip()
    try:
        actions.take_back_evidence(code, note, reason, by=member)
    except KeyError:
        raise Http404 from None
    except actions.FaultyTarget as fault:
        return _page(request, row, note_fault=fault.faults[0][1], note_at=note)
    messages.success(request, gettext("Taken back: its words are gone, that it stood and why not stays."))
    return redirect("statistics:target", code=code)
