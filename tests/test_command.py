"""The `corridor` command as people use it: whole processes, their output and exit codes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = str(ROOT / "corridor/learning/examples/capsa-2013.toml")


def corridor(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "corridor.cli", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_help_names_every_command() -> None:
    told = corridor("--help").stdout
    assert all(command in told for command in ("demo", "serve", "review", "search", "reference"))


def test_review_as_json() -> None:
    done = corridor("review", EXAMPLE, "--format", "json")
    found = json.loads(done.stdout)
    assert done.returncode == 0 and set(found) == {"design", "rules_checked", "findings", "questions", "profile"}
    assert {"rule", "severity", "element", "reason", "better", "lessons"} <= set(found["findings"][0])


def test_review_as_text_and_page(tmp_path: Path) -> None:
    assert "Goes against what was learned" in corridor("review", EXAMPLE).stdout
    page = tmp_path / "review.html"
    assert corridor("review", EXAMPLE, "--format", "html", "-o", str(page)).returncode == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_template_can_be_read_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "empty.toml"
    file.write_text(corridor("review", "--template").stdout, encoding="utf-8")
    found = json.loads(corridor("review", str(file), "--format", "json").stdout)
    assert found["findings"] == []


def test_every_example_of_the_template_is_sound(tmp_path: Path) -> None:
    """With every # before a fact taken away, the template is a whole design without a fault."""
    lines = corridor("review", "--template").stdout.splitlines()
    taken = [line.removeprefix("#") if line.startswith("#") and not line.startswith("# ") else line for line in lines]
    kept = [line for line in taken if line not in {'id = "sewing-line-voices"', 'title = "Voices of the sewing line"'}]
    file = tmp_path / "full.toml"
    file.write_text("\n".join(kept), encoding="utf-8")
    done = corridor("review", str(file))
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            b'[design]\nid = "a"\ntitle = "A"\ncountries = ["ZZZ"]\nend_year = 20133\n',
            [":4: design.countries", ":5: design.end_year"],
        ),
        (b'[design\nid = "a"', [":1: -: found"]),
        (b"\xff\xfe", [":1: -: found 'byte 0xff'"]),
    ],
)
def test_a_bad_file_ends_with_2_and_says_where(tmp_path: Path, text: bytes, told: list[str]) -> None:
    file = tmp_path / "bad.toml"
    file.write_bytes(text)
    done = corridor("review", str(file))
    assert done.returncode == 2 and all(f"bad.toml{part}" in done.stderr for part in told)
    assert "Traceback" not in done.stderr


def test_a_file_of_50_mb_and_a_missing_one(tmp_path: Path) -> None:
    file = tmp_path / "big.toml"
    with file.open("wb") as writing:
        writing.truncate(50_000_000)
    done = corridor("review", str(file))
    assert done.returncode == 2 and "50.0 MB" in done.stderr and "at most 1 MB" in done.stderr
    assert corridor("review", str(tmp_path / "none.toml")).returncode == 2


def test_search() -> None:
    found = json.loads(corridor("search", "debt", "bondage", "--format", "json").stdout)
    assert found["total"] and {"kind", "id", "label", "score", "snippet"} == set(found["results"][0])
    assert "WIF2019-17" in corridor("search", "WIF2019-17").stdout.splitlines()[0]


def test_odd_settings_get_a_clear_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "eighty")
    assert "invalid int value: 'eighty'" in corridor("demo").stderr
    monkeypatch.setenv("CORRIDOR_SHELF", "/no/such/folder")
    done = corridor("search", "debt")
    assert done.returncode == 2 and "expected a folder of shelf files" in done.stderr and "Traceback" not in done.stderr


def test_reference_check(tmp_path: Path) -> None:
    done = corridor("reference", "check")
    assert done.returncode == 0 and done.stdout.endswith(" 0 faults\n")
    (tmp_path / "terms.csv").write_text("id,label\nx,y\n", encoding="utf-8")
    done = corridor("reference", "check", str(tmp_path))
    assert done.returncode == 1 and "terms.csv:1: -: found 'id,label'" in done.stdout
    assert corridor("reference", "check", "--against", str(tmp_path / "none")).returncode == 2


def test_reference_check_holds_indicators_against_facts(tmp_path: Path) -> None:
    """A definition that asks for a code that its facts do not have is told with its place."""
    head, *rows = (ROOT / "corridor/reference/shelf/indicators.csv").read_text(encoding="utf-8").splitlines()
    row = next(one for one in rows if one.startswith("outcome-skills-after,")).replace(
        "direction=better", "direction=x"
    )
    (tmp_path / "indicators.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")
    done = corridor("reference", "check", str(tmp_path))
    assert done.returncode == 1 and "indicators.csv:2: numerator: found 'x'" in done.stdout
