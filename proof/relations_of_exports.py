"""The same of what is taken out of a centre, of tables that are brought in, and of who joins a case: what waits in
another centre, voices that do not count, what changed since it was read. Each check is true when it is as it should be.
"""

from collections.abc import Callable, Iterator
from typing import Any

from proof.relations_of_cases import Asking, refused_all
from proof.stage import Stage

Check = tuple[str, Callable[[], bool]]
WORDS = "bamo tiru kelo vasu nipe"


def of_exports(stage: Stage, refused: Any, fresh: Any) -> Iterator[Check]:
    """All of them. What they write stands in the database alone, so it is taken back with the transaction of each."""
    a = Asking(stage, fresh)
    for part in (_of_one_case, _of_centres, _of_voices, _of_imports, _of_joining):
        yield from part(a, refused, fresh)


def _of_one_case(a: Asking, refused: Any, fresh: Any) -> Iterator[Check]:
    from corridor.centre.actions import exporting

    def take(id: str) -> Any:
        return exporting.export_case(id, "the court asks", WORDS, assessments=True, by=a.by)

    strange = [*a.strangers("case"), a.id("worker"), a.id("grievance")]
    yield "take out what is no case of hers", refused_all(refused, take, strange)


def _asked(member: Any) -> Any:
    """All cases of her centre, asked for by her: what waits now."""
    from corridor.centre.actions import exporting
    from corridor.centre.models import MOVES, CasebookExport

    exporting.ask_for_export(MOVES, by=member)
    return CasebookExport.objects.get(centre=member.centre, taken_at=None)


def _is_waiting(export: Any) -> bool:
    """Whether it stands as it was asked for: not stopped, and no voice was added."""
    from corridor.centre.models import CasebookExport

    return CasebookExport.objects.filter(pk=export.pk, agreed_by=None, taken_at=None).exists()


def _of_centres(a: Asking, refused: Any, fresh: Any) -> Iterator[Check]:
    """What one centre asks for is nothing to another."""
    from django.utils import timezone

    from corridor.centre.actions import exporting
    from corridor.centre.models import MOVES, CasebookExport

    here, there = a.people, a.other

    def agreed_elsewhere() -> bool:
        export = _asked(fresh(here.amina))
        return not exporting.agree_to_export(export.pk, by=fresh(there.bina)) and _is_waiting(export)

    def stopped_elsewhere() -> bool:
        export = _asked(fresh(here.amina))
        return not exporting.stop_export(export.pk, by=fresh(there.amina)) and _is_waiting(export)

    def seen_elsewhere() -> bool:
        export = _asked(fresh(here.amina))
        mine = exporting.standing_export(here.centre)
        return mine is not None and mine.export == export and exporting.standing_export(there.centre) is None

    def each_asks() -> bool:
        """One centre that asks takes nothing away from another that waits."""
        first, second = _asked(fresh(there.amina)), _asked(fresh(here.amina))
        return _is_waiting(first) and _is_waiting(second)

    def taken_elsewhere() -> bool:
        now = timezone.now()
        times = {"asked_at": now, "agreed_at": now, "taken_at": now}
        CasebookExport.objects.create(
            centre=there.centre, why=MOVES, asked_by=there.amina.account, agreed_by=there.bina.account, **times
        )
        return exporting.taken_last(here.centre) is None and exporting.taken_last(there.centre) is not None

    yield "agree to what another centre takes out", agreed_elsewhere
    yield "stop what another centre takes out", stopped_elsewhere
    yield "see what another centre takes out", seen_elsewhere
    yield "two centres ask", each_asks
    yield "what another centre took out", taken_elsewhere


