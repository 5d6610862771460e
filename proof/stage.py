"""The stage of T2, T3 and T7: three centres (open, another, sealed), somebody of every role, records in every relation.

A part of an address or of a form is filled by its name in PARTS; a route with a part that is not there fails with a
message that says what to add. `Stage.ask` sends one request and takes back whatever it changed.
"""

import copy
import hashlib
import os
import random
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from proof.contents import fill, kinds

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
NOWHERE = "/nothing/stands/at/this/address/"
CANARY = "kestrel-on-a-wire"  # stands in every record of the stage


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
    return Answer(response.status_code, TOKEN.sub(b"", body), tuple(headers), cookies)


def files_in(*folders: Path) -> dict[Path, tuple[bytes, int]]:
    found = {}
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file():
                found[path] = (path.read_bytes(), path.stat().st_mtime_ns)
    return found


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
            with transaction.atomic():
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
        """Files of the keyring and the sessions as they were; what processes held in memory is dropped."""
        from django.conf import settings

        from corridor.safe import casebook

        casebook.drop()
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
    write_records(stage)
    centres.seal_centre(sealed.centre, sealed.bina.account)
    stage.examples = public_examples(clients["public"])
    for role, client in clients.items():
        client.get("/", secure=True)
        stage.cookies[role] = copy.deepcopy(client.cookies)
    stage.keep()
    return stage


def fixed_fields(stage_people: Any, other: Any) -> dict[str, dict[str, Any]]:
    """Fields that a view reads as something: keys of packets, the place of a draft. A later room adds its own here."""
    import base64

    from corridor.safe import packets
    from corridor.safe.notebook import contents as notebook

    card = packets.calling_card(other.bina)
    return {
        "correspondent": {**vars(packets.Correspondent.of(card)), "centre_key": card.key},
        "received-packet": {"blob": base64.b64encode(b"no packet").decode()},
        "note": {"kind": notebook.OTHER, "closed": None, "links": (), "remind": None},
        "note-kept": {"kind": notebook.OTHER},
        "note-draft": {"kind": notebook.OTHER, "about": "", "remind": "", "what": notebook.NEW, "note": "", "read": 0},
        "saved-view": {"kind": "", "state": "", "level": "", "sort": ""},
    }


def write_records(stage: Stage) -> None:
    """For every type and every relation a record; parts stand under a note of the same relation."""
    from corridor.safe.actions import records
    from corridor.safe.actions.attachments import keep_attachment

    fixed = fixed_fields(stage.people, stage.other)
    heads_first = sorted(kinds().items(), key=lambda item: bool(item[1].HEAD))

    def put(relation: str, who: str, by: Any, naming: Any = records.EVERYBODY) -> None:
        for name, kind in heads_first:
            said = dict(fixed.get(name, {}))
            if kind.HEAD:
                said[kind.HEAD] = stage.records[relation, who, "note"]
            if "author_key" in kind.__dataclass_fields__:
                said["author_key"] = by.account.key
            if name == "attachment":
                data = f"{relation} {CANARY}".encode()
                note = stage.records[relation, who, "note"]
                keeper = by if by.holds("centre") else stage.people.chandra  # who only writes attaches nothing
                written = keep_attachment(note, "a.txt", "text/plain", data, by=keeper, form=f"{relation}{who}")
            else:
                content = fill(kind, lambda place: f"{relation} {place} {CANARY}"[:60], fixed=said)
                written = records.write_record(content, by=by, naming=naming)
            stage.records[relation, who, name] = written.id

    people, day = stage.people, date.today() + timedelta(days=20)
    put("same", "", people.chandra)
    put("other", "", stage.other.bina)
    put("sealed", "", stage.sealed.bina)
    hidden = records.Naming((people.chandra.account,), restricted=True)
    put("hidden", "", people.chandra, hidden)
    for role in PLAYED:
        member = stage.member(role)
        if member.account.centre is None:
            continue
        until = ((member.account.key, day),) if role in {"lawyer", "interpreter"} else ()
        both = (people.chandra.account, member.account)
        put("named", role, people.chandra, records.Naming(both, restricted=True, until=until))
        if role in {"caseworker", "coordinator", "community_worker"}:
            put("own", role, member)


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


def nonexistent(kind: str) -> Any:
    return uuid.UUID(int=random.getrandbits(128), version=4) if kind == "UUIDConverter" else "0" * 16


TYPE_OF = {  # view -> the type of record it is about; 'note' for those not named here
    "safe:compare": "correspondent",
    "safe:answer_packet": "received-packet",
    "safe:use_view": "saved-view",
    "safe:drop_view": "saved-view",
    "safe:take_up_draft": "note-draft",
    "safe:drop_draft": "note-draft",
    "safe:attachment": "attachment",
    "safe:attachment_copy": "attachment",
    "safe:attachment_original": "attachment",
}


def record_id(stage: Stage, role: str, relation: str, view: str) -> Any:
    kind = TYPE_OF.get(view, "note")
    for who in (role, ""):
        if (relation, who, kind) in stage.records:
            return uuid.UUID(stage.records[relation, who, kind])
    return uuid.UUID(stage.records["same", "", kind]) if relation in {"own", "named"} else nonexistent("UUIDConverter")


def centre_key(stage: Stage, role: str, relation: str, view: str) -> str:
    chosen = {"other": stage.other, "sealed": stage.sealed}.get(relation, stage.people)
    return "0" * 16 if relation == "nonexistent" else chosen.centre.key


def account_key(stage: Stage, role: str, relation: str, view: str) -> str:
    if relation == "nonexistent":
        return "0" * 16
    if relation in {"other", "sealed"}:
        return (stage.other if relation == "other" else stage.sealed).bina.account.key
    member = stage.member(role)
    return member.account.key if relation == "own" and member else stage.people.chandra.account.key


Part = Callable[[Stage, str, str, str], Any]
# name of a part of an address left of the curtain, or "view.part" where one name means two things
PARTS: dict[str, Part] = {
    "id": record_id,
    "key": account_key,
    "safe:write_in.key": centre_key,
    "safe:seal_link.word": lambda stage, role, relation, view: "abcde-fghjk-mnpqr-stuvw",
    "programme:add.kind": lambda stage, role, relation, view: "nothing" if relation == "nonexistent" else "projects",
    "programme:correct.kind": lambda stage, role, relation, view: "projects",
    "programme:correct.id": lambda stage, role, relation, view: stage.example("programme:project", "id", relation),
    **{
        f"learning:{view}.key": lambda stage, role, relation, view: stage.example("learning:review", "key", relation)
        for view in ("answer", "discard", "review_file", "part", "element", "remove")
    },
    "learning:review_file.form": lambda stage, role, relation, view: "docx",
    **{
        f"learning:{view}.part": lambda stage, role, relation, view: stage.examples["learning:part"]["part"]
        for view in ("element", "remove")
    },
    **{f"learning:{view}.index": lambda stage, role, relation, view: 0 for view in ("element", "remove")},
}


@contextmanager
def quiet() -> Iterator[None]:
    """Without the framework's lines about answers that are no success."""
    import logging

    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
