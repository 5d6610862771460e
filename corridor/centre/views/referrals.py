"""A referral: to whom, what may go, what exactly leaves, and what became of it; from a case or from a worker's file."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from corridor.access.doors import door
from corridor.centre import sharing
from corridor.centre.exporting import how_to_open
from corridor.centre.locked_page import locked_page
from corridor.centre.reading import title_of
from corridor.centre.views.cases import case_of
from corridor.centre.views.locking import locked_download, new_words, words_of
from corridor.journey.actions import referrals as actions
from corridor.journey.actions.handing_over import files_of
from corridor.journey.contents import Evidence, Referral, Worker
from corridor.journey.data_groups import GROUP_OF
from corridor.journey.parts import PARTS
from corridor.journey.reading import cases_of
from corridor.journey.referred import referral_lines
from corridor.journey.referring import CENTRE, Choice, allowance, digest_of, ledger_of, needs_talk
from corridor.journey.sheets import Sheet, SheetForm, Slot
from corridor.journey.views.asking import tell_far
from corridor.safe.actions.packets import centre_here
from corridor.safe.casebook import Entry, Reading
from corridor.safe.faults import NoKey, Unfit
from corridor.safe.keys import Member
from corridor.safe.notebook.days import DayInput
from corridor.safe.notebook.forms import day_in
from corridor.safe.packets import Correspondent
from corridor.safe.views.packets import NEUTRAL_NAME
from corridor.safe.views.telling import unkept, with_reading

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
        Slot("language", _("Language"), "choice"),
        Slot("answer_by", _("Answer until"), "day"),
    ),
)
TYPES = (*PARTS, "grievance", "remedy", "evidence")
FILE_NAME = "file.zip"  # of a referral in a locked file


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
    """A worker of a case."""
    entry = case_of(known, id)
    case: Any = entry.content
    people = [(one.worker, one.called) for one in case.present if _is_worker(known.get(one.worker))]
    page = {"title": title_of(case), "back": reverse("centre:case", args=[id])}
    page["to_talk"] = reverse("centre:add_to_case", args=[id, "risks"])
    return _refer(request, member, known, entry, people, page)


@door("refer_worker", post="same")
@reads
def refer_worker(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """A worker by herself, who may have no case: she was met at outreach, or had services only."""
    entry = known.get(id)
    if entry is None or not isinstance(entry.content, Worker) or entry.content.merged_into:
        raise NoKey
    page = {"title": entry.content.called, "back": reverse("journey:worker", args=[id])}
    # A talk about risks belongs to a case; what goes to an authority is a grievance, and makes one.
    open_cases = [one for one in cases_of(known, id) if one.is_open]
    page["to_talk"] = (
        reverse("centre:add_to_case", args=[open_cases[0].id, "risks"])
        if open_cases
        else f"{reverse('centre:take_grievance')}?worker={id}"
    )
    return _refer(request, member, known, entry, [(id, entry.content.called)], page)


def _refer(
    request: HttpRequest,
    member: Member,
    known: Reading,
    entry: Entry,
    people: list[tuple[str, str]],
    page: dict[str, Any],
) -> HttpResponse:
    """Three pages at one address: whom, what may go, and exactly what leaves; then it is sent. entry: what it is a part
    of, a case or a worker's file. people: who can be referred.
    """
    options = {"worker": people, "to": sharing.whom(known), "kind": sharing.kinds()}
    start: dict[str, Any] = {"worker": people[0][0]} if len(people) == 1 else {}
    form = SheetForm(WHOM, request.POST or None, options=options, **start)
    step = request.POST.get("step", "")
    page |= {"about": entry, "form": form}
    if step in ("", "whom"):
        return render(request, "centre/referral_whom.html", page)
    page["fault"] = _unsaid(known, form) if form.is_valid() else ""
    if page["fault"] or not form.is_valid():
        return render(request, "centre/referral_whom.html", page, status=422)
    asked: Any = form.content(about=entry.id)
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
    """How it can get there: as a packet only to a centre, in this system only where it is on it; to others that have no
    more than e-mail in a locked file.
    """
    entry, first = known.get(to), actions.LOCKED
    if entry and isinstance(entry.content, Correspondent):
        first = actions.SYSTEM if centre_here(entry.content) else actions.SEALED
    codes = (first, actions.PAPER, "voice")
    return [(code, sharing.label("referral-way", code)) for code in codes]


def _what(request: HttpRequest, member: Member, known: Reading, page: dict[str, Any], asked: Referral) -> HttpResponse:
    entry, worker = page["about"], known.get(asked.worker)
    if worker is None:
        raise NoKey
    here, step = get_language() or "en", request.POST.get("step")
    options = {"way": _ways(known, asked.to), "language": [(code, str(name)) for code, name in settings.LANGUAGES]}
    typed = request.POST if step in ("preview", "send", "again") else None
    form = SheetForm(WHAT, typed, options=options, language=here)
    records = sharing.records_of(known, (entry.id, worker.id), worker.id, TYPES)
    names, ledger = actions.recipients(known, asked), ledger_of(known, worker.id)
    choice = choice_of(known, entry, worker, records, request)
    cases = [one.id for one in cases_of(known, worker.id)] if entry.id == worker.id else [entry.id]
    talk = needs_talk(asked.kind, asked.purpose) and not sharing.weighed_in(known, cases, worker.id)
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
    asked = replace(asked, language=said.language or here)
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
    tell = sharing.told_of(member.centre.name, asked.referral)
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
            if asked.referral.way == actions.LOCKED:
                return _words_page(request, member, id)
            messages.success(request, gettext("It is kept."))
            return redirect("centre:referral", id=id)
    made = asked.pieces(known, member)
    told = tell(made)
    more = carried(request, "text", "way", "language", "answer_by", "what", "piece")
    packed = asked.referral.way in (actions.SYSTEM, actions.SEALED)
    page |= {
        "fault": fault,
        "told": told,
        "bytes": sharing.told_bytes(made) if packed else "",
        "only_text": not packed and any(one.content.TYPE == Evidence.TYPE for one in made),
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
    return _shown(request, known, referral_of(known, id), {})


def _shown(
    request: HttpRequest, known: Reading, entry: Entry, typed: dict[str, Any], status: int = 200
) -> HttpResponse:
    """typed: what was entered and could not be kept, with the fault; it stays on the page."""
    [line] = referral_lines(known, [entry])
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
        "day": DayInput().render("on", typed.get("on"), {"id": "on"}),
        "lock": not line.came_in and line.referral.way == actions.LOCKED and line.state == actions.SENT,
    }
    return render(request, "centre/referral.html", shown | typed, status=status)


@door("refer_worker")
@reads
def on_paper(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """What left as a page to be printed or read aloud; only what was kept when it was sent."""
    return render(request, "centre/referral_print.html", {"entry": referral_of(known, id)})


@door(post="refer_worker")
@reads
def step(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Say what became of it; the packet with the word where it has to be carried.

    What somebody else entered meanwhile can leave no room for it: then it is told, and what was typed stands there.
    """
    said = {name: request.POST.get(name, "")[:20_000] for name in ("state", "who", "said")}
    entry = referral_of(known, id)
    try:
        on = day_in(request.POST, "on")
        blob = actions.add_step(id, said["state"], said=said["said"], who=said["who"], on=on, by=member)
    except Unfit as unfit:
        day = DayInput().value_from_datadict(request.POST, {}, "on")
        typed = {"fault": str(unfit.told), "who": said["who"], "said": said["said"], "on": day}
        return _shown(request, known, entry, typed, 409)
    messages.success(request, gettext("It is kept."))
    return packet_file(blob) if blob else redirect("centre:referral", id=id)


@door(post="refer_worker")
@reads
def again(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """The last word about it as a packet once more; what goes in a locked file: the words, then the file."""
    entry = referral_of(known, id)
    referral: Any = entry.content
    tell = sharing.told_of(member.centre.name, referral)
    if referral.way != actions.LOCKED or entry.origin:
        return packet_file(actions.packet_again(id, tell=tell, by=member))
    if words := words_of(request, member):
        data = actions.lock_referral(id, words, tell=tell, page=locked_page, by=member)
        return locked_download(data, FILE_NAME)
    actions.may_be_locked(known, entry, tell=tell, by=member)
    return _words_page(request, member, id)


def _words_page(request: HttpRequest, member: Member, id: str) -> HttpResponse:
    """New words, shown this once, and the form that fetches the file with them."""
    (words, signed), refused = new_words(member), "words" in request.POST
    page = {"id": id, "words": words, "carried": [("words", signed)], "refused": refused, "how": how_to_open()}
    return unkept(render(request, "centre/referral_words.html", page, status=422 if refused else 200))
