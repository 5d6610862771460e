"""Letters of Devanagari and Bengali in pictures of charts: the engine that paints SVG lays them over each other.

They are taken out of the drawing and written on the picture by a library that shapes them rightly. Where a font is not
on the computer, or a text is turned, it stays with the engine.
"""

import re
from functools import lru_cache
from io import BytesIO
from itertools import groupby
from typing import Any

from lxml import etree  # type: ignore[import-untyped]
from PIL import Image, ImageDraw, ImageFont

SVG = "{http://www.w3.org/2000/svg}"
EDGE = 4  # pixels left free beside a text
OTHERS = "NotoSans-Regular.ttf"
FILES = {
    "NotoSansDevanagari-Regular.ttf": re.compile("[\u0900-\u097f\u200c\u200d]"),
    "NotoSansBengali-Regular.ttf": re.compile("[\u0980-\u09ff\u200c\u200d]"),
}
MOVED = re.compile(r"translate\(\s*(-?[\d.]+)(?:[\s,]+(-?[\d.]+))?\s*\)")
ENDS = {"start": 0.0, "middle": 0.5, "end": 1.0}
Written = tuple[str, float, float, float, str, str]  # text, x, y, size in pixels, where it is held, colour


def without(svg: str) -> tuple[str, list[Written]]:
    """The drawing without the texts that are written afterwards, and those."""
    root = etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    found = []
    for one in list(root.iter(f"{SVG}text")):
        place, text = _place(one), one.text or ""
        if place is None or not any(letters.search(text) for letters in FILES.values()) or not fonts_for(text, 12):
            continue
        size = float(re.sub(r"[^\d.]", "", one.get("font-size", "12")) or 12)
        found.append((text, *place, size, one.get("text-anchor", "start"), one.get("fill", "#000")))
        one.text = ""
    return etree.tostring(root, encoding="unicode"), found


def _place(text: Any) -> tuple[float, float] | None:
    """Where a text stands; None where it is turned or scaled."""
    across, down = 0.0, 0.0
    for one in (text, *text.iterancestors()):
        if said := one.get("transform"):
            if not (moved := MOVED.fullmatch(said.strip())):
                return None
            across, down = across + float(moved[1]), down + float(moved[2] or 0)
    return across, down


def written(png: bytes, texts: list[Written], scale: float) -> bytes:
    """The picture with these texts on it; wider at the left where the engine took one for shorter than it is."""
    picture, placed = Image.open(BytesIO(png)).convert("RGB"), []
    for text, across, down, size, anchor, colour in texts:
        runs = fonts_for(text, round(size * scale))
        left = across * scale - ENDS.get(anchor, 0) * sum(font.getlength(run) for run, font in runs)
        placed.append((runs, left, down * scale, colour))
    wider = max(0, EDGE - int(min(left for _, left, _, _ in placed)))
    wide = Image.new("RGB", (picture.width + wider, picture.height), "white")
    wide.paste(picture, (wider, 0))
    pen = ImageDraw.Draw(wide)
    for runs, left, down, colour in placed:
        for run, font in runs:
            pen.text((left + wider, down), run, fill=colour, font=font, anchor="ls")
            left += font.getlength(run)
    made = BytesIO()
    wide.save(made, "PNG")
    return made.getvalue()


def fonts_for(text: str, size: int) -> list[tuple[str, Any]]:
    """The text in pieces, each with the font that has its letters; nothing where a font is missing."""
    try:
        return [("".join(run), _font(name, size)) for name, run in groupby(text, _file)]
    except OSError:
        return []


def _file(letter: str) -> str:
    return next((name for name, letters in FILES.items() if letters.match(letter)), OTHERS)


@lru_cache(maxsize=32)
def _font(name: str, size: int) -> Any:
    return ImageFont.truetype(name, size)
