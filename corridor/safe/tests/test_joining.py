"""Joining with a code: what is refused, what is kept when something is wrong, who she is afterwards."""

import threading
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client

from corridor.access.models import Account
from corridor.access.second_factor import STEP, check_code, code_now
from corridor.safe import entering, keyring, limits, queries, sessions, used_codes
from corridor.safe.actions import centres, members, records
from corridor.safe.content import TYPES, Content
from corridor.safe.credentials import as_handle
from corridor.safe.faults import CodeUsed, NoKey, Unfit
from corridor.safe.keys import KINDS
from corridor.safe.models import FOUNDING, Hold, Invitation, Proposal
from corridor.safe.tests.people import People, sign_in
from corridor.safe.views import joining

pytestmark = pytest.mark.django_db
PIN = "415926"


@dataclass(frozen=True)
class Leaf(Content):
    """A content for these tests alone."""

    TYPE = "test-leaf"
    title: str


@pytest.fixture(scope="module", autouse=True)
def leave_no_type() -> Any:
    yield
    TYPES.pop("test-leaf", None)


@pytest.fixture(autouse=True)
def no_tries_before() -> None:
    joining.TRIES.begin_day()


def kept(client: Client) -> dict[str, Any]:
    """What was made for her, as her session keeps it."""
    return sessions.SessionStore(client.cookies["__Host-session"].value)["credentials"]


def with_code(code: str, client: Client | None = None) -> Client:
    """A browser in which this code was typed."""
    client = client or Client()
    assert client.post("/join/", {"code": code})["Location"] == "/join/"
    assert client.get("/join/").status_code == 200
    return client


def filled(client: Client, **changed: str) -> dict[str, str]:
    """The page as somebody fills it in who makes no mistake."""
    made = kept(client)
    code = code_now(made["code"], entering.clock())
    return {"name": made["name"], "again": made["passphrase"], "code": code, "pin": PIN, "pin_again": PIN} | changed


@pytest.fixture
def code(people: People) -> str:
    return members.invite("caseworker", by=people.amina)


def test_every_code_that_does_not_count_gets_one_answer(people: People, code: str) -> None:
    old, used = members.invite("advisor", by=people.amina), members.invite("advisor", by=people.amina)
    late = members.invitation_for(old)
    assert late
    Invitation.objects.filter(pk=late.pk).update(last_day="2020-01-01")
    with_code(used).post("/join/", filled(client := with_code(used))) and client.post("/join/", filled(client))
    answers = set()
    for typed in (
        "",
        "1234",
        "12345678901234567890",
        old,
        used,
        "x" * 10_000,
        "\0",
        "१२३४",
        "'; drop table",
        code[:-1],
    ):
        joining.TRIES.begin_day()
        answer = Client().post("/join/", {"code": typed})
        assert answer.status_code == 400
        text = answer.content.decode()
        answers.add(text[text.index('id="fault"') :].split("</p>")[0])
    assert len(answers) == 1 and "mistyped" in answers.pop()


