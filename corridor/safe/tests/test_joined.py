"""A word is looked for in all records at once: the same are found as one by one."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from corridor.safe.joined import join


@dataclass(frozen=True)
class Record:
    words: str


@given(st.lists(st.text("abc d", max_size=6), max_size=8), st.text("abcd", min_size=1, max_size=3))
def test_the_same_are_found_as_one_by_one(texts: list[str], word: str) -> None:
    records = [Record(text) for text in texts]
    assert list(join(records, 0).with_word(word)) == [one for one in records if word in one.words]


def test_a_word_does_not_reach_from_one_record_into_the_next() -> None:
    assert not list(join([Record("pass"), Record("port")], 0).with_word("passport"))
    assert not list(join([Record("pass")], 0).with_word(""))
