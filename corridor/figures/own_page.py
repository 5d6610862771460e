"""What the page of one of the centre's own indicators shows: quarters, parts, a chart, records that lack something."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext

from corridor.centre.contents import Case
from corridor.centre.reading import title_of
from corridor.figures.indicators import RATIO, SHARES, Indicator, bands
from corridor.figures.naming import code_label, column_label, column_of
from corridor.figures.own import Counted, reckoned
from corridor.figures.own_words import LEAST_FOR_A_SHARE, Said, chart_number, in_order, said, shares_of
from corridor.figures.previewing import period_told
from corridor.figures.values import LEAST_FOR_A_MEDIAN, Value
from corridor.journey.contents import Worker
from corridor.safe.casebook import Reading, opens
from corridor.ui.charts import Chart, bars, columns
from corridor.ui.templatetags.corridor import label


class Chosen(NamedTuple):
    """The quarter that is looked at (or all of them), in words, and whether it is still running."""

    quarter: str
    label: str
    runs: bool


def lines(one: Indicator, over: Mapping[str, Value], shown: Sequence[str]) -> list[tuple[str, Said, bool]]:
    """(quarter in words, what is told of it, whether it still runs), the latest first."""
    return [(period_told(code), said(one, over.get(code)), code == shown[-1]) for code in reversed(shown)]


def broken_down(one: Indicator, facts: Counted, by: str, within: Sequence[str]) -> list[tuple[str, Said]]:
    """An indicator by one column: bands in their order, other codes from the most facts on."""
    found = {at[0]: value for at, value in reckoned(one, facts, (by,), within).items()}
    column = column_of(one.facts, by)
    ordered = in_order((code, value.facts) for code, value in found.items())
    if column and bands(column.all_codes):
        ordered.sort(key=lambda pair: column.all_codes.index(pair[0]))
    return [(code_label(one.facts, by, code), said(one, found[code])) for code, _ in ordered]


def chart(
    one: Indicator, over: Mapping[str, Value], shown: Sequence[str], value: Value | None, chosen: Chosen
) -> Chart | None:
    """Over the quarters; of shares, how they are parted in the quarter that is looked at. None without two numbers."""
    called, source = (label(one.entry) if one.entry else one.id), gettext("This centre's records, counted in memory")
    if one.statistic == SHARES:
        parts = [[told, facts] for told, facts in (shares_of(one, value) if value else [])]
        what, number = column_label(one.measure), gettext("Number")
        drawn = Chart("own-shares", called, [what, number], parts, bars(number, what), source, period=chosen.label)
        return drawn if len(parts) > 1 else None
    numbers = [(code, chart_number(one, over.get(code))) for code in shown]
    if sum(number is not None for _, number in numbers) < 2:
        return None
    unit, quarter = gettext("Per cent") if one.statistic == RATIO else gettext("Number"), gettext("Quarter")
    rows = [[code, number] for code, number in numbers]
    return Chart(
        "own-quarters", called, [quarter, unit], rows, columns(unit, quarter), source, unit, note=_left_out(one)
    )


def _left_out(one: Indicator) -> str:
    if one.statistic == RATIO:
        told = gettext("Quarters with fewer than %(least)s known facts are not drawn; the last one has not ended.")
        return told % {"least": LEAST_FOR_A_SHARE}
    if one.measure:
        told = gettext("Quarters with fewer than %(least)s known facts are not drawn; the last one has not ended.")
        return told % {"least": LEAST_FOR_A_MEDIAN}
    return gettext("The last quarter has not ended.")


def mend_lines(known: Reading, records: Iterable[str]) -> list[tuple[str, str]]:
    """(address, what it is called) of the cases and files in which something is not known; only hers to read."""
    found = []
    for id in records:
        entry = known.get(id)
        content = entry.content if entry and opens(entry) else None
        if isinstance(content, Case):
            found.append((reverse("centre:case", args=[id]), title_of(content)))
        elif isinstance(content, Worker):
            found.append((reverse("journey:worker", args=[id]), content.called))
    return found
