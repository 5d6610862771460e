"""What the host of an installation does: make room for a centre, invite those who belong to none. Nothing else."""

from textwrap import dedent

from django.conf import settings
from django.utils.formats import date_format

from corridor.access.models import Account, Centre
from corridor.reference.countries import is_country
from corridor.safe.actions import centres, members
from corridor.safe.faults import Unfit
from corridor.safe.models import Ground

LONGEST = 200  # letters of a name


def found(name: str, organisation: str, country: str = "") -> str:
    """Make room for a centre; returns what the host is to read, with the founder's code. Raises Unfit."""
    name, organisation, country = _plain("NAME", name), _plain("--organisation", organisation), country.strip().upper()
    if country and not is_country(country):
        raise Unfit(f"--country {country!r} is not a country in three letters (ISO 3166), like JOR")
    if Centre.objects.filter(name__iexact=name, organisation__name__iexact=organisation).exists():
        raise Unfit(f"{organisation} has a centre of this name already; two of one name would be taken for each other")
    if not Ground.objects.exists():
        settings.KEYRING.mkdir(parents=True, exist_ok=True, mode=0o700)
    _centre, code = centres.found(name, organisation, country)
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
        Whoever has the code founds the centre, so destroy every copy of it. Nobody can look it up; if it is lost,
        make room again under another name.
        """
    )


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
    return f"{code}\n\nIt counts once, for three days, at /join/. Hand it over in person or on paper.\n"


def _plain(field: str, typed: str) -> str:
    """A name as it is kept. Raises Unfit."""
    name = " ".join(typed.split())
    if not name or len(name) > LONGEST or not name.isprintable():
        raise Unfit(f"{field}: expected 1 to {LONGEST} letters in one line; found {len(name)}: {name[:60]!r}")
    return name
