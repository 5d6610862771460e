"""Patterns: which grievances come again and where, as questions to ask."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.access.doors import door
from corridor.figures import published
from corridor.figures.naming import code_label, column_label
from corridor.figures.releases import Release
from corridor.statistics import pattern_words
from corridor.statistics.patterns import FACTS, QUARTERS, Finding, Patterns, patterns
from corridor.statistics.spread import named

ON_A_PAGE = 8
LESSONS = ("WIF2023-12", "WIF2023-14", "WIF2023-46", "WIF2019-24")
FILTERS = ("kind", "sector", "corridor")


class _Out(tuple[Release, ...]):
    """Releases as they were read: the same ones are the same, without comparing every cell."""

    def __hash__(self) -> int:
        return hash(tuple(map(id, self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Out) and list(map(id, self)) == list(map(id, other))


@lru_cache(maxsize=4)
def _found(releases: _Out) -> Patterns:
    """Reckoned once: releases are never others."""
    return patterns(releases)


@door("read_statistics")
def page(request: HttpRequest) -> HttpResponse:
    """What recurs and what rises, what cannot be told, and how we know."""
    releases = published.series(QUARTERS)
    choices = _choices(releases)
    wanted = {name: request.GET.get(name, "") for name in FILTERS}
    wrong = [
        (column_label(name), code_label(FACTS, name, code))
        for name, code in wanted.items()
        if code and code not in choices[name]
    ]
    found = _found(_Out(releases))
    every = [*found.recurring, *(one for one in found.rising if not one.recurs)]
    fitting = [] if wrong else [one for one in every if _fits(one, wanted)]
    here = Paginator(fitting, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "found": found,
        "lessons": LESSONS,
        "wrong": wrong,
        "page": here,
        "count": len(fitting),
        "all": len(every),
        "narrowed": any(wanted.values()),
        "findings": [pattern_words.told(one, f"pattern-{at}") for at, one in enumerate(here, here.start_index())],
        "not_told": pattern_words.not_told(found) if releases else [],
        "known": pattern_words.how_known(found),
        "filters": [
            (name, column_label(name), wanted[name], [(code, code_label(FACTS, name, code)) for code in choices[name]])
            for name in FILTERS
        ],
    }
    return render(request, "statistics/patterns.html", context, status=400 if wrong else 200)


def _choices(releases: Sequence[Release]) -> dict[str, list[str]]:
    """The codes of each filter that any release names."""
    found: dict[str, dict[str, None]] = {name: {} for name in FILTERS}
    for release in releases:
        for table in release.tables:
            for name in FILTERS if table.kind == FACTS else ():
                found[name].update(dict.fromkeys(code for code in table.codes.get(name, ()) if named((code,))))
    return {name: list(codes) for name, codes in found.items()}


def _fits(one: Finding, wanted: Mapping[str, str]) -> bool:
    """Whether a finding is about what is asked for; one about all corridors is about none."""
    codes: dict[str, Any] = dict(zip(one.dims, one.at, strict=True))
    return all(not code or codes.get(name) == code for name, code in wanted.items())
