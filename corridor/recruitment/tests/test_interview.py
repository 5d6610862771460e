"""The interview for a phone: it asks what the pages ask, and what comes back is read without being put to its place."""

from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from openpyxl import load_workbook  # type: ignore[import-untyped]
from pyxform import xls2xform

from corridor.exchange.xlsforms import BEGIN, END, list_name
from corridor.journey.importing.columns import INTO_NOTE, LEAVE_OUT
from corridor.journey.importing.sheets import WORKER, question, suggested
from corridor.journey.parts import PARTS
from corridor.journey.sheets import CURRENCIES
from corridor.recruitment.interview import form, interview, sheets
from corridor.reference.countries import codes
from corridor.reference.shelf import shelf
from corridor.safe.tests.people import People, sign_in

NOT_ASKED = {"journey", "party", "employer", "lender", "proof"}  # ids of what is in the casebook


def test_a_form_builder_takes_it_without_a_word(tmp_path: Path) -> None:
    path = tmp_path / "interview.xlsx"
    path.write_bytes(interview())
    warnings: list[str] = []
    made = xls2xform.convert(xlsform=str(path), validate=False, warnings=warnings)
    assert warnings == []
    assert 'nodeset="/data/recruitment_chain/charge/charge_refunds"' in made.xform
    assert 'calculate=" ../../recruitment_chain_label "' in made.xform, "a hop knows its recruitment"
    for name in ("English (en)", "Français (fr)", "العربية (ar)", "नेपाली (ne)", "বাংলা (bn)"):
        assert f'<translation lang="{name}"' in made.xform


def test_every_list_is_the_shelf_s() -> None:
    lists = {name: [code for code, _ in rows] for name, rows in form().choices.items()}
    assert lists.pop("country") and set(lists.pop("currency")) == set(CURRENCIES) and len(lists.pop("calendar")) == 3
    vocabularies = {list_name(one): one for one in shelf().terms}
    for name, found in lists.items():
        known = shelf().terms[vocabularies[name]]
        assert found == [code for code, term in known.items() if not term.valid_until], name
    assert {code for code, _ in form().choices["country"]} == set(codes())
    assert {one.choices for one in form().questions if one.choices} == set(form().choices)


def test_every_label_stands_in_every_language() -> None:
    for one in form().questions:
        assert one.type in ("calculate", END) or len(one.label) == 7, one.name
    assert all(len(said) == 7 for rows in form().choices.values() for _, said in rows)


@pytest.mark.parametrize("kind", ["recruitment-chain", "hop", "terms", "charge", "loan", "spell"])
def test_it_asks_what_the_page_asks_and_is_read_again(kind: str) -> None:
    sheet = PARTS[kind].sheet
    asked = [one.name for one in form().questions if one.name.startswith(list_name(kind) + "_")]
    header = [one for one in asked if one != question(sheet, WORKER)]
    wanted = {question(sheet, slot.name) for slot in sheet.every if slot.name not in NOT_ASKED}
    assert wanted <= set(header)
    flat = {
        question(sheet, slot.name): slot.name
        for slot in sheet.every
        if slot.how != "rows" and slot.name not in NOT_ASKED
    }
    places = suggested(sheet, ["_index", f"recruitment_chain/x/{question(sheet, WORKER)}", *flat, "What she had on"])
    assert places == (LEAVE_OUT, WORKER, *flat.values(), INTO_NOTE)


def test_no_name_of_hers_and_nothing_of_the_phone_is_asked() -> None:
    questions = form().questions
    assert {one.type for one in questions} == {
        *("text", "decimal", "date", "calculate", "select_one", "select_multiple", BEGIN, END)
    }
    must = {one.name for one in questions if one.required}
    named = {question(sheet, slot.name) for sheet in sheets() for slot in sheet.every if slot.required}
    assert must == named - {f"{kind}_chain" for kind in ("hop", "terms", "charge")} | {
        "worker",
        "recruitment_chain_label",
    }


def test_a_currency_is_asked_where_there_is_an_amount() -> None:
    found = {one.name: one.relevant for one in form().questions}
    assert found["charge_currency"] == "${charge_amount} != ''"
    assert found["terms_period"] == "${terms_wage} != ''" and found["loan_rate_period"] == "${loan_rate} != ''"


def test_two_forms_alike_have_one_version() -> None:
    assert form().version == form().version and len(form().version) == 12


@pytest.mark.django_db
def test_it_is_taken_along_by_who_reads_cases(people: People) -> None:
    answer = sign_in(Client(), people.bina).get("/interview/")
    assert answer["Content-Disposition"] == 'attachment; filename="interview.xlsx"'
    assert load_workbook(BytesIO(answer.content)).sheetnames == ["survey", "choices", "settings"]
    assert sign_in(Client(), people.edith).get("/interview/").status_code == 404
