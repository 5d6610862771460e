"""What waits in the inbox, for whoever reads it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from corridor.field.contents import Report, ReportAddition, ReportAnswer, VoiceNote
from corridor.field.rules import may_be_same, words_of
from corridor.safe.casebook import Entry, Reading, opens
from corridor.safe.content import Content
from corridor.safe.notebook.reading import of_type, parts

COMPARED = 200  # reports of one day and kind; where more came in, somebody floods the page and comparing helps nobody
T = TypeVar("T", bound=Content)


@dataclass
class Item:
    """A report with what belongs to it. same: ids of other reports that may tell of the same thing."""

    entry: Entry
    report: Report
    additions: list[ReportAddition]
    is_due: bool
    same: list[str] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        """Whether something in it was not looked at yet."""
        return self.report.due() is not None or any(one.seen is None for one in self.additions)


def contents(known: Reading, id: str, kind: type[T]) -> list[T]:
    return [one.content for one in parts(known, id, kind) if isinstance(one.content, kind)]


def item_of(known: Reading, entry: Entry, today: date) -> Item:
    """Raises TypeError for anything but a report."""
    report = entry.content
    if not isinstance(report, Report):
        raise TypeError(entry.type)
    additions = contents(known, entry.id, ReportAddition)
    days = [report.due(), *(one.due() for one in additions)]
    return Item(entry, report, additions, any(day is not None and day <= today for day in days))


def waiting(known: Reading, *, about_staff: bool, today: date) -> list[Item]:
    """Reports that stand open, or to which something was added since; the newest first, each with those like it."""
    every = [item_of(known, entry, today) for entry in of_type(known, Report)]
    mine = [one for one in every if one.report.about_staff == about_staff]
    _find_same(mine)
    still = [one for one in mine if one.report.stands_open() or any(part.seen is None for part in one.additions)]
    return sorted(still, key=lambda one: (one.entry.day, one.entry.change), reverse=True)


def _find_same(items: list[Item]) -> None:
    """Mark reports of one kind and day with much the same words."""
    groups: dict[tuple[str, date], list[tuple[Item, frozenset[str]]]] = defaultdict(list)
    for one in items:
        group = groups[one.report.kind, one.entry.day]
        if len(group) < COMPARED:
            group.append((one, words_of(one.report.text)))
    for group in groups.values():
        for i, (one, words) in enumerate(group):
            for other, its in group[i + 1 :]:
                if may_be_same(words, its):
                    one.same.append(other.entry.id)
                    other.same.append(one.entry.id)


def case_of(entry: Entry) -> tuple[str, ...]:
    """The id of the case that was made of a report. A complaint about the staff is no part of a case."""
    report = entry.content if opens(entry) else None
    return (report.case,) if isinstance(report, Report) and report.case and not report.about_staff else ()


def reports_of(known: Reading, case: str) -> list[Entry]:
    """The reports of which a case was made, or that were added to it, in the order in which they came."""
    return sorted(known.referring(Report, {case}, case_of), key=lambda one: (one.day, one.id))


def timeline(known: Reading, id: str) -> list[ReportAddition | ReportAnswer]:
    """What was added and answered, in the order in which it came."""
    every = [one.content for one in known.parts(id) if opens(one)]
    return [one for one in every if isinstance(one, ReportAddition | ReportAnswer)]


def files(known: Reading, id: str) -> list[Entry]:
    """Voice notes and photographs of a report, in the order in which they came."""
    return [one for one in known.parts(id) if opens(one) and isinstance(one.content, VoiceNote)]
