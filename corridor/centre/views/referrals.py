"""A referral: to whom, what may go, what exactly leaves, and what became of it."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from corridor.access.doors import door
from corridor.centre import sharing
from corridor.centre.reading import title_of
from corridor.centre.views.cases import case_of
from corridor.journey.actions import referrals as actions
from corridor.journey.actions.handing_over import files_of
from corridor.journey.contents import Referral, Worker
from corridor.journey.referring import CENTRE, GROUP_OF, Choice, allowance, digest_of, ledger_of, needs_talk
from corridor.journey.sheets import Sheet, SheetForm, Slot
from corridor.journey.views.asking import tell_far
from corridor.safe.actions.packets import centre_here
from corridor.safe.casebook import Entry, Reading
from corridor.safe.faults import NoKey, Unfit
from corridor.safe.keys import Member
from corridor.safe.packets import Correspondent
from corridor.safe.views.packets import NEUTRAL_NAME
from corridor.safe.views.telling import with_reading

reads = with_reading("refer_worker")
WHOM = Sheet(
    Referral,
    _("Referral"),
    (
        Slot("worker", _("For whom"), "choice", required=True),
        Slot("to", _("To"), "choice"),
        Slot("to_name", _("Or in words"), hint=_("Where it stands in no list.")),
        Slot("kind", _("What they are"), "choice", hint=_("Not needed for a centre."), lesson="WIF2023-49"),
        Slot("purpose", _("For what"), "term", "consent-purpose", required=True),
    ),
)
WHAT = Sheet(
    Referral,
    _("Referral"),
    (
        Slot("text", _("What is asked of them"), "area", required=True),
        Slot("way", _("How it gets there"), "choice", required=True),
        Slot("answer_by", _("Answer until"), "day"),
    ),
)
TYPES = ("journey", "grievance", "remedy", "evidence")


def choice_of(known: Reading, about: Entry, worker: Entry, records: list[Entry], request: HttpRequest) -> Choice:
    """What was ticked: data groups by themselves, and records, which bring their group along."""
    picked = set(request.POST.getlist("piece"))
    chosen = tuple(one for one in records if one.id in picked)
    own = set(GROUP_OF.values()) - {"employer"}
    codes = [code for code, _ in sharing.terms("data-group")]
    ticked = set(request.POST.getlist("what")) - own | {GROUP_OF[one.type] for one in chosen}
    return Choice(worker, about, chosen, tuple(code for code in codes if code in ticked))


def carried(request: HttpRequest, *names: str) -> list[tuple[str, str]]:
    """What was typed on the pages before, to be taken along in the form."""
    return [(name, value) for name in names for value in request.POST.getlist(name)]


def packet_file(blob: bytes) -> HttpResponse:
    """A packet to be carried; its name says nothing."""
    headers = {"Content-Disposition": f'attachment; filename="{NEUTRAL_NAME}"', "Cache-Control": "no-store"}
    return HttpResponse(blob, content_type="application/octet-stream", headers=headers)


@door("refer_worker", post="same")
@reads
def refer(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Three pages at one address: whom, what may go, and exactly what leaves; then it is sent."""
    entry = case_of(known, id)
    case: Any = entry.content
    people = [(one.worker, one.called) for one in case.present if _is_worker(known.get(one.worker))]
    options = {"worker": people, "to": sharing.whom(known), "kind": sharing.kinds()}
    start = {"worker": people[0][0]} if len(people) == 1 else {}
    form = SheetForm(WHOM, request.POST or None, options=options, **start)
    step = request.POST.get("step", "")
    page: dict[str, Any] = {"case": entry, "title": title_of(case), "form": form}
    if step in ("", "whom"):
        return render(request, "centre/referral_whom.html", page)
    page["fault"] = _unsaid(known, form) if form.is_valid() else ""
    if page["fault"] or not form.is_valid():
        return render(request, "centre/referral_whom.html", page, status=422)
    asked: Any = form.content(about=id)
    to = sharing.name_of(known, asked.to)
    kind = CENTRE if sharing.is_centre(known, asked.to) else asked.kind
    return _what(request, member, known, page, replace(asked, kind=kind, to_name=to or asked.to_name))


def _is_worker(entry: Entry | None) -> bool:
    return entry is not None and isinstance(entry.content, Worker)


def _unsaid(known: Reading, form: SheetForm) -> str:
    """What is missing about whom is asked; empty when nothing is."""
    said = form.cleaned_data
    if not said["to"] and not said["to_name"]:
        return gettext("Say to whom: choose one, or write a name.")
    if not said["kind"] and not sharing.is_centre(known, said["to"]):
        return gettext("Say what they are.")
    return ""


def _ways(known: Reading, to: str) -> list[tuple[str, str]]:
    """How it can get there: as a packet only to a centre, in this system only where it is on it."""
    entry, codes = known.get(to), ["paper", "voice"]
    if entry and isinstance(entry.content, Correspondent):
        codes = ["system" if centre_here(entry.content) else "sealed-packet", *codes]
    return [(code, sharing.label("referral-way", code)) for code in codes]


