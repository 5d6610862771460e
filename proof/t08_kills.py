"""T8: killed at any moment, the server or the database. What writers over HTTP noted as acknowledged is all there."""

import json
import random
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from proof import Result, Scale
from proof.accounting import Account, books_in
from proof.installation import Installation, installation
from proof.writers import Crowd, member_writer, outside_writer

NAME = "T8"
TITLE = "Killed at any moment (kill -9), nothing acknowledged is lost, nothing is kept twice"
WRITERS = 8
EACH = 100  # acknowledged writes between two kills
MOMENT = (0.005, 0.5)  # seconds after that
LONGEST_RESTART = 10.0  # seconds until it answers again
ACCOUNTED = 50  # kills between two accounts
MEMBERS = ("amina", "bina", "chandra", "esther")


@dataclass
class Tally:
    """What was killed, and how long each took until a page came again."""

    app: int = 0
    database: int = 0
    restarts: list[float] = field(default_factory=list)
    account: Account = field(default_factory=Account)
    again: int = 0
    odd: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def kills(self) -> int:
        return self.app + self.database


def run(scale: Scale, database: str) -> Result:
    kills, each = scale.of(300, 3), scale.of(EACH, 30)
    tally = Tally()
    with installation(database) as here:
        people = here.do("found")
        (ledgers := here.home / "ledgers").mkdir()
        here.start()
        crowd = _crowd(here, people, ledgers)
        crowd.begin()
        begin = time.perf_counter()
        try:
            for number in range(1, kills + 1):
                _kill_once(here, crowd, tally, random.Random(number), each)
                if number % ACCOUNTED == 0 or number == kills:
                    _take_account(here, people, ledgers, tally)
                    print(f"  {database}: {tally.kills} kills, {_told(tally)}", flush=True)
        finally:
            crowd.end()
        tally.seconds = time.perf_counter() - begin
        tally.again = sum(one.again for one in crowd.writers)
        tally.odd = {str(status): count for status, count in crowd.answers.items() if status not in {200, 302}}
        _take_account(here, people, ledgers, tally)
        lost_control = _control(here, people, ledgers)
    longest = max(tally.restarts)
    in_time = scale.short or longest <= LONGEST_RESTART  # the short form runs beside other tests, which say how long
    return Result(
        test=NAME,
        database=database,
        load=f"{tally.kills} kills ({tally.app} of the server, {tally.database} of the database), {WRITERS} writers, "
        f"{tally.account.acknowledged:,} acknowledged writes, {tally.again:,} sent again",
        result=f"{tally.account.told()}, restart p50 {_middle(tally.restarts):.1f} s, longest {longest:.1f} s; "
        f"other answers: {json.dumps(tally.odd)}",
        passed=tally.account.holds() and in_time and lost_control > 0 and "500" not in tally.odd,
        control=f"records taken out behind its back: {lost_control} missed",
        faults=tally.account.faults(),
    )


def _told(tally: Tally) -> str:
    return f"{tally.account.acknowledged:,} acknowledged, {tally.account.told()}, restart {tally.restarts[-1]:.1f} s"


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def _crowd(here: Installation, people: dict[str, Any], ledgers: Path) -> Crowd:
    """Half of them members in the notebook, half somebody from outside on the public page."""
    members = [people["members"][name] for name in MEMBERS]
    cookies = here.do("sign_in", members=members)
    writers = [member_writer(f"m{n}", here.port, cookies[n], ledgers) for n in range(len(MEMBERS))]
    writers += [outside_writer(f"o{n}", here.port, people["centre"], ledgers) for n in range(WRITERS - len(MEMBERS))]
    return Crowd(writers)


def _kill_once(here: Installation, crowd: Crowd, tally: Tally, chance: random.Random, each: int) -> None:
    crowd.wait_for(each, patience=120)
    time.sleep(chance.uniform(*MOMENT))
    if here.postgres and chance.random() < 0.5:
        here.postgres.kill()
        begin = time.perf_counter()
        here.postgres.start()
        crowd.wait_for(1, patience=60)
        tally.database += 1
        tally.restarts.append(time.perf_counter() - begin)
    else:
        here.kill_server()
        tally.restarts.append(here.start())
        tally.app += 1


def _take_account(here: Installation, people: dict[str, Any], ledgers: Path, tally: Tally) -> None:
    """What was acknowledged until now is there: opened by a member's key, and counted."""
    noted = books_in(ledgers)
    found = here.do("account", centre=people["centre"], member=people["members"]["amina"])
    tally.account.take(noted, found)


def _control(here: Installation, people: dict[str, Any], ledgers: Path) -> int:
    """The account sees what is missing: three records are taken out of the database, past every door."""
    here.do("take_out", centre=people["centre"], count=3)
    found = here.do("account", centre=people["centre"], member=people["members"]["amina"])
    control = Account()
    control.take(books_in(ledgers), found)
    return len(control.lost)
