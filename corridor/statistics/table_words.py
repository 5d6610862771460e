"""What stands with each table in words: title, the box of its concept, what is missing and why, where it comes from.

The words on the guidelines are our own. What they ask for is from general knowledge where methods (g) says so; the
page says that it is to be checked against the published text.
"""

from collections.abc import Sequence

from django.utils.translation import gettext, ngettext

from corridor.figures.naming import column_label
from corridor.statistics.quarters import quarter_told
from corridor.statistics.tables import JOURNEYS, MEASURES, PEOPLE, STRETCHES, About, Concept, Table

SOURCES = ("ICLS/20/2018/Guidelines",)
COST_SOURCE = "SDG 10.7.1, metadata of 2022-05-18"


def concept_label(concept: Concept) -> str:
    """A concept of the guidelines, as a heading."""
    return {
        Concept.WORKERS: gettext("International migrant workers"),
        Concept.FOR_WORK: gettext("For-work international migrants"),
        Concept.RETURNED: gettext("Return international migrant workers"),
    }[concept]


def concept_told(concept: Concept) -> str:
    """What the concept means, in our words."""
    return {
        Concept.WORKERS: gettext(
            "People attached to the labour market of the country of measurement who are migrants there: usual "
            "residents in its labour force, and foreign workers who do not live there. Why they came does not matter."
        ),
        Concept.FOR_WORK: gettext("People who moved to another country to take up work or to look for it."),
        Concept.RETURNED: gettext(
            "People who live in a country now and were attached to the labour market of another one before, for at "
            "least some time that each country chooses."
        ),
    }[concept]


def nearest_told(about: About) -> str:
    """How near the table comes to its concept."""
    if about.unit == PEOPLE:
        return gettext(
            "The table counts each person once in a quarter and centre. Whether she has work, looks for it or has gone "
            "back by now is not in it, so people of the other two concepts may be among them."
        )
    if about.concept == Concept.WORKERS:
        return gettext(
            "The table counts stretches of paid work, here or abroad, and no people: many hold several jobs at once or "
            "one after the other."
        )
    if about.concept == Concept.FOR_WORK:
        return gettext(
            "The table counts journeys that led to a job. Who moved to look for work and found none is not in it, and "
            "who made two journeys is in it twice."
        )
    return gettext(
        "The table counts stretches of being back home with nothing else said. Who works or looks for work at home "
        "again is not in it, nor is how long she was away."
    )


def title(about: About) -> str:
    """What the table shows."""
    by = " × ".join(column_label(dim) for dim in about.dims if not (about.cost and dim == "cost"))
    what = unit_label(about) if not about.cost else gettext("Recruitment cost in months of first pay (near SDG 10.7.1)")
    return f"{what}: {by}"


def unit_label(about: About) -> str:
    """What is counted."""
    if about.unit == STRETCHES and about.concept == Concept.RETURNED:
        return gettext("Stretches back home")
    return {
        PEOPLE: gettext("People whom centres saw"),
        JOURNEYS: gettext("Journeys that led to a job"),
        STRETCHES: gettext("Stretches of paid work"),
    }[about.unit]


def measure_label(measure: str) -> str:
    """Whether it is a stock or a flow; what came to centres is neither."""
    stock, flow, neither = MEASURES
    return {
        stock: gettext("Stock"),
        flow: gettext("Flow"),
        neither: gettext("Neither a stock nor a flow: those who came to centres are not a population"),
    }[measure]


def period_told(periods: Sequence[str]) -> str:
    """The reference period."""
    return " · ".join(quarter_told(one) for one in periods)


def box(table: Table) -> list[tuple[str, str]]:
    """(what, words) of the concept box."""
    about = table.about
    return [
        (gettext("Concept"), f"{concept_label(about.concept)}. {concept_told(about.concept)}"),
        (gettext("How near the table comes"), nearest_told(about)),
        (gettext("Measure"), measure_label(about.measure)),
        (gettext("Reference period"), f"{period_told(table.periods)}. {_dated(about)}"),
        (gettext("Population covered"), population_told()),
        (gettext("Age limit"), _age(about)),
        (gettext("Residence"), _residence(about)),
        (gettext("Broken down by"), gettext(", ").join(column_label(dim) for dim in about.dims)),
    ]


