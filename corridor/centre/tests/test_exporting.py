"""One case that leaves: everything of it and nothing of another, as tables and as it was written; always chained."""

import csv
import json
import re
from dataclasses import replace
from io import StringIO

import pytest
from django.test import Client

from corridor.centre import exporting
from corridor.centre.actions import cases
from corridor.centre.actions import exporting as actions
from corridor.centre.contents import (
    Case,
    CaseNote,
    CaseWorker,
    Grievance,
    Service,
)
from corridor.centre.export_tables import Labels, Record, as_csv, codebook, tables_of
from corridor.centre.tests.exports import WORDS, Files, acts, assess, everything, fetched, filled, opened, rows
from corridor.journey.actions.evidence import keep_evidence
from corridor.journey.contents import (
    Merge,
    Moved,
    Referral,
    Worker,
)
from corridor.journey.parts import PARTS
from corridor.safe import queries
from corridor.safe.actions.records import Naming, write_record
from corridor.safe.content import content_from
from corridor.safe.faults import NoKey, Unfit
from corridor.safe.models import SealedChunk
from corridor.safe.notebook.contents import Note
from corridor.safe.tests.people import People, open_centre, sign_in

pytestmark = pytest.mark.django_db


def take_case(people: People, case: str, name: str = "bina", assessments: bool = False) -> Files:
    by = people.members[name]
    return opened(actions.export_case(case, "The court asks", WORDS, assessments=assessments, by=by))


def test_everything_of_the_case_is_in_it_and_nothing_of_another(people: People) -> None:
    case, mine = filled(people, "kiba")
    other, theirs = filled(people, "zuno")
    shared = Case("kiba-9", "zuno second case", (CaseWorker(next(iter(mine)), "kiba"),))
    worker = next(id for id, one in mine.items() if isinstance(one, Worker))
    second = write_record(replace(shared, workers=(CaseWorker(worker, "kiba"),)), by=people.bina).id
    write_record(Grievance(second, "no-rest-day", told="zuno told"), by=people.bina)
    write_record(Merge(worker, worker, moved=(Moved(second, "zuno before", "zuno after"),)), by=people.bina)
    write_record(Referral(worker, worker, "zuno office", shared="zuno shared"), by=people.bina)
    write_record(Service("health", worker, note="zuno service"), by=people.bina)
    write_record(Note(title="zuno note"), by=people.bina)
    keep_evidence(case, "her room.jpg", b"kiba picture", by=people.bina, form="f", shows="kiba shown")
    keep_evidence(worker, "passport.exe", b"kiba passport", by=people.bina, form="f")
    keep_evidence(other, "a.jpg", b"zuno picture", by=people.bina, form="f")
    assess(people, case, "zuno")
    files = take_case(people, case)
    kept = {one["id"]: one for one in json.loads(files["records.json"])}
    assert {*mine} <= {*kept} and not {*theirs} & {*kept} and "zuno" not in everything(files)
    assert {
        id: content_from(one["type"], one["version"], one["content"]) for id, one in kept.items() if id in mine
    } == mine
    assert {one["type"] for id, one in kept.items() if id not in mine} == {"evidence"}
    pictures = {name: data for name, data in files.items() if name.startswith("files/")}
    assert sorted(pictures.values()) == [b"kiba passport", b"kiba picture"]
    assert {name.rpartition(".")[2] for name in pictures} == {"jpg", "bin"}, "nothing in it runs"
    assert {row["file"] for row in rows(files, "evidence.csv")} == {*pictures}
    assert all(not one["content"]["key"] for one in kept.values() if one["type"] == "evidence")


def test_every_record_has_a_line_in_a_table_and_every_word_stands_in_one(people: People) -> None:
    case, mine = filled(people, "kiba")
    files = take_case(people, case)
    found = {row["id"] for name in files if name.endswith(".csv") for row in rows(files, name) if "id" in row}
    assert found == {*mine}
    tables = "\n".join(files[name].decode("utf-8-sig") for name in files if name.endswith(".csv"))
    said = set(re.findall(r"kiba[^\"]*", files["records.json"].decode()))
    assert {one for one in said if one not in tables} == set()


