"""The only writer of targets and of the evidence beside them; each write leaves a line of plain history."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from corridor.access.actions import record_change
from corridor.access.models import Account
from corridor.figures import published
from corridor.statistics.models import SOURCE, WORDS, Evidence, Target
from corridor.statistics.targets import CODE, Beside, Fault, Wanted, faults, quarter_of, words_faults

KIND = "targets"  # in the history


class FaultyTarget(ValueError):
    """A target or its evidence breaks a rule; `faults` are (field, what is wrong with it)."""

    def __init__(self, found: list[Fault]) -> None:
        super().__init__("; ".join(f"{field}: {told}" for field, told in found))
        self.faults = found


class ChangedMeanwhile(Exception):
    """Somebody else wrote the target after this member had opened it; nothing was written."""


@dataclass(frozen=True)
class Note:
    """Evidence as somebody gives it: for which quarter, of which day, words, and where they come from."""

    quarter: str
    day: date | None
    text: str
    source: str


@transaction.atomic
def set_target(wanted: Wanted, company: str = "", *, by: Account) -> Target:
    """Set a target. company: the code of the target with which it is to stand. Raises FaultyTarget."""
    known, other = published.indicators(), _standing(company)
    _must_fit(wanted, other)
    try:
        with transaction.atomic():
            row = Target.objects.create(
                **_stored(wanted),
                indicator=wanted.indicator,
                column=wanted.column,
                at=wanted.at,
                definition=known[wanted.indicator].version,
                company=other if known[wanted.indicator].caution else None,
            )
    except IntegrityError:
        raise FaultyTarget([("until", _there_is_one())]) from None
    record_change("set target", KIND, row.code, {}, plain(row), by=by)
    return row


@transaction.atomic
def correct_target(code: str, wanted: Wanted, company: str = "", *, by: Account, seen: int) -> bool:
    """Write value, quarter, reasons, evidence asked for and company anew; what it is of stays. seen: the version that
    the member had before her. Returns whether anything differed.

    Raises KeyError for an unknown or withdrawn target, FaultyTarget, ChangedMeanwhile.
    """
    row, other = _locked(code, seen), _standing(company)
    found = [] if other is None or other.pk != row.pk else [("company", gettext("It cannot stand beside itself."))]
    if any(one.until < wanted.until for one in row.leaning.filter(withdrawn="")):
        found.append(("until", gettext("A count stands together with this target and would be due before it.")))
    if found:
        raise FaultyTarget(found)
    _must_fit(wanted, other, same_quarter=wanted.until == row.until)
    before = plain(row)
    for name, value in _stored(wanted).items():
        setattr(row, name, value)
    row.company = other if published.indicators()[row.indicator].caution else None
    if plain(row) == before:
        return False
    row.version += 1
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise FaultyTarget([("until", _there_is_one())]) from None
    record_change("correct target", KIND, code, before, plain(row), by=by)
    return True


@transaction.atomic
def withdraw_target(code: str, reason: str, *, by: Account, seen: int) -> None:
    """Let go of a target, with the reason; it stays readable. Raises as `correct_target`."""
    row = _locked(code, seen)
    if found := list(words_faults("reason", reason, WORDS)):
        raise FaultyTarget(found)
    if row.leaning.filter(withdrawn="").exists():
        told = gettext("A count stands only together with this target. Withdraw that one first.")
        raise FaultyTarget([("reason", told)])
    row.withdrawn, row.version = reason.strip(), row.version + 1
    row.save(update_fields=["withdrawn", "version"])
    record_change("withdraw target", KIND, code, {"withdrawn": ""}, {"withdrawn": row.withdrawn}, by=by)


@transaction.atomic
def add_evidence(code: str, note: Note, today: date, *, by: Account) -> Evidence:
    """Give evidence beside a target. The history names quarter and day and never the words, so that they can be taken
    back. Raises KeyError for an unknown or withdrawn target, FaultyTarget.
    """
    row = Target.objects.select_for_update().filter(code=code, withdrawn="").first()
    if row is None:
        raise KeyError(code)
    if (found := _note_faults(note, today)) or note.day is None:
        raise FaultyTarget(found)
    one = Evidence.objects.create(
        target=row, quarter=note.quarter, day=note.day, text=note.text.strip(), source=note.source.strip()
    )
    after = {"quarter": one.quarter, "day": one.day.isoformat(), "note": one.pk}
    record_change("give evidence", KIND, code, {}, after, by=by)
    return one


@transaction.atomic
def take_back_evidence(code: str, note: int, reason: str, *, by: Account) -> None:
    """Empty a note that should not stand, such as one that names somebody; that it stood, and why not, stays.

    Raises KeyError where there is none, FaultyTarget without a reason.
    """
    one = Evidence.objects.select_for_update().filter(target__code=code, pk=note, taken_back="").first()
    if one is None:
        raise KeyError(note)
    if found := list(words_faults("reason", reason, WORDS)):
        raise FaultyTarget(found)
    one.text, one.source, one.taken_back = "", "", reason.strip()
    one.save(update_fields=["text", "source", "taken_back"])
    before = {"quarter": one.quarter, "note": one.pk}
    record_change("take back evidence", KIND, code, before, {"taken_back": one.taken_back}, by=by)


def plain(row: Target) -> dict[str, Any]:
    """A target as the history keeps it."""
    words = {name: getattr(row, name) for name in ("indicator", "column", "at", "until", "why", "beside")}
    company = row.company.code if row.company else ""
    return {**words, "definition": row.definition, "value": str(round(row.value, 1)), "company": company}


def _stored(wanted: Wanted) -> dict[str, Any]:
    return {
        "value": wanted.value,
        "until": wanted.until,
        "why": wanted.why.strip(),
        "beside": wanted.beside.strip(),
    }


def _locked(code: str, seen: int) -> Target:
    row = Target.objects.select_for_update().filter(code=code, withdrawn="").first()
    if row is None:
        raise KeyError(code)
    if row.version != seen:
        raise ChangedMeanwhile(code)
    return row


def _standing(code: str) -> Target | None:
    """Another target that stands, held so that nobody withdraws it meanwhile."""
    return Target.objects.select_for_update().filter(code=code, withdrawn="").first() if code else None


def _must_fit(wanted: Wanted, other: Target | None, *, same_quarter: bool = False) -> None:
    """Raises FaultyTarget. same_quarter: it is not moved, so that its quarter may be released by now."""
    beside = Beside(other.indicator, other.until) if other else None
    released = [] if same_quarter else published.periods()
    if found := faults(wanted, published.indicators(), released, beside):
        raise FaultyTarget(found)


def _there_is_one() -> str:
    return gettext("There is a target for this by that quarter already; it can be corrected.")


def _note_faults(note: Note, today: date) -> list[Fault]:
    found: list[Fault] = []
    if not CODE.fullmatch(note.quarter):
        told = gettext("Found “%(found)s”; expected a quarter, as in 2027Q4.")
        found.append(("quarter", told % {"found": note.quarter[:60]}))
    elif note.quarter > quarter_of(today.year, today.month):
        found.append(("quarter", gettext("That quarter has not begun; expected one of which something is known.")))
    if note.day is None:
        found.append(("day", gettext("Needed: the day of the note.")))
    elif note.day > today:
        found.append(("day", gettext("That day has not come; expected the day of the note.")))
    return [*found, *words_faults("text", note.text, WORDS), *words_faults("source", note.source, SOURCE)]
