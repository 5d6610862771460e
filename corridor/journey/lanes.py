"""What this room adds to the line of her time: the stages of her journeys."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import get_language, gettext

from corridor.journey.contents import Journey, Stage
from corridor.journey.line import Lane, Mark
from corridor.journey.parts import parts_of
from corridor.journey.reading import label
from corridor.reference.labels import country_name
from corridor.safe.casebook import Reading


def lanes(known: Reading, worker: str, today: date) -> Iterator[Lane]:
    """Her journeys, stage by stage. Source: WIF2023-21 (one person, several migrations)."""
    page = reverse("journey:worker", args=[worker])
    journeys = parts_of(known, worker, Journey)
    marks = tuple(_stage(one, f"{page}#{id}") for id, journey in journeys for one in journey.stages)
    yield Lane(gettext("Journeys"), marks, source="WIF2023-21")


def _stage(stage: Stage, link: str) -> Mark:
    where = [stage.place, country_name(stage.country, get_language() or "en") if stage.country else ""]
    text = ", ".join(part for part in where if part)
    return Mark(label("stage", stage.stage), stage.begin, stage.end, text=text, link=link)
