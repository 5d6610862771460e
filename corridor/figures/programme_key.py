"""The programme's signing key: with it a release says that this installation made it and that nobody changed it since.

A file of its own beside the keyring's, made at the first release, readable by this installation alone and in no backup.
It stands under no passphrase: whoever holds the machine can sign as the programme, which tells nothing of people. Where
the file is lost a new one is made: earlier releases carry the key that they were signed with, and go on fitting it.
Source: safety D2 (Ed25519), D20 and section 3 item 13.
"""

import os
import tempfile
from pathlib import Path

from django.conf import settings

from corridor.safe.faults import Altered, KeyringMissing
from corridor.safe.primitives import random_bytes, verifier_of
from corridor.safe.syncing import sync_folder

SIZE = 32  # bytes of an Ed25519 private key


def path() -> Path:
    return settings.KEYRING / "programme" / "release-signing-key"


def signer() -> bytes:
    """The private half; made where there is none. Raises KeyringMissing, Altered for a file that holds no key."""
    if not settings.KEYRING.is_dir():
        raise KeyringMissing
    if not path().exists():
        _make()
    try:
        key = bytes.fromhex(path().read_text())
    except ValueError as error:
        raise Altered from error
    if len(key) != SIZE:
        raise Altered
    return key


def verifier() -> bytes:
    """The public half, which stands with every release."""
    return verifier_of(signer())


def _make() -> None:
    """Whole or not at all, and the first one where two make it at the same moment."""
    folder = path().parent
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, fresh = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(random_bytes(SIZE).hex())
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, path())
        except FileExistsError:
            return
    finally:
        os.unlink(fresh)
    sync_folder(folder)
