"""The headers of every answer, as the safety plan has them word for word: pages, forms, files, redirects, refusals,
what is not there, what is not allowed; and no page names an address of another place.

What is expected stands here by itself and is not taken from the product.
"""

import http.client
import re
from collections import Counter
from typing import Any

from proof import Result, Scale
from proof.installation import installation
from proof.stage import Answer, Stage, build, quiet
from proof.t02_matrix import LEFT, asked_routes

NAME = "T18"
TITLE = "Every answer carries the headers that keep it to itself; no page asks another place for anything"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
    "manifest-src 'self'; media-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
NARROWER = "default-src 'none'; sandbox"  # a file that somebody attached, handed out as it is
EXPECTED = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "strict-transport-security": "max-age=31536000",
}
POWERS = ("camera", "microphone", "geolocation", "usb", "payment", "display-capture")
# Where a voice can be recorded the microphone may open, for our own page alone; such a page holds the recorder.
VOICE, RECORDER = {"field:report", "field:receipt"}, b"data-voice="
ELSEWHERE = re.compile(rb"""(?:src|action|formaction|data|poster)=["']?(?:https?:)?//(?!localhost)[^"'> ]+""")
ENDS_SESSION = {"safe:sign_out", "safe:lock"}


def wrong_in(
    headers: dict[str, str], cookies: tuple[str, ...], body: bytes, secure: bool, private: bool, view: str = ""
) -> list[str]:
    """What is missing, in a few words each. view: the name of the route, where it is known."""
    found = []
    for name, value in EXPECTED.items():
        if name == "content-security-policy" and headers.get(name) == NARROWER:
            continue
        if headers.get(name) != value and (secure or name != "strict-transport-security"):
            found.append(f"{name} is {headers.get(name)!r}")
    policy = headers.get("permissions-policy", "")
    if view in VOICE and RECORDER in body:
        policy = policy.replace("microphone=(self)", "microphone=()")
    found += [f"permissions-policy leaves {power} open" for power in POWERS if f"{power}=()" not in policy]
    if private and headers.get("cache-control") != "no-store":
        found.append(f"cache-control is {headers.get('cache-control')!r}")
    if "access-control-allow-origin" in headers:
        found.append("another place may read it (access-control-allow-origin)")
    for cookie in cookies:
        if "Max-Age=0" in cookie:
            continue  # taken back
        lacking = [one for one in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/") if one not in cookie]
        if not cookie.startswith("__Host-") or "Domain=" in cookie or lacking:
            found.append(f"a cookie without {' '.join(lacking) or '__Host-'}")
    found += [f"asks another place: {one.decode(errors='replace')[:60]}" for one in ELSEWHERE.findall(body)]
    return found


def of_every_route(stage: Stage, wrong: Counter[str], scale: Scale) -> int:
    """Every route with every method, for somebody signed out, a coordinator, a lawyer and an advisor."""
    asked, roles = 0, ("public", "coordinator", "lawyer", "advisor")[: scale.of(4, 2)]
    for route in asked_routes():
        if scale.short and route.room not in LEFT:
            continue
        for role in roles:
            for method in ("GET", "HEAD", "POST", "PUT"):
                for relation in ("same", "nonexistent") if route.converters else ("same",):
                    form = route.form(stage, role, relation) if method == "POST" else {}
                    answer: Answer = stage.ask(role, method, route.address(stage, role, relation), form)
                    asked += 1
                    private = role != "public"
                    for one in wrong_in(dict(answer.headers), answer.cookies, answer.body, True, private, route.view):
                        wrong[f"{route.view} {method} {role} {answer.status}: {one}"] += 1
                    ended = route.view in ENDS_SESSION and method == "POST" and answer.status in {200, 302}
                    if (
                        ended
                        and private
                        and "clear-site-data" not in dict(answer.headers)
                        and may_end(role, route.view)
                    ):
                        wrong[f"{route.view} {role}: no clear-site-data"] += 1
    return asked


def may_end(role: str, view: str) -> bool:
    return view == "safe:sign_out" or role == "coordinator"


def of_the_server(database: str, wrong: Counter[str]) -> int:
    """What only the real server answers: static files, broken requests, redirects for a missing slash, downloads."""
    asked = 0
    with installation(database) as here:
        here.start()
        addresses: list[tuple[str, str, dict[str, str]]] = [
            ("GET", address, {})
            for address in ("/", "/lessons", "/nothing/", "/static/ui/theme.css", "/static/none.css", "/history/")
        ]
        addresses += [
            ("GET", "/static/ui/mark.svg", {"Accept-Encoding": "gzip"}),
            ("GET", "/feeds/changes.xml", {}),
            ("GET", "/", {"Host": "elsewhere.example"}),
            ("POST", "/sign-in/", {"Content-Type": "application/x-www-form-urlencoded"}),
            ("POST", "/sign-in/", {"Content-Type": "multipart/form-data; boundary=x"}),
            ("OPTIONS", "/sign-in/", {}),
            ("TRACE", "/sign-in/", {}),
            ("GET", "/%00", {}),
            ("GET", "/?" + "x" * 3_000, {}),
        ]
        for method, address, more in addresses:
            link = http.client.HTTPConnection("127.0.0.1", here.port, timeout=30)
            link.request(method, address, b"x" if method == "POST" else None, {"Host": "localhost", **more})
            came = link.getresponse()
            body = came.read()
            asked += 1
            headers = {name.lower(): value for name, value in came.getheaders()}
            cookies = tuple(came.headers.get_all("Set-Cookie", []))
            for one in wrong_in(headers, cookies, body, False, False):
                wrong[f"the server, {method} {address[:20]} {came.status}: {one}"] += 1
            link.close()
    return asked


def control(stage: Stage) -> str:
    """The same look at answers from which the outermost layer was taken away: it must find them bare."""
    from corridor.ui import headers

    real: Any = headers.Headers.__call__
    headers.Headers.__call__ = lambda self, request: self.get_response(request)  # type: ignore[method-assign]
    try:
        answer = stage.ask("public", "GET", "/")
    finally:
        headers.Headers.__call__ = real  # type: ignore[method-assign]
    missing = wrong_in(dict(answer.headers), answer.cookies, answer.body, True, False)
    return f"without the layer that sets them {len(missing)} are missed" if missing else ""


def run(scale: Scale, database: str) -> Result:
    stage, wrong = build(), Counter[str]()
    with quiet():
        asked = of_every_route(stage, wrong, scale)
        shown = control(stage)
    print(f"  {asked} answers; now the server", flush=True)
    asked += of_the_server(database, wrong)
    count = sum(wrong.values())
    return Result(
        NAME,
        database,
        load=f"{asked:,} answers: every route, four methods, {scale.of(4, 2)} roles; files, redirects and refusals of "
        "the server",
        result=f"{count} headers missing or other, {sum('another place' in one for one in wrong)} requests elsewhere",
        passed=not wrong and bool(shown),
        control=shown,
        faults=[f"{what} ({times} times)" for what, times in wrong.most_common(40)],
    )
