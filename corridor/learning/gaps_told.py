"""Gaps of knowledge about a corridor, in the reader's language."""

from typing import Any

from django.utils.translation import gettext, ngettext

from corridor.learning.gaps import Gap
from corridor.reference.labels import country_name, term_label


def told(gap: Gap, countries: dict[str, str], language: str) -> str:
    """One gap as a sentence. `countries`: end -> alpha-3 code."""
    words: dict[str, Any] = {"count": gap.count}
    if gap.end:
        words["country"] = country_name(countries[gap.end], language)
    words["stages"] = ", ".join(term_label("stage", stage, language) for stage in gap.stages)
    return sentence(gap) % words


def sentence(gap: Gap) -> str:
    """The sentence of a gap, with its places still open."""
    counted = {
        "undated": ngettext(
            "%(count)s figure on this page carries no period.",
            "%(count)s figures on this page carry no period.",
            gap.count,
        ),
        "flagged": ngettext(
            "%(count)s figure on this page is doubtful; the reason stands beside it.",
            "%(count)s figures on this page are doubtful; the reason stands beside each.",
            gap.count,
        ),
    }
    return (
        counted.get(gap.code)
        or {
            "people-moving": gettext("How many people move along this corridor, and whether they are women or men."),
            "figures": gettext("Any figure that speaks of %(country)s."),
            "wages": gettext("What workers on this corridor earn: no wage in money is on the shelf."),
            "costs": gettext("What people pay to be recruited."),
            "debt": gettext("How much debt people carry when they leave or come back."),
            "agreement": gettext("Whether the two countries have an agreement on labour migration: none is on file."),
            "national-law": gettext("The law of %(country)s that applies: no national law or policy is on the shelf."),
            "ratifications": gettext(
                "Which instruments each country has ratified: the shelf has world totals only, not countries."
            ),
            "corridor-project": gettext("Who works on this corridor: no project names it."),
            "project": gettext("Who works in %(country)s: no project is recorded there."),
            "nothing-later": gettext("What happened after %(count)s: no project recorded here runs longer."),
            "country-lessons": gettext("What was learned here: no lesson names either country."),
            "stage-lessons": gettext(
                "What is particular to this corridor at these stages, where no lesson names a country or sector of it:"
                " %(stages)s."
            ),
        }[gap.code]
    )
