"""What somebody sent just as her screen slept is put aside, sealed to her key, until her PIN wakes it: nothing is lost.

It lies beside her session in memory. Putting aside needs no key; only she, awake again, can have it back.
"""

import json

from django.http import HttpRequest

from corridor.access.models import Account
from corridor.safe import keyring, sessions
from corridor.safe.faults import Fault
from corridor.safe.primitives import bind, open_with, seal_to

LONGEST = 500_000  # bytes
NEVER = {"passphrase", "password", "pin", "pin_again", "code"}  # what unlocks is typed again
Fields = list[tuple[str, str]]


def put(request: HttpRequest) -> bool:
    """Keep the form that was sent to a sleeping session. Returns whether it was kept; files are not."""
    key = request.session.session_key or ""
    fields = [(name, value) for name in request.POST for value in request.POST.getlist(name)]
    fields = [field for field in fields if field[0] != "csrfmiddlewaretoken"]
    plain = json.dumps({"address": request.get_full_path(), "fields": fields}).encode()
    if not fields or NEVER & set(request.POST) or len(plain) > LONGEST:
        return False
    account = Account.objects.filter(key=sessions.owner(key)).select_related("centre").first()
    try:
        file = keyring.read(account) if account else None
    except Fault:
        return False
    if file is None:
        return False
    return sessions.put_beside(key, ".aside", seal_to(bytes.fromhex(file.public), plain, bind("aside", key)))


def take(key: str) -> tuple[str, Fields] | None:
    """The address and the fields that were put aside for the session that is awake again; they are gone from here."""
    sealed = sessions.take_beside(key, ".aside")
    private = sessions.SessionStore(key).get("private")
    if not sealed or not private:
        return None
    try:
        kept = json.loads(open_with(bytes.fromhex(private), sealed, bind("aside", key)))
    except Fault:
        return None
    return kept["address"], [(name, value) for name, value in kept["fields"]]
