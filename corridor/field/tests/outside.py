"""What tests of this room share: somebody without an account, and what stands on the disk."""

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from corridor.field.contents import Report
from corridor.safe import queries
from corridor.safe.casebook import Entry
from corridor.safe.keys import Member
from corridor.safe.tests.people import People

OGG = b"OggS\0\2" + bytes(range(256)) * 9
TEXT = "He keeps our passports in the blue safe."


def send(people: People, text: str = TEXT, form: str = "f", kind: str = "documents", **more: Any) -> HttpResponse:
    fields = {"text": text, "form": form, "kind": kind} | more
    return Client().post(f"/centres/{people.centre.key}/report/?lang=en", fields)


def receipt_in(answer: HttpResponse) -> str:
    """The digits that the page shows."""
    found = re.search(r"<strong>((?:\d{4} ){3}\d{4})</strong>", answer.content.decode())
    assert found, answer.content.decode()
    return found[1]


def come_back(people: People, receipt: str, **more: Any) -> HttpResponse:
    return Client().post(f"/centres/{people.centre.key}/receipt/?lang=en", {"receipt": receipt} | more)


def reports(member: Member, action: str = "read_case") -> list[Entry]:
    return queries.reading(member, action).of_type(Report)


def sound(data: bytes = OGG, name: str = "voice.ogg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def everything_stored() -> bytes:
    """Every value of every table, as bytes."""
    found = bytearray()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    found += bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    found += b"\n"
    return bytes(found)
