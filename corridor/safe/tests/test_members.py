"""Members: invited, admitted by two, helped back, leaving; and who never comes near a key."""

import random
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from corridor.access.models import Account
from corridor.access.table import ROLES
from corridor.safe import circle, keyring, queries, sealing
from corridor.safe.actions import centres, members, records
from corridor.safe.faults import NoKey, Unfit
from corridor.safe.keys import RECORDS, Member, bound_to, seal_in
from corridor.safe.models import Epoch, Hold, Invitation, Proposal, SealedRecord
from corridor.safe.primitives import open_with
from corridor.safe.tests.people import PASSPHRASE, PIN, People, found, open_centre, sign_in
from corridor.safe.tests.records import Memo, memo  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("memo")]
WITHOUT_KEYS = [
    name
    for name, role in {
        "esther": "community_worker",
        "farida": "lawyer",
        "gita": "interpreter",
        "hana": "advisor",
        "ines": "programme_manager",
        "jamila": "me_officer",
        "kamala": "evaluator",
        "edith": "editor",
        "lina": "host_administrator",
    }.items()
    if not ROLES[role].holds
]


def browser(member: Member) -> Client:
    return sign_in(Client(), member)


def join(code: str, name: str) -> Member:
    invitation = members.invitation_for(code)
    assert invitation
    return Member(*members.join(invitation, name, PASSPHRASE, {"pin": PIN, "code": "secret"}))


def invited(people: People, role: str = "caseworker", name: str = "maya") -> Member:
    return join(members.invite(role, by=people.amina), name)


def agree(by: Member, about: Member, act: str = "admit") -> Any:
    return browser(by).post("/members/agree/", {"about": about.account.key, "act": act}, follow=True)


def holds(member: Member) -> bool:
    return Hold.objects.filter(account=member.account).exists()


# The page


def test_the_page_says_who_belongs_and_holds_what(people: People) -> None:
    rows = {row["person"].account.name: row for row in browser(people.bina).get("/members/").context["rows"]}
    keys = {name: row["person"].keys for name, row in rows.items()}
    assert keys == {
        **dict.fromkeys(["amina", "bina", "chandra", "dalia"], circle.HOLDS),
        **dict.fromkeys(["farida", "gita"], circle.BY_NAME),
        **dict.fromkeys(["esther", "hana"], circle.NONE),
    }
    assert rows["farida"]["until"] and rows["dalia"]["keys"] == "reads the audit"


@pytest.mark.parametrize("name", ["esther", "farida", "gita", "hana", "ines", "edith", "lina"])
def test_the_page_is_not_there_for_others(people: People, name: str) -> None:
    client = browser(people.members[name])
    nowhere = client.get("/no-such-page/")
    for path in ("/members/", f"/members/{people.bina.account.key}/", "/members/invite/", "/ground/", "/ground/keys/"):
        assert client.get(path).status_code == nowhere.status_code == 404


def test_a_member_of_another_centre_is_not_there(people: People) -> None:
    other = open_centre("Another", "x", outside=False)
    client = browser(people.amina)
    for way in ("", "again/", "factor/", "end/"):
        answer = (
            client.post(f"/members/{other.bina.account.key}/{way}")
            if way
            else client.get(f"/members/{other.bina.account.key}/")
        )
        assert answer.status_code == 404
    assert Account.objects.get(pk=other.bina.account.pk).is_active and not Invitation.objects.exists()


# Inviting


def test_a_code_is_shown_once_and_lets_one_person_join(people: People) -> None:
    client = browser(people.amina)
    answer = client.post("/members/invite/", {"role": "caseworker"})
    code = answer.context["code"]
    assert code in answer.content.decode() and answer["Cache-Control"] == "no-store"
    assert code not in client.get("/members/").content.decode()
    join(code, "maya")
    assert members.invitation_for(code) is None


