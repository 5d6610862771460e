"""What a grievance is called where it is listed or chosen: its kind, and what tells it from another of the same kind.

Pure: contents in, names out.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from corridor.centre.contents import Grievance
from corridor.journey.calendars import told
from corridor.reference.labels import term_label
from corridor.safe.content import Content


def grievance_names(records: Iterable[tuple[str, Content]], language: str) -> dict[str, str]:
    """Id -> name, of the grievances among the records of one case: (id, content).

    The kind alone while it is the only one of its kind; else with its period; with a number, in the order in which they
    were entered, where not every one of them has a period of its own. A correction never gives another number.
    """
    alike: dict[str, list[tuple[str, Grievance]]] = defaultdict(list)
    for id, content in records:
        if isinstance(content, Grievance):
            alike[content.kind].append((id, content))
    names: dict[str, str] = {}
    for kind, several in alike.items():
        label = term_label("grievance-kind", kind, language)
        marks = _marks(several, language) if len(several) > 1 else {}
        names |= {id: f"{label} ({marks[id]})" if marks else label for id, _ in several}
    return names


def _marks(several: list[tuple[str, Grievance]], language: str) -> dict[str, str]:
    """Id -> what stands beside the kind: different for each."""
    periods = {id: period(one, language) for id, one in several}
    if all(periods.values()) and len(set(periods.values())) == len(several):
        return periods
    in_order = sorted(several, key=lambda pair: (pair[1].day or date.min, pair[0]))
    numbers = {id: str(number) for number, (id, _) in enumerate(in_order, 1)}
    return {id: ", ".join(filter(None, (numbers[id], periods[id]))) for id, _ in several}


def period(grievance: Grievance, language: str) -> str:
    """From when until when, as she said it; empty when she said neither."""
    times = (told(one, language) for one in (grievance.begin, grievance.end))
    return " – ".join(one for one in times if one)
