"""Which files come in from outside: sounds and pictures, known by how they begin and not by their name."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext

from corridor.safe.notebook.evidence import LARGEST_FILE, tidy_name

# How a file begins -> what it is. Phones record in all of these.
BEGINNINGS = (
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb"....ftyp(heic|heix|hevc|mif1|msf1|avif)", re.DOTALL), "image/heic"),
    (re.compile(rb"OggS"), "audio/ogg"),
    (re.compile(rb"ID3|\xff[\xfb\xf3\xf2\xfa]"), "audio/mpeg"),
    (re.compile(rb"\xff[\xf1\xf9]"), "audio/aac"),
    (re.compile(rb"RIFF....WAVE", re.DOTALL), "audio/wav"),
    (re.compile(rb"#!AMR"), "audio/amr"),
    (re.compile(rb"fLaC"), "audio/flac"),
    (re.compile(rb"....ftyp(3g|M4A|M4B|isom|iso[2-9]|mp41|mp42|dash|cmf)", re.DOTALL), "audio/mp4"),
    (re.compile(rb"\x1a\x45\xdf\xa3"), "audio/webm"),
)
MOVING = re.compile(
    rb"hdlr.{8}vide|V_(VP8|VP9|AV1|MPEG|THEORA)|theora", re.DOTALL
)  # pictures that move, by their track


@dataclass(frozen=True)
class File:
    """A file as it came. media: what it is, by its beginning."""

    name: str
    media: str
    data: bytes

    @property
    def is_picture(self) -> bool:
        return self.media.startswith("image/")


def media_of(data: bytes) -> str:
    """What a file is by its beginning; empty when it is neither a sound nor a picture."""
    media = next((media for begins, media in BEGINNINGS if begins.match(data)), "")
    return "" if media.startswith("audio/") and MOVING.search(data) else media


def fitting(name: str, data: bytes) -> tuple[File | None, str]:
    """The file, or why it is not taken, in words."""
    if len(data) > LARGEST_FILE:
        told = gettext("The file holds %(found)s MB; at most 25 MB can be kept. Nothing was kept.")
        return None, told % {"found": round(len(data) / 1e6, 1)}
    media = media_of(data)
    if not media:
        told = gettext("“%(name)s” is neither a voice note nor a picture. Nothing was sent yet.")
        return None, told % {"name": tidy_name(name)}
    return File(tidy_name(name), media, data), ""
