"""Whether somebody is on file already: the same name in four scripts, near names, numbers, and how long it takes."""

import random
import time
from datetime import date

import pytest

from corridor.journey.contents import Contact, Name, Paper, Worker
from corridor.journey.likeness import (
    AGE,
    FULL_NAME,
    NAME,
    PAPER,
    PERHAPS,
    PHONE,
    PLACE,
    SURE,
    Index,
    Known,
    alike,
    likely,
    phone_key,
    sounds,
)
from corridor.journey.tests.names import OTHERS, SAME, UNSEEN_OTHERS, UNSEEN_SAME
from corridor.journey.when import DAY, YEAR, When

ONE_NAME = [
    ("Sita", "सीता", "সীতা", "سيتا", "Seeta"),
    ("Fatima", "Fatema", "फातेमा", "ফাতেমা", "فاطمة"),
    ("Muhammad", "Mohamed", "محمد", "मोहम्मद", "মোহাম্মদ", "Md."),
    ("Tamang", "तामाङ", "তামাং", "تامانغ"),
    ("Sita Tamang", "Tamang, Sita", "Smt. Sita TAMANG", "श्रीमती सीता तामाङ"),
]
JHAPA = {"origin": "Jhapa", "age_band": "25-34"}


def known(name: str, **more: object) -> Known:
    return Known(names=(name,), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("written", ONE_NAME, ids=lambda written: written[0])
def test_one_name_sounds_alike_in_every_script(written: tuple[str, ...]) -> None:
    assert sounds(written[0])
    assert {one: sounds(one) for one in written} == dict.fromkeys(written, sounds(written[0]))


def test_a_title_alone_is_still_a_name() -> None:
    assert sounds("Begum") and sounds("Apa") and not sounds("  --  ") and not sounds("")


@pytest.mark.parametrize("more", [{}, JHAPA], ids=["names alone", "and all of one place and age"])
@pytest.mark.parametrize(
    ("same", "others"), [(SAME, OTHERS), (UNSEEN_SAME, UNSEEN_OTHERS)], ids=["looked at", "unseen"]
)
def test_how_often_it_is_right(same: list, others: list, more: dict[str, str]) -> None:
    missed = [pair for pair in same if not alike(known(pair[0], **more), known(pair[1], **more))]
    false = [pair for pair in others if alike(known(pair[0], **more), known(pair[1], **more))]
    hits, alarms = 1 - len(missed) / len(same), len(false) / len(others)
    assert hits >= 0.9 and alarms <= 0.1, f"hits {hits:.0%}, false alarms {alarms:.0%}: {missed} {false}"


def test_there_are_pairs_enough() -> None:
    assert len(SAME) >= 60 and len(OTHERS) >= 60
    assert not {frozenset(pair) for pair in SAME + UNSEEN_SAME} & {frozenset(pair) for pair in OTHERS + UNSEEN_OTHERS}


@pytest.mark.parametrize(
    ("one", "other", "grounds", "strength"),
    [
        (Known(papers=("A 123-4567",)), Known(papers=("a1234567",)), (PAPER,), SURE),
        (Known(papers=("০১২৩৪৫৬",)), Known(papers=("0123456",)), (PAPER,), SURE),
        (Known(papers=("12",)), Known(papers=("12",)), None, None),
        (Known(phones=("+977 984-1234567",)), Known(phones=("९८४१२३४५६७",)), (PHONE,), PERHAPS),
        (known("Sita", phones=("9841234567",)), known("सीता", phones=("00977 9841234567",)), (PHONE, NAME), SURE),
        (known("Sita Tamang"), known("सीता तामाङ"), (FULL_NAME,), PERHAPS),
        (known("Sita Tamang", origin="Jhapa"), known("سيتا تامانغ", origin="झापा जिल्ला"), (FULL_NAME, PLACE), SURE),
        (
            known("Sita Tamang", nationality="NPL", **JHAPA),
            known("Sita Tamang", nationality="IND", **JHAPA),
            ...,
            PERHAPS,
        ),
        (known("Sita"), known("सीता"), None, None),
        (known("Sita", origin="Jhapa-5, Damak"), known("सीता तामाङ", origin="दमक"), (NAME, PLACE), PERHAPS),
        (known("Sita", age_band="25-34"), known("Sita Rai", age_band="25-34"), (NAME, AGE), PERHAPS),
        (known("Sita", age_band="not-said"), known("Sita Rai", age_band="not-said"), None, None),
        (known("Sita", origin="Jhapa district"), known("Sita", origin="Morang district"), None, None),
        (known("Sita", nationality="NPL", **JHAPA), known("Sita", nationality="BGD", **JHAPA), None, None),
        (known("Rahima Begum"), known("Begum Rohima"), (FULL_NAME,), PERHAPS),
        (known("Rahima Begum"), known("Rahima Khatun"), None, None),
        (known("Rahima Begum", **JHAPA), known("Rahima Khatun", **JHAPA), (NAME, PLACE, AGE), PERHAPS),
        (Known(), Known(), None, None),
    ],
)
def test_grounds(one: Known, other: Known, grounds: tuple[str, ...] | None, strength: str | None) -> None:
    for found in (alike(one, other), alike(other, one)):
        assert (found is None) == (grounds is None)
        if found:
            assert found.strength == strength and grounds in (found.grounds, ...)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (When("1995", exact=YEAR, first=date(1995, 1, 1), last=date(1995, 12, 31)), False, True),
        (When("1996", exact=YEAR, first=date(1996, 1, 1), last=date(1996, 12, 31)), False, False),
        (When("1996", exact=YEAR, first=date(1996, 1, 1), last=date(1996, 12, 31)), True, True),
    ],
)
def test_when_she_was_born(one: When, other: bool, same: bool) -> None:
    day = When("", exact=DAY, first=date(1995, 7, 1), last=date(1995, 7, 1), about=other)
    assert bool(alike(known("Sita", born=one), known("Sita", born=day))) == same


