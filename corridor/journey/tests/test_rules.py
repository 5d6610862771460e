"""What a worker allowed, and how she may be reached."""

from datetime import date, timedelta

import pytest

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
from corridor.journey.rules import allowed, contact

MONDAY = date(2026, 11, 23)
SUNDAY = MONDAY - timedelta(days=1)
BEFORE, LATER = MONDAY - timedelta(days=30), MONDAY + timedelta(days=30)


def said(
    id: str, *what: str, purpose: str = "referral", recipient: str = "Legal Aid", **more: object
) -> tuple[str, Consent]:
    entry = {"worker": "w", "purpose": purpose, "recipient": recipient, "what": what, "on": BEFORE} | more
    return id, Consent(**entry)  # type: ignore[arg-type]


WIDE = said("wide", "called", "contact", "grievance")
TAKEN_BACK = Withdrawal("w", "wide", MONDAY)


@pytest.mark.parametrize(
    ("ledger", "taken_back", "reason"),
    [
        pytest.param([], [], NOT_ASKED, id="nobody asked her"),
        pytest.param([WIDE], [], ALLOWED, id="she allowed it"),
        pytest.param([said("a", "called", "contact", purpose="research")], [], NOT_ASKED, id="for another purpose"),
        pytest.param([said("a", "called", "contact", recipient="Police")], [], NOT_ASKED, id="to somebody else"),
        pytest.param([said("a", "called", "contact", recipient="")], [], NOT_ASKED, id="to herself alone"),
        pytest.param([said("a", "called", "contact", recipient=" légal  AID ")], [], ALLOWED, id="written otherwise"),
        pytest.param([said("a", "called")], [], NOT_COVERED, id="she allowed less"),
        pytest.param([said("a", "called", "contact", given=False)], [], REFUSED, id="she said no"),
        pytest.param([WIDE, said("no", given=False, on=MONDAY)], [], REFUSED, id="yes, then no"),
        pytest.param(
            [said("no", given=False), said("a", "called", "contact")], [], ALLOWED, id="no, then yes, one day"
        ),
        pytest.param([WIDE, said("a", "called", on=MONDAY)], [], NOT_COVERED, id="later she allowed less"),
        pytest.param(
            [said("a", "called", on=MONDAY), WIDE], [], NOT_COVERED, id="later she allowed less, written first"
        ),
        pytest.param([WIDE, said("no", given=False, on=LATER)], [], ALLOWED, id="the no is not said yet"),
        pytest.param([said("a", "called", "contact", on=LATER)], [], NOT_ASKED, id="the yes is not said yet"),
        pytest.param([said("a", "called", "contact", until=MONDAY)], [], ALLOWED, id="on its last day"),
        pytest.param([said("a", "called", "contact", until=SUNDAY)], [], ENDED, id="a day after its end"),
        pytest.param(
            [WIDE, said("a", "called", on=SUNDAY, until=SUNDAY)], [], ENDED, id="what ended brings nothing back"
        ),
        pytest.param([WIDE], [TAKEN_BACK], WITHDRAWN, id="taken back today"),
        pytest.param([WIDE], [Withdrawal("w", "wide", LATER)], ALLOWED, id="taken back later"),
        pytest.param([WIDE], [Withdrawal("w", "wide")], WITHDRAWN, id="taken back, no day"),
        pytest.param([WIDE], [Withdrawal("w", "other", BEFORE)], ALLOWED, id="another one taken back"),
        pytest.param([WIDE, said("new", "called", "contact", on=MONDAY)], [TAKEN_BACK], ALLOWED, id="allowed anew"),
        pytest.param(
            [WIDE, said("new", "called", "contact", on=SUNDAY)],
            [Withdrawal("w", "new", MONDAY)],
            WITHDRAWN,
            id="what was taken back brings nothing back",
        ),
        pytest.param([said("a", "called", "contact", on=None)], [], ALLOWED, id="without a day"),
        pytest.param(
            [said("no", given=False), said("a", "called", "contact", on=None)], [], REFUSED, id="older than any"
        ),
    ],
)
def test_what_she_allowed(ledger: list[tuple[str, Consent]], taken_back: list[Withdrawal], reason: str) -> None:
    found = allowed(
        ledger, taken_back, purpose="referral", recipient="Legal Aid", what=("called", "contact"), on=MONDAY
    )
    assert found.reason == reason and found.allowed == (reason == ALLOWED) and found.why
    assert bool(found.consent) == found.allowed, "an id is given only with a yes"
    assert bool(found.missing) != found.allowed


def test_what_is_not_covered_is_named() -> None:
    what = ("called", "health", "contact", "family", "health")
    found = allowed([WIDE], [], purpose="referral", recipient="Legal Aid", what=what, on=MONDAY)
    assert found.missing == ("health", "family")
    nothing = allowed([], [], purpose="referral", recipient="Legal Aid", what=what, on=MONDAY)
    assert nothing.missing == ("called", "health", "contact", "family")


