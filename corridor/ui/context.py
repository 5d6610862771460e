"""What every page knows: the path, who asks, the language, the demo band."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_bidi

from corridor import pathway
from corridor.ui.languages import has_unreviewed


def page(request: HttpRequest) -> dict[str, Any]:
    match = request.resolver_match
    rest = {name: request.GET.getlist(name) for name in request.GET if name != "lang"}
    return {
        "path_rooms": pathway.ON_PATH,
        "here_room": match.app_name if match else "",
        "right_to_left": get_language_bidi(),
        "demo": settings.DEMO,
        "unreviewed": has_unreviewed(),
        "languages": settings.LANGUAGES,
        "rest_of_address": urlencode(rest, doseq=True),
    }
