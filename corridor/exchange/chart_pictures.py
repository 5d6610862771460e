"""Pictures of charts, drawn here and offline: a Vega or Vega-Lite drawing in, SVG or PNG out.

Nothing is fetched: a drawing that names an address is refused, unless what stands there is handed in (the shapes of
countries that ship with the product). The drawing library brings its own engine of some 60 MB, so it is loaded only
when the first picture is drawn. A picture of the same drawing is always the same, so the latest are kept in memory.
"""

import hashlib
import json
import logging
import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from typing import Any

from corridor.exchange import chart_letters

SCALE = 2.0  # points of a picture for one of the drawing, so that it is sharp on paper
WIDTH = 620  # of a chart, in pixels: the width of the text on A4
KEPT_MOST = 40_000_000  # bytes of pictures
# The engine takes one font for a text and finds no good one for letters that it lacks, so a chart is drawn in one font
# that has all of them. (letters, fonts, what these do not have and what stands for it)
FONT = "Noto Sans, DejaVu Sans, sans-serif"
SCRIPTS = (
    (re.compile("[\u0600-\u06ff]"), "DejaVu Sans, Noto Sans Arabic, sans-serif", ("", "")),
    (re.compile("[\u0900-\u097f]"), "Noto Sans Devanagari, sans-serif", ("→", "–")),
    (re.compile("[\u0980-\u09ff]"), "Noto Sans Bengali, sans-serif", ("→", "–")),
)

log = logging.getLogger(__name__)


class NoPicture(Exception):
    """The drawing can not be drawn here. found: the address that it asked for, or what the library said."""

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found = found


def still(drawing: Mapping[str, Any], width: int = WIDTH) -> dict[str, Any]:
    """A drawing of the page as one for paper: its own width instead of that of the screen, on white, in one font."""
    if "$schema" in drawing:
        return {**drawing, "background": "white"}
    text = json.dumps(drawing, ensure_ascii=False)
    font, (lacking, instead) = next((rest for letters, *rest in SCRIPTS if letters.search(text)), (FONT, ("", "")))
    spec = json.loads(text.replace(lacking, instead) if lacking else text)
    spec.pop("usermeta", None)
    config = {**spec.get("config", {}), "font": font}
    config["text"] = {**config.get("text", {}), "font": font}
    fitted = {"type": "fit-x", "contains": "padding"}
    return {**spec, "config": config, "width": width, "autosize": fitted, "background": "white"}


def with_data(spec: Any, at_hand: Mapping[str, bytes]) -> Any:
    """The same with what its addresses stand for put in their place. Raises NoPicture for any other address."""
    if isinstance(spec, Mapping):
        if isinstance(spec.get("url"), str):
            if spec["url"] not in at_hand:
                raise NoPicture(spec["url"])
            rest = {name: value for name, value in spec.items() if name != "url"}
            return with_data(rest, at_hand) | {"values": json.loads(at_hand[spec["url"]])}
        return {name: with_data(value, at_hand) for name, value in spec.items()}
    return [with_data(one, at_hand) for one in spec] if isinstance(spec, list | tuple) else spec


def svg(drawing: Mapping[str, Any], at_hand: Mapping[str, bytes] | None = None) -> str:
    """A chart as SVG. at_hand: address -> content of what it may use. Raises NoPicture."""
    import vl_convert

    spec = with_data(still(drawing), at_hand or {})
    draw = vl_convert.vega_to_svg if "$schema" in drawing else vl_convert.vegalite_to_svg
    try:
        return str(draw(spec, allowed_base_urls=[]))
    except (ValueError, RuntimeError) as error:
        raise NoPicture(str(error)[:200]) from error


def png(drawing: Mapping[str, Any], at_hand: Mapping[str, bytes] | None = None) -> bytes:
    """A chart as PNG, sharp on paper. Raises NoPicture."""
    import vl_convert

    drawn_once, texts = chart_letters.without(svg(drawing, at_hand))
    try:
        painted = bytes(vl_convert.svg_to_png(drawn_once, scale=SCALE))
        return chart_letters.written(painted, texts, SCALE) if texts else painted
    except (ValueError, RuntimeError) as error:  # what the painter says when it stumbles over a text
        raise NoPicture(str(error)[:200]) from error


def mark_of(drawing: Mapping[str, Any]) -> str:
    """The same for the same drawing, whoever asks and whenever."""
    return hashlib.sha256(json.dumps(drawing, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class Pictures:
    """What this process drew or made lately, by a mark of its content. Nothing of it is on a disk.

    A release is frozen, so a chart of it never changes; what is asked for again is there at once.
    """

    def __init__(self, most: int = KEPT_MOST) -> None:
        self._most, self._size = most, 0
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock, self._making = Lock(), Lock()

    def left(self, drawings: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Those that are not drawn yet."""
        return [one for one in drawings if not self.has(mark_of(one))]

    def of(self, drawing: Mapping[str, Any]) -> bytes:
        """The picture, drawn now if it was not before; empty where it can not be drawn: its table tells the same."""

        def draw() -> bytes:
            try:
                return png(drawing)
            except NoPicture as error:
                log.warning("a chart can not be drawn: %s", error.found)
                return b""

        return self.made(mark_of(drawing), draw)

    def has(self, mark: str) -> bool:
        return mark in self._kept

    def made(self, mark: str, make: Callable[[], bytes]) -> bytes:
        """What is kept under this mark; made now if it was not before, one at a time. Raises what `make` raises."""
        with self._making:  # two who ask for the same wait for one making
            with self._lock:
                if mark in self._kept:
                    self._kept.move_to_end(mark)
                    return self._kept[mark]
            found = make()
            with self._lock:
                self._kept[mark] = found
                self._size += len(found)
                while self._size > self._most and len(self._kept) > 1:
                    self._size -= len(self._kept.popitem(last=False)[1])
            return found


drawn = Pictures()
