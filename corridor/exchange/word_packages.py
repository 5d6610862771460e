"""What a Word file carries beside its text: a package of parts that point at each other, and perhaps elsewhere.

A file from somewhere else is not opened before this was looked at: whether it fits into memory, whether it runs
something, fetches something from another place, or hides something that would leave with whatever is made of it.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from lxml import etree  # type: ignore[import-untyped]

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PACKED_MOST, UNPACKED_MOST, MEMBERS_MOST = 5_000_000, 20_000_000, 300  # bytes, bytes, files in the package
RUNS = re.compile(r"vbaproject|vbadata|activex|embeddings/|customui|afchunk|oleobject", re.IGNORECASE)
FIELDS = {"PAGE", "NUMPAGES", "SECTIONPAGES", "DATE", "TIME", "HYPERLINK"}  # others fetch, run, or name whoever wrote
CHANGED = ("ins", "del", "moveFrom", "moveTo", "comment")


class Harmful(Exception):
    """The file runs, fetches or hides something. found: its technical name."""

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found = found


class NoPackage(Exception):
    """It is no Word file, it is broken, or (large) it would fill the memory."""

    def __init__(self, large: bool = False) -> None:
        super().__init__("large" if large else "broken")
        self.large = large


def refuse_what_harms(data: bytes) -> None:
    """Look at a file before anything opens it. Raises NoPackage, Harmful."""
    for name, content in _members(data).items():
        if RUNS.search(name):
            raise Harmful(name[-60:])
        if name.endswith((".xml", ".rels")):
            _refuse_in_part(name, content)


def _members(data: bytes) -> dict[str, bytes]:
    if len(data) > PACKED_MOST:
        raise NoPackage(large=True)
    try:
        with ZipFile(BytesIO(data)) as packed:
            told = packed.infolist()
            if len(told) > MEMBERS_MOST or sum(one.file_size for one in told) > UNPACKED_MOST:
                raise NoPackage(large=True)
            if any(one.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for one in told):
                raise NoPackage
            members = {one.filename: packed.read(one) for one in told}
    except NoPackage:
        raise
    except Exception as error:  # whatever a reader raises on a file made to harm it
        raise NoPackage from error
    if "[Content_Types].xml" not in members:
        raise NoPackage
    return members


def _refuse_in_part(name: str, content: bytes) -> None:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Harmful("DOCTYPE")
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        raise NoPackage from error
    if root.getroottree().docinfo.doctype:
        raise Harmful("DOCTYPE")
    if name.endswith(".rels"):
        _refuse_relations(root)
    elif name == "[Content_Types].xml" and b"macroEnabled" in content:
        raise Harmful("macroEnabled")
    for one in CHANGED:
        if root.find(f".//{WORD}{one}") is not None:
            raise Harmful(f"w:{one}")
    for field in _fields(root):
        word = (field.split() or [""])[0].upper()
        if word not in FIELDS:
            raise Harmful(word[:40] or "w:instrText")


def _refuse_relations(root: etree._Element) -> None:
    """Only links that somebody has to click may point outside the package."""
    for one in root:
        kind = str(one.get("Type", "")).rsplit("/", 1)[-1]
        if RUNS.search(kind) or (one.get("TargetMode", "").lower() == "external" and kind != "hyperlink"):
            raise Harmful(kind[:60])


def _fields(root: etree._Element) -> Iterator[str]:
    """The instructions of Word's own fields, which may stand in several pieces and in each other."""
    open_ones: list[str] = []
    for one in root.iter(f"{WORD}fldSimple", f"{WORD}fldChar", f"{WORD}instrText"):
        if one.tag == f"{WORD}fldSimple":
            yield str(one.get(f"{WORD}instr", ""))
        elif one.tag == f"{WORD}instrText":
            if open_ones:
                open_ones[-1] += one.text or ""
            else:
                yield one.text or ""
        elif one.get(f"{WORD}fldCharType") == "begin":
            open_ones.append("")
        elif open_ones and one.get(f"{WORD}fldCharType") == "end":
            yield open_ones.pop()
    yield from open_ones
