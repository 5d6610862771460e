"""Copies of pictures without anything but the picture: no place, no hour, no camera, no text, no file behind the file.

A copy is painted anew from the pixels, the right way up. What is no picture, is cut short, or would fill the memory is
refused with a reason. Written against files made to do harm, so whatever the reader of a format raises is a refusal.
"""

import contextlib
import threading
import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

# Pillow's name of the format -> (name here, media type). MPO is what several phones write for .jpg.
FORMATS = {
    "JPEG": ("jpeg", "image/jpeg"),
    "MPO": ("jpeg", "image/jpeg"),
    "PNG": ("png", "image/png"),
    "WEBP": ("webp", "image/webp"),
}
READERS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 40_000_000  # about 160 MB while it is painted; a JPEG above is read at half, quarter or eighth size
QUALITY = 88
_one_at_a_time = threading.Lock()  # so that two large pictures do not fill the memory together


class NoCopy(Exception):
    """No copy can be made. reason: no-picture, broken, or too-large (then width and height are known)."""

    def __init__(self, reason: str, width: int = 0, height: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.width, self.height = reason, width, height


@dataclass(frozen=True)
class Copy:
    """A picture without metadata. smaller: whether it has fewer pixels than the original."""

    data: bytes
    kind: str
    media: str
    smaller: bool = False


def clean_copy(data: bytes) -> Copy:
    """The picture painted anew. Raises NoCopy."""
    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about odd metadata, which is left out; the pixels are counted here
        image = _opened(data)
        kind, media = FORMATS[image.format or ""]
        whole = image.size
        if image.width * image.height > MOST_PIXELS and kind == "jpeg":
            image.draft("RGB", _fitting(image.size))
        if image.width * image.height > MOST_PIXELS:
            raise NoCopy("too-large", *whole)
        smaller = image.size != whole
        try:
            return Copy(_painted(image, kind), kind, media, smaller)
        except Exception as error:  # whatever a reader raises on a file made to harm it
            raise NoCopy("broken") from error


def _opened(data: bytes) -> Image.Image:
    """The picture with its head read and no pixel yet."""
    try:
        return Image.open(BytesIO(data), formats=READERS)
    except Image.DecompressionBombError as error:
        raise NoCopy("too-large") from error
    except Exception as error:
        raise NoCopy("no-picture") from error


def _fitting(size: tuple[int, int]) -> tuple[int, int]:
    """Half the size as often as needed; a JPEG can be read at 1/2, 1/4 and 1/8 without opening it whole."""
    width, height = size
    while width * height > MOST_PIXELS:
        width, height = width // 2, height // 2
    return max(width, 1), max(height, 1)


def _painted(image: Image.Image, kind: str) -> bytes:
    with contextlib.suppress(Exception):  # what stands beside the pixels may be broken; then nothing is turned
        image = ImageOps.exif_transpose(image)
    clear = kind != "jpeg" and ("A" in image.getbands() or "transparency" in image.info)
    mode = "RGBA" if clear else "L" if image.mode in {"1", "L"} else "RGB"
    pixels = image.convert(mode)
    fresh = Image.new(mode, pixels.size)  # carries nothing of what the file said beside its pixels
    fresh.paste(pixels)
    out = BytesIO()
    fresh.save(out, {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}[kind], quality=QUALITY)
    return out.getvalue()
