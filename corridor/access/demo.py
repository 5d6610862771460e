"""The accounts of a demo: made once, with passphrases of this installation alone, kept in var/demo-accounts.json."""

import json
import secrets
from dataclasses import dataclass

from django.conf import settings

from corridor.access.actions import open_account
from corridor.access.models import Account

NAMES = {"editor": "editor"}  # account name -> role
WORDS = ["river", "lamp", "thread", "mango", "copper", "hill", "window", "salt", "cedar", "drum", "maize", "harbour"]


@dataclass(frozen=True)
class DemoAccount:
    """An account that `make demo` prints, with the passphrase made for this installation."""

    name: str
    passphrase: str
    role: str


def demo_accounts() -> list[DemoAccount]:
    """The demo accounts with their passphrases; those that do not exist yet are made."""
    path = settings.VAR / "demo-accounts.json"
    known = json.loads(path.read_text()) if path.exists() else {}
    for name, role in NAMES.items():
        account = Account.objects.filter(name=name).first()
        if account is None or name not in known:
            known[name] = "-".join(secrets.choice(WORDS) for _ in range(4))
            if account is None:
                open_account(name, known[name], role)
            else:
                account.set_password(known[name])
                account.save(update_fields=["password"])
    path.touch(mode=0o600)
    path.write_text(json.dumps(known, indent=1))
    return [DemoAccount(name, known[name], role) for name, role in NAMES.items()]
