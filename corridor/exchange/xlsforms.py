"""Forms for phones as XLSForm workbooks, which KoboToolbox, ODK and whatever else speaks XLSForm take as they are.

Plain questions in, a workbook out; what is asked is not known here. No question is added of itself: nothing of the
device, the place or the hour is asked. Source: xlsform.org (sheets survey, choices, settings; `label::Name (code)`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from openpyxl import Workbook  # type: ignore[import-untyped]

MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BEGIN, END = "begin_repeat", "end_repeat"
Said = Mapping[str, str]  # language code -> words


@dataclass(frozen=True)
class Question:
    """One row of the survey. type: text, decimal, integer, date, calculate, BEGIN, END, or, with `choices` (the name of
    a list), select_one or select_multiple. relevant, constraint, calculation: XPath, with ${name} of a question.
    """

    type: str
    name: str
    label: Said = field(default_factory=dict)
    hint: Said = field(default_factory=dict)
    choices: str = ""
    required: bool = False
    relevant: str = ""
    constraint: str = ""
    told: Said = field(default_factory=dict)
    calculation: str = ""
    appearance: str = ""


@dataclass(frozen=True)
class Form:
    """A whole form. languages: code -> its own name; the first is shown first. choices: list -> (code, labels).

    version: changes whenever the form does.
    """

    id: str
    title: str
    version: str
    languages: Mapping[str, str]
    questions: tuple[Question, ...]
    choices: Mapping[str, Iterable[tuple[str, Said]]]


def list_name(vocabulary: str) -> str:
    """What a list of choices, or a question, may be called: letters, figures and low lines."""
    return vocabulary.replace("-", "_")


def workbook(form: Form) -> bytes:
    """The form as an XLSX file."""
    book = Workbook()
    survey = book.active
    survey.title = "survey"
    _fill(survey, _survey_rows(form))
    _fill(book.create_sheet("choices"), _choice_rows(form))
    first = _called(*next(iter(form.languages.items())))
    settings = {"form_title": form.title, "form_id": form.id, "version": form.version, "default_language": first}
    _fill(book.create_sheet("settings"), [settings])
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def _called(code: str, name: str) -> str:
    return f"{name} ({code})"


def _in_each(form: Form, column: str, said: Said) -> dict[str, str]:
    """One column for each language, all or none: a language that lacks a word shows the first one's."""
    if not said:
        return {}
    first = next(iter(said.values()))
    return {f"{column}::{_called(code, name)}": said.get(code) or first for code, name in form.languages.items()}


def _survey_rows(form: Form) -> Iterable[dict[str, str]]:
    for one in form.questions:
        row = {"type": f"{one.type} {one.choices}".strip(), "name": one.name}
        row |= _in_each(form, "label", one.label) | _in_each(form, "hint", one.hint)
        row |= {"required": "yes" if one.required else "", "relevant": one.relevant, "constraint": one.constraint}
        row |= _in_each(form, "constraint_message", one.told)
        yield row | {"calculation": one.calculation, "appearance": one.appearance}


def _choice_rows(form: Form) -> Iterable[dict[str, str]]:
    for name, codes in form.choices.items():
        for code, said in codes:
            yield {"list_name": name, "name": code} | _in_each(form, "label", said)


def _fill(sheet: Any, rows: Iterable[Mapping[str, str]]) -> None:
    """Rows under the headings that any of them has; a cell is words, never a formula."""
    every = list(rows)
    header = list(dict.fromkeys(name for row in every for name in row))
    sheet.append(header)
    for number, row in enumerate(every, 2):
        for place, name in enumerate(header, 1):
            if value := row.get(name):
                cell = sheet.cell(number, place)
                cell.value, cell.data_type = value, "s"
