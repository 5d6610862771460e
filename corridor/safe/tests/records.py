"""A made-up type of record for tests of the pages of a centre's keys."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from corridor.safe.content import TYPES, Content


@dataclass(frozen=True)
class Memo(Content):
    """A line."""

    TYPE = ""
    title: str = ""


@pytest.fixture
def memo() -> Iterator[None]:
    """The type is known for one test."""
    Memo.TYPE = "test-line"
    TYPES["test-line"] = Memo
    yield
    TYPES.pop("test-line", None)
    Memo.TYPE = ""
