"""The one search over the shipped shelf: what people look for is found, and first."""

from dataclasses import replace

import pytest

from corridor.learning.search import Index
from corridor.learning.search.marking import CUT
from corridor.learning.search.telling import as_dict, as_text
from corridor.learning.search.tests.trial import first, ids, marked, shipped_index
from corridor.learning.search.words import words
from corridor.reference.kinds import kinds
from corridor.reference.shelf import SHIPPED, Shelf


@pytest.fixture(scope="module")
def shipped() -> Index:
    return shipped_index()


@pytest.mark.parametrize("query", ["WIF2019-17", "wif2019 17", "WIF2019 lesson 17", "Wif2019-017", "lesson 17 WIF2019"])
def test_an_id_comes_first_however_it_is_written(shipped, query):
    assert first(shipped.search(query)) == "WIF2019-17"


@pytest.mark.parametrize(
    ("query", "id"), [("C189", "C189"), ("c 189", "C189"), ("C29", "C029"), ("WIF2023-brief", "WIF2023-brief")]
)
def test_codes_of_instruments_and_works(shipped, query, id):
    assert first(shipped.search(query)) == id


def test_lesson_17_means_that_of_both_editions(shipped):
    assert set(ids(shipped.search("lesson 17"))[:2]) == {"WIF2019-17", "WIF2023-17"}
    assert set(ids(shipped.search("Lesson no. 17"))[:2]) == {"WIF2019-17", "WIF2023-17"}


def test_an_id_used_by_no_entry_is_not_an_error(shipped):
    assert "WIF2019-99" not in ids(shipped.search("WIF2019-99"))


@pytest.mark.parametrize(
    ("query", "lesson"),
    [
        ("debt", "WIF2023-17"),
        ("bans on migration", "WIF2023-35"),
        ("workers' centres governed by workers", "WIF2023-27"),
        ("household privacy domestic worker", "WIF2023-40"),
        ("sponsorship inspection", "WIF2019-07"),
    ],
)
def test_the_lesson_about_it_comes_first(shipped, query, lesson):
    assert lesson in ids(shipped.search(query, kinds=["lessons"]))[:2]


@pytest.mark.parametrize(
    ("query", "same"),
    [
        ("GRIEVANCES", "grievance"),
        ("labor inspection", "labour inspection"),
        ("organizing", "organising"),
        ("worker’s centre", "workers centre"),
        ("Líbano lebanon ", "libano lebanon "),
        ("ｄｅｂｔ", "debt"),
    ],
)
def test_case_forms_and_spelling_do_not_matter(shipped, query, same):
    found, wanted = ids(shipped.search(query)), ids(shipped.search(same))
    assert found and found[0] == wanted[0] and set(found[:6]) == set(wanted[:6])


@pytest.mark.parametrize(
    ("typed", "meant"), [("grievence", "grievance"), ("trafiking", "trafficking"), ("sponsroship", "sponsorship")]
)
def test_a_typing_mistake_is_forgiven_and_told(shipped, typed, meant):
    results = shipped.search(typed)
    assert results.read_as == ((typed, meant),)
    assert ids(results) == ids(shipped.search(meant + " "))


def test_numbers_are_never_guessed(shipped):
    assert shipped.search("C9876").total == 0


def test_the_last_word_may_be_unfinished(shipped):
    assert "WIF2019-15" in ids(shipped.search("ethics train", kinds=["lessons"]))
    assert ids(shipped.search("recruitm")) and shipped.search("recruitm").read_as == ()
    assert shipped.search("recruitm ").read_as  # closed by a space, it is a mistyped word


def test_a_phrase_is_found_only_as_one(shipped):
    results = shipped.search('"decent work"', limit=500)
    assert 0 < results.total < shipped.search("decent work", limit=500).total
    for hit in results.hits:
        said = " ".join(word.stem for text in shipped._documents[hit.kind, hit.id].texts for word in words(text.text))
        assert "decent work" in said
    assert shipped.search('"work decent debt"').total == 0


def test_entries_with_all_words_come_before_those_with_some(shipped):
    results = shipped.search("sponsorship kafala", limit=100)
    tiers = [int(hit.score) for hit in results.hits]
    assert tiers == sorted(tiers, reverse=True)
    assert tiers[0] == 2 and tiers[-1] == 0
    assert [hit.score for hit in results.hits] == sorted((hit.score for hit in results.hits), reverse=True)


def test_countries_and_labels_of_codes_are_found(shipped):
    assert {"projects", "events"} <= set(shipped.search("Nepal").counts)
    assert "FLI-09" in ids(shipped.search("debt bondage"))


def test_kinds_pages_and_counts(shipped):
    everything = shipped.search("forced labour", limit=1000)
    assert everything.total == len(everything.hits) == sum(everything.counts.values())
    lessons = shipped.search("forced labour", kinds=["lessons"], limit=5, offset=5)
    assert lessons.total == everything.counts["lessons"] == lessons.counts["lessons"]
    assert ids(lessons) == [hit.id for hit in everything.hits if hit.kind == "lessons"][5:10]
    assert shipped.search("forced labour", kinds=[]).total == shipped.search("debt", kinds=["nothing"]).total == 0
    assert {hit.kind for hit in everything.hits} <= {kind.name for kind in kinds().values() if kind.searched}


def test_two_builds_rank_alike(shipped):
    again = Index(Shelf([SHIPPED]))
    for query in ("forced labour", "migration policy", "the", "worker", "recruitm", "debt nepal"):
        one, other = shipped.search(query, limit=2000), again.search(query, limit=2000)
        assert [(hit.kind, hit.id, hit.score) for hit in one.hits] == [(h.kind, h.id, h.score) for h in other.hits]


def test_matched_words_are_marked_as_written(shipped):
    hit = shipped.search("debt", kinds=["lessons"]).hits[0]
    assert marked(hit.title) == ["Debt"]
    phrase = shipped.search('"forced labour"', kinds=["instruments"]).hits[0]
    assert [text.casefold() for text in marked(phrase.title)] == ["forced labour"]


def test_snippets_are_passages_of_the_entry(shipped):
    for query in ("debt nepal", "inspection", "recruitment agency fees", '"decent work"'):
        for hit in shipped.search(query).hits:
            passage = "".join(text for text, _ in hit.snippet).removeprefix(CUT).removesuffix(CUT)
            assert passage and len(passage) <= 260
            assert any(passage in text.text for text in shipped._documents[hit.kind, hit.id].texts)


def test_results_told_as_text_and_json(shipped):
    results = shipped.search("grievence", kinds=["lessons"], limit=3)
    told = as_text(results)
    assert "Read as: grievance" in told and f"3 of {results.total} results." in told and "[lesson]" in told
    assert "\033[1m" in as_text(results, bold=True) and "\033" not in told
    record = as_dict(results)
    assert record["query"] == "grievence" and record["total"] == results.total
    assert [set(found) for found in record["results"]] == [{"kind", "id", "label", "score", "snippet"}] * 3
    assert as_text(replace(results, hits=(), read_as=(), query=" ")) == "Nothing was asked for."
