"""The same of cases, workers' files, what comes from outside and what leaves: records of others, parts of others,
what two change at once, what she never allowed. Each check is true when it is as it should be.
"""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from proof.stage import Stage

Check = tuple[str, Callable[[], bool]]
NOWHERE = str(uuid.UUID(int=7, version=4))


class Asking:
    """Bina at the stage: ids of records in each relation to her, and what stands there."""

    def __init__(self, stage: Stage, fresh: Callable[[Any], Any]) -> None:
        self.stage, self.people, self.other, self._fresh = stage, stage.people, stage.other, fresh

    @property
    def by(self) -> Any:
        return self._fresh(self.people.bina)

    def fresh(self, name: str) -> Any:
        return self._fresh(self.people.members[name])

    def id(self, name: str, relation: str = "same") -> str:
        return self.stage.records[relation, "caseworker" if relation == "own" else "", name]

    def strangers(self, name: str) -> list[str]:
        """Ids that are not hers to act on: of another centre, restricted to somebody else, of nothing."""
        return [self.id(name, "other"), self.id(name, "hidden"), NOWHERE]

    def entry(self, name: str, relation: str = "same", by: Any = None) -> Any:
        from corridor.safe.queries import reading

        found = reading(by or self.by, "read_case").get(self.id(name, relation))
        assert found
        return found


def every(checks: list[Callable[[], bool]]) -> Callable[[], bool]:
    return lambda: all([check() for check in checks])


def refused_all(refused: Any, doing: Callable[[str], Any], ids: list[str]) -> Callable[[], bool]:
    """Whether it was refused for each of these ids."""
    return every([lambda id=id: refused(lambda: doing(id)) for id in ids])


def of_cases(stage: Stage, refused: Any, fresh: Any) -> Iterator[Check]:
    from corridor.centre.actions import assessments, cases, services
    from corridor.centre.contents import Assessment, CaseNote, CaseWorker

    a = Asking(stage, fresh)
    case, action, note = a.id("case"), a.id("action"), a.entry("case-note").content
    doing = a.entry("action").content

    def correct(part: str, changed: Any = doing) -> Any:
        return cases.correct_part(case, part, changed, changed, by=a.by)

    astray = [a.id("action", "own"), *a.strangers("action")]
    yield "correct what belongs elsewhere", refused_all(refused, correct, astray)
    yield "correct something as if it were a note", lambda: refused(lambda: correct(action, note))
    yield (
        "destroy what belongs elsewhere",
        refused_all(refused, lambda part: cases.erase_part(case, part, by=a.by), astray),
    )
    yield "done, elsewhere", refused_all(refused, lambda part: cases.mark_done(case, part, "", by=a.by), astray)
    strange = [*a.strangers("case"), a.id("note"), a.id("worker")]
    yield "join a case", refused_all(refused, lambda id: cases.join_case(id, CaseWorker("x", "x"), by=a.by), strange)
    yield "close a case", refused_all(refused, lambda id: cases.close_case(id, "settled", "", "", by=a.by), strange)
    yield (
        "add to a case",
        refused_all(refused, lambda id: cases.add_to_case(id, CaseNote(id, "x"), by=a.by, form="x"), strange),
    )
    yield "destroy a case", refused_all(refused, lambda id: cases.erase_case(id, by=a.by), strange)
    yield "hand a case over", refused_all(refused, lambda id: cases.hand_over([id], "x", by=a.by), strange)

    def assess(worker: str) -> Any:
        return assessments.assess_worker(Assessment(case, worker), by=a.by, form="x")

    yield "assess who is not in the case", refused_all(refused, assess, [a.id("worker", "own"), NOWHERE])

    def at_once(name: str, field: str, keep: Callable[[Any, Any], Any]) -> Callable[[], bool]:
        """Whether it is refused when both changed one field to different things."""
        stands = a.entry(name).content
        mine, base = (replace(stands, **{field: text}) for text in ("mine", "as it was"))
        return lambda: refused(lambda: keep(mine, base))

    note_id, service, by = a.id("case-note"), a.id("service"), a
    yield (
        "two change a part",
        at_once("case-note", "text", lambda m, b: cases.correct_part(case, note_id, m, b, by=a.by)),
    )
    yield "two change a case", at_once("case", "label", lambda m, b: cases.correct_case(case, m, b, by=a.by))
    yield (
        "two change a service",
        at_once("service", "note", lambda m, b: services.correct_service(service, m, b, by=by.by)),
    )
    yield from of_intake(a, refused)
    yield from of_letters(a, refused)
    yield from of_files(a, refused, at_once)


def of_intake(a: Asking, refused: Any) -> Iterator[Check]:
    from corridor.centre.actions.intake import Intake, take_grievance

    def take(file: str, told: str = "") -> Any:
        intake = Intake("Maya", kind="unpaid-wages", told=told, next_kind="counselling", files=(file,))
        return take_grievance(intake, by=a.by, form="one form")

    yield "take in with a file of others", refused_all(refused, take, [*a.strangers("worker"), a.id("note")])

    def sent_with_other_words() -> bool:
        first = take("")
        return take("") == first and refused(lambda: take("", "other words"))

    yield "one form, two texts", sent_with_other_words


