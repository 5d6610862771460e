"""Which Word templates there are for letters: the centre's own, and those that are shipped."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from corridor.access.models import Centre
from corridor.centre.letter_contents import LetterTemplate
from corridor.exchange.letter_texts import AUTHORITY, COMPLAINT, DEMAND, KINDS, LANGUAGES, REVIEWED, default_template
from corridor.exchange.letters import BROKEN, TOO_LARGE, UNKNOWN, Known, NoTemplate
from corridor.exchange.word_packages import Harmful
from corridor.safe.casebook import Entry, Reading, opens
from corridor.safe.notebook.evidence import original_of

# The placeholders of a template and, of a list, the fields of its rows.
KNOWN: Known = {
    **dict.fromkeys(("centre", "date", "addressee", "recipient", "reference", "worker", "work", "answer_by", "total")),
    "workers": frozenset({"name", "papers"}),
    "grievances": frozenset({"kind", "since", "told", "wants", "basis"}),
    "respondents": frozenset({"name", "role", "country"}),
    "amounts": frozenset({"who", "what", "amount"}),
}


def kind_label(kind: str) -> str:
    return {
        DEMAND: gettext("Demand to an employer"),
        COMPLAINT: gettext("Complaint to an authority"),
        AUTHORITY: gettext("Authority to act for her"),
    }.get(kind, kind)


@dataclass(frozen=True)
class Template:
    """A template that can be used. id: of its record, or kind and language of one that is shipped."""

    id: str
    kind: str
    language: str
    entry: Entry | None = None

    @property
    def own(self) -> Any:
        """What is kept of it, when it is the centre's own."""
        return self.entry.content if self.entry else None

    @property
    def reviewed(self) -> bool:
        """Whether a speaker has read its text: the centre answers for its own."""
        return bool(self.entry) or self.language in REVIEWED

    def file(self, centre: Centre) -> bytes:
        """The .docx. Raises Altered when it is not as it was kept."""
        return original_of(self.entry, centre) if self.entry else default_template(self.kind, self.language)


def templates(known: Reading) -> list[Template]:
    """The centre's own, newest first, then those that are shipped; of each kind in turn."""
    kept = [one for one in known.of_type(LetterTemplate) if opens(one) and not one.content.closed_on()]
    own = [one for one in kept if one.content.kind in KINDS and one.content.language in LANGUAGES]  # type: ignore[attr-defined]
    shipped = [Template(f"{kind}-{language}", kind, language) for kind in KINDS for language in LANGUAGES]
    found = [*(Template(one.id, one.content.kind, one.content.language, one) for one in own), *shipped]  # type: ignore[attr-defined]
    return sorted(found, key=lambda one: KINDS.index(one.kind) if one.kind in KINDS else len(KINDS))


def template_of(known: Reading, id: str) -> Template | None:
    """The template; None when it is not there, not hers to read, or was taken out of use."""
    return next((one for one in templates(known) if one.id == id), None)


def no_template(fault: NoTemplate | Harmful) -> str:
    """Why a file can not be used as a template, in words that name what was found."""
    if isinstance(fault, Harmful):
        told = gettext("The file holds something that runs, fetches or hides: “%(found)s”. Take it out first.")
    elif fault.reason == UNKNOWN:
        told = gettext("“%(found)s” is not known here. The placeholders that are known stand below.")
    elif fault.reason == TOO_LARGE:
        told = gettext("The file is too large to be opened safely here.")
    elif fault.reason == BROKEN:
        told = gettext("This is not a Word file (.docx), or it is broken.")
    else:
        told = gettext("“%(found)s” can not be read. Compare it with a template that is shipped.")
    return told % {"found": fault.found}
