"""Which fields are asked of a worker, her journeys, what she allows and whom she met, in which order."""

from babel import Locale
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from corridor.journey.contents import Consent, Journey, Party, Withdrawal, Worker
from corridor.journey.sheets import Choices, Sheet, Slot

# ISO 639 codes of the languages spoken along the corridors; whoever speaks another one has it kept all the same.
LANGUAGES = (
    *("am", "ar", "awa", "bho", "bn", "dag", "en", "es", "fa", "fr", "gu", "ha", "hi", "id", "km", "kn", "ln", "mai"),
    *("mg", "ml", "mr", "my", "ne", "new", "om", "or", "pa", "ps", "pt", "ru", "si", "so", "sw", "syl", "ta", "taj"),
    *("te", "th", "ti", "tl", "ur", "uz", "vi", "wo", "yo", "zh"),
)
GIVEN, NOT_GIVEN = "yes", "no"

CONTACTS = Slot(
    "contacts",
    _("How to reach her safely"),
    "rows",
    lesson="WIF2023-25",
    columns=(
        Slot("channel", _("Way"), "term", "channel"),
        Slot("value", _("Number, name or place"), "line"),
        Slot("days", _("Days on which it is safe"), "terms", "weekday"),
        Slot("hours", _("Hours"), "line", hint=_("As she says it.")),
        Slot("who_answers", _("Who else may answer"), "line"),
        Slot("say", _("What is said to them"), "line"),
    ),
)

WORKER = Sheet(
    Worker,
    _("Worker"),
    (
        Slot(
            "names",
            _("Names"),
            "rows",
            hint=_("In any script. One word is enough."),
            columns=(Slot("name", _("Name"), "line"), Slot("use", _("What it is for"), "term", "name-use")),
        ),
        CONTACTS,
        Slot("never", _("Never by"), "terms", "channel", lesson="WIF2023-25"),
        Slot("note", _("Note"), "area"),
    ),
    (
        Slot("languages", _("Languages"), "choices"),
        Slot("sex", _("Sex"), "term", "sex"),
        Slot("age_band", _("Age"), "term", "age-band"),
        Slot("nationality", _("Nationality"), "country"),
        Slot("origin", _("District of origin"), "line"),
        Slot(
            "papers",
            _("Documents"),
            "rows",
            columns=(Slot("kind", _("Kind"), "term", "paper"), Slot("number", _("Number of the document"), "line")),
        ),
        Slot("since", _("She first came on"), "day"),
    ),
)

JOURNEY = Sheet(
    Journey,
    _("Journey"),
    (
        Slot("origin", _("From"), "country", lesson="WIF2023-21"),
        Slot("destination", _("To"), "country"),
        Slot("sector", _("Sector"), "term", "sector"),
        Slot(
            "stages",
            _("Stages"),
            "rows",
            columns=(
                Slot("stage", _("Stage"), "term", "stage"),
                Slot("place", _("Place"), "line"),
                Slot("country", _("Country"), "country"),
                Slot("begin", _("Since"), "when"),
                Slot("end", _("Until"), "when"),
                Slot("party", _("Who was there"), "choice"),
                Slot("note", _("Note"), "line"),
            ),
        ),
    ),
    (Slot("note", _("Note"), "area"),),
)

CONSENT = Sheet(
    Consent,
    _("Consent"),
    (
        Slot("purpose", _("For what"), "term", "consent-purpose", required=True, lesson="WIF2023-49"),
        Slot("recipient", _("Who receives it"), "line", hint=_("A name, or leave it empty for herself.")),
        Slot("what", _("What they receive"), "terms", "data-group", required=True),
        Slot("given", _("Does she allow it"), "choice", required=True),
        Slot("on", _("On which day"), "day"),
        Slot("until", _("Until"), "day"),
        Slot("how", _("How it was explained"), "term", "explained"),
        Slot("language", _("Language"), "choice"),
    ),
    (Slot("said", _("In her words"), "area"),),
)

WITHDRAWAL = Sheet(Withdrawal, _("Withdrawal"), (Slot("said", _("In her words"), "area"),))

PARTY = Sheet(
    Party,
    _("Party"),
    (
        Slot("kind", _("Kind"), "term", "party-kind", required=True, lesson="WIF2019-13"),
        Slot("names", _("Names"), "area", hint=_("One in each line, in any script."), required=True),
        Slot("country", _("Country"), "country"),
        Slot("place", _("Place"), "line"),
        Slot("phone", _("Phone"), "line"),
    ),
    (
        Slot("licence", _("Number of the licence"), "line"),
        Slot("licence_until", _("It is said to hold until"), "day"),
        Slot("note", _("Note"), "area"),
    ),
)


def languages(*more: str) -> Choices:
    """Languages with their names in the reader's language, by name; `more`: those that stand in a record already."""
    names = Locale.parse(get_language() or "en", sep="-").languages
    known = dict.fromkeys((*LANGUAGES, *(one for one in more if one)))
    return sorted(((code, names.get(code, code)) for code in known), key=lambda one: one[1])
