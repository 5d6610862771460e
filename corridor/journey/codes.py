"""Codes of files and cases: short words that are said aloud and written down without a mistake, like "kiba-tumu-8".

They say nothing of her: not a year, not a place, not a number in a row (WIF2023-8).
"""

import re
import secrets
from collections.abc import Callable, Container

from django.utils.translation import gettext

from corridor.reference.folding import folded
from corridor.safe.faults import Unfit

# Sounds that speakers of all seven languages of the interface tell apart and write with one letter each: no p (Arabic),
# v (Spanish, Bangla, Nepali), g, j, h, z (Arabic, French, Spanish, Bangla); no e and o, which in Arabic are i and u.
CONSONANTS, VOWELS = "bdfklmnrst", "aiu"
SYLLABLES, MODULUS = 4, 11
WEIGHTS = (1, 6, 2, 7, 3, 8, 4, 9)  # of the eight letters in turn; none twice, so that exchanged letters show
VALUES = {letter: value for letters in (CONSONANTS, VOWELS) for value, letter in enumerate(letters)}
# What is rude, or holy, in one of the languages, wherever it stands in a code.
UNFIT = re.compile(
    "bal|bit|bur|dal|dik|fak|fat|fuk|fud|fif|kafir|kak|kal|kamin|kul|kun|kus|kut|lad|lul|lun|mur|mut|nab|nik|nud|nun"
    "|rad|rik|sal|sik|suk|sut|tat|tit|tut"
)
# How the same sounds are written by who hears them.
HEARD = str.maketrans("eocqpvz", "iukkbbs")
SHAPE = re.compile(f"((?:[{CONSONANTS}][{VOWELS}]){{{SYLLABLES}}})([0-9])")
TRIES = 10_000


def new_code(taken: Container[str], choice: Callable[[str], str] = secrets.choice) -> str:
    """A code that is not taken: two words of two syllables, and a figure that checks them.

    There are 422,569 codes (four of 30 syllables, without what is unfit and without a check of ten). One that is taken
    is drawn again, so that in one centre none comes twice. Drawn without looking, as on two machines that do not know
    of each other, a code meets one of 50,000 with a chance of 1 in 8, and among 50,000 drawn so some are certainly
    alike: a code is what people say, never what a record is told apart by. Files and cases have the same form. Raises
    OverflowError when nearly all are taken. choice: how a letter is drawn; the demonstration draws from a seed.
    """
    for _ in range(TRIES):
        letters = "".join(choice(CONSONANTS) + choice(VOWELS) for _ in range(SYLLABLES))
        if is_fit(letters) and (code := _written(letters, str(check_of(letters)))) not in taken:
            return code
    raise OverflowError("nearly all codes are taken")


def is_fit(letters: str) -> bool:
    """Whether the eight letters may be a code: no syllable twice, nothing unfit, and a check of one figure."""
    syllables = {letters[at : at + 2] for at in range(0, len(letters), 2)}
    return len(syllables) == SYLLABLES and not UNFIT.search(letters) and check_of(letters) < 10


def check_of(letters: str) -> int:
    """0 to 10. It changes with every single letter, and when two consonants, or two vowels, change places.

    A weighted sum modulo 11, as in an ISBN. Two letters beside each other that change places spoil the shape.
    """
    return sum(weight * VALUES[letter] for weight, letter in zip(WEIGHTS, letters, strict=True)) % MODULUS


def read_code(text: str) -> str:
    """The code as it is kept, from the way in which it was typed: any case, with spaces or hyphens or without, figures
    of any script, and letters that sound the same (kebo for kibu). Raises Unfit.
    """
    found = SHAPE.fullmatch(re.sub(r"[\s\-‐‑‒–—_.]+", "", folded(text)).translate(HEARD))
    if not found:
        told = gettext("Found “%(found)s”; expected a code of two words and a figure, such as %(example)s.")
        raise Unfit(told % {"found": text[:40], "example": EXAMPLE})
    if not is_fit(found[1]) or check_of(found[1]) != int(found[2]):
        told = gettext("“%(found)s” is no code: a letter or the figure at its end is wrong. Ask for it again.")
        raise Unfit(told % {"found": _written(*found.groups())})
    return _written(*found.groups())


def _written(letters: str, check: str) -> str:
    return f"{letters[:4]}-{letters[4:]}-{check}"


EXAMPLE = _written("kibatumu", str(check_of("kibatumu")))
