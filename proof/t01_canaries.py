"""What people write is nowhere to be found: not in the database, not in a file, not in a log, an address or a header.

An installation of its own is filled with canaries: every text of every record type, through the actions, and a quarter
of it goes through the curtain. Then a coordinator, a caseworker, a community worker and somebody from outside open
every page they can reach and fill in every form, over HTTP, on the real server; programme staff and the public open
everything right of the curtain, and all that they read is searched. What is looked for besides: passphrases, PINs,
codes and their secrets, cards. Then every place is searched. The server runs under strace, so that what was written
into a file is seen although the file was deleted again; one story runs in a real browser, and its profile is searched.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from proof import Result, Scale, ledger
from proof.canaries import Canaries, Hit, Search, in_folder, in_header
from proof.installation import Installation, Unanswered, installation
from proof.walking import Walker, view_of

NAME = "T1"
TITLE = "What people write is nowhere to be found in clear: database, files, logs, addresses, backups, browser"
# Pages on which people's texts stand: somebody has to have opened each.
MUST_OPEN = {
    *("centre:today", "centre:case", "centre:found", "centre:assessment", "centre:evidence", "centre:referral"),
    *("centre:correct_part", "centre:change_case", "centre:letter", "centre:oversight", "centre:services"),
    *("journey:worker", "journey:correct_worker", "journey:party", "journey:parties", "journey:correct_part"),
    *("field:inbox_page", "field:staff_page", "field:staff_file", "safe:note"),
}
# Programme staff and the public: what they get to read is searched too, every page and file of it.
RIGHT_OF_THE_CURTAIN = ("jamila", "ines", "nobody")
MUST_READ = 10
SYSTEM = ("/proc", "/dev/null", "/dev/tty", "/dev/pts", "/sys")


@dataclass
class Story:
    """What was written and what was heard."""

    canaries: Canaries = field(default_factory=Canaries)
    secrets: dict[str, str] = field(default_factory=dict)
    said: list[tuple[str, bytes]] = field(default_factory=list)
    forms: int = 0
    views: set[str] = field(default_factory=set)
    requests: int = 0
    faults: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def program(here: Installation, *given: str) -> Any:
    """Run a program of `proof.filling` inside the installation."""
    command = [sys.executable, "-m", "proof.filling", *given]
    done = subprocess.run(command, cwd=ledger.ROOT, env=here.environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unanswered(f"{given[0]}: {done.stderr[-800:]}")
    return json.loads(done.stdout.splitlines()[-1])


def start_watched(here: Installation, story: Story, scale: Scale) -> Path | None:
    """The real server under strace, which notes every byte that is written into a file; None where there is none."""
    trace = here.home / "trace"
    if scale.short or not shutil.which("strace"):
        why = "in the full form" if scale.short else "no strace here"
        story.left_out.append(f"files opened and deleted again: {why}")
        here.start()
        return None
    calls = "trace=openat,creat,unlink,unlinkat,rename,renameat,renameat2,write,pwrite64,writev,pwritev"
    plain = subprocess.Popen

    def under(command: Any, **how: Any) -> Any:
        watched = ["strace", "-f", "-qq", "-y", "-xx", "-s", "70000", "-e", calls, "-o", str(trace), *command]
        return plain(watched, **how)

    subprocess.Popen = under  # type: ignore[assignment,misc]
    try:
        here.start()
    finally:
        subprocess.Popen = plain  # type: ignore[misc]
    return trace


def walk_all(here: Installation, people: dict[str, Any], story: Story, scale: Scale) -> None:
    """Everybody opens every page and sends every form."""

    def text(place: str, longest: int) -> str:
        return story.canaries.new(place, longest) or "three"

    today = date.today().isoformat()
    outside = f"/centres/{people['centre']}"
    starts = {
        "nobody": [f"{outside}/write/", "/sign-in/", "/join/", "/reopen/", "/notebook/"],
        "bina": [
            *("/notebook/", "/notebook/write/", "/packets/", "/cases/new/", "/today/", "/cases/found/", "/inbox/"),
            *("/parties/", "/services/", "/referrals/", "/letters/"),
        ],
        "amina": ["/members/", "/ground/", "/cards/", "/audit/", "/closing/", "/notebook/", "/me/", "/oversight/"],
        "esther": ["/notebook/write/", "/me/"],
        "dalia": ["/inbox/staff/", "/audit/", "/members/"],
    }
    for kind in ("documents", "centre-staff"):
        from_outside(
            here, Walker("somebody outside", here.port, text, today), f"{outside}/report/?lang=en", kind, story
        )
    for name, addresses in starts.items():
        walker = Walker(name, here.port, text, today)
        if name != "nobody":
            sign_in(walker, people["members"][name], story)
        if name == "bina":
            with_her_word(walker, people["ids"], story)
        walker.walk(addresses, most=scale.of(600, 90), each=scale.of(3, 1))
        take_down(walker, story)
    for name in RIGHT_OF_THE_CURTAIN:
        walker = Walker(name, here.port, lambda place, longest: "three"[:longest], today, tells_all=True)
        if name != "nobody":
            sign_in(walker, people["members"][name], story)
        walker.walk(["/", "/statistics/", "/releases/", "/learning/"], most=scale.of(600, 60), each=scale.of(6, 1))
        take_down(walker, story)
        story.faults += [] if walker.statuses[200] > MUST_READ else [f"{name} read {walker.statuses[200]} pages alone"]
    story.faults += [f"nobody opened {one}" for one in sorted(MUST_OPEN - story.views)]
    print(f"  {len(story.views)} pages and forms: {' '.join(sorted(story.views))}", flush=True)


def from_outside(here: Installation, walker: Walker, address: str, kind: str, story: Story) -> None:
    """A report with a voice note and a photograph, its receipt, and something added with it; nothing of it is kept."""
    walker.ask("GET", address)
    walker.send(address, walker.form_to("report"), kind=kind)
    digits = re.search(r"(?:\d{4} ){3}\d{4}", walker.body)
    if digits is None:
        story.faults.append(f"a report about {kind} gave no receipt ({walker.here.split('?')[0]})")
        return
    story.secrets |= {f"a receipt ({kind})": digits[0], f"a receipt ({kind}), plain": digits[0].replace(" ", "")}
    back = address.replace("/report/", "/receipt/")
    walker.ask("GET", back)
    walker.send(back, walker.form_to("receipt"), receipt=digits[0])
    walker.send(back, walker.form_to("receipt"))
    take_down(walker, story)


def with_her_word(walker: Walker, ids: dict[str, str], story: Story) -> None:
    """A consent of hers, then a referral and a letter to whom it names; each is read as it leaves, and sent."""
    case, to = f"/cases/{ids['case']}/", story.canaries.new("who is asked")
    for purpose, recipient in (("referral", to), ("letter", to), ("summary", "")):
        consent = f"/workers/{ids['worker']}/consent/"
        walker.ask("GET", consent)
        walker.send(consent, walker.form_to("add_consent"), purpose=purpose, recipient=recipient, given="yes")
    walker.ask("GET", f"{case}refer/")
    for step in ("what", "preview", "send"):
        said = {"purpose": "referral", "kind": "service-kind.shelter", "to_name": to, "to": "", "step": step}
        walker.send(f"{case}refer/", walker.form_to("refer"), **said)
    if view_of(walker.here) != "centre:referral":
        story.faults.append(f"a referral that she allowed did not leave ({view_of(walker.here)})")
    walker.ask("GET", f"{case}letters/")
    for more in ({}, {"make": "yes"}):
        walker.send(f"{case}letters/", walker.form_to("letter"), template="demand-en", to="", to_words=to, **more)
    if not any(name.lower() == "content-type" and "wordprocessing" in value for name, value in walker.headers):
        story.faults.append("a letter that she allowed was not made")


def take_down(walker: Walker, story: Story) -> None:
    """What she sent, was told in headers, and where something broke."""
    story.said += walker.said
    story.forms += sum(walker.sent.values())
    story.requests += sum(walker.statuses.values())
    story.faults += [f"{walker.name}: {one}" for one in walker.failed]
    story.views |= {one.split(" -> ")[1] for one in walker.sent} | walker.opened


def sign_in(walker: Walker, member: dict[str, str], story: Story) -> None:
    """Through the pages: name and passphrase, one-time code."""
    import time

    from corridor.access.second_factor import code_now

    walker.ask("GET", "/sign-in/")
    walker.send("/sign-in/", walker.form_to("sign_in"), username=member["name"], password=member["passphrase"])
    form = walker.form_to("second_factor")
    walker.send(walker.here, form, code=code_now(member["code"], time.time()))
    if "/me/" not in walker.body and "sign-out" not in walker.body:
        story.faults.append(f"{member['name']} could not sign in through the pages ({walker.here})")


def in_a_browser(here: Installation, member: dict[str, str], story: Story, search: Search) -> list[Hit]:
    """One story in Chromium with a profile that is kept: sign in, write, search, leave the form half-written."""
    from playwright.sync_api import Error, sync_playwright

    path = os.environ.get("CORRIDOR_CHROMIUM", "/usr/bin/chromium")
    if not Path(path).exists():
        story.left_out.append("the browser's profile: no Chromium here")
        return []
    profile = Path(tempfile.mkdtemp(prefix="corridor-profile-"))
    place = f"http://localhost:{here.port}"
    flags = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]
    try:
        with sync_playwright() as playwright:
            context = playwright.chromium.launch_persistent_context(str(profile), executable_path=path, args=flags)
            try:
                page = context.new_page()
                page.set_default_timeout(120_000)  # every call of the server is watched, which makes it slow
                write_in_browser(page, place, member, story)
            finally:
                page.wait_for_timeout(3_000)  # what a browser keeps of forms and tabs it writes now and then
                context.close()
        hits, files, size = in_folder(search, profile, story.canaries)
        print(f"  browser profile: {files} files, {size:,} bytes", flush=True)
        return hits
    except Error as error:
        story.faults.append(f"the story in the browser stopped: {str(error).splitlines()[0][:150]}")
        return []
    finally:
        shutil.rmtree(profile, ignore_errors=True)


def write_in_browser(page: Any, place: str, member: dict[str, str], story: Story) -> None:
    import time

    from corridor.access.second_factor import code_now

    page.goto(f"{place}/sign-in/")
    page.fill("#id_username", member["name"])
    page.fill("#id_password", member["passphrase"])
    page.click("main form button.btn-primary, #content form button.btn-primary")
    page.wait_for_url("**/second/")
    page.fill("input[name=code]", code_now(member["code"], time.time()))
    page.click("form.narrow button.btn-primary")
    page.wait_for_load_state()
    for turn in range(3):
        page.goto(f"{place}/notebook/write/")
        for one in page.query_selector_all(
            "#content input[type=text], #content textarea, main input[type=text], main textarea"
        ):
            if one.is_visible():  # the line for another calendar is folded away
                one.fill(story.canaries.new("in the browser"))
        if turn < 2:
            page.click("main form button.btn-primary, #content form button.btn-primary")
            page.wait_for_load_state()
    page.wait_for_timeout(4_000)  # a draft keeps itself
    page.goto(f"{place}/notebook/found/")
    if box := page.query_selector("input[name=words]"):
        box.fill(story.canaries.new("searched in the browser"))
        box.press("Enter")
        page.wait_for_load_state()
    page.goto(f"{place}/notebook/")
    page.click("a[href*='/notebook/']:not([href$='/write/']):not([href$='/found/'])", timeout=3_000, no_wait_after=True)
    page.wait_for_timeout(500)
    page.goto(f"{place}/notebook/write/")
    for one in page.query_selector_all("#content textarea, main textarea"):
        one.fill(story.canaries.new("left half-written in the browser"))


def written(trace: Path, search: Search) -> tuple[list[Hit], int, set[str]]:
    """(hits, writes into files, files made outside the installation's places) as strace saw them."""
    hits: list[Hit] = []
    writes, made = 0, set()
    with trace.open("rb") as file:
        for line in file:
            name, _, rest = line.partition(b"(")
            call = name.split()[-1] if name.split() else b""
            if call in {b"write", b"pwrite64", b"writev", b"pwritev"}:
                target = rest[rest.find(b"<") + 1 : rest.find(b">")]
                path = unhex(target)
                if not path.startswith(b"/") or path.startswith(tuple(one.encode() for one in SYSTEM)):
                    continue  # a socket or a pipe: what is answered to somebody who may read it
                writes += 1
                content = b"".join(unhex(part) for part in rest.split(b'"')[1::2])
                hits += search.in_bytes(f"written into {path.decode(errors='replace')}", content)
            elif call in {b"openat", b"creat"} and (b"O_CREAT" in rest or call == b"creat"):
                made.add(unhex(rest.split(b'"')[1]).decode(errors="replace"))
    return hits, writes, made


def unhex(text: bytes) -> bytes:
    r"""The bytes of strace's \x61\x62."""
    return bytes.fromhex(text.replace(b"\\x", b"").decode()) if text.startswith(b"\\x") else text


def sweep(here: Installation, story: Story, search: Search, backups: Path) -> tuple[list[Hit], str]:
    """Every place of the installation, its database read row by row too."""
    hits: list[Hit] = []
    files = size = 0
    places = [here.var, here.keyring, here.run_folder, backups]
    if here.postgres:
        places.append(here.postgres.home)
    for place in places:
        found, some, more = in_folder(search, place, story.canaries, skip=("static/", "server/"))
        hits, files, size = hits + found, files + some, size + more
    log = (here.home / "server.log").read_bytes()
    hits += search.in_bytes("what the server said", log, story.canaries)
    for header, where in {header: where for where, header in story.said}.items():  # each once
        hits += in_header(search, where, header)
    dump = here.home / "dump"
    rows = program(here, "dump", str(dump))["rows"]
    hits += search.in_bytes("the database, row by row", dump.read_bytes(), story.canaries)
    told = f"{files} files of {size / 1e6:.0f} MB, {rows:,} rows, {len(story.said):,} headers and addresses"
    return hits, told


def outside(made: set[str], here: Installation) -> list[str]:
    """Files that the server made in other places than its own."""
    own = [str(one) for one in (here.home, here.run_folder)]
    passing = (*SYSTEM, "/dev/shm", str(ledger.ROOT / ".venv"))
    cache = "__pycache__"
    return sorted(
        one for one in made if one.startswith("/") and not one.startswith((*own, *passing)) and cache not in one
    )


def run(scale: Scale, database: str) -> Result:
    story = Story()
    with installation(database) as here:
        people = fill(here, story, scale.of(3, 1) if scale.short else 60)
        trace = start_watched(here, story, scale)
        print(f"  {len(story.canaries.given)} canaries written; now the pages", flush=True)
        browser: list[Hit] = []
        if scale.short:
            story.left_out.append("the browser's profile: in the full form")
        else:  # before the walk, in which others take second factors away and invite people again
            browser = in_a_browser(here, people["members"]["chandra"], story, Search(story.secrets))
        walk_all(here, people, story, scale)
        search = Search(story.secrets)
        backups = here.home / "backups"
        backups.mkdir()
        done = here.corridor("backup", str(backups))
        if done.returncode:
            story.faults.append(f"corridor backup: {done.stderr[-200:]}")
        hits, told = sweep(here, story, search, backups)
        stop(here)
        seen, writes, made = written(trace, search) if trace else ([], 0, set())
        after, _ = sweep(here, story, search, backups)
        strays = outside(made, here)
    hits = [*browser, *seen, *hits, *after]
    shown = control(database, scale)
    count = len(story.canaries.given)
    names = sorted({hit.told() for hit in hits})
    enough = count >= scale.of(2_000, 100)
    return Result(
        NAME,
        database,
        load=f"{count:,} canaries and {len(story.secrets)} secrets; {story.requests:,} requests with {story.forms}"
        f" forms at {len(story.views)} addresses; {told}; {writes:,} writes into files watched",
        result=f"{len(names)} hits; {len(strays)} files made elsewhere",
        passed=not names and not strays and not story.faults and enough and bool(shown),
        control=shown,
        faults=[*names[:40], *(f"made elsewhere: {one}" for one in strays[:10]), *story.faults[:20]],
        left_out="; ".join(story.left_out),
    )


def fill(here: Installation, story: Story, times: int) -> dict[str, Any]:
    """People with secrets of their own, and records of every type full of canaries."""
    made = program(here, "people_and_records", str(times), str(len(story.canaries.given)))
    story.canaries.given.update(made["canaries"])
    story.secrets |= made["secrets"]
    return made


def stop(here: Installation) -> None:
    """In order, so that what is written when a server ends is written."""
    if here.server:
        here.server.terminate()
        try:
            here.server.wait(30)
        except subprocess.TimeoutExpired:
            here.kill_server()
        here.server = None
    if here.postgres:
        here.postgres.stop()
        here.postgres.start()


def control(database: str, scale: Scale) -> str:
    """The same sweep where the cipher hides nothing: it has to find what stands there."""
    story = Story()
    with installation(database) as here:
        here.settings = "proof.null_cipher_settings"
        fill(here, story, 1)
        if here.postgres:
            here.postgres.stop()
            here.postgres.start()
        search = Search({})
        hits, _ = (
            sweep(here, story, search, here.home / "none") if (here.home / "server.log").touch() is None else ([], "")
        )
        content = (here.home / "dump").read_bytes()
        found = sum(canary.encode().hex().encode() in content for canary in story.canaries.given)
    return f"with a null cipher {found} of {len(story.canaries.given)} canaries are found" if hits and found else ""