def test_the_code_is_taken_in_digits_of_any_script(code: str) -> None:
    for digits in ("٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "০১২৩৪৫৬৭৮৯", "௦௧௨௩௪௫௬௭௮௯", "០១២៣៤៥៦៧៨៩", "０１２３４５６７８９"):
        script = dict(zip(map(ord, "0123456789"), digits, strict=True))
        with_code(" " + code.translate(script).replace(" ", "-"))


def test_wrong_codes_are_slowed_and_nobody_is_shut_out(code: str, clock: list[float]) -> None:
    for _ in range(5):
        assert Client().post("/join/", {"code": "1"}).status_code == 400
    for typed in ("1", code):
        slowed = Client().post("/join/", {"code": typed})
        assert slowed.status_code == 429 and int(slowed["Retry-After"]) >= 1
    clock[0] += 61
    with_code(code)


def test_the_founder_joins_and_goes_on_to_the_cards() -> None:
    centre, code = centres.found("New centre", "A union")
    client = with_code(code)
    assert "New centre" in client.get("/join/").content.decode()
    made = kept(client)
    assert client.post("/join/", filled(client))["Location"] == "/cards/"
    account = Account.objects.get()
    member = sessions_member(client, account)
    assert account.name == made["name"] and account.roles == {"coordinator"} and account.centre == centre
    assert all(member.holds(kind) for kind in KINDS) and queries.ground_of(centre).state == FOUNDING
    unlocked = entering.unlock(made["name"].upper(), made["passphrase"].replace(" ", "-").upper())
    assert unlocked and unlocked.secrets == {"code": made["code"], "pin": PIN}


def sessions_member(client: Client, account: Account) -> Any:
    """The member whose session this browser has."""
    from corridor.safe.keys import Member

    store = sessions.SessionStore(client.cookies["__Host-session"].value)
    assert store["account"] == account.key
    return Member(account, bytes.fromhex(store["private"]))


def test_a_caseworker_writes_at_once_and_reads_when_two_have_agreed(people: People, code: str) -> None:
    client = with_code(code)
    told = client.post("/join/", filled(client, name="Mango-12"), follow=True)
    assert told.redirect_chain[0] == ("/", 302) and "Two of the centre admit you" in told.content.decode()
    account = Account.objects.get(name="mango-12")
    member = sessions_member(client, account)
    records.write_record(Leaf("hers"), by=member)
    with pytest.raises(NoKey):
        queries.reading(member, "read_note")
    proposal = Proposal.objects.get(account=account)
    members.agree(proposal, by=people.bina)
    again = sessions_member(client, account)
    assert [one.content.title for one in queries.reading(again, "read_note").everything()] == ["hers"]


def test_who_holds_no_key_is_told_of_no_admission(people: People) -> None:
    client = with_code(members.invite("advisor", by=people.amina))
    told = client.post("/join/", filled(client), follow=True).content.decode()
    assert "You belong to the centre now" in told and "admit" not in told


WRONG = {
    "again": ["", "five other words that differ", "x" * 10_000],
    "code": ["", "000000x", "12345678", "१", "9" * 10_000],
    "pin": ["", "111111", "123456", "12345", "121212", "abcdef", "1" * 10_000],
    "pin_again": ["", "415927"],
    "name": ["", "a", "two words", "<script>", "cedar🙂", "x" * 41, "x" * 10_000, "½", "🙂🙂"],
}


@pytest.mark.parametrize("field", WRONG)
def test_a_mistake_loses_nothing(code: str, field: str) -> None:
    client, accounts = with_code(code), Account.objects.count()
    before = kept(client)
    for typed in WRONG[field]:
        if kept(client)["step"]:
            client.post("/join/", {"begin_again": "yes"})
            before = kept(with_code(code, client))
        answer = client.post("/join/", filled(client, **{field: typed}))
        text = answer.content.decode()
        where = "pin_again" if field == "pin" and typed else field
        assert answer.status_code == 400 and f'href="#id_{where}"' in text, typed[:20]
        assert {**kept(client), "step": 0} == before and before["passphrase"] in text, typed[:20]
        assert Account.objects.count() == accounts and members.invitation_for(code), typed[:20]
        if not field.startswith("pin"):
            assert f'value="{PIN}"' in text, "the PIN she typed is still there"
    assert client.post("/join/", filled(client)).status_code == 302, "the same words, mended, let her in"


def test_a_code_of_the_phone_that_was_right_is_asked_once(code: str) -> None:
    client = with_code(code)
    assert client.post("/join/", filled(client, pin="1", pin_again="1")).status_code == 400
    assert "The code was right" in client.get("/join/").content.decode()
    answers = filled(client)
    del answers["code"]
    assert client.post("/join/", answers).status_code == 302
    account = Account.objects.get(name=answers["name"])
    step = check_code(entering.unlock(account.name, answers["again"]).secrets["code"], "", 0)
    assert step is None, "the code that let her in serves no second time"
    now = entering.clock()
    assert not used_codes.use(account.key, int(now) // STEP - 1, now) and account.key in used_codes.path().read_text()


@pytest.mark.parametrize("name", ["سدر-١٢", "देवदार", "দেবদারু", "தேவதாரு", "ദേവദാരു", "ዝግባ.7", "кедр_9", "雪松", "ÇEDAR"])
def test_a_name_of_any_script_signs_in(people: People, code: str, name: str) -> None:
    client = with_code(code)
    words = kept(client)["passphrase"]
    assert client.post("/join/", filled(client, name=f"  {name} ")).status_code == 302
    assert entering.unlock(name, words) and Account.objects.filter(name=as_handle(name)).count() == 1


@pytest.mark.parametrize("name", ["Bina", "BINA", "bina", "ｂｉｎａ"])
def test_a_name_that_is_taken_is_told(people: People, code: str, name: str) -> None:
    client = with_code(code)
    answer = client.post("/join/", filled(client, name=name))
    assert answer.status_code == 400 and "That name is taken" in answer.content.decode()


def test_a_name_taken_at_the_last_moment_is_told(people: People, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corridor.safe.credentials.is_taken", lambda name: False)
    client = with_code(code)
    answer = client.post("/join/", filled(client, name="bina"))
    assert answer.status_code == 400 and "That name is taken" in answer.content.decode()
    assert members.invitation_for(code), "the code still counts"


def test_one_code_lets_one_person_in(code: str) -> None:
    one, two = with_code(code), with_code(code)
    first, second = filled(one, name="first"), filled(two, name="second")
    assert one.post("/join/", first).status_code == 302
    late = two.post("/join/", second)
    assert late.status_code == 400 and "does not count" in late.content.decode()
    assert Account.objects.filter(name__in=["first", "second"]).count() == 1


def test_an_invitation_read_before_it_was_used_does_not_serve_again(code: str) -> None:
    stale, same = members.invitation_for(code), members.invitation_for(code)
    assert stale and same
    members.join(stale, "first", "words", {})
    with pytest.raises(CodeUsed):
        members.join(same, "second", "words", {})
    assert not Account.objects.filter(name="second").exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_joins(people: People) -> None:
    invitation_code = members.invite("caseworker", by=people.amina)
    start, ends = threading.Barrier(2), []

    def race(name: str) -> None:
        invitation = members.invitation_for(invitation_code)
        assert invitation
        start.wait()
        while len(ends) < 2:
            try:
                members.join(invitation, name, "words", {})
                ends.append("in")
            except CodeUsed:
                ends.append("used")
            except OperationalError:  # the tests' database in memory refuses where one on disk waits
                continue
            break
        connection.close()

    racers = [threading.Thread(target=race, args=(name,)) for name in ("first", "second")]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert sorted(ends) == ["in", "used"] and Account.objects.filter(name__in=["first", "second"]).count() == 1


def test_who_forgot_her_passphrase_comes_back_under_her_name(people: People) -> None:
    before = sign_in(Client(), people.bina)
    again = members.invite("caseworker", by=people.amina, again=people.bina.account)
    client = with_code(again)
    page = client.get("/join/").content.decode()
    assert "bina" in page and 'name="name"' not in page
    words = kept(client)["passphrase"]
    assert client.post("/join/", filled(client, name="somebody else")).status_code == 302
    account = Account.objects.get(name="bina")
    assert account == people.bina.account and not Hold.objects.filter(account=account).exists()
    assert entering.unlock("bina", words) and not entering.unlock("bina", "bamo tiru kelo vasu nipe")
    assert before.get("/me/").status_code == 403, "the session she had before has ended"


def test_nothing_that_was_made_stands_in_clear(code: str) -> None:
    client = with_code(code)
    made = kept(client)
    answer = client.get("/join/")
    assert "no-store" in answer["Cache-Control"] and made["passphrase"] in answer.content.decode()
    assert client.post("/join/", filled(client)).status_code == 302
    store = sessions.SessionStore(client.cookies["__Host-session"].value)
    assert not {"credentials", "joining", "until"} & set(store.keys()), "gone from the session once she is in"
    folders = [settings.RUN, settings.KEYRING]
    stored = b"".join(path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file())
    assert b"account" in stored
    for secret in (made["passphrase"], made["passphrase"].split()[0] + " ", made["code"], PIN):
        assert secret.encode() not in stored


def test_what_was_made_is_forgotten_after_an_hour(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client = with_code(code)
    answers = filled(client)
    file = sessions.path_of(client.cookies["__Host-session"].value)
    then = sessions.now() + 61 * 60 * 10**9
    monkeypatch.setattr(sessions, "now", lambda: then)
    assert file.exists() and sessions.sweep() == 1 and not file.exists()
    assert client.post("/join/", answers).status_code == 400
    with_code(code, client)


def test_beginning_again_forgets_what_is_on_the_page(code: str) -> None:
    client = with_code(code)
    before = kept(client)
    assert client.post("/join/", {"begin_again": "yes"})["Location"] == "/join/"
    assert before["passphrase"] not in client.get("/join/").content.decode()
    with_code(code, client)
    assert kept(client)["passphrase"] != before["passphrase"]


def test_whoever_was_signed_in_in_this_browser_is_not_any_more(people: People, code: str) -> None:
    client = with_code(code, sign_in(Client(), people.amina))
    assert client.get("/me/").status_code == 403


def test_a_missing_keyring_is_told_and_not_hidden(people: People, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client = with_code(code)
    monkeypatch.setattr(settings, "KEYRING", settings.KEYRING.parent / "elsewhere")
    answer = client.post("/join/", filled(client))
    assert answer.status_code == 400 and "keyring folder" in answer.content.decode()
    assert not settings.KEYRING.exists() and members.invitation_for(code)


def test_a_full_lane_is_told_and_nothing_is_lost(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client = with_code(code)
    monkeypatch.setattr(limits, "SIGN_IN_LANE", limits.Lane("full", at_once=0, queue=0))
    answer = client.post("/join/", filled(client))
    assert answer.status_code == 503 and "try again in" in answer.content.decode() and members.invitation_for(code)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("a b", "found a space"),
        ("a\ue000b", r"found U\+E000"),
        ("a", "this one has 1"),
        ("x" * 50, "has 50"),
        ("<b>", "< >"),
    ],
)
def test_a_name_that_does_not_do_is_told_why(typed: str, told: str) -> None:
    with pytest.raises(Unfit, match=told):
        as_handle(typed)


def test_what_can_not_be_seen_makes_no_other_name() -> None:
    assert as_handle("ce\u202edar\u200d-12\u0000") == "cedar-12"


def test_keyring_holds_what_she_chose_and_nobody_else_reads_it(people: People, code: str) -> None:
    client = with_code(code)
    name = filled(client)["name"]
    client.post("/join/", filled(client))
    file = keyring.read(Account.objects.get(name=name))
    assert file and PIN not in str(file)


def test_the_host_invites_outside_every_centre_and_nowhere_else(people: People, client: Client) -> None:
    for role, again in (("caseworker", None), ("public", None), ("editor", people.bina.account)):
        with pytest.raises(Unfit):
            members.invite_outside(role, again)
    code = members.invite_outside("editor")
    client.post("/join/", {"code": code})
    page = client.get("/join/").content.decode()
    assert "You join as: Editor" in page
