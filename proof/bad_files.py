"""Files that harm, tell too much, or are not what they are called: made in code, by sort.

What a file would give away (a place, a camera, a text behind the picture) is SECRET, which stands nowhere else: a copy
in which it is found is no clean copy.
"""

import io
import random
import struct
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from proof.bad_words import FORMULAS, MARK

SECRET = f"{MARK}-at-27.7172N-85.3240E"
PLACE = {1: "N", 2: (27.0, 43.0, 1.92), 3: "E", 4: (85.0, 19.0, 26.4), 29: "2026:11:22"}  # the GPS part of EXIF
Dice = random.Random
File = tuple[str, str, bytes]  # what it is called, what it says it is, what it holds
NAMES = ("{0}", f"../../{MARK}/{{0}}", "\u202egpj.{0}", "CON.{0}", "x" * 5_000 + ".{0}", f"<b {MARK}>.{{0}}", ".{0}",
         "صورة.{0}", "तस्बिर.{0}", f'"; filename="{MARK}.{{0}}', f"{MARK}%00.{{0}}", "{0}.exe", "")  # fmt: skip


def exif() -> bytes:
    from PIL import Image

    told = Image.Exif()
    told[0x010E], told[0x010F], told[0x0131] = SECRET, SECRET, SECRET  # what is shown, maker, program
    told.get_ifd(0x8825).update(PLACE)
    told.get_ifd(0x8769)[0x9286] = SECRET.encode()
    return told.tobytes()


def xmp() -> bytes:
    begin = '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><p>'
    return f"{begin}{SECRET}</p></x:xmpmeta>".encode()


@cache
def photograph(form: str, size: int = 24) -> bytes:
    """A small picture as a phone writes one, with place, camera, text and, where the form has it, a comment."""
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    made, image = io.BytesIO(), Image.new("RGB", (size, size), "teal")
    if form == "jpeg":
        image.save(made, "jpeg", exif=exif(), comment=SECRET.encode(), xmp=xmp())
    elif form == "webp":
        image.save(made, "webp", exif=exif(), xmp=xmp())
    elif form == "mpo":
        image.save(made, "mpo", save_all=True, append_images=[image], exif=exif())
    else:
        text = PngInfo()
        text.add_text("Comment", SECRET)
        text.add_itxt("XML:com.adobe.xmp", xmp().decode(), zip=True)
        image.save(made, "png", pnginfo=text, exif=exif())
    return made.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, rows: bytes, *more: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def zipped(members: dict[str, bytes], how: int = ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w", how) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return made.getvalue()


TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
LAUGHS = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
ENTITIES = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "{MARK}">{LAUGHS}<!ENTITY f SYSTEM "file:///etc/hostname">]>'
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MACRO = {"[Content_Types].xml": TYPES.encode(), "word/vbaProject.bin": b"\xd0\xcf\x11\xe0" + SECRET.encode()}


@cache
def bomb() -> bytes:
    """A package of 300 KB that would be 300 MB."""
    return zipped({"[Content_Types].xml": TYPES.encode(), "word/document.xml": bytes(300_000_000)})


@cache
def letter() -> bytes:
    from corridor.exchange.letter_texts import default_template

    return default_template("demand", "en")


def letter_with(name: str, content: bytes) -> bytes:
    """A good letter with one part more, or one part other."""
    with ZipFile(io.BytesIO(letter())) as packed:
        return zipped({one: packed.read(one) for one in packed.namelist()} | {name: content})


@cache
def workbook() -> bytes:
    from openpyxl import Workbook

    book, made = Workbook(), io.BytesIO()
    for row in (
        ["name", "phone", "opened on"],
        *([one, f"{MARK}", "2031-13-45"] for one in FORMULAS if one.isprintable()),
    ):
        book.active.append(row)
    book.save(made)
    return made.getvalue()


def table(mark: str = ",") -> bytes:
    """A table with formulas, a heading twice, a row too short and one too long."""
    rows = [f"name{mark}name{mark}phone{mark}opened on", *(f'"{one}"{mark}{MARK}{mark}1' for one in FORMULAS)]
    return "\r\n".join([*rows, "x", mark * 40, f'"{MARK}']).encode()


