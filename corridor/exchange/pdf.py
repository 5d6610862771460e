"""PDF from HTML and CSS: tagged, to PDF/UA, so that somebody who hears the page can read it. Nothing is fetched.

What the page shows is handed in by name (`<img src="picture:debt-1">`); every other address is refused, on this machine
too. WeasyPrint needs Pango, a library of the system: where it is missing, `NoPdf` says so, and the rest goes on.
"""

import hashlib
import logging
from collections.abc import Mapping
from functools import cache
from typing import Any

from PIL import ImageFile

SCHEME = "picture:"
VARIANT = "pdf/ua-1"
logging.getLogger("weasyprint").setLevel(logging.CRITICAL)  # what it would say of fonts is nothing for our log


class NoPdf(Exception):
    """No PDF can be made on this computer. missing: the library of the system that was not found."""

    def __init__(self, missing: str) -> None:
        super().__init__(missing)
        self.missing = missing


class Refused(ValueError):
    """The page asked for something that was not handed in. address: what it asked for."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def pdf(html: str, style: str, pictures: Mapping[str, bytes]) -> bytes:
    """The PDF of a page. pictures: name -> PNG. The same page is the same bytes. Raises NoPdf, Refused."""
    library = _library()
    fetcher, refused = _fetcher(library, pictures)
    sheet = library.CSS(string=style, url_fetcher=fetcher)
    page = library.HTML(string=html, url_fetcher=fetcher, base_url=SCHEME)
    identifier = hashlib.sha256(html.encode()).digest()[:16]
    made = page.write_pdf(stylesheets=[sheet], pdf_variant=VARIANT, pdf_identifier=identifier)
    if refused:
        raise Refused(refused[0])
    return bytes(made)


@cache
def missing() -> str:
    """The library of the system without which no PDF can be made here; '' where nothing is missing."""
    try:
        _library()
    except NoPdf as error:
        return error.missing
    return ""


def _library() -> Any:
    """Raises NoPdf."""
    try:
        import weasyprint  # type: ignore[import-untyped]
    except OSError as error:  # what it says when a library of the system is not there
        raise NoPdf("Pango") from error
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # it lets the whole process take broken pictures; `pictures` refuses them
    return weasyprint


def _fetcher(library: Any, pictures: Mapping[str, bytes]) -> tuple[Any, list[str]]:
    """Hands out what was handed in, and notes what else was asked for."""
    refused: list[str] = []

    class Fetcher(library.urls.URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            name = url.removeprefix(SCHEME)
            if url.startswith(SCHEME) and name in pictures:
                return library.urls.URLFetcherResponse(url, pictures[name], {"Content-Type": "image/png"})
            refused.append(url)
            raise Refused(url)

    return Fetcher(), refused
