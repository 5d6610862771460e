"""A one-time code serves once: in every process, after a restart, at the same moment; and it is soon forgotten."""

import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from corridor.access.models import Account
from corridor.safe import entering, used_codes
from corridor.safe.tests.people import People

AMINA, BINA = "a" * 16, "b" * 16
NOW = 1_800_000_000.0
STEP = int(NOW) // 30
ELSEWHERE = """
import sys
from pathlib import Path
from django.conf import settings
settings.configure(RUN=Path(sys.argv[1]))
from corridor.safe import used_codes
print(*(used_codes.use(sys.argv[2], int(step), float(sys.argv[3])) for step in sys.argv[4:]))
"""


def elsewhere(run: Path, *steps: int, account: str = AMINA) -> "subprocess.Popen[str]":
    """Another process of the same installation uses codes."""
    command = [sys.executable, "-c", ELSEWHERE, str(run), account, str(NOW), *map(str, steps)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_a_code_serves_once_whichever_process_is_asked(settings: Any) -> None:
    assert used_codes.use(AMINA, STEP, NOW) and not used_codes.use(AMINA, STEP, NOW)
    told, _ = elsewhere(settings.RUN, STEP - 1, STEP, STEP + 1, STEP + 1).communicate()
    assert told.split() == ["False", "False", "True", "False"], "nor one before it"
    assert not used_codes.use(AMINA, STEP + 1, NOW) and used_codes.use(BINA, STEP, NOW), "of each account by itself"


def test_of_processes_that_ask_at_the_same_moment_one_is_told_yes(settings: Any) -> None:
    asked = [elsewhere(settings.RUN, *range(STEP - 1, STEP + 2)) for _ in range(4)]
    told = [process.communicate()[0].split() for process in asked]
    assert all(sum(one[i] == "True" for one in told) <= 1 for i in range(3)) and sum(map(len, told)) == 12
    assert sum(one.count("True") for one in told) >= 1


def test_of_threads_too() -> None:
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda _: used_codes.use(AMINA, STEP, NOW), range(40)))
    assert told.count(True) == 1


def test_an_empty_folder_takes_no_code_that_may_have_been_used_before_it(settings: Any, tmp_path: Path) -> None:
    """The machine was switched off between two uses of the same code; a phone's clock may be half a minute ahead."""
    assert used_codes.use(AMINA, STEP + 1, NOW)
    for begun in (True, False):
        settings.RUN = tmp_path / f"after-{begun}"
        if begun:
            used_codes.begin(NOW)
        assert [used_codes.use(AMINA, STEP + n, NOW) for n in (-1, 0, 1)] == [False] * 3
        used_codes.begin(0)
        assert not used_codes.use(AMINA, STEP + 1, NOW + 30), "begun is begun"
        assert used_codes.use(AMINA, STEP + 2, NOW + 60)


def test_a_file_that_can_not_be_read_counts_as_none() -> None:
    used_codes.use(AMINA, STEP, NOW)
    for broken in ("", "{", "[]", '{"since": 0, "last": 3}', '{"since": "x", "last": {}}'):
        used_codes.path().write_text(broken)
        assert not used_codes.use(AMINA, STEP, NOW) and used_codes.use(AMINA, STEP + 2, NOW + 30)


def test_a_clock_that_stood_years_ahead_and_is_set_back_keeps_nobody_out() -> None:
    used_codes.path().unlink()
    ahead = NOW + 10 * 365 * 86_400
    used_codes.begin(ahead)
    assert used_codes.use(AMINA, int(ahead) // 30 + 2, ahead + 60)
    assert not used_codes.use(AMINA, STEP + 1, NOW), "it may have been used before the clock jumped"
    assert used_codes.use(AMINA, STEP + 2, NOW + 60)


def test_the_hour_is_forgotten_when_the_code_is_too_old_to_be_typed() -> None:
    used_codes.use(AMINA, STEP, NOW)
    used_codes.forget(NOW + 30)
    assert AMINA in used_codes.path().read_text()
    used_codes.forget(NOW + 60)
    assert AMINA not in used_codes.path().read_text()
    used_codes.use(AMINA, STEP, NOW)
    used_codes.use(BINA, STEP + 2, NOW + 60)
    assert AMINA not in used_codes.path().read_text(), "another signing in clears it away too"


def test_nobody_else_of_the_machine_reads_it() -> None:
    used_codes.use(AMINA, STEP, NOW)
    assert stat.S_IMODE(used_codes.path().stat().st_mode) == 0o600
    assert stat.S_IMODE(used_codes.path().parent.stat().st_mode) == 0o700


@pytest.mark.django_db
def test_the_database_knows_no_hour_of_signing_in(people: People) -> None:
    """What a thief of the database finds of an account is the same before and after a code was taken."""
    from corridor.access.second_factor import code_now, new_secret

    def row() -> dict[str, Any]:
        return Account.objects.filter(pk=people.bina.account.pk).values().get()

    before, secret = row(), new_secret()
    assert entering.take_code(people.bina.account, secret, code_now(secret, entering.clock()))
    assert not entering.take_code(people.bina.account, secret, code_now(secret, entering.clock()))
    assert row() == before and not any("step" in name or "login" in name for name in before)
