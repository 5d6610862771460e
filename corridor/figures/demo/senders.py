"""The made-up centres as a programme meets them: each with a signing key of its own, made for this demonstration."""

from dataclasses import dataclass, field

from corridor.figures.returns import Return, to_bytes
from corridor.safe.packets import CallingCard
from corridor.safe.primitives import public_of, random_bytes, sign, verifier_of


@dataclass(frozen=True)
class Sender:
    """A made-up centre that signs what it sends. It keeps no records, so nothing can be sealed to its card."""

    code: str
    name: str
    country: str
    signer: bytes = field(default_factory=random_bytes, repr=False)

    def card(self) -> CallingCard:
        """Its calling card, signed."""
        bare = CallingCard(self.code, self.name, verifier_of(self.signer).hex(), 1, public_of(random_bytes()).hex())
        return CallingCard(**{**vars(bare), "signature": sign(self.signer, bare.signed).hex()})

    def signed(self, one: Return) -> bytes:
        """A return of it as a file."""
        return to_bytes(one, verifier_of(self.signer), lambda text: sign(self.signer, text))
