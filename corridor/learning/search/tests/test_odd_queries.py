"""Nothing that can be typed makes the search fail, and marking leaves every text as it is."""

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.learning.search import Index
from corridor.learning.search.asking import Asked, Want
from corridor.learning.search.marking import Marker
from corridor.learning.search.telling import as_dict, as_text
from corridor.learning.search.tests.trial import TERMS, event, ids
from corridor.learning.search.words import words
from corridor.reference.shelf import Shelf

ODD = [
    *[
        "",
        " ",
        "?!…",
        '"',
        '""',
        '"debt',
        'debt"',
        "'",
        "a'b",
        "AND",
        "OR NOT",
        "debt AND",
        "NEAR(debt wage)",
        "*",
        "debt*",
    ],
    *["label:debt", "^debt", "{label}: debt", "debt + wage", "-debt", "(", ")", "\0", "debt\0wage", "x" * 10_000],
    *[
        "debt " * 2_500,
        " ".join(f"word{i}" for i in range(2_000)),
        '"' * 9_999,
        "«debt",
        "\ud800",
        "½ ﷺ ①",
        "\u200d",
        "्",
    ],
    *["' OR 1=1 --", "%", "_", "\\", "\n\t", "𑄇𑄋𑄴 chakma", "workers in the", "1,111," * 900, "🙂"],
]


@pytest.mark.parametrize("query", ODD, ids=range(len(ODD)))
def test_odd_queries_never_fail(shipped, query):
    results = shipped.search(query)
    as_text(results)
    as_dict(results)
    assert results.total >= len(results.hits)


def test_nothing_asked_finds_nothing(shipped):
    assert shipped.search("").total == shipped.search(' "?!" ').total == 0


def test_operators_are_words(shipped):
    assert ids(shipped.search("debt* wage^ ")) == ids(shipped.search("debt wage "))
    assert ids(shipped.search("debt AND bondage")) == ids(shipped.search("debt and bondage"))


MIXED = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(" \"'*^:()ABCdebtwages1,2"),
        st.characters(min_codepoint=0x600, max_codepoint=0x6FF),
        st.characters(min_codepoint=0x900, max_codepoint=0x9FF),
    ),
    max_size=80,
)


@settings(max_examples=300, deadline=None)
@given(query=MIXED)
def test_no_text_makes_it_fail(small, query):
    results = small.search(query)
    for hit in results.hits:
        assert "".join(text for text, _ in hit.title) == TERMS[hit.id.removeprefix("trial.")][0]
    as_text(results, bold=True)


@settings(max_examples=300, deadline=None)
@given(text=MIXED, sought=st.lists(st.sampled_from(["debt", "wage", "a", "1", "2", "12"]), min_size=1))
def test_marking_never_changes_the_text(text, sought):
    own = [word.stem for word in words(text)][:3]
    wants = tuple(Want(stem, ((stem,),)) for stem in (*sought, *own))
    if len(own) > 1:
        wants += (Want("", (tuple(own),), True),)
    pieces = Marker(Asked(wants)).mark(text)
    assert "".join(piece for piece, _ in pieces) == text
    assert all(piece for piece, _ in pieces)
    assert not own or any(matched for _, matched in pieces)


EMPTY = Index(Shelf([]))


@settings(max_examples=200, deadline=None)
@given(label=MIXED, query=MIXED)
def test_any_text_can_be_indexed_and_found_by_its_own_words(label, query):
    index = EMPTY
    index.update([event("EVT-999", label or "x")], version=label)
    index.search(query)
    own = [label[word.start : word.end] for word in words(label)]
    for word in own[:5]:
        assert ids(index.search(word + " ")) == ["EVT-999"], word


def test_a_python_without_full_text_search_is_told(monkeypatch):
    class Bare:
        def execute(self, sql):
            raise sqlite3.OperationalError("no such module: fts5")

    monkeypatch.setattr("corridor.learning.search.fulltext.sqlite3.connect", lambda *a, **k: Bare())
    with pytest.raises(RuntimeError, match="FTS5"):
        Index(Shelf([]))
