"""Requests that no browser of a person who means well would send, each made again from its recipe.

A recipe says to which form, in which way, which field, which sort of text, and the number from which the dice begin; so
what is kept of a request holds nothing that was typed.
"""

import random
import re
import zlib
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from proof.bad_files import FILES, LARGE, File
from proof.bad_forms import Blank, Place
from proof.bad_sending import FORM, LANGUAGES, pairs_body
from proof.bad_words import MARK, SHORT_SORTS, SORTS

Dice = random.Random
PART = "multipart/form-data; boundary=x"


@dataclass(frozen=True)
class Recipe:
    """at: a form or a page. how: the way. field: a field's name. sort: of the text, the file, the body ... ."""

    at: str
    how: str
    field: str = ""
    sort: str = ""
    number: int = 0

    def plain(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class Request:
    """One request, ready to be sent. typed: the names and texts of its form."""

    role: str
    method: str
    address: str
    body: bytes = b""
    kind: str = FORM
    more: dict[str, Any] = field(default_factory=dict)
    typed: list[tuple[str, str]] = field(default_factory=list)
    files: bool = False


LETTERS = ("hex", "base64", "utf-16", "idna", "rot13", "unknown", "utf-7", '"', "punycode", "zlib", "undefined", "mbcs")
BYTES = (
    b"\xff\xfe",
    b"\xc0\x80",
    b"\xed\xa0\x80",
    b"\xf5\x80\x80\x80",
    b"\x80" * 300,
    "क".encode()[:2],
    b"\xe0",
    b"a\xffb",
)
Body = Callable[[Dice, Place], tuple[bytes, str]]


def urlencoded(dice: Dice, place: Place) -> bytes:
    return urlencode(place.good()).encode()


def parts(dice: Dice, place: Place, head: str = "", edge: str = "x") -> bytes:
    """The form in parts, with a head of its own."""
    names = [one.name for one in place.blanks] or ["text"]
    told = head or f'form-data; name="{dice.choice(names)}"'
    return f"--{edge}\r\nContent-Disposition: {told}\r\n\r\n{MARK}\r\n--{edge}--\r\n".encode()


BODIES: dict[str, Body] = {
    "cut": lambda dice, place: (parts(dice, place)[: dice.randint(1, 40)], PART),
    "no edge": lambda dice, place: (parts(dice, place), "multipart/form-data"),
    "odd edge": lambda dice, place: (
        parts(dice, place),
        f"multipart/form-data; boundary={dice.choice(('', '=', 'x' * 500, MARK + 'é', chr(34), '..'))}",
    ),
    "other edge": lambda dice, place: (parts(dice, place, edge="y"), PART),
    "no name": lambda dice, place: (parts(dice, place, "form-data"), PART),
    "odd heads": lambda dice, place: (
        parts(
            dice,
            place,
            dice.choice(
                (
                    "form-data; name",
                    "; ; ;",
                    f"form-data; name*=utf-8''%ff{MARK}",
                    f"form-data; name*=hex''{MARK}; filename*=rot13''{MARK}",
                    f"form-data; name*=utf-8'x'y'{MARK}",
                    'form-data; name="a"; filename=""',
                    f"form-data; name=\"{MARK}\"; filename*=utf-8''%00",
                    "x" * 20_000,
                    'attachment; name="file"; filename="a',
                    f'form-data; name="{MARK}\0"',
                    'form-data; name="file"; filename="a\r\nContent-Transfer-Encoding: base64',
                )
            ),
        ),
        PART,
    ),
    "base64": lambda dice, place: (
        parts(dice, place, 'form-data; name="file"; filename="a.jpg"\r\nContent-Transfer-Encoding: base64'),
        PART,
    ),
    "parts in parts": lambda dice, place: (
        parts(dice, place, 'form-data; name="file"\r\nContent-Type: multipart/mixed; boundary=y'),
        PART,
    ),
    "other letters": lambda dice, place: (
        parts(dice, place) if dice.random() < 0.7 else urlencoded(dice, place),
        dice.choice((PART, PART, FORM)) + f"; charset={dice.choice(LETTERS)}",
    ),
    "no bytes of letters": lambda dice, place: (
        urlencoded(dice, place) + b"&text=" + dice.choice(BYTES) + b"&" + dice.choice(BYTES) + b"=1",
        FORM,
    ),
    "signs alone": lambda dice, place: (
        dice.choice((b"&&&&=", b"====", b"%", b"%zz=%", b"a;b=c", b"\0", b"+", b"=x")),
        FORM,
    ),
    "many fields": lambda dice, place: (b"&".join(b"a%d=1" % n for n in range(5_200)), FORM),
    "many files": lambda dice, place: (
        b"".join(
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="%d"\r\n\r\n1\r\n' % n for n in range(130)
        )
        + b"--x--\r\n",
        PART,
    ),
    "nothing": lambda dice, place: (b"", dice.choice((FORM, PART, "", "text/plain"))),
    "plain text": lambda dice, place: (MARK.encode() * 3, "text/plain"),
    "JSON": lambda dice, place: (
        dice.choice((b'{"title":"x","title":1}', b"[" * 90_000, b"nul", b"{}", b"1e999", b'"\\ud800"', b"\xff")),
        "application/json",
    ),
    "XML": lambda dice, place: (
        b'<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/hostname">]><x>&y;</x>',
        "application/xml",
    ),
    "odd type": lambda dice, place: (
        urlencoded(dice, place),
        dice.choice(("/", ";", "x", "text", f"{FORM};" * 40, "a/b/c")),
    ),
    "packed": lambda dice, place: (zlib.compress(urlencoded(dice, place)), FORM),
}
HEADERS: dict[str, Callable[[Dice], dict[str, Any]]] = {
    "length": lambda dice: {"CONTENT_LENGTH": dice.choice(("-5", "abc", "٣", "9" * 30, "", "1e3", "0", " 7", "²"))},
    "type": lambda dice: {
        "CONTENT_TYPE": dice.choice((MARK, "multipart/form-data; boundary=", "\xff", ";;;", "a" * 9_000))
    },
    "language": lambda dice: {
        "HTTP_ACCEPT_LANGUAGE": dice.choice(
            ("x" * 9_000, "ar;q=1e999", "*;q=-1", ",,,", "en-" * 300, f"{MARK};q=٣", "../../x", "zz")
        )
    },
    "host": lambda dice: {
        "HTTP_HOST": dice.choice(
            (
                f"{MARK}.example",
                "",
                "localhost:99999",
                "[::1",
                "localhost\x00",
                "a@localhost",
                "localhost/..",
                "x" * 900,
            )
        )
    },
    "from where": lambda dice: {
        "HTTP_X_FORWARDED_FOR": dice.choice((MARK, "1" * 500, "::ffff:1.2.3.4.5", "127.0.0.1\0", ",")),
        "REMOTE_ADDR": dice.choice(("", MARK, "fe80::1%eth0", "999.1.1.1", "unix:")),
    },
    "as of": lambda dice: {
        "HTTP_IF_NONE_MATCH": dice.choice((MARK, '"', "W/", "*" * 90, '"é"')),
        "HTTP_IF_MODIFIED_SINCE": dice.choice(
            (MARK, "Sat, 99 Foo 9999 99:99:99 GMT", "0", "Thu, 01 Jan 0001 00:00:00 GMT")
        ),
        "HTTP_RANGE": dice.choice(("bytes=-1-", "bytes=9999999999-", "x", "bytes=0-,0-,0-")),
    },
    "what for": lambda dice: {
        "HTTP_ACCEPT": dice.choice(("application/json", MARK, "*/*;q=NaN", "a/b," * 900, "\xff"))
    },
    "packed how": lambda dice: {
        "HTTP_ACCEPT_ENCODING": dice.choice(("gzip", "gzip;q=0, br;q=NaN", MARK, "gzip," * 900))
    },
    "who calls": lambda dice: {
        "HTTP_USER_AGENT": f"<b {MARK}>" * dice.choice((1, 90)),
        "HTTP_REFERER": dice.choice((f"https://{MARK}.example/", "//[", "\xff", "x" * 9_000)),
        "HTTP_ORIGIN": dice.choice(("null", f"https://{MARK}.example", "https://[", "")),
        "HTTP_SEC_FETCH_SITE": dice.choice(("cross-site", MARK, "same-origin")),
    },
    "method in a header": lambda dice: {"HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE", "HTTP_X_ORIGINAL_URL": f"/{MARK}"},
}
COOKIES = ("__Host-session", "__Host-csrf", "__Host-language", "messages", "sessionid")
COOKIE_TEXTS = (
    f"../../{MARK}",
    "\xff",
    "a" * 4_000,
    '"',
    "",
    "%00",
    "0" * 32,
    "e" * 32,
    f"{MARK}\\073",
    '"\\999"',
    "ar\0",
    "=",
    "xx-yy",
)
METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "HEAD", "PROPFIND", "WQX", "get")
ASKED_IN_ADDRESS = re.compile(r'GET(?:\.get(?:list)?\(|\[)"(\w+)"')


