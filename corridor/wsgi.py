"""The door for the web server. Does not open while a route stands without its row in the table of rights, or while the
database would lose what it acknowledged."""

import os
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "corridor.settings")
framework = get_wsgi_application()

from corridor.refused import CannotServe  # noqa: E402  these need the settings
from corridor.safe import durability  # noqa: E402
from corridor.safe.failures import in_our_letters  # noqa: E402

if found := [finding.told for finding in durability.findings(whole=False) if finding.refuses]:
    raise CannotServe("; ".join(found))
durability.let_go()


def application(environ: dict[str, Any], start_response: Any) -> Any:
    return framework(in_our_letters(environ), start_response)
