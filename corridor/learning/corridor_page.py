"""Reads of the corridor pages: both ends of a road, what is recorded on it, and what is not known."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from corridor.learning.gaps import ENDS, Known, Number, gaps
from corridor.places.roads import corridor_name, ends
from corridor.programme.queries import Library, library
from corridor.reference.countries import codes, is_country
from corridor.reference.kinds import kinds
from corridor.reference.labels import country_name
from corridor.reference.shelf import Entry, shelf

CODE = re.compile(r"[A-Z]{3}-[A-Z]{3}")
LAW = {"national-law", "national-policy"}
HANDFUL = 3  # lessons of a stage
OTHERS = 8  # other corridors of one end
FIRST_SHOWN = 5  # projects and figures, before the rest
NAMED, SAME_SECTOR, ANY_SECTOR = 4, 2, 1  # how much nearer a lesson is to a corridor


@dataclass(frozen=True)
class Roads:
    """The projects by corridor and by country, the newest first; the corridors that touch a country, by end."""

    by_corridor: dict[str, list[Entry]]
    by_country: dict[str, list[Entry]]
    touching: dict[tuple[str, str], list[str]]


def index_roads(held: Library) -> Roads:
    found = Roads({}, {}, {})
    for project in sorted(held.all("projects"), key=lambda one: (-(one.start_year or 0), one.label)):
        for code in dict.fromkeys(project.corridors):
            found.by_corridor.setdefault(code, []).append(project)
        for country in dict.fromkeys(project.countries):
            found.by_country.setdefault(country, []).append(project)
    for code in sorted(found.by_corridor, key=lambda one: (-len(found.by_corridor[one]), one)):
        for place in zip(ENDS, ends(code), strict=True):
            found.touching.setdefault(place, []).append(code)
    return found


def roads() -> Roads:
    """The index for the projects as they stand now, made once for each state of them."""
    return library().once("corridor_page.roads", index_roads)


def reading_order(name: str) -> tuple[str, str]:
    """Sorts names as a reader expects: accents and case count only between names that are otherwise equal."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in plain if not unicodedata.combining(letter)), name


@cache
def country_choices(language: str) -> list[tuple[str, str]]:
    """(code, name) of every country in the language, in its reading order."""
    named = ((code, country_name(code, language)) for code in codes())
    return sorted(named, key=lambda pair: reading_order(pair[1]))


def fault_of(code: str) -> tuple[int, str, str]:
    """(status, what is wrong, which part) of a corridor code in capitals; (200, "", "") when it can be shown."""
    if not CODE.fullmatch(code):
        return 404, "form", code[:20]
    unknown = [one for one in ends(code) if not is_country(one)]
    if unknown:
        return 404, "country", unknown[0]
    return (400, "same", ends(code)[0]) if len(set(ends(code))) == 1 else (200, "", "")


def recorded(language: str) -> list[dict[str, Any]]:
    """Every corridor that a project names, those with most projects first; worked out once for each state of them."""
    return library().once(("corridor_page.recorded", language), lambda held: list_recorded(held, language))


def list_recorded(held: Library, language: str) -> list[dict[str, Any]]:
    by_corridor = held.once("corridor_page.roads", index_roads).by_corridor
    found = [
        {"code": code, "name": corridor_name(code, language), "count": len(projects), "sectors": sectors_of(projects)}
        for code, projects in by_corridor.items()
        if fault_of(code)[0] == 200
    ]
    return sorted(found, key=lambda one: (-one["count"], reading_order(one["name"])))


def sectors_of(projects: list[Entry]) -> list[str]:
    """Sectors by how many of the projects name them."""
    return [code for code, _ in Counter(code for one in projects for code in one.sectors).most_common()]


@dataclass(frozen=True)
class Told:
    """A lesson with what tells how near it is, ready to be compared."""

    lesson: Entry
    places: frozenset[str]
    sectors: frozenset[str]

    def weight(self, countries: tuple[str, str], sectors: list[str]) -> int:
        """How near it is: it names a country of the corridor, a sector of it, or all sectors."""
        near = 0 if self.places.isdisjoint(countries) else NAMED
        if self.sectors:
            near += 0 if self.sectors.isdisjoint(sectors) else SAME_SECTOR
            near += ANY_SECTOR if "all-sectors" in self.sectors else 0
        return near


@cache
def lessons_by_stage() -> dict[str, list[Told]]:
    """The lessons of each stage, the later edition before the earlier."""
    found: dict[str, list[Told]] = {stage: [] for stage in shelf().terms["stage"]}
    for lesson in sorted(shelf().all("lessons"), key=lambda one: not one.id.startswith("WIF2023")):
        found[lesson.stage].append(Told(lesson, frozenset(lesson.places), frozenset(lesson.sectors)))
    return found


@cache
def lessons_by_country() -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for lesson in shelf().all("lessons"):
        for code in lesson.places:
            found[code].append(lesson)
    return found


