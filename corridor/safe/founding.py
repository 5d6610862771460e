"""What the host of an installation does: make room for a centre, invite those who belong to none. Nothing else."""

from textwrap import dedent

from django.conf import settings
from django.db.models import Q
from django.utils.formats import date_format

from corridor.access.models import Account, Centre
from corridor.access.zones import name_of
from corridor.reference import zones
from corridor.reference.countries import is_country
from corridor.safe.actions import centres, members
from corridor.safe.cards import digits_of
from corridor.safe.faults import Unfit
from corridor.safe.models import Ground, Invitation
from corridor.safe.primitives import digest

LONGEST = 200  # letters of a name


def found(name: str, organisation: str, country: str = "", time_zone: str = "") -> str:
    """Make room for a centre; returns what the host is to read, with the founder's code. Raises Unfit.

    time_zone: where it is not its country's (several zones, or none said).
    """
    name, organisation, country = _plain("NAME", name), _plain("--organisation", organisation), country.strip().upper()
    if country and not is_country(country):
        raise Unfit(f"--country {country!r} is not a country in three letters (ISO 3166), like JOR")
    if (zone := time_zone.strip()) and zone not in zones.names():
        raise Unfit(f"--time-zone {zone!r} is not a time zone that can be chosen, like Asia/Amman")
    if Centre.objects.filter(name__iexact=name, organisation__name__iexact=organisation).exists():
        raise Unfit(f"{organisation} has a centre of this name already; two of one name would be taken for each other")
    if not Ground.objects.exists():
        settings.KEYRING.mkdir(parents=True, exist_ok=True, mode=0o700)
    centre, code = centres.found(name, organisation, country, zone)
    invitation = members.invitation_for(code)
    assert invitation
    last_day = date_format(invitation.last_day, "j F Y")
    return dedent(
        f"""\
        There is room for {name} ({organisation}). It has no keys yet.

        Give this code to its first coordinator, in person or on paper:

            {code}

        It counts once, until {last_day}. She opens /join/ on this installation, types the code, takes
        her passphrase, prints the three recovery cards and types them back in. Then the centre is open.
        Whoever has the code founds the centre, so destroy every copy of it. Nobody can look it up; if it is lost
        or went astray, `corridor withdraw` with the name of the centre makes it count no longer.

        {_hour_told(centre)}
        """
    )


def _hour_told(centre: Centre) -> str:
    if not (name := name_of(centre)):
        return "Nobody said which hour it is there: a coordinator chooses the time zone, on the page of the keys."
    return f"Its days and hours are those of {name}; a coordinator can change that, on the page of the keys."


def invite(role: str, again: str = "") -> str:
    """A code for somebody outside every centre; returns what the host is to read. again: the name of who comes back.

    Raises Unfit.
    """
    account = Account.objects.filter(name__iexact=again, is_active=True).first() if again else None
    if again and account is None:
        raise Unfit(f"--again {again!r}: nobody of this name")
    if account and role not in account.roles:
        raise Unfit(f"{again} is not {role} but {', '.join(sorted(account.roles))}")
    code = members.invite_outside(role, account)
    astray = "If it goes astray: `corridor withdraw`, with the code."
    return f"{code}\n\nIt counts once, for three days, at /join/. Hand it over in person or on paper.\n{astray}\n"


def end(name: str) -> str:
    """End somebody who belongs to no centre; returns what the host is to read. Raises Unfit."""
    account = Account.objects.filter(name__iexact=" ".join(name.replace("\0", "").split()), is_active=True).first()
    if account is None:
        raise Unfit(f"{name[:60]!r}: nobody of this name has an account that stands")
    if account.centre_id:
        raise Unfit(f"{account.name} belongs to a centre: its coordinator ends her membership, on the page of members")
    was = ", ".join(sorted(account.roles)).replace("_", " ")
    members.end_outside(account)
    return dedent(
        f"""\
        {account.name} ({was}) is ended. Whatever she had open is closed, and she can not sign in any more: her key file
        is gone, with her second factor. The name stays beside what she did, and is not given out again.
        This can not be undone. Should she come back, invite her anew; she takes another name.
        """
    )


def withdraw(typed: str) -> str:
    """Make a code of the host's count no longer; returns what the host is to read. Raises Unfit when there is none.

    typed: the code, or a name: of a centre that has no keys yet (its founder's code; the room that was made for it goes
    too, so that its name is free again), or of somebody who was invited to come back. What members handed out is theirs
    to withdraw, and is chained.
    """
    ours = Invitation.objects.filter(invited_by=None).select_related("centre")
    name, digits = " ".join(typed.replace("\0", "").split()), digits_of(typed)
    by_name = Q(centre__name__iexact=name) | Q(account__name__iexact=name)
    found = ours.filter(locator=digest("invitation", digits)) if len(digits) == centres.CODE_DIGITS else ours.none()
    found = found if found.exists() else ours.filter(by_name)
    if not found.exists():
        raise Unfit(f"{name[:60]!r}: no code of the host counts under this. A member's code is withdrawn by its centre")
    told = []
    for one in found:
        told.append(f"The code for {one.role.replace('_', ' ')} counts no longer.")
        went = members.withdraw_code(one)
        if one.centre and went:
            told.append(f"The room made for {one.centre.name} was taken away: make room anew with a new code.")
    return "\n".join(told)


def _plain(field: str, typed: str) -> str:
    """A name as it is kept. Raises Unfit."""
    name = " ".join(typed.split())
    if not name or len(name) > LONGEST or not name.isprintable():
        raise Unfit(f"{field}: expected 1 to {LONGEST} letters in one line; found {len(name)}: {name[:60]!r}")
    return name
