"""The keyring: a folder outside the database and outside every backup, with one small file for each member.

A file holds her public key, her private key locked under her stretched passphrase, and what only she can open: the
secret of her second factor and her PIN. Without the file her passphrase opens nothing; that is what Seal destroys.
The folder is CORRIDOR_KEYRING; on a memory-held or encrypted file system nothing of it outlives Seal on the disk.
"""

import json
import os
import shutil
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

from corridor.access.models import Account, Centre
from corridor.safe.faults import Altered, KeyringMissing, UnknownVersion
from corridor.safe.primitives import (
    Stretching,
    bind,
    lock,
    new_private,
    open_with,
    public_of,
    random_bytes,
    seal_to,
    unlock,
)
from corridor.safe.syncing import sync_folder

VERSION = 1  # of the file
OUTSIDE = "programme"  # the folder of members who belong to no centre


@dataclass(frozen=True)
class MemberFile:
    """What stands in the keyring for one member. Bytes in hex, so that the file is plain JSON.

    secrets: sealed to her public key: {"code": secret of one-time codes, "passkeys": [...], "pin": digits}.
    """

    public: str
    salt: str
    locked: str
    secrets: str
    stretching: dict[str, int] = field(default_factory=lambda: asdict(Stretching()))
    version: int = VERSION

    def unlock(self, account: Account, passphrase: str) -> bytes:
        """Her private key. Raises Altered when the passphrase is another (or the file was changed), UnknownVersion."""
        if self.version != VERSION:
            raise UnknownVersion
        try:
            stretched = Stretching(**self.stretching).key(passphrase, bytes.fromhex(self.salt))
            private = unlock(stretched, bytes.fromhex(self.locked), bind("member", account.key))
        except (ValueError, TypeError, OverflowError) as error:
            raise Altered from error
        if public_of(private).hex() != self.public.lower():
            raise Altered  # what is sealed to her would go to somebody else
        return private

    def opened_secrets(self, account: Account, private: bytes) -> dict[str, Any]:
        """What only she can open. Raises Altered."""
        try:
            return json.loads(open_with(private, bytes.fromhex(self.secrets), bind("secrets", account.key)))
        except (ValueError, TypeError) as error:
            raise Altered from error


def folder_of(centre: Centre | None) -> Path:
    return settings.KEYRING / (centre.key if centre else OUTSIDE)


def _path(account: Account) -> Path:
    return folder_of(account.centre) / f"{account.key}.json"


def make(
    account: Account,
    passphrase: str,
    secrets: dict[str, Any],
    private: bytes | None = None,
    cost: Stretching | None = None,
) -> tuple[MemberFile, bytes]:
    """Lock a private key (a new one unless given) under a passphrase; write the file durably. Both are returned."""
    private, salt, cost = private or new_private(), random_bytes(16), cost or Stretching(**settings.STRETCHING)
    public = public_of(private)
    made = MemberFile(
        public=public.hex(),
        salt=salt.hex(),
        locked=lock(cost.key(passphrase, salt), private, bind("member", account.key)).hex(),
        secrets=_sealed_secrets(account, public, secrets),
        stretching=asdict(cost),
    )
    _write(_path(account), made)
    return made, private


def keep_secrets(account: Account, secrets: dict[str, Any]) -> None:
    """Put other secrets (a new second factor, another PIN) into her file; needs no key."""
    found = read(account)
    if found is None:
        raise KeyringMissing
    sealed = _sealed_secrets(account, bytes.fromhex(found.public), secrets)
    _write(_path(account), MemberFile(**{**asdict(found), "secrets": sealed}))


def _sealed_secrets(account: Account, public: bytes, secrets: dict[str, Any]) -> str:
    return seal_to(public, json.dumps(secrets).encode(), bind("secrets", account.key)).hex()


def read(account: Account) -> MemberFile | None:
    """Her file, None when she has none (never joined, left, or the centre is sealed).

    Raises KeyringMissing when the whole folder is not there, Altered when the file can not be read.
    """
    if not settings.KEYRING.is_dir():
        raise KeyringMissing
    try:
        return MemberFile(**json.loads(_path(account).read_text()))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError) as error:
        raise Altered from error


def _write(path: Path, content: MemberFile) -> None:
    """All or nothing, and on the disk when this returns.

    The file before it holds the same key, locked: it is overwritten too, or it would stay on the disk among what is
    free, where Seal does not reach it.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w") as file:
        json.dump(asdict(content), file)
        file.flush()
        os.fsync(file.fileno())
    before = path.open("r+b") if path.exists() else None
    os.replace(temporary, path)
    sync_folder(path.parent)
    if before:
        with before:
            _overwrite(before)


def destroy(account: Account) -> None:
    """One member's file: overwritten, synced, removed."""
    _shred(_path(account))


def destroy_all(centre: Centre) -> list[str]:
    """Every file of the centre. Returns what could not be promised, in words, empty when nothing is left open."""
    folder = folder_of(centre)
    for path in folder.glob("*") if folder.is_dir() else []:
        _shred(path)
    shutil.rmtree(folder, ignore_errors=True)
    if settings.KEYRING.is_dir():
        sync_folder(settings.KEYRING)
    left = [f"still there: {path.name}" for path in folder.glob("*")] if folder.exists() else []
    return left + ([] if held_in_memory(settings.KEYRING) else ["disk"])


def _overwrite(file: BinaryIO) -> None:
    file.write(os.urandom(os.fstat(file.fileno()).st_size))
    file.flush()
    os.fsync(file.fileno())


def _shred(path: Path) -> None:
    if not path.exists():
        return
    with path.open("r+b") as file:
        _overwrite(file)
    path.unlink()
    sync_folder(path.parent)


def held_in_memory(folder: Path) -> bool:
    """Whether the folder stands on a memory-held file system (tmpfs, ramfs), which a power cut empties."""
    best, kind = "", ""
    for line in Path("/proc/mounts").read_text().splitlines() if Path("/proc/mounts").exists() else []:
        _, place, system = line.split()[:3]
        if folder.resolve().is_relative_to(place) and len(place) >= len(best):
            best, kind = place, system
    return kind in {"tmpfs", "ramfs"}
