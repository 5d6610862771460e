"""What is not known about a corridor: facts in, gaps out. An empty page would hide them; the list says them.

No ORM, no clock, no request. A gap is something that the shelf could hold and does not.
"""

import re
from dataclasses import dataclass, field

# What people earn, pay and owe, by words in the labels of figures (the shelf's labels are English).
TOPICS = {"wages": ("wage", "pay", "earn", "income"), "costs": ("recruit", "fee", "cost"), "debt": ("debt", "loan")}
IN_MONEY = {"wages", "costs"}  # a share or a growth rate does not say what is earned or paid
MONEY = re.compile(r"[A-Z]{3}\b")  # units that begin with a currency code
PEOPLE = {"people", "workers", "women", "men", "migrants", "migrant women", "women and girls"}
ENDS = ("origin", "destination")


@dataclass(frozen=True)
class Number:
    """What the rule needs of a figure: words, unit, the ends it speaks of (alone or with others), date, doubt."""

    label: str
    unit: str
    ends: frozenset[str]
    alone: bool = False
    dated: bool = True
    flagged: bool = False


@dataclass(frozen=True)
class Known:
    """What the shelf holds about a corridor.

    last_years: the last year of each of its projects, None while it is open or not stated. instruments_at: national
    laws and policies. stage_lessons: stage -> how many lessons name a country or sector of the corridor.
    """

    projects: int = 0
    projects_at: dict[str, int] = field(default_factory=dict)
    last_years: tuple[int | None, ...] = ()
    numbers: tuple[Number, ...] = ()
    instruments_at: dict[str, int] = field(default_factory=dict)
    agreements: int = 0
    country_ratifications: bool = False
    country_lessons: int = 0
    stage_lessons: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Gap:
    """One thing not known. `end` and `stages` say where, `count` how many or which year."""

    code: str
    end: str = ""
    stages: tuple[str, ...] = ()
    count: int = 0


def gaps(known: Known) -> list[Gap]:
    """Every gap, the widest first: the people who move, what they pay, the law, the work done, the lessons."""
    return [
        *missing_numbers(known),
        *missing_law(known),
        *missing_work(known),
        *missing_lessons(known),
        *doubtful_numbers(known),
    ]


def about(number: Number, topic: str) -> bool:
    told = any(word in number.label.casefold() for word in TOPICS[topic])
    return told and (topic not in IN_MONEY or bool(MONEY.match(number.unit)))


def counts_movement(number: Number) -> bool:
    """Whether it counts people who go from one end to the other: both ends and no others, people, "from"."""
    return number.alone and number.ends == set(ENDS) and number.unit in PEOPLE and " from " in f" {number.label} "


def missing_numbers(known: Known) -> list[Gap]:
    """Nothing counted on the whole road, at an end, or on what people earn, pay and owe."""
    found = []
    if not any(counts_movement(number) for number in known.numbers):
        found.append(Gap("people-moving"))
    found += [Gap("figures", end=end) for end in ENDS if not any(end in number.ends for number in known.numbers)]
    found += [Gap(topic) for topic in TOPICS if not any(about(number, topic) for number in known.numbers)]
    return found


def missing_law(known: Known) -> list[Gap]:
    found = [] if known.agreements else [Gap("agreement")]
    found += [Gap("national-law", end=end) for end in ENDS if not known.instruments_at.get(end)]
    return found if known.country_ratifications else [*found, Gap("ratifications")]


def missing_work(known: Known) -> list[Gap]:
    found = [] if known.projects else [Gap("corridor-project")]
    found += [Gap("project", end=end) for end in ENDS if not known.projects_at.get(end)]
    if known.last_years and None not in known.last_years:
        found.append(Gap("nothing-later", count=max(year for year in known.last_years if year is not None)))
    return found


def missing_lessons(known: Known) -> list[Gap]:
    found = [] if known.country_lessons else [Gap("country-lessons")]
    silent = tuple(stage for stage, count in known.stage_lessons.items() if not count)
    return [*found, Gap("stage-lessons", stages=silent)] if silent else found


def doubtful_numbers(known: Known) -> list[Gap]:
    undated = sum(not number.dated for number in known.numbers)
    flagged = sum(number.flagged for number in known.numbers)
    return [Gap(code, count=count) for code, count in (("undated", undated), ("flagged", flagged)) if count]