def population_told() -> str:
    """Of whom all of these tables are."""
    return gettext("People whom the centres of this programme saw; no sample of all migrants, nor of all workers.")


def _dated(about: About) -> str:
    if about.unit == PEOPLE:
        return gettext("Something was done with or for the person in it.")
    return gettext("The job or stay began in it, or was entered in it where that day is not known.")


def _age(about: About) -> str:
    if "age_band" in about.dims:
        return gettext("None: all ages are in it, those under 18 in a band of their own.")
    return gettext("None: all ages are in it.")


def _residence(about: About) -> str:
    told = gettext("Where a person usually lives is not in the facts, nor are citizenship and country of birth.")
    if "corridor" in about.dims:
        return f"{told} " + gettext("A corridor says from which country to which a journey went, and no more.")
    if "country" in about.dims:
        where = gettext("Country of work")
        if about.concept == Concept.RETURNED:
            where = gettext("Country of the stay")
        return f"{told} " + gettext("The country is this: %(which)s.") % {"which": where}
    return told


def missing_breakdowns(about: About) -> list[tuple[str, str]]:
    """(breakdown, why it is not there) of those that the guidelines ask for; to be checked against the text."""
    never = gettext("not in the facts of a release")
    safe = gettext("kept out of all facts on purpose: it can harm those whom it names")
    found = [
        (gettext("Citizenship, country of birth"), gettext("not in the facts: a corridor says from where to where")),
        (
            gettext("Occupation, skill level"),
            gettext("not in the facts: sector and occupation together single people out"),
        ),
        (gettext("Status in employment"), never),
        (gettext("Education"), never),
        (gettext("Length of stay"), gettext("not in the facts: dates are not released")),
        (gettext("Permit and residence status"), safe),
    ]
    kept = {"person": {"sex", "age_band", "corridor", "country", "sector"}, "spell": {"corridor", "country", "sector"}}
    there = kept.get(about.kind, {"sex", "corridor", "country", "sector"})
    if "sex" not in there:
        found.insert(0, (column_label("sex"), gettext("these facts do not hold it")))
    if "age_band" not in there:
        found.insert(0, (column_label("age_band"), gettext("these facts do not hold it")))
    if about.cost:
        found += [(gettext("Region of origin"), gettext("not in the facts: a place with a cost singles people out"))]
    return found


def notes(table: Table) -> list[str]:
    """What has to be known to read the numbers."""
    found = [
        gettext("Counts are rounded, those under 10 are withheld; between what each can be stands beside it."),
        gettext("A code that the release does not name stands under “Other”, with what centres put together as few."),
    ]
    if table.about.cost:
        found += [
            gettext(
                "Cost borne on her side less refunds, by the earnings of her first month, of the same person. Those "
                "who paid nothing stand apart; a cost that is not known stands as not known, and is never nothing."
            ),
            gettext(
                "The median is told as the least and the most that it can be, by linear interpolation in its band, and "
                "only where at least 30 are certain. The first counts those who paid nothing with 0; the second leaves "
                "them out."
            ),
            gettext("A low cost does not mean a decent job, and a licensed channel is no safe one."),
            gettext(
                "The population of the SDG indicator is all who moved for work; this one is those whom a centre met."
            ),
        ]
    if table.missing:
        told = ngettext(
            "In this quarter the release has no such table: %(quarters)s.",
            "In these quarters the releases have no such table: %(quarters)s.",
            len(table.missing),
        )
        found.append(told % {"quarters": period_told(table.missing)})
    return found


def source_told(table: Table) -> str:
    """Where the numbers and the concepts come from."""
    parts = [gettext("Signed releases of this programme: %(periods)s") % {"periods": ", ".join(table.periods)}]
    parts += [*SOURCES, *([COST_SOURCE] if table.about.cost else [])]
    return "; ".join(parts)
