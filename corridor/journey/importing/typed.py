"""The cells of a row as they would be typed into the form of the page: words of any of our languages as codes, times in
their calendar, amounts with the currency beside them.

Source: methods' conventions of computation (currencies are never added to each other; a period is always given).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext

from corridor.journey.calendars import KNOWN
from corridor.journey.importing import cells
from corridor.journey.importing.cells import NotRead
from corridor.journey.importing.columns import Mapping, labels, plain
from corridor.journey.importing.findings import at_most
from corridor.journey.importing.sheets import CALENDAR, CALENDAR_LABEL, Place, beside
from corridor.journey.sheets import AREA, CALENDAR_LABELS, LINE, Options, Sheet, Slot
from corridor.journey.when import CALENDARS, GREGORIAN
from corridor.safe.content import Content

SEVERAL = re.compile(r"[,;/&،\n|]")
SHOWN = 6  # of what can be chosen, in what is told
Telling = Callable[[Any, str, str], None]  # label of a field, what was found, what is expected


@dataclass
class Typed:
    """The cells of one row as they would be typed into the form of the page."""

    sheet: Sheet
    mapping: Mapping
    places: dict[str, Place]
    offered: Options
    today: date
    said: dict[str, str]
    refuse: Telling

    def data(self) -> dict[str, Any]:
        """Name of a field -> what would be sent. What fits nothing is told and left out."""
        found = dict[str, Any]()
        times = self._times()
        for code, cell in self.said.items():
            if (place := self.places.get(code)) is None:
                continue
            try:
                self._type(found, place, cell, times)
            except NotRead as fault:
                self.refuse(place.label, cell, fault.expected)
        if self.mapping.currency:
            for one in {one for name in found for one in self._currencies(name)}:
                found.setdefault(one, self.mapping.currency)
        return found

    def _currencies(self, name: str) -> list[str]:
        """The fields that say in which currency this amount is; none for what is no amount of money."""
        return [one for one in beside(self.sheet, name) if self.places[one].slot.how == "currency"]

    def _times(self) -> Mapping:
        """In which calendar the times of this row are said: in the one that it names, else in that of the table."""
        cell = self.said.get(CALENDAR)
        if not cell:
            return self.mapping
        names = {plain(one): code for code, label in CALENDAR_LABELS.items() for one in (code, *labels(label))}
        try:
            expected = "; ".join(str(one) for one in CALENDAR_LABELS.values())
            return replace(self.mapping, calendar=cells.one_of(names, cell, expected))
        except NotRead as fault:
            self.refuse(CALENDAR_LABEL, cell, fault.expected)
            return self.mapping

    def _type(self, found: dict[str, Any], place: Place, cell: str, times: Mapping) -> None:
        slot, code = place.slot, place.code
        match slot.how:
            case "term":
                found[code] = cells.term(slot.vocabulary, cell)
            case "terms":
                found[code] = self._several(cell, lambda one: cells.term(slot.vocabulary, one))
            case "choice":
                found[code] = self._chosen(slot, cell)
            case "choices":
                found[code] = self._several(cell, lambda one: self._chosen(slot, one))
            case "country":
                found[code] = cells.country(cell)
            case "currency":
                self._put(found, code, cells.currency(cell))
            case "money" | "number":
                self._money(found, place, cell)
            case "when":
                found[code], found[f"{code}_calendar"] = cells.time_in(cell, times, self.today)
            case "day":
                if (day := cells.day_of(cells.when(cell, times, self.today))) is None:
                    raise NotRead(KNOWN[times.calendar].examples.split(", ")[0])
                found[code] = day.isoformat()
            case _:
                found[code] = cell

    def _money(self, found: dict[str, Any], place: Place, cell: str) -> None:
        """Figures, and the currency beside them where this is an amount of money."""
        number, currency = cells.amount(cell.rstrip("%٪ ") if place.code == "rate" else cell)
        others = self._currencies(place.code)
        if currency and not others:
            raise NotRead(gettext("figures, such as 1250.50"))
        found[place.code] = f"{number:f}"
        for one in others if currency else ():
            self._put(found, one, currency)

    def _put(self, found: dict[str, Any], code: str, currency: str) -> None:
        """One currency for one amount: two that differ are not chosen between."""
        if found.setdefault(code, currency) != currency:
            raise NotRead(gettext("one currency; %(other)s stands there too") % {"other": found[code]})

    def _several(self, cell: str, one: Callable[[str], str]) -> list[str]:
        """Words between commas or lines; else codes between spaces, as phones send them."""
        words = [word for word in SEVERAL.split(cell) if word.strip()]
        try:
            return [one(word) for word in words]
        except NotRead:
            if len(words) != 1 or len(words[0].split()) < 2:
                raise
            return [one(word) for word in words[0].split()]

    def _chosen(self, slot: Slot, cell: str) -> str:
        """Something that stands in her file, by what it is called there, or by a part of that which only it has."""
        known, sought = self.offered.get(slot.name, []), plain(cell)
        whole = [id for id, label in known if sought in (plain(label), plain(id))]
        found = whole or [id for id, label in known if sought in map(plain, str(label).split(": "))]
        if len(found) != 1:
            raise NotRead(expected_of(slot, self.offered))
        return found[0]

    def tell_what_is_missing(self, content: Content, warn: Telling) -> None:
        """Amounts of which nobody says in what, or for how long: they are kept, and nothing is computed with them."""
        for slot in self.sheet.every:
            for one in beside(self.sheet, slot.name) if getattr(content, slot.name) else ():
                if not getattr(content, one):
                    warn(self.places[one].label, "", _missing(self.places[slot.name], self.places[one]))


def _missing(amount: Place, lacking: Place) -> str:
    if lacking.slot.how == "currency":
        return gettext("the currency of “%(amount)s”: without it nothing is computed") % {"amount": amount.label}
    return gettext("the period of “%(amount)s”: without it nothing is computed") % {"amount": amount.label}


def expected_of(slot: Slot, offered: Options, calendar: str = GREGORIAN) -> str:
    """What a field takes, in words."""
    match slot.how:
        case "term" | "terms":
            return cells.shown(slot.vocabulary)
        case "choice" | "choices":
            labels = "; ".join(str(label) for _, label in offered.get(slot.name, [])[:SHOWN])
            return labels or gettext("one that stands in her file; bring those first")
        case "when" | "day":
            return KNOWN[calendar if calendar in CALENDARS else GREGORIAN].examples
        case "money" | "number":
            return gettext("figures, such as 1250.50")
        case "country":
            return gettext("Name or three letters, such as NPL.")
    return at_most(AREA if slot.how == "area" else LINE)
