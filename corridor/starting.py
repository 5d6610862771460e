"""Starting an installation: prepare it, refuse what would lose or show something, then serve it."""

import argparse
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from corridor.refused import CannotServe

if TYPE_CHECKING:
    from corridor.safe.durability import Finding

LAST_ROOM = 16 * 1024 * 1024  # bytes
THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


def add_options(serve: argparse.ArgumentParser) -> None:
    """The options of `corridor serve`."""
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    serve.add_argument("--tls", action="store_true", help="speak https: with the certificate given, or one of its own")
    serve.add_argument("--certificate", type=Path, metavar="FILE", help="with --tls: a certificate (PEM)")
    serve.add_argument("--key", type=Path, metavar="FILE", help="with --tls: its private key (PEM, PKCS#8)")
    serve.add_argument("--name", action="append", default=[], help="a name or address that browsers use for this place")


def serve_as(chosen: argparse.Namespace) -> int:
    """`corridor serve` as it was typed. Raises CannotServe."""
    files = (chosen.certificate, chosen.key)
    if any(files) and not (all(files) and chosen.tls):
        raise CannotServe("--certificate and --key are given together, with --tls")
    return serve(chosen.host, chosen.port, names=chosen.name, tls=chosen.tls, files=files if all(files) else None)


def prepare() -> None:
    """Make or update the tables, compile translations, gather static files. Raises CannotServe."""
    os.umask(0o077)
    os.environ["CORRIDOR_SERVING"] = "yes"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "corridor.settings")
    import django
    from django.db import DatabaseError

    try:
        django.setup()
        _make_ready()
    except ValueError as error:  # a CORRIDOR_* variable that makes no sense
        raise CannotServe(str(error)) from error
    except (OSError, DatabaseError) as error:
        where = f" ({error.filename})" if isinstance(error, OSError) and error.filename else ""
        raise CannotServe(f"not started: {str(error).splitlines()[0]}{where}") from error


def _make_ready() -> None:
    from django.core.management import call_command

    from corridor.access.models import Account
    from corridor.figures import apart
    from corridor.safe import disk, durability, entering, used_codes
    from corridor.ui.gathering import gather_static
    from corridor.ui.languages import compile_languages

    if disk.free() < LAST_ROOM and disk.drop_ballast():
        say(
            "there is no room left on the disk: the ballast was let go, so that this installation can start and be read"
        )
    refuse(durability.findings())
    compile_languages()
    call_command("migrate", verbosity=0, skip_checks=True)
    gather_static()
    used_codes.begin(entering.clock() if Account.objects.exists() else 0)
    refuse(durability.of_what_is_kept())
    if more := apart.beyond():
        say(
            f"whoever reads releases here reaches {more} other tables too, with the rights of their owner; expected a "
            "role of PostgreSQL that reads releases alone (CORRIDOR_RELEASE_READER, docs/operating/figures.md)"
        )
    if disk.database_is_short():
        say("little room is left on the database's disk; until there is more this installation only reads")
    durability.let_go()
    if not disk.keep_ballast():
        say("little room is left on the disk; below the reserve (CORRIDOR_DISK_RESERVE) this installation only reads")


def refuse(findings: "Iterable[Finding]") -> None:
    """Tell what was found; raise CannotServe when one of the findings stands in the way."""
    told = list(findings)
    for finding in told:
        say(finding.told)
    if any(finding.refuses for finding in told):
        raise CannotServe("not started, see above")


def serve(
    host: str,
    port: int,
    *,
    prepared: bool = False,
    names: list[str] | None = None,
    tls: bool = False,
    files: tuple[Path, Path] | None = None,
    first_lines: Iterable[str] = (),
) -> int:
    """Serve until Ctrl-C or SIGTERM, under one supervisor. Raises CannotServe with the reason when it can not.

    names: under which browsers know this place. first_lines: what else is printed once the port answers.
    """
    from corridor import certificate
    from corridor.supervisor import Supervisor, listen

    names = names or []
    _know(names)
    _check(host, tls)
    listening = listen(host, port)
    if not prepared:
        prepare()
    from django.conf import settings

    if settings.BACKUPS is None:
        say("no backups are made here: CORRIDOR_BACKUPS says in which folder they are to lie (docs/operating)")

    pair = None
    if tls:
        pair = certificate.given(*files) if files else certificate.own(settings.VAR / "tls", names)
    temporary = settings.RUN / "temporary"
    temporary.mkdir(parents=True, exist_ok=True, mode=0o700)
    shown = names[0] if names else "localhost" if host in THIS_MACHINE else host
    lines = [f"Corridor is at http{'s' if tls else ''}://{shown}:{port}", *first_lines]
    if pair and pair.own:
        lines.append(f"Nobody vouches for its certificate. Compare its fingerprint in the browser: {pair.fingerprint}")
    lines.append(f"Stop with Ctrl-C. What is entered is kept in {settings.VAR}")
    return Supervisor(
        listening,
        host_name=settings.ALLOWED_HOSTS[0].replace("*", "localhost"),
        ready_line="\n".join(lines),
        certificate=pair.certificate if pair else None,
        key=pair.key if pair else None,
        temporary=temporary,
    ).run()


def _know(names: list[str]) -> None:
    """Have the pages answer to these names too."""
    if names:
        known = os.environ.get("CORRIDOR_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
        os.environ["CORRIDOR_HOSTS"] = ",".join([*names, *(one for one in known if one not in names)])


def _check(host: str, tls: bool) -> None:
    if host not in THIS_MACHINE and not tls and os.environ.get("CORRIDOR_PROXY") != "yes":
        raise CannotServe(
            f"--host {host} opens this place to a network on which passphrases could be read. Add --tls, or set "
            "CORRIDOR_PROXY=yes when a reverse proxy that speaks https stands before it (docs/operating)."
        )
    workers = os.environ.get("CORRIDOR_WORKERS", "2")
    if not workers.isdecimal() or not 1 <= int(workers) <= 64:
        raise CannotServe(f"CORRIDOR_WORKERS is {workers!r}; expected a whole number from 1 to 64")


def say(what: str) -> None:
    print(f"corridor: {what}", file=sys.stderr, flush=True)
