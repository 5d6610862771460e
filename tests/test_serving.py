"""`corridor serve` as a whole: its processes, what becomes of them, the headers on everything it answers over TLS."""

import contextlib
import hashlib
import http.client
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Request

from corridor.learning.models import DesignRecord
from corridor.safe.tests.test_headers import SAME_EVERYWHERE, missing
from tools.postgres import free_port

ROOT = Path(__file__).resolve().parent.parent


def environment(var: Path, **more: str) -> dict[str, str]:
    own = ("CORRIDOR_", "DJANGO_ALLOW_")  # the browser tests allow themselves something that no installation may
    apart = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    return {**apart, "CORRIDOR_VAR": str(var), "CORRIDOR_RUN": str(var / "run"), **more}


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "corridor.cli", "serve", *arguments]


def refused(var: Path, *arguments: str, **more: str) -> str:
    """What is said when it does not start; it ends with 2 and without a trace."""
    done = subprocess.run(
        command("--port", str(free_port()), *arguments),
        cwd=ROOT,
        env=environment(var, **more),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2 and "Traceback" not in done.stderr, done.stderr
    return done.stderr


def below(pid: int) -> list[int]:
    """The processes that this one started."""
    with contextlib.suppress(OSError):
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def runs(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def until(truth: object, seconds: float = 15) -> bool:
    """Whether it comes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if truth():
            return True
        time.sleep(0.05)
    return False


@dataclass
class Place:
    """A running installation."""

    var: Path
    port: int
    process: "subprocess.Popen[str]"
    said: list[str] = field(default_factory=list)

    def ask(self, method: str = "GET", path: str = "/", **headers: str) -> http.client.HTTPResponse:
        trusting = ssl.create_default_context(cafile=str(self.var / "tls/certificate.pem"))
        connection = http.client.HTTPSConnection("localhost", self.port, timeout=20, context=trusting)
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer

    def parts(self) -> tuple[int, int]:
        """The processes of the server of pages and of the daily work."""
        names = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in below(self.process.pid)}
        server = next(pid for pid, name in names.items() if b"corridor.serving" in name)
        return server, next(pid for pid, name in names.items() if b"safe.worker" in name)


@contextlib.contextmanager
def running(var: Path, *arguments: str) -> Iterator[Place]:
    port = free_port()
    process = subprocess.Popen(
        command("--port", str(port), *arguments),
        cwd=ROOT,
        env=environment(var),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    place = Place(var, port, process)
    threading.Thread(target=lambda: place.said.extend(iter(process.stdout.readline, "")), daemon=True).start()
    try:
        assert until(lambda: any("Stop with Ctrl-C" in line for line in place.said), 60), place.said
        yield place
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(20)
        process.kill()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with running(tmp_path_factory.mktemp("serving"), "--tls") as running_place:
        yield running_place


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("HEAD", "/", 200),
        ("GET", "/lessons", 301),
        ("GET", "/nothing-here/", 404),
        ("GET", "/static/ui/nothing.css", 404),
        ("GET", "/history/", 403),
        ("GET", "/sign-out/", 405),
        ("POST", "/sign-in/", 403),
        ("GET", "/feeds/changes.xml", 200),
        ("GET", "/static/ui/mark.svg", 200),
    ],
)
def test_headers_on_everything_over_tls(place: Place, method: str, path: str, status: int) -> None:
    answer = place.ask(method, path, **({"Content-Length": "0"} if method == "POST" else {}))
    assert answer.status == status
    assert missing(dict(answer.getheaders())) == []
    assert answer.getheader("Strict-Transport-Security") == "max-age=31536000"


def test_what_is_too_large_or_for_another_place_is_refused_with_the_same_headers(place: Place) -> None:
    for answer, status in (
        (place.ask("POST", "/review/begin/", **{"Content-Length": "99000000"}), 413),
        (place.ask("GET", "/", Host="elsewhere.example"), 400),
    ):
        assert answer.status == status and missing(dict(answer.getheaders())) == []


@pytest.mark.browser
def test_a_form_is_taken_over_tls_from_a_browser_that_tells_nobody_where_it_comes_from(
    chromium: Browser, place: Place
) -> None:
    page = chromium.new_context(ignore_https_errors=True).new_page()
    wrong: list[str] = []
    sent: list[Request] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    try:
        page.goto(f"https://localhost:{place.port}/review/?lang=fr")
        page.fill("#f-title", "Village watch")
        page.keyboard.press("Enter")
        page.wait_for_url("**/design/")
        headers = sent[0].all_headers()
        assert headers["origin"] == "null" and "referer" not in headers
        cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
        assert set(cookies) == {"__Host-csrf", "__Host-language"}
        for cookie in cookies.values():
            assert cookie["secure"] and cookie["httpOnly"] and cookie["sameSite"] == "Strict"
        assert wrong == []
    finally:
        page.context.close()


def test_the_readiness_line_names_the_fingerprint(place: Place) -> None:
    der = ssl.PEM_cert_to_DER_cert((place.var / "tls/certificate.pem").read_text())
    told = hashlib.sha256(der).hexdigest().upper()
    assert ":".join(told[i : i + 2] for i in range(0, 64, 2)) in "".join(place.said)
    assert oct((place.var / "tls/key.pem").stat().st_mode)[-3:] == "600"


def test_no_process_leaves_its_memory_behind(place: Place) -> None:
    server, worker = place.parts()
    for pid in (place.process.pid, server, worker, *below(server)):
        limits = Path(f"/proc/{pid}/limits").read_text()
        core = next(line for line in limits.splitlines() if "core file" in line).split()
        assert core[4:6] == ["0", "0"], pid


def test_a_killed_process_is_started_again(place: Place) -> None:
    server, worker = place.parts()
    first = below(server)
    os.kill(first[0], signal.SIGKILL)
    assert until(lambda: len(below(server)) == 2 and first[0] not in below(server))
    os.kill(worker, signal.SIGKILL)
    assert until(lambda: any("daily work ended (signal 9); starting it again" in line for line in place.said))
    assert place.ask().status == 200
    os.kill(server, signal.SIGKILL)
    assert until(lambda: not any(runs(pid) for pid in first)), "workers outlive their server"
    assert place.ask().status == 200, "what comes meanwhile waits; nothing is refused"
    assert until(lambda: len(below(place.process.pid)) == 2 and place.parts() != (server, worker))


def test_hang_up_replaces_the_processes_that_serve_without_refusing_anybody(place: Place) -> None:
    assert until(lambda: len(below(place.parts()[0])) == 2)
    server = place.parts()[0]
    old, seen, over = below(server), Counter[str](), threading.Event()

    def visit() -> None:
        while not over.is_set():
            try:
                seen[str(place.ask().status)] += 1
            except (OSError, http.client.HTTPException) as error:
                seen[type(error).__name__] += 1

    visitors = [threading.Thread(target=visit) for _ in range(4)]
    for visitor in visitors:
        visitor.start()
    time.sleep(0.5)
    os.kill(place.process.pid, signal.SIGHUP)
    assert until(lambda: not any(runs(pid) for pid in old), 10)
    time.sleep(0.5)
    over.set()
    for visitor in visitors:
        visitor.join()
    assert len(below(server)) == 2 and not set(below(server)) & set(old)
    assert seen["200"] > 10 and sum(seen.values()) - seen["200"] <= 2, seen


def test_two_on_one_port_and_a_stop_that_leaves_nothing(place: Place, tmp_path: Path) -> None:
    assert "cannot listen on 127.0.0.1" in refused(tmp_path, "--port", str(place.port))
    with running(tmp_path) as other:
        everything = [other.process.pid, *other.parts(), *below(other.parts()[0])]
        other.process.send_signal(signal.SIGINT)
        assert other.process.wait(20) == 0
        assert until(lambda: not any(runs(pid) for pid in everything))
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", other.port)) != 0


@pytest.mark.parametrize(
    ("arguments", "more", "told"),
    [
        (("--host", "0.0.0.0"), {}, "passphrases could be read"),
        (("--certificate", "a.pem"), {}, "given together, with --tls"),
        (("--tls", "--certificate", "README.md", "--key", "README.md"), {}, "expected a certificate in PEM form"),
        ((), {"CORRIDOR_WORKERS": "many"}, "expected a whole number from 1 to 64"),
        ((), {"CORRIDOR_DISK_RESERVE": "-1"}, "CORRIDOR_DISK_RESERVE is '-1'; expected a whole number"),
        ((), {"CORRIDOR_DEBUG": "yes"}, "CORRIDOR_DEBUG is yes; expected 'no'"),
        ((), {"CORRIDOR_DATABASE": "postgresql://nobody@127.0.0.1:9/none"}, "the database does not answer"),
    ],
)
def test_what_can_not_be_served_is_said(
    tmp_path: Path, arguments: tuple[str, ...], more: dict[str, str], told: str
) -> None:
    assert told in refused(tmp_path, *arguments, **more)


def test_a_route_without_a_door_is_not_served(tmp_path: Path) -> None:
    """Neither by `manage.py check` nor by any web server that loads the pages."""
    (tmp_path / "ajar.py").write_text(
        "from django.http import HttpResponse\nfrom django.urls import path\nfrom corridor import urls\n"
        "urlpatterns = [path('ajar/', lambda request: HttpResponse('in')), *urls.urlpatterns]\n"
    )
    (tmp_path / "ajar_settings.py").write_text("from corridor.settings import *\nROOT_URLCONF = 'ajar'\n")
    apart = environment(tmp_path, DJANGO_SETTINGS_MODULE="ajar_settings", PYTHONPATH=f"{tmp_path}:{ROOT}")
    for program in (["manage.py", "check"], ["-c", "import corridor.wsgi"], command("--port", str(free_port()))[1:]):
        done = subprocess.run(
            [sys.executable, *program], cwd=ROOT, env=apart, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode and "ajar/ has no row in the table of who may do what" in done.stderr, program


def test_the_frameworks_own_list_for_a_place_that_is_served_finds_nothing(tmp_path: Path) -> None:
    """`manage.py check --deploy`; what is left out of it stands in the settings with its reason."""
    for more in ({}, {"CORRIDOR_PROXY": "yes"}):
        done = subprocess.run(
            [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "DEBUG"],
            cwd=ROOT,
            env=environment(tmp_path, CORRIDOR_SERVING="yes", **more),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0 and "System check identified no issues" in done.stdout, done.stderr


def test_the_same_on_every_page(place: Place) -> None:
    """The list the other tests go by is the one of the design (T18)."""
    assert set(SAME_EVERYWHERE) == {
        "Content-Security-Policy",
        "X-Content-Type-Options",
        "Referrer-Policy",
        "Cross-Origin-Opener-Policy",
        "Cross-Origin-Resource-Policy",
        "Permissions-Policy",
        "X-Frame-Options",
    }


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_what_was_typed_on_a_full_disk_is_sent_again_with_one_button(
    chromium: Browser, live_server: object, settings: object
) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 700})
    try:
        page.goto(f"{live_server.url}/review/?lang=ar")
        page.fill("#f-title", "Village <watch> & \u0645\u0631\u0643\u0632")
        settings.DISK_RESERVE = 2**60
        page.keyboard.press("Enter")
        page.wait_for_selector("textarea[name=title]", state="attached")
        assert page.evaluate("document.dir") == "rtl"
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.click("form button")
        page.wait_for_selector("textarea[name=title]", state="attached")
        settings.DISK_RESERVE = 0
        page.click("form button")
        page.wait_for_url("**/design/")
        assert DesignRecord.objects.get().data["design"]["title"] == "Village <watch> & \u0645\u0631\u0643\u0632"
    finally:
        page.close()


def test_every_setting_is_told_and_nothing_else_is() -> None:
    """docs/operating/settings.md names what the code reads: all of it, and nothing that is gone."""
    read: set[str] = set()
    for file in (ROOT / "corridor").rglob("*.py"):
        if "tests" not in file.parts:
            text = file.read_text(encoding="utf-8")
            read |= set(re.findall(r"\bCORRIDOR_[A-Z_]+\b", text))
            read |= {f"CORRIDOR_{name}" for name in re.findall(r'\benv(?:_yes|_number)?\("([A-Z_]+)"', text)}
    page = (ROOT / "docs/operating/settings.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\bCORRIDOR_[A-Z_]+\b", page)) == read


def test_the_unit_for_systemd_has_no_fault(tmp_path: Path) -> None:
    """As far as systemd-analyze can tell without the account and the folders of a real installation."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not on this machine")
    text = (ROOT / "docs/operating/corridor.service").read_text(encoding="utf-8")
    unit = tmp_path / "corridor.service"
    unit.write_text(text.replace("/srv/corridor/.venv/bin/corridor", sys.executable))
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "corridor.service" not in done.stderr, done.stderr
