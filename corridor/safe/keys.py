"""Who holds which key now: a member acting, with what she can open, and the secret of each epoch."""

from dataclasses import dataclass, field
from functools import cached_property
from hmac import compare_digest

from corridor.access.models import Account, Centre
from corridor.safe.faults import Altered, NoKey
from corridor.safe.models import Epoch, Hold
from corridor.safe.primitives import KEY, bind, derive, keyed, open_with, public_of, seal_to, verifier_of

RECORDS, AUDIT, SIGNING = "centre", "audit", "signing"
KINDS = (RECORDS, AUDIT, SIGNING)


def private_of(secret: bytes) -> bytes:
    """The private key of an epoch's pair."""
    return derive(secret, "epoch pair")


def data_key(secret: bytes) -> bytes:
    """The key under which the centre's own records are wrapped once somebody with a key has seen them."""
    return derive(secret, "epoch data")


def public_for(kind: str, secret: bytes) -> bytes:
    return verifier_of(derive(secret, "signing")) if kind == SIGNING else public_of(private_of(secret))


def bound_to(epoch: Epoch) -> bytes:
    return bind("epoch", epoch.centre.key, epoch.kind, epoch.number)


def hold_for(epoch: Epoch, secret: bytes, account: Account, public: bytes) -> Hold:
    """An epoch's secret sealed to a member, and behind it the word of whoever held the secret that this is her key."""
    sealed = seal_to(public, secret, bound_to(epoch)) + _word_for(epoch, secret, account, public)
    return Hold(epoch=epoch, account=account, sealed=sealed)


def seal_in(hold: Hold) -> bytes:
    """The seal itself, which her private key opens."""
    return bytes(hold.sealed)[:-KEY]


def _word_for(epoch: Epoch, secret: bytes, account: Account, public: bytes) -> bytes:
    return keyed(derive(secret, "word"), bound_to(epoch), account.key, public)


def is_vouched(hold: Hold, secret: bytes, public: bytes) -> bool:
    """Whether somebody who held the secret meant this public key. A row or a keyring file that the host put there
    itself has no such word, so that nothing new is ever sealed to it."""
    return compare_digest(bytes(hold.sealed)[-KEY:], _word_for(hold.epoch, secret, hold.account, public))


@dataclass(frozen=True)
class Member:
    """Somebody acting now. private: her own key, None when she writes without having unlocked.

    What she may do is decided by the table (`access`); what she can read is decided by what her key opens.
    """

    account: Account
    private: bytes | None = field(default=None, repr=False)

    @property
    def centre(self) -> Centre:
        if self.account.centre is None:
            raise NoKey
        return self.account.centre

    @cached_property
    def secrets(self) -> dict[str, dict[int, bytes]]:
        """kind -> number of the epoch -> its secret: everything of her centre that her key opens."""
        found: dict[str, dict[int, bytes]] = {kind: {} for kind in KINDS}
        if self.private is None or self.account.centre_id is None:
            return found
        holds = Hold.objects.filter(account=self.account, epoch__centre_id=self.account.centre_id)
        for hold in holds.select_related("epoch__centre"):
            try:
                secret = open_with(self.private, seal_in(hold), bound_to(hold.epoch))
            except Altered:
                continue  # a seal to a key she no longer has opens nothing, and takes nothing else away
            found[hold.epoch.kind][hold.epoch.number] = secret
        return found

    def holds(self, kind: str) -> bool:
        return bool(self.secrets[kind])

    def secret(self, kind: str, number: int | None = None) -> bytes:
        """The secret of an epoch, the newest unless numbered. Raises NoKey when she does not hold it."""
        known = self.secrets[kind]
        wanted = max(known, default=None) if number is None else number
        if wanted is None or wanted not in known:
            raise NoKey
        return known[wanted]


def current(centre: Centre, kind: str) -> Epoch:
    """The epoch to which new things are sealed. Raises NoKey while the centre has none."""
    epoch = Epoch.objects.filter(centre=centre, kind=kind, retired=False).order_by("-number").first()
    if epoch is None:
        raise NoKey
    epoch.centre = centre
    return epoch
