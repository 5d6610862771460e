"""Letters: what is shipped comes out in three languages; what was made to do harm is refused, at once and by name."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from corridor.exchange import letters, word_packages
from corridor.exchange.letter_texts import ARABIC, DEMAND, KINDS, LANGUAGES, REVIEWED, WORDS, default_template
from corridor.exchange.letters import NoTemplate, check, filled, text_of
from corridor.exchange.word_packages import Harmful

KNOWN = {
    **dict.fromkeys(("centre", "date", "addressee", "recipient", "reference", "worker", "work", "answer_by", "total")),
    "workers": frozenset({"name", "papers"}),
    "grievances": frozenset({"kind", "since", "told", "wants", "basis"}),
    "respondents": frozenset({"name", "role", "country"}),
    "amounts": frozenset({"who", "what", "amount"}),
}
VALUES = {
    **{name: name.title() for name, fields in KNOWN.items() if fields is None},
    "worker": 'Maya & <Sita> "ä" {{ centre }}',
    "workers": [{"name": "Maya", "papers": "Passport 7"}],
    "grievances": [{"kind": f"Kind {n}", "since": "May", "told": "a\nb", "wants": "pay", "basis": ""} for n in (1, 2)],
    "respondents": [{"name": "Golden Star", "role": "Employer", "country": ""}],
    "amounts": [{"who": "Maya", "what": "Wages", "amount": "JOD 900"}, {"who": "Sita", "what": "-", "amount": "USD 5"}],
}


def template(*lines: str, change: Callable[[object], None] | None = None) -> bytes:
    """A Word file with these paragraphs."""
    document, out = Document(), BytesIO()
    for line in lines:
        document.add_paragraph(line)
    if change:
        change(document)
    document.save(out)
    return out.getvalue()


def rezipped(data: bytes, **changed: bytes) -> bytes:
    """With other members, under a name in which __ stands for / and _ for a full stop."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = {name.replace("__", "/").replace("_", "."): content for name, content in changed.items()}
        for one in old.infolist():
            if one.filename not in names:
                new.writestr(one.filename, old.read(one))
        for name, content in names.items():
            new.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_shipped_can_be_filled(kind: str, language: str) -> None:
    made = default_template(kind, language)
    check(made, KNOWN)
    letter = text_of(filled(made, VALUES, KNOWN))
    assert letter[0] == "Centre" and not any("{%" in line or "reviewed" in line for line in letter)
    assert ("reviewed" in Document(BytesIO(made)).paragraphs[0].text) == (language not in REVIEWED)
    if kind == DEMAND:
        assert "Maya | Wages | JOD 900" in letter and "Sita | - | USD 5" in letter
        assert sum(line.startswith("2. Kind 2") for line in letter) == 1
        assert any('Maya & <Sita> "ä" {{ centre }}' in line for line in letter), "a value is never read as a template"


def test_every_language_has_the_same_words() -> None:
    assert {frozenset(words) for words in WORDS.values()} == {frozenset(WORDS["en"])}


@pytest.mark.parametrize("kind", KINDS)
def test_arabic_runs_from_right_to_left(kind: str) -> None:
    letter = Document(BytesIO(filled(default_template(kind, ARABIC), VALUES, KNOWN)))
    paragraphs = [
        *letter.paragraphs,
        *(p for t in letter.tables for row in t.rows for c in row.cells for p in c.paragraphs),
    ]
    assert paragraphs and all(one._p.pPr.find(qn("w:bidi")) is not None for one in paragraphs)
    assert all(run.font.rtl for one in paragraphs for run in one.runs if run.text)
    assert letter.tables and all(one._tbl.tblPr.find(qn("w:bidiVisual")) is not None for one in letter.tables)
    english = Document(BytesIO(filled(default_template(kind, "en"), VALUES, KNOWN)))
    assert not any(one._p.pPr.find(qn("w:bidi")) is not None for one in english.paragraphs)


