"""The `corridor` command: demo, found, invite, withdraw, end, serve, review, search, reference check, backup, ..."""

import argparse
import json
import os
import sys
from pathlib import Path

from corridor import __version__, starting
from corridor.refused import CannotServe
from corridor.safe import commands as backups

EXIT_FAULTS, EXIT_UNREADABLE = 1, 2


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="corridor", description="The working system of a labour-migration programme.")
    top.add_argument("--version", action="version", version=f"corridor {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    demo = commands.add_parser("demo", help="prepare this installation with its demo accounts, and serve it")
    serve = commands.add_parser("serve", help="serve this installation")
    for command in (demo, serve):
        command.add_argument("--port", type=int, default=os.environ.get("PORT", "8000"), help="default: PORT, or 8000")
    starting.add_options(serve)
    demo.add_argument("--prepare-only", action="store_true", help="install and load, then stop")
    beside = demo.add_subparsers(dest="demo_command", metavar="code NAME")
    code = beside.add_parser("code", help="print the one-time code of a demo account (beside a running server)")
    code.add_argument("name", metavar="NAME")

    found = commands.add_parser(
        "found",
        help="make room for a centre, and print the code with which its first coordinator joins",
        description="Make room for a centre. It has no keys yet: its first coordinator makes them when she joins with "
        "the code that is printed. Whoever has the code founds the centre; it is kept nowhere in clear.",
    )
    found.add_argument("name", metavar="NAME", help="name of the centre")
    found.add_argument("--organisation", required=True, metavar="NAME", help="the union or association it belongs to")
    found.add_argument("--country", default="", metavar="CODE", help="where it is, in three letters, like JOR")
    zone = "by which it lives, like Asia/Amman (default: that of the country)"
    found.add_argument("--time-zone", default="", metavar="ZONE", help=zone)

    invite = commands.add_parser("invite", help="print a code for somebody outside every centre (an editor, ...)")
    invite.add_argument("role", metavar="ROLE", help="editor, programme_manager, me_officer, evaluator, ...")
    invite.add_argument("--again", default="", metavar="NAME", help="somebody who forgot her passphrase")

    withdraw = commands.add_parser("withdraw", help="make a code that `found` or `invite` printed count no longer")
    told = "the code; or the name of a centre that has no keys yet, or of who was invited again"
    withdraw.add_argument("what", metavar="CODE-OR-NAME", help=told)

    end = commands.add_parser(
        "end",
        help="end the account of somebody outside every centre (an editor, a programme manager, ...)",
        description="End the account of somebody who belongs to no centre: her sessions are closed at once, her key "
        "file and her second factor are gone. Her name stays beside what she did. Members of a centre are ended by "
        "their coordinator, in the browser.",
    )
    end.add_argument("name", metavar="NAME", help="the name under which she signs in")

    review = commands.add_parser("review", help="read a programme's design against the published lessons")
    review.add_argument("file", nargs="?", type=Path, help="a design in TOML")
    review.add_argument("--template", action="store_true", help="print an empty design with every field explained")
    review.add_argument("--format", choices=["text", "json", "html"], default="text")
    review.add_argument("-o", "--output", type=Path, help="write to this file instead of the terminal")

    search = commands.add_parser("search", help="search lessons, practices, instruments, projects, figures, terms")
    search.add_argument("words", nargs="+", metavar="WORDS")
    search.add_argument("--format", choices=["text", "json"], default="text")
    search.add_argument("--limit", type=int, default=20)

    reference = commands.add_parser("reference", help="work on the shelf of reference knowledge")
    shelf = reference.add_subparsers(dest="shelf_command", required=True, metavar="COMMAND")
    check = shelf.add_parser("check", help="check every entry; exit 1 when there is a fault")
    check.add_argument("folders", nargs="*", type=Path, help="own shelf folders laid over the shipped one")
    check.add_argument(
        "--against",
        type=Path,
        metavar="FOLDER",
        help="also report runs of eight words in common with the texts in FOLDER",
    )
    backups.add_parsers(commands)
    return top


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    chosen = parser().parse_args(arguments)
    try:
        match chosen.command:
            case "demo" if chosen.demo_command == "code":
                return demo_code(chosen.name)
            case "demo":
                return demo(chosen.port, chosen.prepare_only)
            case "found" | "invite" | "withdraw" | "end":
                return by_host(chosen)
            case "serve":
                return starting.serve_as(chosen)
            case "review":
                return review(chosen)
            case "search":
                return search(chosen)
            case "backup" | "restore" | "drill" | "pull":
                return backups.run(chosen, django)
            case _:
                return reference_check(chosen.folders, chosen.against)
    except (FileNotFoundError, CannotServe) as error:  # a folder named in the environment; why nothing is served
        print(f"corridor: {error}", file=sys.stderr)
        return EXIT_UNREADABLE
    except BrokenPipeError:  # `corridor search ... | head`
        sys.stderr.close()
        return 0


def write(text: str, output: Path | None) -> None:
    if output:
        output.write_text(text, encoding="utf-8")
    else:
        print(text)


def review(chosen: argparse.Namespace) -> int:
    """Exit 0 when the design was read, 2 when it can not be."""
    from corridor.learning.design.reading import Unreadable, read_file

    if chosen.template:
        from corridor.learning.design.template import template

        write(template(), chosen.output)
        return 0
    if not chosen.file:
        print("corridor review: which file? (`corridor review --template` prints an empty design)", file=sys.stderr)
        return EXIT_UNREADABLE
    try:
        design = read_file(chosen.file)
    except Unreadable as unreadable:
        print(unreadable, file=sys.stderr)
        return EXIT_UNREADABLE
    from corridor.learning.rules.review import review as read
    from corridor.learning.rules.telling import as_html, as_text

    found = read(design)
    if chosen.format == "json":
        write(json.dumps(found.plain(), ensure_ascii=False, indent=2), chosen.output)
    else:
        write(as_html(found) if chosen.format == "html" else as_text(found), chosen.output)
    return 0


def search(chosen: argparse.Namespace) -> int:
    from corridor.learning.search import search as find
    from corridor.learning.search.telling import as_dict, as_text

    found = find(" ".join(chosen.words), limit=chosen.limit)
    write(json.dumps(as_dict(found), ensure_ascii=False, indent=2) if chosen.format == "json" else as_text(found), None)
    return 0


def reference_check(folders: list[Path], against: Path | None) -> int:
    from corridor.reference.check import check
    from corridor.reference.overlap import common_runs
    from corridor.reference.shelf import Shelf
    from corridor.reference.shelf import folders as installed

    for folder in [*folders, *([against] if against else [])]:
        if not folder.is_dir():
            print(f"corridor reference check: no folder {folder}", file=sys.stderr)
            return EXIT_UNREADABLE
    layers = [*installed(), *folders]  # the shipped shelf, this installation's own (CORRIDOR_SHELF), those named
    faults = check(layers)
    if against:
        faults += common_runs(layers, against)
    if not faults:  # a definition is held against facts only where its form is right
        django()
        from corridor.figures.indicators import on_shelf
        from corridor.journey.facts import FACTS

        faults += on_shelf(Shelf(layers).all("indicators"), FACTS)[1]
    for fault in faults:
        print(fault)
    from corridor.reference.kinds import kinds

    entries = sum(len(Shelf(layers).entries(kind)) for kind in kinds())
    print(f"{entries} entries of {len(kinds())} kinds checked: {len(faults)} faults")
    return EXIT_FAULTS if faults else 0


def django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "corridor.settings")
    import django

    django.setup()


