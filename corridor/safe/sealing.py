"""How one version of a record is sealed and opened. Pure: bytes in, bytes out.

The content is padded to a size bucket and locked under a key of its own (a new one for each version). That key is
wrapped in eight places of the same size, which look alike to anybody without a key:

- place 0, for the centre: the key of an ordinary record, or the bare sign that the record is restricted;
- place 1, for the recovery key: the key of a restricted record;
- places 2 to 7, for members named to the record; places not needed are random.

Sealed without a key, place 0 is sealed to the centre's public key; the first unlocked session wraps it anew under the
centre's data key, which opens a hundred times faster. Everything is bound to record, centre, change and format version.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property

from corridor.safe.faults import Altered, NoKey, UnknownVersion
from corridor.safe.primitives import HPKE_MORE, LOCK_MORE, bind, lock, open_with, random_bytes, seal_to, unlock

FORMAT = 1
KIB = 1024
BUCKETS = (1 * KIB, 4 * KIB, 16 * KIB, 64 * KIB)  # bytes of a sealed content; above, whole multiples of the last
LARGEST = 16 * BUCKETS[-1]
PLACES, NAMED_PLACES = 8, 6
ORDINARY, RESTRICTED = b"\x00", b"\x01"
SLOT = HPKE_MORE + 33  # bytes of a wrap: one sign and a key, sealed to a public key
LOCKED_SLOT = LOCK_MORE + 33


@dataclass(frozen=True)
class Place:
    """Where a version of a record belongs; it opens nowhere else."""

    record: str
    centre: str
    change: int
    version: int = FORMAT

    def bound(self, part: str) -> bytes:
        return _beginning(part) + self._rest

    @cached_property
    def _rest(self) -> bytes:
        return bind(self.record, self.centre, self.change, self.version)


@cache
def _beginning(part: str) -> bytes:
    return bind("record", part)


def bucket(length: int) -> int:
    """The size a content of this many bytes has once sealed. Raises ValueError when it is larger than any record."""
    whole = length + 4 + LOCK_MORE
    if whole > LARGEST:
        raise ValueError(f"a record holds at most {LARGEST - 4 - LOCK_MORE} bytes; found {length}")
    return next((size for size in BUCKETS if whole <= size), -(-whole // BUCKETS[-1]) * BUCKETS[-1])


def pad(content: bytes) -> bytes:
    room = bucket(len(content)) - LOCK_MORE - 4 - len(content)
    return len(content).to_bytes(4, "big") + content + bytes(room)


def unpad(padded: bytes) -> bytes:
    return padded[4 : 4 + int.from_bytes(padded[:4], "big")]


def _fill(wrap: bytes) -> bytes:
    return wrap + random_bytes(SLOT - len(wrap))


def seal(
    place: Place,
    content: bytes,
    *,
    centre_public: bytes,
    centre_data_key: bytes | None,
    recovery_public: bytes,
    named: Iterable[bytes] = (),
    restricted: bool = False,
) -> tuple[bytes, bytes]:
    """(wraps, sealed). named: public keys of members who read it by name. Raises ValueError for more than six."""
    key, publics = random_bytes(), list(named)
    if len(publics) > NAMED_PLACES:
        raise ValueError(f"at most {NAMED_PLACES} members can be named to a record; found {len(publics)}")
    slots = [random_bytes(SLOT) for _ in range(PLACES)]
    slots[0] = wrap_for_centre(
        place, RESTRICTED + bytes(32) if restricted else ORDINARY + key, centre_public, centre_data_key
    )
    if restricted:
        slots[1] = seal_to(recovery_public, RESTRICTED + key, place.bound("wrap"))
    for i, public in enumerate(publics, start=2):
        slots[i] = seal_to(public, RESTRICTED + key, place.bound("wrap"))
    return b"".join(slots), lock(key, pad(content), place.bound("content"))


def wrap_for_centre(place: Place, sign_and_key: bytes, public: bytes, data_key: bytes | None) -> bytes:
    if data_key is None:
        return seal_to(public, sign_and_key, place.bound("wrap"))
    return _fill(lock(data_key, sign_and_key, place.bound("wrap")))


def sign_and_key(place: Place, wraps: bytes, private: bytes, data_key: bytes) -> tuple[bytes, bool]:
    """What place 0 holds, and whether it is still sealed to the public key. Raises Altered, UnknownVersion."""
    if place.version > FORMAT:
        raise UnknownVersion
    if len(wraps) != PLACES * SLOT:
        raise Altered
    try:
        return unlock(data_key, wraps[:LOCKED_SLOT], place.bound("wrap")), False
    except Altered:
        return open_with(private, wraps[:SLOT], place.bound("wrap")), True


def open_content(place: Place, key: bytes, sealed: bytes) -> bytes:
    return unpad(unlock(key, sealed, place.bound("content")))


def open_by_recovery(place: Place, wraps: bytes, privates: Iterable[bytes]) -> bytes:
    """A restricted record's key, by the recovery key in force or one before it. Raises NoKey, Altered (cut wraps)."""
    if len(wraps) != PLACES * SLOT:
        raise Altered
    for private in privates:
        try:
            return open_with(private, wraps[SLOT : 2 * SLOT], place.bound("wrap"))[1:]
        except Altered:
            continue
    raise NoKey


def wrap_by_name(place: Place, wraps: bytes, position: int, public: bytes, key: bytes) -> bytes:
    """The wraps with the one of the member at this position of the record's list sealed anew."""
    begin = (2 + position) * SLOT
    return wraps[:begin] + seal_to(public, RESTRICTED + key, place.bound("wrap")) + wraps[begin + SLOT :]


def open_by_name(place: Place, wraps: bytes, private: bytes) -> bytes:
    """The record's key, for a member named to it. Raises NoKey when she is not, Altered when the wraps are cut."""
    if len(wraps) != PLACES * SLOT:
        raise Altered
    for i in range(2, PLACES):
        try:
            return open_with(private, wraps[i * SLOT : (i + 1) * SLOT], place.bound("wrap"))[1:]
        except Altered:
            continue
    raise NoKey