def test_the_font_that_stands_in_is_named() -> None:
    with zipfile.ZipFile(BytesIO(default_template(DEMAND, ARABIC))) as packed:
        assert b'w:name="Arial"><w:altName w:val="Noto Sans Arabic"' in packed.read("word/fontTable.xml")


def test_a_letter_says_nothing_of_who_made_its_template() -> None:
    def sign(document: object) -> None:
        document.core_properties.author, document.core_properties.comments = "Fatima", "for Maya"

    made = rezipped(
        template("{{ worker }}", change=sign), docProps__app_xml=b"<Properties><Company>Us</Company></Properties>"
    )
    with zipfile.ZipFile(BytesIO(filled(made, VALUES, KNOWN))) as packed:
        whole = b"".join(packed.read(one) for one in packed.infolist())
        assert not any(name in packed.namelist() for name in ("docProps/app.xml", "docProps/thumbnail.jpeg"))
    assert b"Fatima" not in whole and b"for Maya" not in whole and b"Company" not in whole


def test_signs_that_no_word_file_holds_are_left_out() -> None:
    values = VALUES | {"worker": "Ma\x00y\x0ba\x0c\ud800\uffff"}
    assert text_of(filled(template("{{ worker }}"), values, KNOWN)) == ["Maya"]


HOSTILE = [
    "{{ ''.__class__.__mro__ }}",
    "{{ worker.__class__ }}",
    "{{ worker|upper }}",
    "{{ range(10**9) }}",
    "{% for i in range(10**9) %}x{% endfor %}",
    "{% for i in 'ab' %}x{% endfor %}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% from 'os' import path %}",
    "{% extends 'base' %}",
    "{% macro m() %}x{% endmacro %}",
    "{% set x = 1 %}",
    "{% call m() %}x{% endcall %}",
    "{{ 'a' * 999999999 }}",
    "{{ 9**9**9 }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ self }}",
    "{{ [1, 2] }}",
    "{{ worker or workers }}",
    "{% for g in grievances %}{% for w in workers %}x{% endfor %}{% endfor %}",
    "{% for g in grievances recursive %}{{ loop(g) }}{% endfor %}",
    "{% for g in grievances if g.kind %}x{% endfor %}",
    "{% for worker in grievances %}x{% endfor %}",
    "{% if worker %}never closed",
    "{% endfor %}",
    "{{ worker",
    "{% colspan worker %}",
    "{{r worker }}",
    "{{ " + "(" * 150 + "worker" + ")" * 150 + " }} {{ worker.x }}",
]


@pytest.mark.parametrize("line", HOSTILE)
def test_what_is_no_placeholder_is_refused_at_once(line: str) -> None:
    for ask in (lambda data: check(data, KNOWN), lambda data: filled(data, VALUES, KNOWN)):
        with pytest.raises(NoTemplate) as refused:
            ask(template("A plain line", line))
        assert refused.value.reason in (letters.NOT_READ, letters.UNKNOWN) and refused.value.found.strip()


def test_a_placeholder_that_is_not_known_is_named() -> None:
    for line, name in (("{{ salary }}", "salary"), ("{{ workers }}", "workers"), ("{{ loop.index }}", "loop.index")):
        with pytest.raises(NoTemplate) as refused:
            check(template(line), KNOWN)
        assert (refused.value.reason, refused.value.found) == (letters.UNKNOWN, name)
    with pytest.raises(NoTemplate) as refused:
        check(template("{%p for g in grievances %}", "{{ g.items }}", "{%p endfor %}"), KNOWN)
    assert refused.value.found == "g.items"


def test_also_in_a_header_and_in_pieces() -> None:
    def head(document: object) -> None:
        document.sections[0].header.paragraphs[0].add_run("{{ sal")
        document.sections[0].header.paragraphs[0].add_run("ary }}")

    with pytest.raises(NoTemplate) as refused:
        check(template("{{ worker }}", change=head), KNOWN)
    assert refused.value.found == "salary"


