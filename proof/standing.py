"""The records of the stage: of every type one in every relation, linked with each other, files with their bytes."""

import base64
import io
import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from proof.contents import kinds
from proof.linking import in_order, linked

CANARY = "kestrel-on-a-wire"  # stands in every record of the stage
# Records of a declared type that are something else to the pages: name -> type.
BESIDES = {
    "complaint": "report",
    "complaint-voice": "voice-note",
    "complaint-photograph": "report-photograph",
    "asking-packet": "received-packet",
    "arrived-referral": "referral",
}
UNDER_COMPLAINT = {"complaint-voice", "complaint-photograph"}


def fixed_fields(people: Any, other: Any) -> dict[str, dict[str, Any]]:
    """Fields that a view reads as something: keys of packets, codes of forms. A later room adds its own here.

    people: the centre in which the records stand. other: the one that it writes to.
    """
    from corridor.safe import packets
    from corridor.safe.notebook import contents as notebook

    card = packets.calling_card(other.bina)
    return {
        "correspondent": {**vars(packets.Correspondent.of(card)), "centre_key": card.key, "checked_by": "somebody"},
        "received-packet": {"blob": base64.b64encode(b"no packet").decode()},
        "note": {"kind": notebook.OTHER},
        "note-kept": {"kind": notebook.OTHER},
        "note-draft": {"kind": notebook.OTHER},
        "part-import": {"kind": "charge"},
        "saved-view": {"kind": "", "state": "", "level": "", "sort": ""},
        "case": {"country": "JOR"},  # where some deadline always holds
        "grievance": {"kind": "unpaid-wages"},
        "referral": {"state": "sent"},
        "letter-template": {"kind": "demand", "language": "en"},
        "saved-search": dict.fromkeys(("state", "retaliation", "collective", "unplanned", "sort"), ""),
        "complaint": {"about_staff": True, "kind": "centre-staff"},
    }


def asking_packet(people: Any, sender: Any) -> str:
    """A packet in which another centre refers a worker to this one, as it waits here (base64)."""
    from corridor.journey.contents import Referral
    from corridor.safe import packets

    asked = Referral(about="", worker="", to_name=people.centre.name, text=CANARY, purpose="referral", way="system")
    piece = packets.Piece(str(uuid.uuid4()), asked)
    blob = packets.pack([piece.plain()], packets.calling_card(people.bina), by=sender.bina)
    return base64.b64encode(blob).decode()


@cache
def picture() -> bytes:
    """A small picture with a text in it, as cameras write one."""
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    told, made = PngInfo(), io.BytesIO()
    told.add_text("Comment", CANARY)
    Image.new("RGB", (8, 8), "red").save(made, "png", pnginfo=told)
    return made.getvalue()


def file_of(type: str, relation: str) -> tuple[str, bytes]:
    """(name, bytes) of the file of a record with a file; empty for any other type."""
    from corridor.exchange.letter_texts import default_template

    if type == "letter-template":
        return "letter.docx", default_template("demand", "en")
    if type == "voice-note":
        return "voice.ogg", b"OggS\0\2" + f"{relation} {CANARY}".encode()
    if type in {"evidence", "report-photograph"}:
        return "picture.png", picture()
    return "a.txt", f"{relation} {CANARY}".encode()


@dataclass
class Writer:
    """Writes one record of each type in one relation. ids: type (or a name of BESIDES) -> id."""

    relation: str
    by: Any
    naming: Any
    fixed: dict[str, dict[str, Any]]
    packet: str
    ids: dict[str, str] = field(default_factory=dict)

    def write_all(self) -> dict[str, str]:
        for kind in in_order():
            self.write(kind.TYPE, kind)
        for name, type in BESIDES.items():
            self.write(name, kinds()[type])
        return self.ids

    def write(self, name: str, kind: Any) -> None:
        from corridor.safe.actions import records

        said: dict[str, Any] = self.fixed.get(kind.TYPE, {}) | self.fixed.get(name, {})
        if "author_key" in kind.__dataclass_fields__:
            said["author_key"] = self.by.account.key
        if name in UNDER_COMPLAINT:
            said[kind.HEAD] = self.ids["complaint"]
        if name == "asking-packet":
            said["blob"] = self.packet
        origin = {"centre": "elsewhere", "fingerprint": "0", "day": date.today().isoformat(), "id": str(uuid.uuid4())}
        how: dict[str, Any] = {"origin": origin} if name == "arrived-referral" else {}
        data, key, id = b"", b"", str(uuid.uuid4())
        if "fingerprint" in kind.__dataclass_fields__ and "chunks" in kind.__dataclass_fields__:
            data, key, more = self.file(kind.TYPE)
            said |= more
        content = linked(kind, lambda place: f"{self.relation} {place} {CANARY}"[:60], self.ids, said)
        written = records.write_record(content, by=self.by, naming=self.naming, id=id, **how)
        if data:
            from corridor.safe.actions.attachments import seal_chunks

            seal_chunks(id, key, data, self.by.centre)
        self.ids[name] = written.id

    def file(self, type: str) -> tuple[bytes, bytes, dict[str, Any]]:
        """(bytes, key, fields) of a file as the pages keep it."""
        from corridor.safe.actions.attachments import about_copy, about_file
        from corridor.safe.primitives import random_bytes

        called, data = file_of(type, self.relation)
        key = random_bytes()
        plain = {"media": "text/plain", "picture": "", "smaller": False, "why_not": "", "width": 0, "height": 0}
        return data, key, plain | about_file(called, data, key) | about_copy(data)


def write_records(people: Any, other: Any, sealed: Any, played: dict[str, str]) -> dict[tuple[str, str, str], str]:
    """(relation, who, name) -> id. played: role -> name of the member who plays it."""
    from corridor.safe.actions import records

    found: dict[tuple[str, str, str], str] = {}

    def put(relation: str, who: str, where: Any, by: Any, naming: Any = records.EVERYBODY) -> None:
        sender = people if where is other else other
        writer = Writer(relation, by, naming, fixed_fields(where, sender), asking_packet(where, sender))
        found.update({(relation, who, name): id for name, id in writer.write_all().items()})

    day = date.today() + timedelta(days=20)
    put("same", "", people, people.chandra)
    put("other", "", other, other.bina)
    put("sealed", "", sealed, sealed.bina)
    put("hidden", "", people, people.chandra, records.Naming((people.chandra.account,), restricted=True))
    for role, name in played.items():
        member = people.members[name]
        if member.account.centre is None:
            continue
        until = ((member.account.key, day),) if role in {"lawyer", "interpreter"} else ()
        both = (people.chandra.account, member.account)
        put("named", role, people, people.chandra, records.Naming(both, restricted=True, until=until))
        if role in {"caseworker", "coordinator", "community_worker"}:
            put("own", role, people, member)
    return found
