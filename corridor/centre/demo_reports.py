"""Of the demonstration: what came in from outside, through the same door as anybody's report."""

from corridor.access.models import Centre
from corridor.centre.demo_chance import MADE_UP
from corridor.field.actions.reports import Told, keep_report

REPORTS = (
    Told(f"My wages are five months late. {MADE_UP}", "pay", "Fridays after four, never at the house.", "en"),
    Told(f"मेरो राहदानी मालिकसँग छ। {MADE_UP}", "documents", "", "ne"),
    Told(f"لا يُسمح لي بالخروج من البيت. {MADE_UP}", "cannot-leave", "عند الجارة، صباحاً", "ar"),
    Told(f"Is the medical check to be paid by me? {MADE_UP}", "question", "", "en"),
)
ABOUT_STAFF = Told(f"I was told to wait outside for two hours. {MADE_UP}", "centre-staff", "", "en")


def send_reports(centre: Centre) -> None:
    """Keep them as if they were sent today; the one about the staff goes to the worker representative alone."""
    for number, told in enumerate((*REPORTS, ABOUT_STAFF)):
        keep_report(told, centre=centre, form=f"demonstration {number}")
