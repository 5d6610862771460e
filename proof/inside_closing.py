"""Programs of T15 inside an installation: what its secrets are, and reopening after Seal."""

import os

from proof.inside import centre_of, member_of, program


@program
def canaries(member: list[str], count: int) -> list[str]:
    """Notes with words that occur nowhere else."""
    from corridor.safe.actions.notebook import write_note
    from corridor.safe.notebook.contents import Typed

    by, words = member_of(*member), []
    for _ in range(count):
        words.append(f"canary-{os.urandom(12).hex()}")
        write_note(Typed(words[-1], f"text of {words[-1]}"), by=by, form=os.urandom(8).hex())
    return words


@program
def secrets(members: list[list[str]]) -> dict[str, list[str]]:
    """In hex: every secret key of these members and of the centre; each member's locked key as in the keyring."""
    from corridor.safe import keyring
    from corridor.safe.keys import RECORDS, SIGNING, data_key, private_of
    from corridor.safe.primitives import derive

    keys, wraps = set(), []
    for one in members:
        member = member_of(*one)
        keys.add(member.private)
        for kind, epochs in member.secrets.items():
            for secret in epochs.values():
                keys |= {secret, derive(secret, "signing") if kind == SIGNING else private_of(secret)}
                keys |= {data_key(secret)} if kind == RECORDS else set()
        found = keyring.read(member.account)
        wraps += [found.locked] if found else []
    return {"keys": sorted(key.hex() for key in keys if key), "wraps": wraps}


@program
def rewrite(members: list[list[str]]) -> None:
    """Each changes her PIN: the keyring file of each is written anew, as happens in a working centre."""
    from corridor.safe import keyring

    for one in members:
        keyring.keep_secrets(member_of(*one).account, {"pin": "161803"})


@program
def open_again(centre: str, cards: list[str], account: str) -> list[str]:
    """Reopen with two cards for one member of the circle; her account and her new private key."""
    from corridor.access.models import Account
    from corridor.safe.actions.centres import open_recovery
    from corridor.safe.actions.reopening import reopen_as

    home = centre_of(centre)
    private = reopen_as(
        home,
        open_recovery(home, *cards),
        Account.objects.get(key=account),
        "bamo tiru kelo vasu nipe",
        {"pin": "271828"},
    )
    return [account, private.hex()]


@program
def state(centre: str) -> str:
    """Of the centre's ground."""
    from corridor.safe.queries import ground_of

    return ground_of(centre_of(centre)).state
