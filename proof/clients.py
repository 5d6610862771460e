"""Browsers without a window: cookies, forms and their tokens over plain HTTP to the real server."""

import http.client
import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode

HIDDEN = re.compile(r"<input\b[^>]*>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""")
TOKEN = "csrfmiddlewaretoken"


@dataclass(frozen=True)
class Answer:
    """What the server said. body as text."""

    status: int
    body: str
    location: str = ""


@dataclass
class Browser:
    """One browser. It keeps cookies, and the token of the last form it saw, as long as it lives."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    patience: float = 30
    link: http.client.HTTPConnection | None = None

    def get(self, path: str) -> Answer:
        answer = self._ask("GET", path, None)
        self.token = hidden(answer.body).get(TOKEN, self.token)
        return answer

    def post(self, path: str, **fields: str) -> Answer:
        """Send a form; the token is that of the last page with a form."""
        return self._ask("POST", path, urlencode({TOKEN: self.token, **fields}))

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        """Raises OSError or HTTPException when no whole answer came; what was sent may have been taken or not."""
        link = self.link or http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
        self.link = None
        headers = {"Host": "localhost", "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            link.request(method, path, body, headers)
            came = link.getresponse()
            content = came.read().decode(errors="replace")
        except BaseException:
            link.close()
            raise
        for header in came.headers.get_all("Set-Cookie", []):
            name, _, value = header.split(";")[0].partition("=")
            self.cookies[name.strip()] = value.strip()
        self.link = link
        return Answer(came.status, content, came.headers.get("Location", ""))


def hidden(body: str) -> dict[str, str]:
    """Names and values of the hidden fields of a page."""
    found = {}
    for tag in HIDDEN.findall(body):
        given = {one[0].lower(): unescape(one[1] or one[2] or one[3]) for one in ATTRIBUTE.findall(tag)}
        if given.get("type") == "hidden" and "name" in given:
            found[given["name"]] = given.get("value", "")
    return found
