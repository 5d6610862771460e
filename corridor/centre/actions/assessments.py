"""Assessments: each is a record of its own; correcting one makes another, and what was thought before stays."""

from dataclasses import replace

from django.utils import timezone

from corridor.centre.actions.cases import standing
from corridor.centre.assessing import RULE
from corridor.centre.contents import Assessment
from corridor.safe.actions import heads
from corridor.safe.actions.records import Written
from corridor.safe.faults import NoKey
from corridor.safe.keys import Member


def assess_worker(assessment: Assessment, *, by: Member, form: str) -> Written:
    """Keep an assessment of a worker of a case; nothing else of the case is touched (WIF2023-52).

    Sent twice from one form it is kept once; another text is another assessment. Raises NoKey when the case is not hers
    to change, or the worker was never in it.
    """
    case = assessment.case
    with standing(case, by) as (_, entry, held):
        if assessment.worker not in held.linked():
            raise NoKey
        day = assessment.on or timezone.localdate()
        said = replace(assessment, rule=RULE, author=by.account.name, on=day)
        return heads.write_part(entry, said, by=by, token=f"assessment {by.account.key} {form} {assessment}")
