"""What the centre keeps of its own letters: Word templates that it changed, each with its file in sealed chunks."""

from dataclasses import dataclass
from datetime import date

from corridor.safe.content import Content


@dataclass(frozen=True)
class LetterTemplate(Content):
    """A Word template of the centre's own. kind: demand, complaint or authority. language: ISO 639.

    name, size, fingerprint, key, chunks: its file, as of an attachment. closed: the day it was taken out of use; a year
    later it is destroyed. Source: WIF2023-14 (a centre writes to employers), methods (iii).
    """

    TYPE = "letter-template"
    SEARCHED = ("name", "author")
    kind: str
    language: str
    name: str
    size: int
    fingerprint: str
    key: str
    chunks: int
    author: str = ""
    day: date | None = None
    closed: date | None = None

    def closed_on(self) -> date | None:
        return self.closed
