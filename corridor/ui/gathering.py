"""What browsers load, gathered and compressed once for each version of it, not at every start."""

import hashlib
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

GATHERED_BY = ("django", "whitenoise", "brotli")  # what names and compresses it


def gather_static() -> bool:
    """Gather static files where they are not there as they are now; whether that was done.

    Compressing takes seconds, in which nobody is answered after a restart. What was gathered is told by a digest of all
    files; it is written last, so whoever is killed in between gathers again. Raises OSError when the disk refuses.
    """
    told = Path(settings.STATIC_ROOT) / "gathered.txt"
    found = digest()
    if told.exists() and told.read_text() == found:
        return False
    told.unlink(missing_ok=True)
    call_command("collectstatic", clear=True, verbosity=0, interactive=False)  # days of files do not tell what is newer
    told.write_text(found)
    return True


def digest() -> str:
    """One line for everything that is to be gathered: each file's name and content, and who gathers."""
    whole = hashlib.sha256(repr([(name, version(name)) for name in GATHERED_BY]).encode())
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda pair: pair[0]):
            with storage.open(name) as content:
                whole.update(repr((name, hashlib.sha256(content.read()).hexdigest())).encode())
    return whole.hexdigest()
