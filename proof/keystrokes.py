"""How long a hand takes on a phone: the keystroke-level model, so that a robot's speed counts for nothing.

S. K. Card, T. P. Moran and A. Newell, The Psychology of Human-Computer Interaction, 1983, chapter 8: what somebody does
is a row of operators, each with its seconds; what the system takes is added as it was measured. Those of the desk are
kept where a phone is not known to be slower, so that the model does not flatter:

    K  0.33  a key of a phone: 36.2 words of five letters a minute, the mean of 37,000 people (K. Palin et al., How do
             People Type on Mobile Devices?, MobileHCI 2019); with one finger 29 words, 0.41, told beside it
    P  1.10  to find a place on the screen and tap it, or to swipe it on (Card: pointing)
    H  0.40  to bring the hand to the keys that came up (Card: homing)
    M  1.35  to make up one's mind, before each thing that is done and once more to find a line in a list (Card)

**Interactions** are counted as a hand makes them: a tap is one, a field that is filled is one, and a list is two, as it
is opened and a line of it is tapped. Swipes cost their seconds and are not counted.
"""

from dataclasses import dataclass, field

K, P, H, M = 0.33, 1.10, 0.40, 1.35  # seconds
ONE_FINGER = 0.41  # seconds, a key
IN_SIGHT = 8  # lines of a list that a phone shows at once


@dataclass
class Hand:
    """What a hand did on one way through the pages. waits: page -> seconds until it stood there."""

    interactions: int = 0
    moving: float = 0.0
    keys: int = 0
    waits: list[tuple[str, float]] = field(default_factory=list)

    def tap(self) -> None:
        self.interactions += 1
        self.moving += M + P

    def fill(self, text: str) -> None:
        self.interactions += 1
        self.keys += len(text)
        self.moving += M + P + H + K * len(text)

    def choose(self, line: int) -> None:
        """A line of a list, counted from 0."""
        self.interactions += 2
        self.moving += M + P + M + P
        self.swipe(line // IN_SIGHT)

    def swipe(self, times: int) -> None:
        self.moving += P * times

    def wait(self, page: str, seconds: float) -> None:
        self.waits.append((page, seconds))

    @property
    def seconds(self) -> float:
        return self.moving + sum(seconds for _, seconds in self.waits)

    @property
    def with_one_finger(self) -> float:
        return self.seconds + (ONE_FINGER - K) * self.keys
