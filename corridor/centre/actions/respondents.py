"""Respondents that become parties: a name that was typed in a grievance, and that is nobody known here yet."""

from dataclasses import replace
from typing import TypeVar

from corridor.centre.contents import Grievance, Respondent
from corridor.journey.actions.workers import signed
from corridor.journey.contents import Party
from corridor.safe.actions.records import EVERYBODY, naming_of, write_record
from corridor.safe.casebook import Entry
from corridor.safe.content import Content
from corridor.safe.keys import Member

NEW = "new"  # in the place of a party's id: make a new one from the name
ORGANISATIONS = {"origin-agency", "destination-agency", "contractor", "principal-employer", "authority"}
T = TypeVar("T", bound=Content)


def known_again(part: T, stands: Content) -> T:
    """The same form sent twice: a party that was made by the first is not made, nor disagreed about, by the second."""
    if not isinstance(part, Grievance) or not isinstance(stands, Grievance):
        return part
    made = {(one.role, one.name): one.party for one in stands.respondents if one.party}
    chain = (
        replace(one, party=made.get((one.role, one.name), NEW)) if one.party == NEW else one for one in part.respondents
    )
    return replace(part, respondents=tuple(chain))


def with_parties(part: T, case: Entry, *, by: Member, token: str) -> T:
    """A grievance with a party for each respondent that asks for a new one; one name twice is one party.

    Call it inside the transaction that writes the grievance, after everything was read. A party of a case that only
    those named read is theirs alone too. token: sent twice it is one party.
    """
    if not isinstance(part, Grievance):
        return part
    naming = naming_of(case, by) if case.restricted else EVERYBODY
    made: dict[str, str] = {}
    for one in part.respondents:
        if one.party == NEW and one.name not in made:
            party = signed(Party(_kind(one), (one.name,), country=one.country), by)
            written = write_record(party, by=by, naming=naming, token=f"party {len(made)} of {token}")
            made[one.name] = written.id
    chain = (replace(one, party=made[one.name]) if one.party == NEW else one for one in part.respondents)
    return replace(part, respondents=tuple(chain))


def _kind(one: Respondent) -> str:
    """Vocabulary `party-kind`, where the role says it; an employer may be a person, a household or a firm."""
    if one.role in ORGANISATIONS:
        return "organisation"
    return "household" if one.role == "household-member" else ""
