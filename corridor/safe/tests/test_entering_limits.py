"""Limits slow whoever guesses and lock nobody out; lanes bound what is stretched at once."""

import os
import subprocess
import sys
import threading
import time
from typing import Any

import pytest
from django.test import Client, RequestFactory

from corridor.safe import limits
from corridor.safe.limits import Busy, Lane, Limits, TooSoon, network_of
from corridor.safe.primitives import Stretching
from corridor.safe.tests.people import PASSPHRASE, People
from corridor.safe.tests.test_entering import first_step


@pytest.fixture
def door(clock: list[float]) -> Limits:
    return Limits("test")


def attempt(door: Limits, name: str, network: str, right: bool = False) -> float:
    """Seconds that one try is asked to wait; 0 when it was let in."""
    try:
        with door.attempt(name, network) as trying:
            if right:
                trying.right()
    except TooSoon as later:
        return later.args[0]
    return 0


def test_a_pair_waits_longer_and_longer(door: Limits, clock: list[float]) -> None:
    assert [attempt(door, "bina", "here") for _ in range(5)] == [0] * 5
    waits = []
    for _ in range(9):
        waits.append(round(attempt(door, "bina", "here")))
        clock[0] += waits[-1]
        assert attempt(door, "bina", "here") == 0
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_a_right_one_forgets_the_wrong_ones(door: Limits, clock: list[float]) -> None:
    for _ in range(4):
        attempt(door, "bina", "here")
    attempt(door, "bina", "here", right=True)
    assert [attempt(door, "bina", "here") for _ in range(5)] == [0] * 5


def test_fifty_behind_one_address_never_wait(door: Limits, clock: list[float]) -> None:
    assert [attempt(door, f"member{i}", "office", right=True) for i in range(50)] == [0] * 50


def test_fifty_who_mistype_once_do_not_wait_more_than_seconds(door: Limits, clock: list[float]) -> None:
    longest = 0.0
    for i in range(50):
        for right in (False, True):
            wait = attempt(door, f"member{i}", "office", right)
            longest, clock[0] = max(longest, wait), clock[0] + wait
            assert not wait or attempt(door, f"member{i}", "office", right) == 0
    assert longest <= limits.NETWORK.longest


@pytest.mark.parametrize("known", [True, False])
def test_a_stranger_elsewhere_can_not_keep_her_out(door: Limits, clock: list[float], known: bool) -> None:
    """He tries her name from a thousand networks without end, also while she waits; she gets in all the same."""
    if known:
        assert attempt(door, "bina", "her own", right=True) == 0

    def hammer() -> None:
        for i in range(1000):
            attempt(door, "bina", f"network{i}")

    hammer()
    wait = attempt(door, "bina", "her own", right=True)
    assert wait == 0 if known else 0 < wait <= limits.NAME.longest
    hammer()
    clock[0] += wait
    assert attempt(door, "bina", "her own", right=True) == 0


def test_a_machine_in_the_office_that_guesses_keeps_nobody_out(door: Limits, clock: list[float]) -> None:
    def spray() -> None:
        for i in range(300):
            attempt(door, f"guess{i}", "office")

    spray()
    for i in range(20):
        wait = attempt(door, f"member{i}", "office", right=True)
        assert wait <= max(limits.NETWORK.longest, limits.EVERYBODY.longest)
        spray()
        clock[0] += wait
        assert attempt(door, f"member{i}", "office", right=True) == 0


def test_the_waits_do_slow_a_guesser(door: Limits, clock: list[float]) -> None:
    let_in = 0
    for _ in range(3600):
        clock[0] += 1
        let_in += attempt(door, "bina", "there") == 0
    assert let_in < 80, "of 3,600 guesses in an hour"


def test_guesses_at_the_same_moment_all_count(door: Limits, clock: list[float]) -> None:
    inside, refused = [], 0
    for _ in range(12):
        trying = door.attempt("bina", "here")
        try:
            trying.__enter__()
            inside.append(trying)
        except TooSoon:
            refused += 1
    assert (len(inside), refused) == (5, 7)


def test_a_busy_machine_is_not_held_against_her(door: Limits, clock: list[float]) -> None:
    for _ in range(20):
        with pytest.raises(Busy), door.attempt("bina", "here"):
            raise Busy(1)
    assert attempt(door, "bina", "here") == 0


