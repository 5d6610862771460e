"""The stage of T2, T3 and T7: three centres (open, another, sealed), somebody of every role, records in every relation.

The records come from `standing`, the parts of addresses and forms from `parts`; a route with a part that is not there
fails with a message that says what to add. `Stage.ask` sends one request and takes back whatever it changed.
"""

import copy
import hashlib
import os
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from proof.standing import write_records

RELATIONS = ("own", "named", "same", "other", "sealed", "nonexistent")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
SIGNED_OUT = ("public", "worker")
PLAYED = {  # who plays each role; the first two have no account
    "community_worker": "esther",
    "caseworker": "bina",
    "coordinator": "amina",
    "worker_representative": "dalia",
    "lawyer": "farida",
    "interpreter": "gita",
    "advisor": "hana",
    "programme_manager": "ines",
    "me_officer": "jamila",
    "evaluator": "kamala",
    "editor": "edith",
    "host_administrator": "lina",
}
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"')
HERE = b' aria-current="page"'  # in her own menu, at a page that she may open but not send a form to
NOWHERE = "/nothing/stands/at/this/address/"


@dataclass(frozen=True)
class Answer:
    """What came back, without tokens that are new in every answer."""

    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...]
    cookies: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        return hashlib.sha256(repr((self.status, self.headers)).encode() + self.body).hexdigest()


UNLIKE = {"date", "content-length", "set-cookie", "expires"}


def answer_of(response: Any) -> Answer:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = sorted((name.lower(), value) for name, value in response.headers.items() if name.lower() not in UNLIKE)
    cookies = tuple(morsel.OutputString() for morsel in response.cookies.values())
    body = TOKEN.sub(b"", body)
    absent = response.status_code == 404
    return Answer(response.status_code, body.replace(HERE, b"") if absent else body, tuple(headers), cookies)


def files_in(*folders: Path) -> dict[Path, tuple[bytes, int]]:
    found = {}
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file():
                found[path] = (path.read_bytes(), path.stat().st_mtime_ns)
    return found


def drop_undone() -> None:
    """Forget what processes hold in memory of a centre in which something was done that was then taken back."""
    from corridor.safe import casebook
    from corridor.safe.models import Ground

    stands = {
        centre: (sequence, bytes(head))
        for centre, sequence, head in Ground.objects.values_list("centre", "sequence", "head")
    }
    for key, book in list(casebook.BOOKS.items()):
        if (book.seen, book.head) != stands.get(key):
            casebook.BOOKS.pop(key, None)


class TakenBack(Exception):
    """Ends a transaction whose changes are to be taken back."""


@dataclass
class Stage:
    """What stands, and how it is asked."""

    people: Any
    other: Any
    sealed: Any
    clients: dict[str, Any]
    cookies: dict[str, Any]
    records: dict[tuple[str, str, str], str] = field(default_factory=dict)  # relation, who, type -> id
    examples: dict[str, dict[str, Any]] = field(default_factory=dict)  # public view -> parts of its address
    evidence: int = 0  # a note beside the target of the stage
    deadline: str = ""  # one that holds in every case of the stage
    kept: dict[Path, tuple[bytes, int]] = field(default_factory=dict)
    asked: int = 0

    def member(self, role: str) -> Any:
        return self.people.members[PLAYED[role]] if role in PLAYED else None

    def example(self, view: str, part: str, relation: str) -> Any:
        """A part of a public address that exists, or one that does not."""
        return "0" * 16 if relation == "nonexistent" else self.examples[view][part]

    def ask(
        self, role: str, method: str, address: str, data: dict[str, Any] | None = None, lasting: bool = False
    ) -> Answer:
        """Send a request in this role's browser. What it changed is taken back, unless it is to last."""
        from django.db import transaction

        self.asked += 1
        client = self.clients[role]
        client.cookies = copy.deepcopy(self.cookies[role])
        headers = {"HTTP_X_FORWARDED_FOR": f"10.0.{self.asked % 250}.{self.asked // 250 % 250}"}

        def send() -> Answer:
            payload = {"data": data or {}} if method in {"GET", "HEAD", "POST"} else {"data": b""}
            return answer_of(getattr(client, method.lower())(address, secure=True, **payload, **headers))

        if lasting:
            return send()
        answer: list[Answer] = []
        try:
            with transaction.atomic(), transaction.atomic(using="releases"):
                answer.append(send())
                raise TakenBack
        except TakenBack:
            pass
        if method not in {"GET", "HEAD"}:
            self.put_back()
        return answer[0]

    def is_signed_in(self, role: str) -> bool:
        """Whether this role's browser is still signed in (always so for those who never were)."""
        return role in SIGNED_OUT or b"/sign-out/" in self.ask(role, "GET", "/about/").body

    def put_back(self) -> None:
        """Files of the keyring and the sessions as they were; what processes held in memory of it is dropped."""
        from django.conf import settings

        drop_undone()
        now = files_in(settings.KEYRING, settings.RUN)
        for path in now.keys() - self.kept.keys():
            path.unlink(missing_ok=True)
        for path, (content, used) in self.kept.items():
            if path not in now or now[path][0] != content:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                path.chmod(0o600)
                os.utime(path, ns=(used, used))

    def keep(self) -> None:
        """Remember the files as they are now."""
        from django.conf import settings

        self.kept = files_in(settings.KEYRING, settings.RUN)


