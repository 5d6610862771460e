"""Under which group of data (vocabulary `data-group`) what is kept of a worker may leave, field by field.

Whatever stands under no group never leaves, nor does a field that is added to a content later. Names and places of
those whom she met stand apart from her own way, so that she can tell the one without the other (WIF2023-25, 49).
"""

CALLED, NAMES, CONTACT, EMPLOYER = "called", "names", "contact", "employer"  # vocabulary `data-group`
JOURNEY, GRIEVANCE, REMEDY, EVIDENCE = "journey", "grievance", "remedy", "evidence"
IN_TEXT = ("health", "family")  # kept in no field of their own: they are only told in words

# Type of content -> data group -> fields that leave under it. What later rooms keep is known by its type alone.
FIELDS: dict[str, dict[str, tuple[str, ...]]] = {
    "worker": {
        CALLED: ("names", "code"),
        NAMES: ("names", "papers", "sex", "age_band", "nationality", "origin"),
        CONTACT: ("contacts", "never", "languages"),
        JOURNEY: ("nationality", "origin"),
    },
    "journey": {JOURNEY: ("worker", "origin", "destination", "sector", "stages", "note", "day")},
    "party": {EMPLOYER: ("kind", "names", "country", "place", "licence", "licence_until", "phone")},
    "case": {GRIEVANCE: ("number", "workers", "country", "sector", "opened", "next_on"), EMPLOYER: ("place",)},
    "grievance": {
        GRIEVANCE: ("case", "kind", "workers", "begin", "end", "told", "wants", "route", "chosen_on", "basis", "state"),
        EMPLOYER: ("respondents",),
    },
    "action": {
        GRIEVANCE: ("case", "kind", "what", "on", "at", "place", "forum", "rule", "why", "done", "outcome", "result")
    },
    "remedy": {
        REMEDY: (
            *("case", "grievance", "worker", "step", "kind", "amount", "currency", "on", "what", "gives_up"),
            *("given_up", "confirmed", "proof", "working"),
        )
    },
    "recruitment-chain": {JOURNEY: ("worker", "journey", "label", "came_off", "note", "day")},
    "hop": {
        JOURNEY: (
            *("worker", "chain", "role", "follows", "licensed", "country", "begin", "end", "contact", "keeps", "note"),
            "day",
        ),
        EMPLOYER: ("party", "name", "licence", "place"),
    },
    "terms": {
        JOURNEY: (
            *("worker", "chain", "side", "hop", "on", "known", "proof", "job", "wage", "currency", "period"),
            *("hours_a_week", "rest_days_a_month", "country", "months", "may_leave", "may_change", "papers_with"),
            *("board", "costs", "costs_currency", "note", "day"),
        ),
        EMPLOYER: ("by", "place", "employer", "employer_name"),
    },
    "charge": {
        JOURNEY: (
            *("worker", "chain", "item", "hop", "payer", "amount", "currency", "on", "way", "receipt", "told_before"),
            *("proof", "refunds", "note", "day"),
        ),
        EMPLOYER: ("payee",),
    },
    "loan": {
        JOURNEY: (
            *("worker", "journey", "borrower", "lender_kind", "purpose", "amount", "currency", "on", "collateral"),
            *("rate", "rate_kind", "rate_period", "months", "instalment", "moves", "credited", "term_fixed"),
            *("book_with", "may_leave", "ended", "note", "day"),
        ),
        EMPLOYER: ("lender", "lender_name"),
    },
    "spell": {
        JOURNEY: (
            *("worker", "kind", "journey", "begin", "end", "country", "sector", "job", "employer_kind", "live_in"),
            *("part_time", "contract", "permit", "hours_a_week", "overtime_a_week", "on_call", "rest_days_a_month"),
            *("pay", "currency", "period", "overtime_pay", "in_kind", "deductions", "arrears", "movement", "phone"),
            *("papers_with", "used", "gained", "security", "ended_by", "note", "day"),
        ),
        EMPLOYER: ("place", "employer", "employer_name"),
    },
    "evidence": {
        EVIDENCE: (
            *("about", "name", "size", "fingerprint", "media", "picture", "smaller", "why_not", "width", "height"),
            *("kind", "shows", "source", "day"),
        )
    },
}
# The group without which a record does not leave at all.
GROUP_OF = {
    **dict.fromkeys(("journey", "recruitment-chain", "hop", "terms", "charge", "loan", "spell"), JOURNEY),
    "party": EMPLOYER,
    "grievance": GRIEVANCE,
    "action": GRIEVANCE,
    "remedy": REMEDY,
    "evidence": EVIDENCE,
}
# Fields in which people write freely, at any depth.
FREE = {
    *("told", "wants", "basis", "what", "result", "why", "note", "place", "at", "rule", "gives_up", "working", "shows"),
    *("source", "name", "text", "said", "label", "licence", "job", "by", "payee", "collateral", "used", "gained"),
    *("employer_name", "lender_name"),
}
# Fields that lead to the record without which this one means nothing: it goes along.
STANDS_IN = {"hop": "chain", "terms": "chain", "charge": "chain"}
