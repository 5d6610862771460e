"""Pictures drawn from lines of text, for what is made up: a demonstration has no photographs of anybody's papers."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw

EDGE, ROW, WIDTH = 24, 40, 480  # pixels
PAPER, INK = "#f6f1e4", "#333333"


def picture_of(lines: Sequence[str]) -> bytes:
    """A small sheet of paper with these lines on it, as PNG."""
    picture, made = Image.new("RGB", (WIDTH, 2 * EDGE + ROW * len(lines)), PAPER), BytesIO()
    pen = ImageDraw.Draw(picture)
    for row, text in enumerate(lines):
        pen.text((EDGE, EDGE + ROW * row), text, fill=INK)
    picture.save(made, "PNG")
    return made.getvalue()
