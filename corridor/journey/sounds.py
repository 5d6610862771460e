"""How a name sounds, whatever the script it is written in, so that the same name written twice is noticed.

A word becomes a skeleton of its consonants, and beside it the vowels between them as far as the script tells them. What
is merged, and why:
- p ph f b bh v w: Arabic has no p and no v, Nepali and Bangla no f and no v (Parvin, পারভীন, برفين; Vishnu, Bishnu);
- j jh z, and y at the beginning: Zainab is Joynob, Nazma is Najma, Yamuna is Jamuna;
- s sh ss, k kh q, t th, d dh with the letters that differ by tongue or breath alone; ch and chh;
- long and short vowels; o with a and u, e with a and i, as Bangla, Arabic and their spellings in Latin letters do;
- doubled letters; h at the end and after a consonant; ng at the end as the n it is in तामाङ.
Where a letter has several sounds (ج as j or g, و as w or u, ছ as ch or s) a word has several readings, and one that
fits is enough. Final vowels are kept apart: Salim and Salima, Kumar and Kumari are two people.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import islice, product

from anyascii import anyascii

CLASSES = "_aeiouy"  # of vowels: none, a, e, i, o, u, and y for a with i (Aisha, Maya)
BIT = {sign: 1 << place for place, sign in enumerate(CLASSES)}
ANY = (1 << len(CLASSES)) - 1
NEAR_PAIRS = ("ao", "ou", "ei", "ae", "ey")
SILENT_PAIRS = ("_a", "_o")  # between consonants: Kamla is Kamala, but Salma is not Salima
# a vowel that Arabic leaves out; the a of Indic letters, often silent; a vowel of a script that is not well known here
UNWRITTEN, INHERENT, UNSURE = "?", "ə", "*"
MOST_READINGS, LONGEST = 12, 60

Reading = tuple[str, tuple[int, ...]]


@dataclass(frozen=True)
class Word:
    """One word of a name: its readings (consonants, and the vowels that may stand before, between and after them).

    weak: a word that so many have that it tells little (Begum, Devi, Kumari).
    """

    readings: tuple[Reading, ...]
    weak: bool = False


def _near(pairs: tuple[str, ...]) -> list[int]:
    """For every set of vowels, those it is taken to be the same as."""
    alike = {
        (one, other) for one in CLASSES for other in CLASSES if one == other or {one + other, other + one} & {*pairs}
    }
    return [sum({BIT[other] for one, other in alike if vowels & BIT[one]}) for vowels in range(ANY + 1)]


NEAR, NEAR_END = _near(NEAR_PAIRS + SILENT_PAIRS), _near(NEAR_PAIRS)


def same_sound(one: Word, other: Word) -> bool:
    """Whether two words sound the same in one of their readings."""
    for key, vowels in one.readings:
        for other_key, others in other.readings:
            if key == other_key and _same_vowels(vowels, others):
                return True
    return False


def _same_vowels(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    if not NEAR_END[one[-1]] & other[-1]:
        return False
    return all(NEAR[mine] & other[place] for place, mine in enumerate(one[:-1]))


# Indic scripts stand in one order in Unicode, so that Devanagari speaks for Bangla, Gurmukhi, Tamil and others.
INDIC = {
    **dict.fromkeys("कख", ("K",)),
    **dict.fromkeys("गघ", ("G",)),
    **dict.fromkeys("चछ", ("C",)),
    **dict.fromkeys("जझ", ("J",)),
    **dict.fromkeys("टठतथ", ("T",)),
    **dict.fromkeys("डढदध", ("D",)),
    **dict.fromkeys("ङञणन", ("N",)),
    **dict.fromkeys("पफबभव", ("P",)),
    **dict.fromkeys("शषस", ("S",)),
    **dict.fromkeys("लळ", ("L",)),
    **{"र": ("R",), "म": ("M",), "ह": ("H",), "य": ("i",)},
    **{"\ue000": ("KS", "C", "K"), "\ue001": ("Gi", "JN"), "\ue002": ("C", "S")},  # क्ष, ज्ञ, and ছ of Bangla
}
INDIC_VOWELS = {
    **dict.fromkeys("अआाऑॉ", "a"),
    **dict.fromkeys("इईिी", "i"),
    **dict.fromkeys("उऊुू", "u"),
    **dict.fromkeys("एऍऎेॅॆ", "e"),
    **dict.fromkeys("ओऒोॊऔौ", "o"),
    **{"ऐ": "ai", "ै": "ai", "ऋ": "Ri", "ृ": "Ri"},
}
NUKTA, JOINED, DOTS = "\u093c", "\u094d", {"\u0902": ("N",), "\u0901": ("N", "")}
BANGLA = (("\u0993\u09af\u09bc", "ব"), ("\u0987\u09af\u09bc", "য"), ("ৎ", "ত্"), ("ছ", "\ue002"))
ARABIC = {
    **dict.fromkeys("بپفڤ", ("P?",)),
    **dict.fromkeys("تطٹ", ("T?",)),
    **dict.fromkeys("دڈ", ("D?",)),
    **dict.fromkeys("زژ", ("J?",)),
    **dict.fromkeys("سص", ("S?",)),
    **dict.fromkeys("كکخ", ("K?",)),
    **dict.fromkeys("غگ", ("G?",)),
    **dict.fromkeys("رڑ", ("R?",)),
    **dict.fromkeys("حهہ", ("H?",)),
    **dict.fromkeys("ذظض", ("J?", "D?")),
    **{"ل": ("L?",), "م": ("M?",), "ن": ("N?",), "ں": ("N?", ""), "چ": ("C?",), "ش": ("S?", "C?")},
    **{"ث": ("S?", "T?"), "ج": ("J?", "G?"), "ق": ("K?", "G?"), "و": ("u", "P?")},
    **dict.fromkeys("اآٱ", ("a",)),
    **dict.fromkeys("يیىئ", ("i",)),
    **{"ة": ("a",), "ے": ("e",), "ؤ": ("u",), "إ": ("i",), "أ": ("a", "u"), "ع": (UNWRITTEN,)},
}
ARABIC_FIRST = {"ا": (UNWRITTEN,), "ي": ("J?",), "ی": ("J?",), "و": ("P?", "u")}
ARABIC_LAST = {**dict.fromkeys("هہ", ("a", "")), "ى": ("a", "i")}
LATIN = [
    (re.compile(pattern), signs)
    for pattern, signs in (
        ("^ksh", ("KS", "C")),
        ("s[h]?[wv](?=[aeiouy])", ("S", "SP")),
        ("t?c+h+|tsh", ("C",)),
        ("^x", ("S",)),
        ("x", ("KS",)),
        ("sch|sh|s", ("S",)),
        ("dj|zh|z|jh?", ("J",)),
        ("ph|bh|[pfbv]|w(?=[aeiouy])", ("P",)),
        ("th?", ("T",)),
        ("dh?", ("D",)),
        ("c(?=[eiy])", ("S",)),
        ("kh|ck|[kqc]", ("K",)),
        ("ngh?$", ("N",)),
        ("ng(?=[^aeiouyh])", ("N", "NG")),
        ("gh?", ("G",)),
        ("^y(?=[aeiou])", ("J",)),
        ("ee", ("i",)),
        ("oo", ("u",)),
        ("y", ("i",)),
        ("w", ("u",)),
        ("h(?=[aeiouy])", ("H",)),
        ("h$", ("",)),
        ("h", ("", "H")),
        ("[aeiou]", ()),
        ("[lmnr]", ()),
    )
]
# Spellings that no rule meets.
SPELLED = {
    **dict.fromkeys(("md", "mohd", "mhd", "muhd", "মোঃ", "মো", "মোহাঃ"), "muhammad"),
    **{"fatma": "fatima", "amna": "amina", "الله": "له"},
}
DROPPED = (
    "mr mrs ms miss madam mst most mosammat mosamat musammat mosammot smt shrimati srimati shri sri sushri didi apa apu"
    " khala bhabi bahini haji hajji hajja hajjah al el ul ur bin binte bint ibn"
    " श्रीमती श्री सुश्री दिदी दीदी बहिनी মোসাম্মৎ মোছাম্মৎ মোসাঃ মোছাঃ মিসেস শ্রীমতি আপা দিদি খালা"
    " السيدة سيدة السيد سيد الآنسة آنسة الحاجة حاجة حاج بنت بن ابن"
)
WEAK = "begum bibi khatun khanam khanom devi kumari kumar banu bano bai akter akhter sultana bahadur abd muhammad"
# "Servant of", with one of the names of God after it: Abdul Rahman, Abdurrahman, عبد الرحمن, আব্দুর রহমান are one name.
SERVANT = re.compile("(?:abd(?:ul|ur|us|el|al)|abd$|عبدال|عبد$|আব্?দু[লরস]|अब्दु[लरस])(.*)")
APART = re.compile(r"[\s,.;:/()\[\]|_\-–—،؛।\"]+")
OMITTED = re.compile("['’‘`´ʼʿ\u0610-\u061a\u0640\u064b-\u065f\u0670]")  # with what Arabic adds to its letters
ENDS = ((re.compile(r"\?+$"), ""), (re.compile("H$"), ""), (re.compile(r"N\??G$"), "N"), (re.compile("NP"), "MP"))
_DROPPED = frozenset(DROPPED.split())
_VOWEL = re.compile("[aeiou]+")
DOUBLED, RUN = re.compile(r"([A-Z])\1+"), re.compile("([A-Z]?)([^A-Z]*)")


def spelled_words(name: str) -> list[str]:
    """The words of a name in any script, without titles and initials; with them when there is nothing else."""
    plain = (
        name.lower()
        if name.isascii()
        else unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    )
    words = [word[:LONGEST] for raw in APART.split(plain) if (word := OMITTED.sub("", raw))]
    kept = [word for word in words if word not in _DROPPED and (len(word) > 1 or not word.isascii())] or words
    found: list[str] = []
    for word in (SPELLED.get(one, one) for one in kept):
        if servant := SERVANT.fullmatch(word):
            found += ["abd", servant[1]] if servant[1] else ["abd"]
        else:
            found.append(word.removeprefix("ال") if len(word) > 4 else word)
    return found


def word_of(word: str) -> Word:
    """How one of `spelled_words` sounds."""
    found = Word(_readings(word))
    return Word(found.readings, weak=any(same_sound(found, one) for one in _WEAK))


def joined(one: Word, other: Word) -> Word:
    """How two words sound when they are written as one."""
    pairs = islice(product(one.readings, other.readings), MOST_READINGS)
    return Word(tuple((key + next_key, vowels + next_vowels) for (key, vowels), (next_key, next_vowels) in pairs))


def _readings(word: str) -> tuple[Reading, ...]:
    first = word[:1]
    if "\u0900" <= first <= "\u0d7f":
        parts = _from_indic(word)
    elif "\u0600" <= first <= "\u08ff":
        parts = _from_arabic(word)
    else:
        parts = _from_latin(anyascii(word).lower(), sure=first < "\u0250" or "\u1e00" <= first <= "\u1eff")
    texts = map("".join, islice(product(*parts), MOST_READINGS))
    return tuple(dict.fromkeys(reading for text in texts if (reading := _reading(text))[0]))


def _from_indic(word: str) -> list[tuple[str, ...]]:
    for written, meant in BANGLA:
        word = word.replace(written, meant)
    word = "".join(chr(0x900 | ord(sign) & 0x7F) if "\u0980" <= sign <= "\u0d7f" else sign for sign in word)
    word = word.replace("क्ष", "\ue000").replace("ज्ञ", "\ue001")
    found: list[tuple[str, ...]] = []
    for place, sign in enumerate(word):
        before, after = word[max(0, place - 2) : place], word[place + 1 : place + 3]
        if sign in INDIC:
            found.append(_indic_consonant(sign, before, after))
            after = after.lstrip(NUKTA)[:1]
            joined = before.endswith(JOINED) and not after  # a last joined letter keeps its vowel: कृष्ण
            if (not after and joined) or (after and after != JOINED and after not in INDIC_VOWELS):
                found.append((INHERENT,))
        elif sign in INDIC_VOWELS:
            found.append((INDIC_VOWELS[sign],))
        elif sign in DOTS:
            found.append(DOTS[sign])
    return found


def _indic_consonant(sign: str, before: str, after: str) -> tuple[str, ...]:
    if sign == "य":
        if not before:
            return ("J",)
        return ("i", "P") if after[:1] == NUKTA and before[-1:] == "ो" else ("i",)  # সানোয়ারা: Sanowara
    if sign in "डढ" and after[:1] == NUKTA:
        return ("R",)
    if sign in "वब" and before[-1:] == JOINED and before[:1] in "शषस":
        return ("P", "")  # स्वप्ना: Swapna, Shopna
    return INDIC[sign]


def _from_arabic(word: str) -> list[tuple[str, ...]]:
    word = word.replace("تش", "چ")
    found = [ARABIC.get(sign, ("",)) for sign in word]
    if word[0] in ARABIC_FIRST:
        found[0] = ARABIC_FIRST[word[0]]
    if len(word) > 1 and word[-1] in ARABIC_LAST:
        found[-1] = ARABIC_LAST[word[-1]]
    return found


def _from_latin(word: str, sure: bool) -> list[tuple[str, ...]]:
    """sure: whether the vowels are those that were written; of other scripts only the consonants are."""
    found: list[tuple[str, ...]] = []
    place = 0
    while place < len(word):
        match, signs = next(
            ((match, signs) for pattern, signs in LATIN if (match := pattern.match(word, place))), (None, ("",))
        )
        place = match.end() if match else place + 1
        signs = signs or (match[0].upper() if match and match[0] in "lmnr" else match[0] if match else "",)
        found.append(signs if sure else tuple(_VOWEL.sub(UNSURE, sign) + UNWRITTEN for sign in signs))
    return found


def _reading(text: str) -> Reading:
    for pattern, instead in ENDS:
        text = pattern.sub(instead, text)
    text = DOUBLED.sub(r"\1", text)
    runs = [(key or "A", vowels) for key, vowels in RUN.findall(text) if key or vowels]
    return "".join(key for key, _ in runs), tuple(_vowels(vowels) for _, vowels in runs)


def _vowels(run: str) -> int:
    """The set of vowels that a run of signs may stand for."""
    letters = set(run) - {INHERENT, UNWRITTEN}
    if UNSURE in letters:
        return ANY
    if not letters:
        return ANY if UNWRITTEN in run else _bits("_ao") if INHERENT in run else _bits("_")
    front = letters & {"e", "i"}
    if front and "a" in letters:
        return _bits("y")
    if front and (UNWRITTEN in run or INHERENT in run):  # زينب is Zinab or Zainab
        return _bits(letters | {*"eiy"})
    if UNWRITTEN in run and letters <= {"o", "u"}:
        return _bits("ou")
    return _bits(letters)


def _bits(signs: str | set[str]) -> int:
    return sum(BIT[sign] for sign in set(signs))


_WEAK = [Word(_readings(word)) for word in WEAK.split()]
