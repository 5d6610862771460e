"""A ZIP file locked with a passphrase (AES-256, as WinZip writes it), made in memory: 7-Zip and Keka open it.

Names and sizes of what is inside stay readable without the passphrase, so a name says nothing about a person. A guess
costs little (1,000 rounds of PBKDF2): it is the passphrase that has to be long (five made words: 64 bits).
"""

from collections.abc import Iterable
from datetime import date
from io import BytesIO

from pyzipper import ZIP_DEFLATED, ZIP_STORED, AESZipFile  # type: ignore[import-untyped]
from pyzipper.zipfile_aes import WZ_AES, WZ_AES_V2, AESZipInfo  # type: ignore[import-untyped]

TEXTS = (".csv", ".json", ".txt")  # what is made smaller; pictures and sound already are
# Version 2 leaves out the checksum of what is inside: it would show whether a guess at the content is right.
HOW = {"nbits": 256, "force_wz_aes_version": WZ_AES_V2}


def lock_files(files: Iterable[tuple[str, bytes]], passphrase: str, day: date) -> bytes:
    """The locked file. files: (name, content), taken one after another. day: stands at each, without an hour."""
    held = BytesIO()
    with AESZipFile(held, "w", encryption=WZ_AES, encryption_kwargs=HOW) as packed:
        packed.setpassword(passphrase.encode())
        for name, content in files:
            about = AESZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            packed.writestr(about, content, ZIP_DEFLATED if name.endswith(TEXTS) else ZIP_STORED)
    return held.getvalue()
