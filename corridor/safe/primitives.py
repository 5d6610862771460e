"""The few cryptographic operations everything in `safe` is made of; only the library `cryptography` computes them.

`bound` says what a sealed thing belongs to (record, centre, version); it is not secret, and a thing that is opened
with another `bound` than it was sealed with does not open. Keys are 32 bytes; pairs are raw X25519 or Ed25519 bytes.
"""

import hashlib
import hmac
import os
import threading
from contextlib import nullcontext
from dataclasses import asdict, dataclass

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from corridor.safe.faults import Altered

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)  # RFC 9180
KEY, NONCE, TAG = 32, 12, 16  # bytes
HPKE_MORE = 48  # bytes that sealing to a public key adds: its share and a tag
LOCK_MORE = NONCE + TAG  # bytes that locking with a key adds
ONE_AT_A_TIME = threading.Lock()  # for files stretched with several lanes


def random_bytes(length: int = KEY) -> bytes:
    return os.urandom(length)


def bind(*parts: str | bytes | int) -> bytes:
    """Parts joined so that no two different lists give the same bytes."""
    joined: list[bytes] = []
    for part in parts:  # a plain loop: this runs three times for every record that is opened
        raw = part if isinstance(part, bytes) else str(part).encode()
        joined += (len(raw).to_bytes(4, "big"), raw)
    return b"".join(joined)


def derive(secret: bytes, purpose: str | bytes) -> bytes:
    """A key for one purpose from a secret that is already random (HKDF-SHA256)."""
    info = purpose if isinstance(purpose, bytes) else purpose.encode()
    return HKDF(algorithm=SHA256(), length=KEY, salt=None, info=b"corridor." + info).derive(secret)


def new_private() -> bytes:
    """A private key for sealing; any 32 random bytes are one."""
    return random_bytes()


def public_of(private: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal_to(public: bytes, plain: bytes, bound: bytes) -> bytes:
    """Seal for whoever holds the private half; sealing needs no secret (HPKE)."""
    return SUITE.encrypt(plain, X25519PublicKey.from_public_bytes(public), info=bound)


def open_with(private: bytes, sealed: bytes, bound: bytes) -> bytes:
    """Raises Altered when it was not sealed to this key, belongs elsewhere, or a bit of it changed."""
    try:
        return SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(private), info=bound)
    except (InvalidTag, ValueError) as error:
        raise Altered from error


def lock(key: bytes, plain: bytes, bound: bytes) -> bytes:
    """Lock with a key both sides hold (AES-256-GCM, a new random nonce each time)."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound)


def unlock(key: bytes, locked: bytes, bound: bytes) -> bytes:
    """Raises Altered when the key is another, it belongs elsewhere, or a bit of it changed."""
    try:
        return AESGCM(key).decrypt(locked[:NONCE], locked[NONCE:], bound)
    except (InvalidTag, ValueError) as error:
        raise Altered from error


@dataclass(frozen=True)
class Stretching:
    """How much work a guess at a passphrase costs: Argon2id, memory in KiB.

    One lane: with more, OpenSSL starts threads of its own, and two stretchings at the same moment wait for each
    other for ever on a machine of two cores (OpenSSL 3.2 and later, through `cryptography`; see test_entering_limits).
    """

    iterations: int = 3
    lanes: int = 1
    memory_cost: int = 65_536

    def key(self, secret: str, salt: bytes) -> bytes:
        """About 0.3 s and 64 MiB; callers pass through a lane (`limits`) so that few run at once."""
        with ONE_AT_A_TIME if self.lanes > 1 else nullcontext():
            return Argon2id(salt=salt, length=KEY, **asdict(self)).derive(secret.encode())


def verifier_of(signer: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(signer).public_key().public_bytes_raw()


def sign(signer: bytes, message: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(signer).sign(message)


def verify(verifier: bytes, message: bytes, signature: bytes) -> None:
    """Raises Altered when the signature is not this signer's over this message."""
    try:
        Ed25519PublicKey.from_public_bytes(verifier).verify(signature, message)
    except (InvalidSignature, ValueError) as error:
        raise Altered from error


def digest(*parts: str | bytes | int) -> bytes:
    return hashlib.sha256(bind(*parts)).digest()


def keyed(secret: bytes, *parts: str | bytes | int) -> bytes:
    """A token that says nothing without the secret (HMAC-SHA256)."""
    return hmac.new(secret, bind(*parts), hashlib.sha256).digest()


def fingerprint(public: bytes) -> str:
    """A public key as 30 digits in groups of five, to be read aloud and compared (about 100 bits)."""
    number = int.from_bytes(hashlib.sha256(b"corridor.fingerprint" + public).digest(), "big") % 10**30
    digits = f"{number:030d}"
    return " ".join(digits[i : i + 5] for i in range(0, 30, 5))
