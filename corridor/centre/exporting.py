"""What leaves when one case, or all of them, is taken out of a centre: which records, which files, what is said of it.

A centre must be able to leave with its data, and a court may need one case (WIF2023-14, 49). Nothing leaves that she
who takes it does not read. Assessments stay unless she asks for them: they explain, and can be turned against whoever
they are about (WIF2023-49, 52). What only this system needs (packets, drafts, saved views, joined files) stays.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext

from corridor.centre.contents import Assessment, Case
from corridor.centre.export_tables import (
    SHEET_OF,
    Labels,
    Record,
    as_json,
    codebook,
    codes,
    is_file,
    tables_of,
)
from corridor.field.queries import reports_of
from corridor.journey.contents import Consent, Evidence, Party, Withdrawal, Worker
from corridor.journey.parts import PARTS
from corridor.safe.casebook import OF_THE_CENTRE, Entry, Reading, opens
from corridor.safe.content import to_plain
from corridor.safe.faults import Fault
from corridor.safe.notebook.evidence import ending_of

FOLDER = "export"  # in the file; like its name it says nothing
LARGEST = 200_000_000  # bytes of all files together: it is made in memory, and has to be carried away
OF_A_WORKER = {*(one.TYPE for one in (Consent, Withdrawal, Evidence)), *PARTS}  # what of her file goes with a case
OF_THE_SYSTEM = {
    *("worker-merge", "sent-packet", "received-packet", "correspondent"),
    *("note-draft", "form-draft", "saved-view", "saved-search", "case-import", "part-import"),
    "counted-facts",
}


@dataclass(frozen=True)
class Leaving:
    """What would leave. unread: how many records do not open for her, so that they stay. of_case: one case alone."""

    entries: tuple[Entry, ...]
    unread: int
    assessments: bool
    of_case: bool

    @cached_property
    def files(self) -> list[Entry]:
        """The records to which a file belongs."""
        return [one for one in self.entries if is_file(one.content)]

    @cached_property
    def too_large(self) -> bool:
        """Whether the files are too large together, so that they stay."""
        return sum(getattr(one.content, "size", 0) for one in self.files) > LARGEST

    @property
    def going(self) -> list[Entry]:
        """The records whose files go along."""
        return [] if self.too_large else self.files

    @cached_property
    def counts(self) -> list[tuple[str, int]]:
        """How many records of each type there are, in words; those of a type that no sheet names come last."""
        labels = {"referral": gettext("Referral"), "service": gettext("Service"), "note": gettext("Note")}
        labels |= {Assessment.TYPE: gettext("Assessment"), "letter-template": gettext("Template")}
        labels |= {type: str(sheet.label) for type, sheet in SHEET_OF.items()}
        found = Counter(labels.get(one.type, "") for one in self.entries)
        others = found.pop("", 0)
        return [*found.items(), *([(gettext("Other"), others)] if others else [])]


def of_case(known: Reading, entry: Entry, assessments: bool) -> Leaving:
    """Everything of one case, and nothing of another: what belongs to it, what it was reported with, the files of its
    workers with what they allowed, their journeys, roads, debts, spells and evidence, and the parties that are named in
    any of it.
    """
    case = entry.content
    assert isinstance(case, Case)
    parts = known.parts(entry.id)
    for report in reports_of(known, entry.id):
        parts += [report, *known.parts(report.id)]
    for id in dict.fromkeys(case.linked()):
        worker = known.get(id)
        if worker and worker.type == Worker.TYPE:
            parts += [worker, *(one for one in known.parts(id) if one.type in OF_A_WORKER)]
    every = {one.id: one for one in [entry, *parts] if _goes(one, assessments)}
    shut = sum(not opens(one) for one in every.values())
    shut += len({*case.linked()} & _shut_ids(known))
    readable = [one for one in every.values() if opens(one)]
    return Leaving((*readable, *_parties(known, readable)), shut, assessments, True)


def of_centre(known: Reading, assessments: bool) -> Leaving:
    """Everything of the centre that opens for her."""
    every = {one.id: one for one in known.everything()}
    shut = {id for id, one in every.items() if not opens(one)} | _shut_ids(known)
    going = (one for one in every.values() if one.id not in shut and _goes(one, assessments))
    return Leaving(tuple(sorted(going, key=lambda one: one.change)), len(shut), assessments, False)


def _shut_ids(known: Reading) -> set[str]:
    """Ids of records of the centre that stand there and are not hers to read, or do not open."""
    found = {*known.book.closed, *known.book.faults} if known.book else set()
    return {id for id in found if id != OF_THE_CENTRE and known.get(id) is None}


def _goes(entry: Entry, assessments: bool) -> bool:
    return entry.type not in OF_THE_SYSTEM and (assessments or entry.type != Assessment.TYPE)


def _parties(known: Reading, entries: Iterable[Entry]) -> list[Entry]:
    """The parties whose ids stand in these records."""
    said = {text for one in entries for text in _texts(to_plain(one.content))}
    found = (known.get(id) for id in sorted(said) if len(id) == 36)
    return [one for one in found if one and one.type == Party.TYPE and opens(one)]


def _texts(plain: Any) -> Iterator[str]:
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, dict | list):
        for one in plain.values() if isinstance(plain, dict) else plain:
            yield from _texts(one)


@dataclass(frozen=True)
class Taker:
    """Who takes it, as the file tells: centre and handle, the day, and the handles of her colleagues by account key."""

    centre: str
    name: str
    day: date
    members: dict[str, str]


def files_of(leaving: Leaving, taker: Taker, original: Callable[[Entry], bytes]) -> Iterator[tuple[str, bytes]]:
    """(name, content) of everything in the file, one after another, so that no two originals are held at once.

    original: gives the file of a record, or raises Fault; what does not open is told in the last one, `read-me.txt`.
    """
    going = {one.id for one in leaving.going}
    records = [
        Record(one.id, one.content, one.restricted, file_name(one) if one.id in going else "")
        for one in leaving.entries
    ]
    language = get_language() or "en"
    tables = tables_of(records, Labels(language, taker.members))
    yield f"{FOLDER}/records.json", as_json(records)
    for table in tables:
        yield f"{FOLDER}/{table.name}", table.file()
    yield f"{FOLDER}/codebook.csv", codebook(tables)
    yield f"{FOLDER}/codes.csv", codes(tables, language)
    broken = []
    for one in leaving.going:
        try:
            data = original(one)
        except Fault:
            broken.append(file_name(one))
            continue
        yield f"{FOLDER}/{file_name(one)}", data
    yield f"{FOLDER}/read-me.txt", _read_me(leaving, taker, broken).encode("utf-8-sig", "replace")


def file_name(entry: Entry) -> str:
    """A name that says nothing, with an ending that does not run."""
    return f"files/{entry.id}.{ending_of(getattr(entry.content, 'name', ''))}"


def how_to_open() -> str:
    return gettext("7-Zip and Keka open the file with the five words; what Windows itself brings along does not.")


def _read_me(leaving: Leaving, taker: Taker, broken: Sequence[str]) -> str:
    lines = [
        taker.centre,
        f"{date_format(taker.day, 'j F Y')} ({taker.day.isoformat()}), {taker.name}",
        "",
        *(f"{label}: {count}" for label, count in leaving.counts),
        "",
        gettext(
            "One table for each kind of record; codebook.csv says what each column means. A text that begins with "
            "= + - or @ has a ' before it there, so that no spreadsheet runs it. records.json holds every record as "
            "it was written."
        ),
        how_to_open(),
        "",
        gettext("What is not in it"),
        *(f"- {one}" for one in left_out(leaving)),
        *("- " + gettext("%(name)s is missing or was changed.") % {"name": one} for one in broken),
    ]
    return "\r\n".join(lines) + "\r\n"


def left_out(leaving: Leaving) -> list[str]:
    """What does not leave, in words."""
    if leaving.of_case:
        found = [gettext("Other cases of the same workers")]
    else:
        found = [gettext("Packets, drafts and saved views")]
    if not leaving.assessments:
        found.append(gettext("Assessments"))
    if leaving.too_large:
        told = gettext("%(number)s files: together they hold more than 200 MB. What is said of them is in it.")
        found.append(told % {"number": len(leaving.files)})
    if leaving.unread:
        told = ngettext(
            "%(number)s record that does not open for you",
            "%(number)s records that do not open for you (of others alone, among them their drafts)",
            leaving.unread,
        )
        found.append(told % {"number": leaving.unread})
    return found
