"""What is asked of a spell of her life, in which order, with the lessons that bear on it."""

from django.utils.translation import gettext_lazy as _

from corridor.journey.sheets import Sheet, Slot
from corridor.work.contents import Spell

EXACT = _("As exact as she knows it: a day, March 2025, spring 2024, 2078.")

SPELL = Sheet(
    Spell,
    _("Spell of work or life"),
    (
        Slot("kind", _("What she did"), "term", "spell-kind", required=True, lesson="WIF2023-54"),
        Slot("begin", _("Since"), "when", hint=EXACT),
        Slot("end", _("Until"), "when", hint=_("Left empty, it goes on.")),
        Slot("country", _("Country"), "country"),
        Slot("sector", _("Sector"), "term", "sector"),
        Slot("job", _("Job")),
        Slot("employer_name", _("Employer")),
        Slot("pay", _("Pay"), "money", lesson="WIF2023-04"),
        Slot("currency", _("Currency"), "currency"),
        Slot("period", _("For each"), "term", "pay-period"),
        Slot("hours_a_week", _("Hours a week, without overtime"), "money"),
        Slot("overtime_a_week", _("Overtime a week, in hours"), "money"),
        Slot("rest_days_a_month", _("Days off a month"), "money"),
    ),
    (
        Slot("journey", _("Journey"), "choice"),
        Slot("place", _("Place")),
        Slot("employer_kind", _("Kind of employer"), "term", "employer-kind"),
        Slot("employer", _("Employer among the parties"), "choice"),
        Slot("live_in", _("Lives where she works"), "term", "yes-no"),
        Slot("part_time", _("Part-time"), "term", "yes-no"),
        Slot("contract", _("Contract"), "term", "contract-status"),
        Slot("permit", _("Permit"), "term", "permit-tie", lesson="WIF2023-48"),
        Slot("on_call", _("On call at night or on days off"), "term", "yes-no"),
        Slot("overtime_pay", _("Pay for overtime, for the same length"), "money"),
        Slot(
            "in_kind",
            _("Given in kind"),
            "rows",
            columns=(Slot("kind", _("What"), "term", "in-kind"), Slot("worth", _("Worth a month"), "money")),
        ),
        Slot(
            "deductions",
            _("Held back from the pay"),
            "rows",
            columns=(Slot("why", _("For what")), Slot("amount", _("Amount, for the same length"), "money")),
        ),
        Slot("arrears", _("Owed to her"), "money"),
        Slot("movement", _("May she go out"), "term", "movement"),
        Slot("phone", _("Her phone"), "term", "phone"),
        Slot("papers_with", _("Who keeps her documents"), "term", "papers-with"),
        Slot("used", _("Skills she used"), "area", hint=_("One in each line.")),
        Slot("gained", _("Skills she learned"), "area", hint=_("One in each line.")),
        Slot("security", _("Social security"), "term", "social-security"),
        Slot("ended_by", _("How it ended"), "term", "ended-by"),
        Slot("note", _("Note"), "area"),
    ),
)