def turned(data: bytes, dice: Dice) -> bytes:
    """With a few bits turned, a piece cut out, or its end missing."""
    found = bytearray(data)
    for _ in range(dice.randint(1, 12)):
        found[dice.randrange(len(found))] ^= 1 << dice.randrange(8)
    way, place = dice.randrange(3), dice.randrange(len(found))
    return bytes(found if way == 0 else found[:place] if way == 1 else found[:place] + found[place + 40 :])


@cache
def example() -> bytes:
    """A programme's design as it is shipped."""
    import corridor

    folder = Path(corridor.__file__).parent / "learning" / "examples"
    return next(iter(sorted(folder.glob("*.toml")))).read_bytes()


def toml(dice: Dice) -> bytes:
    return dice.choice(
        (
            turned(example(), dice),
            b"[" * 20_000,
            b"a = " + b"[" * 20_000,
            b"a=1\na=2\n",
            f'title = "{MARK}"\n[[element]]\nx = 1e999\n'.encode(),
            b"countries = 5\nelement = 7\n",
            b"a = 9999-99-99\n",
            b"a = " + b"9" * 9_000,
            f'title = "\\u0000{MARK}"\n'.encode(),
            b"[a.b]\nc=1\n[a]\nb=2\n",
            "عنوان = 'x'\n".encode(),
        )
    )


