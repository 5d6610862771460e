"""The short forms of the proof, on the database of this run (the full forms are `make prove`)."""

import os

import pytest
from django.conf import settings

from proof import POSTGRESQL, SQLITE, Scale
from proof.__main__ import names, run_apart
from proof.canaries import MARK, Canaries, Search
from proof.ledger import TOLD, order, told_before

STORED = {"T1", "T8", "T9", "T11", "T14"}  # where the database itself is what is tried; the others once are enough here
ONCE_THERE = {"T2", "T3"}  # tried once, on PostgreSQL
IS_POSTGRESQL = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")


def tried_here(test: str) -> bool:
    return test in STORED | ONCE_THERE if IS_POSTGRESQL else test not in ONCE_THERE


@pytest.mark.parametrize("test", [name for name in names() if tried_here(name)])
def test_the_short_form_passes(test: str) -> None:
    """Each runs in a process and places of its own, as the full form does (`make prove` runs all on both databases)."""
    server, is_postgresql = os.environ.get("CORRIDOR_DATABASE", ""), IS_POSTGRESQL
    result, _ = run_apart(test, POSTGRESQL if is_postgresql else SQLITE, Scale(short=True), server)
    assert result.passed, "\n".join([result.result, result.control, *result.faults])


@pytest.mark.parametrize("coat", ["plain", "hex", "base64", "gzip", "utf-16-le"])
def test_the_sweep_finds_what_is_there(coat: str) -> None:
    """The searcher itself is proved: a canary in each dress, anywhere between other bytes, is found."""
    import base64
    import gzip

    canaries = Canaries()
    whole = b"ab" * 5 + canaries.new("a note").encode() + b"yz" * 7
    dressed = {
        "plain": whole,
        "hex": whole.hex().encode(),
        "base64": base64.b64encode(b"x" + whole),
        "gzip": os.urandom(30) + gzip.compress(whole),
        "utf-16-le": whole.decode().encode("utf-16-le"),
    }[coat]
    assert Search({}).in_bytes("here", dressed, canaries)
    assert not Search({}).in_bytes("here", dressed.replace(MARK.encode(), b"") if coat == "plain" else b"nothing")


@pytest.mark.skipif(not TOLD.exists(), reason="make prove has not been run here yet")
def test_the_page_of_the_proof_names_tests_that_are_there() -> None:
    rows = told_before()
    assert rows and {test for test, _ in rows} <= set(names())
    assert list(rows) == sorted(rows, key=order)