def test_a_spreadsheet_can_use_the_tables(people: People) -> None:
    case, _ = filled(people, "kiba")
    files = take_case(people, case)
    [grievance] = rows(files, "grievance.csv")
    assert (grievance["kind"], grievance["kind_label"]) == ("unpaid-wages", "Wages not paid")
    assert (grievance["begin_first"], grievance["begin_said"]) == ("2025-05-01", "kiba May 2025")
    respondents = rows(files, "grievance-respondents.csv")
    assert {one["record"] for one in respondents} == {grievance["id"]} and len(respondents) == 2
    assert (respondents[0]["country"], respondents[0]["country_label"]) == ("JOR", "Jordan")
    [remedy] = rows(files, "remedy.csv")
    assert (remedy["amount"], remedy["currency"]) == ("1250.50", "JOD")
    [action] = rows(files, "action.csv")
    assert (action["on"], action["who_label"]) == ("2026-02-01", "bina")
    [worker] = rows(files, "worker.csv")
    assert (worker["languages_label"], worker["nationality_label"]) == ("Nepali", "Nepal")
    [talk] = rows(files, "risk-talk.csv")
    assert talk["risks"] == "dismissal; detention" and "; " in talk["risks_label"] != talk["risks"]
    [referral] = rows(files, "referral.csv")
    assert referral["kind_label"] == "Night in a shelter"


def test_her_road_stands_in_tables_with_their_codes_in_words(people: People) -> None:
    case, mine = filled(people, "kiba")
    files = take_case(people, case)
    by_type = {one.TYPE: id for id, one in mine.items()}
    for word, part in PARTS.items():
        [*_, row] = rows(files, f"{word}.csv")
        assert row["id"] == by_type[word] and row["worker"] == by_type["worker"]
        coded = [one.name for one in part.sheet.every if one.how in ("term", "terms", "country") and row[one.name]]
        assert all(row[f"{name}_label"] != row[name] for name in coded), word
        nested = [one.name for one in part.sheet.every if one.how == "rows" and getattr(mine[row["id"]], one.name)]
        assert all(f"{word}-{name}.csv" in files for name in nested), word
    [*_, hop], [charge], [loan] = (rows(files, f"{word}.csv") for word in ("hop", "charge", "loan"))
    assert (hop["role_label"], hop["keeps_label"]) == ("Agency where she left", "Passport")
    assert (charge["amount"], charge["currency"], charge["item_label"]) == ("90000", "NPR", "Service of an agency")
    assert (loan["rate"], loan["rate_period_label"], loan["borrower_label"]) == ("2", "Month", "Husband")
    assert rows(files, "charge-refunds.csv")[0]["amount"] == "100.50"
    assert hop["party"] in {one["id"] for one in rows(files, "party.csv")}, "who is named goes along"
    meanings = {(row["file"], row["column"]): row["vocabulary"] for row in rows(files, "codebook.csv")}
    assert (meanings["spell.csv", "currency"], meanings["terms.csv", "costs_currency"]) == ("ISO 4217", "ISO 4217")


def test_no_cell_is_a_formula_and_the_plain_text_is_not_lost(people: People) -> None:
    case, _ = filled(people, "kiba")
    odd = ["=1+1", "+962", "-1", "@SUM", "\tx", "\rx", "\nx", "plain"]
    for text in odd:
        write_record(CaseNote(case, text), by=people.bina)
    files = take_case(people, case)
    cells = [row["text"] for row in rows(files, "case-note.csv")]
    assert {f"'{text}" for text in odd[:-1]} | {"plain", "'=HYPERLINK(kiba)"} == {*cells}
    live = [
        cell
        for name in files
        if name.endswith(".csv")
        for row in csv.reader(StringIO(files[name].decode("utf-8-sig"), newline=""))
        for cell in row
        if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    ]
    assert live == []
    assert {one["content"]["text"] for one in json.loads(files["records.json"]) if one["type"] == "case-note"} >= {*odd}


