"""Results told outside the pages: plain text for a terminal, and a dict that is ready for JSON."""

from typing import Any

from corridor.learning.search.fulltext import Hit, Results
from corridor.learning.search.marking import Pieces

BOLD, PLAIN = "\033[1m", "\033[0m"


def as_line(pieces: Pieces, bold: bool = False) -> str:
    """Pieces as one line; matched words in bold when asked for."""
    told = "".join(f"{BOLD}{text}{PLAIN}" if matched and bold else text for text, matched in pieces)
    return " ".join(told.split())


def as_text(results: Results, bold: bool = False) -> str:
    """Results for a terminal: two lines each."""
    lines = [f"Read as: {instead} (for {typed})" for typed, instead in results.read_as]
    if not results.hits:
        return "\n".join([*lines, "Nothing found." if results.query.strip() else "Nothing was asked for."])
    for hit in results.hits:
        lines.append(f"{hit.id}  {as_line(hit.title, bold)}  [{hit.entry.kind.one}]")
        if hit.snippet:
            lines.append(f"    {as_line(hit.snippet, bold)}")
    if results.total > len(results.hits):
        lines.append(f"{len(results.hits)} of {results.total} results.")
    return "\n".join(lines)


def as_record(hit: Hit) -> dict[str, Any]:
    label, snippet = as_line(hit.title), as_line(hit.snippet)
    return {"kind": hit.kind, "id": hit.id, "label": label, "score": hit.score, "snippet": snippet}


def as_dict(results: Results) -> dict[str, Any]:
    """Results for JSON."""
    return {"query": results.query, "total": results.total, "results": [as_record(hit) for hit in results.hits]}
