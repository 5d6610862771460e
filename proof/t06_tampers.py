"""Whatever is changed, cut or moved does not open, and says so: sealed records, keys, the chain, the keyring, packets.

Each tamper must end in a fault that can be told to somebody at a page; any other exception counts as a failure, and so
does a thing that opens. The suite is first held against the official vectors of RFC 9180.
"""

import json
import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from proof import Result, Scale

NAME = "T6"
TITLE = "Whatever is changed, cut or moved does not open; no nonce is used twice"


@dataclass
class Tally:
    """What came of the tampers, by the name of what was tampered with."""

    tried: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)

    def rejects(self, what: str, opening: Callable[..., Any], *given: Any) -> None:
        """Try to open a tampered thing; note when it opens or breaks in another way than with a told fault."""
        from corridor.safe.faults import Fault

        self.tried[what] += 1
        try:
            opening(*given)
        except Fault:
            return
        except Exception as error:
            self.faults[f"{what}: {type(error).__name__}: {str(error)[:80]}"] += 1
        else:
            self.faults[f"{what}: opened"] += 1

    def seen(self, what: str, whether: bool) -> None:
        """Note a tamper that must show in some other way than by not opening."""
        self.tried[what] += 1
        if not whether:
            self.faults[f"{what}: not seen"] += 1


def flips(blob: bytes, begin: int = 0, end: int | None = None) -> Iterator[bytes]:
    """The blob with each single bit of a stretch turned, in order."""
    for i in range(begin, len(blob) if end is None else end):
        for bit in range(8):
            yield blob[:i] + bytes([blob[i] ^ 1 << bit]) + blob[i + 1 :]


def random_flips(blob: bytes, count: int, dice: random.Random, begin: int = 0) -> Iterator[bytes]:
    for _ in range(count):
        i = dice.randrange(begin, len(blob))
        yield blob[:i] + bytes([blob[i] ^ 1 << dice.randrange(8)]) + blob[i + 1 :]


