"""Pages of the recovery cards: printing a new set, trying it in from the paper."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.safe import cards as arithmetic
from corridor.safe.actions import centres as actions
from corridor.safe.faults import WrongCard
from corridor.safe.keys import Member
from corridor.safe.models import FOUNDING, CardSet
from corridor.safe.queries import cards_since, ground_of, restricted_count
from corridor.safe.views.telling import unkept, with_member

NEW, OLD = ("card1", "card2", "card3"), ("old1", "old2")
AWAITED = "cards"  # where the untried cards stand in the session, which only the browser's cookie opens


@door("make_cards")
@with_member
def cards(request: HttpRequest, member: Member) -> HttpResponse:
    """Which set is in force, which one waits to be tried, and how to print a new one."""
    untried = CardSet.objects.filter(centre=member.centre, tried=False).first()
    ground = ground_of(member.centre)
    page = {
        "ground": ground,
        "since": cards_since(ground),
        "founding": ground.state == FOUNDING,
        "untried": untried,
        "can_show": bool(untried and awaited(request, untried)),
        "keepers": keepers(),
    }
    return render(request, "safe/cards.html", page)


def keepers() -> list[str]:
    """Who keeps which card, in the order of their numbers."""
    return [
        gettext("the coordinator, in a safe"),
        gettext("the worker representative, or a sister centre"),
        gettext("counsel outside the country"),
    ]


def awaited(request: HttpRequest, untried: CardSet) -> list[arithmetic.Card]:
    """The cards of this set as long as the session still has them."""
    found = [arithmetic.Card(*one) for one in request.session.get(AWAITED, [])]
    return [card for card in found if card.set == untried.number]


@door("make_cards", post="same")
@with_member
def cards_print(request: HttpRequest, member: Member) -> HttpResponse:
    """Sending the form makes three new cards; the page then shows them for printing until they were tried."""
    if request.method == "POST":
        made = actions.print_cards(by=member)
        request.session[AWAITED] = [[card.number, card.set, card.secret] for card in made]
        return redirect("safe:cards_print")
    untried = CardSet.objects.filter(centre=member.centre, tried=False).first()
    made_cards = awaited(request, untried) if untried else []
    if not made_cards:
        return redirect("safe:cards")
    sheets = [(card, card.told().split(), keeper) for card, keeper in zip(made_cards, keepers(), strict=True)]
    return unkept(render(request, "safe/cards_print.html", {"sheets": sheets, "centre": member.centre}))


@door("make_cards", post="same")
@with_member
def cards_try(request: HttpRequest, member: Member) -> HttpResponse:
    """Type the three cards from the paper; then they are in force and the set before retires.

    Two cards of the older set hand on what is restricted; going on without them has to be said.
    """
    untried = CardSet.objects.filter(centre=member.centre, tried=False).first()
    if untried is None:
        return redirect("safe:cards")
    replaces = ground_of(member.centre).card_set > 0
    restricted = restricted_count(member) if replaces else 0
    typed = {name: request.POST.get(name, "")[:400] for name in NEW + OLD}
    faults: dict[str, str] = {}
    if request.method == "POST":
        without = bool(request.POST.get("without"))
        faults = faults_of(member, typed, untried.number, needs_old=bool(restricted) and not without)
        if not faults:
            try:
                return put_in_force(request, member, typed)
            except WrongCard as fault:
                faults["card1"] = str(fault.told)
    fields = [(name, label(name), typed[name], faults.get(name)) for name in NEW + OLD]
    page = {
        "new": fields[: len(NEW)],
        "old": fields[len(NEW) :] if replaces else [],
        "faults": faults,
        "restricted": restricted,
        "untried": untried,
    }
    return unkept(render(request, "safe/cards_try.html", page, status=422 if faults else 200))


def label(name: str) -> str:
    """The name of a field on the page."""
    if name in OLD:
        return gettext("First older card") if name == OLD[0] else gettext("Second older card")
    return gettext("Card %(number)s") % {"number": name[-1]}


def faults_of(member: Member, typed: dict[str, str], number: int, *, needs_old: bool) -> dict[str, str]:
    """What is wrong with what was typed, by field; a mistyped group is named."""
    faults = {}
    for name in NEW:
        try:
            card = arithmetic.read_card(typed[name])
        except WrongCard as fault:
            faults[name] = str(fault.told)
            continue
        if card.set != number:
            told = gettext("This card is of set %(found)s; set %(number)s is being tried.")
            faults[name] = told % {"found": card.set, "number": number}
    if any(typed[name].strip() for name in OLD):
        faults |= faults_of_older(member, typed)
    elif needs_old:
        faults["old1"] = gettext("Type two cards of the older set, or say below that you go on without them.")
    return faults


def faults_of_older(member: Member, typed: dict[str, str]) -> dict[str, str]:
    faults = {}
    for name in OLD:
        try:
            arithmetic.read_card(typed[name])
        except WrongCard as fault:
            faults[name] = str(fault.told)
    if not faults:
        try:
            actions.open_recovery(member.centre, typed["old1"], typed["old2"])
        except WrongCard as fault:
            faults["old1"] = str(fault.told)
    return faults


def put_in_force(request: HttpRequest, member: Member, typed: dict[str, str]) -> HttpResponse:
    """All three open: the new set counts from now on. Raises WrongCard when they do not belong together."""
    old = (typed["old1"], typed["old2"]) if typed["old1"].strip() else None
    kept = actions.try_cards([typed[name] for name in NEW], by=member, old_pair=old)
    request.session.pop(AWAITED, None)
    messages.success(request, gettext("The three cards are in force. Bring each to its keeper today."))
    if not kept:
        messages.error(
            request, gettext("What was restricted until now opens only for those named to it; no card recovers it.")
        )
    return redirect("safe:ground")
