"""Whether two reports may tell of the same thing. It is only told, and nothing is ever merged by it."""

import unicodedata

from corridor.reference.folding import folded

SAME = 0.6  # the share of words that two texts have in common, of all their words: our own measure, tried on copies


def words_of(text: str) -> frozenset[str]:
    """The words of a text in their plain form, of any script, without what stands between them."""
    kept = (sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in folded(text))
    return frozenset("".join(kept).split())


def may_be_same(one: frozenset[str], other: frozenset[str]) -> bool:
    """Much the same words; texts without words (a voice note) tell nothing."""
    every = one | other
    return bool(every) and len(one & other) / len(every) >= SAME
