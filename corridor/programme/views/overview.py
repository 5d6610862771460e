"""The overview of the portfolio: the evaluation's tables, the named projects, and their corridors on a map."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from corridor.access.doors import door
from corridor.access.queries import may
from corridor.programme import evaluation, named
from corridor.programme.queries import KINDS, library
from corridor.ui.templatetags.corridor import kind_name


@door("read_public")
def overview(request: HttpRequest) -> HttpResponse:
    held = library()
    return render(
        request,
        "programme/overview.html",
        {
            "held": [(kind, kind_name(kind), len(held.holdings[kind].entries)) for kind in KINDS],
            "printed": held.once(("evaluation", get_language()), lambda held: evaluation.charts()),
            "counted": named.charts(held),
            "roads": named.roads(held),
            "may_edit": may(request, "edit_record"),
        },
    )
