"""An indicator of a report in words: its sentence, its tables, its charts, what to read it with, and how we know.

Nothing is told closer than it is released. What the shelf has only in English is English, and says so. Every number
stands with the id and version of its indicator. Source: safety D21; methods "Conventions of computation".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, get_language_bidi, gettext, ngettext

from corridor.exchange.report_records import DRAWN, Cell, Drawing, Grid, Shown, Words
from corridor.figures.indicators import COUNT, MEDIAN, RATIO, SHARES, Indicator
from corridor.figures.naming import code_label, column_label, indicator_text, kind_label
from corridor.figures.published import people_kinds
from corridor.figures.releases import LEAST_CENTRES, Release
from corridor.figures.told import Told
from corridor.statistics import changes, report_charts
from corridor.statistics.known import condition_told
from corridor.statistics.quarters import quarter_told
from corridor.statistics.reporting import Reckoned, Span
from corridor.statistics.telling import bounds_told, chart_value, is_told, known_between, range_told, value_told

ENGLISH = "en"
LEFT_TO_RIGHT, AS_BEFORE = "\u202a", "\u202c"  # signs that no reader sees
NARROW = 0.1  # how far apart the least and the most of a share may lie for its middle to be drawn

Line = tuple[tuple[Cell, ...], list[report_charts.Row]]  # a row of a table, and its bars: one for each period


def period_told(code: str) -> str:
    """A period in words: "Quarter 3 of 2026", or the year."""
    return quarter_told(code) if "Q" in code else code


def words_of(indicator: Indicator, field: str) -> Words:
    """A text of a definition: in the language of the page where the shelf has it, English otherwise."""
    text, language = indicator_text(indicator, field)
    return Words(text, "" if language == get_language() else language)


def told_in_words(indicator: Indicator, told: Told | None) -> str:
    """The number, or between what it is, or that it is withheld."""
    return value_told(indicator, told) if told else gettext("not released")


def cell(indicator: Indicator, told: Told | None) -> Cell:
    """A number as a cell; without a number where it is withheld, or known only between bounds that lie far apart."""
    text = told_in_words(indicator, told)
    if told is None:
        return Cell(text)
    if told.number is None:
        found = about(indicator, told)
        return Cell(text, found, share=found is not None, about=found is not None)
    share = indicator.statistic == RATIO
    return Cell(text, round(told.number, 2) if share else chart_value(indicator, told), share)


def about(indicator: Indicator, told: Told) -> float | None:
    """The middle of what a share can be, where that is a narrow range, to be drawn; None otherwise."""
    if indicator.statistic != RATIO or not known_between(indicator, told):
        return None
    low, high = told.between or (0, 1)
    return round((low + high) / 2, 2) if high - low <= NARROW else None


@dataclass(frozen=True)
class Teller:
    """Tells one indicator of a report. found: the spans, the one reported on first. prints: period -> fingerprint of
    the signature of its release.
    """

    found: Sequence[Span]
    prints: Mapping[str, str]

    def shown(self, one: Reckoned) -> Shown:
        indicator = one.indicator
        parts = self._shares(one) if indicator.statistic == SHARES else self._numbers(one)
        grids, drawings = parts
        return Shown(
            indicator.id,
            gettext("%(id)s, version %(version)s") % {"id": indicator.id, "version": indicator.version},
            words_of(indicator, "label"),
            (words_of(indicator, "tells"), Words(self._sentence(one).replace(" %", "\u00a0%"))),
            tuple(drawings),
            tuple(grids),
            tuple(self._notes(one, cut=any(len(grid.rows) > DRAWN for grid in grids))),
            self._source(one),
            tuple(self._known(one)),
        )

    def _sentence(self, one: Reckoned) -> str:
        """What it comes to now, and what it came to before."""
        if one.indicator.statistic == SHARES:
            return self._largest(one)
        each = [
            gettext("%(period)s: %(number)s")
            % {"period": period_told(span.code), "number": _with_bounds(one.indicator, told)}
            for span, told in zip(self.found, one.told, strict=True)
        ]
        return "; ".join(each) + "."

    def _largest(self, one: Reckoned) -> str:
        """The three largest shares of the span."""
        now = one.told[0]
        found = changes.parted(one.indicator, now) if now else []
        known = sorted((part for part in found if part[2].number is not None), key=lambda part: -(part[2].number or 0))
        if not known:
            return (
                gettext("%(period)s: %(number)s")
                % {
                    "period": period_told(self.found[0].code),
                    "number": gettext("withheld") if now else gettext("not released"),
                }
                + "."
            )
        named = [f"{self._code(one.indicator, code)} {told_in_words(part, told)}" for code, part, told in known[:3]]
        return f"{period_told(self.found[0].code)}: {gettext(', ').join(named)}."

    def _numbers(self, one: Reckoned) -> tuple[list[Grid], list[Drawing]]:
        indicator = one.indicator
        spans = list(zip(self.found, one.told, strict=True))
        lines = [self._line(indicator, period_told(span.code), told) for span, told in spans]
        title = gettext("%(title)s, by period") % {"title": words_of(indicator, "label")}
        grids = [Grid(title, self._head(indicator, gettext("Period")), cells_of(lines), (1,))]
        drawings = [self._drawing(indicator, "", title, lines)]
        if one.by:
            title = gettext("%(title)s, by %(column)s, %(period)s") % {
                "title": words_of(indicator, "label"),
                "column": column_label(one.column).lower(),
                "period": period_told(self.found[0].code),
            }
            labels = {code: code_label(indicator.facts, one.column, code) for code in one.by}
            lines = largest_first([self._line(indicator, labels[code], told) for code, told in one.by.items()])
            grids.append(Grid(title, self._head(indicator, column_label(one.column)), cells_of(lines), (1,)))
            drawings.append(self._drawing(indicator, f"by-{one.column}", title, lines))
        return grids, drawings

    def _shares(self, one: Reckoned) -> tuple[list[Grid], list[Drawing]]:
        """A row for each band or code, a column for each span."""
        indicator = one.indicator
        parts = [changes.parted(indicator, told) if told else [] for told in one.told]
        every = dict.fromkeys(code for some in parts for code, _, _ in some)
        at = [{code: (alike, told) for code, alike, told in some} for some in parts]
        lines: list[Line] = []
        for code in every:
            label = self._code(indicator, code)
            found = [each.get(code) for each in at]
            cells = (Cell(label), *(cell(*pair) if pair else cell(indicator, None) for pair in found))
            bars = [
                self._bar(pair[0], label, period_told(span.code), pair[1])
                for span, pair in zip(self.found, found, strict=True)
                if pair
            ]
            lines.append((cells, bars))
        lines = largest_first(lines)
        title = gettext("%(title)s, by period") % {"title": words_of(indicator, "label")}
        head = (column_label(indicator.measure), *(f"{period_told(span.code)} (%)" for span in self.found))
        grid = Grid(title, head, cells_of(lines), tuple(range(1, len(self.found) + 1)))
        return [grid], [self._drawing(indicator, "", title, lines)] if lines else []

    def _code(self, indicator: Indicator, code: str) -> str:
        return code_label(indicator.facts, indicator.measure, code)

    def _head(self, indicator: Indicator, first: str) -> tuple[str, ...]:
        """The head of a table of numbers; what was counted, and of how many, only where that is another number."""
        more = {RATIO: (gettext("Counted"), gettext("Out of")), MEDIAN: (gettext("Number of facts"),)}
        unit = gettext("Share (%)") if indicator.statistic == RATIO else str(words_of(indicator, "unit"))
        return first, unit, gettext("Between"), *more.get(indicator.statistic, ())

    def _line(self, indicator: Indicator, label: str, told: Told | None) -> Line:
        more = {RATIO: ("numerator", "denominator"), MEDIAN: ("numerator",)}.get(indicator.statistic, ())
        ranges = [range_told(getattr(told, name)) if told else "–" for name in more]
        between = bounds_told(indicator, told) if told else ""
        cells = (Cell(label), cell(indicator, told), Cell(between or "–"), *map(Cell, ranges))
        return cells, [self._bar(indicator, label, "", told)]

    def _bar(self, indicator: Indicator, label: str, period: str, told: Told | None) -> report_charts.Row:
        text = told_in_words(indicator, told)
        if told is None or not is_told(indicator, told):
            return label, period, None, None, None, text
        low, high = _bounds(indicator, told)
        value, middle = chart_value(indicator, told), about(indicator, told)
        if value is None and middle is not None:
            value = 100 * middle
        return label, period, value, low, high, text  # where bounds lie far apart, a line without a bar

    def _drawing(self, indicator: Indicator, what: str, title: str, lines: list[Line]) -> Drawing:
        """A chart of the first lines; what is not drawn stands in the table."""
        drawn = [bar for _, bars in lines[:DRAWN] for bar in bars]
        said = "; ".join(f"{row[0]}{f', {row[1]}' if row[1] else ''}: {row[5]}" for row in drawn)
        alt = gettext("Bars. %(title)s. %(numbers)s") % {"title": title, "numbers": said}
        if len(lines) > DRAWN:
            alt += " " + gettext("The largest are drawn; the table has all.")
        id = f"{indicator.id}-{what}" if what else indicator.id
        whole = 100 if indicator.statistic in (RATIO, SHARES) else 0
        return report_charts.drawing(id, title, drawn, turned=get_language_bidi(), alt=alt, whole=whole)

    def _notes(self, one: Reckoned, cut: bool) -> Iterable[Words]:
        """What has to be known to read it. cut: a chart does not draw all of its table."""
        indicator = one.indicator
        if cut:
            yield Words(gettext("A chart shows the largest alone; the table has all."))
        if indicator.caution:
            yield Words(
                gettext(
                    "This count does not stand alone, and is no target: it tells how many, and not what came of it."
                )
            )
        if indicator.facts in people_kinds():
            yield Words(self._of_people(indicator))
        if indicator.entry:
            yield words_of(indicator, "not_for")

    def _of_people(self, indicator: Indicator) -> str:
        if len(self.found[0].releases) > 1:
            if indicator.statistic == COUNT:
                return gettext(
                    "Nothing tells who came in more than one quarter or to more than one centre, so quarters are not "
                    "added up: it is at least the most of one quarter, and at most the sum."
                )
            return gettext("Somebody who came in several quarters is counted in each of them.")
        people = self.found[0].releases[0].people.get(indicator.facts)
        text = gettext("Somebody who came to two centres is counted in both.")
        if people and indicator.statistic == COUNT and not indicator.columns:
            text += " " + gettext("Different people: %(range)s.") % {"range": range_told(people)}
        return text

    def _source(self, one: Reckoned) -> str:
        periods = ", ".join(release.period for span in self.found for release in span.releases)
        return gettext("Releases %(periods)s; indicator %(id)s, version %(version)s") % {
            "periods": periods,
            "id": one.indicator.id,
            "version": one.indicator.version,
        }

    def _known(self, one: Reckoned) -> Iterable[tuple[str, Words]]:
        """How we know: what was counted of what, of how many, from which releases."""
        indicator, now = one.indicator, one.told[0]
        yield gettext("Definition"), words_of(indicator, "definition")
        yield gettext("Facts"), Words(kind_label(indicator.facts))
        if indicator.numerator:
            yield gettext("Numerator"), Words(condition_told(indicator, indicator.numerator))
        yield gettext("Denominator"), Words(condition_told(indicator, indicator.denominator))
        if now:
            counted = now.numerator if indicator.measure or indicator.statistic == COUNT else now.denominator
            text = gettext("%(number)s; of %(open)s more it is not known")
            yield (
                gettext("Number of facts"),
                Words(text % {"number": range_told(counted), "open": range_told(now.open)}),
            )
        for release in self.found[0].releases:
            yield gettext("Release %(period)s") % {"period": release.period}, Words(release_told(release, self.prints))
        if indicator.entry:
            yield gettext("Evidence that belongs beside it"), words_of(indicator, "beside")
            yield gettext("Source of the definition"), Words("; ".join(indicator.entry.source), ENGLISH)


def largest_first(lines: list[Line]) -> list[Line]:
    """Where a chart does not draw all, the largest of the period reported on come first; otherwise as they are."""
    return lines if len(lines) <= DRAWN else sorted(lines, key=lambda line: -(line[0][1].number or 0))


def cells_of(lines: list[Line]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(cells for cells, _ in lines)


def release_told(release: Release, prints: Mapping[str, str]) -> str:
    """Centres, late returns and signature of a release, in a line."""
    parts = [centres_told(release), late_told(release)]
    if mark := prints.get(release.period):
        parts.append(gettext("signature %(mark)s") % {"mark": digits_told(mark)})
    return "; ".join(parts)


def digits_told(mark: str) -> str:
    """Groups of digits in their order, in a language from right to left too."""
    return f"{LEFT_TO_RIGHT}{mark}{AS_BEFORE}" if get_language_bidi() else mark


def centres_told(release: Release) -> str:
    if release.centres is None:
        return gettext("fewer than %(least)s centres") % {"least": LEAST_CENTRES}
    told = ngettext("%(count)s centre", "%(count)s centres", release.centres)
    return told % {"count": release.centres}


def late_told(release: Release) -> str:
    """Which other periods are in it, since their returns came late or were of a year."""
    if not release.late:
        return gettext("no late returns")
    return gettext("late returns of %(periods)s") % {"periods": ", ".join(release.late)}


def _bounds(indicator: Indicator, told: Told) -> tuple[float, float | None]:
    """What a chart draws of what it can be; None where it has no limit."""
    if indicator.statistic == RATIO:
        low, high = told.between or (0, 1)
        return round(100 * low, 1), round(100 * high, 1)
    return told.middle or told.numerator


def _with_bounds(indicator: Indicator, told: Told | None) -> str:
    """The number, and between what it is: "42 % (38–46 %)"."""
    text, between = told_in_words(indicator, told), bounds_told(indicator, told) if told else ""
    return f"{text} ({between})" if told and told.number is not None and between not in ("", text) else text
