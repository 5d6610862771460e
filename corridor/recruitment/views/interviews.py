"""The interview for a phone, empty: nobody stands in it."""

from django.http import HttpRequest, HttpResponse

from corridor.access.doors import door
from corridor.exchange.xlsforms import MEDIA
from corridor.recruitment.interview import interview
from corridor.safe.views.attachments import download


@door("read_case")
def take_along(request: HttpRequest) -> HttpResponse:
    """The interview as an XLSForm workbook, under a name that says nothing."""
    return download(interview(), "interview.xlsx", MEDIA)
