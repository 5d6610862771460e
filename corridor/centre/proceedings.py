"""What comes before something is filed with an authority, and what it means when the complaint comes back on somebody.

A complaint costs her who brings it: she decides, knowing the risks, before it goes (WIF2023-8, 49; WIF2019-11). That
she or who helped her was accused, detained or deported for it is retaliation, whoever writes it down and wherever.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from corridor.centre.contents import Case, Grievance, Proceeding, Retaliation, RiskTalk
from corridor.centre.sharing import weighed
from corridor.journey.referring import FORUM, needs_talk
from corridor.safe.casebook import Reading, opens
from corridor.safe.content import Content

T = TypeVar("T", bound=Content)
FILED = {"filed", "registered"}  # vocabulary `proceeding-step`
NEW_WORD = {"filed", "appeal"}  # steps that go to an authority once more
# Vocabulary `accused`, after the last hyphen -> vocabulary `retaliation-kind`.
KINDS = {"accused": "accusation", "detained": "detention", "deported": "deportation"}


def concerned(filed: Proceeding, case: Case) -> tuple[str, ...]:
    """Ids of the workers for whom it is filed."""
    return filed.workers or tuple(one.worker for one in case.present)


def asks_first(filed: Proceeding, case: Case, stood: Proceeding | None = None) -> bool:
    """Whether her decision after a talk about the risks comes before this is kept. stood: what is corrected.

    Not for what was filed before the case was opened, which was not this centre's to weigh; nor once somebody was
    accused for it: that is told at once, whatever is missing. What stood before the talk was asked for can be corrected
    without one, until it goes to another authority, once more, or for another worker.
    """
    if filed.accused or not needs_talk(f"{FORUM}.{filed.forum}", "") or _came_before(filed, case):
        return False
    if stood is None or stood.forum != filed.forum or set(concerned(filed, case)) - set(concerned(stood, case)):
        return True
    return len(_words(filed)) > len(_words(stood))


def _came_before(filed: Proceeding, case: Case) -> bool:
    opened = case.opened
    return opened is not None and any(one.step in FILED and one.on and one.on < opened for one in filed.steps)


def _words(filed: Proceeding) -> list[str]:
    return [one.step for one in filed.steps if one.step in NEW_WORD]


def not_told(known: Reading, case: str, workers: Iterable[str], talks: Iterable[RiskTalk] = ()) -> list[str]:
    """Ids of those who did not say, after a talk about the risks, that they go ahead. talks: that are kept with it."""
    new = {one.worker: one for one in talks}
    return [id for id in workers if not (_holds(known, case, new[id]) if id in new else weighed(known, case, id))]


def _holds(known: Reading, case: str, talk: RiskTalk) -> bool:
    """Whether nothing that she said on a later day stands against it."""
    every = (one.content for one in known.parts(case, RiskTalk) if opens(one))
    hers = [one.on or date.min for one in every if isinstance(one, RiskTalk) and one.worker == talk.worker]
    return max(hers, default=date.min) <= (talk.on or date.max)


def retaliation_in(
    filed: Proceeding, case: Case, known: Iterable[Retaliation], today: date, stood: Proceeding | None = None
) -> list[tuple[str, Retaliation]]:
    """(code of vocabulary `accused`, alert) of each who was accused, detained or deported and is newly told of.

    known: the retaliation that the case tells of. Told there already, as an alert that waits or since the proceeding
    began, it is the same one and is not told twice.
    """
    before = stood.accused if stood else ()
    began = min((one.on for one in filed.steps if one.on), default=filed.day or today)
    told = {(one.against, one.kind) for one in known if one.stands_open() or (one.day or date.min) >= began}
    alerts = ((code, _alert(code, filed, case)) for code in filed.accused if code not in before)
    return [(code, one) for code, one in alerts if (one.against, one.kind) not in told]


def _alert(code: str, filed: Proceeding, case: Case) -> Retaliation:
    """Whom it struck is named where it can be nobody else."""
    against, _, what = code.rpartition("-")
    people = concerned(filed, case)
    alone = people[0] if against == "worker" and len(people) == 1 else ""
    where = ", ".join(one for one in (filed.office, filed.number) if one)
    return Retaliation(filed.case, against or "worker", KINDS.get(what, "other"), told=where, worker=alone)


def with_day_of_choice(part: T, today: date, stood: Content | None = None) -> T:
    """A grievance with the day on which she chose her route: today where no other was said, none without a route.

    Corrected, the day of a route that stood stays as it was said, or was not.
    """
    if not isinstance(part, Grievance):
        return part
    before = stood if isinstance(stood, Grievance) else None
    if not part.route:
        return replace(part, chosen_on=None)
    if before and before.route == part.route:
        return part
    is_said = part.chosen_on is not None and (before is None or part.chosen_on != before.chosen_on)
    return part if is_said else replace(part, chosen_on=today)
