"""What belongs to a worker's file and is asked with a sheet: her journeys here, what later rooms add to her path there.

One form adds and corrects each kind; a room to the right enters its kinds in PARTS when it is loaded.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from corridor.journey.drafts import PAGES, Page
from corridor.journey.reading import options_for
from corridor.journey.sheets import Options, Sheet
from corridor.journey.worker_sheets import JOURNEY
from corridor.safe.casebook import Entry, Reading, opens
from corridor.safe.content import Content

T = TypeVar("T", bound=Content)


def parts_of(known: Reading, worker: str, kind: type[T]) -> list[tuple[str, T]]:
    """(id, content) of what of this kind stands in her file and can be read, in the order in which it was entered."""
    found = sorted((one for one in known.parts(worker, kind) if opens(one)), key=lambda one: one.change)
    return [(one.id, content) for one in found if isinstance(content := one.content, kind)]


def _options(known: Reading, worker: str) -> Options:
    return options_for(known)


def _nothing(*_: Any) -> Any:
    return {}


def _nobody(*_: Any) -> Iterable[str]:
    return ()


@dataclass(frozen=True)
class Part:
    """One kind of part of a worker's file. page: the name of the page on which it stands.

    options(known, worker): what can be chosen in its form. start(known, worker, asked): what a new form begins with;
    asked: the query of its address. doubts(known, worker, content): what is kept and yet pointed out, in sentences.
    goes_too(known, entry): ids of what is destroyed with it.
    """

    sheet: Sheet
    page: str = "journey:worker"
    options: Callable[[Reading, str], Options] = _options
    start: Callable[[Reading, str, Mapping[str, str]], dict[str, Any]] = _nothing
    doubts: Callable[[Reading, str, Content], Iterable[str]] = _nobody
    goes_too: Callable[[Reading, Entry], Iterable[str]] = _nobody


PARTS: dict[str, Part] = {}  # type of a content -> how it is asked


def enter(part: Part) -> None:
    """Have this kind asked, and its unfinished forms kept."""
    sheet, type = part.sheet, part.sheet.kind.TYPE
    PARTS[type] = part
    PAGES[type] = Page("journey:add_part", sheet.label, type, sheet)


enter(Part(JOURNEY, start=lambda known, worker, asked: {"origin": _nationality(known, worker)}))


def _nationality(known: Reading, worker: str) -> str:
    entry = known.get(worker)
    return str(entry.plain["c"].get("nationality", "")) if entry else ""
