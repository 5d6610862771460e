"""The host ends who belongs to no centre: nothing she had opens any more, and what she did keeps its author."""

from pathlib import Path

import pytest
from django.test import Client

from corridor import cli
from corridor.access.actions import record_change
from corridor.access.models import Account, HistoryEntry
from corridor.safe import entering, founding, keyring
from corridor.safe.actions import members
from corridor.safe.faults import NoKey, Unfit
from corridor.safe.models import Invitation
from corridor.safe.tests.people import OUTSIDE, PASSPHRASE, PIN, People, sign_in

pytestmark = pytest.mark.django_db


def file_of(account: Account) -> Path:
    return keyring.folder_of(None) / f"{account.key}.json"


@pytest.mark.parametrize("name", [one for one in OUTSIDE if one != "lina"])
def test_she_can_not_come_in_any_more_and_what_she_did_keeps_its_author(people: People, name: str) -> None:
    account, client = people.members[name].account, sign_in(Client(), people.members[name])
    record_change("add project", "project", "p1", {}, {"name": "x"}, by=account)
    members.invite_outside(OUTSIDE[name], account)
    assert client.get("/me/").status_code == 200 and entering.unlock(name, PASSPHRASE)
    told = founding.end(f" {name.upper()} ")
    assert name in told and OUTSIDE[name].replace("_", " ") in told
    assert client.get("/me/").status_code != 200, "her session is closed at once"
    assert entering.unlock(name, PASSPHRASE) is None and not file_of(account).exists()
    ended = Account.objects.get(pk=account.pk)
    assert (ended.name, ended.is_active, set(ended.roles)) == (name, False, set())
    assert HistoryEntry.objects.get().by == ended and not Invitation.objects.exists()
    with pytest.raises(Unfit):
        founding.end(name)
    with pytest.raises(Unfit):
        founding.invite(OUTSIDE[name], again=name)


def test_the_name_is_not_given_out_again(people: People) -> None:
    founding.end("edith")
    invitation = members.invitation_for(members.invite_outside("editor"))
    assert invitation
    with pytest.raises(Unfit):
        members.join(invitation, "Edith", PASSPHRASE, {"pin": PIN})


def test_the_last_host_administrator_stays(people: People) -> None:
    with pytest.raises(Unfit, match="only host administrator"):
        founding.end("lina")
    assert entering.unlock("lina", PASSPHRASE) and file_of(people.lina.account).exists()
    invitation = members.invitation_for(members.invite_outside("host_administrator"))
    assert invitation
    members.join(invitation, "mona", PASSPHRASE, {"pin": PIN})
    founding.end("lina")
    with pytest.raises(Unfit, match="only host administrator"):
        founding.end("mona")


@pytest.mark.parametrize("name", ["amina", "bina", "dalia", "farida", "hana", "", "\0", "nobody", "x" * 5000])
def test_who_belongs_to_a_centre_is_not_the_hosts_to_end(people: People, name: str) -> None:
    with pytest.raises(Unfit):
        founding.end(name)
    assert all(one.account.is_active for one in people.members.values())
    assert Account.objects.filter(is_active=False).count() == 0
    if name in people.members:
        with pytest.raises(NoKey):
            members.end_outside(people.members[name].account)


def test_the_command(people: People, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["end", "jamila"]) == 0 and "jamila (me officer) is ended" in capsys.readouterr().out
    assert cli.main(["end", "jamila"]) == 2 and "corridor end: " in capsys.readouterr().err
    assert cli.main(["end", "bina"]) == 2 and "coordinator" in capsys.readouterr().err
