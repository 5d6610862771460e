"""Handing a signed return to a programme over the network. Source: safety D20 (as a file or over the network)."""

import urllib.error
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

SECONDS = 20
LONGEST_ANSWER = 300  # characters that are shown of an answer
HERE = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Answer:
    """What the other end said. status: of HTTP, 0 when it was not reached. text: its own words, or why not."""

    status: int
    text: str

    @property
    def taken(self) -> bool:
        return 200 <= self.status < 300

    @property
    def refused(self) -> bool:
        """Whether it was read and not taken, so that sending it again is of no use."""
        return self.status in {400, 403, 409, 413, 422}


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A return goes to the address that the host wrote down, and nowhere else."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def post(address: str, data: bytes) -> Answer:
    """Send the bytes of a return. Never raises for what the network does; that stands in the answer.

    Only over TLS, but for a programme on this machine.
    """
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in HERE):
        return Answer(0, "https://")
    asked = urllib.request.Request(address, data, {"Content-Type": "application/json"}, method="POST")
    try:
        with urllib.request.build_opener(_NoRedirect).open(asked, timeout=SECONDS) as answer:
            return Answer(answer.status, _text(answer))
    except urllib.error.HTTPError as error:
        return Answer(error.code, _text(error))
    except (OSError, HTTPException, ValueError) as error:
        return Answer(0, type(error).__name__)


def _text(answer: Any) -> str:
    try:
        data: bytes = answer.read(4 * LONGEST_ANSWER)
    except (OSError, HTTPException):
        return ""
    words = " ".join(data.decode("utf-8", "replace").split())
    return "" if words.startswith("<") else words[:LONGEST_ANSWER]