def of_letters(a: Asking, refused: Any) -> Iterator[Check]:
    from django.utils import timezone

    from corridor.centre.actions.letters import make_letter
    from corridor.centre.letters import Choice, letter_for
    from corridor.journey.actions.consents import add_consent
    from corridor.journey.contents import Consent
    from corridor.safe.queries import reading

    case, worker = a.id("case"), a.id("worker")
    choice = Choice("demand", "en", "The employer", grievances=(a.id("grievance"),), workers=(worker,))

    def allowed() -> str:
        """The mark of the letter, once she allowed it."""
        consent = Consent(worker, "letter", "The employer", ("grievance", "called"), on=timezone.localdate())
        add_consent(worker, consent, by=a.by, form="letter")
        known = reading(a.by, "read_case")
        entry = known.get(case)
        assert entry
        return letter_for(known, entry, choice, timezone.localdate()).mark

    def make(template: str, seen: str) -> Any:
        return make_letter(case, template, choice, seen, keep=False, by=a.by, form="x")

    def with_templates_of_others() -> bool:
        mark, hidden = allowed(), a.strangers("letter-template")
        return bool(make("demand-en", mark)) and all(refused(lambda id=id: make(id, mark)) for id in hidden)

    def changed_since() -> bool:
        allowed()
        return refused(lambda: make("demand-en", "what was read before"))

    yield "a letter that nobody allowed", lambda: refused(lambda: make("demand-en", ""))
    yield "a letter from a template of others", with_templates_of_others
    yield "a letter that changed since it was read", changed_since


def of_files(a: Asking, refused: Any, at_once: Any) -> Iterator[Check]:
    """Workers' files, parties, consents, evidence, drafts."""
    from corridor.journey.actions import consents, evidence, merging, parties, workers
    from corridor.journey.contents import Journey
    from corridor.journey.drafts import own_drafts
    from corridor.safe.queries import reading

    worker, party, journey, case = a.id("worker"), a.id("party"), a.id("journey"), a.id("case")
    astray = [a.id("journey", "own"), *a.strangers("journey"), a.id("consent")]
    yield (
        "destroy a journey of others",
        refused_all(refused, lambda id: workers.erase_part(worker, id, by=a.by), astray),
    )
    again = Journey(worker)
    yield (
        "correct a journey of others",
        refused_all(refused, lambda id: workers.correct_part(worker, id, again, again, by=a.by), astray),
    )
    yield (
        "withdraw a consent of others",
        refused_all(
            refused,
            lambda id: consents.withdraw_consent(worker, id, by=a.by),
            [a.id("consent", "own"), *a.strangers("consent"), journey],
        ),
    )
    yield "two change a file", at_once("worker", "note", lambda m, b: workers.correct_worker(worker, m, b, by=a.by))
    yield (
        "two change a journey",
        at_once("journey", "note", lambda m, b: workers.correct_part(worker, journey, m, b, by=a.by)),
    )
    yield "two change a party", at_once("party", "note", lambda m, b: parties.correct_party(party, m, b, by=a.by))
    yield (
        "join files of others",
        refused_all(
            refused,
            lambda id: merging.merge_workers(worker, id, "", by=a.by),
            [*a.strangers("worker"), worker, a.id("note")],
        ),
    )
    yield (
        "a file under what holds none",
        refused_all(
            refused,
            lambda id: evidence.keep_evidence(id, "a", b"x", by=a.by, form="x"),
            [*a.strangers("case"), a.id("note"), a.id("party")],
        ),
    )
    yield (
        "destroy a file of others",
        refused_all(
            refused,
            lambda id: evidence.erase_evidence(case, id, by=a.fresh("amina")),
            [a.id("evidence", "own"), *a.strangers("evidence"), a.id("case-note")],
        ),
    )

    def her_own_drafts() -> bool:
        found = {one.id for one in own_drafts(reading(a.by, "read_case"), a.by.account)}
        return found == {a.id("form-draft", "own")}

    yield "her own drafts alone", her_own_drafts


