"""Rows of a table become parts of workers' files: what is taken, what is told, nothing twice, nothing in clear."""

import re
import tomllib
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from corridor.journey.actions import importing
from corridor.journey.codes import EXAMPLE
from corridor.journey.contents import Name, Worker
from corridor.journey.importing.classes import Classified
from corridor.journey.importing.contents import PartImport
from corridor.journey.parts import PARTS
from corridor.journey.when import When
from corridor.recruitment.contents import Chain, Charge, Hop, Loan
from corridor.safe.actions.records import Naming, write_record
from corridor.safe.casebook import Reading
from corridor.safe.faults import Conflict, NoKey
from corridor.safe.keys import Member
from corridor.safe.models import SealedChunk, SealedRecord
from corridor.safe.queries import reading
from corridor.safe.tests.people import People, sign_in

pytestmark = pytest.mark.django_db
CASES = tomllib.loads((Path(__file__).parent / "cases" / "rows.toml").read_text())["case"]
OTHER = "dilu-mafi-6"


def known(by: Member) -> Reading:
    return reading(by, "read_case")


def filed(by: Member, code: str = EXAMPLE, **more: Any) -> str:
    """Her file with one recruitment and the local broker Ram in it."""
    id = write_record(Worker(code, (Name("Sita"),)), by=by, **more).id
    chain = write_record(Chain(id, label="First attempt"), by=by, **more).id
    write_record(Hop(id, chain, "local-broker", name="Ram"), by=by, **more)
    return id


def brought(by: Member, kind: str, *rows: str) -> str:
    return importing.keep_table(kind, "rows.csv", "\n".join(rows).encode(), by=by)


def classed(by: Member, kind: str, *rows: str) -> Classified:
    id = brought(by, kind, *rows)
    entry = known(by).get(id)
    assert entry
    return importing.classed(known(by), entry, by)[1]


def take_all(by: Member, id: str) -> importing.Step:
    while True:
        entry = known(by).get(id)
        assert entry
        step = importing.take_step(id, read=entry.change, by=by)
        if step.ended:
            return step


def in_file(by: Member, id: str, kind: type) -> list[Any]:
    return [one.content for one in known(by).parts(id, kind)]


def told(value: Any) -> str:
    if isinstance(value, When):
        return f"{value.first} {value.exact}"
    if isinstance(value, tuple):
        return ", ".join(one if isinstance(one, str) else f"{one.kind} {one.on} {one.amount}" for one in value)
    return str(value)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_becomes_of_a_row(people: People, case: dict[str, Any]) -> None:
    filed(people.amina)
    row = case["row"].replace("CODE", EXAMPLE).split("|")
    rows = ("\t".join(case["header"].split("|")), "\t".join(row))
    found = classed(people.amina, case["kind"], *rows)
    lines = {"taken": found.taken, "warned": found.warned, "refused": found.refused}
    assert [name for name, one in lines.items() if one] == [case["class"]], (found.warnings, found.reasons)
    line = lines[case["class"]][0]
    if "field" in case:
        first = (line.why or line.warnings)[0]
        assert (first.field, first.found, first.number) == (case["field"], case["found"], 2)
        assert first.expected == case.get("expected", first.expected) and first.expected
    for name, value in case.get("kept", {}).items():
        assert told(getattr(line.content, name)) == value, name
    if case["class"] == "refused":
        assert line.content is None


def test_every_kind_keeps_what_fits_no_field() -> None:
    assert all(any(slot.name == "note" for slot in part.sheet.every) for part in PARTS.values())


def test_a_row_refers_to_one_above_it(people: People) -> None:
    id = filed(people.amina)
    rows = (f"{EXAMPLE},agency,Himal,Ram", f"{EXAMPLE},carrier,Bus,Himal", f"{EXAMPLE},lender,Sahu,Nobody")
    step = take_all(people.amina, brought(people.amina, "hop", "Code,Role,Name,After whom", *rows))
    assert (step.taken, step.refused) == (2, 1)
    hops = {one.content.name: one for one in known(people.amina).parts(id, Hop)}  # type: ignore[attr-defined]
    assert hops["Himal"].content.follows == (hops["Ram"].id,)  # type: ignore[attr-defined]
    assert hops["Bus"].content.follows == (hops["Himal"].id,)  # type: ignore[attr-defined]
    assert hops["Bus"].content.author == "amina"  # type: ignore[attr-defined]


def test_a_table_brought_again_adds_nothing_and_what_it_says_twice_is_kept(people: People) -> None:
    id = filed(people.amina)
    rows = ("Code,For what,Amount,Currency", f"{EXAMPLE},Visa,50,USD", f"{EXAMPLE},Visa,50,USD", f"{OTHER},Visa,1,USD")
    assert [len(one) for one in vars(classed(people.amina, "charge", *rows)).values()] == [1, 1, 1]
    step = take_all(people.amina, brought(people.amina, "charge", *rows))
    assert (step.taken, step.refused) == (2, 1) and len(in_file(people.amina, id, Charge)) == 2
    again = take_all(people.amina, brought(people.amina, "charge", *rows))
    assert (again.taken, again.refused) == (0, 3) and len(in_file(people.amina, id, Charge)) == 2
    left = known(people.amina).get(again.left)
    assert left
    text = importing.hand_out_refused(known(people.amina), left, by=people.amina).decode("utf-8-sig")
    assert text.startswith("Code,For what,Amount,Currency,reason") and text.count("once only") == 2


