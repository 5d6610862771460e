"""The one search: lessons, practices, instruments, projects, figures, terms and every other searched kind of record.

    from corridor.learning.search import search

    for hit in search("debt bondage").hits:
        print(hit.kind, hit.id, hit.title)

Nothing here needs Django. Results as plain text or JSON are made by `telling`.
"""

import threading
from collections.abc import Iterable

from corridor.learning.search.fulltext import Hit, Index, Results
from corridor.reference.shelf import shelf

__all__ = ["Hit", "Index", "Results", "index", "search"]

_lock = threading.Lock()
_index: Index | None = None


def index() -> Index:
    """The index of this process, built when first asked for."""
    global _index
    if _index is None:
        with _lock:
            if _index is None:
                _index = Index(shelf())
    return _index


def search(
    words: str, *, kinds: Iterable[str] | None = None, limit: int = 20, offset: int = 0, reader: str = "en"
) -> Results:
    """The entries that answer these words, best first, of some kinds only; titles in the `reader`'s language."""
    return index().search(words, kinds=kinds, limit=limit, offset=offset, reader=reader)