def test_the_entry_that_allows_is_named() -> None:
    new = said("new", "called", on=SUNDAY)
    found = allowed([new, WIDE], [], purpose="referral", recipient="legal aid", what=("called",), on=MONDAY)
    assert (found.allowed, found.consent) == (True, "new")
    herself = said("copy", "called", purpose="summary", recipient="")
    assert allowed([herself], [], purpose="summary", recipient="", what=("called",), on=MONDAY).consent == "copy"


def test_two_workers_are_never_mixed() -> None:
    with pytest.raises(ValueError, match="several workers"):
        allowed([WIDE, said("x", worker="v")], [], purpose="referral", recipient="Legal Aid", what=(), on=MONDAY)


CALL = Contact("call", "9841234567", ("sun",), "18-21")
SHARED = Contact("whatsapp", "9841234567", who_answers="her sister")
EVENINGS = Contact("imo", "9841234567", hours="in the evening")
VISIT = Contact("visit", "the church")
NIGHT = Contact("sms", "98", hours="22:00–06:30")


@pytest.mark.parametrize(
    ("ways", "never", "channel", "on", "hour", "reason"),
    [
        pytest.param([], [], "call", SUNDAY, "", NOT_SAID_SAFE, id="nothing is known"),
        pytest.param([CALL], [], "call", SUNDAY, "", SAFE, id="on her day"),
        pytest.param([CALL], [], "call", SUNDAY, "19:30", SAFE, id="on her day, at her hour"),
        pytest.param([CALL], [], "call", SUNDAY, "21:00", SAFE, id="the last minute of it"),
        pytest.param([CALL], [], "call", SUNDAY, "21:01", NOT_THIS_HOUR, id="a minute late"),
        pytest.param([CALL], [], "call", MONDAY, "19:30", NOT_THIS_DAY, id="another day"),
        pytest.param([CALL], [], "sms", SUNDAY, "19:30", NOT_SAID_SAFE, id="the same phone, another channel"),
        pytest.param([CALL], ["call"], "call", SUNDAY, "19:30", NEVER, id="never, though on file"),
        pytest.param([], ["sms"], "sms", SUNDAY, "", NEVER, id="never"),
        pytest.param([VISIT], [], "visit", MONDAY, "03:00", SAFE, id="any day, any hour"),
        pytest.param([NIGHT], [], "sms", MONDAY, "23:15", SAFE, id="before midnight"),
        pytest.param([NIGHT], [], "sms", MONDAY, "٠٦:٣٠", SAFE, id="after midnight, in Arabic figures"),
        pytest.param([NIGHT], [], "sms", MONDAY, "12:00", NOT_THIS_HOUR, id="at noon"),
        pytest.param([EVENINGS], [], "imo", MONDAY, "03:00", SAFE, id="words are for a person to read"),
        pytest.param([CALL, Contact("call", "2", ("mon",))], [], "call", MONDAY, "", SAFE, id="her other phone"),
    ],
)
def test_how_she_may_be_reached(
    ways: list[Contact], never: list[str], channel: str, on: date, hour: str, reason: str
) -> None:
    rule = contact(Worker("c", contacts=tuple(ways), never=tuple(never)), channel, on, hour)
    assert rule.reason == reason and rule.allowed == (reason == SAFE) and rule.why
    assert (rule.contact is not None) == rule.allowed


def test_hours_in_words_are_given_back_to_be_read() -> None:
    worker = Worker("c", contacts=(EVENINGS, CALL))
    assert contact(worker, "imo", SUNDAY, "19:00").hours == "in the evening"
    assert contact(worker, "call", SUNDAY, "19:00").hours == ""
    assert contact(worker, "call", SUNDAY).hours == "18-21", "the hour was not said"
    assert contact(Worker("c", contacts=(Contact("sms", hours="18-99"),)), "sms", SUNDAY, "19:00").hours == "18-99"


def test_a_way_that_needs_no_reading_is_taken_first() -> None:
    worker = Worker("c", contacts=(Contact("call", "1", hours="after work"), Contact("call", "2", hours="18-21")))
    rule = contact(worker, "call", SUNDAY, "19:00")
    assert rule.contact and rule.contact.value == "2" and not rule.hours


def test_better_ways_are_told_best_first() -> None:
    worker = Worker("c", contacts=(EVENINGS, SHARED, CALL, VISIT), never=("sms",))
    assert contact(worker, "sms", SUNDAY, "19:00").better == ("call", "visit", "whatsapp", "imo")
    assert contact(worker, "sms", MONDAY, "19:00").better == ("visit", "whatsapp", "imo"), "not on a Monday"
    assert contact(worker, "call", SUNDAY, "19:00").better == (), "it is safe already"
    assert contact(Worker("c", contacts=(VISIT,), never=("visit", "sms")), "sms", SUNDAY).better == ()


def test_every_reason_has_words() -> None:
    assert all(str(text) for text in (*WHY.values(), *WHY_CONTACT.values()))