def build() -> Stage:
    """Everything, with a client for each role."""
    from django.test import Client

    from corridor.safe import sessions
    from corridor.safe.actions import centres
    from corridor.safe.tests.people import open_centre, sign_in

    sessions.IDLE = sessions.ASLEEP = sessions.LIMIT  # nobody falls asleep while the others are asked; tested elsewhere
    people = open_centre()
    other = open_centre("Another centre", "x", outside=False)
    sealed = open_centre("A sealed centre", "y", outside=False)
    here = {"SERVER_NAME": "localhost"}
    clients = {role: Client(**here) for role in SIGNED_OUT}
    clients |= {role: sign_in(Client(**here), people.members[name]) for role, name in PLAYED.items()}
    stage = Stage(people, other, sealed, clients, {})
    stage.records = write_records(people, other, sealed, PLAYED)
    give_returns(people, other, sealed)
    give_releases(people)
    stage.evidence = give_target()
    stage.deadline = read_all(stage)
    centres.seal_centre(sealed.centre, sealed.bina.account)
    stage.examples = public_examples(clients["public"])
    for role, client in clients.items():
        client.get("/", secure=True)
        stage.cookies[role] = copy.deepcopy(client.cookies)
    stage.keep()
    return stage


# Which period each centre returned: her own is there, those of others are none of hers.
RETURNED = {"own": "2026Q1", "other": "2025Q4", "sealed": "2025Q3"}


def give_returns(people: Any, other: Any, sealed: Any) -> None:
    """A signed return of each centre, without a table, and a programme's address where nobody answers."""
    from django.conf import settings

    from corridor.figures.models import SIGNED
    from corridor.figures.models import Return as Kept
    from corridor.figures.returns import Return, text_of, to_bytes
    from corridor.safe.primitives import random_bytes, sign, verifier_of

    settings.PROGRAMME = "http://127.0.0.1:9/"
    for place, period in zip((people, other, sealed), RETURNED.values(), strict=True):
        told, key = Return(place.centre.key, place.centre.name, "", period, "2026-04", ()), random_bytes()
        file = to_bytes(told, verifier_of(key), lambda text, key=key: sign(key, text))
        by = place.amina.account
        Kept.objects.create(centre=place.centre, period=period, made_by=by, state=SIGNED, text=text_of(told), file=file)


# What stands on the programme's side: a centre that is known, a release that is out, one in the making, a target.
PROGRAMME = {"centre": "amman", "released": "2026Q1", "going": "2026Q2", "target": "stage-target"}


def give_releases(people: Any) -> None:
    """Each of them, without a number in it."""
    from datetime import date

    from corridor.figures.models_programme import KnownCentre, OpenRelease
    from corridor.figures.releases import Release
    from corridor.figures.tests.frozen import freeze
    from corridor.safe.primitives import random_bytes, verifier_of

    KnownCentre.objects.create(code=PROGRAMME["centre"], name="Amman", verifier=verifier_of(random_bytes()).hex())
    freeze(Release(PROGRAMME["released"], "2026-05", None, (), ()))
    OpenRelease.objects.create(period=PROGRAMME["going"], begun=date(2026, 8, 1), by=people.jamila.account)


def give_target() -> int:
    """A programme's target, as its officers set one; the note of evidence beside it."""
    from datetime import date

    from corridor.statistics.models import Evidence, Target

    target = Target.objects.create(
        code=PROGRAMME["target"],
        indicator="grievance-results",
        definition=1,
        value=50,
        until="2027Q4",
        why="why",
        beside="beside",
    )
    return Evidence.objects.create(target=target, quarter="2026Q1", day=date(2026, 5, 1), text="so", source="by").id


def read_all(stage: Stage) -> str:
    """Everybody reads once, so that what came in is wrapped for them; the id of a deadline that holds in the cases."""
    from corridor.centre.deadlines import deadlines_of
    from corridor.centre.reading import case_view
    from corridor.safe.queries import reading

    for member in (stage.other.bina, stage.sealed.bina, stage.people.amina, stage.people.bina):
        known = reading(member, "read_case")
    case = known.get(stage.records["same", "", "case"])
    assert case
    return next(one.id for one in deadlines_of(case_view(known, case, {}), known))


def public_examples(client: Any) -> dict[str, dict[str, Any]]:
    """For every public page with parts in its address, one that exists: found by following links."""
    from django.urls import Resolver404, resolve

    begun = client.post("/review/begin/", {"example": "gms-triangle"}, secure=True).headers["Location"]
    waiting, seen, found = [begun, f"{begun}design/", "/"], {"/"}, {}
    for link in waiting[:2]:
        found[resolve(link).view_name] = resolve(link).kwargs
    dice = random.Random(2)
    while waiting and len(seen) < 3_000 and len(found) < 60:
        address = waiting.pop(0)
        page = client.get(address, secure=True)
        if page.status_code != 200 or "html" not in page.headers.get("Content-Type", ""):
            continue
        links = list(dict.fromkeys(re.findall(r'href="(/[^"?#]*)', page.content.decode(errors="replace"))))
        dice.shuffle(links)
        for link in links:
            try:
                match = resolve(link)
            except Resolver404:
                continue
            if link not in seen and (not match.kwargs or match.view_name not in found):
                seen.add(link)
                waiting.append(link)
            if match.kwargs:
                found.setdefault(match.view_name, match.kwargs)
        if len(waiting) == 0:
            break
    return found


@contextmanager
def quiet() -> Iterator[None]:
    """Without the framework's lines about answers that are no success."""
    import logging

    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
