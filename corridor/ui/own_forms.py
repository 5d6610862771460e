"""A form is taken only from a page of ours, in browsers that tell nobody where they come from.

Our pages say `Referrer-Policy: no-referrer`; browsers then send `Origin: null` with a form, which the framework takes
for a stranger. `Sec-Fetch-Site` says the same thing without an address, and no page can forge it. Where an old browser
sends neither, what remains decides: the token in the form, and a cookie that is bound to this host (`__Host-`) and
never travels with a request from another site (SameSite=Strict).
"""

from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware

HIDDEN = "null"


def from_here(request: HttpRequest) -> bool:
    """Whether the browser says that the request comes from a page of this very host, or is too old to say."""
    return request.META.get("HTTP_SEC_FETCH_SITE", "same-origin") == "same-origin"


class OwnForms(CsrfViewMiddleware):
    """The framework's check of forms, which also knows browsers that hide where they come from."""

    def _origin_verified(self, request: HttpRequest) -> bool:
        if request.META["HTTP_ORIGIN"] == HIDDEN:
            return from_here(request)
        return super()._origin_verified(request)  # type: ignore[misc]  # the stubs leave it out

    def _check_referer(self, request: HttpRequest) -> None:
        if "HTTP_REFERER" in request.META or not from_here(request):
            super()._check_referer(request)  # type: ignore[misc]
