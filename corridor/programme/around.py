"""What stands around one project, event or publication."""

from collections import defaultdict
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from corridor.programme.filters import CHOICES, SHOWN, value_label
from corridor.programme.names import field_label
from corridor.programme.queries import Library
from corridor.reference.shelf import Entry, shelf, write_value

FIGURES_SHOWN = 30


def around_project(held: Library, project: Entry) -> dict[str, Any]:
    """Events, publications, assessments, lessons and figures that belong with a project."""
    return {
        "events": held.once(("of project", "events"), lambda held: by_project(held, "events")).get(project.id, []),
        "publications": held.once(("of project", "publications"), lambda held: by_project(held, "publications")).get(
            project.id, []
        ),
        "assessments": assessments().get(project.id, []),
        "lessons": lessons().get(project.id, []),
        "figures": figures_in_the_same_places(held, project),
    }


def by_project(held: Library, kind: str) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in held.all(kind):
        for project in entry.projects:
            found[project].append(entry)
    return dict(found)


@cache
def assessments() -> dict[str, list[tuple[Entry, list[str], list[str]]]]:
    """Project -> its case study in the 2013 evaluation: each criterion with its strengths and weaknesses."""
    found: dict[str, list[tuple[Entry, list[str], list[str]]]] = defaultdict(list)
    for one in shelf().all("case_studies"):
        if one.project:
            strengths, weaknesses = (one.strengths or "").split(";"), (one.weaknesses or "").split(";")
            found[one.project].append((one, strengths, weaknesses))
    return dict(found)


@cache
def lessons() -> dict[str, list[Entry]]:
    """Project -> the lessons that were seen in it."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for lesson in shelf().all("lessons"):
        for project in lesson.seen_in:
            found[project].append(lesson)
    return dict(found)


@cache
def figures_by_place() -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for figure in shelf().all("figures"):
        for place in figure.source:
            found[place].append(figure)
    return dict(found)


def projects_by_place(held: Library) -> dict[str, int]:
    """How many projects cite each place: a place that many cite says little about any one of them."""
    found: dict[str, int] = defaultdict(int)
    for project in held.all("projects"):
        for place in project.source:
            found[place] += 1
    return dict(found)


def figures_in_the_same_places(held: Library, project: Entry) -> list[Entry]:
    """Figures that stand in the very places that only this project cites."""
    cited_by = held.once("projects by place", projects_by_place)
    places = [place for place in project.source if cited_by.get(place, 0) == 1]
    figures = {one.id: one for place in places for one in figures_by_place().get(place, [])}
    return list(figures.values())[:FIGURES_SHOWN]


def linked(held: Library, entry: Entry) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """(field, its label, [(text, the list it leads to)]) of everything that a list can be narrowed by."""
    kind = entry.kind.name
    here = reverse(f"programme:{kind}")
    return [
        (
            field,
            field_label(field),
            [(value_label(held, kind, field, one), f"{here}?{urlencode({name: one})}") for one in entry.values[field]],
        )
        for name, field in CHOICES.items()
        if name in SHOWN[kind] and name != "project" and entry.values[field]
    ]


def corrections(held: Library, entry: Entry) -> list[tuple[str, str, str]]:
    """(field, on the shelf, as corrected) of an entry that an editor corrected."""
    old = shelf().get(entry.kind.name, entry.id)
    if old is None or entry.id not in held.holdings[entry.kind.name].versions:
        return []
    return [
        (field_label(name), write_value(about, old.values[name]), write_value(about, entry.values[name]))
        for name, about in entry.kind.fields.items()
        if old.values[name] != entry.values[name]
    ]
