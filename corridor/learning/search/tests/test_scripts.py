"""Words of every script find their other forms."""

import pytest

from corridor.learning.search import Index
from corridor.learning.search.tests.trial import first, ids, marked
from corridor.learning.search.words import words
from corridor.reference.shelf import Shelf


@pytest.mark.parametrize(
    ("query", "code"),
    [
        # Arabic: marks, tatweel, article, hamza, ta marbuta typed as ha, alef maksura typed as ya, plural
        *[
            ("اجور", "wage"),
            ("الأجور", "wage"),
            ("شكوي", "grievance"),
            ("عامله", "grievance"),
            ("العاملات", "grievance"),
        ],
        *[("والعاملات", "grievance"), ("العمال", "centre"), ("شكوی", "grievance")],
        # Nepali: case endings, plural, figures of the script
        *[("कामदार", "grievance"), ("कामदारहरूले", "grievance"), ("गुनासोको", "grievance"), ("ज्यालाको", "wage")],
        *[("2013", "agreement"), ("२०१३", "agreement"), ("सम्झौता", "agreement")],
        # Hindi: plural, nukta left out
        *[("महिला", "grievance"), ("शिकायत", "grievance"), ("मजदूरी", "wage"), ("मज़दूरी", "wage")],
        # Bangla: case endings
        *[("অভিযোগ", "grievance"), ("অভিযোগের", "grievance"), ("মজুরির", "wage"), ("কেন্দ্রে", "centre")],
        # French and Spanish: accents, plural, elision
        *[("salaire", "wage"), ("remuneration", "wage"), ("travailleuse", "centre"), ("l’etranger", "centre")],
        *[("acuerdo bilateral", "agreement"), ("migracion", "agreement"), ("confeccion", "garment")],
    ],
)
def test_each_script_finds_its_forms(small, query, code):
    results = small.search(query + " ")
    assert first(results) == f"trial.{code}"
    assert results.read_as == ()  # known as a form of the word, not guessed from its letters


@pytest.mark.parametrize(("query", "code"), [("कामदा", "grievance"), ("অভিযো", "grievance"), ("rémunér", "wage")])
def test_each_script_may_be_unfinished(small, query, code):
    assert first(small.search(query)) == f"trial.{code}"


@pytest.mark.parametrize(("query", "code"), [("गूनासो", "grievance"), ("মজুরী", "wage"), ("الاجورر", "wage")])
def test_each_script_may_be_mistyped(small, query, code):
    assert first(small.search(query + " ")) == f"trial.{code}"


def test_indic_words_are_not_cut_at_vowel_signs(small):
    assert [word.plain for word in words("कामदारहरूको गुनासो", "ne")] == ["कामदारहरूको", "गुनासो"]
    assert [word.plain for word in words("শ্রমিকের অভিযোগ", "bn")] == ["শ্রমিকের", "অভিযোগ"]
    assert small.search("को").total == 0
    assert {hit.id for hit in small.search("শ্রমিক").hits} == {"trial.grievance", "trial.centre"}


def test_a_match_in_a_translation_shows_it(small):
    hit = small.search("अभियोग गुनासो").hits[0]
    assert (hit.snippet_language, hit.snippet_field) == ("ne", "label")
    assert marked(hit.snippet) == ["गुनासो"]
    assert "".join(text for text, _ in hit.title) == "Grievance"


def test_a_phrase_in_another_language(small):
    assert ids(small.search('"acuerdos bilaterales"')) == ["trial.agreement"]
    assert small.search('"bilaterales acuerdos"').total == 0


def test_a_deployments_row_lies_over_the_shipped_one(folder, tmp_path):
    (tmp_path / "translations_all.csv").write_text(
        "kind,id,field,language,text,status\nterms,trial.wage,label,fr,Paie mensuelle,reviewed\n", encoding="utf-8"
    )
    index = Index(Shelf([folder, tmp_path]))
    assert first(index.search("mensuelle")) == "trial.wage"
    assert index.search("rémunération ").total == 0