def test_nothing_kept_tells_a_name_or_an_address(door: Limits, clock: list[float]) -> None:
    attempt(door, "bina", "203.0.113.9")
    attempt(door, "bina", "203.0.113.9", right=True)
    kept = repr(vars(door))
    assert "bina" not in kept and "203.0.113" not in kept
    before = door._key
    clock[0] += limits.DAY + 1
    attempt(door, "bina", "203.0.113.9")
    assert door._key != before and len(door._good) == 0, "every day anew"


def test_what_is_remembered_is_bounded(door: Limits, clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST", 100)
    for i in range(1000):
        clock[0] += 10
        attempt(door, f"name{i}", f"network{i}")
    assert len(door._wrong) <= 100 and len(door._told) <= 100


def test_a_lane_lets_two_in_and_a_few_wait() -> None:
    lane, most, now, guard = Lane("test", at_once=2, queue=3, patience=5), 0, 0, threading.Lock()
    outcomes: list[str] = []

    def one() -> None:
        nonlocal most, now
        try:
            with lane:
                with guard:
                    now += 1
                    most = max(most, now)
                time.sleep(0.1)
                with guard:
                    now -= 1
            outcomes.append("served")
        except Busy as busy:
            outcomes.append(f"busy {busy.seconds}")

    threads = [threading.Thread(target=one) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 2 and outcomes.count("served") == 5 and outcomes.count("busy 2") == 7
    with lane:
        pass  # nothing is left taken


def test_a_lane_that_does_not_move_says_so() -> None:
    lane = Lane("test", at_once=1, queue=1, patience=0.05)
    with lane, pytest.raises(Busy), lane:
        pass
    with lane:
        pass


def test_receipts_and_signing_in_have_lanes_of_their_own() -> None:
    assert set(limits.LANES) == {"sign_in", "receipt"}
    with limits.LANES["sign_in"], limits.LANES["sign_in"], limits.LANES["receipt"]:
        pass


@pytest.mark.parametrize(
    ("proxy", "remote", "forwarded", "network"),
    [
        (False, "192.0.2.7", "203.0.113.9", "192.0.2.7"),
        (True, "192.0.2.7", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (True, "192.0.2.7", "", "192.0.2.7"),
        (False, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        (False, "::ffff:192.0.2.7", "", "192.0.2.7"),
        (False, "", "", ""),
    ],
)
def test_where_a_request_comes_from(settings: Any, proxy: bool, remote: str, forwarded: str, network: str) -> None:
    settings.PROXY = proxy
    request = RequestFactory(REMOTE_ADDR=remote).get("/", headers={"X-Forwarded-For": forwarded} if forwarded else {})
    assert network_of(request) == network


@pytest.mark.django_db
def test_the_page_says_when_to_come_again(
    client: Client, people: People, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SIGN_IN", Limits("test"))
    for _ in range(6):
        last = first_step(client, "bina", "wrong")
    assert last.status_code == 429 and last["Retry-After"] == "1" and b"try again in 1 second." in last.content
    assert b'value="bina"' in last.content, "the name stays"
    monkeypatch.setattr(limits, "SIGN_IN_LANE", Lane("test", at_once=0, queue=0))
    busy = first_step(client, "chandra")
    assert busy.status_code == 503 and busy["Retry-After"] == "2"


@pytest.mark.django_db
def test_fifty_really_sign_in_behind_one_address(db: None, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SIGN_IN", Limits("test"))
    names = [name for name in people.members if name not in {"hana"}]
    answers = [first_step(Client(), names[i % len(names)], PASSPHRASE).status_code for i in range(50)]
    assert answers == [302] * 50


@pytest.mark.parametrize("lanes", [1, 4])
def test_stretchings_at_the_same_moment_do_not_wait_for_each_other_for_ever(lanes: int) -> None:
    """With several lanes and two cores OpenSSL's own threads do; in a process of its own, since it would hang."""
    assert Stretching().lanes == 1
    script = f"""
import threading
from corridor.safe.primitives import Stretching
cost = Stretching(lanes={lanes}, memory_cost=8192)
threads = [threading.Thread(target=lambda: [cost.key("a", bytes(16)) for _ in range(4)]) for _ in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""
    settings = {**os.environ, "DJANGO_SETTINGS_MODULE": "corridor.settings"}
    subprocess.run([sys.executable, "-c", script], timeout=60, check=True, env=settings)
