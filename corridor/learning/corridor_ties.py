"""Which instruments belong to a country: national ones by what they say, regional ones by who is a member.

The shelf gives instruments no country, so national ones are read from their code, their own words, or a lesson that
names both. Memberships are general knowledge and are told as such on the page.
"""

import re
from dataclasses import dataclass
from functools import cache

from corridor.reference.countries import codes, english_name
from corridor.reference.shelf import Entry, shelf

DEMONYM = r"(?:n|an|ian|ese|i)?"
# First part of an instrument's code -> members of the body, alpha-3 (general knowledge, 2026).
MEMBERS = {
    "SADC": "AGO BWA COD COM LSO MDG MOZ MUS MWI NAM SWZ SYC TZA ZAF ZMB ZWE",
    "GCC": "ARE BHR KWT OMN QAT SAU",
    "COMMON": (
        "ATG AUS BGD BHS BLZ BRB BRN BWA CAN CMR CYP DMA FJI GAB GBR GHA GMB GRD GUY IND JAM KEN KIR KNA LCA LKA LSO "
        "MDV MLT MOZ MUS MWI MYS NAM NGA NRU NZL PAK PNG RWA SGP SLB SLE SWZ SYC TGO TON TTO TUV TZA UGA VCT VUT WSM "
        "ZAF ZMB"
    ),
}


@dataclass(frozen=True)
class Tie:
    """An instrument with the reason it is shown: code, words, lesson or member."""

    instrument: Entry
    reason: str


def is_national(instrument: Entry) -> bool:
    return bool(instrument.instrument_kind.startswith("national-"))


@cache
def name_patterns() -> list[tuple[str, re.Pattern[str]]]:
    """(country, how its English name or its people occur in a text), the longer names first."""
    named = sorted(((english_name(code), code) for code in codes()), key=lambda pair: -len(pair[0]))
    return [(code, re.compile(rf"\b{re.escape(name)}{DEMONYM}\b")) for name, code in named]


@cache
def countries_named(text: str) -> frozenset[str]:
    """Countries whose names stand in a text; Nigerian is read as Nigeria's, not as Niger's."""
    found: set[str] = set()
    taken = [False] * len(text)
    for code, pattern in name_patterns():
        for match in pattern.finditer(text):
            if not any(taken[match.start() : match.end()]):
                found.add(code)
                taken[match.start() : match.end()] = [True] * (match.end() - match.start())
    return frozenset(found)


def reasons(instrument: Entry) -> dict[str, str]:
    """Country -> why the instrument belongs to it."""
    found = {}
    first = instrument.id.partition("-")[0]
    if is_national(instrument):
        for lesson in shelf().all("lessons"):
            if instrument.id in (*lesson.instruments_cited, *lesson.instruments_implied):
                found.update(dict.fromkeys(lesson.places, "lesson"))
        words = countries_named(f"{instrument.label}. {instrument.meaning}")
        found.update(dict.fromkeys(words, "words"))
        if first in codes():
            found[first] = "code"
    found.update(dict.fromkeys(MEMBERS.get(first, "").split(), "member"))
    return found


@cache
def ties() -> dict[str, list[Tie]]:
    """Country -> its instruments, national ones first."""
    found: dict[str, list[Tie]] = {}
    for instrument in sorted(shelf().all("instruments"), key=lambda one: not is_national(one)):
        for code, reason in reasons(instrument).items():
            found.setdefault(code, []).append(Tie(instrument, reason))
    return found


def agreements(origin: str, destination: str) -> list[Entry]:
    """Agreements between the two countries: instruments that name both ends in their own words."""
    both = {origin, destination}
    return [one for one in shelf().all("instruments") if both <= countries_named(f"{one.label}. {one.meaning}")]
