"""The documentation says what the code says."""

import re
from pathlib import Path

import pytest

from corridor import pathway
from corridor.reference.kinds import kinds
from corridor.ui.templatetags.corridor import kind_name
from tools.docs import generated

pytestmark = pytest.mark.same

ROOT = Path(__file__).resolve().parent.parent


def test_the_readme_has_the_map_of_rooms() -> None:
    assert pathway.readme_map() in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_begins_with_the_two_commands() -> None:
    commands = re.findall(r"^    (make \w+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert commands[:2] == ["make demo", "make test"]


@pytest.mark.parametrize("path", sorted(generated()))
def test_generated_pages_are_fresh(path: str) -> None:
    assert (ROOT / path).read_text(encoding="utf-8") == generated()[path], "run `make docs`"


def test_every_kind_of_record_has_a_page() -> None:
    assert {path.stem for path in (ROOT / "docs/records").glob("*.md")} == {*kinds(), "design"}


def test_links_between_pages_lead_somewhere() -> None:
    broken = [
        (str(page.relative_to(ROOT)), link)
        for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / link).exists()
    ]
    assert broken == []


def test_the_project_speaks_of_itself_alone() -> None:
    """No path of a machine, no address of a package registry, in what is committed."""
    bad = re.compile(
        r"(?<![\w.])/(?:root|home|tmp|work|Users)/\w|--(?:extra-)?index-url|https?://\S*(?:/simple\b|registry\.)"
    )
    pages = [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("corridor/**/*.py"),
        *ROOT.glob("corridor/**/*.toml"),
    ]
    pages += [*ROOT.glob("requirements/*"), ROOT / "Makefile", ROOT / ".ci/run", *ROOT.glob("tools/*.py")]
    assert [str(page) for page in pages if bad.search(page.read_text(encoding="utf-8"))] == []


def test_every_kind_of_record_has_a_name_for_readers() -> None:
    assert {kind: kind_name(kind) for kind in kinds() if kind != "figures"} == {
        kind: about.label for kind, about in kinds().items() if kind != "figures"
    }
    assert kind_name("figures") == "Figures on file", "told apart from the room of that name"
