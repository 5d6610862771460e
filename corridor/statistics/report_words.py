"""A report in words, in the language of the page: what it is, what changed, its sections, what is withheld.

The records that come out become a Word file, a workbook or a PDF (`corridor.exchange`). A report tells what workers
went through and what came of it; it claims no effect of a project. Source: methods "Rules that override every module"
(contribution and not attribution: WIF2019-40, WIF2019-41; no target by heads: WIF2019-33); safety D21.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import get_language, get_language_bidi, gettext, ngettext

from corridor.exchange.report_records import Cell, Grid, Labels, Report, Section, Words
from corridor.figures.indicators import SHARES, Indicator
from corridor.figures.naming import column_label, kind_label
from corridor.figures.releases import EMPTY, Release
from corridor.statistics import changes
from corridor.statistics.moved import Wavering, alike
from corridor.statistics.report_numbers import (
    Teller,
    centres_told,
    digits_told,
    late_told,
    period_told,
    told_in_words,
    words_of,
)
from corridor.statistics.reporting import (
    GRIEVANCES,
    OUTCOMES,
    RECRUITMENT,
    SERVICES,
    WORK,
    Kept,
    Reckoned,
    Span,
    in_sections,
)
from corridor.statistics.rules import in_order
from corridor.statistics.telling import WITHHELD
from corridor.statistics.wavering import USUAL

TRUST, CHANGED, KEPT_BACK, HOW = "trust", "changed", "kept-back", "how"


def section_title(name: str) -> str:
    """The heading of a section."""
    return {
        TRUST: gettext("What this report is, and how far it can be trusted"),
        CHANGED: gettext("What changed"),
        GRIEVANCES: gettext("Grievances and remedies"),
        RECRUITMENT: gettext("Recruitment and debt"),
        WORK: gettext("Work and freedom"),
        OUTCOMES: gettext("Outcomes for workers"),
        SERVICES: gettext("Services"),
        KEPT_BACK: gettext("What is withheld, and why"),
        HOW: gettext("How we know"),
    }.get(name) or gettext("People reached, and other counts that do not stand alone")


def report(
    found: Sequence[Span],
    reckoned: Sequence[Reckoned],
    kept: Sequence[Kept],
    prints: Mapping[str, str],
    wavering: Wavering | None = None,
) -> Report:
    """The report of the first of these spans, beside the others. kept: what its log withholds. prints: quarter ->
    fingerprint of the signature of its release. wavering: how much such numbers waver (`moved.wavering`).
    """
    span, teller = found[0], Teller(found, prints)
    by_id = {one.indicator.id: one for one in reckoned}
    ordered = [by_id[one.id] for one in in_order([one.indicator for one in reckoned])]
    sections = [trust(found, prints), changed(found, ordered, wavering or {})]
    for name, some in in_sections([one.indicator for one in reckoned]).items():
        shown = tuple(teller.shown(by_id[one.id]) for one in some)
        sections.append(Section(name, section_title(name), shown=shown))
    sections.append(kept_back(kept, reckoned, found))
    title = gettext("Yearly report") if len(span.releases) > 1 else gettext("Quarterly report")
    return Report(
        span.code,
        title,
        period_told(span.code),
        max(one.made for one in span.releases),
        get_language() or "en",
        get_language_bidi(),
        labels(),
        tuple(sections),
    )


def labels() -> Labels:
    return Labels(
        gettext("Source"), gettext("How we know"), gettext("Definition"), gettext("Indicator"), gettext("What is told")
    )


def trust(found: Sequence[Span], prints: Mapping[str, str]) -> Section:
    """What the report is, and how far it can be trusted."""
    span = found[0]
    others = gettext(", ").join(period_told(one.code) for one in found[1:])
    lines = [
        gettext(
            "It tells of %(period)s what is released, and nothing else: numbers that workers' centres returned, and "
            "that passed a check that nobody can be found by them."
        )
        % {"period": period_told(span.code)}
    ]
    if others:
        lines.append(gettext("Beside it stands what is released of: %(periods)s.") % {"periods": others})
    if len(span.releases) > 1:
        lines.append(gettext("The year is the sum of its four releases: bounds are added up, people are not."))
    lines += [
        gettext(
            "Every count is rounded, and one under %(least)s is withheld. “Between” is the least and the most that a "
            "number can be."
        )
        % {"least": WITHHELD},
        gettext(
            "Only workers who reached a centre are in it: it does not tell how common something is among all workers. "
            "Few grievances do not mean good work, since people in debt and people who are watched complain less."
        ),
        gettext(
            "What changed may have other causes than the work of a project. Read each number beside the evidence named "
            "with it."
        ),
        gettext("No number here is a target. How many people were reached stands last."),
    ]
    head = (gettext("Release"), gettext("Made"), gettext("Centres"), gettext("Late returns"), gettext("Signature"))
    releases = dict.fromkeys(one for span in found for one in (each.period for each in span.releases))
    known: dict[str, Release] = {one.period: one for span in found for one in span.releases}
    rows = tuple(
        tuple(
            map(
                Cell,
                (
                    code,
                    known[code].made,
                    centres_told(known[code]),
                    late_told(known[code]),
                    digits_told(prints.get(code, "–")),
                ),
            )
        )
        for code in releases
    )
    grid = Grid(gettext("The releases that it tells"), head, rows)
    return Section(TRUST, section_title(TRUST), tuple(map(Words, lines)), (grid,))


def changed(found: Sequence[Span], reckoned: Sequence[Reckoned], wavering: Wavering) -> Section:
    """What is larger than chance, of every comparison that the report makes; the others are told apart."""
    if len(found) < 2:
        none = gettext("Nothing earlier is released that it could be held against.")
        return Section(CHANGED, section_title(CHANGED), (Words(none),))
    pairs, names = [], []
    for one in reckoned:
        if one.indicator.statistic == SHARES:
            continue  # each of their parts would be a comparison of its own; the tables show them
        for at, span in enumerate(found[1:], 1):
            pairs.append((one.indicator, one.told[at], one.told[0]))
            names.append((one.indicator, span))
    factors = [wavering.get(alike(indicator), USUAL) for indicator, _ in names]
    judged = list(zip(names, changes.judged(pairs, factors), strict=True))
    rows = tuple(
        (
            Cell(str(words_of(indicator, "label"))),
            Cell(period_told(span.code)),
            Cell(told_in_words(indicator, change.before)),
            Cell(told_in_words(indicator, change.after)),
            Cell(change_told(change)),
        )
        for (indicator, span), change in judged
        if change.verdict == changes.LARGER
    )
    lines = [
        gettext("Comparisons made: %(number)s. Changes larger than chance, whatever the rounding hides: %(changed)s.")
        % {"number": len(judged), "changed": len(rows)}
    ]
    lines += _not_told(changes_of=[change for _, change in judged])
    lines.append(gettext("A change is a question to ask, and no cause: centres that join or leave change every count."))
    head = (gettext("Indicator"), gettext("Beside"), gettext("Then"), gettext("Now"), gettext("What changed"))
    grids = (Grid(gettext("Changes larger than chance"), head, rows),) if rows else ()
    return Section(CHANGED, section_title(CHANGED), tuple(map(Words, lines)), grids)


def _not_told(changes_of: Iterable[changes.Change]) -> list[str]:
    """How many comparisons tell nothing, and why."""
    verdicts = [one.verdict for one in changes_of]
    told = {
        changes.MAY_BE: gettext("May be chance: %(number)s."),
        changes.NOT_TOLD: gettext("Can not be compared, since a number is withheld or not released: %(number)s."),
        changes.UNTESTED: gettext("Not tested, since they are middles of bands: %(number)s."),
    }
    return [text % {"number": verdicts.count(name)} for name, text in told.items() if name in verdicts]


def change_told(change: changes.Change) -> str:
    """Which way, and whether that is better for workers."""
    way = gettext("rose") if change.up else gettext("fell")
    means = {"better": gettext("better for workers"), "worse": gettext("worse for workers")}.get(change.better)
    return gettext("%(way)s: %(means)s") % {"way": way, "means": means} if means else way


def kept_back(kept: Sequence[Kept], reckoned: Sequence[Reckoned], found: Sequence[Span]) -> Section:
    """What is not in it: what the gate dropped or made coarser, and the numbers of this report that are withheld."""
    silent = [one.indicator for one in reckoned if one.told[0] is None]
    lines = [
        gettext(
            "A count under %(least)s is withheld, zero too. Where a reader could still have worked out that somebody "
            "is in a small group, the table was rounded to 10, then left out."
        )
        % {"least": WITHHELD}
    ]
    if silent:
        named = gettext(", ").join(str(words_of(one, "label")) for one in silent)
        lines.append(gettext("Not released for this period: %(names)s.") % {"names": named})
    if not kept:
        lines.append(gettext("The log of the release names nothing else."))
    head = (gettext("Release"), gettext("Facts"), gettext("Tables"), gettext("What was done"), gettext("Why"))
    rows = tuple(
        tuple(map(Cell, (one.period, kind_label(one.kind), columns_told(one), done_told(one), why_told(one.why))))
        for one in kept
    )
    grids = (Grid(gettext("What was left out or made coarser"), head, rows),) if rows else ()
    return Section(KEPT_BACK, section_title(KEPT_BACK), tuple(map(Words, lines)), grids)


def columns_told(one: Kept) -> str:
    """Which tables: "Sector and Corridor; Sex"."""
    if not one.columns:
        return gettext("all")
    each = [" × ".join(map(column_label, some)) if some else gettext("in all") for some in one.columns]
    return "; ".join(each)


def done_told(one: Kept) -> str:
    if one.base is None:
        return gettext("not released")
    return gettext("rounded to %(base)s") % {"base": one.base}


def why_told(why: str) -> str:
    """A reason of the gate in words; the reason as it stands where nobody named it."""
    return {
        "presence": gettext("somebody could have been found to be in a small group"),
        "exact": gettext("a small number could have been worked out"),
        "time": gettext("it could not be tried in time"),
        "all-alike": gettext("everybody of a group had the same said of them"),
        EMPTY: gettext("fewer facts than can be shown"),
        "": gettext("so that nobody can be found"),
    }.get(why, why)


def refusal_told(heads: Sequence[Indicator]) -> str:
    """Why no report is made of these alone."""
    names = gettext(", ").join(str(words_of(one, "label")) for one in heads)
    told = ngettext(
        "No report is made of %(names)s alone: such a count says how many, and nothing of what came of it. "
        "Choose something beside it that tells what changed for workers.",
        "No report is made of %(names)s alone: such counts say how many, and nothing of what came of it. "
        "Choose something beside them that tells what changed for workers.",
        len(heads),
    )
    return told % {"names": names}
