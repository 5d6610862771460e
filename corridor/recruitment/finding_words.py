"""What the road of a worker shows, in plain words: each finding, why it is one, and how a statement stands beside the
first. Nobody is blamed in them; what cannot be known is said with what is missing.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Protocol

from django.utils.translation import gettext

from corridor.journey.reading import label
from corridor.recruitment import hops, months, promises
from corridor.recruitment.hops import Finding
from corridor.recruitment.promises import Beside
from corridor.recruitment.sheets import TERMS
from corridor.reference.exchange_rates import Missing

_SLOTS = {slot.name: slot.label for slot in TERMS.every}
TERM_LABELS: dict[str, Any] = {term: _SLOTS[term] for term in promises.TERMS} | {"employer": _SLOTS["employer_name"]}


class Names(Protocol):
    """How hops and statements are called. hops: id -> name. value(term, statement), statement(id): in words."""

    @property
    def hops(self) -> Mapping[str, str]: ...

    def value(self, term: str, statement: str) -> str: ...

    def statement(self, id: str) -> str: ...


def size_told(share: Decimal) -> str:
    """How much more or less, in per cent: whole from ten on, with one figure behind the point below."""
    size = abs(share) * 100
    figure = f"{size:,.0f}" if size >= 10 else f"{size:.1f}".removesuffix(".0")
    words = gettext("%(size)s %% less") if share < 0 else gettext("%(size)s %% more")
    return words % {"size": figure}


def outcome_told(one: Beside, *, first_departure: bool = False) -> str:
    """How a statement of a term stands beside the first one; empty where it is not known."""
    if one.outcome == promises.UNKNOWN:
        return gettext("cannot be compared: %(why)s") % {"why": why_told(one.why)}
    if one.outcome != promises.DIFFERS:
        return {promises.FIRST: gettext("the first word"), promises.SAME: gettext("as at first")}.get(one.outcome, "")
    told = size_told(one.share) if one.share is not None else gettext("changed")
    if one.period:
        told = gettext("%(change)s, for each %(period)s") % {"change": told, "period": label("pay-period", one.period)}
    return gettext("%(change)s: the first change") % {"change": told} if first_departure else told


def why_told(why: str | Missing) -> str:
    """Why two statements cannot be compared."""
    if isinstance(why, Missing):
        return why.why
    return {
        promises.NO_CURRENCY: gettext("the currency is not known"),
        months.NO_PERIOD: gettext("for which length it is paid is not known"),
        months.NO_HOURS: gettext("pay by the hour needs the hours a week"),
        months.NO_DAYS_OFF: gettext("pay by the day needs the days off a month"),
        months.TOO_MANY_DAYS_OFF: gettext("there are more days off than a month has days"),
        months.PIECE: gettext("a piece has no length"),
        promises.NO_RATE: gettext("there is no rate between the two currencies"),
        promises.PARTY_NOT_THERE: gettext("a party was destroyed, or is not yours to read"),
    }[why]


def finding_told(one: Finding, names: Names) -> tuple[str, str]:
    """(what was found, why it is a finding)."""
    return _WORDS[one.code](one, names)


def _terms(codes: Iterable[str]) -> str:
    return ", ".join(str(TERM_LABELS[code]) for code in codes)


def _departed(one: Finding, names: Names) -> tuple[str, str]:
    parts, step = one.parts, one.parts["step"]
    told = {
        "term": TERM_LABELS[parts["term"]],
        "change": outcome_told(step),
        "before": names.value(parts["term"], parts["first"]),
        "after": names.value(parts["term"], parts["statement"]),
        "where": names.statement(parts["statement"]),
    }
    return (
        gettext("%(term)s: %(change)s. First %(before)s, then %(after)s (%(where)s).") % told,
        gettext(
            "A number has changed when it is more than 1 per cent away, money by the month; words when they differ."
        ),
    )


def _not_compared(one: Finding, names: Names) -> tuple[str, str]:
    told = {"term": TERM_LABELS[one.parts["term"]], "why": why_told(one.parts["step"].why)}
    told["where"] = names.statement(one.parts["statement"])
    return gettext("%(term)s (%(where)s) cannot be compared: %(why)s.") % told, ""


def _replaced(one: Finding, names: Names) -> tuple[str, str]:
    words = (
        gettext("The contract is not what was promised: %(terms)s.")
        if one.reason == promises.BY_CONTRACT
        else gettext("A later contract is not the first one: %(terms)s.")
    )
    why = gettext("Another contract, job or pay in the place of what was agreed is contract substitution.")
    return words % {"terms": _terms(one.parts["terms"])}, why


def _never_said(one: Finding, names: Names) -> tuple[str, str]:
    words = gettext("Nobody stated: %(terms)s.") % {"terms": _terms(one.parts["terms"])}
    return words, gettext("Silence is neither kept nor broken.")


def _nothing_said(one: Finding, names: Names) -> tuple[str, str]:
    return gettext("What was said, signed and found is not entered yet."), ""


def _loop(one: Finding, names: Names) -> tuple[str, str]:
    words = gettext("Each of these comes after another of them: %(hops)s.")
    why = gettext("It is kept as it was told. The order begins with whoever came first.")
    return words % {"hops": ", ".join(names.hops[id] for id in one.parts["hops"])}, why


def _astray(one: Finding, names: Names) -> tuple[str, str]:
    words = gettext("%(hop)s comes after somebody who does not stand in this recruitment.")
    return words % {"hop": names.hops[one.parts["hop"]]}, ""


def _papers_taken(one: Finding, names: Names) -> tuple[str, str]:
    papers = ", ".join(label("paper", code) for code in one.parts["papers"])
    return gettext("%(hop)s took: %(papers)s.") % {"hop": names.hops[one.parts["hop"]], "papers": papers}, _kept()


def _papers_with(one: Finding, names: Names) -> tuple[str, str]:
    who = label("papers-with", one.parts["with"])
    return gettext("Who keeps her documents: %(who)s.") % {"who": who}, _kept()


def _kept() -> str:
    return gettext("Documents that she cannot take when she wants are a sign to read with the others.")


def _no_accountable(one: Finding, names: Names) -> tuple[str, str]:
    words = (
        gettext("%(hop)s has no licence, as far as anybody saw.")
        if one.reason == hops.NONE_SEEN
        else gettext("Whether %(hop)s has a licence is not known.")
    )
    why = gettext("Here nobody is known to answer to a regulator. It is no fault of whoever stood there.")
    return words % {"hop": names.hops[one.parts["hop"]]}, why


def _informal(one: Finding, names: Names) -> tuple[str, str]:
    why = gettext("Nobody expects a licence here, and none is missing.")
    if one.reason == hops.HELPS_LEAVE:
        why = gettext("Who helps people leave may have been her way out. No fault is seen in it.")
    return gettext("%(hop)s: informal help.") % {"hop": names.hops[one.parts["hop"]]}, why


def _clash(one: Finding, names: Names) -> tuple[str, str]:
    told = {"hop": names.hops[one.parts["hop"]], "number": one.parts["licence"]}
    words = gettext("%(hop)s is said to have no licence, and a number stands there: %(number)s.")
    return words % told, gettext("Both are kept until somebody knows better.")


def _principal(one: Finding, names: Names) -> tuple[str, str]:
    why = gettext("It answers for what was done in its name, whoever else answers too.")
    return gettext("For whom the work is done in the end: %(hop)s.") % {"hop": names.hops[one.parts["hop"]]}, why


def _principal_not_known(one: Finding, names: Names) -> tuple[str, str]:
    words = gettext("The principal employer is not known. It still answers.")
    named = dict.fromkeys(names.value("employer", id) for id in one.parts["statements"])
    why = gettext("It answers for what was done in its name, whoever else answers too.")
    if named:
        who = gettext("Named as employer: %(names)s. It may stand in between.") % {"names": ", ".join(named)}
        words = f"{words} {who}"
    return words, why


_WORDS: dict[str, Callable[[Finding, Names], tuple[str, str]]] = {
    promises.DEPARTED: _departed,
    promises.NOT_COMPARED: _not_compared,
    promises.REPLACED: _replaced,
    promises.NEVER_SAID: _never_said,
    promises.NOTHING_SAID: _nothing_said,
    hops.LOOP: _loop,
    hops.ASTRAY: _astray,
    hops.PAPERS_TAKEN: _papers_taken,
    hops.PAPERS_WITH: _papers_with,
    hops.NO_ACCOUNTABLE: _no_accountable,
    hops.INFORMAL_HELP: _informal,
    hops.LICENCE_CLASH: _clash,
    hops.PRINCIPAL: _principal,
    hops.PRINCIPAL_NOT_KNOWN: _principal_not_known,
}
