"""Where each country's middle lies on the map: from the country shapes that ship with the product.

A country of several parts is placed on its largest part. Countries too small for those shapes stand in
`small_countries.csv`, with the finer shapes of the same work as their source.
"""

import csv
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corridor import ui
from corridor.reference.countries import codes, numeric

SHAPES = Path(ui.__file__).parent / "static" / "vendor" / "countries-110m.json"
SMALL = Path(__file__).parent / "small_countries.csv"

Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class Point:
    """A place in degrees; `source` says which shapes it was worked out from."""

    lon: float
    lat: float
    source: str


def arcs(shapes: dict[str, Any]) -> list[Ring]:
    """The lines of a TopoJSON file in degrees: stored as steps on a grid, from the step before."""
    (scale_x, scale_y), (left, bottom) = shapes["transform"]["scale"], shapes["transform"]["translate"]
    found = []
    for steps in shapes["arcs"]:
        x = y = 0
        line = []
        for step in steps:
            x, y = x + step[0], y + step[1]
            line.append((x * scale_x + left, y * scale_y + bottom))
        found.append(line)
    return found


def outer_rings(geometry: dict[str, Any], lines: list[Ring]) -> Iterator[Ring]:
    """The outline of each part of a country; a negative number is a line walked backwards."""
    parts = {"Polygon": [geometry["arcs"]], "MultiPolygon": geometry["arcs"]}[geometry["type"]]
    for part in parts:
        ring: Ring = []
        for index in part[0]:
            ring += lines[index] if index >= 0 else lines[~index][::-1]
        yield ring


def unrolled(ring: Ring) -> Ring:
    """The outline as steps from its first point, without a jump where it crosses the 180th meridian."""
    x, (first_x, first_y) = 0.0, ring[0]
    found, before = [(0.0, 0.0)], first_x
    for lon, lat in ring[1:]:
        x += (lon - before + 180) % 360 - 180
        found.append((x, lat - first_y))
        before = lon
    return found


def middle(ring: Ring) -> tuple[float, float, float]:
    """(area on the globe, longitude, latitude) of the middle of one outline."""
    area = lon = lat = 0.0
    steps = unrolled(ring)
    for (x1, y1), (x2, y2) in zip(steps, steps[1:] + steps[:1], strict=True):
        cross = x1 * y2 - x2 * y1
        area, lon, lat = area + cross, lon + (x1 + x2) * cross, lat + (y1 + y2) * cross
    if not area:
        return 0.0, *ring[0]
    lon, lat = ring[0][0] + lon / (3 * area), ring[0][1] + lat / (3 * area)
    return abs(area) / 2 * math.cos(math.radians(lat)), (lon + 180) % 360 - 180, lat


def middles(path: Path) -> dict[str, tuple[float, float]]:
    """ISO numeric code -> the middle of the country's largest part."""
    shapes = json.loads(path.read_text(encoding="utf-8"))
    lines = arcs(shapes)
    found: dict[str, tuple[float, float]] = {}
    for geometry in shapes["objects"]["countries"]["geometries"]:
        if "id" in geometry:
            _, lon, lat = max(middle(ring) for ring in outer_rings(geometry, lines))
            found[str(geometry["id"]).zfill(3)] = (round(lon, 2), round(lat, 2))
    return found


@cache
def points() -> dict[str, Point]:
    """alpha-3 -> the country's middle. Countries without a shape are left out."""
    drawn = middles(SHAPES)
    source = "Natural Earth 1:110m"
    found = {code: Point(*drawn[numeric(code)], source) for code in codes() if numeric(code) in drawn}
    with SMALL.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["country"], Point(float(row["lon"]), float(row["lat"]), row["source"]))
    return found