def test_a_hundred_rows_at_a_time_and_no_step_twice(people: People) -> None:
    id = filed(people.amina)
    rows = (f"{EXAMPLE},Visa,{n},USD" for n in range(1, 151))
    table = brought(people.amina, "charge", "Code,For what,Amount,Currency", *rows)
    entry = known(people.amina).get(table)
    assert entry
    step = importing.take_step(table, read=entry.change, by=people.amina)
    assert not step.ended and len(in_file(people.amina, id, Charge)) == 100
    with pytest.raises(Conflict):
        importing.take_step(table, read=entry.change, by=people.amina)
    assert take_all(people.amina, table).taken == 150
    assert sorted(int(one.amount) for one in in_file(people.amina, id, Charge)) == list(range(1, 151))
    assert known(people.amina).get(table) is None and not SealedChunk.objects.exists(), "the table is destroyed"


def test_a_step_that_is_cut_off_is_not_there(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    id = filed(people.amina)
    table = brought(people.amina, "charge", "Code,For what", f"{EXAMPLE},Visa")

    def cut(*_: object, **__: object) -> None:
        raise OSError("no power")

    with monkeypatch.context() as patch:
        patch.setattr(importing, "erase_records", cut)  # the last thing that the last step does
        with pytest.raises(OSError):
            take_all(people.amina, table)
    assert not in_file(people.amina, id, Charge)
    assert take_all(people.amina, table).taken == 1


def test_a_file_that_is_not_hers_to_read_is_no_file_and_parts_go_to_who_reads_it(people: People) -> None:
    alone = Naming((people.bina.account,), restricted=True)
    filed(people.bina, OTHER, naming=alone)
    found = classed(people.amina, "charge", "Code,For what", f"{OTHER},Visa")
    assert [one.field for one in found.reasons] == ["Code of her file"]
    hers = Naming((people.amina.account,), restricted=True)
    id = filed(people.amina, naming=hers)
    take_all(people.amina, brought(people.amina, "charge", "Code,For what", f"{EXAMPLE},Visa"))
    assert len(in_file(people.amina, id, Charge)) == 1 and not in_file(people.bina, id, Charge)


def test_a_file_that_became_a_part_of_another(people: People) -> None:
    id = filed(people.amina)
    write_record(Worker(OTHER, (Name("Sita T"),), merged_into=id), by=people.amina)
    take_all(people.amina, brought(people.amina, "charge", "Code,For what", f"{OTHER},Visa"))
    assert len(in_file(people.amina, id, Charge)) == 1


def test_the_table_is_hers_alone_and_nothing_stands_in_clear(people: People) -> None:
    filed(people.amina)
    table = brought(people.amina, "charge", "Code,For what,Who took it if nobody above", f"{EXAMPLE},Visa,Unheardof")
    assert known(people.bina).get(table) is None
    with pytest.raises(NoKey):
        importing.take_step(table, read=1, by=people.bina)
    stored = [bytes(one.sealed) for kind in (SealedRecord, SealedChunk) for one in kind.objects.all()]
    assert stored and not any(b"Unheardof" in one for one in stored)
    row = SealedRecord.objects.get(pk=table)
    assert row.shred_after and not row.is_open


def phone_export() -> bytes:
    """What a phone's interview gives: a sheet for each repeat."""
    book = Workbook()
    book.active.title = "Interview"
    for row in (["worker", "_index"], [EXAMPLE, 1]):
        book.active.append(row)
    loan = book.create_sheet("loan")
    loan.append(["loan_worker", "loan_calendar", "loan_amount", "loan_currency", "loan_on", "_index"])
    loan.append([EXAMPLE, "gregorian", 100000, "NPR", date(2024, 3, 1), 1])
    moves = book.create_sheet("loan_moves")
    moves.append(
        ["loan_moves_kind", "loan_moves_on", "loan_moves_amount", "_index", "_parent_table_name", "_parent_index"]
    )
    moves.append(["paid", date(2024, 4, 1), 5000, 1, "loan", 1])
    moves.append(["fine", None, 500, 2, "loan", 1])
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def test_what_a_phone_gives_needs_no_putting(people: People) -> None:
    id = filed(people.amina)
    table = importing.keep_table("loan", "interview.xlsx", phone_export(), by=people.amina)
    take_all(people.amina, table)
    loan = in_file(people.amina, id, Loan)[0]
    assert (loan.amount, loan.on.first, loan.rate_period) == (100000, date(2024, 3, 1), "")
    assert [(one.kind, one.on, one.amount) for one in loan.moves] == [
        ("paid", date(2024, 4, 1), 5000),
        ("fine", None, 500),
    ]


def browser(people: People, name: str = "amina") -> Client:
    return sign_in(Client(), people.members[name])


def bring(client: Client, data: bytes, kind: str = "charge", name: str = "rows.csv"):  # type: ignore[no-untyped-def]
    return client.post("/workers/import/", {"kind": kind, "file": SimpleUploadedFile(name, data)})


def read_in(page: str) -> str:
    return re.search(r'name="read" value="(\d+)"', page)[1]  # type: ignore[index]


def test_the_whole_way_by_forms(people: People) -> None:
    id, amina = filed(people.amina), browser(people)
    data = f"Code,For what,Amount,Currency,When\n{EXAMPLE},Visa,50,USD,05/06/2024\n,Visa,50,USD,05/06/2024\n"
    address = bring(amina, data.encode())["Location"]
    page = amina.get(address).content.decode()
    assert "2 rows" in page and 'value="amount" selected' in page
    fields = {"calendar": "gregorian", "read": read_in(page), "column-1": "item", "column-2": "amount"}
    wrong = amina.post(address, fields)
    assert wrong.status_code == 422 and "Say which column holds the code of her file." in wrong.content.decode()
    asked = amina.post(address, fields | {"column-0": "worker", "column-4": "on"}).content.decode()
    assert "whether the day or the month comes first" in asked
    whole = fields | {"column-0": "worker", "column-3": "currency", "column-4": "on", "order": "month"}
    page = amina.get(amina.post(address, whole)["Location"]).content.decode()
    assert "Nothing was written yet." in page and "the code of a file here" in page
    assert not in_file(people.amina, id, Charge)
    answer = amina.post(address + "step/", {"read": read_in(page)})
    page = amina.get(answer["Location"]).content.decode()
    assert "1 rows are in; 1 rows were refused." in page
    assert in_file(people.amina, id, Charge)[0].on.first == date(2024, 5, 6)
    left = answer["Location"].removesuffix("step/")
    handed = amina.post(left + "refused/")
    assert handed["Content-Disposition"] == 'attachment; filename="refused-rows.csv"'
    assert handed.content.decode("utf-8-sig").startswith("Code,For what,Amount,Currency,When,reason")
    amina.post(left + "destroy/")
    assert not SealedChunk.objects.exists() and not known(people.amina).of_type(PartImport)


def test_another_sheet_and_another_kind(people: People) -> None:
    amina = browser(people)
    address = bring(amina, phone_export(), "hop", "interview.xlsx")["Location"]
    amina.post(address, {"sheet": "1", "kind": "hop"})
    content = known(people.amina).of_type(PartImport)[0].content
    assert isinstance(content, PartImport) and (content.kind, content.sheet) == ("loan", 1), "the sheet says its kind"
    amina.post(address, {"sheet": "1", "kind": "charge"})
    page = amina.get(address).content.decode()
    assert '<option value="charge" selected>' in page
    assert amina.post(address, {"sheet": "1", "kind": "worker"}).status_code == 409
    assert amina.post(address, {"sheet": "77", "kind": "loan"}).status_code == 409


def large() -> bytes:
    row = f"{EXAMPLE},Visa,{'x' * 10_000}\n".encode()
    return b"Code,For what,Note\n" + row * 1050


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (lambda: b"", "No rows were found"),
        (lambda: b"Code,For what\n", "No rows were found"),
        (lambda: b"%PDF-1.4 x", "This is no table."),
        (lambda: b"PK\x03\x04 and nothing else", "cut short or broken"),
        (lambda: b"\xff\xfe\x00", "cut short or broken"),
        (large, "more than 1000 rows"),
    ],
)
def test_what_can_not_be_read_is_told_and_nothing_is_kept(people: People, data: Callable[[], bytes], said: str) -> None:
    answer = bring(browser(people), data())
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not known(people.amina).of_type(PartImport)