def _of_voices(a: Asking, refused: Any, fresh: Any) -> Iterator[Check]:
    """Who asks does not agree, nor does who has no voice, or has not unlocked; nobody else takes it, nor too early."""
    from datetime import timedelta

    from django.utils import timezone

    from corridor.centre.actions import exporting
    from corridor.centre.models import CasebookExport
    from corridor.safe.keys import Member
    from corridor.safe.models import Hold

    p = a.people

    def with_voices_that_do_not_count(doing: Callable[..., Any], *names: str) -> bool:
        export = _asked(a.fresh("amina"))
        locked = Member(a.fresh("bina").account, None)
        by = [*map(a.fresh, names), locked]
        return all([refused(lambda one=one: doing(export.pk, by=one)) for one in by]) and _is_waiting(export)

    def taken_wrongly() -> bool:
        export = _asked(a.fresh("amina"))

        def taken(by: str) -> bool:
            return not refused(lambda: exporting.must_be_ready(a.fresh(by)))

        alone = taken("amina")
        agreed = exporting.agree_to_export(export.pk, by=a.fresh("dalia"))
        again = exporting.agree_to_export(export.pk, by=a.by)
        early = taken("amina")
        yesterday = timezone.now() - timedelta(hours=exporting.DELAY_HOURS)
        CasebookExport.objects.filter(pk=export.pk).update(agreed_at=yesterday)
        return agreed and taken("amina") and not (alone or again or early or taken("dalia") or taken("bina"))

    def seen_without_a_key() -> bool:
        with_it = a.stage.ask("caseworker", "GET", "/export/").status
        Hold.objects.filter(account=p.bina.account).delete()
        return with_it == 200 and a.stage.ask("caseworker", "GET", "/export/").status == 404

    agree, stop = exporting.agree_to_export, exporting.stop_export
    yield "agree to an export without a voice", lambda: with_voices_that_do_not_count(agree, "amina", "hana", "esther")
    yield "stop an export without a voice", lambda: with_voices_that_do_not_count(stop, "hana", "esther", "ines")
    yield "all cases, by her who asked, when two agreed and a day has passed", taken_wrongly
    yield "see what is taken out, without a key", seen_without_a_key


def _of_imports(a: Asking, refused: Any, fresh: Any) -> Iterator[Check]:
    """A table of earlier cases is moved on by whoever read how far it has come, and not when it came further."""
    from corridor.centre.actions import importing
    from corridor.safe.queries import reading

    def brought(*rows: str) -> str:
        return importing.keep_table("cases.csv", "\n".join(("Case No,Name", *rows)).encode(), by=a.fresh("amina"))

    def entry_of(id: str) -> Any:
        found = reading(a.fresh("amina"), "import_cases").get(id)
        assert found
        return found

    def mapped(id: str, read: int) -> bool:
        """Whether other columns could be chosen."""
        chosen = importing.mapping_of(entry_of(id).content)
        return not refused(lambda: importing.keep_mapping(id, chosen, 0, "x", read=read, by=a.fresh("amina")))

    def moved(id: str, read: int) -> bool:
        return not refused(lambda: importing.take_step(id, read=read, by=a.fresh("amina")))

    def as_it_was_read() -> bool:
        id = brought("1,Sita", "2,Gita")
        first = entry_of(id).change
        chosen = mapped(id, first)
        stale = mapped(id, first), moved(id, first)  # the mapping changed what she had read
        return chosen and not any(stale) and moved(id, entry_of(id).change)

    def no_other_columns_meanwhile() -> bool:
        id = brought(*(f"{number},Worker {number}" for number in range(importing.CASES_AT_ONCE + 1)))
        step = importing.take_step(id, read=entry_of(id).change, by=a.fresh("amina"))
        return not step.ended and not mapped(id, entry_of(id).change)

    def what_is_left_goes_nowhere() -> bool:
        id = brought("1,Sita", "2,")
        left = importing.take_step(id, read=entry_of(id).change, by=a.fresh("amina")).left
        change = entry_of(left).change
        return not moved(left, change) and not mapped(left, change) and entry_of(left).change == change

    def of_what_is_no_table(id: str) -> Any:
        by = a.fresh("amina")
        known = reading(by, "read_case")
        entry = known.get(id)
        assert entry
        return importing.hand_out_refused(known, entry, by=by)

    yield "a table moved on as it was read before", as_it_was_read
    yield "other columns while cases are taken in", no_other_columns_meanwhile
    yield "refused rows taken in again", what_is_left_goes_nowhere
    others = [a.id(name) for name in ("case", "evidence", "note")]
    yield "refused rows of what is no table", refused_all(refused, of_what_is_no_table, others)


def _of_joining(a: Asking, refused: Any, fresh: Any) -> Iterator[Check]:
    from django.utils import timezone

    from corridor.centre.actions import people
    from corridor.centre.contents import Case
    from corridor.journey.contents import Worker
    from corridor.safe.actions.records import write_record

    def files_of_others() -> bool:
        """A file that is there joins, and no other one."""
        case, file = (write_record(one, by=a.by).id for one in (Case("7-7"), Worker("8-8")))

        def join(id: str) -> str:
            return people.take_into_case(case, people.Joining(id, "Maya", timezone.localdate()), by=a.by)

        strange = [*a.strangers("worker"), a.id("note"), a.id("party"), case]
        return refused_all(refused, join, strange)() and join(file) == file

    yield "a file of others joins a case", files_of_others
