"""A real mail server for tests (aiosmtpd), on this machine alone: what it took, and what it shall answer."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from corridor.settings import mail_server
from tools.postgres import free_port

LOGIN = ("notes", "s:cret/p@ss")


@dataclass
class Mailbox:
    """taken: (receiver, mail as it came). answers: receiver -> what is said to her name. cut: it hangs up at last."""

    port: int
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    said_hello: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    at_the_end: str = "250 taken"
    cut: bool = False

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.at_the_end.startswith("250"):
            self.said_hello.append(session.host_name)
            self.taken += [(to, envelope.original_content) for to in envelope.rcpt_tos]
        if self.cut:
            server.transport.abort()
        return self.at_the_end

    @property
    def receivers(self) -> list[str]:
        return [to for to, _ in self.taken]

    def mail(self) -> EmailMessage:
        found = message_from_bytes(self.taken[-1][1], policy=default)
        assert isinstance(found, EmailMessage)
        return found

    def text(self) -> str:
        return str(self.mail().get_content()).replace("\r\n", "\n")


def knows(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
    right = isinstance(given, LoginPassword) and (given.login.decode(), given.password.decode()) == LOGIN
    return AuthResult(success=right)


@contextmanager
def serving(
    box: Mailbox, *, smtps: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None
) -> Iterator[None]:
    """It takes mails while this block runs; over TLS only from who signs in."""
    more: dict[str, Any] = {"ssl_context": smtps} if smtps else {}
    if starttls:
        more = {"tls_context": starttls, "require_starttls": True}
    if more:
        more |= {"authenticator": knows, "auth_required": True, "auth_require_tls": bool(starttls)}
    running = Controller(box, hostname="127.0.0.1", port=box.port, **more)
    running.start()
    try:
        yield
    finally:
        running.stop()


@contextmanager
def mail_set_up(settings: Any, var: Path) -> Iterator[Mailbox]:
    """Mail is set up on this machine, and the server takes everything."""
    box = Mailbox(free_port())
    settings.VAR = var
    settings.MAIL, settings.MAIL_FROM = mail_server(f"smtp://127.0.0.1:{box.port}"), "notes@example.org"
    with serving(box):
        yield box
