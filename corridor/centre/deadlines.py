"""Days that matter in a case: by when a claim has to be brought, an answer is due, or the centre promised something.

The rules and the weekends stand on the shelf (`deadlines.csv`, `weekends.csv`), each with its source and its doubts;
public holidays come from the library `holidays`. A day is shown as the rule counts it. That an office is closed on it
is said beside it, with the next day on which it works: whether a law lets a claim wait until then differs from country
to country, so a reminder is set well before. Source: evaluation case 1; WIF2023-49.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from corridor.centre.contents import Grievance, Proceeding
from corridor.centre.reading import CaseView
from corridor.centre.rules import months_after
from corridor.journey.contents import Journey, Worker
from corridor.reference.shelf import Entry, shelf
from corridor.reference.working_days import holds, is_working_day
from corridor.safe.casebook import Reading, opens

CLAIM = "claim-lapses"
YEARS = range(1900, 2200)  # beyond them a day was mistyped
LONGEST_REST = 40  # days; no office is closed longer, whatever a row of the shelf says
BEFORE = timedelta(days=14)  # our own: time to write a claim and to find somebody who goes along
# Where she came from, only the forums for what was done there count; a court for wages sits where she worked.
OF_ORIGIN = ("recruitment-regulator", "welfare-fund")
WAGES = ("unpaid-wages", "late-wages", "underpayment", "overtime-unpaid", "wage-deduction")


@dataclass(frozen=True)
class Deadline:
    """A day that matters. rule: its entry on the shelf, with source and flag. event: the day from which it was counted.

    day: as the rule counts it. open_on: the next working day, where offices are closed on `day`; None otherwise.
    reminded: whether an action of the case reminds of it already.
    """

    rule: Entry
    event: date
    day: date
    open_on: date | None = None
    reminded: bool = False

    @property
    def id(self) -> str:
        return str(self.rule.id)

    @property
    def label(self) -> str:
        return str(self.rule.label)

    @property
    def law(self) -> str:
        return str(self.rule.law or "")

    @property
    def flag(self) -> str:
        return str(self.rule.flag or "")

    def remind_on(self, today: date) -> date:
        """When to be reminded: two weeks before a claim lapses, on the day itself of all else; not before today."""
        day = self.day - BEFORE if self.rule.deadline_kind == CLAIM else self.open_on or self.day
        return max(day, today)


def working_day(day: date, country: str) -> date:
    """The day itself, or the next one on which offices work there."""
    later = (day + timedelta(days=number) for number in range(LONGEST_REST))
    return next((one for one in later if is_working_day(one, country)), day)


def _counted(rule: Entry, event: date, country: str) -> date | None:
    """The last day of the stretch that begins with the event; None without a length, or for a day that can not be."""
    if event.year not in YEARS:
        return None
    if rule.months:
        event = months_after(event, rule.months)
    if not rule.days:
        return event if rule.months else None
    if not rule.working_days:
        return event + timedelta(days=rule.days)
    for _ in range(rule.days):
        event = working_day(event + timedelta(days=1), country)
    return event


def deadlines_for(
    country: str, forum_kind: str | None, events: dict[str, date], kinds: Collection[str] = ()
) -> list[Deadline]:
    """The deadlines that run from these events, the next one first; of several about the same the narrowest holds.

    country: ISO 3166 alpha-3. forum_kind: vocabulary `forum-kind`, None for every forum. events: vocabulary
    `deadline-event` -> its day. kinds: grievances (vocabulary `grievance-kind`); none counts as any.
    """
    found: dict[str, Deadline] = {}
    for event, began in events.items():
        for kind in kinds or ("",):
            for rule in _narrowest(country, forum_kind, event, began, kind):
                if (day := _counted(rule, began, country)) is not None:
                    on = working_day(day, country)
                    found[rule.id] = Deadline(rule, began, day, on if on != day else None)
    return sorted(found.values(), key=lambda one: (one.day, one.id))


def _narrowest(country: str, forum_kind: str | None, event: str, began: date, kind: str) -> Iterator[Entry]:
    """The rules about one event and one grievance; one made for the country, or for that grievance, goes before a wider
    one of the same sort before the same forum.
    """
    fitting: dict[tuple[Any, ...], list[tuple[tuple[bool, bool], Entry]]] = {}
    for rule in shelf().all("deadlines"):
        of_kind = not rule.grievances or not kind or kind in rule.grievances
        before = forum_kind is None or (rule.forum_kind or "") == forum_kind
        if rule.runs_from == event and of_kind and before and holds(rule, began, country):
            narrow = (bool(rule.countries), bool(kind and rule.grievances))
            fitting.setdefault((rule.forum_kind, rule.deadline_kind), []).append((narrow, rule))
    for rules in fitting.values():
        narrowest = max(narrow for narrow, _ in rules)
        yield from (rule for narrow, rule in rules if narrow >= narrowest)


def deadlines_of(view: CaseView, known: Reading | None = None) -> list[Deadline]:
    """The days that matter in a case, the next one first; each rule once, by the day on which it ends first.

    Counted from what stands in its grievances and proceedings, and in the journeys of its workers as far as `known` has
    them. Where somebody knows a day only as a month or a season, its first day is taken: the earliest end is the safe
    one. Nothing of an assessment is looked at.
    """
    if view.case.closed:
        return []
    found: dict[str, Deadline] = {}
    kinds = tuple(one.content.kind for one in view.grievances)
    for country, forum, events, of in _questions(view, known, kinds):
        for one in deadlines_for(country, forum, events, of):
            if one.id not in found or one.day < found[one.id].day:
                found[one.id] = one
    planned = {line.content.forum for line in view.of("action")}
    every = (replace(one, reminded=one.id in planned) for one in found.values())
    return sorted(every, key=lambda one: (one.day, one.id))


Question = tuple[str, str | None, dict[str, date], Collection[str]]


def _questions(view: CaseView, known: Reading | None, kinds: tuple[str, ...]) -> Iterator[Question]:
    """What to ask of the shelf: (country, forum, events, kinds of grievance)."""
    case, lives = view.case, _lives(view, known)
    for line in view.grievances:
        events = _events(line.content)
        yield case.country, None, events, (line.content.kind,)
        for country in {country for country, _ in lives}:
            for forum in OF_ORIGIN:
                yield country, forum, events, (line.content.kind,)
    for line in view.of("proceeding"):
        proceeding: Proceeding = line.content
        steps = [(one.step, one.on) for one in proceeding.steps if one.on]
        filed = min((on for step, on in steps if step in ("filed", "registered")), default=None)
        decided = max((on for step, on in steps if step == "order"), default=None)
        if filed:
            yield case.country, proceeding.forum, {"complaint-filed": filed}, kinds
        if decided:
            yield case.country, None, {"decision": decided}, kinds
    for country, events in lives:
        yield case.country, None, events, kinds
        for forum in OF_ORIGIN:
            yield country, forum, events, kinds


def _events(grievance: Grievance) -> dict[str, date]:
    """The events that a grievance tells of. Of wages that were not paid, the first ones lapse first."""
    last = grievance.end.first or grievance.begin.first
    since = grievance.begin.first or last
    if last is None or since is None:
        return {}
    events = {"incident": last}
    if grievance.kind in WAGES:
        events["wage-due"] = since
    if grievance.kind == "dismissal":
        events |= {"dismissal": last, "job-ended": last}
    return events


def _lives(view: CaseView, known: Reading | None) -> list[tuple[str, dict[str, date]]]:
    """Country of origin, and the day a job ended or somebody came home, of each worker and journey."""
    found: list[tuple[str, dict[str, date]]] = []
    for _, entry in view.workers:
        if entry is None or not opens(entry) or not isinstance(entry.content, Worker):
            continue
        found.append((entry.content.nationality, {}))
        for part in known.parts(entry.id, Journey) if known else ():
            journey = part.content if opens(part) else None
            if isinstance(journey, Journey) and view.case.country in ("", journey.destination):
                days = [("job-ended", one.end.first) for one in journey.stages if one.stage == "destination"]
                days += [("return-home", one.begin.first) for one in journey.stages if one.stage == "return"]
                found.append((journey.origin or entry.content.nationality, {name: day for name, day in days if day}))
    return [(country, events) for country, events in found if country]
