"""Her own copy: what is kept of her, without other people's data, as far as she allowed it to be put on paper.

It is made in the language that is active. Consent is asked for each group of data; what she did not allow is left out,
and the paper says nothing of it (WIF2023-49: what is written down can be taken from her).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from corridor.journey.calendars import told as time_told
from corridor.journey.contents import Journey, Party, Worker
from corridor.journey.copied import ASSESSMENT, COPIED, Copied, hers_alone, may_stand
from corridor.journey.data_groups import CALLED, CONTACT, EMPLOYER, EVIDENCE, FIELDS, GROUP_OF, IN_TEXT, JOURNEY, NAMES
from corridor.journey.parts import PARTS
from corridor.journey.reading import (
    GRIEVANCE,
    REMEDY,
    SERVICE,
    Facts,
    Teller,
    cases_of,
    consent_lines,
    label,
    ledger_of,
    of_type,
    opens,
    parts,
    services_of,
    state_label,
    teller,
)
from corridor.journey.referring import Hiding, called_as, is_hers
from corridor.journey.rules import allowed
from corridor.journey.sheets import Choices, Slot
from corridor.journey.worker_sheets import JOURNEY as JOURNEY_SHEET
from corridor.journey.worker_sheets import WORKER
from corridor.reference.labels import translated
from corridor.reference.shelf import shelf
from corridor.safe.casebook import Entry, Reading

SUMMARY = "summary"  # vocabulary `consent-purpose`
HERSELF = ""  # as a recipient
# A journey on her own paper: whom she met on the way is another person's data.
_OWN_JOURNEY = replace(
    JOURNEY_SHEET,
    slots=tuple(
        replace(one, columns=tuple(column for column in one.columns if column.name != "party"))
        for one in JOURNEY_SHEET.slots
    ),
)


@dataclass(frozen=True)
class Section:
    """One heading of the copy with its lines: each a list of (label, text)."""

    title: str
    lines: tuple[Facts, ...]


@dataclass(frozen=True)
class OwnCopy:
    """What goes on the paper. called: the name she goes by or her code. sections: none when she allowed nothing."""

    called: str
    sections: tuple[Section, ...]


def copy_languages(worker: Worker, here: str) -> Choices:
    """The languages of the pages in which her copy can be made: hers first, as she prefers them, then the one in which
    it is asked for (`here`).
    """
    names = dict(settings.LANGUAGES)
    order = dict.fromkeys((*(one for one in worker.languages if one in names), *((here,) if here in names else ())))
    return [(code, str(names[code])) for code in dict.fromkeys((*order, *names))]


def own_copy(known: Reading, entry: Entry, today: date, *, assessed: bool = False) -> OwnCopy:
    """What may be put on her paper today. assessed: with what was assessed of her, which she has to ask for by itself:
    it is the paper that does most harm when somebody finds it (WIF2023-49).
    """
    worker = entry.content
    assert isinstance(worker, Worker)
    found = ledger_of(known, entry.id)
    groups = {
        group
        for group in (CALLED, NAMES, CONTACT, JOURNEY, GRIEVANCE, EMPLOYER, REMEDY, EVIDENCE, *IN_TEXT)
        if allowed(*found, purpose=SUMMARY, recipient=HERSELF, what=(group,), on=today).allowed
    }
    made = _Copier(known, entry.id, worker, groups, assessed)
    sections = tuple(one for one in made.sections(today) if one.lines)
    return OwnCopy(called_as(worker, groups) or worker.code, sections if groups else ())


@dataclass(frozen=True)
class _Copier:
    """Makes the sections of one copy. groups: the groups of data that she allowed."""

    known: Reading
    id: str
    worker: Worker
    groups: set[str]
    assessed: bool = False

    def sections(self, today: date) -> Iterator[Section]:
        say = teller(self.known)
        file = [(gettext("Code"), self.worker.code)] if CALLED in self.groups else []
        if NAMES in self.groups:
            file += say.facts(WORKER, self.worker, but=("contacts", "never", "note", "languages"))
        yield Section(gettext("Worker"), (tuple(file),) if file else ())
        if CONTACT in self.groups:
            yield Section(gettext("How to reach her safely"), tuple(self._ways()))
        if JOURNEY in self.groups:
            hers = [one.content for one in parts(self.known, self.id, Journey)]
            yield Section(gettext("Journeys"), tuple(say.facts(_OWN_JOURNEY, self._hidden(one)) for one in hers))
        yield from self._of_her_file()
        yield Section(gettext("Consents"), tuple(self._consents(today)))
        cases = [one for one in cases_of(self.known, self.id)]
        if GRIEVANCE in self.groups:
            yield Section(gettext("Grievances"), tuple(self._of_cases(cases, GRIEVANCE, self._grievance)))
        if REMEDY in self.groups:
            yield Section(gettext("Remedy"), tuple(self._of_cases(cases, REMEDY, self._remedy)))
        for one in COPIED:
            if one.group in self.groups:
                yield Section(str(one.title), tuple(self._copied(one, cases)))
        if self.assessed and GRIEVANCE in self.groups:
            yield Section(gettext("Assessment"), tuple(self._assessments(cases)))

    def _of_her_file(self) -> Iterator[Section]:
        """What later rooms keep in her file: one heading for each kind, with the fields that she allowed."""
        hide = self._hiding(None)
        for type, part in PARTS.items():
            if type == Journey.TYPE or GROUP_OF.get(type) not in self.groups:
                continue
            known = (choice for choices in part.options(self.known, self.id).values() for choice in choices)
            say = Teller(teller(self.known).called | dict(known))
            kept = {name for group in self.groups for name in FIELDS[type].get(group, ())}
            slots, lines = [one for one in part.sheet.every if one.name in kept], []
            for entry in parts(self.known, self.id, part.sheet.kind):
                if may_stand(entry.content, self.id, self.groups, None):
                    lines.append(_told(say, slots, hers_alone(entry.content, self.groups, True), hide))
            yield Section(str(part.sheet.label), tuple(lines))

    def _copied(self, what: Copied, cases: list[Entry]) -> Iterator[Facts]:
        """Everything of one heading: of her cases, and what stands by her own file."""
        say = teller(self.known)
        for case, entry in self._records(what.type, cases):
            row = next((one for one in getattr(case and case.content, "workers", ()) if one.worker == self.id), None)
            content = entry.content
            if what.only(content) and may_stand(content, self.id, self.groups, row and row.left):
                hide, is_alone = self._hiding(case), case is None or len(case.content.linked()) == 1
                yield _told(say, what.slots, hers_alone(content, self.groups, is_alone), hide)

    def _records(self, type: str, cases: list[Entry]) -> Iterator[tuple[Entry | None, Entry]]:
        if type == SERVICE:
            yield from ((None, one) for one in services_of(self.known, self.id))
        for head in (None, *cases):
            for one in self.known.parts(head.id if head else self.id):
                if one.type == type and opens(one) and is_hers(one, self.id):
                    yield head, one

    def _ways(self) -> Iterator[Facts]:
        for one in self.worker.contacts:
            days = ", ".join(label("weekday", day) for day in one.days)
            yield ((label("channel", one.channel), " · ".join(part for part in (one.value, days, one.hours) if part)),)

    def _consents(self, today: date) -> Iterator[Facts]:
        for line in consent_lines(self.known, self.id, today):
            yield (
                (label("consent-purpose", line.consent.purpose), state_label(line.state)),
                (gettext("What they receive"), ", ".join(line.what)),
                (gettext("On which day"), _day(line.consent.on)),
            )

    def _of_cases(self, cases: list[Entry], type: str, tell: Callable[[Any], Facts]) -> Iterator[Facts]:
        for case in cases:
            for one in self.known.parts(case.id):
                if one.type == type and opens(one) and self._is_hers(one.content):
                    yield tuple((name, text) for name, text in tell(self._hidden(one.content, case)) if text)

    def _is_hers(self, content: Any) -> bool:
        """Her own, or everybody's in the case; nothing that concerns somebody else alone."""
        if content.TYPE == REMEDY:
            return content.worker == self.id
        return not content.workers or self.id in content.workers

    def _hidden(self, content: Any, case: Entry | None = None) -> Any:
        """Without names and numbers of other people in what was written freely."""
        return self._hiding(case).taken_out(content)

    def _hiding(self, case: Entry | None) -> Hiding:
        people: Any = getattr(case.content, "workers", ()) if case else ()
        others = [one.called for one in people if one.worker != self.id]
        files = [file for one in people if one.worker != self.id and (file := self.known.get(one.worker))]
        others += [one.name for file in files if opens(file) for one in getattr(file.content, "names", ())]
        parties = [one for one in of_type(self.known, Party.TYPE)] if EMPLOYER not in self.groups else []
        named = [one for one in self.known.parts(case.id) if one.type == GRIEVANCE and opens(one)] if case else []
        named += [one for one in self.known.parts(self.id) if one.type in PARTS and opens(one)]
        every = {*self.groups, CALLED, NAMES, CONTACT}  # what is hers stands in her own words
        return Hiding.of(self.worker, every, others, [*parties, *named])

    def _grievance(self, one: Any) -> Facts:
        return (
            (gettext("Kind"), label("grievance-kind", one.kind)),
            (gettext("Since"), time_told(one.begin, get_language() or "en")),
            (gettext("What she wants"), one.wants),
            (gettext("What happened"), one.told),
            (gettext("State"), label("grievance-state", one.state)),
        )

    def _remedy(self, one: Any) -> Facts:
        amount = "" if one.amount is None else f"{one.amount:f} {one.currency}"
        return (
            (gettext("Step"), label("remedy-step", one.step)),
            (gettext("Kind"), label("remedy-kind", one.kind)),
            (gettext("Amount"), amount),
            (gettext("On which day"), _day(one.on)),
            (gettext("In words"), one.what),
        )

    def _assessments(self, cases: list[Entry]) -> Iterator[Facts]:
        for case, entry in self._records(ASSESSMENT, cases):
            one, hide = cast(Any, entry.content), self._hiding(case)
            found = [(gettext("On which day"), _day(one.on)), (gettext("Reference period"), one.period)]
            for group in ("indicators", "involuntary", "penalty"):
                for each in getattr(one, group):
                    told = (label("answer-state", each.state), hide.taken_out(each.evidence, True))
                    found.append((_sign(group, each.about), ": ".join(filter(None, told))))
            found.append((gettext("Why"), hide.taken_out(one.reasons, True)))
            yield tuple((name, text) for name, text in found if text)


def _told(say: Teller, slots: Iterable[Slot], content: Any, hide: Hiding) -> Facts:
    """(label, text) of each field that was filled, without names and numbers of others where somebody wrote freely."""
    found = []
    for slot in slots:
        text = say.told(slot, getattr(content, slot.name))
        is_free = slot.how in ("line", "area", "rows", "when", "choice", "choices")
        found.append((slot.label, hide.taken_out(text, True) if is_free else text))
    return tuple((name, text) for name, text in found if text)


def _sign(group: str, about: str) -> str:
    """A sign or circumstance in words."""
    kind = "forced_labour_indicators"
    entry = shelf().get(kind, about) if group == "indicators" else None
    if entry is None:
        return label(group, about)
    return translated(kind, about, "label", get_language() or "en") or str(entry.values["label"])


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""
