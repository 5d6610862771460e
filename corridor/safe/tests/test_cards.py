"""Recovery cards as arithmetic: any two open, one never does, and whatever is mistyped is caught and named."""

from itertools import permutations, product

import pytest

from corridor.safe import cards
from corridor.safe.cards import Card
from corridor.safe.faults import WrongCard
from corridor.safe.primitives import new_private

SCRIPTS = {
    "arabic": "٠١٢٣٤٥٦٧٨٩",
    "persian": "۰۱۲۳۴۵۶۷۸۹",
    "devanagari": "०१२३४५६७८९",
    "bengali": "০১২৩৪৫৬৭৮৯",
    "wide": "０１２３４５６７８９",
}
FIXED = Card(2, 7, 0x0123456789ABCDEF_FEDCBA9876543210)
EDGES = [Card(number, set, secret) for number, set, secret in product((1, 2, 3), (1, 99), (0, 1, 2**128 - 1))]


def locked(set: int = 1, centre: str = "here") -> tuple[tuple[Card, Card, Card], bytes, list[bytes]]:
    made, private = cards.new_set(set), new_private()
    return made, private, cards.lock_for_pairs(private, made, centre)


@pytest.mark.parametrize("card", [FIXED, *EDGES])
def test_a_card_is_read_back_as_it_was_printed(card: Card) -> None:
    printed = card.told()
    assert cards.read_card(printed) == card
    assert [len(group) for group in printed.split(" ")] == [5] * cards.GROUPS


@pytest.mark.parametrize("script", SCRIPTS)
def test_digits_of_any_script_and_any_spacing(script: str) -> None:
    typed = FIXED.told().translate(str.maketrans("0123456789", SCRIPTS[script]))
    for written in (
        typed,
        typed.replace(" ", ""),
        typed.replace(" ", "-"),
        f"\u200f{typed}\n",
        typed.replace(" ", "\u00a0"),
    ):
        assert cards.read_card(written) == FIXED


def test_every_pair_opens_in_either_order_and_no_single_card_does() -> None:
    made, private, wraps = locked()
    for one, two in permutations(made, 2):
        assert cards.open_by_pair(one, two, wraps, "here", 1) == private
    for one in made:
        with pytest.raises(WrongCard, match="twice"):
            cards.open_by_pair(one, one, wraps, "here", 1)
        for number, guess in product(cards.CARDS, (0, 1, one.secret, one.secret ^ 1, 2**128 - 1)):
            if number != one.number:
                with pytest.raises(WrongCard):
                    cards.open_by_pair(one, Card(number, 1, guess), wraps, "here", 1)


def test_every_single_digit_mistake_is_caught_and_its_group_named() -> None:
    digits = FIXED.told().replace(" ", "")
    for place, digit in enumerate(digits):
        for other in set("0123456789") - {digit}:
            with pytest.raises(WrongCard) as caught:
                cards.read_card(digits[:place] + other + digits[place + 1 :])
            assert f"group {place // 5 + 1}." in str(caught.value.told)


def test_no_two_neighbours_can_be_swapped_unseen() -> None:
    digits = FIXED.told().replace(" ", "")
    swaps = [i for i in range(len(digits) - 1) if digits[i] != digits[i + 1]]
    assert len(swaps) > 40
    for i in swaps:
        with pytest.raises(WrongCard):
            cards.read_card(digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :])


def test_whole_groups_can_not_be_swapped_unseen() -> None:
    groups = FIXED.told().split(" ")
    for i, j in permutations(range(cards.GROUPS), 2):
        if groups[i] != groups[j]:
            swapped = list(groups)
            swapped[i], swapped[j] = swapped[j], swapped[i]
            with pytest.raises(WrongCard):
                cards.read_card(" ".join(swapped))


@pytest.mark.parametrize(
    ("typed", "found"), [("", "other signs"), ("12", "found 2"), ("x" * 55, "other signs"), ("1" * 56, "found 56")]
)
def test_what_is_no_card_is_told_with_what_was_found(typed: str, found: str) -> None:
    with pytest.raises(WrongCard, match=found):
        cards.read_card(typed)


def test_cards_of_another_set_of_a_retired_set_and_of_another_centre_open_nothing() -> None:
    old, _, old_wraps = locked(1)
    new, private, wraps = locked(2)
    with pytest.raises(WrongCard, match=r"different sets \(1 and 2\)"):
        cards.open_by_pair(old[0], new[1], wraps, "here", 2)
    with pytest.raises(WrongCard, match="set 1; set 2 is in force"):
        cards.open_by_pair(old[0], old[1], old_wraps, "here", 2)
    with pytest.raises(WrongCard, match="do not belong to this centre"):
        cards.open_by_pair(new[0], new[1], wraps, "elsewhere", 2)
    assert cards.open_by_pair(new[2], new[0], wraps, "here", 2) == private
