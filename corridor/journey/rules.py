"""What she allowed, and how she may be reached: facts in, finding out. What nobody allowed is not allowed.

Consent is for one purpose and one recipient, covers named groups of data, ends, and is taken back at once. A refusal
changes nothing about the help she gets: no rule here is asked before a service. An unsafe way to her is stopped,
not only warned of. Source: methods (i) (GBVIMS: she decides what is shared; IASC Operational Guidance on Data
Responsibility, 2023: deny by default), WIF2023-8, -25, -49.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from corridor.journey.contents import Consent, Contact, Withdrawal, Worker
from corridor.journey.reasons import (
    ALLOWED,
    ENDED,
    NEVER,
    NOT_ASKED,
    NOT_COVERED,
    NOT_SAID_SAFE,
    NOT_THIS_DAY,
    NOT_THIS_HOUR,
    REFUSED,
    SAFE,
    WHY,
    WHY_CONTACT,
    WITHDRAWN,
)
from corridor.reference.folding import folded

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOURS = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d{2}))?")
HOUR = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?")
DAY_MINUTES = 24 * 60
LATER = "follow-up"  # vocabulary `consent-purpose`: the centre may ask her later how she is


@dataclass(frozen=True)
class Allowance:
    """Whether it may be shared. consent: id of the entry that allows it, "" when none does. reason: code of WHY.
    missing: the groups of data (vocabulary `data-group`) that are not covered; all that were asked for when none is.
    """

    allowed: bool
    consent: str
    reason: str
    missing: tuple[str, ...] = ()

    @property
    def why(self) -> str:
        return str(WHY[self.reason])


def allowed(
    consents: Sequence[tuple[str, Consent]],
    withdrawals: Sequence[Withdrawal],
    *,
    purpose: str,
    recipient: str,
    what: Iterable[str],
    on: date,
) -> Allowance:
    """Whether she allows on this day that the recipient has these groups of data for this purpose.

    consents: (id, entry) of one worker, in the order in which they were written. recipient: as in an entry, by id or in
    words whatever their case or accents; "" is herself. Of the entries for this purpose and recipient the newest alone
    counts: the one with the latest day, and of one day the one written last. A narrower one takes the place of a wider
    one; one that was withdrawn or has ended does not bring an older one back. `until` is its last day. Without a day, a
    yes counts as older than any other entry, a no as newer, and a withdrawal from the beginning. Raises ValueError for
    entries of several workers.
    """
    if len({entry.worker for _id, entry in consents}) > 1:
        raise ValueError("entries of several workers")
    asked, wanted = tuple(dict.fromkeys(what)), _plain(recipient)
    found = [
        (entry.on or (date.min if entry.given else on), place, id, entry)
        for place, (id, entry) in enumerate(consents)
        if entry.purpose == purpose and _plain(entry.recipient) == wanted and (entry.on is None or entry.on <= on)
    ]
    if not found:
        return Allowance(False, "", NOT_ASKED, asked)
    *_order, id, newest = max(found, key=lambda one: one[:2])
    if not newest.given:
        return Allowance(False, "", REFUSED, asked)
    if any(one.consent == id and (one.on is None or one.on <= on) for one in withdrawals):
        return Allowance(False, "", WITHDRAWN, asked)
    if newest.until is not None and newest.until < on:
        return Allowance(False, "", ENDED, asked)
    if missing := tuple(one for one in asked if one not in newest.what):
        return Allowance(False, "", NOT_COVERED, missing)
    return Allowance(True, id, ALLOWED)


def asked_later(consents: Sequence[tuple[str, Consent]], withdrawals: Sequence[Withdrawal], on: date) -> Allowance:
    """What she said about being asked on this day how she is, after a case was closed.

    It is the centre that asks, so the newest entry counts whoever stands in it. Source: evaluation case 1 (a before and
    an after exist), WIF2023-8 (who said no is left in peace).
    """
    own = [(id, replace(one, recipient="")) for id, one in consents]
    return allowed(own, withdrawals, purpose=LATER, recipient="", what=(), on=on)


def may_ask_later(answer: Allowance) -> bool:
    """Whether somebody asks her: not after a no, nor after what she allowed has ended. Who was not asked yet is."""
    return answer.allowed or answer.reason == NOT_ASKED


def _plain(words: str) -> str:
    return " ".join(folded(words).split())


@dataclass(frozen=True)
class ContactRule:
    """Whether a channel may be used now. reason: code of WHY_CONTACT. contact: the way that may be used, None when none
    may. hours: what she said about hours and no machine can check; a person reads it first, and nothing is sent without
    one. better: channels (vocabulary `channel`) that may be used now instead, best first.
    """

    allowed: bool
    reason: str
    contact: Contact | None = None
    hours: str = ""
    better: tuple[str, ...] = ()

    @property
    def why(self) -> str:
        return str(WHY_CONTACT[self.reason])


def contact(worker: Worker, channel: str, on: date, hour: str = "") -> ContactRule:
    """Whether she may be reached over this channel on this day, at this hour ("19:30", "" for any hour).

    Only a way that is on her file is safe, on the days she named (none named: on any), and never a channel that she
    excluded, even when it is on file. Hours are checked when they are a span ("18-21", "22:00-06:00"); other words are
    given back to be read. Best among the other channels is one whose hours need no reading, then one that nobody else
    answers, then the one that stands first on her file. Source: WIF2023-25, -8.
    """
    rule = _rule(worker, channel, on, hour)
    if rule.allowed:
        return rule
    found = []
    for place, other in enumerate(dict.fromkeys(one.channel for one in worker.contacts)):
        safe = _rule(worker, other, on, hour)
        if other != channel and safe.allowed and safe.contact:
            found.append((bool(safe.hours), bool(safe.contact.who_answers), place, other))
    return ContactRule(False, rule.reason, better=tuple(other for *_rank, other in sorted(found)))


def _rule(worker: Worker, channel: str, on: date, hour: str) -> ContactRule:
    if channel in worker.never:
        return ContactRule(False, NEVER)
    ways = [one for one in worker.contacts if one.channel == channel]
    if not ways:
        return ContactRule(False, NOT_SAID_SAFE)
    today = [one for one in ways if not one.days or WEEKDAYS[on.weekday()] in one.days]
    if not today:
        return ContactRule(False, NOT_THIS_DAY)
    safe = [(one, fits) for one in today if (fits := _fits(one.hours, hour)) is not False]
    if not safe:
        return ContactRule(False, NOT_THIS_HOUR)
    best, fits = next((pair for pair in safe if pair[1]), safe[0])
    return ContactRule(True, SAFE, best, "" if fits else best.hours)


def _fits(hours: str, hour: str) -> bool | None:
    """Whether the hour lies in the span, both ends included, also over midnight; None when that can not be told."""
    if not hours.strip():
        return True
    span, asked = HOURS.fullmatch(folded(hours).strip()), HOUR.fullmatch(folded(hour).strip())
    if not span or not asked:
        return None
    begin, end, at = _minutes(*span.groups()[:2]), _minutes(*span.groups()[2:]), _minutes(*asked.groups())
    if max(begin, end, at) > DAY_MINUTES:
        return None
    return begin <= at <= end if begin <= end else at >= begin or at <= end


def _minutes(hour: str, minute: str | None) -> int:
    return int(hour) * 60 + int(minute or 0)