def of_leaving(stage: Stage, refused: Any, fresh: Any) -> Iterator[Check]:
    """Referrals and what is handed to other centres."""
    from corridor.journey.actions import answering, handing_over, referrals
    from corridor.journey.contents import Referral
    from corridor.journey.referring import Choice
    from corridor.safe.queries import reading

    a = Asking(stage, fresh)
    ids = [*a.strangers("referral"), a.id("note")]
    yield "a step of a referral", refused_all(refused, lambda id: referrals.add_step(id, "accepted", by=a.by), ids)
    yield (
        "answer what does not ask",
        refused_all(
            refused,
            lambda id: answering.answer_referral(id, True, by=a.by),
            [*a.strangers("asking-packet"), a.id("received-packet"), a.id("note")],
        ),
    )

    def answered() -> bool:
        here, _blob = answering.answer_referral(a.id("asking-packet"), True, by=a.by)
        return reading(a.by, "refer_worker").get(here) is not None

    yield "answer what asks", answered

    def to_whom(id: str) -> Any:
        return referrals.recipients(reading(a.by, "refer_worker"), Referral("", "", "somebody", to=id))

    yield "refer to what is nobody", refused_all(refused, to_whom, [*a.strangers("party"), a.id("note")])

    def hand_over(to: str, worker: Any, *chosen: Any) -> Any:
        choice = Choice(worker, a.entry("case"), chosen, ("called",))
        return handing_over.hand_over_records(choice, to, originals=True, tell=lambda made: "", seen="", by=a.by)

    def renewed(worker: Any, *chosen: Any) -> Any:
        choice, known = Choice(worker, a.entry("case"), chosen), reading(a.by, "refer_worker")
        return handing_over.renewed(known, choice, choice.about, originals=True, by=a.by)

    elsewhere = fresh(stage.other.bina)
    yield (
        "hand over to what is no centre",
        refused_all(
            refused, lambda to: hand_over(to, a.entry("worker")), [*a.strangers("correspondent"), a.id("note")]
        ),
    )
    centre = a.id("correspondent")
    yield "hand over without her consent", lambda: refused(lambda: hand_over(centre, a.entry("worker")))
    yield "hand over what is no worker", lambda: refused(lambda: renewed(a.entry("case")))
    yield "hand over a worker of others", lambda: refused(lambda: renewed(a.entry("worker", "other", elsewhere)))
    yield (
        "hand over records of others",
        lambda: refused(lambda: renewed(a.entry("worker"), a.entry("journey", "other", elsewhere))),
    )


def of_outside(stage: Stage, refused: Any, fresh: Any) -> Iterator[Check]:
    """What comes from outside: kept without a key, read by whom it is for, found again with its receipt alone."""
    from corridor.field import queries, receipts
    from corridor.field.actions import inbox, reports
    from corridor.safe.models import Hold
    from corridor.safe.queries import reading

    a = Asking(stage, fresh)
    here, there = stage.people.centre, stage.other.centre

    def kept(kind: str, form: str = "x") -> str:
        return reports.keep_report(reports.Told("He keeps our passports.", kind), centre=here, form=form) or ""

    def said(member: Any, action: str) -> list[Any]:
        known = reading(member, action)
        return [one.content for one in known.of_type(queries.Report) if "passports" in one.content.text]

    def with_its_receipt() -> bool:
        code = kept("documents").replace(" ", "")
        mine = receipts.opened(here, code)
        assert mine
        reports.add_to_report(mine, reports.Told("And my phone."), form="y")
        [entry] = [one for one in reading(a.by, "read_case").of_type(queries.Report) if "passports" in one.words]
        inbox.answer(entry.id, "We come.", action="read_case", by=a.by, form="z")
        again, told = receipts.opened(here, code), [one.text for one in mine.shown]
        assert again
        return (
            receipts.opened(there, code) is None
            and told == ["He keeps our passports."]
            and [one.text for one in again.shown] == [*told, "And my phone.", "We come."]
            and kept("documents").replace(" ", "") == code
        )

    def past_the_staff() -> bool:
        kept("centre-staff")
        amina, dalia = a.fresh("amina"), a.fresh("dalia")
        return len(said(dalia, "read_complaint")) == 1 and not said(a.by, "read_case") and not said(amina, "read_case")

    def without_a_representative() -> bool:
        from corridor.access.models import Membership

        Membership.objects.filter(account__centre=here, role="worker_representative").delete()
        Hold.objects.filter(account=stage.people.dalia.account).delete()
        return refused(lambda: kept("centre-staff"))

    yield "a report with its receipt alone", with_its_receipt
    yield "a complaint past the staff", past_the_staff
    yield "a complaint that nobody could read", without_a_representative
    strange = [*a.strangers("report"), a.id("note")]
    yield (
        "take up a report of others",
        refused_all(refused, lambda id: inbox.take_up(id, action="read_case", by=a.by), strange),
    )
    yield "a case of what is no report", lambda: refused(lambda: inbox.taken_into_case(a.entry("note"), "x", a.by))

    def named_alone() -> bool:
        known = reading(a.fresh("dalia"), "read_complaint")
        mine = stage.records["named", "worker_representative", "complaint"]
        return known.get(mine) is not None and known.get(a.id("complaint")) is None and known.get(a.id("case")) is None

    yield "complaints to which she is named", named_alone
    for name in ("esther", "hana", "ines", "lina", "dalia"):
        yield f"{name} reads cases", lambda name=name: refused(lambda: reading(a.fresh(name), "read_case"))
    for name in ("bina", "farida", "hana", "esther", "ines"):
        yield f"{name} reads complaints", lambda name=name: refused(lambda: reading(a.fresh(name), "read_complaint"))
    yield "a caseworker oversees", lambda: refused(lambda: reading(a.by, "oversee_centre"))
    yield "a lawyer refers", lambda: refused(lambda: reading(a.fresh("farida"), "refer_worker"))
