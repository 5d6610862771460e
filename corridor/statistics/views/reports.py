"""Reports: choosing what stands in one, drawing it step by step, and handing it out as Word, PDF and Excel.

What was chosen stands in the address: a period and ids of indicators, nothing of anybody. A report is made anew of
frozen releases whenever it is asked for; only pictures and the PDF are kept, in memory, since they take seconds.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language_bidi, gettext

from corridor.access.doors import door
from corridor.exchange.chart_pictures import drawn
from corridor.exchange.letters import BROKEN, TOO_LARGE, UNKNOWN, NoTemplate
from corridor.exchange.pdf import missing, pdf
from corridor.exchange.report_records import Drawing, Report
from corridor.exchange.report_word import MISSING, TWICE, Misplaced, default_template, word_report
from corridor.exchange.report_workbook import workbook_report
from corridor.exchange.word_packages import PACKED_MOST, Harmful
from corridor.figures import published
from corridor.figures.indicators import Indicator
from corridor.statistics import moved, reporting
from corridor.statistics.report_numbers import period_told, words_of
from corridor.statistics.report_words import refusal_told, report, section_title

WORD, PDF, EXCEL = "word", "pdf", "excel"
OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA = {
    WORD: ("docx", f"{OFFICE}.wordprocessingml.document"),
    PDF: ("pdf", "application/pdf"),
    EXCEL: ("xlsx", f"{OFFICE}.spreadsheetml.sheet"),
}
STEP_SECONDS = 1.5  # of drawing in one request, after which the page tells how far it has come
STYLE = Path(__file__).parent.with_name("report_print.css")
TEMPLATE = "report-template.docx"


@door("read_statistics")
def reports(request: HttpRequest) -> HttpResponse:
    """Which period, and which indicators; what can not be is told beside what was chosen."""
    if "period" not in request.GET:
        chosen = tuple(request.GET.getlist("indicator")) or reporting.USUAL
        return render(request, "statistics/reports.html", _choices(chosen, request.GET.get("of", "")))
    period, ids = request.GET["period"], tuple(request.GET.getlist("indicator"))
    if fault := _fault(period, ids):
        page = _choices(ids, period) | {"fault": fault}
        return render(request, "statistics/reports.html", page, status=422)
    return redirect(_address("statistics:report", ids, period=period))


def _can_be() -> dict[str, Indicator]:
    return {id: one for id, one in published.indicators().items() if not one.waits_for}


def _choices(chosen: tuple[str, ...], period: str = "") -> dict[str, Any]:
    """The form: periods, and the indicators of each section."""
    sections = reporting.in_sections(list(_can_be().values()))
    return {
        "periods": [(one, period_told(one)) for one in reporting.codes(published.periods())],
        "period": period,
        "sections": [
            (section_title(name), [(one.id, words_of(one, "label"), one.id in chosen) for one in some])
            for name, some in sections.items()
        ],
    }


def _fault(period: str, ids: tuple[str, ...]) -> str:
    """Why there is no such report, in words; '' where there is."""
    known = _can_be()
    if period not in reporting.codes(published.periods()):
        told = gettext("“%(found)s” is no period that is released. Choose one of the list.")
        return told % {"found": period[:12]}
    if unknown := [one for one in ids if one not in known]:
        told = gettext("“%(found)s” is no indicator that can be reckoned. Choose from the list.")
        return told % {"found": ", ".join(unknown)[:80]}
    if not ids:
        return gettext("No indicator was chosen. Choose at least one that tells what came of the work.")
    if heads := reporting.refused([known[one] for one in ids]):
        return refusal_told(heads)
    return ""


def _address(name: str, ids: tuple[str, ...], **parts: str) -> str:
    return f"{reverse(name, kwargs=parts)}?{urlencode([('indicator', one) for one in ids])}"


def _asked(request: HttpRequest, period: str) -> tuple[Report, tuple[str, ...]]:
    """The report of an address, with the ids of its indicators: the usual ones where none are named.

    Raises Http404 for one that can not be: the form never leads there.
    """
    ids = tuple(dict.fromkeys(request.GET.getlist("indicator"))) or reporting.USUAL
    if _fault(period, ids):
        raise Http404
    codes = {one for each in (period, *reporting.beside(period)) for one in reporting.quarters_of(each)}
    known = {code: found for code in codes if (found := published.release_of(code))}
    spans = reporting.spans(period, known)
    reckoned = [reporting.reckoned(_can_be()[id], spans) for id in ids]
    quarters = reporting.quarters_of(period)
    kept = [one for code in quarters for one in reporting.kept_back(code, published.log_of(code))]
    prints = {code: published.signed_by(code) for code in sorted(known)}
    out, first = {one.period: one for one in published.series()}, spans[0].releases[0].period
    wavering = moved.wavering(out, first, [(one, ()) for one in _can_be().values()])
    return report(spans, reckoned, kept, prints, wavering), ids


@door("read_statistics", post="same")
def step(request: HttpRequest, period: str) -> HttpResponse:
    """How far its charts are drawn; each form draws some more. When all are there, the three files."""
    found, ids = _asked(request, period)
    if request.method == "POST":
        _draw_some(found)
        return redirect(_address("statistics:report", ids, period=period))
    return render(request, "statistics/report_step.html", _progress(found, ids))


def _progress(found: Report, ids: tuple[str, ...], fault: tuple[str, str, str] | None = None) -> dict[str, Any]:
    drawings = [one.spec for one in found.drawings()]
    left, paper = drawn.left(drawings), not missing()
    waits = bool(left) or (paper and not drawn.has(_mark(_html(found))))
    return {
        "report": found,
        "done": len(drawings) - len(left),
        "total": len(drawings) + paper,
        "waits": waits,
        "paper_next": waits and not left,
        "missing": missing(),
        "files": [
            (form, MEDIA[form][0], _address("statistics:report_file", ids, period=found.code, form=form))
            for form in MEDIA
        ],
        "fault": fault,
        "here": _address("statistics:report", ids, period=found.code),
        "again": urlencode([("of", found.code), *(("indicator", one) for one in ids)]),
    }


def _draw_some(found: Report) -> None:
    """Charts for so many seconds; the PDF when all are there."""
    end = monotonic() + STEP_SECONDS
    left = drawn.left(one.spec for one in found.drawings())
    for spec in left:
        drawn.of(spec)
        if monotonic() > end:
            return
    if not left and not missing():
        _pdf(found)


def _picture(drawing: Drawing) -> bytes:
    return drawn.of(drawing.spec)


def _html(found: Report) -> str:
    """The page that becomes the PDF; of the charts, those that could be drawn."""
    pictures = {one.id for one in found.drawings() if drawn.left([one.spec]) or drawn.of(one.spec)}
    return render_to_string("statistics/report_print.html", {"report": found, "pictures": pictures})


def _mark(html: str) -> str:
    return hashlib.sha256(html.encode()).hexdigest()


def _pdf(found: Report) -> bytes:
    pictures: Mapping[str, bytes] = {one.id: data for one in found.drawings() if (data := _picture(one))}
    html = _html(found)
    return drawn.made(_mark(html), lambda: pdf(html, STYLE.read_text("utf-8"), pictures))


@door("read_statistics", post="same")
def file(request: HttpRequest, period: str, form: str) -> HttpResponse:
    """One of the three files; a form with a template of her own makes the Word file with it, and keeps nothing."""
    if form not in MEDIA or (request.method == "POST" and form != WORD):
        raise Http404
    found, ids = _asked(request, period)
    if form == EXCEL:
        return _download(workbook_report(found), found, form)
    if form == PDF:
        if missing():
            raise Http404
        return _download(_pdf(found), found, form)
    if request.method != "POST":
        return _download(word_report(found, _picture, default_template(found.right_to_left)), found, form)
    given = request.FILES.get("template")
    try:
        if given is None or (given.size or 0) > PACKED_MOST:
            raise NoTemplate(TOO_LARGE if given else MISSING)
        return _download(word_report(found, _picture, given.read()), found, form)
    except (NoTemplate, Harmful, Misplaced) as error:
        page = _progress(found, ids, template_fault(error))
        return render(request, "statistics/report_step.html", page, status=422)


def _download(data: bytes, found: Report, form: str) -> HttpResponse:
    ending, media = MEDIA[form]
    headers = {"Content-Disposition": f'attachment; filename="{found.name}.{ending}"'}
    return HttpResponse(data, content_type=media, headers=headers)


@door("read_statistics")
def template(request: HttpRequest) -> HttpResponse:
    """The template that ships, to be changed in Word."""
    headers = {"Content-Disposition": f'attachment; filename="{TEMPLATE}"'}
    return HttpResponse(default_template(get_language_bidi()), content_type=MEDIA[WORD][1], headers=headers)


def template_fault(error: NoTemplate | Harmful | Misplaced) -> tuple[str, str, str]:
    """Why a template can not be used: where, what was found, what was expected."""
    placeholders = "{{ report }}, {{ title }}, {{ period }}, {{ made }}"
    body, whole = gettext("the text of the template"), gettext("the file")
    if isinstance(error, Harmful):
        expected = gettext(
            "nothing that runs, fetches or hides: no macros, no links to other files, no tracked changes"
        )
        return gettext("a part of the file"), error.found, expected
    if isinstance(error, Misplaced):
        expected = gettext("{{ report }} once, alone in a paragraph of its own, not in a table, header or footer")
        found = {MISSING: gettext("no {{ report }}"), TWICE: gettext("{{ report }} more than once")}
        return body, found.get(error.reason, error.found), expected
    if error.reason == UNKNOWN:
        return body, error.found, gettext("one of: %(known)s") % {"known": placeholders}
    if error.reason == TOO_LARGE:
        expected = gettext("a Word file of at most %(most)s MB") % {"most": PACKED_MOST // 1_000_000}
        return whole, gettext("a larger one"), expected
    if error.reason == BROKEN:
        return whole, gettext("something that Word does not open"), gettext("a Word file (.docx)")
    if error.reason == MISSING:
        return whole, gettext("none"), gettext("a Word file (.docx)")
    return body, error.found, gettext("one of: %(known)s") % {"known": placeholders}
