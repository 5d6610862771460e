"""Reopening with two cards: every wrong pair is refused without telling of any centre; what is left on no disk."""

import re
from dataclasses import dataclass
from itertools import permutations
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client

from corridor.access.models import Account
from corridor.access.second_factor import code_now
from corridor.safe import chain, entering, keyring, queries, sessions
from corridor.safe.actions import centres, members, records
from corridor.safe.cards import new_set
from corridor.safe.content import TYPES, Content
from corridor.safe.faults import NoKey
from corridor.safe.keys import Member
from corridor.safe.models import FOUNDING, OPEN, Ground, Hold, Invitation, Proposal
from corridor.safe.tests.people import PASSPHRASE, People, open_centre, sign_in
from corridor.safe.views import reopening

pytestmark = pytest.mark.django_db
PIN = "415926"


@dataclass(frozen=True)
class Twig(Content):
    """A content for these tests alone."""

    TYPE = "test-twig"
    title: str


@pytest.fixture(scope="module", autouse=True)
def leave_no_type() -> Any:
    yield
    TYPES.pop("test-twig", None)


@pytest.fixture(autouse=True)
def no_tries_before() -> None:
    reopening.TRIES.begin_day()


def asked(client: Client, one: str, two: str, name: str = "amina") -> Any:
    reopening.TRIES.begin_day()
    return client.post("/reopen/", {"one": one, "two": two, "name": name})


def kept(client: Client) -> Any:
    return sessions.SessionStore(client.cookies["__Host-session"].value)


def filled(client: Client) -> dict[str, str]:
    made = kept(client)["credentials"]
    return {"again": made["passphrase"], "code": code_now(made["code"], entering.clock()), "pin": PIN, "pin_again": PIN}


def opened(one: str, two: str, name: str = "amina") -> Client:
    """A browser in which the centre was reopened."""
    client = Client()
    assert asked(client, one, two, name)["Location"] == "/reopen/"
    assert client.get("/reopen/").status_code == 200
    assert client.post("/reopen/", filled(client))["Location"] == "/reopen/next/"
    return client


def member_in(client: Client) -> Member:
    store = kept(client)
    return Member(Account.objects.get(key=store["account"]), bytes.fromhex(store["private"]))


def titles(member: Member) -> set[str]:
    return {one.content.title for one in queries.reading(member, "read_note").everything()}


def told(answer: Any) -> str:
    """The faults of an answer, without what is typed back."""
    text = answer.content.decode()
    return text[text.index('role="alert"') :].split("</div>")[0] if 'role="alert"' in text else ""


def stored() -> bytes:
    """Everything that stands in the database and in the folders of this installation."""
    rows = [repr(list(model.objects.values_list())).encode() for model in apps.get_models() if model._meta.managed]
    binary = [
        bytes(value)
        for model in apps.get_models()
        for row in model.objects.values_list()
        for value in row
        if isinstance(value, bytes | memoryview)
    ]
    folders = [settings.RUN, settings.KEYRING]
    files = [path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()]
    return b"\n".join([*rows, *binary, *files])


def without_tokens(text: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)


def test_the_page_is_the_same_whatever_state_a_centre_is_in(people: People) -> None:
    pages = [Client().get("/reopen/").content.decode()]
    for state in (FOUNDING, OPEN):
        Ground.objects.update(state=state)
        pages.append(Client().get("/reopen/").content.decode())
    centres.seal_centre(people.centre, people.amina.account)
    pages.append(Client().get("/reopen/").content.decode())
    assert len(set(map(without_tokens, pages))) == 1


def made_up(set_number: int = 1) -> list[str]:
    return [card.told() for card in new_set(set_number)]


def test_what_opens_nothing_gets_one_answer_whoever_is_named(people: People) -> None:
    centres.seal_centre(people.centre, people.amina.account)
    own, fake, later = people.printed(), made_up(), made_up(7)
    pairs = [fake[:2], later[:2], (own[0], fake[1]), (fake[0], own[1])]
    answers = {
        told(asked(Client(), *pair, name)) for pair in pairs for name in ("amina", "hana", "edith", "nobody", "علی")
    }
    assert len(answers) == 1 and "open nothing here" in answers.pop()


