"""Sends whatever it is given through the whole of the installation, in process, and takes back what it changed.

What came is kept as it is: status, words, headers, what was written to the records, what the logs said meanwhile.
"""

import copy
import gc
import gzip
import io
import logging
import re
import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from proof.bad_files import File
from proof.stage import Stage, TakenBack

FORM = "application/x-www-form-urlencoded"
LANGUAGES = ("en", "fr", "es", "ar", "ne", "bn", "hi")


@dataclass
class Seen:
    """What came back. written: the words of the records that were written. half: what stands that should not."""

    address: str
    status: int
    kind: str
    body: bytes
    headers: list[tuple[str, str]]
    seconds: float = 0.0
    fell: str = ""  # the kind of error and where it arose
    logged: str = ""
    written: list[str] = field(default_factory=list)
    changed: int = 0
    half: list[str] = field(default_factory=list)
    followed: list["Seen"] = field(default_factory=list)
    copies: list[bytes] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")

    def header(self, name: str) -> str:
        return next((value for one, value in self.headers if one.lower() == name), "")


def pairs_body(
    pairs: Sequence[tuple[str, "str | bytes"]], files: Sequence[tuple[str, File]], multipart: bool
) -> tuple[bytes, str]:
    """A form as a browser sends it."""
    if not multipart and not files:
        return urlencode(pairs).encode(), FORM
    edge, made = secrets.token_hex(12), []
    for name, value in pairs:
        given = value if isinstance(value, bytes) else value.encode()
        made.append(f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + given + b"\r\n")
    for name, (called, media, data) in files:
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{called}"\r\n'
        made.append(head.encode() + f"Content-Type: {media}\r\n\r\n".encode() + data + b"\r\n")
    return b"".join(made) + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"


class Ear(logging.StreamHandler):  # type: ignore[type-arg]
    """Hears what the installation would write into its log, in the form in which it would stand there."""

    def __init__(self) -> None:
        from corridor.logs import Discreet

        super().__init__(io.StringIO())
        self.setFormatter(Discreet())

    def take(self) -> str:
        told = self.stream.getvalue()
        if told:
            self.stream.seek(0)
            self.stream.truncate()
        return told


@contextmanager
def listening() -> Iterator[Ear]:
    """The log goes to the ear alone meanwhile."""
    root, ear = logging.getLogger(), Ear()
    before, root.handlers = root.handlers, [ear]
    try:
        yield ear
    finally:
        root.handlers = before


def as_served(handler: Any) -> Any:
    """The framework, reached as it is behind the server (corridor/wsgi.py)."""
    from corridor.safe.failures import in_our_letters

    return lambda environ: handler(in_our_letters(environ))


