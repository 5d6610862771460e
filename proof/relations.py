"""Who may do what to whom, asked of the actions themselves: what pages never send, but a mistake in a page could.

Each check is a name and a call that must be refused, or a question that must be answered so. All is taken back.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from proof.relations_of_cases import of_cases, of_leaving, of_outside
from proof.relations_of_exports import of_exports
from proof.relations_of_keys import of_keys
from proof.stage import Stage, TakenBack, drop_undone

Check = tuple[str, Callable[[], bool]]


def refused(doing: Callable[[], Any]) -> bool:
    """Whether it was refused with a told fault (or the framework's own refusal)."""
    from django.core.exceptions import PermissionDenied

    from corridor.safe.faults import Fault

    try:
        doing()
    except (Fault, PermissionDenied):
        return True
    return False


def fresh(member: Any) -> Any:
    """The member as in a new request."""
    from corridor.access.models import Account
    from corridor.safe.keys import Member

    account = Account.objects.select_related("centre").get(pk=member.account.pk)
    return Member(account, member.private)


def checks(stage: Stage) -> Iterator[Check]:
    """All of them; each is asked in a transaction of its own."""
    yield from of_doors(stage)
    yield from of_members(stage)
    yield from of_records(stage)
    yield from of_reading(stage)
    for more in (of_keys, of_cases, of_leaving, of_outside, of_exports):
        yield from more(stage, refused, fresh)


def of_doors(stage: Stage) -> Iterator[Check]:
    """The doors themselves, with views that are not installed."""
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest, HttpResponse
    from django.test import RequestFactory
    from django.urls import path

    from corridor.access import doors
    from corridor.access.queries import member_who_may

    def asking(who: Any, method: str = "GET") -> HttpRequest:
        request = getattr(RequestFactory(SERVER_NAME="localhost"), method.lower())("/somewhere/")
        request.user = who
        return request

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("inside")

    p = stage.people
    form = doors.door("read_public", post="edit_record")(view)
    hana = p.hana.account
    yield "a form for others on a page for all", lambda: form(asking(hana, "POST")).status_code == 404
    yield "the page for all", lambda: form(asking(hana)).content == b"inside"
    yield "a view without a door", lambda: bool(doors.Doors(view).process_view(asking(hana), view, (), {}))

    def seen_at_the_start() -> bool:
        real = doors.routes
        doors.routes = lambda *given: iter([("bare/", path("bare/", view)), ("form/", path("form/", form))])  # type: ignore
        try:
            return len(doors.every_route_has_a_door(None)) == 1
        finally:
            doors.routes = real

    yield "a route without a door is told of", seen_at_the_start
    yield "who may not lock", lambda: refused(lambda: member_who_may(asking(hana), "lock_centre"))
    yield "nobody locks", lambda: refused(lambda: member_who_may(asking(AnonymousUser()), "sign_in"))


def of_members(stage: Stage) -> Iterator[Check]:
    from corridor.safe import keyring
    from corridor.safe.actions import members
    from corridor.safe.models import Invitation, Proposal

    p, o = stage.people, stage.other
    amina, bina, dalia = fresh(p.amina), fresh(p.bina), fresh(p.dalia)
    yield "end elsewhere", lambda: refused(lambda: members.end_membership(p.bina.account, by=fresh(o.amina)))
    yield "end oneself", lambda: refused(lambda: members.end_membership(amina.account, by=amina))
    yield "propose elsewhere", lambda: refused(lambda: members.propose("admit", o.bina.account, by=amina))
    yield "propose oneself", lambda: refused(lambda: members.propose("new_factor", bina.account, by=bina))
    yield "propose without a voice", lambda: refused(lambda: members.propose("admit", bina.account, by=fresh(p.hana)))
    yield "propose an unknown act", lambda: refused(lambda: members.propose("rule", bina.account, by=amina))
    yield "a role that is no centre's", lambda: refused(lambda: members.invite("editor", by=amina))

    def not_admitted() -> Any:
        from corridor.safe.keys import Member

        return Member(amina.account, None)

    yield "invite without keys", lambda: refused(lambda: members.invite("caseworker", by=not_admitted()))
    yield (
        "invite somebody elsewhere again",
        lambda: refused(lambda: members.invite("caseworker", by=amina, again=o.bina.account)),
    )
    yield (
        "invite again under another role",
        lambda: refused(lambda: members.invite("coordinator", by=amina, again=p.bina.account)),
    )

    def left_is_left() -> bool:
        file = keyring.folder_of(p.centre) / f"{p.chandra.account.key}.json"
        kept = file.read_bytes()  # no transaction takes the keyring back
        try:
            members.end_membership(fresh(p.chandra).account, by=amina)
            return refused(lambda: members.invite("caseworker", by=fresh(p.amina), again=fresh(p.chandra).account))
        finally:
            file.write_bytes(kept)

    yield "invite somebody again who left", left_is_left
    yield "invite oneself again", lambda: refused(lambda: members.invite("coordinator", by=amina, again=amina.account))

    def withdrawn_elsewhere() -> bool:
        members.invite("caseworker", by=amina)
        return refused(lambda: members.withdraw_invitation(Invitation.objects.latest("pk"), by=fresh(o.amina)))

    def one_voice_is_not_enough() -> bool:
        proposal = members.propose("new_factor", p.chandra.account, by=bina)
        return not members.agree(proposal, by=bina) and Proposal.objects.filter(pk=proposal.pk).exists()

    def voices_are_counted(by: Any, about: Any) -> bool:
        made = Proposal.objects.create(centre=p.centre, act="new_factor", account=about, proposed_by=amina.account)
        try:
            return refused(lambda: members.agree(made, by=by)) or Proposal.objects.filter(pk=made.pk).exists()
        finally:
            made.delete()

    def completed_without_the_keys() -> bool:
        made = Proposal.objects.create(
            centre=p.centre, act="admit", account=p.chandra.account, proposed_by=amina.account
        )
        return not members.agree(made, by=dalia)

    def left_members_have_no_voice() -> bool:
        made = Proposal.objects.create(
            centre=p.centre, act="new_factor", account=p.chandra.account, proposed_by=p.hana.account
        )
        return not members.agree(made, by=bina)

    yield "withdraw elsewhere", withdrawn_elsewhere
    yield "one voice", one_voice_is_not_enough
    yield "a voice from elsewhere", lambda: voices_are_counted(fresh(o.amina), p.chandra.account)
    yield "a voice about oneself", lambda: voices_are_counted(fresh(p.chandra), p.chandra.account)
    yield "a voice of an advisor", lambda: voices_are_counted(fresh(p.hana), p.chandra.account)
    yield "admitted without the keys", completed_without_the_keys
    yield "a voice of who has none", left_members_have_no_voice
    yield "the one voice of a centre elsewhere", lambda: members.voices(p.centre, but=bina.account) != []
    yield "no voice without a hold", lambda: p.hana.account not in members.voices(p.centre, but=bina.account)
    yield "nobody speaks for herself", lambda: bina.account not in members.voices(p.centre, but=bina.account)
    yield (
        "voices of this centre alone",
        lambda: {one.centre_id for one in members.voices(p.centre, but=bina.account)} == {p.centre.pk},
    )


def of_records(stage: Stage) -> Iterator[Check]:
    from corridor.safe.actions import records
    from corridor.safe.keys import Member
    from corridor.safe.models import SealedRecord
    from corridor.safe.queries import reading

    p, o = stage.people, stage.other
    same, other = stage.records["same", "", "note"], stage.records["other", "", "note"]

    def content_of(id: str, member: Any) -> Any:
        entry = reading(member, "read_note").get(id)
        assert entry
        return entry

    def changed_elsewhere() -> bool:
        mine = content_of(same, fresh(p.bina))
        change = SealedRecord.objects.get(pk=other).change
        return refused(lambda: records.change_record(other, mine.content, read=change, by=fresh(p.bina)))

    def changed_blindly() -> bool:
        mine = content_of(same, fresh(p.bina))
        return refused(lambda: records.change_record(same, mine.content, read=mine.change - 1, by=fresh(p.bina)))

    def twins_elsewhere() -> bool:
        mine = content_of(same, fresh(p.bina)).content
        one = records.write_record(mine, by=fresh(p.bina), token="twin")
        two = records.write_record(mine, by=fresh(o.bina), token="twin")
        return one.id != two.id

    def kept_elsewhere() -> bool:
        from datetime import date

        records.keep_until([other], date(2020, 1, 1), by=fresh(p.bina))
        return SealedRecord.objects.get(pk=other).shred_after != date(2020, 1, 1)

    yield "change elsewhere", changed_elsewhere
    yield "change what was not read", changed_blindly
    yield "a token of another centre", twins_elsewhere
    yield "erase elsewhere", lambda: records.erase_records([other], by=fresh(p.amina)) == 0
    yield "keep until, elsewhere", kept_elsewhere
    yield "a record of no centre", lambda: refused(lambda: records.write_record(_memo(), by=None))
    yield "who belongs nowhere", lambda: refused(lambda: Member(p.ines.account, None).centre)
    yield "erase of no centre", lambda: refused(lambda: records.erase_records([same], by=None))


def _memo() -> Any:
    from proof.contents import bare, kinds

    return bare(kinds()["note"], title="a memo")


def of_reading(stage: Stage) -> Iterator[Check]:
    from django.utils import timezone

    from corridor.safe import chain
    from corridor.safe.actions import centres, records
    from corridor.safe.keys import Member
    from corridor.safe.models import SEALED, Ground
    from corridor.safe.queries import reading

    p, o = stage.people, stage.other
    for name in ("dalia", "esther", "hana", "ines", "lina"):
        yield f"{name} reads", lambda name=name: refused(lambda: reading(fresh(p.members[name]), "read_note"))
    yield "read without a key", lambda: refused(lambda: reading(Member(p.bina.account, None), "read_note"))
    yield "a lawyer without a key", lambda: refused(lambda: reading(Member(p.farida.account, None), "read_note"))
    yield "a secret not held", lambda: refused(lambda: fresh(p.bina).secret("audit"))
    yield "a secret of another number", lambda: refused(lambda: fresh(p.bina).secret("centre", 99))
    yield "acts without the audit key", lambda: refused(lambda: list(chain.acts(fresh(p.bina))))

    def only_hers() -> bool:
        centres_of = {one.id for one in reading(fresh(p.bina), "read_note").everything()}
        return stage.records["other", "", "note"] not in centres_of

    def not_while_sealed() -> bool:
        Ground.objects.filter(centre=p.centre).update(state=SEALED)
        return refused(lambda: reading(fresh(p.bina), "read_note"))

    def until_a_day(name: str) -> bool:
        yesterday = timezone.localdate() - timedelta(days=1)
        member = p.members[name]
        naming = records.Naming((p.bina.account, member.account), True, ((member.account.key, yesterday),))
        written = records.write_record(_memo(), by=fresh(p.bina), naming=naming)
        return reading(fresh(member), "read_note").get(written.id) is None

    def named_no_more(name: str) -> bool:
        member = p.members[name]
        both = records.Naming((p.bina.account, member.account), restricted=True)
        written = records.write_record(_memo(), by=fresh(p.bina), naming=both)
        records.change_record(
            written.id,
            _memo(),
            read=written.change,
            by=fresh(p.bina),
            naming=records.Naming((p.bina.account,), restricted=True),
        )
        return reading(fresh(member), "read_note").get(written.id) is None

    def pointers_elsewhere() -> bool:
        from corridor.safe.models import SealedRecord

        naming = records.Naming((p.bina.account, p.farida.account), restricted=True)
        written = records.write_record(_memo(), by=fresh(p.bina), naming=naming)
        SealedRecord.objects.filter(pk=written.id).update(centre=o.centre)
        return written.id not in {one.id for one in reading(fresh(p.farida), "read_note").everything()}

    def seals_of_another() -> bool:
        from corridor.safe.models import Hold

        Hold.objects.filter(account=p.bina.account).update(account=p.hana.account)
        return not fresh(p.hana).holds("centre")

    yield "records of one's own centre alone", only_hers
    yield "reading while sealed", not_while_sealed
    yield "a caseworker until yesterday", lambda: until_a_day("chandra")
    yield "a lawyer until yesterday", lambda: until_a_day("farida")
    yield "a caseworker named no more", lambda: named_no_more("chandra")
    yield "a lawyer named no more", lambda: named_no_more("farida")
    yield "a pointer to a record elsewhere", pointers_elsewhere
    yield "seals of another", seals_of_another
    yield "new keys without a key", lambda: refused(lambda: centres.renew_key("centre", by=fresh(p.dalia)))
    yield "wrapping without a key", lambda: refused(lambda: centres.wrap_anew_step(by=fresh(p.dalia)))


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done inside is taken back."""
    from django.db import transaction

    try:
        with transaction.atomic():
            yield
            raise TakenBack
    except TakenBack:
        pass
    finally:
        drop_undone()


def failing(stage: Stage, stop: bool = True) -> list[str]:
    """The checks that do not hold now."""
    from corridor.safe import casebook

    found = []
    casebook.drop()
    for name, check in checks(stage):
        try:
            with undone():
                if not check():
                    found.append(name)
        except Exception as error:
            found.append(f"{name}: {type(error).__name__}: {str(error)[:60]}")
        if found and stop:
            break
    stage.put_back()
    return found
