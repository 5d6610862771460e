"""What is asked of how she was recruited, in which order, with the lessons that bear on it."""

from django.utils.translation import gettext_lazy as _

from corridor.journey.sheets import Sheet, Slot
from corridor.recruitment.contents import Chain, Charge, Hop, Loan, Terms

EXACT = _("As exact as she knows it: a day, March 2025, spring 2024, 2078.")

CHAIN = Sheet(
    Chain,
    _("Recruitment"),
    (
        Slot("label", _("What you call it"), hint=_("The first attempt, the second agency ...")),
        Slot("journey", _("Journey"), "choice"),
        Slot("came_off", _("Did it lead to a job"), "term", "yes-no"),
    ),
    (Slot("note", _("Note"), "area"),),
)

HOP = Sheet(
    Hop,
    _("Who stood on the road"),
    (
        Slot("chain", _("Recruitment"), "choice", required=True),
        Slot("role", _("Role"), "term", "hop-role", required=True, lesson="WIF2019-13"),
        Slot("party", _("Party"), "choice", hint=_("Somebody who was entered before.")),
        Slot("name", _("Name"), hint=_("As she calls them.")),
        Slot("follows", _("After whom"), "choices", hint=_("Who sent or brought her there. None: it began here.")),
        Slot("contact", _("How they met"), "term", "contact-made"),
        Slot("licensed", _("Has a licence"), "term", "yes-no"),
        Slot("place", _("Place")),
        Slot("country", _("Country"), "country"),
    ),
    (
        Slot("licence", _("Number of the licence")),
        Slot("begin", _("Since"), "when", hint=EXACT),
        Slot("end", _("Until"), "when", hint=EXACT),
        Slot("keeps", _("Her documents that they took"), "terms", "paper"),
        Slot("note", _("Note"), "area"),
    ),
)

TERMS = Sheet(
    Terms,
    _("Promise, contract or reality"),
    (
        Slot("chain", _("Recruitment"), "choice", required=True),
        Slot("side", _("Which of the three"), "term", "terms-side", required=True, lesson="WIF2019-17"),
        Slot("hop", _("Who said it"), "choice"),
        Slot("job", _("Job")),
        Slot("wage", _("Pay"), "money"),
        Slot("currency", _("Currency"), "currency"),
        Slot("period", _("For each"), "term", "pay-period"),
        Slot("hours_a_week", _("Hours a week, without overtime"), "money"),
        Slot("rest_days_a_month", _("Days off a month"), "money"),
        Slot("place", _("Place")),
        Slot("country", _("Country"), "country"),
        Slot("employer_name", _("Employer")),
        Slot("costs", _("What she pays for the job"), "money"),
        Slot("costs_currency", _("Currency of that"), "currency"),
    ),
    (
        Slot("on", _("When"), "when", hint=EXACT),
        Slot("known", _("How it is known"), "term", "confirmed-by"),
        Slot("by", _("Who told us")),
        Slot("proof", _("Proof"), "choice"),
        Slot("employer", _("Employer among the parties"), "choice"),
        Slot("months", _("Months of the contract"), "money"),
        Slot("may_leave", _("May she end it"), "term", "yes-no"),
        Slot("may_change", _("May she change employer"), "term", "yes-no"),
        Slot("papers_with", _("Who keeps her documents"), "term", "papers-with"),
        Slot("board", _("Food and lodging given"), "term", "yes-no"),
        Slot("note", _("Note"), "area"),
    ),
)

CHARGE = Sheet(
    Charge,
    _("Charge"),
    (
        Slot("chain", _("Recruitment"), "choice", required=True),
        Slot("item", _("For what"), "term", "charge-item", required=True, lesson="WIF2019-15"),
        Slot("amount", _("Amount"), "money"),
        Slot("currency", _("Currency"), "currency"),
        Slot("on", _("When"), "when", hint=EXACT),
        Slot("hop", _("Who took it"), "choice"),
        Slot("payer", _("Whose money"), "term", "payer"),
        Slot("told_before", _("Was she told before"), "term", "yes-no"),
    ),
    (
        Slot("payee", _("Who took it, if nobody above")),
        Slot("way", _("How it was paid"), "term", "charge-way"),
        Slot("receipt", _("Receipt"), "term", "yes-no"),
        Slot("proof", _("Proof"), "choice"),
        Slot(
            "refunds",
            _("What came back"),
            "rows",
            columns=(Slot("on", _("On which day"), "day"), Slot("amount", _("Amount"), "money")),
        ),
        Slot("note", _("Note"), "area"),
    ),
)

LOAN = Sheet(
    Loan,
    _("Debt"),
    (
        Slot("journey", _("Journey"), "choice"),
        Slot("borrower", _("Whose debt"), "term", "payer", lesson="WIF2023-17"),
        Slot("lender_kind", _("Who lent it"), "term", "lender-kind"),
        Slot("lender_name", _("Name of the lender")),
        Slot("purpose", _("For what"), "term", "loan-purpose"),
        Slot("amount", _("Amount"), "money"),
        Slot("currency", _("Currency"), "currency"),
        Slot("on", _("When"), "when", hint=EXACT),
        Slot("rate", _("Interest, per cent"), "money"),
        Slot("rate_period", _("For each"), "term", "pay-period", hint=_("Per month or per year: ask, never guess.")),
        Slot("rate_kind", _("How it is reckoned"), "term", "rate-kind"),
        Slot("instalment", _("To pay each month"), "money"),
    ),
    (
        Slot("months", _("Months of the term, if fixed"), "money"),
        Slot("lender", _("Lender among the parties"), "choice"),
        Slot("collateral", _("What was pledged")),
        Slot(
            "moves",
            _("What was paid, lent or fined since"),
            "rows",
            columns=(
                Slot("kind", _("What"), "term", "loan-move"),
                Slot("on", _("On which day"), "day"),
                Slot("amount", _("Amount"), "money"),
                Slot("note", _("Note")),
            ),
        ),
        Slot("credited", _("Is her work set against it"), "term", "yes-no"),
        Slot("term_fixed", _("Is its length fixed"), "term", "yes-no"),
        Slot("book_with", _("Who keeps the book"), "term", "book-with"),
        Slot("may_leave", _("May she leave before it is repaid"), "term", "yes-no"),
        Slot("ended", _("Ended"), "when", hint=EXACT),
        Slot("note", _("Note"), "area"),
    ),
)
