"""What people send from outside, and what the centre answers. Everything is sealed to the centre at once.

The worker has no account and gives no name: she comes back with a receipt (see `models`), which stands in no content.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from corridor.safe.content import Content
from corridor.safe.notebook.contents import Attachment

KINDS = "report-kind"  # the vocabulary on the shelf
STAFF, OTHER = "centre-staff", "other"
# Our own promise, no statute's: what comes in is looked at within two days (clocks with their reason: evaluation 4.1.1;
# casework needs a due day from the first hour).
LOOKED_AT = timedelta(days=2)


@dataclass(frozen=True)
class Report(Content):
    """What somebody said happened, in her words and language. It stands open until it is closed or became a case.

    kind: vocabulary `report-kind`. language: ISO 639, in which the page stood. reach: how to reach her and when it is
    safe, as she says it. about_staff: about the centre's own staff; read by the worker representatives alone
    (WIF2023-27). taken_up_by: handle. case: id of the case that was made of it. Source: WIF2023-18 (no account, no
    fear of retaliation), WIF2023-49 (nothing is kept of her that she does not say herself).
    """

    TYPE = "report"
    SEARCHED = ("text", "reach")
    kind: str
    text: str
    language: str = ""
    reach: str = ""
    day: date | None = None
    about_staff: bool = False
    taken_up_by: str = ""
    taken_up_on: date | None = None
    answered_on: date | None = None
    case: str = ""
    closed: date | None = None

    def due(self) -> date | None:
        waits = not (self.taken_up_on or self.answered_on or self.case or self.closed)
        return self.day + LOOKED_AT if waits and self.day else None

    def stands_open(self) -> bool:
        return not (self.case or self.closed)

    def closed_on(self) -> date | None:
        return self.closed


@dataclass(frozen=True)
class ReportAddition(Content):
    """What she added later, with her receipt. seen: the day on which somebody of the centre dealt with it.

    until: the month in which the report is destroyed, when it was closed already; so the addition never outlives it.
    """

    TYPE, HEAD = "report-addition", "report"
    SEARCHED = ("text",)
    report: str
    text: str
    day: date | None = None
    seen: date | None = None
    until: date | None = None

    def due(self) -> date | None:
        return self.day + LOOKED_AT if self.day and not self.seen else None

    def stands_open(self) -> bool:
        return self.seen is None

    def shred_after(self) -> date | None:
        return self.until


@dataclass(frozen=True)
class ReportAnswer(Content):
    """What the centre answered; a copy waits for her, sealed to her receipt. author: handle."""

    TYPE, HEAD = "report-answer", "report"
    SEARCHED = ("text",)
    report: str
    text: str
    author: str = ""
    day: date | None = None


@dataclass(frozen=True)
class VoiceNote(Attachment):
    """What she said instead of writing; the file as it came, sealed in chunks. note: the id of the report.

    until: as of an addition.
    """

    TYPE = "voice-note"
    until: date | None = None

    def shred_after(self) -> date | None:
        return self.until


@dataclass(frozen=True)
class Photograph(VoiceNote):
    """A picture that came with a report, kept like a voice note; shown as a copy without place, hour and camera."""

    TYPE = "report-photograph"
