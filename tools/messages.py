"""Gather the interface's strings from code and templates into the PO files: `python -m tools.messages`.

New strings come in untranslated; strings that no page uses any more go. Every translation keeps its status comment
(`status: made` or `status: reviewed`); a changed original loses its translation.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from corridor import settings as corridor_settings

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "_": None,
}
LOCALE = Path(corridor_settings.LOCALE_PATHS[0])
LANGUAGES = [code for code, _ in corridor_settings.LANGUAGES if code != "en"]


def used() -> Iterator[tuple[str | tuple[str, str], str, bool]]:
    """(string or (singular, plural), file, whether it has placeholders) of every string the pages use."""
    if not settings.configured:
        settings.configure()
    for path in sorted((ROOT / "corridor").glob("**/*")):
        if path.suffix not in {".py", ".html"} or "tests" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        code = "\n".join(line.lstrip() for line in templatize(text).splitlines()) if path.suffix == ".html" else text
        for _, message, _, _ in extract("python", BytesIO(code.encode()), KEYWORDS):
            yield message, str(path.relative_to(ROOT)), "%(" in str(message)  # type: ignore[misc]


def catalogue(language: str) -> Catalog:
    """The PO file of a language as it stands."""
    path = LOCALE / language / "LC_MESSAGES/django.po"
    if not path.exists():
        return Catalog(locale=language, project="Corridor", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def gathered(language: str) -> Catalog:
    """The PO file of a language as it should be: every string used, with its translation where there is one."""
    old, fresh = catalogue(language), Catalog(locale=language, project="Corridor", fuzzy=False)
    fresh.header_comment = (
        f"# Corridor's interface in {language}. Every string says its status: made, or reviewed by a speaker."
    )
    fresh.revision_date = fresh.creation_date = old.creation_date
    for string, file, placed in used():
        known: Message | None = old.get(string if isinstance(string, str) else string[0])
        keep = known is not None and known.id == string
        fresh.add(
            string,
            known.string if keep and known else "",
            locations=[(file, 0)],
            flags=["python-format"] if placed else [],
            user_comments=known.user_comments if keep and known else [],
        )
    return fresh


def is_whole(translation: str | tuple[str, ...] | list[str]) -> bool:
    """Whether every form of it is there."""
    return bool(translation) if isinstance(translation, str) else all(translation)


def main() -> None:
    for language in LANGUAGES:
        path = LOCALE / language / "LC_MESSAGES/django.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = gathered(language)
        with path.open("wb") as file:
            write_po(file, fresh, sort_output=True, include_lineno=False, ignore_obsolete=True, width=0)
        missing = sum(1 for message in fresh if message.id and not is_whole(message.string))
        print(f"{language}: {len(fresh)} strings, {missing} without translation")


if __name__ == "__main__":
    main()
