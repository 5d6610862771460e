"""The locked ZIP opens with its passphrase alone, and shows neither content nor checksum nor hour without it."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile
from zlib import crc32

import pytest
from pyzipper import AESZipFile

from corridor.exchange.locked_zip import lock_files

WORDS, TEXT, PICTURE = "bamo tiru kelo vasu nipe", "सीता took her passport".encode(), bytes(range(256)) * 40


@pytest.fixture
def locked() -> bytes:
    return lock_files([("a/read-me.txt", TEXT), ("a/files/x.jpg", PICTURE)], WORDS, date(2026, 11, 22))


def test_it_opens_with_its_words(locked: bytes) -> None:
    with AESZipFile(BytesIO(locked)) as packed:
        packed.setpassword(WORDS.encode())
        assert packed.testzip() is None
        assert {one: packed.read(one) for one in packed.namelist()} == {
            "a/read-me.txt": TEXT,
            "a/files/x.jpg": PICTURE,
        }


@pytest.mark.parametrize("words", ["", "bamo tiru kelo vasu nipo", WORDS.upper()])
def test_it_does_not_open_with_others(locked: bytes, words: str) -> None:
    with AESZipFile(BytesIO(locked)) as packed:
        packed.setpassword(words.encode())
        with pytest.raises(RuntimeError):
            packed.read("a/read-me.txt")


def test_each_entry_has_256_bits_and_tells_no_checksum_and_no_hour(locked: bytes) -> None:
    with AESZipFile(BytesIO(locked)) as packed:
        about = packed.infolist()
    assert {(one.wz_aes_strength, one.wz_aes_version, one.CRC) for one in about} == {(3, 2, 0)}
    assert {one.date_time for one in about} == {(2026, 11, 22, 0, 0, 0)}
    for content in (TEXT, PICTURE):
        assert content[:12] not in locked and crc32(content).to_bytes(4, "little") not in locked


def test_a_changed_byte_is_seen(locked: bytes) -> None:
    place = locked.index(b"x.jpg") + 600
    broken = locked[:place] + bytes([locked[place] ^ 1]) + locked[place + 1 :]
    with AESZipFile(BytesIO(broken)) as packed:
        packed.setpassword(WORDS.encode())
        assert packed.testzip() == "a/files/x.jpg"
    assert ZipFile(BytesIO(locked)).infolist()[0].flag_bits & 1
