"""Two who act on a return at the same moment: each word is kept, and nothing is done twice."""

import threading
from collections.abc import Callable

import pytest
from django.db import OperationalError, connection

from corridor.figures.actions import returning as actions
from corridor.figures.models import Return
from corridor.figures.queries import approvals
from corridor.figures.tests.centres import approved, closed, filled, mark, proposed
from corridor.safe import chain
from corridor.safe.faults import Fault
from corridor.safe.tests.people import People

pytestmark = pytest.mark.django_db(transaction=True)
WOMEN = 36


def race(*acts: Callable[[], object]) -> list[object]:
    """What each said, a fault by its name."""
    start, ends = threading.Barrier(len(acts)), list[object]()

    def run(act: Callable[[], object]) -> None:
        start.wait()
        while True:
            try:
                ends.append(act())
            except Fault as fault:
                ends.append(type(fault).__name__)
            except OperationalError:  # the tests' database in memory refuses where one on disk waits
                continue
            break
        connection.close()

    racers = [threading.Thread(target=run, args=(act,)) for act in acts]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    return ends


def did(people: People, what: str) -> int:
    return sum(one.did == what for one in chain.acts(people.dalia))


def test_two_approve_at_once_and_neither_word_is_lost(people: People) -> None:
    filled(people, WOMEN, closed())
    code = closed().code
    proposed(people, code)
    text = mark(people, code)
    ends = race(*(lambda who=who: actions.approve_return(code, text, by=who) for who in (people.amina, people.dalia)))
    assert ends == [True, True] and approvals(Return.objects.get()).both
    assert did(people, "approve return") == 2


def test_a_step_sent_twice_at_once_is_taken_once(people: People) -> None:
    filled(people, WOMEN, closed())
    code = closed().code
    actions.begin_return(code, by=people.amina)
    for number in range(3):
        ends = race(*[lambda n=number: len(actions.take_step(code, read=n, by=people.amina).counted)] * 2)
        assert sorted(map(str, ends)) == sorted([str(number + 1), "Conflict"])
    assert len(Return.objects.get().counted) == 3


def test_of_two_that_begin_at_once_one_stands(people: People) -> None:
    filled(people, WOMEN, closed())
    ends = race(*[lambda: actions.begin_return(closed().code, by=people.amina).period] * 2)
    assert sorted(map(str, ends)) == sorted([closed().code, "Unfit"]) and Return.objects.count() == 1


def test_signed_or_taken_back_but_never_both(people: People) -> None:
    filled(people, WOMEN, closed())
    code = closed().code
    proposed(people, code)
    approved(people, code)
    text = mark(people, code)
    race(
        lambda: actions.sign_return(code, text, by=people.amina),
        lambda: actions.take_back_return(code, by=people.dalia),
    )
    assert did(people, "sign return") + did(people, "take back return") == 1
    assert Return.objects.filter(state="signed").count() == did(people, "sign return")
