"""Texts that nobody means to type, or that somebody types to do harm: by sort, in the scripts of our users.

Every sort makes a text from dice, so that a request can be made again from its number. Where a sort leaves room, the
text holds MARK, which stands nowhere else: what comes back in a page as it is, in a log or in a header, is seen by it.
"""

import base64
import random
import string
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, timedelta

MARK = "wqxzkvtail"
CARD_HEAD = "corridor calling card"  # with which a field begins that takes the keys of another centre
Dice = random.Random
Sort = Callable[[Dice], str]
SENTENCES = {
    "arabic": "أخذ المكفول جوازي ولم يدفع أجر ثلاثة أشهر",
    "urdu": "مالک نے پاسپورٹ رکھ لیا اور تنخواہ نہیں دی",
    "bengali": "মালিক পাসপোর্ট রেখে দিয়েছে, তিন মাসের বেতন দেয়নি",
    "nepali": "मालिकले राहदानी राख्यो, तीन महिनाको ज्याला दिएन",
    "hindi": "मालिक ने पासपोर्ट रख लिया, तीन महीने की मज़दूरी नहीं दी",
    "sinhala": "හාම්පුතා ගමන් බලපත්‍රය තබා ගත්තේය, වැටුප් ගෙව්වේ නැත",
    "tamil": "முதலாளி கடவுச்சீட்டை வைத்துக்கொண்டார், சம்பளம் தரவில்லை",
    "amharic": "አሠሪው ፓስፖርቴን ወሰደ፣ የሦስት ወር ደመወዝ አልከፈለም",
}
# Pieces that would do something if a page or a template took them as they are. What must not come back is HARM.
TAGS = (
    f"<script>{MARK}()</script>",
    f"<img src=x onerror={MARK}()>",
    f"</textarea><b {MARK}>",
    f"</title></script><b {MARK}>",
    f"<svg/onload={MARK}()>",
    f"<!--<b {MARK}>-->",
    f"]]><b {MARK}>",
)
QUOTES = (f'" onfocus={MARK}() autofocus x="', f"' onfocus={MARK}() autofocus x='", f"x` onfocus={MARK}()")
TEMPLATES = (f"{{{{7919|add:1}}}}{MARK}", f"{{{{ 7919+1 }}}}{MARK}", f"${{7919+1}}{MARK}", f"{{% debug %}}{MARK}")
HARM = (*(one.encode() for one in TAGS), *(one.encode() for one in QUOTES[:1]), f"7920{MARK}".encode())
FORMULAS = (
    f"=1+1&{MARK}",
    f'=HYPERLINK("https://{MARK}.example";"x")',
    f"+{MARK}",
    f"-{MARK}",
    f"@SUM({MARK})",
    f"\t={MARK}",
    f"\r={MARK}",
    f"＝1+1{MARK}",
    f"=cmd|' /C {MARK}'!A0",
    f'x","={MARK}',
)
FIGURES = {"arabic": 0x660, "persian": 0x6F0, "devanagari": 0x966, "bengali": 0x9E6, "tamil": 0xBE6, "wide": 0xFF10}
NUMBERS = (
    *(
        "0",
        "-0",
        "-1",
        "1e400",
        "-1e400",
        "1e-400",
        "NaN",
        "nan",
        "sNaN",
        "Infinity",
        "-inf",
        "0x1F",
        "1_000",
        "1,000.50",
    ),
    *("1.000,50", "1 000", "2147483648", "9223372036854775808", "18446744073709551616", "1e999999999", "9" * 5_000),
    *("0." + "1" * 400, "²", "½", "Ⅷ", "፪", "௧௦", "٫٥", "--5", "5-", "+5", "1e", "e1", ".", "00000000012", "1" * 25),
)
DAYS = (
    *("0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "-0044-03-15", "2026-02-30", "2025-02-29", "2026-13-01"),
    *("32.13.2026", "2026-W53-7", "2026-366", "1", "99", "1e3", "2026-11-22T24:60:60", "2026-11-22T10:00:00+25:00"),
    *(
        "2082-13-40",
        "2082-01-32",
        "1447-13-31",
        "1447-09-30",
        "1700-01-01",
        "2200-12-30",
        "1299",
        "1501",
        "1969",
        "2101",
    ),
    *(
        "٢٠٢٦-١١-٢٢",
        "२०८२-०५-३१",
        "২০২৬-১১-২২",
        "2026-11",
        "11.2026",
        "Mangsir 2082",
        "رمضان ١٤٤٧",
        "today",
        "2026-1-1",
    ),
    *("2026--1", "/", "-", "2026-11-22-", "22/11/26", "1/1/0", "December", "2026 13", "0", "99999", "24:00", "-1:00"),
)
WORDS = (
    "null",
    "None",
    "undefined",
    "true",
    "on",
    "self",
    "__class__",
    "constructor",
    "__proto__",
    "null\0",
    "NULL",
    "[]",
)
PATHS = (
    f"../../../../{MARK}/passwd",
    f"..\\..\\{MARK}",
    f"/etc/{MARK}",
    f"file:///{MARK}",
    f"C:\\CON\\{MARK}",
    "..",
    "/",
    f"....//....//{MARK}",
    f"%2e%2e%2f{MARK}",
)
ELSEWHERE = (
    f"https://{MARK}.example/",
    f"//{MARK}.example/",
    f"/\\{MARK}.example",
    f"javascript:{MARK}()",
    f"https:{MARK}.example",
    f"\thttps://{MARK}.example",
    f"data:text/html,<b>{MARK}",
)
PATTERNS = (
    "(a+)+$",
    "[",
    "(",
    "*",
    "\\",
    "(?P<x",
    "%",
    "_",
    "%_%",
    "\\\\",
    "a{1,99999}",
    "^",
    "|",
    '"',
    "'",
    "-",
    "--",
)
ASKED = (
    f"' OR 1=1 -- {MARK}",
    f"'; DROP TABLE {MARK}; --",
    f'" OR ""="{MARK}',
    f"1) UNION SELECT '{MARK}'",
    "\\'",
    "%%",
    "''",
)
FORMATS = (f"%s %d %(x)s %n {MARK}", f"{{0}} {{x!r}} {{0.__class__}} {MARK}", "%", "%%(", "{", "}", f"%(number)s{MARK}")
NESTED = ("[" * 10_000, '{"a":' * 3_000, "{" * 200 + "}" * 200, "(" * 5_000, f'{{"t":"{MARK}","t":1}}', "- " * 900)
ENTITIES = (
    f"&lt;b {MARK}&gt;",
    "&#0;",
    f"&#x3c;b {MARK}&#x3e;",
    "&",
    "&amp;amp;",
    f'<!DOCTYPE x [<!ENTITY y "{MARK}">]>&y;',
)
LINES = ("\r\n", "\r", "\n" * 1_000, "\x85", "\u2028", "\u2029", "\v", "\f", "\n\r", "a\r\nb\rc\nd" + MARK)
SPACES = (
    " ",
    "\t",
    "\u00a0" * 3,
    "\u3000",
    "\u2007\u202f",
    "\u200b",
    "\ufeff",
    "\u2060\u00ad",
    " " * 5_000,
    "\u180e",
    "\u3164",
)
TURNED = (
    f"{MARK}\u202egpj.exe",
    f"\u2067{MARK}",
    f"\u200f{MARK}\u200e١٢",
    f"\u202a\u202b\u202d{MARK}",
    f"{MARK} \u2068أ \u2069\u2069\u2069",
    f"\u061c{MARK}",
)
FACES = ("👩🏽‍👩🏿‍👧🏻‍👦", "🇳🇵🇯🇴🇧", "1️⃣#️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "☃\ufe0f\ufe0e", "\U0001f9d5🏾\u200d")
STACKED = (
    "Z" + "\u0338\u0353\u0489" * 60,
    "क्" * 300,
    "ക്ഷ" * 40,
    "e\u0301" * 50,
    "\u0651\u064b" * 40,
    "\u0300" * 400,
    "ﷺ" * 50,
)
CASES = ("İıiI", "ßẞSS", "ǅǆ", "ﬀﬁ", "ΣσςΑ\u0345", "Ⅷⅷ", "\u1e9e", "K\u212a", "ŉ")
ODD_SIGNS = (
    "\ufffe\uffff",
    "\ufffd",
    "\U0010ffff",
    "\ue000\uf8ff",
    "\U000e0001\U000e0041",
    "\u0378\u05ff",
    "\U0001fbff",
    "\ufdd0",
)


def among(*texts: str, room: bool = False) -> Sort:
    """One of these. room: with MARK behind it."""
    return lambda dice: dice.choice(texts) + (f" {MARK}{dice.randrange(1000)}" if room else "")


def sentence(script: str) -> Sort:
    """The words of a sentence in another order, with MARK."""

    def made(dice: Dice) -> str:
        words = SENTENCES[script].split()
        dice.shuffle(words)
        return " ".join([*words[: dice.randint(2, len(words))], f"{MARK}{dice.randrange(1000)}"])

    return made


def with_nul(dice: Dice) -> str:
    return dice.choice((f"\0{MARK}", f"{MARK}\0", f"{MARK}\0\0x", "\0", "\0" * 70, f"a\0{MARK}", "2026-11-22\0", "3\0"))


def with_controls(dice: Dice) -> str:
    signs = [chr(one) for one in (*range(1, 32), *range(127, 160))]
    return "".join(dice.sample(signs, dice.randint(1, 12))) + MARK


def figures(dice: Dice) -> str:
    """A number or a day in figures of another script, or of two."""
    zero = dice.choice(list(FIGURES.values()))
    told = dice.choice(("12", "2026-11-22", "1500.50", "0", "99999", "2082-08-06", "1447"))
    return "".join(chr(zero + int(one)) if one.isdigit() and dice.random() < 0.9 else one for one in told)


def decade_off(dice: Dice) -> str:
    """A day ten years and more from today, either way."""
    day = date.today() + timedelta(days=dice.choice((-1, 1)) * dice.randint(3_600, 40_000))
    return day.isoformat()


def long_one(dice: Dice) -> str:
    piece = dice.choice(("x", "ا", "क्ष", "x ", "x\n", "<b>", "'", "\u0301", "🙂", "٣"))
    return MARK + piece * dice.choice((201, 2_001, 20_001))


def very_long(dice: Dice) -> str:
    return MARK + dice.choice(("x", "ক", "&", "=1\n")) * dice.choice((70_000, 300_001))


def any_signs(dice: Dice) -> str:
    """Signs from the whole of Unicode that can be sent."""
    signs = (
        chr(dice.choice((dice.randrange(0x3000), dice.randrange(0xE000, 0x110000)))) for _ in range(dice.randint(1, 60))
    )
    return "".join(one for one in signs if not 0xD800 <= ord(one) < 0xE000)


def taken_apart(dice: Dice) -> str:
    """A sentence in another of the forms that Unicode has for it."""
    form = dice.choice(("NFC", "NFD", "NFKC", "NFKD"))
    return unicodedata.normalize(form, dice.choice(list(SENTENCES.values())) + "é ﬁ ｱ") + MARK  # type: ignore[arg-type]


def spliced(dice: Dice) -> str:
    """Pieces of several sorts, one behind the other."""
    return "".join(SORTS[dice.choice(SHORT_SORTS)](dice)[:300] for _ in range(dice.randint(2, 4)))


def packed(dice: Dice) -> str:
    """What a field takes as text and opens as something else."""
    inside = dice.choice(
        ("[" * 9_000, "{}", '{"key":1}', '{"v":1e999}', "null", f'["{MARK}"]', '{"a":{"a":' * 900, "\0")
    )
    head = dice.choice(("", CARD_HEAD + "\n", CARD_HEAD + "\r\n", "data:application/json;base64,"))
    return head + dice.choice((base64.b64encode(inside.encode()).decode(), inside.encode().hex(), "====", "A" * 4_001))


def letters(dice: Dice) -> str:
    return "".join(dice.choices(string.printable, k=dice.randint(1, 50)))


POOL: list[str] = ["hypothesis"]  # filled by `draw_pool`
SORTS: dict[str, Sort] = {
    "empty": among(""),
    "one sign": among("a", "ا", "क", "'", '"', "<", "&", "\\", ";", "0", "é"),
    **{f"script: {name}": sentence(name) for name in SENTENCES},
    "direction turned": among(*TURNED),
    "NUL": with_nul,
    "control signs": with_controls,
    "spaces": among(*SPACES),
    "spaces around": lambda dice: dice.choice(SPACES) + MARK + dice.choice(SPACES),
    "ends of lines": among(*LINES),
    "stacked signs": among(*STACKED, room=True),
    "emoji": among(*FACES, room=True),
    "upper and lower": among(*CASES, room=True),
    "odd signs": among(*ODD_SIGNS, room=True),
    "forms of Unicode": taken_apart,
    "tags": among(*TAGS),
    "quotes": among(*QUOTES),
    "entities": among(*ENTITIES),
    "templates": among(*TEMPLATES),
    "formulas": among(*FORMULAS),
    "SQL": among(*ASKED),
    "patterns": among(*PATTERNS, room=False),
    "formats": among(*FORMATS),
    "nested": among(*NESTED),
    "paths": among(*PATHS),
    "elsewhere": among(*ELSEWHERE),
    "headers": among(
        f"x\r\nSet-Cookie: {MARK}=1", f"x\nX-{MARK}: 1", f"x\r\n\r\n<b {MARK}>", f"\r\n{MARK}", f"{MARK}\x85x: y"
    ),
    "commands": among(f"$({MARK})", f"`{MARK}`", f"| {MARK}", f"; {MARK} #", f"&& {MARK}", f"-{MARK}", f"--{MARK}=/"),
    "words of programs": among(*WORDS),
    "packed": packed,
    "numbers": among(*NUMBERS),
    "figures of other scripts": figures,
    "days": among(*DAYS),
    "a decade off": decade_off,
    "no such choice": among(
        "nothing-like-it", "other ", " OTHER", "-1", "0", "999999", f"{MARK}", "true", "other,other"
    ),
    "ids": among(
        *(
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "{0}",
            "urn:uuid:0",
            "0" * 32,
        ),
        *("00000000000000000000000000000000", "g" * 36, "0" * 16, "12345678-1234-4234-8234-1234567890AB", "1", "1,1"),
    ),
    "long": long_one,
    "very long": very_long,
    "any signs": any_signs,
    "anything on the keyboard": letters,
    "hypothesis": lambda dice: dice.choice(POOL),
    "spliced": spliced,
}
SHORT_SORTS = [name for name in SORTS if name not in {"very long", "long", "nested", "spliced"}]


def draw_pool(count: int) -> Iterable[str]:
    """Fill the sort "hypothesis" with texts that Hypothesis finds worth trying; the same ones every time."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import strategies as st

    signs = st.characters(exclude_categories=("Cs",))
    odd = st.characters(categories=("Mn", "Me", "Cf", "Cc", "Zs", "Zl", "Zp", "No", "Nd", "Sk", "Lm"))
    day = st.from_regex(r"\A\d{1,5}[-/. ]\d{1,3}[-/. ]?\d{0,4}\Z")
    number = st.one_of(st.floats().map(str), st.integers().map(str), st.decimals().map(str))
    found: list[str] = []

    @settings(
        max_examples=count, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(
        st.one_of(st.text(signs, max_size=80), st.text(odd, max_size=30), day, number, st.text("<>&\"'=\0\r\n%{}\\/;"))
    )
    def draw(text: str) -> None:
        found.append(text)

    draw()
    POOL[:] = found or POOL
    return POOL
