"""Saying what happened, without an account. The language comes first, the receipt last and once."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from corridor.access.doors import door, not_there
from corridor.access.models import Centre
from corridor.field import readers
from corridor.field.actions.reports import Told, keep_report, nobody_independent
from corridor.field.codes import shown
from corridor.field.contents import OTHER, STAFF, Report
from corridor.field.views.outside import centre_of, form_of, kind_label, kinds, outside_page, slowed, told_in
from corridor.safe.faults import Closed
from corridor.safe.limits import TryLater
from corridor.safe.notebook.forms import new_form


@door("report", post="same")
def report(request: HttpRequest, key: str) -> HttpResponse:
    """Choose a language; say what happened; get a receipt. It is answered only once everything is on the disk."""
    centre = centre_of(key)
    if centre is None:
        return not_there(request)
    if request.method != "POST":
        if request.GET.get("lang") not in dict(settings.LANGUAGES):
            return outside_page(request, "language", centre)
        return _form(request, centre, Told("", kind=""), new_form())
    kind, form = request.POST.get("kind", ""), form_of(request)
    told, faults = told_in(request, kind if kind in kinds() else OTHER)
    if told.kind == STAFF and not readers.representatives(centre):
        faults = [nobody_independent(), *faults]
    if faults:
        return _form(request, centre, told, form, faults)
    try:
        with slowed(request, centre):
            code = keep_report(told, centre=centre, form=form)
    except Closed:
        return not_there(request)
    except TryLater as later:
        words = gettext("Many messages came from here just now. Nothing was sent yet; your text stands below.")
        return _form(request, centre, told, form, [words], later)
    return outside_page(request, "receipt_shown", centre, code=shown(code) if code else "")


def _form(
    request: HttpRequest,
    centre: Centre,
    told: Told,
    form: str,
    faults: list[str] | None = None,
    later: TryLater | None = None,
) -> HttpResponse:
    independent = bool(readers.representatives(centre))
    return outside_page(
        request,
        "report",
        centre,
        faults=faults,
        later=later,
        status=422 if faults else 200,
        kinds=[(code, kind_label(code), code == STAFF and not independent) for code in kinds()],
        told=told,
        form=form,
        nobody="" if independent else nobody_independent(),
        months=Report.RETENTION_MONTHS,
    )
