"""Letters from Word templates: plain values in the place of placeholders. Knows nothing of where the values come from.

A template is a .docx in which `{{ name }}` stands for a value, `{%p for one in list %}` … `{%p endfor %}` for each of a
list, `{%p if name %}` … `{%p endif %}` for what is there only sometimes (`{%tr …` in a table). Nothing else is read: no
call, no filter, no expression. Templates are changed by people and may have been made to do harm, so a file is checked
before it is kept and again before it is filled; the sandbox of the language is a second wall behind that check.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree  # type: ignore[import-untyped]

from corridor.exchange.word_packages import WORD, NoPackage, refuse_what_harms

BROKEN, TOO_LARGE, NOT_READ, UNKNOWN = ("broken", "too-large", "not-read", "unknown")
PART_MOST = 500_000  # characters of the body, or of a header, with its marks; a letter of ten pages has about 150,000
TAGS_MOST, TAG_LONGEST = 400, 200
ROWS_FORESEEN, LOOP_MOST = 50, 5_000_000  # rows of a list when a template is checked; characters that a loop may write
TAG = re.compile(
    rf"{{{{[^{{}}]{{0,{TAG_LONGEST}}}}}}}|{{%[^{{}}]{{0,{TAG_LONGEST}}}%}}|{{#[^{{}}]{{0,{TAG_LONGEST}}}#}}"
)
OPENING = re.compile(r"\{[{%#]")
TURNED = re.compile(r"\{\{\s?(?:r|p|tr|tc)\s|\{%\s*(?:colspan|cellbg|vm|hm)\b")  # marks that can break a file
MARKS = re.compile(r"<[^>]+>")
UNWRITABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LOOP = frozenset({"index", "first", "last"})
Known = Mapping[str, frozenset[str] | None]  # placeholder -> the fields of a list's rows; None for a value
Values = Mapping[str, str | list[dict[str, str]]]


class NoTemplate(Exception):
    """The file can not be used as a template. reason: broken, too-large, not-read or unknown; found: what it was."""

    def __init__(self, reason: str, found: str = "") -> None:
        super().__init__(reason)
        self.reason, self.found = reason, found


def check(data: bytes, known: Known) -> None:
    """See that a template opens, holds nothing that runs or fetches, and asks only for what is known.

    It is filled twice, with everything and with nothing, so that it can not fail later. Raises NoTemplate, Harmful.
    """
    template = _opened(data)
    every: Values = {
        name: "-" if fields is None else [dict.fromkeys(fields, "-")] * 2 for name, fields in known.items()
    }
    none: Values = {name: "" if fields is None else [] for name, fields in known.items()}
    for xml in _parts(template):
        _check_part(xml, known, {})
        for values in (every, none):
            _try(xml, values)
    for values in (every, none):
        _written(_opened(data), values)


def filled(data: bytes, values: Values, known: Known) -> bytes:
    """The letter: the template with these values, and nothing of who made the template. Raises NoTemplate, Harmful."""
    template = _opened(data)
    rows = {name: len(value) for name, value in values.items() if not isinstance(value, str)}
    for xml in _parts(template):
        _check_part(xml, known, rows)
    return _written(template, values)


def text_of(data: bytes) -> list[str]:
    """What a letter says, line by line: headers, body, footers; a row of a table is one line."""
    document = Document(BytesIO(data))
    ends = [(one.header._element, one.footer._element) for one in document.sections]
    roots = [*(head for head, _ in ends), document.element.body, *(foot for _, foot in ends)]
    return [line for root in roots for line in _lines(root) if line]


def _lines(root: Any) -> Iterator[str]:
    for one in root.iter(f"{WORD}p", f"{WORD}tr"):
        if one.tag == f"{WORD}tr":
            yield " | ".join(Paragraph(cell, None).text.strip() for cell in one.iter(f"{WORD}p"))  # type: ignore[arg-type]
        elif next(one.iterancestors(f"{WORD}tr"), None) is None:
            yield Paragraph(one, None).text.strip()  # type: ignore[arg-type]


def without_maker(document: WordDocument) -> None:
    """Take out what a file says beside its text: who made it, where and when, a small picture of how it looked."""
    core, package, part = document.core_properties, document.part.package, document.part
    for one in list(core._element):
        core._element.remove(one)
    kept = ("/officeDocument", "/core-properties")
    for rels, keep in ((package.rels, lambda kind: kind.endswith(kept)), (part.rels, lambda k: not k.endswith("Xml"))):
        for id in [id for id, rel in rels.items() if not keep(rel.reltype)]:
            rels.pop(id)


def _opened(data: bytes) -> Any:
    try:
        refuse_what_harms(data)
    except NoPackage as error:
        raise NoTemplate(TOO_LARGE if error.large else BROKEN) from error
    try:
        template = DocxTemplate(BytesIO(data))
        template.init_docx()
        without_maker(template.docx)
        assert template.docx.sections
    except Exception as error:  # whatever a reader raises on a file that is none, or made to harm it
        raise NoTemplate(BROKEN) from error
    return template


def _parts(template: Any) -> Iterator[str]:
    """The parts in which placeholders are filled, as they are handed to the language."""
    xmls = [template.get_xml()]
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        xmls += [template.get_part_xml(part) for _, part in template.get_headers_footers(uri)]
    for part in template.docx.part.package.iter_parts():
        if part.content_type.endswith("footnotes+xml"):
            xmls.append(part.blob.decode())
    for xml in xmls:
        _check_tags(xml)
        yield re.sub(r"<w:p([ >])", r"\n<w:p\1", template.patch_xml(xml))  # so that a line is a paragraph


def _check_tags(xml: str) -> None:
    """Each opening has its closing near by: what follows looks for it with patterns that would take hours."""
    if len(xml) > PART_MOST:
        raise NoTemplate(TOO_LARGE)
    root = etree.fromstring(xml.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    text = "".join(root.itertext())
    for count, tag in enumerate(TAG.findall(text), 1):
        if count > TAGS_MOST:
            raise NoTemplate(TOO_LARGE)
        if TURNED.match(tag):
            raise NoTemplate(NOT_READ, tag)
    left = TAG.sub(" ", text)
    if found := OPENING.search(left):
        raise NoTemplate(NOT_READ, left[found.start() : found.start() + 60])
    for one in root.iter():
        for value in one.attrib.values():
            if OPENING.search(value):
                raise NoTemplate(NOT_READ, value[:60])


def _language() -> ImmutableSandboxedEnvironment:
    """The language of placeholders with nothing in it that could be called."""
    language = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    for shelf in (language.globals, language.filters, language.tests):
        shelf.clear()
    return language


@dataclass(frozen=True)
class _Scope:
    """What may be named at this place: lists and values, and inside a loop the row and its fields."""

    known: Known
    row: str = ""
    fields: frozenset[str] = frozenset()


def _check_part(xml: str, known: Known, rows: Mapping[str, int]) -> None:
    try:
        tree = _language().parse(xml)
        _check_node(tree, _Scope(known), rows, xml)
    except TemplateError as error:
        raise NoTemplate(NOT_READ, _tags_in(xml, getattr(error, "lineno", 0)) or str(error)[:80]) from error
    except RecursionError as error:
        raise NoTemplate(TOO_LARGE) from error


def _check_node(node: nodes.Node, scope: _Scope, rows: Mapping[str, int], xml: str) -> None:
    match node:
        case nodes.Template() | nodes.If() | nodes.And() | nodes.Or() | nodes.Not():
            for one in node.iter_child_nodes():
                _check_node(one, scope, rows, xml)
        case nodes.Output():
            for one in node.nodes:
                if not isinstance(one, nodes.TemplateData | nodes.Name | nodes.Getattr):
                    raise NoTemplate(NOT_READ, _tags_in(xml, one.lineno))
                if isinstance(one, nodes.Name) and scope.known.get(one.name) is not None:
                    raise NoTemplate(UNKNOWN, one.name)  # a whole list can not be written
                _check_node(one, scope, rows, xml)
        case nodes.TemplateData():
            return
        case nodes.Name():
            if node.name not in scope.known:
                raise NoTemplate(UNKNOWN, node.name)
        case nodes.Getattr(node=nodes.Name() as of):
            if node.attr not in ({scope.row: scope.fields, "loop": LOOP}.get(of.name, ()) if scope.row else ()):
                raise NoTemplate(UNKNOWN, f"{of.name}.{node.attr}")
        case nodes.For(target=nodes.Name() as row, iter=nodes.Name() as of, test=None, recursive=False, else_=[]):
            _check_loop(node, row.name, of.name, scope, rows, xml)
        case _:
            raise NoTemplate(NOT_READ, _tags_in(xml, node.lineno))


def _check_loop(node: nodes.For, row: str, of: str, scope: _Scope, rows: Mapping[str, int], xml: str) -> None:
    """A loop goes over a list that is known, stands in no other loop, and writes no more than fits into memory."""
    if scope.row or row in scope.known or row == "loop":
        raise NoTemplate(NOT_READ, _tags_in(xml, node.lineno))
    if (fields := scope.known.get(of)) is None:
        raise NoTemplate(UNKNOWN, of)
    written = sum(len(one.data) for one in node.find_all(nodes.TemplateData))
    if written * rows.get(of, ROWS_FORESEEN) > LOOP_MOST:
        raise NoTemplate(TOO_LARGE)
    for one in node.body:
        _check_node(one, _Scope(scope.known, row, fields), rows, xml)


def _tags_in(xml: str, line: int | None) -> str:
    """The placeholders of a paragraph, to be named to whoever wrote them."""
    lines = xml.split("\n")
    text = MARKS.sub("", lines[line - 1]) if line and line <= len(lines) else ""
    return " ".join(TAG.findall(text))[:120]


def _try(xml: str, values: Values) -> None:
    """See that a part comes out well formed: the writer below would mend it silently, and lose what it can not mend."""
    try:
        etree.fromstring(_language().from_string(xml).render(values).encode(), etree.XMLParser(resolve_entities=False))
    except (etree.XMLSyntaxError, SyntaxError, TemplateError, RecursionError, ValueError) as error:
        raise NoTemplate(NOT_READ, " ".join(TAG.findall(MARKS.sub("", xml)))[:120]) from error


def _written(template: Any, values: Values) -> bytes:
    out = BytesIO()
    try:
        template.render(_clean(values), _language(), autoescape=True)
        template.save(out)
        Document(BytesIO(out.getvalue()))
    except Exception as error:  # what the writer can not bring together again
        raise NoTemplate(BROKEN) from error
    return out.getvalue()


def _clean(values: Values) -> dict[str, Any]:
    """Without signs that no Word file can hold."""
    return {
        name: _text(value) if isinstance(value, str) else [{k: _text(v) for k, v in row.items()} for row in value]
        for name, value in values.items()
    }


def _text(value: str) -> str:
    return UNWRITABLE.sub("", value)
