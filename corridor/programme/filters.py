"""The lists of projects, events and publications by filter: what stands in the address, and what it leaves."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext

from corridor.programme.names import field_label
from corridor.programme.queries import Library
from corridor.reference.kinds import kinds
from corridor.reference.labels import country_name, term_label
from corridor.reference.shelf import Entry

# name in the address -> field, of the filters that are chosen from a list
CHOICES = {
    "region": "regions",
    "country": "countries",
    "donor": "donors",
    "theme": "themes",
    "sector": "sectors",
    "means": "means_of_action",
    "project": "projects",
}
SHOWN = {
    "projects": ("region", "country", "donor", "theme", "sector", "means"),
    "events": ("country", "theme", "means", "project"),
    "publications": ("country", "theme", "means", "project"),
}


NO_YEARS = (0, 0)


@dataclass(frozen=True)
class Wanted:
    """The filters of one list, from the address. A blank filter fits all."""

    kind: str
    chosen: dict[str, str]
    year: int | None = None
    words: tuple[str, ...] = ()
    flagged: bool = False
    sort: str = "label"

    @property
    def narrows(self) -> bool:
        """Whether any filter is set."""
        return bool(self.chosen or self.year or self.words or self.flagged)


def wanted(kind: str, address: Mapping[str, str]) -> Wanted:
    """Read the address; what makes no sense there (a year in letters) narrows nothing."""
    year = address.get("year", "").strip()
    sort = address.get("sort", "")
    return Wanted(
        kind,
        {name: address[name] for name in SHOWN[kind] if address.get(name)},
        int(year) if year.isdecimal() and len(year) == 4 else None,
        tuple(address.get("words", "").casefold().split()),
        bool(address.get("flagged")),
        sort if sort in SORTS else "label",
    )


def span(entry: Entry) -> tuple[int, int] | None:
    """(first, last) year; only the year that is known counts, and nothing where none is."""
    match entry.kind.name:
        case "projects":
            known = [year for year in (entry.start_year, entry.end_year) if year]
        case "events":
            known = [int(day[:4]) for day in (entry.date_start, entry.date_end) if day]
        case _:
            known = [entry.year] if entry.year else []
    return (known[0], known[-1]) if known else None


def by_label(entry: Entry) -> Any:
    return entry.label.casefold()


def by_first_year(entry: Entry) -> Any:
    return (span(entry) or (9999, 9999), entry.label.casefold())


def by_last_year(entry: Entry) -> Any:
    found = span(entry)
    return (-found[1] if found else 0, entry.label.casefold())


SORTS: dict[str, Callable[[Entry], Any]] = {"label": by_label, "first": by_first_year, "last": by_last_year}


def sorts() -> dict[str, str]:
    return {
        "label": gettext("Name"),
        "first": gettext("First year, earliest first"),
        "last": gettext("Last year, latest first"),
    }


def prepared(kind: str, sort: str) -> Callable[[Library], list[tuple[Entry, str, tuple[int, int]]]]:
    """All entries in this order, each with the text that words are looked for in, and its years."""

    def make(held: Library) -> list[tuple[Entry, str, tuple[int, int]]]:
        ordered = sorted(held.all(kind), key=SORTS[sort])
        return [
            (one, f"{one.label} {one.values.get('title') or ''}".casefold(), span(one) or NO_YEARS) for one in ordered
        ]

    return make


def found(held: Library, want: Wanted) -> list[Entry]:
    """The entries that fit every filter, sorted."""
    left = held.once(("prepared", want.kind, want.sort), prepared(want.kind, want.sort))
    if want.year is not None:
        left = [one for one in left if one[2][0] <= want.year <= one[2][1]]
    for name, value in want.chosen.items():
        field = CHOICES[name]
        left = [one for one in left if value in one[0].values[field]]
    for word in want.words:
        left = [one for one in left if word in one[1]]
    return [entry for entry, _, _ in left if not want.flagged or entry.flag]


@dataclass(frozen=True)
class Choice:
    """One list to choose from: its name in the address, its label, and (value, label, how many) of each."""

    name: str
    label: str
    options: list[tuple[str, str, int]]


def choices(held: Library, kind: str) -> list[Choice]:
    """What the filters of a list offer: only what some entry has, with its count."""
    return held.once(("choices", kind, get_language()), lambda held: list(made_choices(held, kind)))


def made_choices(held: Library, kind: str) -> Iterator[Choice]:
    for name in SHOWN[kind]:
        counts = Counter(value for entry in held.all(kind) for value in entry.values[CHOICES[name]])
        options = [(value, value_label(held, kind, CHOICES[name], value), count) for value, count in counts.items()]
        yield Choice(name, field_label(CHOICES[name]), sorted(options, key=lambda one: one[1].casefold()))


def value_label(held: Library, kind: str, field: str, value: str) -> str:
    language = get_language() or "en"
    about = kinds()[kind].fields[field]
    match about.type:
        case "codes":
            return term_label(about.vocabulary, value, language)
        case "countries":
            return country_name(value, language)
        case "refs" if entry := held.get(about.kind, value):
            return str(entry.label)
    return value
