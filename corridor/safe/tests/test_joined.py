"""A word is looked for in all records at once, and what refers to it: the same are found as one by one."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from corridor.safe.joined import Referring, join


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


@given(st.lists(st.tuples(st.integers(0, 4), st.text("abc", max_size=3)), max_size=20))
def test_who_refers_to_what_is_kept_true_as_records_come_and_go(moves: list[tuple[int, str]]) -> None:
    kept: Referring[Record] = Referring(lambda one: one.words)
    standing: dict[str, Record] = {}
    for number, words in moves:
        if old := standing.pop(str(number), None):
            kept.drop(str(number), old)
        if words != "c":
            standing[str(number)] = Record(words)
            kept.put(str(number), standing[str(number)])
        for sign in "abc":
            found = {id(one) for one in kept.records.get(sign, [])}
            assert found == {id(one) for one in standing.values() if sign in one.words}
    assert all(kept.records.values()), "nothing stays of what went"
