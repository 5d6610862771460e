"""The hops of one chain: in which order she passed them, who took her documents, where nobody answers for anything.

Pure: contents in, findings out. Nobody is an offender here: who helps informally is told as such and nothing more
(WIF2019-13), whoever stands on the road the principal employer stays in it (WIF2019-14), and a licence is only the
question of who answers to a regulator, never a mark of honesty (WIF2019-16, 17).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from corridor.journey.contents import Party
from corridor.recruitment.contents import Hop, Terms

LOOP, ASTRAY = "loop", "astray"
PAPERS_TAKEN, PAPERS_WITH = "papers-taken", "papers-with"
NO_ACCOUNTABLE, INFORMAL_HELP, LICENCE_CLASH = "no-accountable-party", "informal-help", "licence-clash"
PRINCIPAL, PRINCIPAL_NOT_KNOWN = "principal-employer", "principal-employer-not-known"
NONE_SEEN, NOBODY_KNOWS, HELPS_LEAVE = "none-seen", "nobody-knows", "helps-leave"

EMPLOYER, EXIT_HELPER = "principal-employer", "exit-helper"
INFORMAL = ("kin", "neighbour", EXIT_HELPER)  # helpers of whom nobody expects a licence
PUBLIC = ("official",)  # answers by its office
HELD_BY_OTHERS = ("family", "employer", "recruiter", "authority", "nobody")  # vocabulary `papers-with`
RECRUITERS, BOOKLET = ("WIF2019 lesson 14", "WIF2019 lesson 17"), ("ILO-FL-IND-2012 booklet", "WIF2023 lesson 10")


@dataclass(frozen=True)
class Finding:
    """Something that a road shows. code: what (told in words by `telling_road`). parts: what the words name: ids of
    hops and statements, codes, amounts. reason: code of why, where one code has several. source: cites.
    """

    code: str
    parts: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    source: tuple[str, ...] = ()


@dataclass(frozen=True)
class Order:
    """Hops in the order of the road. loop: those that come after themselves. astray: those said to come after a hop
    that is not in this chain.
    """

    ids: tuple[str, ...] = ()
    loop: tuple[str, ...] = ()
    astray: tuple[str, ...] = ()


def in_order(hops: Sequence[tuple[str, Hop]]) -> Order:
    """The order in which she passed the hops (id, content), given in the order of entry.

    A hop comes after every hop that it follows, where ways part and where they meet. Among those that are free to come
    next the one that began first does, then the one entered first; one without a day stands where it was entered, with
    the one before it. A loop is kept as it was told: it is entered at the hop that began first. Source: methods (m).
    """
    place = _places(hops)
    before = {id: {one for one in hop.follows if one in place} for id, hop in hops}
    loop = {id for id in place if id in _ancestors(id, before)}
    left, found = dict(before), list[str]()
    while left:
        free = [id for id, ones in left.items() if not ones & left.keys()]
        if not free:  # only what is in a loop, or comes after one, is left: begin with a loop that nothing leads to
            free = [id for id in left if _ancestors(id, left) <= _reached(id, left)]
        chosen = min(free, key=place.__getitem__)
        found.append(chosen)
        del left[chosen]
    astray = tuple(id for id, hop in hops if set(hop.follows) - place.keys())
    return Order(tuple(found), tuple(id for id in found if id in loop), astray)


def _places(hops: Sequence[tuple[str, Hop]]) -> dict[str, tuple[date, int]]:
    found, day = {}, date.min
    for number, (id, hop) in enumerate(hops):
        day = hop.begin.first or day
        found[id] = (day, number)
    return found


def _ancestors(id: str, before: Mapping[str, set[str]]) -> set[str]:
    """Every hop from which ways lead to this one; itself among them when it stands in a loop."""
    found: set[str] = set()
    waits = [id]
    while waits:
        more = {one for one in before[waits.pop()] if one in before} - found
        found |= more
        waits += more
    return found


def _reached(id: str, before: Mapping[str, set[str]]) -> set[str]:
    """Every hop to which ways lead from this one."""
    return {one for one in before if id in _ancestors(one, before)}


def licence_of(hop: Hop, parties: Mapping[str, Party]) -> str:
    """The number of its licence, as the hop or its party has it."""
    party = parties.get(hop.party)
    return hop.licence or (party.licence if party else "")


def hop_findings(
    hops: Sequence[tuple[str, Hop]], order: Order, terms: Iterable[tuple[str, Terms]], parties: Mapping[str, Party]
) -> list[Finding]:
    """What the hops show: loops, documents that others hold, who answers, the principal employer.

    hops: (id, content); terms: (id, statement); parties: id -> party. Source: methods (m).
    """
    known, said = dict(hops), list(terms)
    found = [Finding(LOOP, {"hops": order.loop}, source=("WIF2019 lesson 15",))] if order.loop else []
    found += [Finding(ASTRAY, {"hop": id}, source=("WIF2019 lesson 15",)) for id in order.astray]
    found += _papers([(id, known[id]) for id in order.ids], said)
    for id in order.ids:
        found += _accountable(id, known[id], licence_of(known[id], parties))
    return [*found, _principal(hops, said)]


def _papers(hops: Iterable[tuple[str, Hop]], terms: Iterable[tuple[str, Terms]]) -> Iterator[Finding]:
    for id, hop in hops:
        if hop.keeps:
            yield Finding(PAPERS_TAKEN, {"hop": id, "papers": hop.keeps}, source=BOOKLET)
    for id, one in terms:
        if one.side == "was" and one.papers_with in HELD_BY_OTHERS:
            yield Finding(PAPERS_WITH, {"statement": id, "with": one.papers_with}, source=BOOKLET)


def _accountable(id: str, hop: Hop, licence: str) -> Iterator[Finding]:
    if licence and hop.licensed == "no":
        yield Finding(LICENCE_CLASH, {"hop": id, "licence": licence}, source=RECRUITERS)
    if hop.role in INFORMAL:
        yield Finding(
            INFORMAL_HELP, {"hop": id}, HELPS_LEAVE if hop.role == EXIT_HELPER else "", ("WIF2019 lesson 13",)
        )
    elif hop.role not in (EMPLOYER, *PUBLIC) and not licence and hop.licensed != "yes":
        yield Finding(NO_ACCOUNTABLE, {"hop": id}, NONE_SEEN if hop.licensed == "no" else NOBODY_KNOWS, RECRUITERS)


def _principal(hops: Iterable[tuple[str, Hop]], terms: Iterable[tuple[str, Terms]]) -> Finding:
    """Who the work is done for in the end; an employer named in a contract alone may be somebody in between."""
    source = ("WIF2019 lesson 14",)
    for id, hop in hops:
        if hop.role == EMPLOYER and (hop.party or hop.name):
            return Finding(PRINCIPAL, {"hop": id}, source=source)
    named = tuple(id for id, one in terms if one.employer or one.employer_name)
    return Finding(PRINCIPAL_NOT_KNOWN, {"statements": named}, source=source)
