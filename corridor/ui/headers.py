"""The headers that stand on every answer, whatever it is: a page, a file, a redirect, a refusal, a failure.

Nothing is fetched from elsewhere, nothing is told to elsewhere, nobody frames us, no sensor opens, and what belongs to
somebody signed in is not kept by the browser or by anything between.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
    "manifest-src 'self'; media-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# Every sensor and power that a page could ask for, of those that browsers know; a page that needs one says so itself.
POWERS = [
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "keyboard-map",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "otp-credentials",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "usb",
    "window-management",
    "xr-spatial-tracking",
]
OWN_POWERS = ("publickey-credentials-create", "publickey-credentials-get")  # passkeys, for our own pages alone
POWERS_OFF = ", ".join([f"{power}=()" for power in POWERS] + [f"{power}=(self)" for power in OWN_POWERS])


class Headers:
    """Middleware, the outermost. What a view has set itself stays, such as the microphone of a voice page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", POLICY)
        response.setdefault("Permissions-Policy", POWERS_OFF)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if is_private(request, response):
            response["Cache-Control"] = "no-store"
        elif not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-cache"
        response.headers.pop("Access-Control-Allow-Origin", None)  # the server of static files gives it to everybody
        return response


def is_private(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether it was asked for with a session, holds a form, answers one, or hands out a cookie."""
    if request.path_info.startswith(settings.STATIC_URL) and response.status_code < 400:
        return False
    return (
        settings.SESSION_COOKIE_NAME in request.COOKIES
        or bool(response.cookies)
        or "CSRF_COOKIE_NEEDS_UPDATE" in request.META
        or request.method not in {"GET", "HEAD"}
    )