def test_cards_that_are_no_pair_are_told_from_the_cards_alone(people: People) -> None:
    own = people.printed()
    assert "same card twice" in told(asked(Client(), own[0], own[0]))
    assert "different sets (1 and 7)" in told(asked(Client(), own[0], made_up(7)[1]))
    assert "same card twice" in told(asked(Client(), fake := made_up()[0], fake, "nobody"))


@pytest.mark.parametrize("field", ["one", "two"])
def test_a_mistyped_group_is_named_and_the_text_stays(people: People, field: str) -> None:
    own = people.printed()
    for group in range(1, 12):
        groups = own[1].split()
        groups[group - 1] = str((int(groups[group - 1][0]) + 1) % 10) + groups[group - 1][1:]
        wrong = {"one": own[0], "two": own[2], "name": "amina", field: " ".join(groups)}
        answer = Client().post("/reopen/", wrong)
        text = answer.content.decode()
        assert answer.status_code == 400 and f"group {group}." in told(answer) and f'href="#{field}"' in told(answer)
        assert all(typed in text for typed in wrong.values())


NONSENSE = ["", "1", "\0", "x" * 10_000, "9" * 10_000, "<script>", "\u202e" + "1" * 55, "½" * 55, "🙂" * 11]


@pytest.mark.parametrize("field", ["one", "two", "name"])
def test_nonsense_is_told_and_never_a_failure(people: People, field: str) -> None:
    own = people.printed()
    for typed in NONSENSE:
        answer = Client().post("/reopen/", {"one": own[0], "two": own[1], "name": "amina", field: typed})
        assert answer.status_code == 400 and told(answer) and b"<script>" not in answer.content, typed[:20]


def test_cards_in_digits_of_another_script_are_read(people: People) -> None:
    in_arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    one, two = (card.translate(in_arabic).replace(" ", "") for card in people.printed()[:2])
    assert asked(Client(), one, two)["Location"] == "/reopen/"


def test_cards_of_another_centre_tell_nothing_of_this_one(people: People) -> None:
    other = open_centre("Another centre", "x", outside=False)
    mixed = asked(Client(), people.printed()[0], other.printed()[1])
    assert "open nothing here" in told(mixed)
    theirs = told(asked(Client(), *other.printed()[:2], "amina"))
    assert "Another centre" in theirs and "xamina" in theirs and "Centre of Amina" not in theirs


@pytest.mark.parametrize("name", ["hana", "dalia", "farida", "edith", "nobody"])
def test_only_good_cards_are_told_who_can_hold_the_keys(people: People, name: str) -> None:
    answer = told(asked(Client(), *people.printed()[:2], name))
    assert "The cards are good" in answer and "amina, bina, chandra" in answer
    assert "amina" not in told(asked(Client(), *made_up()[:2], name))


def test_cards_of_a_retired_set_open_nothing(people: People) -> None:
    old = people.printed()
    new = [card.told() for card in centres.print_cards(by=people.amina)]
    assert "open nothing here" in told(asked(Client(), *new[:2])), "not tried yet"
    centres.try_cards(new, by=people.amina, old_pair=(old[0], old[1]))
    assert "open nothing here" in told(asked(Client(), *old[:2]))
    assert asked(Client(), *new[:2]).status_code == 302


def test_cards_of_a_centre_being_founded_open_nothing() -> None:
    from corridor.safe.tests.people import found

    _centre, amina = found()
    cards = [card.told() for card in centres.print_cards(by=amina)]
    assert "open nothing here" in told(asked(Client(), *cards[:2]))