@pytest.mark.parametrize("role", ["lawyer", "interpreter"])
def test_a_lawyer_and_an_interpreter_need_a_last_day(people: People, role: str) -> None:
    client, day = browser(people.amina), timezone.localdate() + timedelta(days=30)
    answer = client.post("/members/invite/", {"role": role})
    assert answer.status_code == 422 and "last day" in answer.context["faults"]["until"]
    typed = day.isoformat().translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    code = client.post("/members/invite/", {"role": role, "until": typed}).context["code"]
    assert join(code, "maya").account.until == day


@pytest.mark.parametrize(
    ("role", "until", "field"),
    [
        ("", "", "role"),
        ("host_administrator", "", "role"),
        ("programme_manager", "", "role"),
        ("no such role", "", "role"),
        ("lawyer", "2020-01-01", "until"),
        ("lawyer", "31.3.2027", "until"),
        ("lawyer", "2027-02-30", "until"),
        ("lawyer", "x" * 5000, "until"),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(people: People, role: str, until: str, field: str) -> None:
    answer = browser(people.amina).post("/members/invite/", {"role": role, "until": until})
    assert answer.status_code == 422 and field in answer.context["faults"]
    assert not Invitation.objects.exists()


def test_a_code_can_be_withdrawn(people: People) -> None:
    code = members.invite("caseworker", by=people.amina)
    pk = Invitation.objects.get().pk
    assert browser(people.bina).post("/members/withdraw/", {"code": pk}).status_code == 404
    browser(people.amina).post("/members/withdraw/", {"code": pk})
    assert members.invitation_for(code) is None
    for odd in ("", "x", "99999999", "²"):
        assert browser(people.amina).post("/members/withdraw/", {"code": odd}).status_code == 302


# Two voices


def test_nobody_alone_admits_where_there_are_two_voices(people: People) -> None:
    maya = invited(people)
    for _ in range(3):
        agree(people.amina, maya)
    assert not holds(maya)
    agree(people.bina, maya)
    assert holds(maya) and Member(maya.account, maya.private).holds(RECORDS)


def test_the_worker_representatives_voice_counts_and_a_key_completes_it(people: People) -> None:
    maya = invited(people)
    answer = agree(people.dalia, maya)
    assert "Your voice is kept" in answer.content.decode() and not holds(maya)
    assert "Somebody who holds these keys" in browser(people.dalia).get("/members/").content.decode()
    page = browser(people.amina).get("/members/")
    assert [one.answer for one, _ in page.context["waiting"]] == ["complete"]
    agree(people.amina, maya)
    assert holds(maya)


def test_the_only_voice_admits_the_second_member() -> None:
    _, amina = found()
    cards = centres.print_cards(by=amina)
    centres.try_cards([card.told() for card in cards], by=amina)
    second = join(members.invite("worker_representative", by=amina), "dalia")
    agree(amina, second)
    assert holds(second)


def test_a_member_never_agrees_to_what_is_about_her(people: People) -> None:
    for act in ("admit", "new_factor"):
        with pytest.raises(NoKey):
            members.propose(act, people.bina.account, by=people.bina)
    proposal = members.propose("new_factor", people.bina.account, by=people.amina)
    with pytest.raises(NoKey):
        members.agree(proposal, by=people.bina)
    assert agree(people.bina, people.bina, "new_factor").status_code == 404
    assert "This is about you" in browser(people.bina).get("/members/").content.decode()
    assert browser(people.bina).post(f"/members/{people.bina.account.key}/factor/").status_code == 404


def test_the_voice_of_somebody_who_left_does_not_count(people: People) -> None:
    second = invited(people, "coordinator", "second")
    agree(people.bina, second)
    agree(people.amina, second)
    assert holds(second)
    maya = join(members.invite("caseworker", by=Member(second.account, second.private)), "maya")
    members.end_membership(second.account, by=people.amina)
    agree(people.bina, maya)
    assert not holds(maya), "of the two voices one is gone"
    agree(people.amina, maya)
    assert holds(maya)


def test_two_voices_take_away_a_second_factor_and_only_that(people: People) -> None:
    maya = invited(people)
    agree(people.bina, maya)
    page = browser(maya)
    assert page.get("/members/").status_code == 200
    browser(people.dalia).post(f"/members/{maya.account.key}/factor/")
    file = keyring.read(maya.account)
    assert file and file.opened_secrets(maya.account, maya.private or b"")["code"] == "secret"
    agree(people.bina, maya, "new_factor")
    file = keyring.read(maya.account)
    assert file and file.opened_secrets(maya.account, maya.private or b"") == {}
    assert page.get("/members/").status_code == 403, "her sessions end"
    assert Member(maya.account, maya.private).holds(RECORDS), "her keys stay"


def test_whoever_was_not_admitted_yet_has_no_voice_whatever_her_role(people: People) -> None:
    second = invited(people, "coordinator", "second")
    client, bina = browser(second), people.bina.account.key
    assert "the others have to admit you" in client.get("/members/").content.decode().lower()
    assert client.post("/members/invite/", {"role": "caseworker"}).status_code == 404
    assert client.post(f"/members/{bina}/end/").status_code == 404
    assert client.post(f"/members/{bina}/again/").status_code == 404
    assert client.post(f"/members/{bina}/factor/").status_code == 404
    assert client.get("/ground/keys/").status_code == client.post("/ground/keys/").status_code == 404
    assert client.post("/closing/link/").status_code == 404
    third = invited(people)
    assert agree(second, third).status_code == 404 and not holds(third)
    assert Account.objects.get(name="bina").is_active and not Invitation.objects.exists()


# Coming back


def test_a_forgotten_passphrase_is_helped_by_a_code_and_two_voices(people: People) -> None:
    code = browser(people.amina).post(f"/members/{people.bina.account.key}/again/").context["code"]
    assert holds(people.bina), "nothing changes before she uses it"
    again = join(code, "ignored")
    assert again.account == people.bina.account and not holds(again)
    agree(people.amina, again)
    assert not holds(again)
    agree(people.chandra, again)
    assert Member(again.account, again.private).holds(RECORDS)
    assert not Member(people.bina.account, people.bina.private).holds(RECORDS), "what she had before opens nothing"


def test_a_second_code_for_the_same_member_replaces_the_first(people: People) -> None:
    one = members.invite("caseworker", by=people.amina, again=people.bina.account)
    two = members.invite("caseworker", by=people.amina, again=people.bina.account)
    assert members.invitation_for(one) is None and members.invitation_for(two)


def test_nobody_is_invited_again_to_another_role_or_centre(people: People) -> None:
    other = open_centre("Another", "x", outside=False)
    for role, account in (("coordinator", people.bina.account), ("caseworker", other.bina.account)):
        with pytest.raises(NoKey):
            members.invite(role, by=people.amina, again=account)
    with pytest.raises(NoKey):
        members.invite("coordinator", by=people.amina, again=people.amina.account)


# Leaving


def test_the_last_coordinator_stays_and_nobody_ends_her_own_membership(people: People) -> None:
    answer = browser(people.amina).post(f"/members/{people.amina.account.key}/end/")
    assert answer.status_code == 409 and "Another coordinator has to" in answer.content.decode()
    with pytest.raises(Unfit, match="only coordinator"):
        members.end_membership(people.amina.account, by=people.bina)
    assert Account.objects.get(name="amina").is_active


def test_who_left_opens_nothing_new_and_the_cards_stay_good(people: People) -> None:
    chandra = people.chandra
    client, page = browser(people.amina), browser(chandra)
    for number in range(5):
        records.write_record(Memo(f"before {number}"), by=people.bina)
    copies = [
        (hold.epoch, seal_in(hold))
        for hold in Hold.objects.filter(account=chandra.account).select_related("epoch__centre")
    ]
    kept = {
        epoch.number: open_with(chandra.private or b"", sealed, bound_to(epoch))
        for epoch, sealed in copies
        if epoch.kind == RECORDS
    }
    assert "keys" in client.get(f"/members/{chandra.account.key}/end/").content.decode()
    assert client.post(f"/members/{chandra.account.key}/end/").url == "/ground/keys/"
    client.get("/ground/keys/")
    records.write_record(Memo("after"), by=people.bina)
    assert page.get("/members/").status_code == 403 and keyring.read(chandra.account) is None
    assert not Epoch.objects.filter(centre=people.centre, kind=RECORDS, number__in=kept, retired=False).exists()
    assert not SealedRecord.objects.filter(epoch__in=kept).exists()
    from corridor.safe.tests.opening import opened_with

    assert (
        opened_with(people.centre, kept) == 0
        and opened_with(
            people.centre, people.amina.__class__(people.amina.account, people.amina.private).secrets[RECORDS]
        )
        == 6
    )
    assert centres.open_recovery(people.centre, *people.printed()[1:])


def test_what_named_her_is_sealed_anew_by_whoever_opens_it_next(people: People) -> None:
    both = records.Naming((people.bina.account, people.chandra.account), restricted=True)
    kept = records.write_record(Memo("about both"), by=people.bina, naming=both)

    def opens(private: bytes) -> bool:
        row = SealedRecord.objects.get(id=kept.id)
        place = sealing.Place(kept.id, people.centre.key, row.change, row.version)
        try:
            return bool(sealing.open_by_name(place, bytes(row.wraps), private))
        except NoKey:
            return False

    private = people.chandra.private or b""
    members.end_membership(people.chandra.account, by=people.amina)
    assert opens(private), "her own copy of her key, and a copy of the database: until somebody opens it"
    bina = Member(people.bina.account, people.bina.private)
    entry = queries.reading(bina, "read_note").get(kept.id)
    assert entry and entry.content == Memo("about both") and list(entry.named) == [bina.account.key]
    assert not opens(private) and opens(bina.private or b"")
    assert queries.reading(bina, "read_note").get(kept.id).change == entry.change, "once is enough"


def test_codes_that_she_gave_out_and_codes_for_her_end_with_her(people: People) -> None:
    second = invited(people, "coordinator", "second")
    agree(people.bina, second)
    agree(people.amina, second)
    given = members.invite("caseworker", by=Member(second.account, second.private))
    for_her = members.invite("coordinator", by=people.amina, again=second.account)
    members.end_membership(second.account, by=people.amina)
    assert members.invitation_for(given) is None and members.invitation_for(for_her) is None


# New keys, in steps


def test_wrapping_goes_on_in_steps_after_the_page_was_left(people: People, monkeypatch: Any) -> None:
    monkeypatch.setattr("corridor.safe.views.ground.STEP_SECONDS", 0)
    monkeypatch.setattr("corridor.safe.views.ground.BATCH", 2)
    for number in range(5):
        records.write_record(Memo(str(number)), by=None, centre=people.centre)
    client = browser(people.amina)
    assert client.post("/ground/keys/").url == "/ground/keys/"
    first = client.get("/ground/keys/")
    assert (first.context["done"], first.context["left"]) == (2, 3) and 'http-equiv="refresh"' in first.content.decode()
    assert "not all wrapped" in browser(people.bina).get("/ground/").content.decode()
    records.write_record(Memo("between"), by=people.bina)
    assert len(list(queries.reading(Member(people.bina.account, people.bina.private), "read_note").everything())) == 6
    client.post("/ground/keys/")
    assert Epoch.objects.filter(kind=RECORDS).count() == 2, "going on begins no other key"
    while 'http-equiv="refresh"' in client.get("/ground/keys/").content.decode():
        pass
    assert queries.wrapping_left(people.centre) == (0, 6) and not queries.is_renewing(people.centre)
    assert "not all wrapped" not in browser(people.bina).get("/ground/").content.decode()
    assert (
        len(list(queries.reading(Member(people.chandra.account, people.chandra.private), "read_note").everything()))
        == 6
    )


def test_a_wrap_made_under_the_older_key_does_not_come_back_late(people: People) -> None:
    """Somebody read under key 1, the record was wrapped under key 2, key 1 destroyed: her late write is passed over."""
    written = records.write_record(Memo("x"), by=None, centre=people.centre)
    late: dict[Any, Any] = {}
    book_of = queries.book_of(people.centre)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries, "wrap_anew", late.update)
        queries.reading(people.bina, "read_note")
    assert late and book_of
    centres.renew_key(RECORDS, by=people.amina)
    assert centres.wrap_anew_step(by=people.amina) == 0
    records.wrap_anew(late)
    assert queries.reading(Member(people.bina.account, people.bina.private), "read_note").get(written.id)


def test_an_older_key_stays_while_a_record_needs_it_that_hers_does_not_open(people: People) -> None:
    records.write_record(Memo("x"), by=people.bina)
    centres.renew_key(RECORDS, by=people.amina)
    Hold.objects.filter(account=people.amina.account, epoch__kind=RECORDS, epoch__number=1).delete()
    amina = Member(people.amina.account, people.amina.private)
    assert centres.wrap_anew_step(by=amina) == 0
    assert "do not open with your key" in browser(amina).get("/ground/keys/").content.decode()
    assert centres.wrap_anew_step(by=Member(people.bina.account, people.bina.private)) == 0
    assert not queries.is_renewing(people.centre)


def test_an_old_key_is_told(people: People) -> None:
    Epoch.objects.filter(centre=people.centre).update(began=timezone.localdate() - timedelta(days=92))
    assert not browser(people.bina).get("/ground/").context["is_old"]
    Epoch.objects.filter(centre=people.centre).update(began=timezone.localdate() - timedelta(days=93))
    assert "older than three months" in browser(people.bina).get("/ground/").content.decode()


# Roles without keys


def ways(people: People) -> list[tuple[str, dict[str, Any]]]:
    keys = [one.account.key for one in people.members.values()]
    acts = [{"about": key, "act": act} for key in keys for act in ("admit", "new_factor")]
    typed = {f"card{i}": text for i, text in enumerate(people.printed(), start=1)}
    return [
        *(("/members/agree/", act) for act in acts),
        *((f"/members/{key}/{way}/", {}) for key in keys for way in ("again", "factor", "end")),
        *(("/members/invite/", {"role": role, "until": "2030-01-01"}) for role in ROLES),
        ("/cards/print/", {}),
        ("/cards/try/", typed),
        ("/ground/keys/", {}),
        ("/ground/timer/", {"days": "9"}),
        ("/closing/link/", {}),
        ("/audit/", {"below": "9"}),
        ("/members/withdraw/", {"code": "1"}),
    ]


@pytest.mark.parametrize("name", WITHOUT_KEYS)
def test_no_sequence_of_requests_gives_a_key_to_a_role_without_one(people: People, name: str) -> None:
    """Proposals that would admit her even lie ready, with a voice given; she sends 150 requests in a made-up order."""
    member, chosen = people.members[name], random.Random(name)
    if member.account.centre_id:
        Proposal.objects.create(
            centre=people.centre, act="admit", account=member.account, proposed_by=people.amina.account
        )
    invited(people)
    before = set(Hold.objects.values_list("pk", "account_id"))
    client, every = browser(member), ways(people)
    for path, form in [*every, *chosen.choices(every, k=150 - len(every))]:
        answer = client.get(path) if chosen.random() < 0.2 else client.post(path, form)
        assert answer.status_code in {404, 405}, (path, answer.status_code)
    assert set(Hold.objects.values_list("pk", "account_id")) == before and not holds(member)
    assert not any(Member(member.account, member.private).secrets.values())


@pytest.mark.parametrize("name", ["esther", "farida", "gita", "hana"])
def test_even_two_voices_can_not_admit_a_role_without_keys(people: People, name: str) -> None:
    member = people.members[name]
    proposal = members.propose("admit", member.account, by=people.amina)
    members.agree(proposal, by=people.bina)
    assert not holds(member)
