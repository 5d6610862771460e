"""Three recovery cards, of which any two open. Pure arithmetic: no database, no clock.

A card is 128 random bits with its set and its number, printed as eleven groups of five digits. The last digit of each
group checks the group and its place, so that a mistyped group is named; the last group checks the whole card. The
recovery key is locked once for each pair of cards, under a key that needs both (no secret sharing code).
"""

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass
from itertools import combinations

from django.utils.translation import gettext

from corridor.safe.faults import Altered, WrongCard
from corridor.safe.primitives import bind, derive, lock, unlock

GROUPS, SECRET_DIGITS = 11, 39  # 44 digits of content: number 1, set 2, secret 39, check 2
CARDS = (1, 2, 3)


@dataclass(frozen=True)
class Card:
    """One card. number: 1 to 3. set: which printing of the centre's cards (1 to 99). secret: below 2**128."""

    number: int
    set: int
    secret: int

    def told(self) -> str:
        """The card as it is printed."""
        content = f"{self.number}{self.set:02d}{self.secret:0{SECRET_DIGITS}d}"
        content += f"{check_of(content):02d}"
        groups = [content[i : i + 4] for i in range(0, 4 * GROUPS, 4)]
        return " ".join(group + str(group_check(group, place)) for place, group in enumerate(groups, start=1))


def group_check(group: str, place: int) -> int:
    """A digit that changes when any digit of the group changes or it stands elsewhere (swaps: nearly always)."""
    return (sum(int(digit) * weight for digit, weight in zip(group, (3, 7, 9, 1), strict=True)) + place) % 10


def check_of(content: str) -> int:
    return int.from_bytes(hashlib.sha256(content.encode()).digest()[:4], "big") % 100


def new_set(number: int) -> tuple[Card, Card, Card]:
    """Three new cards of one set."""
    one, two, three = (Card(i, number, secrets.randbits(128)) for i in CARDS)
    return one, two, three


def digits_of(text: str) -> str:
    """The digits in what was typed, of any script; spaces and hyphens are passed over, anything else stays."""
    plain = unicodedata.normalize("NFKC", text)
    kept = [ch for ch in plain if not (ch.isspace() or unicodedata.category(ch) in {"Pd", "Cf"})]
    return "".join(str(unicodedata.digit(ch)) if ch.isdigit() else ch for ch in kept)


def read_card(text: str) -> Card:
    """The card that was typed. Raises WrongCard naming the group that is mistyped."""
    digits = digits_of(text)
    if not digits.isdigit() or len(digits) != 5 * GROUPS:
        found = len(digits) if digits.isdigit() else gettext("other signs than digits")
        raise WrongCard(
            gettext("A card has 11 groups of 5 digits, 55 digits in all; found %(found)s.") % {"found": found}
        )
    groups = [digits[i : i + 5] for i in range(0, 5 * GROUPS, 5)]
    wrong = [place for place, group in enumerate(groups, 1) if group_check(group[:4], place) != int(group[4])]
    if wrong:
        places = ", ".join(map(str, wrong))
        raise WrongCard(gettext("Mistyped on the card, group %(places)s. Please read it again.") % {"places": places})
    content = "".join(group[:4] for group in groups)
    card = Card(int(content[0]), int(content[1:3]), int(content[3:42]))
    if check_of(content[:42]) != int(content[42:]) or card.number not in CARDS or card.secret >= 2**128:
        raise WrongCard(gettext("The card does not hold together. Please read all its groups again."))
    return card


def pair_key(one: Card, two: Card, centre: str) -> bytes:
    """The key of a pair: it needs both secrets, whichever card is given first."""
    first, second = sorted((one, two), key=lambda card: card.number)
    joined = first.secret.to_bytes(16, "big") + second.secret.to_bytes(16, "big")
    return derive(joined, bind("cards", centre, first.set, first.number, second.number))


def lock_for_pairs(private: bytes, cards: tuple[Card, Card, Card], centre: str) -> list[bytes]:
    """The recovery key locked for the pairs 1-2, 1-3 and 2-3."""
    return [lock(pair_key(a, b, centre), private, bind("recovery", centre, a.set)) for a, b in combinations(cards, 2)]


def must_be_a_pair(one: Card, two: Card) -> None:
    """Raises WrongCard for cards of two sets and for the same card twice; says nothing about any centre."""
    if one.set != two.set:
        raise WrongCard(
            gettext("These two cards are of different sets (%(one)s and %(two)s).") % {"one": one.set, "two": two.set}
        )
    if one.number == two.number:
        raise WrongCard(gettext("That is the same card twice. Two different cards of the set are needed."))


def open_by_pair(one: Card, two: Card, wraps: list[bytes], centre: str, current: int) -> bytes:
    """The recovery key. Raises WrongCard when the cards are of two sets, a retired set, or the same card twice."""
    must_be_a_pair(one, two)
    if one.set != current:
        told = gettext("These cards are of set %(found)s; set %(current)s is in force. Older sets open nothing.")
        raise WrongCard(told % {"found": one.set, "current": current})
    place = [(1, 2), (1, 3), (2, 3)].index(tuple(sorted((one.number, two.number))))  # type: ignore[arg-type]
    try:
        return unlock(pair_key(one, two, centre), wraps[place], bind("recovery", centre, one.set))
    except Altered as error:
        raise WrongCard(gettext("These cards do not belong to this centre.")) from error
