"""The one mail a day, against a real mail server: when it goes, what it says, never twice, and what ends it."""

import logging
import socket
import ssl
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from corridor import certificate
from corridor.access.models import Centre
from corridor.safe import daily_mail, upkeep, worker
from corridor.safe.actions import centres, members, retention
from corridor.safe.actions import daily_mail as actions
from corridor.safe.actions.daily_mail import ask_for_daily_mail, end_daily_mail, send_daily_mails
from corridor.safe.actions.records import write_record
from corridor.safe.backup.writing import in_centre_part, in_public_part
from corridor.safe.daily_mail import NotSent
from corridor.safe.faults import Altered, NoKey, Unfit
from corridor.safe.keys import Member
from corridor.safe.models import DailyMail, SealedRecord
from corridor.safe.notebook.contents import Note
from corridor.safe.tests.mailbox import LOGIN, Mailbox, mail_set_up, serving
from corridor.safe.tests.people import People, sign_in
from corridor.safe.tests.test_zones import at
from corridor.settings import mail_sender, mail_server
from tools.postgres import free_port

pytestmark = pytest.mark.django_db
ADDRESS, HERS = "rosmerta@mail.example", "amina@mail.example"
DUE = date(2027, 3, 4)  # a Thursday; offices in Jordan are closed on Fridays and Saturdays, Amman is three hours ahead
BEFORE, NIGHT, MORNING, LATER, EVENING = (
    f"2027-03-04 {hour}" for hour in ("03:59", "03:30", "04:01", "04:17", "16:00")
)


@pytest.fixture
def people(people: People) -> People:
    Centre.objects.filter(pk=people.centre.pk).update(country="JOR")
    for member in people.members.values():
        if member.account.centre_id:
            member.account.refresh_from_db()
    people.centre.refresh_from_db()
    return people


