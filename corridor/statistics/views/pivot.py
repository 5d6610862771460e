"""The pivot: what is released, turned as somebody asks for it in the address."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.figures import published
from corridor.figures.naming import code_label, column_label, kind_label
from corridor.figures.releases import Release
from corridor.statistics import pivot_asking, pivot_telling
from corridor.statistics.pivot import NOTHING, Asked, Offered, Pivot, pivoted
from corridor.statistics.pivot_asking import COUNTS, NotHad
from corridor.statistics.quarters import quarter_told
from corridor.statistics.telling import counted

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TOTAL = "total"  # in the address, for the column of totals
FILES = {"csv": "text/csv; charset=utf-8", "xlsx": EXCEL}


@door("read_statistics")
def pivot(request: HttpRequest) -> HttpResponse:
    """A table of what is released, as a page or a file; what is not released is answered with what can be had."""
    releases = published.series()
    if not releases or not any(one.tables for one in releases):
        return render(request, "statistics/pivot.html", {"nothing": True})
    offered, people = Offered.by(releases), published.people_kinds()
    try:
        asked = pivot_asking.asked_for(request.GET, releases, offered, people)
        added = asked.kind not in people
        show = pivot_asking.shown_as(request.GET, pivot_asking.shares_of(asked, added))
        _form(request.GET.get("file", ""))
        made = pivoted(releases, asked, added=added)
        sort, order = _order(request.GET, made)
    except NotHad as missing:
        return _not_had(request, missing, releases, offered)
    if form := request.GET.get("file"):
        return _file(made, order, show, form)
    context = {
        **_choices(releases, offered, asked, added, show),
        **_shown(request, made, order, show, sort),
    }
    return render(request, "statistics/pivot.html", context)


def _form(form: str) -> None:
    """Raises NotHad for a file of another form than FILES."""
    if form and form not in FILES:
        raise NotHad(gettext("File"), form, [(one, {"file": one}) for one in FILES])


def _order(given: Mapping[str, str], made: Pivot) -> tuple[str, tuple[str, ...]]:
    """What the rows are sorted by, and their order. Raises NotHad for a column that the table does not have."""
    by = given.get("sort", "")
    if not by:
        return "", made.rows
    if by != TOTAL and by not in made.columns:
        heads = [(pivot_telling.head(made, made.asked.columns, one), {"sort": one}) for one in made.columns if one]
        raise NotHad(gettext("Sorted by"), by, [*heads, (gettext("Total"), {"sort": TOTAL})])
    place = None if by == TOTAL and made.asked.columns != NOTHING else NOTHING if by == TOTAL else by
    return by, made.ordered(place, up=given.get("up") == "yes")


def _address(request: HttpRequest, changed: Mapping[str, str]) -> str:
    """This address with something changed; an empty value takes it away."""
    query = request.GET.copy()
    for name, value in changed.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"?{query.urlencode()}" if query else request.path


def _not_had(request: HttpRequest, missing: NotHad, releases: Sequence[Release], offered: Offered) -> HttpResponse:
    """What was found, and what can be had instead, each as a link."""
    links = []
    for words, changed in missing.can:
        alone = "kind" in changed or not changed  # another kind has other columns
        links.append((words, f"?kind={changed['kind']}" if alone and changed else _address(request, changed)))
    context = {"missing": missing, "links": links, "kinds": _kinds(offered, "")}
    return render(request, "statistics/pivot.html", context, status=400)


def _kinds(offered: Offered, chosen: str) -> list[tuple[str, str, bool]]:
    return [(one, kind_label(one), one == chosen) for one in offered.tables]


def _choices(releases: Sequence[Release], offered: Offered, asked: Asked, added: bool, show: str) -> dict[str, Any]:
    """What the form offers: only what is released."""
    thirds = pivot_asking.thirds(releases, offered, asked)
    where = [
        (column_label(dim), [(f"{dim}:{code}", code_label(asked.kind, dim, code)) for code in codes])
        for dim, codes in thirds.items()
    ]
    turned = asked.columns in offered.rows(asked.kind)
    return {
        "asked": asked,
        "kinds": _kinds(offered, asked.kind),
        "by": pivot_asking.by_code(asked.rows, asked.columns),
        "every_by": pivot_asking.every_by(offered, asked.kind),
        "turned": pivot_asking.by_code(asked.columns, asked.rows) if turned else "",
        "where": ":".join(asked.where or ()),
        "every_where": where,
        "quarters": [(one.period, quarter_told(one.period)) for one in reversed(releases)],
        "first": asked.periods[0],
        "last": asked.periods[-1],
        "show": show,
        "every_show": [(one, pivot_asking.SHOWN[one]) for one in pivot_asking.shares_of(asked, added)],
    }


def _shown(request: HttpRequest, made: Pivot, order: tuple[str, ...], show: str, sort: str) -> dict[str, Any]:
    """The table in words."""
    asked = made.asked
    totals = asked.columns != NOTHING and any((row, None) in made.cells for row in order)
    places: list[str | None] = [*made.columns, *([None] if totals else [])]
    last = any((None, column) in made.cells for column in places)
    lines: list[tuple[str, list[pivot_telling.Told | None]]] = []
    for row in (*order, *([None] if last else [])):
        name = gettext("Total") if row is None else pivot_telling.head(made, asked.rows, row)
        lines.append((name, [pivot_telling.told(made, (row, column), show) for column in places]))
    return {
        "title": pivot_telling.title(made),
        "chart": pivot_telling.chart(made, order, show),
        "corner": column_label(asked.rows),
        "heads": [_head(request, made, place, sort) for place in places],
        "lines": lines,
        "missing_quarters": pivot_telling.missing_told(made),
        "fits": _fits(made) if show == COUNTS else [],
        "people": asked.kind in published.people_kinds(),
        "several": len(asked.periods) > 1,
    }


def _head(request: HttpRequest, made: Pivot, place: str | None, sort: str) -> dict[str, str]:
    """The head of a column: its words, how the rows stand by it, and the address that sorts by it."""
    name = TOTAL if place in (None, NOTHING) else str(place)
    words = gettext("Total") if place is None else pivot_telling.head(made, made.asked.columns, place)
    up = request.GET.get("up") == "yes"
    standing = ("ascending" if up else "descending") if name == sort else ""
    following = {"": {"sort": name, "up": ""}, "descending": {"sort": name, "up": "yes"}}
    changed = following.get(standing, {"sort": "", "up": ""})
    return {"words": words, "standing": standing, "address": _address(request, changed)}


def _fits(made: Pivot) -> list[dict[str, Any]]:
    """Rows whose shown parts do not come to the total that is shown, and by how much."""
    return [
        {
            "row": pivot_telling.head(made, made.asked.rows, one.row),
            "total": counted(one.total),
            "parts": counted(one.parts),
            "differs": counted(abs(one.differs)),
            "fewer": one.differs > 0,
            "withheld": one.withheld,
        }
        for one in made.fits
        if one.differs
    ]


def _file(made: Pivot, order: tuple[str, ...], show: str, form: str) -> HttpResponse:
    asked = made.asked
    name = f"figures-{asked.periods[0]}-{asked.periods[-1]}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    written = {"csv": pivot_telling.as_csv, "xlsx": pivot_telling.as_workbook}[form]
    return HttpResponse(written(made, order, show), content_type=FILES[form], headers=headers)
