"""Every string of the interface is translated, keeps its placeholders, and says whether a speaker has reviewed it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from corridor.reference.check import STATUSES
from tools.messages import LANGUAGES, catalogue, gathered

pytestmark = pytest.mark.same

PLACEHOLDER = re.compile(r"%\([a-z_]+\)s|\{[a-z_]*\}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_holds_the_strings_that_pages_use(language: str) -> None:
    held = {str(message.id) for message in catalogue(language)}
    assert held == {str(message.id) for message in gathered(language)}, "run `python -m tools.messages`"


def test_no_string_of_the_code_escapes_gathering() -> None:
    """What stands within the braces of an f-string can be missed, and goes out in English in every language."""
    held = {text for one in catalogue("fr") for text in (one.id if isinstance(one.id, tuple) else (one.id,))}
    assert [text for text in called_for() if text not in held] == []


def called_for() -> Iterator[str]:
    for path in Path("corridor").rglob("*.py"):
        for one in [] if "tests" in path.parts else ast.walk(ast.parse(path.read_text())):
            match one:
                case ast.Call(func=ast.Name("gettext" | "_"), args=[ast.Constant(str() as text), *_]):
                    yield text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_translated_with_its_placeholders_and_status(language: str) -> None:
    faults = []
    for message in catalogue(language):
        if not message.id:
            continue
        originals = message.id if isinstance(message.id, tuple) else (message.id,)
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        if not all(texts):
            faults.append(f"no translation: {originals[0]}")
        wanted = {found for text in originals for found in PLACEHOLDER.findall(text)}
        # A form for one or two of a thing may leave its number out.
        if any(set(PLACEHOLDER.findall(text)) - wanted for text in texts) or not any(
            wanted <= set(PLACEHOLDER.findall(text)) for text in texts
        ):
            faults.append(f"placeholders differ: {originals[0]}")
        if not any(comment == f"status: {status}" for comment in message.user_comments for status in STATUSES):
            faults.append(f"no status: {originals[0]}")
    assert faults == []
