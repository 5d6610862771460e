"""The page of facts: every kind that is registered, its columns with their codes, and the row-sets that may leave."""

import os
from textwrap import fill

TOLD = """
What a return tells. A fact is one thing that happened to one worker, in codes and bands; no day, amount, name or text
is in it, and nothing in it leads back to her or to another fact. It never leaves a centre by itself: facts are counted
into the row-sets below, each combination from at least %(workers)s workers of %(cases)s cases. Every column can hold
`unknown`, and `other`: put together because few. Of people there is one fact for each worker and quarter; all other
kinds count events, so that people and contacts are never one number.

A return file is JSON: its schema number, the centre, its country, the period, the month it was made, the share of
records that could not be read, and the row-sets (kind, name, columns, rows of codes and a number, how much was put
together and withheld, in bands); signed with the centre's key (Ed25519). The programme's store holds the same row-sets
as Parquet files, parted by quarter. From there on tables of two columns go through the gate, and of three where the
attacker fails on them: %(patterns)s.
"""


def facts_page() -> str:
    """What leaves a centre, as it is registered by each room (`journey.facts`)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "corridor.settings")
    import django

    django.setup()
    from corridor.figures import catalogue
    from corridor.figures.naming import code_label, column_label, kind_label
    from corridor.figures.rowsets import CASES, WORKERS
    from corridor.journey.facts import FACTS, UNKNOWN, Column

    def codes(kind: str, column: Column) -> str:
        if column.vocabulary and not column.codes:
            return f"vocabulary `{column.vocabulary}`"
        if not column.all_codes:
            return "a country (ISO 3166 alpha-3), or two of them: `NPL-JOR`"
        own = ", ".join(f"`{one}` {code_label(kind, column.name, one)}" for one in column.codes if one != UNKNOWN)
        return f"vocabulary `{column.vocabulary}`; {own}" if column.vocabulary else own

    patterns = ", ".join(f"`{kind}.{name}`" for kind, name in catalogue.PATTERNS.items())
    told = TOLD % {"workers": WORKERS, "cases": CASES, "patterns": patterns}
    lines = [
        "# Facts without faces",
        *("\n" + fill(one, 120, break_on_hyphens=False) for one in told.strip().split("\n\n")),
    ]
    for kind in sorted(FACTS):
        about = FACTS[kind]
        of_people = " One for each worker and quarter." if about.of_person else ""
        meaning = about.meaning if about.meaning.endswith(".") else f"{about.meaning}."
        lines += [
            "",
            f"## `{kind}`: {kind_label(kind).lower()}",
            "",
            f"{meaning}{of_people} Source: {about.source}.",
            "",
        ]
        lines += ["| column | what it says | codes | source |", "|---|---|---|---|"]
        lines += [
            f"| `{one.name}` ({column_label(one.name).lower()}) | {one.meaning} | {codes(kind, one)} | {one.source} |"
            for one in about.columns
        ]
        lines += ["", "Row-sets: " + "; ".join(f"`{name}` ({', '.join(s)})" for name, s in sorted(about.sets.items()))]
    return "\n".join(lines) + "\n"
