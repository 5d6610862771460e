"""The small shelf as files."""

import csv
from pathlib import Path

import pytest

from corridor.learning.search import Index
from corridor.learning.search.tests.trial import TERMS, TRANSLATED, shipped_index
from corridor.reference.shelf import Shelf


@pytest.fixture(scope="module")
def shipped() -> Index:
    return shipped_index()


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("shelf")
    with (path / "terms.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "vocabulary", "code", "label", "meaning", "source"])
        for code, (label, meaning) in TERMS.items():
            writer.writerow([f"trial.{code}", "trial", code, label, meaning, "GK general knowledge"])
    with (path / "translations_all.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["kind", "id", "field", "language", "text", "status"])
        for code, field, language, text in TRANSLATED:
            writer.writerow(["terms", f"trial.{code}", field, language, text, "draft"])
        writer.writerow(["terms", "trial.nowhere", "label", "fr", "Personne", "draft"])
    return path


@pytest.fixture(scope="module")
def small(folder) -> Index:
    return Index(Shelf([folder]))