def test_the_codebook_explains_every_column(people: People) -> None:
    case, _ = filled(people, "kiba")
    files = take_case(people, case)
    book = {(row["file"], row["column"]): row for row in rows(files, "codebook.csv")}
    for name in files:
        if name.endswith(".csv") and name not in ("codebook.csv", "codes.csv"):
            assert {(name, column) for column in rows(files, name)[0]} <= {*book}
    assert book["grievance.csv", "kind"]["vocabulary"] == "grievance-kind"
    assert book["case.csv", "outcome"]["vocabulary"] == "case-outcome", "said by the docstring alone"
    assert book["proceeding-steps.csv", "step"]["vocabulary"] == "proceeding-step"
    assert book["grievance.csv", "wants"]["meaning"].startswith("What she wants")
    assert all(row["meaning"] for row in book.values())
    assert {"vocabulary": "grievance-kind", "code": "unpaid-wages"}.items() <= next(
        row for row in rows(files, "codes.csv") if row["code"] == "unpaid-wages"
    ).items()


def test_assessments_leave_only_when_they_are_ticked(people: People) -> None:
    case, _ = filled(people, "kiba")
    id = assess(people, case, "kiba")
    assert id not in everything(without := take_case(people, case)) and "Assessments" in without["read-me.txt"].decode()
    files = take_case(people, case, assessments=True)
    assert [row["record"] for row in rows(files, "assessment-indicators.csv")] == [id]
    assert "Assessments" not in files["read-me.txt"].decode()


def test_it_is_chained_and_noted_with_its_reason(people: People) -> None:
    case, _ = filled(people, "kiba")
    file = keep_evidence(case, "a.jpg", b"x", by=people.bina, form="f").id
    take_case(people, case)
    who = people.bina.account.key
    assert acts(people)[:2] == [(who, "hand out original", file), (who, "export case", case)]
    notes = [one.content.text for one in queries.reading(people.chandra, "read_case").parts(case, CaseNote)]
    assert notes[-1] == "Exported: The court asks"


def test_a_restricted_case_leaves_with_whoever_is_named_and_nobody_else(people: People) -> None:
    case, _ = filled(people, "kiba")
    cases.set_case_readers(case, Naming((people.bina.account, people.farida.account), True), by=people.bina)
    assert json.loads(take_case(people, case)["records.json"])[0]["restricted"] is True
    for name in ("chandra", "amina", "farida", "dalia", "hana", "esther"):
        with pytest.raises(NoKey):
            take_case(people, case, name)
        assert sign_in(Client(), people.members[name]).get(f"/cases/{case}/export/").status_code in (403, 404)
    stranger = open_centre("Other", "other-", outside=False)
    assert sign_in(Client(), stranger.amina).get(f"/cases/{case}/export/").status_code == 404


def test_a_workers_file_that_is_not_hers_to_read_stays_and_is_told(people: People) -> None:
    alone = Naming((people.chandra.account,), True)
    worker = write_record(Worker("zuno-1", note="zuno note"), by=people.chandra, naming=alone).id
    case = write_record(Case("kiba-7", workers=(CaseWorker(worker, "Maya"),)), by=people.bina).id
    files = take_case(people, case)
    assert "zuno" not in everything(files) and "1 record that does not open for you" in files["read-me.txt"].decode()
    assert "zuno note" in everything(take_case(people, case, "chandra"))


def test_a_file_that_does_not_open_is_told_and_the_rest_leaves(people: People) -> None:
    case, _ = filled(people, "kiba")
    lost = keep_evidence(case, "a.jpg", b"lost", by=people.bina, form="f").id
    keep_evidence(case, "b.jpg", b"whole", by=people.bina, form="g")
    SealedChunk.objects.filter(record=lost).delete()
    files = take_case(people, case)
    assert [data for name, data in files.items() if name.startswith("files/")] == [b"whole"]
    assert f"files/{lost}.jpg is missing or was changed." in files["read-me.txt"].decode()


