"""Taking returns: from files, over the network, and a centre's own into the store of its own installation."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from corridor.access.doors import door
from corridor.access.models import Account
from corridor.access.queries import member_who_may
from corridor.figures import programme_queries as reads
from corridor.figures.actions import returning
from corridor.figures.actions import taking as actions
from corridor.figures.models_programme import TakenReturn
from corridor.figures.previewing import period_told
from corridor.figures.refused_words import Refused, refused, refused_line
from corridor.figures.returns import LARGEST, NotAReturn
from corridor.figures.taking import OUT_OF_ORDER, OVERLAPS, REMARKS, NotKnown, NotTaken, TakenAlready
from corridor.figures.views.returning import return_of
from corridor.safe.keys import Member
from corridor.safe.limits import Attempt, Lane, Limits, Rule, TryLater, network_of
from corridor.safe.packets import calling_card
from corridor.safe.views.telling import with_member

LONGEST_NAME = 200  # characters that are shown of a file's name
REMARKS_TOLD = {
    OUT_OF_ORDER: _("A return of a later period was taken before it."),
    OVERLAPS: _(
        "A return of a year and one of a quarter of that year were taken: facts are in one of them alone, but somebody "
        "who was seen in both periods is counted in both."
    ),
}
# Centres send a few files in a quarter. What is taken does not count; who only sends what is refused is slowed.
DELIVERING = Limits(
    "delivering",
    Rule(free=30, longest=60, kept=60 * 60),
    Rule(free=60, longest=30, kept=10 * 60),
    Rule(200, 4, 60 * 60),
    forgives=False,
)
DELIVERY_LANE = Lane("delivering", at_once=1)  # a body of 20 MB takes room in memory: one after the other


@dataclass(frozen=True)
class Answered:
    """What came of one file. told: the centre and the period; refused: why it was not taken, None where it was."""

    name: str
    told: str = ""
    remarks: tuple[str, ...] = ()
    refused: Refused | None = None


@door("take_return", post="same")
def take(request: HttpRequest) -> HttpResponse:
    """Bring files, several at once: each is answered by itself, and what is good is kept whatever the others are."""
    if request.method != "POST":
        return render(request, "figures/take_returns.html")
    by, files = member_who_may(request, "take_return"), request.FILES.getlist("file")
    answers = [_answered(file, by) for file in files]
    page = {"answers": answers, "taken": sum(one.refused is None for one in answers), "nothing": not files}
    return render(request, "figures/take_returns.html", page, status=200 if page["taken"] else 422)


def _answered(file: UploadedFile, by: Account) -> Answered:
    name = (file.name or "")[:LONGEST_NAME]
    try:
        row = actions.take_return(file.read(), reads.latest_day(), by=by)
    except NotAReturn as error:
        return Answered(name, refused=refused(error))
    return Answered(name, f"{row.centre.name}, {period_told(row.period)}", remarks_told(row))


def remarks_told(row: TakenReturn) -> tuple[str, ...]:
    """What is to be told of a return that was taken, in the language of the page."""
    return tuple(str(REMARKS_TOLD[word]) for word in row.remarks.split(",") if word)


@csrf_exempt  # a machine sends it, with no cookie of ours: the signature alone speaks, whoever brings it
@door(post="deliver_return")
def deliver(request: HttpRequest) -> HttpResponse:
    """The network door: the body is the signed file, the answer a status and a line of plain text (see `sending`)."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return _plain(413, f"file: found more than {LARGEST} bytes")
    try:
        with _slowed(request) as attempt, DELIVERY_LANE:
            status, line = _delivered(request.read(LARGEST + 1))
            if status < 300 and attempt:
                attempt.right()
    except UnreadablePostError:
        return _plain(400, "file: it ended early")
    except TryLater as later:
        answer = _plain(later.status, f"Try again in {later.seconds} s.")
        answer["Retry-After"] = str(later.seconds)
        return answer
    return _plain(status, line)


@contextmanager
def _slowed(request: HttpRequest) -> Iterator[Attempt | None]:
    if not settings.LIMIT_PUBLIC_WRITING:
        yield None
        return
    with DELIVERING.attempt("returns", network_of(request)) as attempt:
        yield attempt


def _delivered(data: bytes) -> tuple[int, str]:
    """(status, a line). Who cannot sign for a centre learns nothing of which centres are known."""
    if len(data) <= LARGEST and reads.is_taken(data):
        return 200, "This return was taken already."
    try:
        row = actions.take_return(data, reads.latest_day())
    except NotKnown:
        return 403, "centre: expected one whose key this programme has compared; tell it your calling card"
    except TakenAlready as error:
        return (200, "This return was taken already.") if reads.is_taken(data) else (409, str(error))
    except NotTaken as error:
        return (403 if error.where == "centre" else 422), str(error)
    except NotAReturn as error:
        too_large = error.where == "file" and len(data) > LARGEST
        return 413 if too_large else 400 if error.where in {"file", "signature"} else 422, str(error)
    return 201, " ".join(["Taken.", *(REMARKS[word] for word in row.remarks.split(",") if word)])


def _plain(status: int, line: str) -> HttpResponse:
    return HttpResponse(" ".join(line.split()) + "\n", content_type="text/plain; charset=utf-8", status=status)


@door(post="make_return")
@with_member
def keep(request: HttpRequest, member: Member, period: str) -> HttpResponse:
    """Take the centre's own signed return into the store of this installation."""
    return_of(member, period)
    data = returning.hand_out_return(period, by=member)
    try:
        own, country = calling_card(member), member.centre.country
        row = actions.keep_own(data, own, country, reads.latest_day(), by=member.account)
    except TakenAlready:
        messages.success(request, gettext("It stands in this installation's store already."))
    except NotAReturn as error:
        messages.error(request, refused_line(error))
    else:
        told = gettext("It stands in this installation's own store now.")
        messages.success(request, " ".join([told, *remarks_told(row)]))
    return redirect("figures:return", period=period)
