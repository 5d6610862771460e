"""Copies of pictures: nothing but the picture is left, and files made to do harm are refused with a reason."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from corridor.exchange import pictures
from corridor.exchange.pictures import MOST_PIXELS, NoCopy, clean_copy

MARK = "CANARYcanary0123456789ab"


def with_place(kind: str, size: tuple[int, int] = (40, 20)) -> bytes:
    """A picture, red on the left, that says where it was made, lies on its side and carries a comment."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x0112], exif[0x010E], exif[0x013B] = 6, MARK, MARK  # on its side; description; who made it
    exif.get_ifd(0x8825)[2] = (31.0, 57.0, 12.0)  # latitude
    out, more = BytesIO(), {}
    if kind == "PNG":
        more["pnginfo"] = PngImagePlugin.PngInfo()
        more["pnginfo"].add_text("Comment", MARK)
    if kind == "JPEG":
        more["comment"] = MARK.encode()
    image.save(out, kind, exif=exif, icc_profile=MARK.encode() if kind != "PNG" else None, **more)
    return out.getvalue()


def png_of(width: int, height: int, rows: bytes) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_the_picture_is_left(kind: str) -> None:
    given = with_place(kind)
    assert MARK.encode() in given and Image.open(BytesIO(given)).getexif()
    made = clean_copy(given + b"<script>" + MARK.encode())
    image = Image.open(BytesIO(made.data))
    image.load()
    assert MARK.encode() not in made.data and b"Exif" not in made.data
    assert not image.getexif() and not set(image.info) & {"exif", "icc_profile", "comment", "Comment", "xmp"}
    assert image.size == (20, 40), "it stands upright"
    assert made.kind == kind.lower() and not made.smaller
    red, _, blue = image.convert("RGB").getpixel((10, 5))
    assert red > 200 > 60 > blue, "what was on the left is on top"


def test_a_page_hidden_behind_a_picture_is_gone() -> None:
    page = b"<html><script>alert(1)</script></html>"
    for kind in ("PNG", "JPEG", "WEBP"):
        assert b"<script" not in clean_copy(with_place(kind) + page).data


def test_a_see_through_picture_stays_see_through() -> None:
    out = BytesIO()
    Image.new("RGBA", (8, 8), (1, 2, 3, 0)).save(out, "PNG")
    assert Image.open(BytesIO(clean_copy(out.getvalue()).data)).getpixel((3, 3))[3] == 0


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"])
def test_all_kinds_of_colour(mode: str) -> None:
    out = BytesIO()
    Image.new(mode, (16, 16)).save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert Image.open(BytesIO(clean_copy(out.getvalue()).data)).size == (16, 16)


def test_a_hundred_megapixels_in_a_small_file_are_refused() -> None:
    given = png_of(10_000, 10_000, bytes(10_001) * 10_000)
    assert len(given) < 200_000
    with pytest.raises(NoCopy) as refused:
        clean_copy(given)
    assert (refused.value.reason, refused.value.width, refused.value.height) == ("too-large", 10_000, 10_000)


def test_a_claim_of_billions_of_points_is_refused() -> None:
    with pytest.raises(NoCopy, match="too-large"):
        clean_copy(png_of(2**31 - 1, 2**31 - 1, b""))


def test_a_large_photograph_is_copied_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 4_000)
    out = BytesIO()
    Image.new("RGB", (200, 100), "green").save(out, "JPEG")
    made = clean_copy(out.getvalue())
    width, height = Image.open(BytesIO(made.data)).size
    assert made.smaller and width * height <= 4_000 and width == 2 * height
    assert MOST_PIXELS == 40_000_000


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (b"", "no-picture"),
        (b"PK\x03\x04" + bytes(5_000), "no-picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no-picture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "no-picture"),
        (with_place("PNG")[:-30], "broken"),
        (with_place("JPEG")[:-60], "broken"),
        (with_place("WEBP")[:-60], "no-picture"),
    ],
)
def test_what_is_no_picture_or_cut_short_is_refused(given: bytes, reason: str) -> None:
    with pytest.raises(NoCopy) as refused:
        clean_copy(given)
    assert refused.value.reason == reason


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_any_bit_may_be_wrong(kind: str) -> None:
    """Every third byte turned: a copy or a refusal, never another error."""
    given = with_place(kind)
    for place in range(0, len(given), 3):
        broken = bytearray(given)
        broken[place] ^= 0xFF
        try:
            assert MARK.encode() not in clean_copy(bytes(broken)).data
        except NoCopy:
            continue