@pytest.mark.parametrize(
    "written",
    [
        ("03 123 456", "+961 3 123 456", "00961 (0)3 123456", "٠٣١٢٣٤٥٦"),
        ("70/123456", "+961 70 123 456"),
        ("01712-345678", "+880 1712 345678", "০১৭১২৩৪৫৬৭৮", "wa.me/8801712345678"),
        ("0911 23 45 67", "+251 911 234567"),
        ("", "12345", "sita@example.org"),
    ],
)
def test_one_phone_in_any_writing(written: tuple[str, ...]) -> None:
    assert len({phone_key(one) for one in written}) == 1


def test_what_is_on_file_of_a_worker() -> None:
    worker = Worker(
        code="kiba-tumu-2",
        names=(Name("सीता तामाङ"), Name("Sita T.", "paper")),
        contacts=(Contact("call", "9841234567"), Contact("visit")),
        papers=(Paper("passport", "A1234567"),),
        origin="झापा",
        age_band="25-34",
        nationality="NPL",
    )
    found = alike(
        Known.of(worker), known("Tamang Sita", origin="Jhapa", phones=("98 4123 4567",), papers=("A1234567",))
    )
    assert found and found.grounds == (PAPER, PHONE, FULL_NAME, PLACE)


def test_the_best_is_told_first() -> None:
    others = [
        ("by name", known("Sita Tamang")),
        ("by part", known("Sita", **JHAPA)),
        ("by all", known("सीता तामाङ", papers=("A1234567",), **JHAPA)),
        ("another", known("Gita Tamang", **JHAPA)),
    ]
    told = likely(known("Sita Tamang", papers=("A1234567",), **JHAPA), others)
    assert [id for id, _likeness in told] == ["by all", "by part", "by name"]


def test_an_index_is_kept_true() -> None:
    index = Index([("a", known("Sita Tamang")), ("b", known("Rahima Khatun"))])
    index.put("a", known("Gita Gurung"))
    assert not index.likely(known("सीता तामाङ")) and index.likely(known("गीता गुरुङ"))[0][0] == "a"
    index.drop("a")
    index.drop("never there")
    assert not index.likely(known("गीता गुरुङ"))
    assert index.named("রহিমা") == ["b"] and index.named("rahima khatoon") == ["b"] and not index.named("rahima tamang")
    assert not index.named("")


def test_who_is_dropped_leaves_nothing_behind() -> None:
    index = Index([("a", known("Sita Tamang", phones=("9841234567",)))])
    index.drop("a")
    assert not any(vars(index).values())


def test_a_name_in_two_words_and_in_one() -> None:
    index = Index([("a", known("Noor Jahan", **JHAPA)), ("b", known("দিলমায়া তামাং"))])
    assert index.likely(known("নূরজাহান", **JHAPA))[0][0] == "a"
    assert index.likely(known("Dil Maya Tamang"))[0][1].grounds == (FULL_NAME,)


def test_twenty_thousand_are_looked_through_at_once() -> None:
    pairs, chance = SAME + OTHERS + UNSEEN_SAME + UNSEEN_OTHERS, random.Random(7)
    given, families = ([name.split()[place] for pair in pairs for name in pair] for place in (0, -1))
    some = (known(f"{chance.choice(given)} {chance.choice(families)}", origin="Jhapa") for _ in range(20_000))
    index = Index((str(number), one) for number, one in enumerate(some))
    begun = time.process_time()
    found = index.likely(known("Sita Tamang", origin="Jhapa"))
    assert time.process_time() - begun < 0.3
    assert found and found[0][1].strength == SURE


@pytest.mark.parametrize(
    "odd", ["\0", "؟" * 50, "\u202e", "👩🏽‍🏭", "्", "ং", "1 2 3", "a" * 100_000, "و" * 5_000, "सी\u200dता"]
)
def test_odd_names_do_no_harm(odd: str) -> None:
    alike(known(odd, origin=odd, phones=(odd,), papers=(odd,)), known(odd, origin=odd))
    Index([("a", known(odd))]).named(odd)
