"""The made-up cases: always the same, about seven workers to a case, every code known to the shelf."""

from collections import Counter
from datetime import date

import pytest

from corridor.centre import demo
from corridor.centre.contents import Case
from corridor.centre.sheets import BY_TYPE, CASE
from corridor.reference.shelf import shelf
from corridor.safe import queries
from corridor.safe.actions.records import write_records
from corridor.safe.models import SealedRecord
from corridor.safe.tests.people import People

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def made() -> list[demo.Filed]:
    return list(demo.records(TODAY, ("a", "b"), "caseworker"))


def test_the_same_seed_makes_the_same_cases(made: list[demo.Filed]) -> None:
    assert made == list(demo.records(TODAY, ("a", "b"), "caseworker"))


def test_about_seven_workers_to_a_case(made: list[demo.Filed]) -> None:
    kinds = Counter(content.TYPE for _, content, _ in made)
    cases = [content for _, content, _ in made if isinstance(content, Case)]
    assert len(cases) == 1_000 and 6 < kinds["worker"] / kinds["case"] < 9
    assert 0.15 < sum(case.collective for case in cases) / len(cases) < 0.25


def test_every_code_is_on_the_shelf(made: list[demo.Filed]) -> None:
    unknown = set()
    for _, content, _ in made:
        sheet = CASE if isinstance(content, Case) else BY_TYPE.get(content.TYPE, ("", None))[1]
        for slot in sheet.every if sheet else ():
            value = getattr(content, slot.name)
            if slot.how == "term" and value and value not in shelf().terms[slot.vocabulary]:
                unknown.add((slot.vocabulary, value))
    assert unknown == set()


@pytest.mark.django_db
def test_they_are_written_and_read(people: People) -> None:
    leads = (people.bina.account.key,)
    few = list(demo.records(TODAY, leads, "bina", cases=5))
    assert write_records(few, by=people.bina) == len(few)
    known = queries.reading(people.chandra, "read_case")
    assert len(known.of_type(Case)) == 5 and len(list(known.everything())) == len(few)
    closed = {id for id, content, _ in few if isinstance(content, Case) and content.closed}
    rows = SealedRecord.objects.filter(centre=people.centre)
    parts = [id for head in closed for id in (one.id for one in known.parts(head))]
    assert not rows.filter(id__in=parts, shred_after=None).exists(), "parts of a closed case are destroyed with it"
