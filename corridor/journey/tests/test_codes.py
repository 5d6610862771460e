"""Codes that are said aloud: fit to be said, and no slip of the tongue or the pen makes one into another."""

import string
from itertools import product

import pytest

from corridor.journey.codes import CONSONANTS, EXAMPLE, VOWELS, is_fit, new_code, read_code
from corridor.safe.faults import Unfit

CODES = [EXAMPLE, "misi-mufu-3", "nifu-tufa-4", "sira-latu-6"]


def reads(text: str) -> str | None:
    try:
        return read_code(text)
    except Unfit:
        return None


@pytest.mark.parametrize("code", CODES)
def test_every_single_wrong_sign_shows(code: str) -> None:
    for place, sign in enumerate(code):
        if sign == "-":
            continue
        for wrong in set(CONSONANTS + VOWELS + string.digits) - {sign}:
            assert reads(code[:place] + wrong + code[place + 1 :]) is None
        for wrong in set(string.printable):  # what sounds the same is read as it was meant, never as another code
            assert reads(code[:place] + wrong + code[place + 1 :]) in {None, code}


@pytest.mark.parametrize("code", CODES)
def test_neighbours_that_changed_places_show(code: str) -> None:
    signs = code.replace("-", "")
    for place in range(len(signs) - 1):
        swapped = signs[:place] + signs[place + 1] + signs[place] + signs[place + 2 :]
        assert reads(swapped) is None


@pytest.mark.parametrize("code", CODES)
def test_two_vowels_or_two_consonants_that_changed_places_show(code: str) -> None:
    signs = code.replace("-", "")
    for one in range(8):
        for other in range(one + 2, 8, 2):
            swapped = list(signs)
            swapped[one], swapped[other] = swapped[other], swapped[one]
            assert signs[one] == signs[other] or reads("".join(swapped)) is None


@pytest.mark.parametrize("code", CODES)
def test_a_sign_too_few_or_too_many_shows(code: str) -> None:
    signs = code.replace("-", "")
    for place, more in product(range(10), CONSONANTS + VOWELS + string.digits):
        assert reads(signs[:place] + more + signs[place:]) is None
    for place in range(9):
        assert reads(signs[:place] + signs[place + 1 :]) is None


@pytest.mark.parametrize(
    "typed",
    [
        "kiba-tumu-2",
        "KIBA TUMU 2",
        " kibatumu2 ",
        "Kiba–Tumu–٢",
        "kiba tumu २",
        "kiba_tumu.২",
        "kebatomu2",
        "qiva-tumo-2",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_code(typed) == EXAMPLE == "kiba-tumu-2"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("kiba-tumu-3", "is no code: a letter or the figure at its end is wrong"),
        ("kiba-tumu", "expected a code of two words and a figure, such as kiba-tumu-2"),
        ("", "Found “”"),
        ("26-0042-7", "Found “26-0042-7”"),
        ("x" * 500, f"Found “{'x' * 40}”"),
        ("kiba-tumu-2\0", "Found “kiba"),
    ],
)
def test_what_does_not_read_is_told(typed: str, told: str) -> None:
    with pytest.raises(Unfit) as raised:
        read_code(typed)
    assert told in str(raised.value.told)


def test_new_codes_are_free_fit_and_read_back() -> None:
    taken: set[str] = set()
    for _ in range(3_000):
        code = new_code(taken)
        assert code not in taken and read_code(code) == code and is_fit(code.replace("-", "")[:8])
        taken.add(code)


def test_a_taken_code_is_drawn_again() -> None:
    class AllButFew:
        """Nine of ten are taken."""

        def __contains__(self, code: object) -> bool:
            return not str(code).endswith("7")

    assert all(new_code(AllButFew()).endswith("7") for _ in range(20))


def test_no_code_when_all_are_taken() -> None:
    class All:
        def __contains__(self, code: object) -> bool:
            return True

    with pytest.raises(OverflowError):
        new_code(All())


@pytest.mark.parametrize("letters", ["nikatumu", "tumunika", "kikitumu", "sukabimi", "kafiratu"])
def test_what_is_rude_or_stammers_is_no_code(letters: str) -> None:
    assert not is_fit(letters)


def test_how_many_there_are() -> None:
    syllables = ["".join(pair) for pair in product(CONSONANTS, VOWELS)]
    count = sum(is_fit("".join(letters)) for letters in product(syllables, repeat=4))
    assert f"There are {count:,} codes" in (new_code.__doc__ or "")
    assert f"a chance of 1 in {round(count / 50_000)}" in (new_code.__doc__ or "")