@pytest.fixture
def box(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    monkeypatch.setattr(actions, "TRY_AT", {})
    with mail_set_up(settings, tmp_path) as made:
        yield made


def asked(member: Member, address: str = ADDRESS) -> Member:
    with at("2027-03-01 12:00"):
        ask_for_daily_mail(address, by=member.account)
    return member


def due(people: People, on: date = DUE, **more: Any) -> str:
    return write_record(Note(title="Rosmerta of house 9", remind=on, **more), by=people.bina).id


def send(when: str) -> None:
    with at(when):
        send_daily_mails()


def told(people: People) -> list[str]:
    return [one for one in upkeep.troubles(people.centre, timezone.localdate()) if "mail" in one]


# What it says


def test_the_mail_says_that_something_is_due_and_nothing_else(people: People, box: Mailbox) -> None:
    asked(people.bina)
    due(people)
    due(people, date(2027, 2, 1))
    send(MORNING)
    assert box.receivers == [ADDRESS]
    mail = box.mail()
    assert set(mail.keys()) == {
        *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"),
        *("Content-Type", "Content-Transfer-Encoding", "MIME-Version"),
    }
    assert (mail["From"], mail["Subject"]) == ("Reminder <notes@example.org>", "Reminder")
    assert box.text() == "Something is due in Corridor today, or overdue.\n"
    whole = box.taken[0][1].decode().lower() + "".join(box.said_hello)
    secret = [people.centre.name, people.centre.key, people.centre.organisation.name, "bina", "house 9", "amman"]
    secret += {socket.gethostname(), socket.getfqdn()} - {"localhost"}
    assert [one for one in secret if one.lower() in whole] == []
    assert box.said_hello == ["example.org"] and mail["Message-ID"].endswith("@example.org>"), "not this machine's name"
    assert mail["Date"].endswith("+0000"), "no zone of hers"


def test_the_words_are_the_same_every_day_and_hers(people: People, box: Mailbox) -> None:
    with translation.override("fr"):
        asked(people.bina)
    due(people)
    for day in ("2027-03-04 04:01", "2027-03-07 04:01"):  # Thursday; Sunday, after the weekend
        send(day)
    once, again = ([line for line in raw.decode().splitlines()] for _, raw in box.taken)
    assert {line.partition(":")[0] for line in set(once) ^ set(again)} <= {"Date", "Message-ID"}
    assert box.mail()["Subject"] == "Rappel"


# When it goes


def test_nothing_goes_when_nothing_is_due(people: People, box: Mailbox) -> None:
    asked(people.bina)
    due(people, date(2027, 3, 5))
    due(people, closed=date(2027, 3, 1))
    send(MORNING)
    assert box.taken == []


def test_what_falls_due_during_the_day_waits_for_the_next_morning(people: People, box: Mailbox) -> None:
    asked(people.bina)
    send(MORNING)
    due(people)
    send(LATER)
    assert box.taken == [], "else the hour of the mail told when somebody wrote"
    send("2027-03-07 04:01")
    assert box.receivers == [ADDRESS]


@pytest.mark.parametrize(
    ("when", "count"),
    [
        (NIGHT, 0),
        (BEFORE, 0),
        (MORNING, 1),
        ("2027-03-04 15:59", 1),  # a machine that was off in the morning
        (EVENING, 0),
        ("2027-03-05 04:01", 0),  # a Friday
        ("2027-03-06 04:01", 0),
        ("2027-03-07 04:01", 1),
        ("2027-05-25 04:01", 0),  # Independence Day
    ],
)
def test_it_goes_in_the_centres_morning_of_a_working_day(people: People, box: Mailbox, when: str, count: int) -> None:
    asked(people.bina)
    due(people)
    send(when)
    assert len(box.taken) == count


def test_the_first_comes_on_the_day_after_she_asked(people: People, box: Mailbox) -> None:
    due(people)
    with at(MORNING):
        ask_for_daily_mail(ADDRESS, by=people.bina.account)
        send_daily_mails()
    assert box.taken == []


def test_another_centres_day_is_not_hers(people: People, box: Mailbox) -> None:
    from corridor.safe.tests.people import open_centre

    other = open_centre("Another centre", "other-", outside=False)
    asked(other.bina, HERS)
    asked(people.bina)
    due(people)
    send("2027-03-04 07:30")  # it is morning in both
    assert box.receivers == [ADDRESS]


# Never twice


def test_never_two_on_a_day(people: People, box: Mailbox) -> None:
    asked(people.bina)
    due(people)
    for when in (MORNING, MORNING, LATER, "2027-03-04 12:00"):
        send(when)
    assert box.receivers == [ADDRESS]


def test_two_workers_that_look_at_the_same_moment_send_one(
    people: People, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(people.bina)
    due(people)
    stale = list(DailyMail.objects.select_related("account"))
    monkeypatch.setattr(actions, "_waiting", lambda *_: stale)
    send(MORNING)
    send(MORNING)
    assert box.receivers == [ADDRESS]


def test_a_worker_that_is_killed_while_it_sends_sends_nothing_twice(
    people: People, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(people.bina)
    due(people)
    with monkeypatch.context() as patch:
        patch.setattr(daily_mail, "send_reminder", killed := _Killed(daily_mail.send_reminder))
        with pytest.raises(SystemExit):
            send(MORNING)
    assert killed.sent and box.receivers == [ADDRESS]
    send(LATER)
    assert box.receivers == [ADDRESS]


class _Killed:
    """Sends, and dies before it could note that it did."""

    def __init__(self, real: Any) -> None:
        self.real, self.sent = real, False

    def __call__(self, *parts: Any) -> None:
        self.real(*parts)
        self.sent = True
        raise SystemExit


def test_a_clock_that_ran_ahead_ends_nothing(people: People, box: Mailbox) -> None:
    asked(people.bina)
    due(people)
    DailyMail.objects.update(day=date(2031, 1, 1))
    send(MORNING)
    assert box.receivers == [ADDRESS]


# When the mail server fails


def test_a_server_that_does_not_answer_is_asked_again_the_same_day(
    people: People, box: Mailbox, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(people.bina)
    due(people)
    right, settings.MAIL = settings.MAIL, mail_server(f"smtp://127.0.0.1:{free_port()}")
    send(MORNING)
    assert len(told(people)) == 1
    amina = sign_in(Client(), people.amina)
    assert told(people)[0] in amina.get("/ground/").content.decode()
    settings.MAIL = right
    send(MORNING)
    assert box.taken == [], "not every minute"
    monkeypatch.setattr(actions, "TRY_AT", {one: when - actions.AGAIN for one, when in actions.TRY_AT.items()})
    send(LATER)
    send(LATER)
    assert box.receivers == [ADDRESS] and told(people) == []


def test_who_is_refused_for_good_is_not_tried_again_and_the_others_get_theirs(people: People, box: Mailbox) -> None:
    asked(people.amina, HERS)
    asked(people.bina)
    due(people)
    box.answers[HERS] = "550 nobody here"
    send(MORNING)
    assert box.receivers == [ADDRESS] and len(told(people)) == 1 and actions.TRY_AT == {}
    assert HERS not in "".join(one.read_text() for one in Path(str(worker.settings.VAR)).glob("*.json"))
    box.answers.clear()
    send(LATER)
    assert box.receivers == [ADDRESS]


@pytest.mark.parametrize("at_rcpt", [True, False])
def test_who_is_asked_to_come_later_does(people: People, box: Mailbox, at_rcpt: bool) -> None:
    asked(people.amina, HERS)
    asked(people.bina)
    due(people)
    if at_rcpt:
        box.answers[HERS] = "451 later"
    else:
        box.at_the_end = "452 no room"
    send(MORNING)
    assert box.receivers == ([ADDRESS] if at_rcpt else [])
    box.answers.clear()
    box.at_the_end = "250 taken"
    actions.TRY_AT.clear()
    send(LATER)
    assert sorted(box.receivers) == [HERS, ADDRESS]


def test_what_may_have_been_taken_is_not_sent_again(people: People, box: Mailbox) -> None:
    asked(people.bina)
    due(people)
    box.cut = True
    send(MORNING)
    assert box.receivers == [ADDRESS], "it took it, and hung up before it could say so"
    box.cut = False
    actions.TRY_AT.clear()
    send(LATER)
    assert box.receivers == [ADDRESS] and len(told(people)) == 1


@pytest.mark.parametrize("fails", ["no server", "refused"])
def test_no_address_stands_in_the_log(
    people: People, box: Mailbox, settings: Any, caplog: pytest.LogCaptureFixture, fails: str
) -> None:
    asked(people.bina)
    due(people)
    if fails == "no server":
        settings.MAIL = mail_server(f"smtp://127.0.0.1:{free_port()}")
    box.answers[ADDRESS] = f"550 <{ADDRESS}> nobody here"
    with caplog.at_level(logging.DEBUG, "corridor"), at(MORNING):
        worker.mail()
    assert "rosmerta" not in caplog.text and told(people)
    with pytest.raises(NotSent) as raised:
        daily_mail.send_reminder(ADDRESS, "en")
    assert "rosmerta" not in str(raised.value)


# What ends it


def test_off_is_at_once_and_leaves_nothing(people: People, box: Mailbox) -> None:
    asked(people.bina)
    due(people)
    end_daily_mail(people.bina.account)
    assert not DailyMail.objects.exists()
    send(MORNING)
    assert box.taken == []


def test_off_counts_also_for_a_worker_that_was_about_to_send(
    people: People, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(people.bina)
    due(people)

    def off(*_: Any) -> int:
        end_daily_mail(people.bina.account)
        return 1

    monkeypatch.setattr(actions, "due_count", off)
    send(MORNING)
    assert box.taken == []


def test_who_left_gets_none_and_her_address_is_erased(people: People, box: Mailbox) -> None:
    asked(people.chandra)
    due(people)
    members.end_membership(people.chandra.account, by=people.amina)
    assert not DailyMail.objects.exists()
    send(MORNING)
    assert box.taken == []


def test_who_is_past_her_last_day_gets_none_and_her_address_is_erased(people: People, box: Mailbox) -> None:
    asked(people.bina)
    due(people)
    account = people.bina.account
    account.until = date(2027, 3, 3)
    account.save(update_fields=["until"])
    send(MORNING)
    assert box.taken == []
    retention._end_rights_of(account, people.centre)
    assert not DailyMail.objects.exists()


def test_seal_ends_it_and_erases_the_addresses(people: People, box: Mailbox) -> None:
    asked(people.bina)
    due(people)
    centres.seal_centre(people.centre, people.amina.account)
    assert not DailyMail.objects.exists()


def test_nothing_goes_while_a_centre_is_sealed_whatever_stands_there(people: People, box: Mailbox) -> None:
    asked(people.bina)
    due(people)
    people.centre.ground.state = "sealed"
    people.centre.ground.save(update_fields=["state"])
    send(MORNING)
    assert box.taken == []


@pytest.mark.parametrize("name", ["dalia", "esther", "farida", "gita"])
def test_only_who_holds_the_keys_may_know_that_something_is_due(people: People, name: str) -> None:
    with pytest.raises(NoKey):
        ask_for_daily_mail(ADDRESS, by=people.members[name].account)


# What stands where


def test_a_stolen_database_does_not_show_the_address(people: People, settings: Any) -> None:
    asked(people.bina)
    asked(people.amina, "a@b.example")
    one, other = (bytes(mail.sealed) for mail in DailyMail.objects.all())
    assert b"rosmerta" not in one and len(one) == len(other)
    with pytest.raises(Altered):
        daily_mail.opened_address(people.amina.account, one)  # moved to somebody else
    settings.SECRET_KEY = "another installation"
    with pytest.raises(Altered):
        daily_mail.opened_address(people.bina.account, one)


def test_an_address_that_does_not_open_any_more_is_erased(people: People, box: Mailbox, settings: Any) -> None:
    asked(people.bina)
    due(people)
    settings.SECRET_KEY = "another installation"
    send(MORNING)
    assert box.taken == [] and not DailyMail.objects.exists() and told(people)


def test_no_backup_has_it() -> None:
    assert DailyMail not in {*in_public_part(), *in_centre_part()}


def test_the_worker_needs_no_key_and_opens_nothing(people: People, box: Mailbox) -> None:
    """Only the clear columns count: what is inside may be anything."""
    asked(people.bina)
    SealedRecord.objects.filter(id=due(people)).update(sealed=b"", wraps=b"")
    send(MORNING)
    assert box.receivers == [ADDRESS]


def test_without_mail_nothing_is_tried(people: People, settings: Any) -> None:
    asked(people.bina)
    due(people)
    settings.MAIL, settings.MAIL_FROM = None, "notes@example.org"
    send(MORNING)
    assert DailyMail.objects.get().day == date(2027, 3, 1)


# The way to the server


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # it asks whether STARTTLS was spoken
@pytest.mark.parametrize("secure", ["smtps", "smtp+starttls"])
def test_over_tls_with_a_password_and_a_certificate_that_is_trusted(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secure: str
) -> None:
    pair = certificate.own(tmp_path, [])
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pair.certificate, pair.key)
    box = Mailbox(free_port())
    settings.MAIL = mail_server(f"{secure}://notes:s%3Acret%2Fp%40ss@127.0.0.1:{box.port}")
    settings.MAIL_FROM = "notes@example.org"
    assert (settings.MAIL["user"], settings.MAIL["password"]) == LOGIN
    with serving(box, **{"smtps" if secure == "smtps" else "starttls": context}):
        with pytest.raises(daily_mail.Unreachable):  # nobody vouches for it
            daily_mail.send_reminder(ADDRESS, "en")
        monkeypatch.setenv("SSL_CERT_FILE", str(pair.certificate))
        daily_mail.send_reminder(ADDRESS, "en")
        settings.MAIL |= {"password": "another"}
        with pytest.raises(daily_mail.Unreachable):
            daily_mail.send_reminder(ADDRESS, "en")
    assert box.receivers == [ADDRESS]


@pytest.mark.parametrize(
    "odd", ["mail.example.org", "smtp://mail.example.org", "http://a@b", "smtps://", "smtps://a:b@c:example.org"]
)
def test_an_odd_setting_is_refused_without_repeating_the_password(odd: str) -> None:
    with pytest.raises(ValueError, match="CORRIDOR_MAIL") as raised:
        mail_server(odd)
    assert "example.org" not in str(raised.value)


@pytest.mark.parametrize(
    "odd",
    [
        *(
            "",
            "a",
            "a@",
            "@b.example",
            "a b@c.example",
            "a@b.example\r\nBcc: c@d.example",
            "a@b",
            "a@b.example,c@d.example",
        ),
        *("رسمرتا@mail.example", "a" * 260 + "@b.example", "<a@b.example>", "\0@b.example"),
    ],
)
def test_what_is_no_address_is_refused(odd: str) -> None:
    with pytest.raises(Unfit):
        daily_mail.plain_address(odd)


@pytest.mark.parametrize("odd", ["notes", "Centre of Amina <notes@example.org>", "a@b\nc", "رسمرتا@b.example"])
def test_a_sender_has_no_name(odd: str) -> None:
    with pytest.raises(ValueError, match="without a name"):
        mail_sender(odd)
    assert mail_sender("notes@example.org") == "notes@example.org"


def test_a_name_in_another_script_is_written_as_servers_know_it() -> None:
    assert daily_mail.plain_address(" a@bücher.example ") == "a@xn--bcher-kva.example"
    assert daily_mail.plain_address("a@مثال.إختبار") == "a@xn--mgbh0fb.xn--kgbechtv"