@pytest.mark.parametrize("pair", list(permutations(range(3), 2)))
def test_any_two_cards_reopen_a_sealed_centre(people: People, pair: tuple[int, int]) -> None:
    records.write_record(Twig("ordinary"), by=people.bina)
    naming = records.Naming((people.amina.account,), restricted=True)
    records.write_record(Twig("restricted"), by=people.amina, naming=naming)
    centres.seal_centre(people.centre, people.bina.account)
    records.write_record(Twig("while sealed"), by=None, centre=people.centre)
    client = opened(*(people.printed()[number] for number in pair))
    assert titles(member_in(client)) == {"ordinary", "restricted", "while sealed"}
    assert "Let the others in" in client.get("/reopen/next/").content.decode()
    assert queries.ground_of(people.centre).state == OPEN and chain.faults(queries.ground_of(people.centre)) == []
    for name in ("bina", "dalia"):
        assert not entering.unlock(name, PASSPHRASE), "nobody else is in by this"


def test_an_open_centre_whose_coordinators_forgot_their_passphrases(people: People) -> None:
    before = sign_in(Client(), people.amina)
    members.propose(members.NEW_FACTOR, people.amina.account, by=people.bina)
    code = members.invite("coordinator", by=_second_coordinator(people), again=people.amina.account)
    client = opened(*people.printed()[1:])
    stamp = Account.objects.get(pk=people.amina.account.pk).stamp
    assert stamp != people.amina.account.stamp, "what stood signed in without a session file is worthless too"
    assert kept(client)["account"] == people.amina.account.key and entering.unlock("bina", PASSPHRASE)
    assert not entering.unlock("amina", PASSPHRASE) and before.get("/me/").status_code == 403
    assert members.invitation_for(code) is None, "a code that was out for her counts no longer"
    assert not Proposal.objects.filter(account=people.amina.account).exists()


def _second_coordinator(people: People) -> Member:
    code = members.invite("coordinator", by=people.amina)
    joined = Member(*members.join(members.invitation_for(code), "zara", PASSPHRASE, {"pin": PIN}))  # type: ignore[arg-type]
    for voice in (people.bina, people.amina):
        for proposal in Proposal.objects.filter(account=joined.account):
            members.agree(proposal, by=voice)
    return joined


def test_a_mistake_on_the_page_of_credentials_keeps_everything(people: People) -> None:
    centres.seal_centre(people.centre, people.amina.account)
    client = Client()
    asked(client, *people.printed()[:2])
    before = kept(client)["credentials"]
    answer = client.post("/reopen/", {**filled(client), "pin": "111111"})
    assert answer.status_code == 400 and before["passphrase"] in answer.content.decode()
    assert {**kept(client)["credentials"], "step": 0} == before
    assert (
        queries.ground_of(people.centre).state != OPEN and not Hold.objects.filter(epoch__centre=people.centre).exists()
    )
    assert client.post("/reopen/", filled(client)).status_code == 302


def test_the_recovery_key_stands_nowhere_in_clear(people: People) -> None:
    recovery = centres.open_recovery(people.centre, *people.printed()[:2])
    secrets = [recovery, recovery.hex().encode(), *(card.replace(" ", "").encode() for card in people.printed())]
    secrets += [str(card.secret).encode() for card in people.cards]

    def in_clear() -> list[bytes]:
        here = stored()
        assert people.amina.account.key.encode() in here, "the search sees what stands there"
        return [one for one in secrets if one in here]

    centres.seal_centre(people.centre, people.amina.account)
    assert in_clear() == []
    client = Client()
    asked(client, *people.printed()[:2])
    assert kept(client)["reopening"]["recovery"] == recovery.hex() and in_clear() == []
    client.get("/reopen/")
    client.post("/reopen/", {**filled(client), "pin": "1"})
    assert in_clear() == []
    client.post("/reopen/", filled(client))
    assert in_clear() == [] and not {"reopening", "credentials", "until"} & set(kept(client).keys())
    (settings.RUN / "left").write_bytes(b"x" + recovery + b"y")
    assert in_clear() == [recovery], "the search would have found it"


