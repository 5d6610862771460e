"""Who may do what, and the plain history. Signing in is tested where it stands (`safe`)."""

import pytest
from django.db import IntegrityError
from django.test import Client

from corridor.access import actions
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
    assert all(set(row.extents) <= set(ROLES) and row.source and row.meaning for row in MAY.values())


def test_history_is_for_editors(client: Client, editor: Account) -> None:
    assert client.get("/history/").status_code == 403
    client.force_login(editor)
    assert client.get("/history/").status_code == 200


def test_history_keeps_only_what_changed(editor: Account) -> None:
    before = {"label": "A", "flag": None, "themes": ["skills"]}
    after = {**before, "label": "B"}
    actions.record_change("correct_record", "projects", "PRJ-02", before, after, by=editor)
    entry = HistoryEntry.objects.get()
    assert (entry.by, entry.before, entry.after) == (editor, {"label": "A"}, {"label": "B"})


def test_a_role_that_is_not_in_the_table_is_refused() -> None:
    with pytest.raises(KeyError):
        actions.open_account("someone", "emperor")
    assert not Account.objects.exists(), "nothing half-made"


def test_a_role_is_held_once(editor: Account) -> None:
    with pytest.raises(IntegrityError):
        editor.memberships.create(role="editor")
