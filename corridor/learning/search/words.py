"""Words as the search sees them: cut from a text, freed of case, accents and marks, and taken to their stem.

What is indexed and what is typed go through the same door, so they meet. Every word keeps its place in the text, so
that a match can be marked in the text as it was written.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from corridor.learning.search.stems import stem

# Combining marks are part of a word: without them Devanagari and Bangla would fall apart at every vowel sign.
MARKS = "".join(chr(point) for point in range(0x300, 0x12000) if unicodedata.category(chr(point))[0] == "M")
JOINERS = "\u00ad\u200c\u200d"
GROUPED_NUMBER = r"(?<!\w)\d{1,3}(?:[,٬]\d{2,3})*[,٬]\d{3}(?!\w)"  # 470,000 is one number
WORD = re.compile(rf"{GROUPED_NUMBER}|[^\W_](?:[^\W_]+|[{MARKS}{JOINERS}]+)*")
APOSTROPHES = {"'", "’"}

ARABIC_MARKS = "\u0640" + "".join(sign for sign in MARKS if "\u0610" <= sign <= "\u06ed")  # with tatweel
SIGNS = str.maketrans(
    {
        **dict.fromkeys(JOINERS + ARABIC_MARKS, ""),
        **dict.fromkeys("أإآٱ", "ا"),
        **{"ک": "ك", "ی": "ي", "ہ": "ه", "ھ": "ه"},  # Persian and Urdu keyboards
        **{"\u093c": "", "ँ": "ं"},  # Devanagari: nukta and moon dot are often left out
        "ৎ": "ত্",
    }
)
LATE_SIGNS = str.maketrans(  # folded after stemming, which still needs to see them
    {"ة": "ه", "ى": "ي", "ئ": "ي", "ؤ": "و", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"}
)
ACCENTS = re.compile("[\u0300-\u036f]+")

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


def clean(raw: str) -> str:
    """One word without case, marks that writers leave out, or foreign figures. Accents stay: stemming needs them."""
    if raw.isascii():
        return raw.lower().replace(",", "")
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", raw).casefold()).translate(SIGNS)
    kept = (str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    return "".join(sign for sign in kept if unicodedata.category(sign)[0] in "LMN")


def fold(word: str) -> str:
    """The plain form of a cleaned word: Latin letters without accents, Arabic letters in one shape."""
    if word.isascii():
        return word
    if word[0] < "\u0250" or "\u1e00" <= word[0] <= "\u1eff":
        word = ACCENTS.sub("", unicodedata.normalize("NFD", word))
    return word.translate(LATE_SIGNS)


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