def demo(port: int, prepare_only: bool = False) -> int:
    """Prepare an installation with its demo accounts, and serve it. Its shelf has invented rates and wages over it,
    where no own one is named.
    """
    from corridor.reference.shelf import INVENTED

    os.environ["CORRIDOR_DEMO"] = "yes"
    os.environ.setdefault("CORRIDOR_SHELF", str(INVENTED))
    starting.prepare()
    from corridor.centre import demo as cases
    from corridor.figures.demo import actions as curtain
    from corridor.safe import demo as people
    from corridor.safe.faults import Fault

    try:
        made = people.make(lambda: starting.say("making the people of the demonstration, once: some ten seconds"))
        if hands := people.caseworkers(made):
            starting.say("making the cases of the demonstration, once: some twenty seconds")
            cases.make(hands[0], tuple(one.account.key for one in hands))
        if curtain.missing():
            starting.say("laying out what made-up centres returned and what was released of it, once: some ten seconds")
            curtain.make(made)
    except Fault as fault:
        print(f"corridor demo: {fault.told}", file=sys.stderr)
        return EXIT_UNREADABLE
    told = [*curtain.told(), *people.told(made).splitlines()]
    if prepare_only:
        print("\n".join(told))
        return 0
    return starting.serve("127.0.0.1", port, prepared=True, first_lines=["", *told, ""])


def demo_code(name: str) -> int:
    """Print the one-time code of somebody of the demonstration."""
    django()
    from corridor.safe import demo as people
    from corridor.safe.faults import Unfit

    try:
        code, seconds = people.code_of(name)
    except Unfit as unfit:
        print(f"corridor demo code: {unfit.told}", file=sys.stderr)
        return EXIT_UNREADABLE
    except KeyError:
        known = ", ".join(people.read().people) or "nobody yet; run `corridor demo` first"
        print(f"corridor demo code: no demo account {name!r}. There are: {known}", file=sys.stderr)
        return EXIT_UNREADABLE
    print(f"{code}  for {name}: good for {seconds} more seconds, and only once")
    return 0


def by_host(chosen: argparse.Namespace) -> int:
    """Make room for a centre, invite or end somebody outside every centre, withdraw a code; print what comes of it."""
    django()
    from django.core.management import call_command

    from corridor.safe import founding
    from corridor.safe.faults import Fault

    call_command("migrate", verbosity=0, skip_checks=True)
    try:
        if chosen.command == "withdraw":
            print(founding.withdraw(chosen.what))
        elif chosen.command == "end":
            print(founding.end(chosen.name))
        elif chosen.command == "invite":
            print(founding.invite(chosen.role, chosen.again))
        else:
            print(founding.found(chosen.name, chosen.organisation, chosen.country, chosen.time_zone))
    except Fault as fault:
        print(f"corridor {chosen.command}: {fault.told}", file=sys.stderr)
        return EXIT_UNREADABLE
    return 0


if __name__ == "__main__":
    sys.exit(main())
