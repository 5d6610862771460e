"""Referrals that other centres sent here, and their answers to ours."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.centre import sharing
from corridor.centre.views.referrals import packet_file, reads
from corridor.journey.actions import answering as actions
from corridor.journey.contents import Referral
from corridor.journey.referred import referral_lines
from corridor.safe.casebook import Reading
from corridor.safe.keys import Member


@door("refer_worker")
@reads
def referrals(request: HttpRequest, member: Member, known: Reading) -> HttpResponse:
    """What waits for an answer, and every referral that stands open; of one that waits only what is asked."""
    every = actions.incoming(known)
    asking = [(one, asked, sharing.kind_label(asked.kind), back) for one, asked, back in actions.asking(every)]
    standing = known.of_type(Referral, lambda one: one.is_open)
    page = {
        "asking": asking,
        "words": actions.words(every),
        "lines": referral_lines(known, standing),
    }
    return render(request, "centre/referrals.html", page)


@door(post="refer_worker")
@reads
def answer(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Say yes and take in what came with it, or say no."""
    accept, said = request.POST.get("answer") == "accept", request.POST.get("said", "")[:2_000]
    here, blob = actions.answer_referral(id, accept, by=member, said=said)
    if blob:
        return packet_file(blob)
    messages.success(request, gettext("It is kept."))
    return redirect("centre:referral", id=here) if here else redirect("centre:referrals")


@door(post="refer_worker")
@reads
def enter(request: HttpRequest, member: Member, known: Reading) -> HttpResponse:
    """Enter what other centres told."""
    actions.enter_answers(by=member)
    return redirect("centre:referrals")