def test_the_recovery_key_is_gone_after_ten_minutes(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    asked(client, *people.printed()[:2])
    answers, file = filled(client), sessions.path_of(client.cookies["__Host-session"].value)
    then = sessions.now() + (reopening.MINUTES * 60 + 1) * 10**9
    monkeypatch.setattr(sessions, "now", lambda: then)
    assert file.exists() and sessions.sweep() == 1 and not file.exists()
    late = client.post("/reopen/", answers)
    assert late.status_code == 400 and "More than 10 minutes" in late.content.decode()
    assert entering.unlock("amina", PASSPHRASE), "nothing was changed"


def test_forgetting_the_page_takes_the_recovery_key_away(people: People) -> None:
    client = Client()
    asked(client, *people.printed()[:2])
    assert client.post("/reopen/", {"begin_again": "yes"}).status_code == 302
    assert "Another card" in client.get("/reopen/").content.decode()


def test_whoever_was_signed_in_in_this_browser_is_not_any_more(people: People) -> None:
    client = sign_in(Client(), people.bina)
    asked(client, *people.printed()[:2])
    assert client.get("/me/").status_code == 403


def test_it_opens_where_the_keyring_is_gone_altogether(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    records.write_record(Twig("kept"), by=people.bina)
    monkeypatch.setattr(settings, "KEYRING", settings.KEYRING.parent / "new machine" / "keyring")
    assert titles(member_in(opened(*people.printed()[:2]))) == {"kept"}


def test_a_disk_that_fails_on_the_way_leaves_the_centre_sealed(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    centres.seal_centre(people.centre, people.amina.account)
    client = Client()
    asked(client, *people.printed()[:2])

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(keyring, "_write", full)
        with pytest.raises(OSError):
            client.post("/reopen/", filled(client))
    assert (
        queries.ground_of(people.centre).state != OPEN and not Hold.objects.filter(epoch__centre=people.centre).exists()
    )
    assert client.post("/reopen/", filled(client)).status_code == 302, "it works when there is room again"


def test_wrong_pairs_are_slowed_and_nobody_is_shut_out(people: People, clock: list[float]) -> None:
    good = {"one": people.printed()[0], "two": people.printed()[1], "name": "amina"}
    for _ in range(5):
        fake = made_up()
        assert Client().post("/reopen/", {"one": fake[0], "two": fake[1], "name": "amina"}).status_code == 400
    slowed = Client().post("/reopen/", good)
    assert slowed.status_code == 429 and int(slowed["Retry-After"]) >= 1 and good["one"] in slowed.content.decode()
    clock[0] += 61
    assert Client().post("/reopen/", good).status_code == 302


def test_a_mistyped_card_is_no_try(people: People) -> None:
    for _ in range(20):
        assert Client().post("/reopen/", {"one": "1", "two": "2", "name": "amina"}).status_code == 400


def test_no_timer_seals_again_at_once(people: People) -> None:
    centres.set_seal_timer(14, by=people.amina)
    centres.seal_centre(people.centre, people.amina.account)
    Ground.objects.update(last_opened="2020-01-01")
    opened(*people.printed()[:2])
    from django.utils import timezone

    assert queries.ground_of(people.centre).last_opened == timezone.localdate()


def test_a_caseworker_who_reopens_is_told_that_only_a_coordinator_invites(people: People) -> None:
    text = opened(*people.printed()[:2], "bina").get("/reopen/next/").content.decode()
    assert "Only a coordinator can invite" in text and "/members/" not in text.split("<main")[1].split("</main")[0]


# Giving records back to members who joined again.


def joined_again(people: People, amina: Member, name: str) -> Member:
    old = people.members[name].account
    code = members.invite(next(iter(old.roles)), by=amina, again=old)
    found = Invitation.objects.get(account=old)
    account, private = members.join(members.invitation_for(code) or found, name, PASSPHRASE, {"pin": PIN})
    for proposal in Proposal.objects.filter(account=account):
        members.agree(proposal, by=amina)
    return Member(account, private)


def ask_names(client: Client, account: Account | None, one: str, two: str) -> Any:
    reopening.TRIES.begin_day()
    return client.post(
        "/reopen/names/", {"account": account.key if account else "", "one": one, "two": two}, follow=True
    )


def test_two_cards_give_a_caseworker_back_what_names_her(people: People) -> None:
    naming = records.Naming((people.chandra.account, people.bina.account), restricted=True)
    records.write_record(Twig("hers"), by=people.bina, naming=naming)
    records.write_record(Twig("not hers"), by=people.chandra, naming=records.Naming((people.chandra.account,), True))
    centres.seal_centre(people.centre, people.amina.account)
    client = opened(*people.printed()[:2])
    bina = joined_again(people, member_in(client), "bina")
    assert titles(bina) == set()
    assert "1 record that names her" in ask_names(client, bina.account, *people.printed()[1:]).content.decode()
    assert titles(Member(bina.account, bina.private)) == {"hers"}
    assert "name again" in [act.did for act in chain.acts(member_in(client))]


def test_two_cards_give_a_lawyer_back_all_that_names_her(people: People) -> None:
    records.write_record(Twig("ordinary"), by=people.bina, naming=records.Naming((people.farida.account,)))
    naming = records.Naming((people.farida.account, people.bina.account), restricted=True)
    records.write_record(Twig("restricted"), by=people.bina, naming=naming)
    records.write_record(Twig("never hers"), by=people.bina)
    assert titles(people.farida) == {"ordinary", "restricted"}
    centres.seal_centre(people.centre, people.amina.account)
    client = opened(*people.printed()[:2])
    farida = joined_again(people, member_in(client), "farida")
    assert titles(farida) == set()
    assert "2 records that name her" in ask_names(client, farida.account, *people.printed()[:2]).content.decode()
    assert titles(Member(farida.account, farida.private)) == {"ordinary", "restricted"}


def test_names_are_given_back_by_a_coordinator_with_two_cards_alone(people: People) -> None:
    own, bina = people.printed(), people.bina.account
    assert ask_names(Client(), bina, *own[:2]).status_code == 403
    for name in ("bina", "dalia", "hana", "lina"):
        assert ask_names(sign_in(Client(), people.members[name]), bina, *own[:2]).status_code == 404
    client = sign_in(Client(), people.amina)
    other = open_centre("Another centre", "x", outside=False)
    wrong = {
        "same card twice": (bina, own[0], own[0]),
        "do not belong to this centre": (bina, *made_up()[:2]),
        "set 7": (bina, *made_up(7)[:2]),
        "55 digits": (bina, own[0], "12"),
        "Choose who": (None, *own[:2]),
    }
    for words, (account, *pair) in wrong.items():
        answer = ask_names(client, account, *pair)
        assert answer.status_code == 400 and words in told(answer), words
    assert "Choose who" in told(ask_names(client, other.bina.account, *own[:2])), "somebody of another centre"
    assert ask_names(client, bina, *own[:2]).status_code == 200


def test_somebody_who_has_not_joined_again_is_not_offered(people: People) -> None:
    centres.seal_centre(people.centre, people.amina.account)
    client = opened(*people.printed()[:2])
    assert "Nobody else has joined yet" in client.get("/reopen/names/").content.decode()


def test_only_who_may_read_by_name_is_offered(people: People) -> None:
    offered = sign_in(Client(), people.amina).get("/reopen/names/").content.decode()
    main = offered.split("<main")[1].split("</main")[0]
    found = {name for name in people.members if f">{name}</bdi>" in main}
    assert found == {"bina", "chandra", "farida", "gita"}


def test_the_next_page_is_for_members(people: People) -> None:
    assert Client().get("/reopen/next/").status_code == 403
    assert sign_in(Client(), people.hana).get("/reopen/next/").status_code == 404


def test_a_member_without_a_key_file_is_refused_by_the_action(people: People) -> None:
    from corridor.safe.actions.reopening import name_again_with_cards

    keyring.destroy(people.bina.account)
    with pytest.raises(NoKey):
        name_again_with_cards(*people.printed()[:2], people.bina.account, by=people.amina)
