"""Word forms taken back to one stem, by language: plurals, cases, articles, American spelling.

A stem is only a key under which forms of one word meet; it is never shown. Snowball's stemmers do most of the work.
Bangla has none there, and the Arabic one leaves two very common forms apart, so both have a few endings of their own.
"""

import re
import threading
import unicodedata
from functools import lru_cache

import snowballstemmer

SNOWBALL = {"en": "english", "fr": "french", "es": "spanish", "ar": "arabic", "hi": "hindi", "ne": "nepali"}

# Bangla endings of number, person and case, longest first: "of the workers", "to the worker", "in the country".
BANGLA_ENDINGS = (
    *("গুলোকে", "গুলোতে", "গুলোর", "গুলিকে", "গুলির", "দেরকে", "গুলো", "গুলি", "দের", "টিকে", "টির", "টার"),
    *("টি", "টা", "রা", "কে", "ের", "তে", "য়ে", "র", "ে", "য়"),
)
BANGLA_LETTERS_KEPT = 2  # an ending is taken off only if two letters stay: "ঘর" (house) is no case of "ঘ"
BANGLA_JOIN = "্"  # a letter joined to the one before it is no ending

ARABIC_ARTICLE = re.compile("^(?:[وف]?(?:[بك]?ال|لل))(?=...)")  # the, and the, in the, like the, for the
ARABIC_PLURAL = re.compile("(?<=...)ات$")

AMERICAN = (
    (re.compile("^labor(?!at)"), "labour"),
    (re.compile("^center"), "centre"),
    (re.compile("^program(?=s?$)"), "programme"),
    (re.compile("^behavior"), "behaviour"),
    (re.compile("^counsel(?=ed|ing|or)"), "counsell"),
    (re.compile("(?<=..)iz(?=(?:e[drs]?|ers|ing|ations?|ational)$)"), "is"),
)

_lock = threading.Lock()  # Snowball's stemmers keep the word they work on in themselves
_stemmers = {language: snowballstemmer.stemmer(name) for language, name in SNOWBALL.items()}


def bangla(word: str) -> str:
    """Takes off endings until none is left, so that the same word in any form comes to the same stem."""
    for ending in BANGLA_ENDINGS:
        rest = word.removesuffix(ending)
        letters = sum(unicodedata.category(sign) == "Lo" for sign in rest)
        if rest != word and letters >= BANGLA_LETTERS_KEPT and not rest.endswith(BANGLA_JOIN):
            return bangla(rest)
    return word


def british(word: str) -> str:
    for pattern, spelling in AMERICAN:
        word = pattern.sub(spelling, word)
    return word


@lru_cache(maxsize=2**17)
def stem(word: str, language: str) -> str:
    """The stem of a cleaned word. Words with figures in them are ids, years or amounts and stay whole."""
    if any(sign.isdigit() for sign in word):
        return word
    if language == "bn":
        return bangla(word)
    if language not in _stemmers:
        return word
    if language == "en":
        word = british(word)
    if language == "ar":
        word = ARABIC_PLURAL.sub("", ARABIC_ARTICLE.sub("", word))
    with _lock:
        stemmed = _stemmers[language].stemWord(word)
    return stemmed if len(stemmed) > 1 else word
