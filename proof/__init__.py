"""What Corridor promises about people's records, tried: `make prove` runs every test here and writes docs/proof.md.

A test is a module of this package, named t<number>_<what>.py, with

    NAME = "T8"
    TITLE = "Killed at any moment, nothing acknowledged is lost"
    def run(scale: Scale, database: str) -> Result: ...

It runs in a process of its own, as `__main__` sets it up: the framework is ready, the database is new and has its
tables (its address in CORRIDOR_DATABASE, empty for SQLite), and CORRIDOR_VAR, CORRIDOR_KEYRING and CORRIDOR_RUN are new
folders, so that a server started as a child process is the same installation. What it prints is shown as progress.
"""

from dataclasses import dataclass, field

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
DATABASES = (SQLITE, POSTGRESQL)


@dataclass(frozen=True)
class Scale:
    """How much is run: the full form (`make prove`) or the short one that is a part of `make test`."""

    short: bool

    def of(self, full: int, short: int) -> int:
        """One of two numbers, by scale."""
        return short if self.short else full


@dataclass(frozen=True)
class Result:
    """One line of the table.

    load: what was run, in figures. result: what came out, in figures. control: what the arm that must fail showed
    ('' when the test needs none); when that arm passes, the test has not passed. faults: what was found, a line each;
    shown below the table. left_out: what could not be run here and why.
    """

    test: str
    database: str
    load: str
    result: str
    passed: bool
    control: str = ""
    faults: list[str] = field(default_factory=list)
    left_out: str = ""
