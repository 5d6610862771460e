"""Where records name somebody met on the road: by the id of a party, in words, or both. Pure.

What later rooms keep is known here by its type and fields alone. Source: WIF2019-13 (most of the road is informal, and
stands in words), WIF2019-14 (whoever stood on it answers together).
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from corridor.journey.contents import Consent, Journey, Referral
from corridor.safe.content import Content

# Type -> (field with the id of a party, field with its name in words); "" where there is only the one.
FIELDS: dict[str, tuple[tuple[str, str], ...]] = {
    Consent.TYPE: (("recipient", "recipient"),),
    Referral.TYPE: (("to", "to_name"),),
    "hop": (("party", "name"),),
    "terms": (("employer", "employer_name"), ("", "by")),
    "charge": (("", "payee"),),
    "loan": (("lender", "lender_name"),),
    "spell": (("employer", "employer_name"),),
}
# Type -> field with rows, each with a `party`; a row without a `name` takes it into its note.
ROWS = {"grievance": "respondents", Journey.TYPE: "stages"}
TYPES = (*FIELDS, *ROWS)


def named_in(content: Any) -> Iterator[tuple[str, str]]:
    """(id, name) of everybody whom a record names; either may be empty."""
    for row in getattr(content, ROWS.get(content.TYPE, ""), ()):
        yield row.party, getattr(row, "name", "")
    for id, name in FIELDS.get(content.TYPE, ()):
        yield getattr(content, id, ""), getattr(content, name)


def in_words(content: Any, id: str, name: str) -> Content | None:
    """The same with the name in words in the place of the id; None where the id does not stand."""
    changed: dict[str, Any] = {}
    if rows := ROWS.get(content.TYPE):
        changed[rows] = tuple(_row(one, name) if one.party == id else one for one in getattr(content, rows))
    for ids, words in FIELDS.get(content.TYPE, ()):
        if ids and getattr(content, ids) == id:
            stood = getattr(content, words) if words != ids else ""
            changed |= {ids: "", words: stood or name}
    made: Content = replace(content, **changed)
    return None if made == content else made


def _row(row: Any, name: str) -> Any:
    if hasattr(row, "name"):
        return replace(row, party="", name=row.name or name)
    return replace(row, party="", note=f"{name} · {row.note}" if row.note else name)
