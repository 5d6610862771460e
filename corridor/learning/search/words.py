"""Words as the search sees them: cut from a text, freed of case, accents and marks, and taken to their stem.

What is indexed and what is typed go through the same door, so they meet. Every word keeps its place in the text, so
that a match can be marked in the text as it was written.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from corridor.learning.search.stems import stem
from corridor.reference.folding import JOINERS, MARKS, clean, fold

GROUPED_NUMBER = r"(?<!\w)\d{1,3}(?:[,٬]\d{2,3})*[,٬]\d{3}(?!\w)"  # 470,000 is one number
WORD = re.compile(rf"{GROUPED_NUMBER}|[^\W_](?:[^\W_]+|[{MARKS}{JOINERS}]+)*")
APOSTROPHES = {"'", "’"}

LATIN_LANGUAGES = {"fr", "es"}
# Words too common to choose by; left out of a query unless it has no others.
COMMON_WORDS = """
a an and are as at be been by can do does for from has have how i in into is it its of on or that the their there these
they this to was were what when where which who why will with you
la las le les l de del des du d el los un una une et en au aux pour dans sur que qui est sont y por para con se
في من على الى عن و او ان का की के में से को और है हैं पर मा र ले छ हो ও এবং এর
"""
COMMON = frozenset(COMMON_WORDS.split())


class Word(NamedTuple):
    """One word of a text: where it stands, its plain form and the stem it is indexed under."""

    start: int
    end: int
    plain: str
    stem: str


def language_of(word: str, text_language: str) -> str:
    """The language to stem a word by: its script says it, and the text's language where a script has several."""
    first = word[0]
    if "\u0900" <= first <= "\u097f":
        return "hi" if text_language == "hi" else "ne"
    if "\u0980" <= first <= "\u09ff":
        return "bn"
    if "\u0600" <= first <= "\u077f":
        return "ar"
    if first < "\u0250" or "\u1e00" <= first <= "\u1eff":
        return text_language if text_language in LATIN_LANGUAGES else "en"
    return ""


@lru_cache(maxsize=2**17)
def forms(raw: str, text_language: str) -> tuple[str, str]:
    """The plain form and the stem of a word as written; both empty when nothing of it is left."""
    word = clean(raw)
    return (fold(word), fold(stem(word, language_of(word, text_language)))) if word else ("", "")


def words(text: str, language: str = "en") -> list[Word]:
    """The words of a text, in order. A lone letter beside an apostrophe (worker's, l'emploi) is none."""
    found = []
    for match in WORD.finditer(text):
        start, end = match.span()
        if end - start == 1 and (text[start - 1 : start] in APOSTROPHES or text[end : end + 1] in APOSTROPHES):
            continue
        plain, stemmed = forms(match.group(), language)
        if plain:
            found.append(Word(start, end, plain, stemmed or plain))
    return found
