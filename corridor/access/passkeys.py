"""Passkeys as second factor: what the browser is asked, and whether what it answers is right (WebAuthn; `fido2`).

Pure: what is kept (`kept`: the public parts, in hex) and the state between asking and answering are the caller's. A
passkey brings no key to any record, so it needs no user verification of its own: the passphrase came first. Passkeys
are not discoverable: a key that is taken away does not tell where it is used.

The counter of signatures (WebAuthn level 2, 7.2 step 21) is not compared, by `fido2` or here. It would have to be kept
at every sign-in, and the hour of that would stand on the keyring's file; passkeys that a phone shares always say 0; and
who copied one still lacks the passphrase. An answer that was seen does not count again: each question is asked once.
"""

import ipaddress
import json
from typing import Any
from urllib.parse import urlsplit

from fido2.rpid import verify_rp_id
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

NAME = "Corridor"
LONGEST_ANSWER = 20_000  # characters
Asked = tuple[dict[str, Any], dict[str, Any]]  # what the browser is asked, and the state to keep meanwhile


def possible(host: str) -> bool:
    """Whether this address can have passkeys at all: browsers bind them to a name, never to a number."""
    name = urlsplit(f"//{host}").hostname or ""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return bool(name)
    return False


def _server(host: str) -> Fido2Server:
    name = urlsplit(f"//{host}").hostname or ""
    return Fido2Server(
        PublicKeyCredentialRpEntity(id=name, name=NAME),
        verify_origin=lambda origin: urlsplit(origin).netloc == host and verify_rp_id(name, origin),
    )


def _known(kept: list[str]) -> list[AttestedCredentialData]:
    return [AttestedCredentialData(bytes.fromhex(one)) for one in kept]


def ask_new(host: str, account_key: str, account_name: str, kept: list[str]) -> Asked:
    """Ask the browser to make a passkey, on none of the devices that hold one already."""
    asked, state = _server(host).register_begin(
        PublicKeyCredentialUserEntity(id=account_key.encode(), name=account_name, display_name=account_name),
        _known(kept),
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return dict(asked), state


def take_new(host: str, state: Any, answer: str) -> str | None:
    """The new passkey to keep; None when the answer does not hold together."""
    try:
        made = _server(host).register_complete(state, _parsed(answer)).credential_data
    except Exception:  # whatever a browser, or somebody in its place, may send: it is not a passkey
        return None
    return bytes(made).hex() if made else None


def ask(host: str, kept: list[str]) -> Asked:
    """Ask the browser to show that it holds one of these passkeys."""
    asked, state = _server(host).authenticate_begin(
        _known(kept), user_verification=UserVerificationRequirement.PREFERRED
    )
    return dict(asked), state


def is_right(host: str, state: Any, kept: list[str], answer: str) -> bool:
    """Whether the answer was made by one of these passkeys, for this address and this very question."""
    try:
        _server(host).authenticate_complete(state, _known(kept), _parsed(answer))
    except Exception:  # see above
        return False
    return True


def _parsed(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise ValueError
    return json.loads(answer)
