"""Text as searches see it: freed of case, accents, marks that writers leave out, and foreign figures; any script."""

import re
import unicodedata

# Combining marks are part of a word: without them Devanagari and Bangla would fall apart at every vowel sign.
MARKS = "".join(chr(point) for point in range(0x300, 0x12000) if unicodedata.category(chr(point))[0] == "M")
JOINERS = "\u00ad\u200c\u200d"
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


class _Folds(dict[int, str]):
    """The plain form of each sign, found when it is first met."""

    def __missing__(self, point: int) -> str:
        plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", chr(point)).casefold()).translate(SIGNS)
        # taken apart, so that a sign in one piece and the same in two (as some keyboards send it) end alike
        plain = ACCENTS.sub("", unicodedata.normalize("NFD", plain)).translate(SIGNS)
        plain = unicodedata.normalize("NFC", plain).translate(LATE_SIGNS)
        self[point] = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in plain)
        return self[point]


FOLDS = _Folds()


class KnownWords(dict[str, str]):
    """Words already brought into their plain form, kept as long as whoever reads many texts keeps this."""

    def __missing__(self, word: str) -> str:
        self[word] = folded(word)
        return self[word]

    def folded(self, text: str) -> str:
        """As `folded`; three times as fast where words come again, as in a casebook of many scripts."""
        return text.lower() if text.isascii() else " ".join(map(self.__getitem__, text.split(" ")))


def folded(text: str) -> str:
    """A whole text in its plain form, for finding a part of it; spaces and punctuation stay."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFC", text.translate(FOLDS))
