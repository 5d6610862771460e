"""One debt on a page of its own: month after month, what its questions say, and what would change it."""

from dataclasses import replace
from decimal import ROUND_HALF_UP
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from corridor.access.doors import door
from corridor.access.queries import may
from corridor.journey.amounts import CENT
from corridor.journey.days import written
from corridor.journey.reading import called_parties, teller
from corridor.journey.sheets import Amount, currencies
from corridor.journey.views.workers import worker_of
from corridor.recruitment import telling_loans
from corridor.recruitment.bondage import SPEAKING
from corridor.recruitment.contents import Loan
from corridor.recruitment.debt import NetPay
from corridor.recruitment.net_pay import net_pay
from corridor.recruitment.schedules import ZERO, Balance
from corridor.recruitment.sheets import LOAN
from corridor.recruitment.whatif import Change, Course, what_if
from corridor.reference.exchange_rates import rate_at
from corridor.safe.casebook import Reading, opens
from corridor.safe.keys import Member
from corridor.safe.views.telling import with_reading
from corridor.ui.charts import Chart, columns
from corridor.ui.choosing import Choose

reads = with_reading("read_case")
TOLD_APART = ("journey", *SPEAKING)


def _amount(label: Any, hint: Any = "") -> Amount:
    box = forms.TextInput(attrs={"class": "form-control short", "inputmode": "decimal", "autocomplete": "off"})
    return Amount(label=label, help_text=hint, max_digits=16, decimal_places=4, min_value=0, required=False, widget=box)


class WhatIf(forms.Form):
    """What would change it. Amounts in the loan's currency, but her pay; nothing of it is kept."""

    payment = _amount(_("To pay each month"))
    more = _amount(_("More each month"), _("As from a higher wage."))
    forgiven = _amount(_("Let off"), _("By the lender, a court or an amnesty."))
    refund = _amount(_("Fees that come back"), _("If all of it goes into the debt."))
    rate = _amount(_("Another rate, per cent"), _("Of the same kind, for the same length."))
    fine = _amount(_("A fine that goes on, each month"))
    fines_off = forms.BooleanField(label=_("An amnesty on fines"), required=False)
    pay = _amount(_("Her net pay a month"))
    pay_currency = forms.ChoiceField(label=_("Currency of that"), required=False, widget=Choose())

    def __init__(self, data: Any, loan: Loan, pay: NetPay | None = None) -> None:
        begin: dict[str, Any] = {"payment": loan.instalment, "pay_currency": loan.currency}
        if pay and pay.amount is not None and pay.amount >= 0:
            shown = str(pay.amount.quantize(CENT, ROUND_HALF_UP)).removesuffix(".00")
            begin |= {"pay": shown, "pay_currency": pay.currency}
        super().__init__(data, initial=begin)
        chosen: Any = self.fields["pay_currency"]
        chosen.choices = [("", "–"), *currencies()]

    def course(self, loan: Loan) -> Course:
        found, today = self.cleaned_data, timezone.localdate()
        pay = NetPay(found["pay"], found["pay_currency"]) if found["pay"] is not None else None
        rate = rate_at(loan.currency, pay.currency, today) if pay else None
        return Course(found["payment"], found["fine"] or ZERO, pay, rate)

    def change(self) -> Change:
        found = self.cleaned_data
        more, forgiven, refund = (found[name] or ZERO for name in ("more", "forgiven", "refund"))
        return Change(more, forgiven, refund, found["fines_off"], found["rate"])


def loan_of(known: Reading, id: str, part: str) -> Loan:
    """The debt. Raises Http404 when it is not there, belongs to another file or is not hers to read."""
    found = known.get(part)
    if found is None or found.head != id or not opens(found) or not isinstance(found.content, Loan):
        raise Http404
    return found.content


@door("read_case", post="same")
@reads
def page(request: HttpRequest, member: Member, known: Reading, id: str, part: str) -> HttpResponse:
    """A debt: what is left of it with every step, the questions of bondage, and what would change it."""
    entry, worker = worker_of(known, id)
    loan, today = loan_of(known, id, part), timezone.localdate()
    pay = net_pay(known, id, today) if telling_loans.beside_her_pay(loan) else None
    line = telling_loans.line_of(part, loan, called_parties(known), today, pay)
    found = line.found if isinstance(line.found, Balance) else None
    form = WhatIf(request.POST if request.method == "POST" else None, loan, pay)
    shown = {
        "entry": entry,
        "back": f"{reverse('recruitment:road', args=[id])}#{part}",
        "called": worker.called,
        "line": line,
        "net_pay": telling_loans.pay_line(pay) if line.lines and telling_loans.beside_her_pay(loan) else None,
        "facts": replace(teller(known), day=written).facts(LOAN, loan, but=_apart(found, loan)),
        "kind_told": telling_loans.kind_told(found.reckoning.kind) if found else "",
        "steps": telling_loans.steps_told(found.steps) if found else [],
        "currency": loan.currency,
        "chart": _chart(found, loan) if found else None,
        "form": form if found and not found.ended else None,
        "compared": _compared(form, found, loan) if found and form.is_valid() else [],
        "may_change": may(request, "change_case"),
    }
    return render(request, "recruitment/loan.html", shown, status=422 if form.is_bound and form.errors else 200)


def _apart(found: Balance | None, loan: Loan) -> tuple[str, ...]:
    """Fields that are told elsewhere on the page: the moves too, unless one has a note."""
    return (*TOLD_APART, "moves") if found and not any(one.note for one in loan.moves) else TOLD_APART


def _compared(form: WhatIf, found: Balance, loan: Loan) -> list[tuple[str, str, str]]:
    """(label, as it is, with the change), from the most that can be left."""
    course = form.course(loan)
    told = [
        telling_loans.rows(one, loan.currency, course.pay is not None)
        for one in what_if(found.most, found.reckoning, course, form.change(), loan.currency)
    ]
    return [(name, before, after) for (name, before), (_name, after) in zip(*told, strict=True)]


def _chart(found: Balance, loan: Loan) -> Chart | None:
    """What is left at the end of each month; nothing where there is one month alone."""
    if len(found.steps) < 2:
        return None
    month, left = gettext("Month"), gettext("Left in all")
    points = [[f"{one.month:%Y-%m}", round(float(one.owed.total), 2)] for one in found.steps]
    return Chart(
        "debt",
        gettext("What is left, month by month"),
        [month, left],
        points,
        columns(left, month),
        gettext("What was entered in her file"),
        loan.currency,
        f"{points[0][0]} – {points[-1][0]}",
    )
