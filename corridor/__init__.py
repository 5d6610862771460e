"""Corridor: one system for the work of a labour-migration programme, from village to workers' centre and back."""

import re
from pathlib import Path

# The version is read from the changelog's first heading, so that the two can not disagree.
_changelog = Path(__file__).resolve().parent.parent / "CHANGELOG.md"
_heading = re.search(r"^## (\d+\.\d+\.\d+)", _changelog.read_text(encoding="utf-8"), re.MULTILINE)
__version__ = _heading.group(1) if _heading else "0.0.0"
