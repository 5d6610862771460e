"""Pages of packets: the centre's calling card, other centres, packets that wait, and sending a record."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from corridor.access.doors import door, not_there
from corridor.safe import packets
from corridor.safe.actions import packets as actions
from corridor.safe.casebook import Entry, Reading
from corridor.safe.content import Content
from corridor.safe.faults import Fault, NoKey, Unfit
from corridor.safe.keys import Member
from corridor.safe.notebook.contents import Note
from corridor.safe.packets import LARGEST, Correspondent, ReceivedPacket, SentPacket
from corridor.safe.queries import reading
from corridor.safe.sessions import member_of

NEUTRAL_NAME = "file.packet"


def with_reading(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The member and what she reads now; a fault is told on the page of packets, nothing is half-done."""

    def inner(request: HttpRequest, **parts: object) -> HttpResponse:
        try:
            member = member_of(request)
            ids = {name: str(value) for name, value in parts.items()}
            return view(request, member, reading(member, "send_packet"), **ids)
        except NoKey:
            return not_there(request)
        except Fault as fault:
            messages.error(request, str(fault.told))
            return redirect("safe:packets")

    return inner


def found(known: Reading, id: str, kind: type[Content]) -> Entry:
    """The record of this type. Raises NoKey when it is not there or not hers."""
    entry = known.get(id)
    if entry is None or entry.type != kind.TYPE:
        raise NoKey
    return entry


@door("send_packet")
@with_reading
def packet_front(request: HttpRequest, member: Member, known: Reading) -> HttpResponse:
    """The centre's own card, other centres, packets that wait."""
    own = packets.calling_card(member)
    centres = known.of_type(Correspondent)
    cards = [entry.content for entry in centres if isinstance(entry.content, Correspondent)]
    page = {
        "own": own,
        "centres": centres,
        "waiting": [(entry, _opened(entry, member)) for entry in known.of_type(ReceivedPacket)],
        "trusted": {card.verifier for card in cards if card.checked_by},
    }
    return render(request, "safe/packets.html", page)


def _opened(entry: Entry, member: Member) -> packets.Packet | Fault:
    try:
        assert isinstance(entry.content, ReceivedPacket)
        return entry.content.packet(member)
    except Fault as fault:
        return fault


@door("send_packet")
@with_reading
def card_file(request: HttpRequest, member: Member, known: Reading) -> HttpResponse:
    """The calling card as a text file."""
    headers = {"Content-Disposition": 'attachment; filename="card.txt"'}
    return HttpResponse(packets.calling_card(member).told(), content_type="text/plain", headers=headers)


@door(post="send_packet")
@with_reading
def know_centre(request: HttpRequest, member: Member, known: Reading) -> HttpResponse:
    """Keep the calling card that was pasted or brought as a file."""
    file = request.FILES.get("file")
    text = file.read(20_000).decode(errors="replace") if file else request.POST.get("card", "")
    actions.keep_correspondent(packets.read_calling_card(text), known.of_type(Correspondent), by=member)
    return redirect("safe:packets")


@door(post="send_packet")
@with_reading
def compare(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Somebody compared the fingerprint."""
    actions.check_fingerprint(found(known, id, Correspondent), by=member)
    return redirect("safe:packets")


@door("send_packet", post="same")
@with_reading
def send(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Choose the centre and the parts of a note, see what goes, send it (and take the file along).

    Notes alone: what a room keeps of a worker goes by that room's own way, which asks her consents first.
    """
    head = known.get(id)
    if head is None or head.type != Note.TYPE:
        raise NoKey
    parts = [part for part in known.parts(id) if part.type not in {SentPacket.TYPE}]
    centres = [entry for entry in known.of_type(Correspondent) if getattr(entry.content, "checked_by", "")]
    if request.method == "POST":
        to = found(known, request.POST.get("to", ""), Correspondent).content
        chosen = [part for part in parts if part.id in request.POST.getlist("part")]
        assert isinstance(to, Correspondent)
        blob = actions.send_packet(head, chosen, to, by=member)
        headers = {"Content-Disposition": f'attachment; filename="{NEUTRAL_NAME}"'}
        return HttpResponse(blob, content_type="application/octet-stream", headers=headers)
    page = {"centres": centres, "sent": known.parts(id, SentPacket), "said": _said(head)}
    return render(request, "safe/packet_send.html", page | {"parts": [(part, _said(part)) for part in parts]})


def _said(entry: Entry) -> str:
    """What a note or a part of one says, as far as this Corridor can read it; its type where it says nothing."""
    plain = entry.plain["c"]
    return str(next((plain[name] for name in ("title", "text", "name") if plain.get(name)), entry.type))


@door(post="send_packet")
@with_reading
def receive(request: HttpRequest, member: Member, known: Reading) -> HttpResponse:
    """A packet that came as a file."""
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > LARGEST + 10_000:
        raise Unfit(gettext("Choose a packet file; it has at most 700 kB."))
    actions.receive_packet(file.read(), centre=member.centre)
    return redirect("safe:packets")


@door(post="send_packet")
@with_reading
def answer_packet(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Accept a waiting packet into the casebook, or destroy it unread."""
    entry = found(known, id, ReceivedPacket)
    if request.POST.get("answer") == "refuse":
        actions.refuse_packet(entry, by=member)
        messages.success(request, gettext("The packet was destroyed."))
    elif request.POST.get("answer") == "accept":
        try:
            actions.accept_packet(entry, known, by=member)
        except NoKey as error:
            raise Unfit(gettext("Keep that centre's calling card and compare its fingerprint first.")) from error
        messages.success(request, gettext("Accepted: it stands in your records, with where it came from."))
    return redirect("safe:packets")
