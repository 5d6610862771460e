"""Charts and the map of corridors, counted from the projects that the sources name and editors add.

A project without the field in question is left out of a chart, which says how many were: a blank is missing, not zero.
"""

from collections import Counter
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext, ngettext

from corridor.places.points import points
from corridor.places.roads import corridor_name, ends
from corridor.programme.filters import span, value_label
from corridor.programme.queries import Library
from corridor.reference.countries import numeric
from corridor.reference.labels import country_name
from corridor.reference.shelf import Entry
from corridor.ui.charts import Chart, bars, columns, corridor_map

DRAWN = 25  # bars in one chart; the rest is told under it


def projects_address(**filters: Any) -> str:
    return f"{reverse('programme:projects')}?{urlencode(filters)}"


def works_cited(entries: list[Entry]) -> str:
    """The works that these entries cite, the one that most of them cite first."""
    counts = Counter(work for one in entries for work in {source.split(" ")[0] for source in one.source})
    return "; ".join(sorted(counts, key=lambda work: (-counts[work], work)))


def left_out(held: Library, used: list[Entry]) -> str:
    missing = len(held.all("projects")) - len(used)
    if not missing:
        return gettext("Every named project is counted. Named projects are those that the sources speak of, not all.")
    return ngettext(
        "%(count)s named project is left out: its sources do not say. Missing is not zero.",
        "%(count)s named projects are left out: their sources do not say. Missing is not zero.",
        missing,
    ) % {"count": missing}


def flagged(used: list[Entry], **filters: Any) -> tuple[str, str] | None:
    """A line that leads to the flags of the entries used."""
    count = sum(1 for one in used if one.flag)
    if not count:
        return None
    text = ngettext(
        "%(count)s of the %(all)s projects counted here carries a flag: read what is doubtful",
        "%(count)s of the %(all)s projects counted here carry a flag: read what is doubtful",
        count,
    ) % {"count": count, "all": len(used)}
    return text, projects_address(flagged="yes", **filters)


def by_field(held: Library, id: str, title: str, field: str, filter: str, label: str) -> Chart:
    """Projects by each value of a list; a project with two values counts for both."""
    used = [one for one in held.all("projects") if one.values[field]]
    counts = Counter(value for one in used for value in one.values[field]).most_common()
    named = [(value_label(held, "projects", field, value), value, count) for value, count in counts]
    named.sort(key=lambda row: (-row[2], row[0].casefold()))
    number = gettext("Projects")
    note = [left_out(held, used), gettext("A project with several is counted for each.")]
    if len(named) > DRAWN:
        rest = len(named) - DRAWN
        note.append(ngettext("%(count)s more is not drawn.", "%(count)s more are not drawn.", rest) % {"count": rest})
    return Chart(
        id,
        title,
        [label, number],
        [[text, count] for text, _, count in named[:DRAWN]],
        bars(number, label),
        works_cited(used),
        number,
        note=" ".join(note),
        links=[projects_address(**{filter: value}) for _, value, _ in named[:DRAWN]],
        see=flagged(used),
    )


def by_year(held: Library) -> Chart:
    """Projects at work in each year, and how many began in it."""
    year, active, began = gettext("Year"), gettext("Projects at work"), gettext("Began in this year")
    used = [one for one in held.all("projects") if one.start_year]
    spans = [years for one in used if (years := span(one))]
    starts = Counter(start for start, _ in spans)
    at_work = Counter(at for start, end in spans for at in range(start, end + 1))
    every = range(min(at_work, default=0), max(at_work, default=-1) + 1)
    open_end = sum(1 for one in used if not one.end_year)
    note = [left_out(held, used)]
    if open_end:
        text = ngettext(
            "%(count)s without a last year is counted in its first year only.",
            "%(count)s without a last year are counted in their first year only.",
            open_end,
        )
        note.append(text % {"count": open_end})
    return Chart(
        "by-year",
        gettext("Named projects at work, year by year"),
        [year, active, began],
        [[str(at), at_work[at], starts[at]] for at in every],
        columns(active, year),
        works_cited(used),
        gettext("Projects"),
        note=" ".join(note),
        links=[projects_address(year=at) for at in every],
        see=flagged(used),
    )


def charts(held: Library) -> list[Chart]:
    """The charts from named projects in the reader's language, made once for each state of the records."""

    def make(held: Library) -> list[Chart]:
        return [
            by_year(held),
            by_field(held, "by-donor", gettext("Named projects by donor"), "donors", "donor", gettext("Donor")),
            by_field(held, "by-theme", gettext("Named projects by theme"), "themes", "theme", gettext("Theme")),
            by_field(
                held,
                "by-means",
                gettext("Named projects by means of action"),
                "means_of_action",
                "means",
                gettext("Means of action"),
            ),
        ]

    return held.once(("charts", get_language()), make)


def roads(held: Library) -> Chart:
    """The map of corridors that named projects work on; its table leads to each corridor's page."""

    def make(held: Library) -> Chart:
        language = get_language() or "en"
        used = [one for one in held.all("projects") if one.corridors]
        counts = Counter(code for one in used for code in one.corridors)
        named = sorted(((corridor_name(code, language), code, count) for code, count in counts.items()))
        named.sort(key=lambda row: -row[2])
        countries = sorted({end for code in counts for end in ends(code)})
        shapes = [{"id": numeric(code), "name": country_name(code, language)} for code in countries if numeric(code)]
        return Chart(
            "corridors",
            gettext("Corridors that named projects work on"),
            [gettext("Corridor"), gettext("Projects")],
            [[name, count] for name, _, count in named],
            corridor_map(arcs(named), shapes, static("vendor/countries-110m.json")),
            works_cited(used),
            gettext("a dot marks the country of destination"),
            note=left_out(held, used),
            links=[reverse("learning:corridor", args=[code]) for _, code, _ in named],
            see=flagged(used),
        )

    return held.once(("roads", get_language()), make)


def arcs(named: list[tuple[str, str, int]]) -> list[dict[str, Any]]:
    """One line of the map per corridor; a country without a known middle has none, and stays in the table."""
    found = []
    for name, code, count in named:
        origin, destination = (points().get(end) for end in ends(code))
        if origin and destination:
            found.append(
                {
                    "from_lon": origin.lon,
                    "from_lat": origin.lat,
                    "to_lon": destination.lon,
                    "to_lat": destination.lat,
                    "name": f"{name} ({count})",
                    "count": count,
                }
            )
    return found