@cache
def instruments_by_country() -> dict[str, list[Entry]]:
    """National and regional instruments of each country, the national ones first."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for instrument in sorted(shelf().all("instruments"), key=lambda one: one.instrument_kind not in LAW):
        for code in instrument.countries:
            found[code].append(instrument)
    return found


def stage_lessons(countries: tuple[str, str], sectors: list[str]) -> list[dict[str, Any]]:
    """For each stage of the path, a handful of its lessons: the nearest first, the later edition before the earlier."""
    found = []
    for stage, held in lessons_by_stage().items():
        weights = [one.weight(countries, sectors) for one in held]
        order = sorted(range(len(held)), key=lambda i: -weights[i])
        near = sum(one >= SAME_SECTOR for one in weights)
        nearest = handful(held[i].lesson for i in order)
        shown = [(one, [c for c in countries if c in one.places], near_sectors(one, sectors)) for one in nearest]
        found.append({"stage": stage, "lessons": shown, "count": len(held), "near": near})
    return found


def handful(ranked: Iterable[Entry]) -> list[Entry]:
    """The first few, without an earlier edition's lesson where the later one that says it again is at least as near."""
    kept: list[Entry] = []
    for one in ranked:
        if not any(one.id in nearer.restates for nearer in kept):
            kept.append(one)
        if len(kept) == HANDFUL:
            break
    return kept


def near_sectors(lesson: Entry, sectors: list[str]) -> list[str]:
    return [code for code in lesson.sectors if code in sectors]


def standards_for(sectors: list[str]) -> list[Entry]:
    """World instruments made for migrant workers, or for a sector of the corridor."""
    words = {code.replace("-", " ") for code in sectors} | {
        shelf().label("sector", code).casefold() for code in sectors
    }
    return [
        one
        for one in shelf().all("instruments")
        if one.instrument_kind.startswith(("ilo-", "un-"))
        and (one.migrant_specific or words & {subject.casefold() for subject in one.subjects})
    ]


def end_of(held: Roads, role: str, code: str, other: str) -> dict[str, Any]:
    """One end: who works there, what is counted, which instruments belong to it, which lessons name it."""
    projects = held.by_country.get(code, [])
    figures = [one for one in shelf().all("figures") if code in one.places and other not in one.places]
    instruments = instruments_by_country().get(code, [])
    return {
        "role": role,
        "code": code,
        "projects": projects[:FIRST_SHOWN],
        "project_count": len(projects),
        "figures": figures[:FIRST_SHOWN],
        "more_figures": figures[FIRST_SHOWN:],
        "instruments": instruments,
        "laws": sum(one.instrument_kind in LAW for one in instruments),
        "lessons": lessons_by_country().get(code, []),
        "others": [one for one in held.touching.get((role, code), []) if other not in ends(one)][:OTHERS],
    }


def number_of(figure: Entry, countries: tuple[str, str]) -> Number:
    named = frozenset(end for end, code in zip(ENDS, countries, strict=True) if code in figure.places)
    alone = set(figure.places) == set(countries)
    return Number(figure.label, figure.unit, named, alone, bool(figure.period), bool(figure.flag))


def known_of(page: dict[str, Any], countries: tuple[str, str]) -> Known:
    """What the shelf holds, as the rule of gaps takes it."""
    figures = [one for one in shelf().all("figures") if {*countries} & {*one.places}]
    return Known(
        projects=page["project_count"],
        projects_at={end["role"]: end["project_count"] for end in page["ends"]},
        last_years=tuple(one.end_year for one in page["all_projects"]),
        numbers=tuple(number_of(one, countries) for one in figures),
        instruments_at={end["role"]: end["laws"] for end in page["ends"]},
        agreements=sum({*one.countries} == {*countries} for one in shelf().all("instruments")),
        country_ratifications=any(field.type == "countries" for field in kinds()["ratifications"].fields.values()),
        country_lessons=sum(len(end["lessons"]) for end in page["ends"]),
        stage_lessons={one["stage"]: one["near"] for one in page["stages"]},
    )


def around_corridor(code: str) -> dict[str, Any]:
    """All that the page of one corridor shows."""
    countries = origin, destination = ends(code)
    held = roads()
    projects = held.by_corridor.get(code, [])
    here = {one.id for one in projects}
    there = {one.id for one in held.by_country.get(destination, [])}
    both = [one for one in held.by_country.get(origin, []) if one.id in there and one.id not in here]
    sectors = sectors_of(projects)
    page: dict[str, Any] = {
        "code": code,
        "ends": [end_of(held, "origin", origin, destination), end_of(held, "destination", destination, origin)],
        "projects": projects[: 2 * FIRST_SHOWN],
        "project_count": len(projects),
        "all_projects": projects,
        "both_ends": both[:FIRST_SHOWN],
        "both_count": len(both),
        "sectors": sectors,
        "figures": [one for one in shelf().all("figures") if {*countries} <= {*one.places}],
        "stages": stage_lessons(countries, sectors),
        "standards": standards_for(sectors),
        "back": f"{destination}-{origin}",
    }
    return page | {"gaps": gaps(known_of(page, countries))}
