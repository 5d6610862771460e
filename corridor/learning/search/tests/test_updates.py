"""Edited records lie over the shelf's and are withdrawn again; many threads may search."""

from concurrent.futures import ThreadPoolExecutor

from corridor.learning.search import Index
from corridor.learning.search.tests.trial import EVENT, TERMS, event, first, ids
from corridor.reference.shelf import SHIPPED, Entry, Shelf


def test_edited_records_lie_over_the_shelf(folder):
    index = Index(Shelf([folder]))
    before = ids(index.search("worker", limit=100))
    asked = []

    def records():
        asked.append(1)
        return [event("EVT-900", "Meeting of seamstresses", place="Kathmandu", countries=("NPL",))]

    index.update(records, version=1)
    index.update(records, version=1)
    assert len(asked) == 1  # the same version is not read again
    assert ids(index.search("seamstress")) == ids(index.search("nepal")) == ids(index.search("EVT-900")) == ["EVT-900"]
    index.update([event("EVT-900", "Meeting of weavers")], version=2)
    assert index.search("seamstresses ").total == 0 and ids(index.search("weaver")) == ["EVT-900"]
    index.update([], version=3)
    assert index.search("weavers ").total == index.search("EVT-900").total == 0
    assert ids(index.search("worker", limit=100)) == before and len(index) == len(TERMS)


def test_an_edited_record_replaces_the_shelfs_until_withdrawn():
    index = Index(Shelf([SHIPPED]))
    fresh = [(hit.id, hit.score) for hit in index.search("Turin academy", limit=500).hits]
    shipped_event = index.shelf.get("events", "EVT-002")
    edited = Entry(EVENT, shipped_event.values | {"label": "Zanzibar seminar"})
    index.update([edited], version="a")
    assert first(index.search("Zanzibar seminar")) == "EVT-002"
    index.update([], version="b")
    assert index.search('"Zanzibar seminar"').total == 0
    assert [(hit.id, hit.score) for hit in index.search("Turin academy", limit=500).hits] == fresh


def test_better_answers_come_first(folder):
    index = Index(Shelf([folder]))
    told = [
        event("EVT-901", "Yearly meeting", place="Hall of weavers, with room for spinners"),
        event("EVT-906", "Meeting of weavers and spinners"),
        event("EVT-903", "Yearly meeting", meaning="The weavers met, and so did some spinners"),
        event("EVT-904", "Meeting of spinners and weavers"),
        event("EVT-905", "Meeting of weavers"),
    ]
    others = [event(f"EVT-{n}", "Course for drivers and their families") for n in range(100, 140)]
    index.update([*told, *others], version=1)
    assert ids(index.search("weavers and spinners ")) == ["EVT-906", "EVT-904", "EVT-903", "EVT-901", "EVT-905"]


def test_many_threads_search_one_index(shipped):
    queries = ["debt", "forced labour", "recruitm", "grievence"] * 10
    alone = {query: ids(shipped.search(query)) for query in set(queries)}
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda query: ids(shipped.search(query)), queries)) == [alone[query] for query in queries]
