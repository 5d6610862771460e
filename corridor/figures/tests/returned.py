"""Made-up centres with keys of their own that send signed returns, for the tests of the programme's side."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from corridor.figures import returns
from corridor.figures.returns import Return, ReturnedSet
from corridor.figures.rounding import Cell
from corridor.figures.tests.rowsets_made_up import KINDS
from corridor.safe.packets import CallingCard
from corridor.safe.primitives import public_of, random_bytes, sign, verifier_of

TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Sender:
    """A centre as a programme meets it: its code and its signing key."""

    code: str
    signer: bytes = field(default_factory=random_bytes)

    @property
    def card(self) -> CallingCard:
        public = public_of(random_bytes()).hex()
        return CallingCard(self.code, f"Centre {self.code}", verifier_of(self.signer).hex(), 1, public)

    def sends(self, returned: Return) -> bytes:
        return returns.to_bytes(returned, verifier_of(self.signer), lambda message: sign(self.signer, message))


def rows(name: str, found: Mapping[Cell, int], kind: str = "grievance") -> ReturnedSet:
    return ReturnedSet(kind, name, tuple(KINDS[kind].sets[name]), found, "none", "none")


def returned(centre: str, period: str, *sets: ReturnedSet) -> Return:
    return Return(centre, f"Centre {centre}", "JOR", period, "2026-11", sets or (OUTCOMES,))


OUTCOMES = rows(
    "by-corridor-and-outcome",
    {("NPL-JOR", "received"): 21, ("NPL-JOR", "nothing"): 34, ("BGD-JOR", "nothing"): 12, ("BGD-JOR", "part"): 5},
)
PEOPLE = rows("by-sex-and-corridor", {("woman", "NPL-JOR"): 40, ("woman", "BGD-JOR"): 12}, "person")
