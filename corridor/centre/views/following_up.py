"""The form of a thing that belongs to a case. A follow-up counts as made by what is known of her, never by a click."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from corridor.centre.contents import Case, FollowUp
from corridor.centre.sheets import AT_START, FOLLOW_UP, offered
from corridor.journey.sheets import Options, Sheet, SheetForm
from corridor.safe.content import Content


class PartForm(SheetForm):
    """A thing that belongs to a case, as it is typed. A follow-up that was made says whether she was reached."""

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if self.sheet is FOLLOW_UP and said.get("done") and not said.get("reached"):
            self.add_error("reached", gettext("Say whether she was reached."))
        return said

    def refuse_after_closing(self, case: Content, word: str) -> None:
        """Say that a closed case takes only what still comes after closing; what was typed stays in the form."""
        if isinstance(case, Case) and word not in offered(case) and self.errors is not None:
            self.add_error(self.sheet.slots[0].name, gettext("This case is closed. Open it again first."))


def fixed_of(sheet: Sheet) -> dict[str, Any]:
    """What a sheet says of a content without asking."""
    return {"at_start": True} if sheet is AT_START else {}


def form_of(sheet: Sheet, options: Options, request: HttpRequest, stands: Content) -> Callable[..., SheetForm]:
    """The form in which something that stands is corrected. Asked for with ?made=yes, a follow-up that is only planned
    begins as made today.
    """

    def make(posted: Any = None, content: Content | None = None) -> SheetForm:
        asked = content or stands
        waits = isinstance(asked, FollowUp) and asked.done is None
        start = {"done": timezone.localdate()} if waits and request.GET.get("made") else {}
        return PartForm(sheet, posted, content=asked, options=options, **start)

    return make