PICTURES: dict[str, Callable[[Dice], File]] = {
    "JPEG with a place": lambda dice: ("a.jpg", "image/jpeg", photograph("jpeg")),
    "PNG with a place": lambda dice: ("a.png", "image/png", photograph("png")),
    "WebP with a place": lambda dice: ("a.webp", "image/webp", photograph("webp")),
    "two pictures in one": lambda dice: ("a.jpg", "image/jpeg", photograph("mpo")),
    "picture and package": lambda dice: ("a.jpg", "image/jpeg", photograph("jpeg") + zipped({SECRET: SECRET.encode()})),
    "picture and page": lambda dice: (
        "a.png",
        "text/html",
        photograph("png") + f"<script>{MARK}()</script>{SECRET}".encode(),
    ),
}
FILES: dict[str, Callable[[Dice], File]] = {
    **PICTURES,
    "picture and program": lambda dice: ("a.gif", "image/gif", f"GIF89a/*{SECRET}*/=1;{MARK}()".encode()),
    "page as a picture": lambda dice: ("a.jpg", "image/jpeg", f"<html><script>{MARK}()</script>".encode()),
    "drawing with a script": lambda dice: ("a.svg", "image/svg+xml", f"<svg onload='{MARK}()'/>".encode()),
    "picture too large": lambda dice: ("a.png", "image/png", png(60_000, 60_000, bytes(1_000_000))),
    "picture of no size": lambda dice: ("a.png", "image/png", png(0, 7, b"")),
    "text bomb in a picture": lambda dice: (
        "a.png",
        "image/png",
        png(8, 8, bytes(72), chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(60_000_000), 9))),
    ),
    "picture broken": lambda dice: (
        "a.jpg",
        "image/jpeg",
        turned(photograph(dice.choice(("jpeg", "png", "webp"))), dice),
    ),
    "picture named otherwise": lambda dice: (
        dice.choice(("a.pdf", "a.docx", "a.csv", "a.toml", "a.exe", "a")),
        dice.choice(("application/pdf", "text/csv", "", "x/y; a=b", "image/png\t")),
        photograph("jpeg"),
    ),
    "beginning alone": lambda dice: (
        "a",
        "",
        dice.choice((b"\xff\xd8\xff", b"OggS", b"PK\3\4", b"RIFF", b"%PDF", b"\x89PNG")),
    ),
    "sound broken": lambda dice: ("a.ogg", "audio/ogg", b"OggS\0\2" + dice.randbytes(dice.randint(0, 4_000))),
    "empty file": lambda dice: ("a.jpg", "image/jpeg", b""),
    "noise": lambda dice: ("a.bin", "application/octet-stream", dice.randbytes(dice.randint(1, 3_000))),
    "odd name": lambda dice: (
        dice.choice(NAMES).format(dice.choice(("jpg", "docx", "csv", "toml"))),
        "application/octet-stream",
        photograph("jpeg"),
    ),
    "zip bomb": lambda dice: (dice.choice(("a.docx", "a.zip", "a.xlsx")), "application/zip", bomb()),
    "zip in zip": lambda dice: (
        "a.docx",
        "application/zip",
        zipped({f"{n}.zip": bomb() for n in range(3)}, ZIP_STORED),
    ),
    "zip of many": lambda dice: ("a.xlsx", "", zipped({f"xl/{n}.xml": b"" for n in range(3_000)}, ZIP_STORED)),
    "zip with ways out": lambda dice: ("a.docx", "", zipped({f"../../{MARK}": b"x", "/etc/x": b"x", "": b"x"})),
    "letter with entities": lambda dice: (
        "a.docx",
        "",
        letter_with("word/document.xml", f"{ENTITIES}<w>&a9;&f;</w>".encode()),
    ),
    "letter with orders": lambda dice: (
        "a.docx",
        "",
        letter_with("word/document.xml", f"<w>{{{{ ''.__class__.__mro__ }}}}{{% for x in y %}}{MARK}</w>".encode()),
    ),
    "letter with a program": lambda dice: ("a.docm", "", zipped(MACRO)),
    "letter broken": lambda dice: ("a.docx", "", turned(letter(), dice)),
    "letter": lambda dice: ("a.docx", WORD, letter()),
    "workbook with formulas": lambda dice: ("a.xlsx", "", workbook()),
    "workbook broken": lambda dice: ("a.xlsx", "", turned(workbook(), dice)),
    "table": lambda dice: ("a.csv", "text/csv", f"name,phone,opened on\n{MARK},12345,2025-04-01\n".encode()),
    "refused rows": lambda dice: (
        "a.csv",
        "text/csv",
        f"name,phone,opened on,note\n,{MARK},2031-01-01,=1+1\n".encode(),
    ),
    "good TOML": lambda dice: ("a.toml", "application/toml", example()),
    "table with formulas": lambda dice: ("a.csv", "text/csv", table(dice.choice(",;\t"))),
    "table in other letters": lambda dice: (
        "a.csv",
        "text/csv",
        table().decode().encode(dice.choice(("utf-16", "utf-8-sig", "utf-32"))),
    ),
    "table broken": lambda dice: ("a.csv", "text/csv", turned(table(), dice)),
    "table too wide": lambda dice: ("a.csv", "text/csv", b"," * 30_000 + b"\n" + b'"' + b"x" * 150_000),
    "table with NUL": lambda dice: ("a.csv", "text/csv", b"name,phone\n\0,\0\n" + b"\xff\xfe\xfd,\n"),
    "TOML": lambda dice: ("a.toml", "application/toml", toml(dice)),
    "JSON": lambda dice: (
        "a.json",
        "",
        dice.choice((b"[" * 50_000, b'{"v":1,"v":2}', b"nul", b'{"a":1e999}', b'"\\ud800"')),
    ),
}
LARGE = {
    "ten megabytes": lambda dice: ("a.bin", "", bytes(10_000_000)),
    "a picture with much behind it": lambda dice: ("a.jpg", "image/jpeg", photograph("jpeg") + bytes(10_000_000)),
    "more than is kept": lambda dice: ("a.jpg", "image/jpeg", bytes(25_400_000)),
}


def told_by(data: bytes) -> list[str]:
    """What a copy of a picture still tells beside the picture, in a few words each."""
    from PIL import Image

    found = [name for name in (SECRET, MARK) if name.encode() in data]
    found += ["Exif" for one in (b"Exif\0\0", b"eXIf", b"EXIF") if one in data]
    found += ["XMP" for one in (b"xpacket", b"xmpmeta", b"http://ns.adobe.com/") if one in data]
    with Image.open(io.BytesIO(data)) as image:
        found += ["Exif" for _ in image.getexif()]
        found += [str(name) for name in image.info if name in {"exif", "xmp", "comment", "icc_profile", "Comment"}]
    return sorted(set(found))
