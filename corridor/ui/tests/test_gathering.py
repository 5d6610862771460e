"""Static files are gathered once for each version of them."""

from pathlib import Path
from typing import Any

import pytest

from corridor.ui import gathering


@pytest.fixture
def root(tmp_path: Path, settings: Any) -> Path:
    own = tmp_path / "own"
    own.mkdir()
    (own / "a.css").write_text("a { color: red }\n")
    settings.STATICFILES_DIRS = [own]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    gathering.get_finders.__globals__["get_finder"].cache_clear()  # Django keeps finders with the settings of before
    yield tmp_path
    gathering.get_finders.__globals__["get_finder"].cache_clear()


def test_it_is_gathered_again_only_when_something_changed(root: Path) -> None:
    assert gathering.gather_static() and not gathering.gather_static()
    (root / "own" / "a.css").write_text("a { color: blue }\n")
    assert gathering.gather_static() and not gathering.gather_static()
    assert (root / "static" / "a.css").read_text() == "a { color: blue }\n"
    (root / "own" / "b.css").write_text("b { color: red }\n")
    assert gathering.gather_static() and (root / "static" / "b.css").exists()


def test_what_was_cut_off_is_gathered_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gathering.gather_static()
    (root / "own" / "a.css").write_text("a { color: blue }\n")

    def cut_off(*arguments: Any, **options: Any) -> None:
        raise OSError(28, "no room")

    with monkeypatch.context() as cut, pytest.raises(OSError, match="no room"):
        cut.setattr(gathering, "call_command", cut_off)
        gathering.gather_static()
    assert gathering.gather_static()
