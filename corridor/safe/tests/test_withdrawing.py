"""Codes of the host that went astray: they count no longer, and nothing else is touched."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corridor import cli
from corridor.access.models import Centre
from corridor.safe import founding
from corridor.safe.actions import members
from corridor.safe.faults import Unfit
from corridor.safe.models import Ground, Invitation
from corridor.safe.tests.people import People, found

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_keyring(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.KEYRING = tmp_path / "keyring"
    yield


def code_in(printed: str) -> str:
    return next(line.strip() for line in printed.splitlines() if line.replace(" ", "").isdigit())


@pytest.mark.parametrize("by_name", [True, False])
def test_a_founding_code_counts_no_longer_and_the_name_is_free_again(by_name: bool) -> None:
    code = code_in(founding.found("Amman centre", "A union"))
    other = code_in(founding.found("Another", "A union"))
    told = founding.withdraw("  AMMAN  centre " if by_name else code)
    assert "counts no longer" in told and "Amman centre" in told
    assert members.invitation_for(code) is None and members.invitation_for(other)
    assert [one.name for one in Centre.objects.all()] == ["Another"] and Ground.objects.count() == 1
    assert members.invitation_for(code_in(founding.found("Amman centre", "A union")))


def test_a_code_for_somebody_outside_is_withdrawn_by_itself_or_by_her_name(people: People) -> None:
    code, again = members.invite_outside("editor"), members.invite_outside("editor", people.edith.account)
    founding.withdraw(code.replace(" ", "-"))
    assert members.invitation_for(code) is None and members.invitation_for(again)
    founding.withdraw("edith")
    assert members.invitation_for(again) is None and people.edith.account.is_active


def test_a_code_past_its_day_goes_too() -> None:
    code = members.invite_outside("editor")
    Invitation.objects.update(last_day="2020-01-01")
    assert "counts no longer" in founding.withdraw(code) and not Invitation.objects.exists()


def test_what_members_handed_out_is_not_the_hosts_to_withdraw(people: People) -> None:
    code = members.invite("caseworker", by=people.amina)
    for typed in (code, people.centre.name, "bina", "", "0" * 20, "no such name", "\0"):
        with pytest.raises(Unfit):
            founding.withdraw(typed)
    assert members.invitation_for(code) and Ground.objects.count() == 1


def test_a_centre_whose_founder_has_joined_stays() -> None:
    centre, _amina = found()
    with pytest.raises(Unfit):
        founding.withdraw(centre.name)
    assert Centre.objects.filter(pk=centre.pk).exists()


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    code = members.invite_outside("editor")
    assert cli.main(["withdraw", code]) == 0 and "counts no longer" in capsys.readouterr().out
    assert cli.main(["withdraw", code]) == 2 and "corridor withdraw: " in capsys.readouterr().err
    assert members.invitation_for(code) is None