def test_letters_that_had_to_be_guessed_are_told(people: People) -> None:
    address = bring(browser(people), f"Code,For what,Note\n{EXAMPLE},Visa,payé\n".encode("latin-1"))["Location"]
    assert "It was read as windows-1252" in browser(people).get(address).content.decode()


def test_who_may_not_does_not_see_it(people: People) -> None:
    id = brought(people.amina, "charge", "Code,For what", f"{EXAMPLE},Visa")
    for name in ("bina", "esther", "farida", "ines"):
        client = browser(people, name)
        assert client.get("/workers/import/").status_code == 404
        for word in ("", "check/", "step/"):
            assert client.get(f"/workers/import/{id}/{word}").status_code == 404
        assert client.post(f"/workers/import/{id}/step/", {"read": "1"}).status_code == 404


def test_a_table_of_cases_is_none_of_parts(people: People) -> None:
    amina = browser(people)
    cases = amina.post("/cases/import/", {"file": SimpleUploadedFile("c.csv", b"Case No,Name\n1,Sita\n")})["Location"]
    parts = bring(amina, f"Code,For what\n{EXAMPLE},Visa\n".encode())["Location"]
    for one, other in ((cases, "/workers/import/"), (parts, "/cases/import/")):
        assert amina.get(other + one.split("/")[-2] + "/").status_code == 404
        assert amina.post(other + one.split("/")[-2] + "/step/", {"read": "1"}).status_code == 404
        assert amina.post(other + one.split("/")[-2] + "/refused/").status_code == 404