def test_files_that_are_too_large_together_stay(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    case, _ = filled(people, "kiba")
    keep_evidence(case, "a.jpg", b"x" * 60, by=people.bina, form="f", shows="kiba shown")
    keep_evidence(case, "b.jpg", b"y" * 60, by=people.bina, form="g")
    monkeypatch.setattr(exporting, "LARGEST", 100)
    files = take_case(people, case)
    assert not [name for name in files if name.startswith("files/")] and "kiba shown" in everything(files)
    assert "2 files" in files["read-me.txt"].decode()
    assert "2 files" in sign_in(Client(), people.bina).get(f"/cases/{case}/export/").content.decode()
    assert "hand out original" not in [did for _, did, _ in acts(people)]


def test_one_after_the_other_does_not_go_around_the_rule_of_two(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, _ = filled(people, "kiba")
    monkeypatch.setattr(actions, "MOST_A_DAY", 2)
    take_case(people, case)
    take_case(people, case)
    with pytest.raises(Unfit):
        take_case(people, case)
    take_case(people, case, "chandra")
    assert [did for _, did, _ in acts(people)].count("export case") == 3
    answer = sign_in(Client(), people.bina).post(f"/cases/{case}/export/", {"why": "again"})
    assert answer.status_code == 409 and "by two" in answer.content.decode()


# Its pages


def test_the_words_are_shown_once_and_the_file_comes_by_one_form(people: People) -> None:
    case, _ = filled(people, "kiba")
    assess(people, case, "kiba")
    bina, address = sign_in(Client(), people.bina), f"/cases/{case}/export/"
    asked = bina.get(address)
    assert "With the assessments" in asked.content.decode() and address in bina.get(f"/cases/{case}/").content.decode()
    empty = bina.post(address, {"why": " "})
    assert empty.status_code == 422 and "export case" not in [did for _, did, _ in acts(people)]
    page = bina.post(address, {"why": "The <court> asks", "assessments": "on"})
    words = page.context["words"]
    assert re.fullmatch(r"(?:[a-z]{4} ){4}[a-z]{4}", words) and page["Cache-Control"] == "no-store"
    assert "export case" not in [did for _, did, _ in acts(people)], "nothing left yet"
    assert all(words not in str(value) for value in bina.session.values())
    answer = fetched(bina, address, page)
    assert (
        answer["Content-Disposition"] == 'attachment; filename="export.zip"' and answer["Cache-Control"] == "no-store"
    )
    files = opened(answer.content, words)
    assert "assessment.csv" in files and "Centre of Amina" in files["read-me.txt"].decode()
    with pytest.raises(RuntimeError):
        opened(answer.content, WORDS)
    again = bina.post(address, {"why": "The court asks"})
    assert again.context["words"] != words


@pytest.mark.parametrize("words", ["", "aaaa aaaa aaaa aaaa aaaa", "password", WORDS + ":x"])
def test_nobody_chooses_the_words(people: People, words: str) -> None:
    case, _ = filled(people, "kiba")
    page = sign_in(Client(), people.bina).post(f"/cases/{case}/export/", {"why": "x", "words": words})
    assert page.status_code == 422 and page.context["words"] != words
    assert "export case" not in [did for _, did, _ in acts(people)]


def test_the_words_of_one_are_not_taken_from_another(people: People) -> None:
    case, _ = filled(people, "kiba")
    bina, chandra, address = (
        sign_in(Client(), people.bina),
        sign_in(Client(), people.chandra),
        f"/cases/{case}/export/",
    )
    page = bina.post(address, {"why": "x"})
    assert fetched(chandra, address, page).status_code == 422


# The tables alone


def test_a_table_stands_without_a_record_and_odd_signs_do_not_break_it() -> None:
    assert tables_of([], Labels("en", {})) == [] and codebook([]).startswith(b"\xef\xbb\xbffile,column")
    [table] = tables_of([Record("1", CaseNote("2", "a\ud800b"))], Labels("en", {}))
    assert b"a?b" in table.file() and as_csv([["a\nb"]]) == '\ufeff"a\nb"\r\n'.encode()
