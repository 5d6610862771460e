"""Who may do what, signing in, and the plain history."""

import pytest
from django.db import IntegrityError
from django.test import Client

from corridor.access import actions
from corridor.access.demo import demo_accounts
from corridor.access.models import Account, HistoryEntry
from corridor.access.table import MAY, ROLES, allowed

pytestmark = pytest.mark.django_db


def test_the_public_may_read_and_not_edit() -> None:
    assert allowed(frozenset(), "read_public") and not allowed(frozenset(), "edit_record")
    assert allowed(frozenset({"editor"}), "edit_record")


def test_an_action_without_a_row_is_refused() -> None:
    with pytest.raises(KeyError):
        allowed(frozenset({"editor"}), "open_everything")


def test_every_row_names_roles_that_exist() -> None:
    assert all(roles <= set(ROLES) for roles in MAY.values())


def test_history_is_for_editors(client: Client, editor: Account) -> None:
    assert client.get("/history/").status_code == 403
    client.force_login(editor)
    assert client.get("/history/").status_code == 200


def test_signing_in_and_out(client: Client, editor: Account) -> None:
    wrong = client.post("/sign-in/", {"username": "edith", "password": "not this one"})
    assert "do not belong together" in wrong.content.decode()
    right = client.post("/sign-in/", {"username": "EDITH", "password": "a passphrase for tests"})
    assert right.status_code == 302 and client.get("/history/").status_code == 200
    client.post("/sign-out/")
    assert client.get("/history/").status_code == 403


def test_history_keeps_only_what_changed(editor: Account) -> None:
    before = {"label": "A", "flag": None, "themes": ["skills"]}
    after = {**before, "label": "B"}
    actions.record_change("correct_record", "projects", "PRJ-02", before, after, by=editor)
    entry = HistoryEntry.objects.get()
    assert (entry.by, entry.before, entry.after) == (editor, {"label": "A"}, {"label": "B"})


def test_a_role_that_is_not_in_the_table_is_refused() -> None:
    with pytest.raises(KeyError):
        actions.open_account("someone", "a passphrase", "emperor")
    assert not Account.objects.exists(), "nothing half-made"


def test_a_role_is_held_once(editor: Account) -> None:
    with pytest.raises(IntegrityError):
        editor.memberships.create(role="editor")


def test_demo_accounts_are_made_once(settings, tmp_path) -> None:
    settings.VAR = tmp_path
    first, second = demo_accounts(), demo_accounts()
    assert first == second and Account.objects.count() == 1
    assert Account.objects.get().check_password(first[0].passphrase)
    assert (tmp_path / "demo-accounts.json").stat().st_mode & 0o077 == 0
