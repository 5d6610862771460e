"""What stands in the installations of T24: a centre with many caseworkers, and cases whose workers allowed a referral.

Answers with JSON on its last line.
"""

import json
import sys
from typing import Any

CHEAP = {"iterations": 1, "lanes": 1, "memory_cost": 64}  # of passphrases that nobody types here
PLACE = "Legal aid"  # what each worker allowed to be told what she is called


def people_and_cases(workers: int, count: int) -> dict[str, Any]:
    """So many caseworkers with what they sign in with, and the ids of so many cases."""
    from django.conf import settings
    from django.utils import timezone

    from corridor.access.second_factor import new_secret
    from corridor.centre.actions.intake import Intake, take_grievance
    from corridor.centre.contents import Case
    from corridor.journey.actions.consents import add_consent
    from corridor.journey.contents import Consent
    from corridor.safe import keyring
    from corridor.safe.queries import reading
    from corridor.safe.tests.people import PASSPHRASE, PIN, open_centre

    settings.STRETCHING, real = CHEAP, settings.STRETCHING
    people, signing_in = open_centre(outside=False), []
    joined = [_joined(people, f"caseworker{number}") for number in range(workers)]
    settings.STRETCHING = real
    for member in joined:
        code = new_secret()
        keyring.make(member.account, PASSPHRASE, {"pin": PIN, "code": code}, private=member.private)
        signing_in.append({"name": member.account.name, "passphrase": PASSPHRASE, "code": code, "pin": PIN})
    ids = []
    for number in range(count):
        said = Intake(f"Worker {number}", wants="My wages.", kind="unpaid-wages", next_kind="call", country="JOR")
        id = take_grievance(said, by=people.bina, form=f"case {number}")
        entry = reading(people.bina, "read_case").get(id)
        assert entry and isinstance(entry.content, Case)
        worker = entry.content.workers[0].worker
        allowed = Consent(worker, "referral", PLACE, ("called",), on=timezone.localdate())
        add_consent(worker, allowed, by=people.bina, form=f"consent {number}")
        ids.append(id)
    keys = [people.bina.account.key, (people.bina.private or b"").hex()]
    return {"members": signing_in, "cases": ids, "inside": keys}


def _joined(people: Any, name: str) -> Any:
    """A new caseworker, admitted by two."""
    from corridor.safe.actions import members
    from corridor.safe.keys import Member
    from corridor.safe.models import Proposal
    from corridor.safe.tests.people import PASSPHRASE, PIN

    invitation = members.invitation_for(members.invite("caseworker", by=people.amina))
    assert invitation
    member = Member(*members.join(invitation, name, PASSPHRASE, {"pin": PIN}))
    for voice in ("bina", "amina"):
        for proposal in Proposal.objects.filter(account=member.account):
            members.agree(proposal, by=people.members[voice])
    return member


def main() -> None:
    import django

    django.setup()
    print(json.dumps(people_and_cases(*map(int, sys.argv[1:]))), flush=True)


if __name__ == "__main__":
    main()
