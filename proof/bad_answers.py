"""What is wrong with an answer to a bad request: told by route, field and sort, never with what was typed."""

import csv
import html
import io
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from proof.bad_files import told_by
from proof.bad_forms import Place
from proof.bad_requests import Recipe, Request
from proof.bad_sending import Seen
from proof.bad_words import HARM, MARK

SLOW = 20.0  # seconds
STATUSES = {200, 206, 301, 302, 303, 304, 400, 403, 404, 405, 409, 410, 411, 413, 414, 415, 416, 422, 423, 429}
ROOT = str(Path(__file__).resolve().parent.parent).encode()
TRACES = re.compile(
    rb"Traceback \(most recent|File &quot;/|File \"/|site-packages|\.py\"?, line \d|"
    rb"\b(?:[A-Z][a-z]+){1,4}(?:Error|Exception)\b(?![-\w])|sqlite3?\.|psycopg|django\.|" + re.escape(ROOT)
)
TELLS = re.compile(r"""role="alert"|invalid-feedback|text-danger|errorlist|class="[^"]*\balert\b|aria-invalid""")
TAG = re.compile(r"<(script|style|head)\b.*?</\1>|<[^>]*>", re.DOTALL)
NUMBER = re.compile(r"[-+]?[\d.,:/ -]*\Z")
LIVE = ("=", "+", "-", "@", "\t", "\r")
ANSWERS_AS_OUT = "/seal/"  # whatever word stands behind it, right or wrong
FEW = 2_000  # letters; what is longer is not looked for in a page


def squeezed(text: str) -> str:
    """A text without what the house may tidy: spaces, ends of lines, signs that nobody sees."""
    seen = (one for one in text if unicodedata.category(one) not in {"Cc", "Zs", "Zl", "Zp"})
    return unicodedata.normalize("NFC", "".join(seen))


def live_cells(data: bytes) -> list[str]:
    """Cells of a table that a spreadsheet would run."""
    text = data.decode("utf-8-sig", errors="replace")
    mark = max(",;\t", key=text.split("\n", 1)[0].count)
    rows = csv.reader(io.StringIO(text.replace("\0", "")), delimiter=mark)
    return [cell for row in rows for cell in row if cell.startswith(LIVE) and not NUMBER.match(cell.strip())]


def tables_in(seen: Seen, words: list[str]) -> Iterator[bytes]:
    """Every table that was handed out: by itself, or in a package that one of these words opens."""
    if "csv" in seen.kind:
        yield seen.body
    if seen.body.startswith(b"PK\x03\x04"):
        import pyzipper  # type: ignore[import-untyped]

        with pyzipper.AESZipFile(io.BytesIO(seen.body)) as packed:
            names = [name for name in packed.namelist() if name.endswith(".csv")]
            for word in words if names else ():
                try:
                    yield from [packed.read(name, pwd=word.encode()) for name in names]
                    return
                except RuntimeError:
                    continue


def of_any(seen: Seen, request: Request) -> Iterator[str]:
    """What no answer may be, hold or do."""
    as_out = seen.status == 503 and not seen.fell and request.address.startswith(ANSWERS_AS_OUT)
    if seen.status >= 500 and not as_out:
        yield f"answered {seen.status} {seen.fell or seen.logged.strip()[-200:]}"
    elif seen.status not in STATUSES and not as_out:
        yield f"answered {seen.status}"
    if seen.seconds > SLOW:
        yield f"took {seen.seconds:.0f} s"
    if MARK in seen.logged:
        yield "the log holds what was typed"
    page = "html" in seen.kind
    if (page or "json" in seen.kind or "text/plain" in seen.kind) and (found := TRACES.search(seen.body)):
        yield f"shows {found[0][:40].decode(errors='replace')}"
    if page:
        yield from (f"not escaped: {HARM.index(one)}" for one in HARM if one in seen.body)
    for name, value in seen.headers:
        if MARK in name or (name == "Set-Cookie" and MARK in value) or "\n" in value:
            yield f"the header {name} holds what was typed"
    if (there := seen.header("location")) and (urlsplit(there).netloc or there.startswith(("//", "/\\", "javascript"))):
        yield "leads to another place"
    yield from seen.half


def in_words(seen: Seen, request: Request) -> Iterator[str]:
    """A refusal says something, in the language of whoever asks."""
    if seen.status < 400 or seen.status >= 500 or request.method in {"HEAD", "get"} or "html" not in seen.kind:
        return
    if len(TAG.sub(" ", seen.text).split()) < 8:
        yield f"{seen.status} without words"
    language = request.more.get("language")
    if (
        "HTTP_COOKIE" not in request.more
        and "lang=" not in request.address
        and f'lang="{language}"' not in seen.text[:300].replace("lang=en", 'lang="en"')
    ):
        yield f"{seen.status} not in her language"
    if seen.status == 422 and not TELLS.search(seen.text):
        yield "422 that says nothing of what was wrong"


def of_files(seen: Seen) -> Iterator[str]:
    for copy in seen.copies:
        yield from (f"a copy tells: {one}" for one in told_by(copy))


def of_tables(seen: Seen, words: list[str]) -> Iterator[str]:
    for data in tables_in(seen, words):
        if live_cells(data):
            yield "a table holds a live formula"


def lost(seen: Seen, request: Request, place: Place, recipe: Recipe) -> Iterator[str]:
    """What was typed stands in the page that refuses it, or in the records that took it.

    Not asked of a form in which somebody changed what no page lets her change.
    """
    kinds = {one.name: one.kind for one in place.blanks}
    by_hand = kinds.get(recipe.field) not in {"hidden", "button", None}
    if recipe.how != "one" or request.method != "POST" or place.blind or not by_hand:
        return
    free = {one.name for one in place.blanks if one.is_free}
    texts = {name: squeezed(text) for name, text in request.typed if name in free and len(text) < FEW}
    if seen.status in {409, 422} and "html" in seen.kind and free & {name for name, _ in request.typed}:
        page = squeezed(html.unescape(seen.text))
        for name, text in texts.items():
            if text not in page:
                yield f"{seen.status}, and {'it' if name == recipe.field else 'the rest'} is not in the page"
                return
    if seen.status < 400 and seen.written and place.accepted:
        kept = squeezed("|".join(seen.written))  # nothing that stacks joins a bar
        lines = {name: text.splitlines() for name, text in request.typed if name in texts}
        for name in place.kept & texts.keys():  # of many lines, each can go into a file of its own
            if not all(squeezed(line) in kept for line in lines[name]):
                yield f"taken, and {'it' if name == recipe.field else 'the rest'} is not in the records"
                return


def judge(seen: Seen, request: Request, place: Place | None, recipe: Recipe) -> list[str]:
    """Everything that is wrong, in a few words each."""
    words = [text for _, text in request.typed]
    found = [*of_any(seen, request), *in_words(seen, request), *of_files(seen), *of_tables(seen, words)]
    if place:
        found += lost(seen, request, place, recipe)
    for one in seen.followed:
        found += [f"afterwards: {what}" for what in of_any(one, request)]
    return found
