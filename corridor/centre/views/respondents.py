"""The form of a grievance: whoever has to answer is asked for among the parties known here, and never merged by itself.

A name that sounds like a party's, in any script, is asked about once the form is sent, as files are at intake. A name
that is like nobody's becomes a new party when the grievance is kept (casework idea 1: the same one as respondent, hop
and employer).
"""

from dataclasses import replace
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext

from corridor.centre.actions.respondents import NEW
from corridor.centre.contents import Grievance
from corridor.centre.sheets import GRIEVANCE
from corridor.centre.views.following_up import PartForm
from corridor.journey.contents import Party
from corridor.journey.likeness import Index, Known
from corridor.journey.reading import label
from corridor.journey.sheets import LINE, Choices, Options, Slot
from corridor.reference.folding import folded
from corridor.reference.labels import country_name
from corridor.safe.casebook import Reading, opens
from corridor.safe.content import Content
from corridor.safe.notebook.forms import Text

MOST = 5  # parties offered for one name
NAME_ALONE = "name"  # keep the name and no party
OWN = "centre-staff"  # vocabulary `respondent-role`: whoever works here is not met on the road


class GrievanceForm(PartForm):
    """A grievance as it is typed, with a question for each respondent whose name sounds like a party known here."""

    def __init__(
        self,
        known: Reading,
        data: Any = None,
        content: Content | None = None,
        options: Options | None = None,
        sent: bool = False,
        **start: Any,
    ) -> None:
        """sent: this very form was kept already, so that nothing is asked again."""
        super().__init__(GRIEVANCE, data, content, options, **start)
        self.questions: list[Slot] = []
        others = [(NEW, gettext("Another one: keep a new party")), (NAME_ALONE, gettext("Keep only the name"))]
        for name, found in _like(known, self._typed() if self.is_bound and not sent else []).items():
            slot = Slot(_field_of(name), name, "choices")
            asked = forms.ChoiceField(choices=[*found, *others], widget=forms.RadioSelect, required=False, label=name)
            self.fields[slot.name] = asked
            self.questions.append(slot)

    def _typed(self) -> list[str]:
        """The names that were typed anew, each once; what stood there already is left as it is."""
        raw = (Text().to_python(row.data.get(row.add_prefix("name"))) for row in self.rows["respondents"].forms)
        return [name for name in dict.fromkeys(raw) if name and len(name) <= LINE and name not in self._stood]

    @property
    def _stood(self) -> dict[str, str]:
        """The names that stand in the grievance, with their parties."""
        return {one.name: one.party for one in self.stands.respondents} if isinstance(self.stands, Grievance) else {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for slot in self.questions:
            if not cleaned.get(slot.name) and slot.name not in self.errors:
                self.add_error(slot.name, gettext("Nothing was kept yet. Is it one of these? Look, and choose."))
        return cleaned

    @property
    def asked(self) -> list[tuple[Slot, Any]]:
        """Open questions come first, so that they are seen."""
        return [(slot, self[slot.name]) for slot in self.questions] + super().asked

    def content(self, **fixed: Any) -> Content:
        """The grievance, with the parties that were chosen, and NEW where one is to be made."""
        found = super().content(**fixed)
        assert isinstance(found, Grievance)
        chain = (one if one.party else replace(one, party=self._party(one.name, one.role)) for one in found.respondents)
        return replace(found, respondents=tuple(chain))

    def _party(self, name: str, role: str) -> str:
        if name in self._stood:
            base = self.base_content()
            began = {one.name for one in base.respondents} if isinstance(base, Grievance) else set()
            return "" if name in began else self._stood[name]  # the same form sent twice
        if not name or role == OWN:
            return ""
        answer = self.cleaned_data.get(_field_of(name)) or NEW
        return "" if answer == NAME_ALONE else str(answer)


def _field_of(name: str) -> str:
    """An answer belongs to one name: who changes the name is asked again."""
    return f"party-{sha256(name.encode()).hexdigest()[:12]}"


def _like(known: Reading, names: list[str]) -> dict[str, Choices]:
    """Of each name the parties that are called so or sound so, those written the same way first."""
    if not names:
        return {}
    parties = {one.id: one.content for one in known.of_type(Party, opens) if isinstance(one.content, Party)}
    index = Index((id, Known(one.names)) for id, one in parties.items())
    found = {}
    for name in names:
        same = [id for id, one in parties.items() if _plain(name) in {_plain(each) for each in one.names}]
        like = [id for id, _ in index.likely(Known((name,)))]
        ids = list(dict.fromkeys([*same, *like, *index.named(name)]))[:MOST]
        if ids:
            found[name] = [(id, _told(parties[id])) for id in ids]
    return found


def _plain(name: str) -> str:
    return " ".join(folded(name).split())


def _told(party: Party) -> str:
    where = country_name(party.country, get_language() or "en") if party.country else ""
    told = (", ".join(party.names), label("party-kind", party.kind), party.place, where)
    return " · ".join(part for part in told if part)
