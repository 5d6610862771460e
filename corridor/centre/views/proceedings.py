"""The form of a proceeding: before it goes to an authority, the talk about the risks is asked on the same page."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from corridor.centre.actions.proceedings import talk_first
from corridor.centre.contents import Case, Proceeding, RiskTalk
from corridor.centre.proceedings import asks_first, concerned, not_told
from corridor.centre.sharing import GOES_AHEAD
from corridor.centre.sheets import PROCEEDING
from corridor.centre.views.following_up import PartForm
from corridor.journey.sheets import Options, SheetForm, Slot, terms
from corridor.safe.casebook import Entry, Reading
from corridor.safe.content import Content
from corridor.safe.notebook.forms import Day

WHO, RISKS, ON, ALL = "talk_with", "talk_risks", "talk_on", "all"
TALK = (
    Slot(WHO, _("Talk about risks: who knows them and goes ahead"), "choices"),
    Slot(RISKS, _("Risks that were told"), "terms", "risk-told", lesson="WIF2023-49"),
    Slot(ON, _("The day of the talk"), "day"),
)


class ProceedingForm(PartForm):
    """A proceeding as it is typed, with the talk for whoever did not have it, kept in the same act."""

    def __init__(
        self,
        known: Reading,
        entry: Entry,
        data: Any = None,
        content: Content | None = None,
        options: Options | None = None,
        **start: Any,
    ) -> None:
        super().__init__(PROCEEDING, data, content, options, **start)
        self.known, self.entry = known, entry
        self.people = dict(self.options.get("workers", []))
        ask = not_told(known, entry.id, self.people)
        told = [(id, name) for id, name in self.people.items() if id in ask]
        # A collective dispute is talked over together: nobody ticks thirty boxes.
        everybody = [(ALL, gettext("All of these"))] if len(told) > 2 else []
        boxes = {WHO: everybody + told, RISKS: terms("risk-told")} if told else {}
        for slot in TALK[:2] if told else ():
            tick = forms.CheckboxSelectMultiple
            asked = forms.MultipleChoiceField(choices=boxes[slot.name], widget=tick, required=False, label=slot.label)
            self.fields[slot.name] = asked
        if told:
            self.fields[ON] = Day(required=False, label=TALK[2].label, initial=timezone.localdate())

    @property
    def asked(self) -> list[tuple[Slot, Any]]:
        """The talk stands under the form of something new; where something is corrected, only when it is missing."""
        is_shown = WHO in self.fields and (self.stands is None or WHO in self.errors)
        return super().asked + [(slot, self[slot.name]) for slot in TALK if is_shown]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        rows_fit = all([one.is_valid() for row in self.rows.values() for one in row.forms])
        if WHO in self.fields and rows_fit and (missing := self._missing()):
            names = ", ".join(str(self.people.get(id, gettext("Worker"))) for id in missing)
            self.add_error(WHO, f"{talk_first()} ({names})")
        return said

    def _missing(self) -> list[str]:
        """Ids of those for whom it is filed and who did not decide yet."""
        filed, case, stood = self.content(**({} if self.stands else {"case": self.entry.id})), self.entry.content, None
        if not isinstance(filed, Proceeding) or not isinstance(case, Case):
            return []
        if isinstance(self.stands, Proceeding):
            stood = self.stands
        people = concerned(filed, case) if asks_first(filed, case, stood) else ()
        return not_told(self.known, self.entry.id, people, self.talks())

    def talks(self) -> tuple[RiskTalk, ...]:
        """A talk with each who was ticked; empty where nobody was."""
        said = self.cleaned_data
        on, risks = said.get(ON) or timezone.localdate(), tuple(said.get(RISKS) or ())
        return tuple(RiskTalk(self.entry.id, id, risks, decides=GOES_AHEAD, on=on) for id in self._ticked())

    def _ticked(self) -> list[str]:
        """Ids of those with whom it was talked over; all that can be ticked is everybody who is in the case now."""
        ticked: list[str] = self.cleaned_data.get(WHO) or []
        if ALL not in ticked:
            return ticked
        case: Any = self.entry.content
        present = {one.worker for one in case.present}
        choices: Any = self.fields[WHO]
        return [id for id, _ in choices.choices if id in present or (id in ticked and id != ALL)]


def talks_in(form: SheetForm) -> tuple[RiskTalk, ...]:
    """The talks about risks that are kept with what a form says."""
    return form.talks() if isinstance(form, ProceedingForm) else ()