@pytest.mark.parametrize(
    "line", ["{{" * 200_000, "{%" * 100_000, "{{ worker }}" * 500, "{% if worker %}" * 199 + "{% endif %}" * 199]
)
def test_what_would_take_hours_is_refused_at_once(line: str) -> None:
    with pytest.raises(NoTemplate):
        check(template(line), KNOWN)


def test_a_loop_that_would_fill_the_memory_is_refused() -> None:
    made = template("{%p for g in grievances %}", *("x" * 2_000 for _ in range(100)), "{%p endfor %}")
    with pytest.raises(NoTemplate) as refused:
        check(made, KNOWN)
    assert refused.value.reason == letters.TOO_LARGE


def field(instruction: str) -> Callable[[object], None]:
    def change(document: object) -> None:
        run = document.add_paragraph()._p
        for inner in (
            '<w:fldChar w:fldCharType="begin"/>',
            f"<w:instrText>{instruction}</w:instrText>",
            '<w:fldChar w:fldCharType="end"/>',
        ):
            run.append(parse_xml(f"<w:r {nsdecls('w')}>{inner}</w:r>"))

    return change


def linked(kind: str) -> Callable[[object], None]:
    address = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
    return lambda document: document.part.relate_to("http://example.org/x", address, is_external=True)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (field(r'INCLUDETEXT "/etc/passwd"'), "INCLUDETEXT"),
        (field(r"DDEAUTO c:\\cmd.exe"), "DDEAUTO"),
        (field("AUTHOR"), "AUTHOR"),
        (linked("attachedTemplate"), "attachedTemplate"),
        (linked("image"), "image"),
        (linked("oleObject"), "oleObject"),
    ],
)
def test_what_fetches_or_runs_is_refused_by_name(change: Callable[[object], None], found: str) -> None:
    with pytest.raises(Harmful) as refused:
        check(template("{{ worker }}", change=change), KNOWN)
    assert refused.value.found == found


def test_page_numbers_and_links_may_stand() -> None:
    check(template("{{ worker }}", change=field(" PAGE ")), KNOWN)
    check(template("{{ worker }}", change=linked("hyperlink")), KNOWN)


def test_macros_comments_and_entities_are_refused() -> None:
    plain = template("{{ worker }}")
    comments = f"<w:comments {nsdecls('w')}><w:comment w:author='Fatima'/></w:comments>".encode()
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'
    for members, found in (
        ({"word__vbaProject_bin": b"x"}, "word/vbaProject.bin"),
        ({"word__embeddings__sheet_xlsx": b"x"}, "word/embeddings/sheet.xlsx"),
        ({"word__comments_xml": comments}, "w:comment"),
        ({"word__settings_xml": bomb}, "DOCTYPE"),
        ({"word__settings_xml": bomb.decode().encode("utf-16")}, "DOCTYPE"),
    ):
        with pytest.raises(Harmful) as refused:
            check(rezipped(plain, **members), KNOWN)
        assert refused.value.found == found


def test_what_is_no_word_file_or_too_large() -> None:
    plain = template("{{ worker }}")
    bomb = rezipped(plain, word__media__a_xml=b"\0" * (word_packages.UNPACKED_MOST + 1))
    assert len(bomb) < 200_000
    lzma = BytesIO()
    with zipfile.ZipFile(lzma, "w", zipfile.ZIP_LZMA) as packed:
        packed.writestr("[Content_Types].xml", "x")
    for data, reason in (
        (b"", letters.BROKEN),
        (b"%PDF-1.4", letters.BROKEN),
        (b"PK\x03\x04" + bytes(1000), letters.BROKEN),
        (plain[: len(plain) // 2], letters.BROKEN),
        (rezipped(plain, word__document_xml=b"<a"), letters.BROKEN),
        (lzma.getvalue(), letters.BROKEN),
        (bomb, letters.TOO_LARGE),
        (bytes(word_packages.PACKED_MOST + 1), letters.TOO_LARGE),
        (template(*("x" * 10_000 for _ in range(60))), letters.TOO_LARGE),
    ):
        with pytest.raises(NoTemplate) as refused:
            check(data, KNOWN)
        assert refused.value.reason == reason
