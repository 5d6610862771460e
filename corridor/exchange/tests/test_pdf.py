"""PDF: tagged, the same for the same page, nothing fetched, and a clear word where the computer lacks Pango."""

import builtins
import re
import zlib
from typing import Any

import pytest
from PIL import ImageFile

from corridor.exchange import pdf as module
from corridor.exchange.pdf import NoPdf, Refused, pdf
from corridor.exchange.tests.made_up_report import dot

PAGE = '<html lang="{}"><head><title>Report</title></head><body><h1>One</h1>{}</body></html>'


def unpacked(data: bytes) -> bytes:
    """Everything that a PDF says, its packed streams too."""
    found = [data]
    for one in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        try:
            found.append(zlib.decompress(one))
        except zlib.error:
            found.append(one)
    return b"\n".join(found)


def test_it_is_tagged_in_its_language_with_words_for_pictures() -> None:
    made = pdf(PAGE.format("en", '<img src="picture:a" alt="Three bars">'), "", {"a": dot()})
    text = unpacked(made)
    assert made.startswith(b"%PDF") and b"/StructTreeRoot" in text and b"/Lang" in text
    assert b"pdfuaid" in text and b"/H1" in text and b"/Figure" in text
    assert b"Three bars" in text or "Three bars".encode("utf-16-be") in text


def test_the_same_page_is_the_same_bytes_without_an_hour() -> None:
    page = PAGE.format("en", "<p>Two")
    made = pdf(page, "", {})
    assert made == pdf(page, "", {}) and b"CreationDate" not in unpacked(made)


@pytest.mark.parametrize(
    "asked",
    [
        '<img alt="a" src="http://127.0.0.1:9/a.png">',
        '<img alt="a" src="file:///etc/hostname">',
        '<img alt="a" src="picture:other">',
        '<img alt="a" src="data:image/png;base64,AAAA">',
        '<link rel="stylesheet" href="http://127.0.0.1:9/a.css">',
        '<p style="background: url(http://127.0.0.1:9/b)">x',
    ],
)
def test_what_was_not_handed_in_is_refused(asked: str) -> None:
    with pytest.raises(Refused):
        pdf(PAGE.format("en", asked), "", {"a": dot()})


def test_a_style_may_fetch_nothing_either() -> None:
    with pytest.raises(Refused, match="127"):
        pdf(PAGE.format("en", ""), "@import url(http://127.0.0.1:9/x.css);", {})


def test_where_pango_is_missing_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    module.missing.cache_clear()
    with pytest.raises(NoPdf) as found:
        pdf("<p>a", "", {})
    assert found.value.missing == module.missing() == "Pango"
    module.missing.cache_clear()


def test_broken_pictures_are_refused_as_before() -> None:
    """The library, once loaded, would have the whole process take pictures that end too soon."""
    pdf(PAGE.format("en", "<p>x"), "", {})
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