def texts_in(value: Any) -> Iterator[str]:
    """Every text in plain content."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts_in(one)


@dataclass
class Sender:
    """One at a time, in any role's browser."""

    stage: Stage
    ear: Ear
    count: int = 0
    begins: dict[Any, int] = field(default_factory=dict)  # centre -> number of its last act
    copies: list[Any] = field(default_factory=list)  # routes that hand out a file of a record
    ids: set[str] = field(default_factory=set)  # of the records of the first centre
    counts: list[Any] = field(default_factory=list)  # of wrong tries, at every door

    def __post_init__(self) -> None:
        from corridor.access.doors import routes
        from corridor.safe import limits

        self.counts = [one for one in gc.get_objects() if isinstance(one, limits.Limits)]
        self.begins = self.sequences()
        for client in self.stage.clients.values():
            client.raise_request_exception = False
            client.handler = as_served(client.handler)
        for pattern, route in routes():
            parts = list(route.pattern.converters.values())
            one_id = len(parts) == 1 and type(parts[0]).__name__ == "UUIDConverter"
            if one_id and str(route.name).endswith(("_copy", "_file")) and "GET" in route.callback.rows:
                self.copies.append((pattern, next(iter(route.pattern.converters))))

    def sequences(self) -> dict[Any, int]:
        from corridor.safe.models import Ground

        return dict(Ground.objects.values_list("centre_id", "sequence"))

    def ask(
        self,
        role: str,
        method: str,
        address: str,
        body: bytes = b"",
        kind: str = FORM,
        *,
        more: dict[str, Any] | None = None,
        look: bool = False,
        follow: bool = False,
        copies: bool = False,
    ) -> Seen:
        """Send it, look at what it did, and take that back. look: read what was written. follow: where it leads.
        copies: ask for the copy of every file that was kept.
        """
        from django.db import transaction

        self.count += 1
        found: list[Seen] = []
        try:
            with transaction.atomic():
                seen = self.once(role, method, address, body, kind, more or {})
                found.append(seen)
                if method != "GET" and seen.status < 500:  # what fell may have left nothing that can be asked
                    self.look_at_records(seen, look, copies)
                if follow and seen.status in {301, 302, 303} and not urlsplit(seen.header("location")).netloc:
                    onward = urljoin(address, seen.header("location"))
                    seen.followed.append(self.once(role, "GET", onward, b"", "", {}))
                raise TakenBack
        except TakenBack:
            pass
        self.mend_book()
        if method not in {"GET", "HEAD"}:
            self.stage.put_back()
            self.forget()
        return found[0]

    def once(self, role: str, method: str, address: str, body: bytes, kind: str, more: dict[str, Any]) -> Seen:
        """One request, without any taking back."""
        from corridor.hardening import told

        client = self.stage.clients[role]
        client.cookies = copy.deepcopy(self.stage.cookies[role])
        client.cookies["__Host-language"] = more.get("language", "en")
        said = {name: value for name, value in more.items() if name != "language"}
        begin, fell = time.perf_counter(), ""
        try:
            came = client.generic(method, address, body, kind, secure=True, **said)
            content = b"".join(came.streaming_content) if came.streaming else came.content
            if came.headers.get("Content-Encoding") == "gzip":
                content = gzip.decompress(content)
            if came.exc_info:
                fell = told(came.exc_info[0], came.exc_info[2])
        except Exception as error:  # nothing may come out of the installation but an answer
            if self.is_ours(error):
                raise
            where = told(type(error), error.__traceback__)
            return Seen(address, 599, "", b"", [], time.perf_counter() - begin, where, self.ear.take())
        headers = [(str(name), str(value)) for name, value in came.headers.items()]
        headers += [("Set-Cookie", morsel.OutputString()) for morsel in came.cookies.values()]
        took = time.perf_counter() - begin
        return Seen(
            address,
            came.status_code,
            came.headers.get("Content-Type", ""),
            content,
            headers,
            took,
            fell,
            self.ear.take(),
        )

    @staticmethod
    def is_ours(error: Exception) -> bool:
        """Whether the request could not even be made."""
        trace: Any = error.__traceback__
        files = []
        while trace:
            files.append(trace.tb_frame.f_code.co_filename)
            trace = trace.tb_next
        return not any("/corridor/" in one or "core/handlers" in one for one in files)

    def mend_book(self) -> None:
        """Have the book that pages read from forget what was taken back, without opening everything again."""
        from corridor.safe import casebook
        from corridor.safe.keys import RECORDS, current
        from corridor.safe.models import Ground, SealedRecord

        centre = self.stage.people.centre
        book, before = casebook.BOOKS.get(centre.pk), self.begins[centre.pk]
        if book is None or book.seen == before or not book.complete:
            return
        rows = SealedRecord.objects.filter(centre=centre)
        self.ids = self.ids or {str(one) for one in rows.values_list("id", flat=True)}
        held = {id: one.change for id, one in book.entries.items()}
        held |= {id: one.place.change for id, one in book.closed.items()}
        other = {id for id, change in held.items() if change > before} | (self.ids - held.keys())
        for id in other:
            book._forget(id)
        book._take(
            self.stage.people.bina, current(centre, RECORDS), rows.filter(id__in=other).values_list(*casebook.COLUMNS)
        )
        book.seen, book.head = before, bytes(Ground.objects.get(centre=centre).head)

    def look_at_records(self, seen: Seen, look: bool, copies: bool) -> None:
        """Whether every change stands in the chain and nothing stands by half; what was written, if asked."""
        from corridor.safe import chain
        from corridor.safe.models import AuditEntry, Ground, SealedChunk, SealedRecord

        now = self.sequences()
        for centre, number in now.items():
            before = self.begins.get(centre, 0)
            if number == before:
                continue
            seen.changed += number - before
            chained = AuditEntry.objects.filter(centre=centre, sequence__gt=before).count()
            new = list(SealedRecord.objects.filter(centre=centre, change__gt=before).values_list("id", "change"))
            if chained != number - before:
                seen.half.append(f"{number - before} acts, {chained} entries in the chain")
            if any(change > number for _, change in new):
                seen.half.append("a record without an act")
            if seen.status >= 500 or seen.status in {400, 413, 422}:
                seen.half += [f"refused with {seen.status}, and yet {len(new)} records were written"] * bool(new)
            if self.count % 40 == 0:
                seen.half += [f"the chain: {one}" for one in chain.faults(Ground.objects.get(centre=centre))]
            files = SealedChunk.objects.filter(record__in=[id for id, _ in new]).values_list("record", flat=True)
            if copies:
                for id in set(files):
                    self.take_copies(seen, str(id))
            if look and new and centre == self.stage.people.centre.pk:
                seen.written += self.words_since(before)

    def words_since(self, before: int) -> list[str]:
        """What stands in the records of the first centre that were written since, as far as its people may read."""
        from corridor.safe.casebook import COLUMNS, Book
        from corridor.safe.keys import RECORDS, current
        from corridor.safe.models import SealedRecord

        people = self.stage.people
        book = Book(people.centre.key, people.centre.pk)  # not the one that pages read: this is taken back
        rows = SealedRecord.objects.filter(centre=people.centre, change__gt=before)
        book._take(people.bina, current(people.centre, RECORDS), rows.values_list(*COLUMNS))
        found = {one.id: one.plain["c"] for one in book.entries.values()}
        for member in people.members.values():
            if member.account.centre_id:
                found |= {one.id: one.plain["c"] for one in book.opened_by_name(member)}
        return [text for one in found.values() for text in texts_in(one)]

    def take_copies(self, seen: Seen, id: str) -> None:
        """The pictures that pages hand out of a file that was just kept."""
        for pattern, _ in self.copies:
            address = "/" + re.sub(r"<uuid:\w+>", id, pattern)
            for role in ("caseworker", "worker_representative"):
                came = self.once(role, "GET", address, b"", "", {})
                if came.status >= 500:
                    seen.followed.append(came)
                if came.status == 200 and came.kind.startswith("image/"):
                    seen.copies.append(came.body)
                    break

    def forget(self) -> None:
        """Nobody is asked to wait because of those who tried before."""
        for one in self.counts:
            one.begin_day()