def vectors() -> list[str]:
    """Where the suite differs from the official vectors; empty when nowhere."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    from corridor.safe.primitives import SUITE, public_of, sign, verifier_of

    official = json.loads(Path(__file__).with_name("vectors").joinpath("rfc9180.json").read_text())
    plain: dict[str, bytes] = {name: bytes.fromhex(official[name]) for name in official if name not in NOT_HEX}
    wrong, cipher = [], AESGCM(plain["key"])
    for one in official["encryptions"]:
        nonce, text, more, ct = (bytes.fromhex(one[name]) for name in ("nonce", "pt", "aad", "ct"))
        if cipher.encrypt(nonce, text, more) != ct:
            wrong.append("AES-256-GCM differs from the vector")
    # The library opens the first message with nothing beside it; key and nonce are the vector's only if all is right.
    text = bytes.fromhex(official["encryptions"][0]["pt"])
    sealed = plain["enc"] + cipher.encrypt(plain["base_nonce"], text, b"")
    key = X25519PrivateKey.from_private_bytes(plain["skRm"])
    if SUITE.decrypt(sealed, key, info=plain["info"]) != text or public_of(plain["skRm"]) != plain["pkRm"]:
        wrong.append("the suite derives another key than the vector")
    signer = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")  # RFC 8032, 7.1, test 1
    if verifier_of(signer).hex()[:16] != "d75a980182b10ab7" or sign(signer, b"").hex()[:16] != "e5564300c360ac72":
        wrong.append("Ed25519 differs from the vector")
    return wrong


NOT_HEX = {"source", "encryptions"}


def records(tally: Tally, scale: Scale, dice: random.Random) -> None:
    """One version of a record in each way of sealing it; every way to alter, cut or move it."""
    from corridor.safe import sealing
    from corridor.safe.primitives import new_private, public_of, random_bytes

    private, recovery, named, data = new_private(), new_private(), new_private(), random_bytes()
    place = sealing.Place("0b9c6f1e-7a6d-4d5e-8a52-1f60e5f3a001", "centre-a", 41)
    publics = {"centre_public": public_of(private), "recovery_public": public_of(recovery)}

    def seal(at: sealing.Place, size: int, keyed: bool = True, restricted: bool = False) -> tuple[bytes, bytes]:
        names = [public_of(new_private()), public_of(named)] if restricted else []
        key = data if keyed else None
        text = random_bytes(size)
        return sealing.seal(at, text, centre_data_key=key, named=names, restricted=restricted, **publics)

    def centre(at: sealing.Place, wraps: bytes, sealed: bytes) -> bytes:
        opened, _ = sealing.sign_and_key(at, wraps, private, data)
        return sealing.open_content(at, opened[1:], sealed)

    def by_name(at: sealing.Place, wraps: bytes, sealed: bytes) -> bytes:
        return sealing.open_content(at, sealing.open_by_name(at, wraps, named), sealed)

    def by_cards(at: sealing.Place, wraps: bytes, sealed: bytes) -> bytes:
        return sealing.open_content(at, sealing.open_by_recovery(at, wraps, [recovery]), sealed)

    ways = {
        "wrapped under the data key": (seal(place, 300), centre, (0, sealing.LOCKED_SLOT)),
        "sealed without a key": (seal(place, 300, keyed=False), centre, (0, sealing.SLOT)),
        "restricted, by name": (seal(place, 300, restricted=True), by_name, (3 * sealing.SLOT, 4 * sealing.SLOT)),
        "restricted, by cards": (seal(place, 300, restricted=True), by_cards, (sealing.SLOT, 2 * sealing.SLOT)),
    }
    for way, ((wraps, sealed), opening, (begin, end)) in ways.items():
        opening(place, wraps, sealed)  # whole, it opens
        for bad in flips(wraps, begin, end):
            tally.rejects(f"wrap, every bit ({way})", opening, place, bad, sealed)
        for bad in [*flips(sealed, 0, 12), *flips(sealed, len(sealed) - 16)]:
            tally.rejects(f"nonce and tag, every bit ({way})", opening, place, wraps, bad)
        for length in {*range(0, 40), *range(len(sealed) - 40, len(sealed)), *range(0, len(sealed), 97)}:
            tally.rejects(f"content cut ({way})", opening, place, wraps, sealed[:length])
        for length in range(0, len(wraps), 13):
            tally.rejects(f"wraps cut ({way})", opening, place, wraps[:length], sealed)
        tally.rejects(f"longer ({way})", opening, place, wraps, sealed + b"\0")
        tally.rejects(f"longer ({way})", opening, place, wraps + b"\0", sealed)
        others = [
            replace(place, record="0b9c6f1e-7a6d-4d5e-8a52-1f60e5f3a002"),
            replace(place, centre="centre-b"),
            *(replace(place, change=number) for number in (0, 40, 42, 410, -41)),
            *(replace(place, version=number) for number in (0, 2, 9)),
        ]
        for other in others:
            tally.rejects(f"moved to another row, centre, change or version ({way})", opening, other, wraps, sealed)
        for at in others[:4]:
            again = seal(at, 300, way != "sealed without a key", "restricted" in way)
            tally.rejects(f"content of another ({way})", opening, place, wraps, again[1])
            tally.rejects(f"wraps of another ({way})", opening, place, again[0], sealed)
    wraps, sealed = ways["wrapped under the data key"][0]
    tally.rejects("content and wrap exchanged", centre, place, sealed[: len(wraps)].ljust(len(wraps)), wraps)
    sizes = (300, 3_000, 14_000, 60_000, 190_000)
    for size in sizes:
        wraps, sealed = seal(place, size)
        for bad in random_flips(sealed, scale.of(10_000, 400) // len(sizes), dice):
            tally.rejects("body, a random bit", centre, place, wraps, bad)


def cards(tally: Tally) -> None:
    """Every digit of a card, one after the other, turned into every other; and the locks of the pairs."""
    from corridor.safe import cards

    made = cards.new_set(1)
    from corridor.safe.primitives import random_bytes

    wraps = cards.lock_for_pairs(random_bytes(), made, "centre-a")
    printed = made[0].told()
    for i, ch in enumerate(printed):
        for digit in "0123456789" if ch != " " else "":
            if digit != ch:
                tally.rejects("a digit of a card", lambda t=printed[:i] + digit + printed[i + 1 :]: cards.read_card(t))
    for position in range(3):
        for bad in flips(wraps[position]):
            altered = [*wraps[:position], bad, *wraps[position + 1 :]]
            pair = [(0, 1), (0, 2), (1, 2)][position]
            tally.rejects(
                "the lock of a pair of cards",
                cards.open_by_pair,
                made[pair[0]],
                made[pair[1]],
                altered,
                "centre-a",
                1,
            )


def _nonces(count: int) -> bytes:
    """The nonces of so many encryptions with one key, joined."""
    from corridor.safe.primitives import lock

    key = os.urandom(32)
    return b"".join(lock(key, b"x", b"")[:12] for _ in range(count))


def nonces(count: int) -> tuple[int, int]:
    """(encryptions, nonces that came twice), over two processes of one parent, as a server's workers are."""
    with ProcessPoolExecutor(2) as pool:
        joined = b"".join(pool.map(_nonces, [count // 2, count - count // 2]))
    found = {joined[i : i + 12] for i in range(0, len(joined), 12)}
    return count, count - len(found)


def run(scale: Scale, database: str) -> Result:
    from proof import tampering

    dice, tally = random.Random(6), Tally()
    wrong = vectors()
    print("  vectors, records, cards", flush=True)
    records(tally, scale, dice)
    cards(tally)
    print(f"  {sum(tally.tried.values())} tampers; now those in the database and the keyring", flush=True)
    tampering.stored(tally, scale, dice)
    control = tampering.control()
    print("  nonces", flush=True)
    count, twice = nonces(scale.of(1_000_000, 50_000))
    tried = sum(tally.tried.values())
    passed = not wrong and not tally.faults and not twice and tried >= scale.of(20_000, 1_000) and bool(control)
    return Result(
        NAME,
        database,
        load=f"{tried:,} tampers of {len(tally.tried)} sorts; {count:,} encryptions; RFC 9180 and RFC 8032 vectors",
        result=f"{sum(tally.faults.values())} not rejected; {twice} nonces twice; {len(wrong)} vectors differ",
        passed=passed,
        control=control,
        faults=[*wrong, *(f"{what} ({times} times)" for what, times in tally.faults.most_common(40))],
    )