def _what(request: HttpRequest, member: Member, known: Reading, page: dict[str, Any], asked: Referral) -> HttpResponse:
    entry, worker = page["case"], known.get(asked.worker)
    if worker is None:
        raise NoKey
    options, step = {"way": _ways(known, asked.to)}, request.POST.get("step")
    typed = request.POST if step in ("preview", "send", "again") else None
    form = SheetForm(WHAT, typed, options=options)
    records = sharing.records_of(known, (entry.id, worker.id), worker.id, TYPES)
    names, ledger = actions.recipients(known, asked), ledger_of(known, worker.id)
    choice = choice_of(known, entry, worker, records, request)
    talk = needs_talk(asked.kind, asked.purpose) and not sharing.weighed(known, entry.id, worker.id)
    page |= {
        "form": form,
        "asked": asked,
        "groups": sharing.groups(ledger, names, asked.purpose, records),
        "picked": {*choice.what, *(one.id for one in choice.chosen)},
        "talk": talk,
        "worker": worker,
        "carried": carried(request, "worker", "to", "to_name", "kind", "purpose", "form"),
    }
    if step not in ("preview", "send") or not form.is_valid() or talk:
        faulty = step in ("preview", "send")
        return render(request, "centre/referral_what.html", page, status=422 if faulty else 200)
    answer = allowance(ledger, names, asked.purpose, choice.what, timezone.localdate())
    if not answer.allowed:
        return render(request, "centre/referral_what.html", page | {"fault": answer.why}, status=422)
    said: Any = form.content(about=entry.id, worker=worker.id, to_name=asked.to_name)
    asked = replace(asked, text=said.text, way=said.way, answer_by=said.answer_by, what=choice.what)
    files, behind = files_of(choice.going, originals=False, by=member)
    token = request.POST.get("form", "")[:100]
    if not token:
        raise Unfit(gettext("This form is not whole. Begin again."))
    prepared = actions.Asked(asked, replace(choice, files=tuple(files.items())), token)
    return _leave(request, member, known, page | {"behind": behind}, prepared, weighed=not talk)


def _leave(
    request: HttpRequest,
    member: Member,
    known: Reading,
    page: dict[str, Any],
    asked: actions.Asked,
    *,
    weighed: bool,
) -> HttpResponse:
    """Exactly what leaves; once it was read, it is sent."""
    tell = sharing.told_by(member.centre.name, asked.referral.to_name)
    fault = ""
    if request.POST.get("step") == "send":
        try:
            id, blob = actions.send_referral(
                asked, tell=tell, seen=request.POST.get("seen", ""), weighed=weighed, by=member
            )
        except Unfit as unfit:
            fault = str(unfit.told)
        else:
            tell_far(request, page["form"])
            if blob and asked.referral.way == actions.SEALED:
                return packet_file(blob)
            messages.success(request, gettext("It is kept."))
            return redirect("centre:referral", id=id)
    made = asked.pieces(known, member)
    told = tell(made)
    more = carried(request, "text", "way", "answer_by", "what", "piece")
    page |= {
        "fault": fault,
        "told": told,
        "bytes": sharing.told_bytes(made) if asked.referral.way in (actions.SYSTEM, actions.SEALED) else "",
        "seen": digest_of(made, told),
        "carried": [*page["carried"], *more],
        "way": asked.referral.way,
    }
    return render(request, "centre/referral_preview.html", page, status=422 if fault else 200)


def referral_of(known: Reading, id: str) -> Entry:
    """Raises NoKey when it is not there or not hers."""
    entry = known.get(id)
    if entry is None or not isinstance(entry.content, Referral):
        raise NoKey
    return entry


@door("refer_worker")
@reads
def page(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """A referral: what left, its steps, what can be entered next."""
    entry = referral_of(known, id)
    [line] = sharing.referral_lines(known, [entry])
    head = known.get(entry.head)
    other = actions.other_centre(known, entry, line.referral)
    carry = other is not None and centre_here(other) is None
    goes = line.came_in or line.referral.way in (actions.SYSTEM, actions.SEALED)
    shown = {
        "line": line,
        "case": head if head and head.type == "case" else None,
        "kind": sharing.kind_label(line.referral.kind),
        "next": [(code, sharing.label("referral-state", code)) for code in actions.next_states(line.state)],
        "carry": carry and goes,
    }
    return render(request, "centre/referral.html", shown)


@door("refer_worker")
@reads
def on_paper(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """What left as a page to be printed or read aloud; only what was kept when it was sent."""
    return render(request, "centre/referral_print.html", {"entry": referral_of(known, id)})


@door(post="refer_worker")
@reads
def step(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Say what became of it; the packet with the word where it has to be carried."""
    said = {name: request.POST.get(name, "")[:20_000] for name in ("state", "who", "said")}
    try:
        on = date.fromisoformat(day) if (day := request.POST.get("on", "")) else None
    except ValueError as error:
        raise Unfit(gettext("Found “%(found)s”; expected a day.") % {"found": day[:20]}) from error
    blob = actions.add_step(id, said["state"], said=said["said"], who=said["who"], on=on, by=member)
    messages.success(request, gettext("It is kept."))
    return packet_file(blob) if blob else redirect("centre:referral", id=id)


@door(post="refer_worker")
@reads
def again(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """The last word about it as a packet once more."""
    entry: Any = referral_of(known, id).content
    return packet_file(actions.packet_again(id, tell=sharing.told_by(member.centre.name, entry.to_name), by=member))
