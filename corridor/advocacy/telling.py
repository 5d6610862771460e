"""Findings about ratifications in the reader's language: what the evaluation says, and what the printed rows show."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext, ngettext

from corridor.advocacy.rules import Change, Statement


def codes(rows: Iterable[Change]) -> str:
    return ", ".join(one.instrument for one in rows)


def steps(rows: Iterable[Change]) -> str:
    """'C155 45 → 60': the code with the value at each end, or at the last."""
    return ", ".join(f"{one.instrument} {one.start[0].value} → {one.end[0].value}" for one in rows)


def levels(rows: Iterable[Change]) -> str:
    return ", ".join(f"{one.instrument} {one.end[0].value}" for one in rows)


def verdict_label(verdict: str) -> str:
    return {
        "holds": gettext("Borne out by the rows"),
        "doubtful": gettext("Rests on a doubtful value"),
        "contradicts": gettext("Contradicted by the rows"),
        "cannot-tell": gettext("The rows can not tell"),
    }[verdict]


def said(code: str) -> str:
    """The evaluation's statement in own words."""
    return {
        "rose-most": gettext(
            "Of the conventions in table 10, C155 and C144 gained the most ratifications, fifteen each."
        ),
        "all-but-two": gettext("Every convention in table 10 but two gained at least one ratification."),
        "well-ratified": gettext("C081, C131 and C144 are among the widely ratified conventions of table 10."),
        "hardly-ratified": gettext("C157, C184 and C110 are ratified by very few states."),
        "fundamental-rose": gettext(
            "All eight conventions that were fundamental then gained ratifications, C138 most: from 142 to 165."
        ),
        "migrant-specific": gettext("The instruments made for migrant workers stood still or gained a little."),
        "domestic-workers": gettext("Eight states had ratified C189 by the time of the evaluation."),
    }[code]


def obstacle_label(obstacle: str) -> str:
    return {
        "": "",
        "no-row-start": gettext("no row for the first year"),
        "no-row-end": gettext("no row for the last year"),
        "no-row-either": gettext("no row for either year"),
        "blank": gettext("no number printed; missing, not zero"),
        "two-counts": gettext("more than one count for a year"),
    }[obstacle]


def shown(statement: Statement) -> list[str]:
    """What the rows show, in sentences."""
    return [sentence for sentence in TELLERS[statement.code](statement.facts) if sentence]


def rose_most(facts: dict[str, Any]) -> list[str]:
    return [
        gettext("The largest rises among the rows without a flag: %(rows)s.") % {"rows": steps(facts["leaders"])}
        if facts["leaders"]
        else gettext("No row without a flag rose."),
        gettext(
            "Outside table 10 there is a larger rise, %(rows)s; the statement speaks of table 10 only and still stands."
        )
        % {"rows": steps(facts["outside"])}
        if facts["outside"]
        else "",
        flagged(facts["flagged"]),
    ]


def flagged(rows: list[Change]) -> str:
    if not rows:
        return ""
    return gettext("Flagged rows are shown but not ranked: %(rows)s.") % {"rows": steps(rows)}


def all_but_two(facts: dict[str, Any]) -> list[str]:
    told = ngettext("%(rose)s of %(compared)s row rose.", "%(rose)s of %(compared)s rows rose.", facts["compared"]) % {
        "rose": facts["rose"],
        "compared": facts["compared"],
    }
    level = gettext("These did not: %(rows)s.") % {"rows": levels(facts["level"])} if facts["level"] else ""
    doubt = [one for one in facts["flagged"] if (one.difference or 0) > 0]
    note = gettext("Among the risen, these rows are flagged: %(rows)s.") % {"rows": steps(doubt)} if doubt else ""
    return [told, level, note]


def well_ratified(facts: dict[str, Any]) -> list[str]:
    told = [gettext("The three largest values printed for 2013: %(rows)s.") % {"rows": levels(facts["top"])}]
    if [one.instrument for one in facts["top"]] != [one.instrument for one in facts["sure"]]:
        told.append(
            gettext("The row of %(doubtful)s is flagged; without flagged rows the three are %(rows)s.")
            % {"doubtful": codes(one for one in facts["top"] if one.flags), "rows": levels(facts["sure"])}
        )
    return told


def hardly_ratified(facts: dict[str, Any]) -> list[str]:
    return [
        gettext("Printed for 2013: %(rows)s.") % {"rows": levels(facts["named"])},
        gettext("As low, but not named: %(rows)s.") % {"rows": levels(facts["equal"])} if facts["equal"] else "",
        gettext("Lower, but not named: %(rows)s.") % {"rows": levels(facts["lower"])} if facts["lower"] else "",
    ]


def fundamental_rose(facts: dict[str, Any]) -> list[str]:
    compared, missing = facts["compared"], ", ".join(facts["missing"])
    return [
        gettext("Values for both years stand on the shelf for %(rows)s only.") % {"rows": steps(compared)}
        if compared
        else "",
        gettext("For the others the count is in a picture (figure 7) and is missing here: %(missing)s.")
        % {"missing": missing}
        if missing
        else "",
    ]


def migrant_specific(facts: dict[str, Any]) -> list[str]:
    if not facts["missing"]:
        return [gettext("Printed: %(rows)s.") % {"rows": steps(facts["compared"])}]
    missing = ", ".join(facts["missing"])
    return [
        gettext("Their counts are in a picture (figure 8) and are missing here: %(missing)s.") % {"missing": missing}
    ]


def domestic_workers(facts: dict[str, Any]) -> list[str]:
    counts = "; ".join(f"{count.value} ({count.base})" for count in facts["counts"])
    return [
        gettext("Counts printed for 2013: %(counts)s.") % {"counts": counts} if counts else "",
        gettext("Works of the same year print different counts; the reasons stand on the page of C189.")
        if len({count.value for count in facts["counts"]}) > 1
        else "",
    ]


TELLERS = {
    "rose-most": rose_most,
    "all-but-two": all_but_two,
    "well-ratified": well_ratified,
    "hardly-ratified": hardly_ratified,
    "fundamental-rose": fundamental_rose,
    "migrant-specific": migrant_specific,
    "domestic-workers": domestic_workers,
}


def told(statement: Statement) -> dict[str, Any]:
    """A statement as the page shows it."""
    return {
        "code": statement.code,
        "said": said(statement.code),
        "verdict": statement.verdict,
        "label": verdict_label(statement.verdict),
        "place": statement.place,
        "shown": shown(statement),
    }
