"""The digits of a receipt: none twice, every slip found, typed in any script."""

from corridor.field.codes import code_from, holds_together, shown, typed
from corridor.safe.primitives import random_bytes


def test_two_hundred_thousand_receipts_are_all_different() -> None:
    codes = {code_from(random_bytes()) for _ in range(200_000)}
    assert len(codes) == 200_000
    assert all(map(holds_together, codes))


def test_every_single_wrong_digit_and_every_swap_of_neighbours_is_found() -> None:
    for _ in range(300):
        code = code_from(random_bytes())
        for i, sign in enumerate(code):
            for other in "0123456789":
                assert holds_together(code[:i] + other + code[i + 1 :]) == (other == sign)
        for i in range(15):
            swapped = code[:i] + code[i + 1] + code[i] + code[i + 2 :]
            assert holds_together(swapped) == (swapped == code)


def test_it_looks_like_a_voucher_and_is_typed_in_any_script() -> None:
    code = code_from(bytes(32))
    assert [len(group) for group in shown(code).split(" ")] == [4, 4, 4, 4]
    assert typed(shown(code)) == code
    for zero in "٠۰०০":
        written = shown(code).translate({ord(str(i)): chr(ord(zero) + i) for i in range(10)})
        assert typed(f" {written.replace(' ', '-', 1)}‏ ") == code


def test_other_things_are_no_receipt() -> None:
    for text in ("", "1" * 15, "1" * 17, "²" * 16, "abcd" * 4, "٠" * 16, "1" * 10_000):
        assert not holds_together(text)


def test_the_same_secret_gives_the_same_digits_and_another_others() -> None:
    assert code_from(b"a" * 32) == code_from(b"a" * 32) != code_from(b"b" * 32)