def asked_words() -> list[str]:
    """The names under which the sources read what stands behind the question mark."""
    import corridor

    files = Path(corridor.__file__).parent.rglob("*.py")
    return sorted({name for file in files for name in ASKED_IN_ADDRESS.findall(file.read_text(encoding="utf-8"))})


def bad_together(recipe: Recipe) -> dict[str, str]:
    """Field -> sort, of a recipe that speaks of several."""
    sorts = [sort for sort in SORTS if sort != "very long"]
    begin = sorts.index(recipe.sort)
    return {name: sorts[(begin + n) % len(sorts)] for n, name in enumerate(recipe.field.split("|"))}


HOWS = (
    "one",
    "all",
    "missing",
    "twice",
    "unknown",
    "bytes",
    "file",
    "body",
    "header",
    "cookie",
    "address",
    "query",
    "method",
)


@dataclass
class Maker:
    """Makes requests from recipes. places: by name. pages: by name, (role, address). ids: of records and accounts."""

    places: dict[str, Place]
    pages: dict[str, tuple[str, str]]
    ids: list[str]
    asked: list[str] = field(default_factory=asked_words)

    def make(self, recipe: Recipe) -> Request:
        """Raises KeyError for a form that is no longer there."""
        dice = random.Random(f"{recipe.at} {recipe.how} {recipe.field} {recipe.sort} {recipe.number}")
        if recipe.at in self.pages:
            role, address = self.pages[recipe.at]
            place = Place(recipe.at, "", role, "GET", address, [])
        else:
            place = self.places[recipe.at]
        request: Request = getattr(self, recipe.how)(recipe, place, dice)
        request.more.setdefault("language", LANGUAGES[recipe.number % len(LANGUAGES)])
        return request

    def value(self, sort: str, dice: Dice, blank: Blank | None = None) -> str:
        """A text of this sort, which may mean something where it comes to stand."""
        if sort == "ids" and dice.random() < 0.7:
            return dice.choice(self.ids)
        if sort == "no such choice" and blank and blank.offers and dice.random() < 0.6:
            offer = dice.choice(blank.offers)
            return dice.choice((offer.upper(), f" {offer}", f"{offer}\0", f"{offer},{offer}", offer[:-1], offer[::-1]))
        return SORTS[sort](dice)

    def filled(self, place: Place, pairs: list[tuple[str, str]], files: list[tuple[str, File]]) -> Request:
        """The form, sent as its page would."""
        if place.method == "GET":
            return Request(place.role, "GET", f"{place.address.split('?')[0]}?{urlencode(pairs)}", typed=pairs)
        body, kind = pairs_body(pairs, files, place.multipart)
        return Request(place.role, "POST", place.address, body, kind, typed=pairs, files=bool(files))

    def good_files(self, place: Place, dice: Dice) -> list[tuple[str, File]]:
        return [(one.name, FILES[place.good_file](dice)) for one in place.files if place.good_file]

    def one(self, recipe: Recipe, place: Place, dice: Dice) -> Request:
        blank = next((one for one in place.blanks if one.name == recipe.field), None)
        text = self.value(recipe.sort, dice, blank)
        pairs = [(name, text if name == recipe.field else good) for name, good in place.good()]
        if not any(name == recipe.field for name, _ in pairs):
            pairs.append((recipe.field, text))
        return self.filled(place, pairs, [one for one in self.good_files(place, dice) if one[0] != recipe.field])

    def several(self, recipe: Recipe, place: Place, dice: Dice) -> Request:
        """Several fields, each with another sort, in turn from the one that is named."""
        bad = bad_together(recipe)
        pairs = [(name, self.value(bad[name], dice) if name in bad else good) for name, good in place.good()]
        return self.filled(place, pairs, self.good_files(place, dice))

    def all(self, recipe: Recipe, place: Place, dice: Dice) -> Request:
        """Every field at once, most of them bad."""
        pairs = []
        for blank in place.blanks:
            if blank.kind == "file" or dice.random() < 0.05:
                continue
            bad = dice.random() < 0.75
            pairs.append((blank.name, self.value(dice.choice(SHORT_SORTS), dice, blank) if bad else blank.good))
        files = [(one.name, FILES[dice.choice(list(FILES))](dice)) for one in place.files if dice.random() < 0.3]
        return self.filled(place, pairs, files)

    def missing(self, recipe: Recipe, place: Place, dice: Dice) -> Request:
        gone = {recipe.field} | {one.name for one in place.blanks if dice.random() < 0.2}
        return self.filled(place, [pair for pair in place.good() if pair[0] not in gone], [])

    def twice(self, recipe: Recipe, place: Place, dice: Dice) -> Request:
        more = [(recipe.field, self.value(dice.choice(SHORT_SORTS), dice)) for _ in range(dice.choice((1, 1, 2, 90)))]
        pairs = place.good() + more if dice.random() < 0.6 else more + place.good()
        return self.filled(place, pairs, self.good_files(place, dice) * 2)

    def unknown(self, recipe: Recipe, place: Place, dice: Dice) -> Request:
        names = [
            "__proto__",
            "csrfmiddlewaretoken",
            "do",
            "step",
            "keep",
            "read",
            "base",
            "form",
            "id",
            "by",
            "centre",
            "role",
        ]
        names += [
            f"{one.name}{tail}"
            for one in place.blanks[:9]
            for tail in ("[]", "_0", "-1", "-99999", "-0-x", "_calendar", ".x")
        ]
        more = [(dice.choice([*names, self.value(recipe.sort, dice)]), self.value(recipe.sort, dice)) for _ in range(6)]
        return self.filled(place, place.good() + more, self.good_files(place, dice))

    def bytes(self, recipe: Recipe, place: Place, dice: Dice) -> Request:
        """Bytes that are no letters, in a field."""
        pairs: list[tuple[str, Any]] = [
            (name, dice.choice(BYTES) if name == recipe.field else good) for name, good in place.good()
        ]
        if place.method == "GET":
            return Request(place.role, "GET", f"{place.address.split('?')[0]}?{urlencode(pairs)}")
        body, kind = pairs_body(pairs, [], place.multipart or dice.random() < 0.3)
        return Request(place.role, "POST", place.address, body, kind)

    def file(self, recipe: Recipe, place: Place, dice: Dice) -> Request:
        file = (FILES | LARGE)[recipe.sort](dice)
        return self.filled(place, place.good(), [(recipe.field, file)] * dice.choice((1, 1, 1, 2)))

    def body(self, recipe: Recipe, place: Place, dice: Dice) -> Request:
        if recipe.sort == "ten megabytes":
            names = [one.name for one in place.blanks if one.is_free] or ["text"]
            pairs = [(dice.choice(names), MARK + "x" * 10_000_000)]
            return Request(
                place.role, "POST", place.address, *pairs_body(pairs, [], place.multipart or dice.random() < 0.5)
            )
        body, kind = BODIES[recipe.sort](dice, place)
        return Request(place.role, "POST", place.address, body, kind)

    def header(self, recipe: Recipe, place: Place, dice: Dice) -> Request:
        request = self.filled(place, place.good(), [])
        request.more |= HEADERS[recipe.sort](dice)
        return request

    def cookie(self, recipe: Recipe, place: Place, dice: Dice) -> Request:
        told = "; ".join(f"{name}={dice.choice(COOKIE_TEXTS)}" for name in dice.sample(COOKIES, dice.randint(1, 3)))
        request = self.filled(place, place.good(), [])
        request.more["HTTP_COOKIE"] = dice.choice((told, told, ";" * 900, "\xff=\xfe", "=", told.replace("=", "")))
        return request

    def address(self, recipe: Recipe, place: Place, dice: Dice) -> Request:
        """A piece of the path is another, or more stands behind it."""
        pieces = place.address.split("?")[0].split("/")
        text = self.value(recipe.sort, dice)[:2_000]
        said = dice.choice((quote(text, safe=""), quote(text), *(quote(one) for one in BYTES)))
        which = dice.randrange(len(pieces))
        pieces[which] = said if dice.random() < 0.7 else pieces[which] + said
        return Request(place.role, place.method, "/" + "/".join(pieces).lstrip("/"))

    def query(self, recipe: Recipe, place: Place, dice: Dice) -> Request:
        names = [dice.choice([*self.asked, "page", "next", "lang", "q", MARK]) for _ in range(dice.randint(1, 3))]
        pairs = [(name, self.value(recipe.sort, dice)[:3_000]) for name in names]
        said = (
            urlencode(pairs)
            if dice.random() < 0.9
            else dice.choice(("&" * 900, "%", "%ff=%fe", "=", "a" * 3_000, "?" * 9, "a=1;b=2"))
        )
        return Request(place.role, "GET", f"{place.address.split('?')[0]}?{said}", typed=pairs)

    def method(self, recipe: Recipe, place: Place, dice: Dice) -> Request:
        body = urlencode(place.good()).encode()
        return Request(place.role, recipe.sort, place.address, b"" if recipe.sort == "HEAD" else body)
