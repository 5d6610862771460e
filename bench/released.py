"""What a programme reads: pages over eight releases of everything there is, and the longest report, in three formats.

Pages: whole requests by somebody signed in, in one process, after the first reading of a release (told apart); the
floor is a page with nothing on it, so the ratio tells what the figures add. The report holds every indicator that can
be told, made as the browser makes it: step by step, then each file. Its floor is the libraries alone on what they are
handed: each chart drawn once, the finished page laid out once. Run: python -m bench released
"""

import resource
import sys
import time
from collections.abc import Iterable
from typing import Any

from bench.apart import on_each_database, open_centre
from bench.tables import p50, p95, table

TIMES = 60
QUARTERS = [f"{year}Q{number}" for year in (2025, 2026) for number in (1, 2, 3, 4)]
PAGES = {
    "bare page of the framework": "/bench-bare/",
    "what changed": "/statistics/",
    "indicators": "/statistics/indicators/",
    "an indicator, by corridor": "/statistics/indicators/grievances-brought/?by=corridor",
    "patterns": "/statistics/patterns/",
    "pivot, newest release": "/statistics/pivot/",
    "pivot, eight releases": "/statistics/pivot/?first=2025Q1&last=2026Q4",
    "tables of the guidelines": "/statistics/tables/",
    "a table": "/statistics/tables/people-by-corridor/",
    "targets": "/statistics/targets/",
    "choosing a report": "/statistics/reports/",
}


def measure() -> None:
    client = readers_browser()
    pages(client)
    reports(client)


def readers_browser() -> Any:
    """Somebody of the programme, signed in, with eight releases to read."""
    open_centre()
    from django.http import HttpResponse
    from django.test import Client
    from django.urls import path

    import corridor.urls
    from corridor.access.actions import open_account
    from corridor.access.doors import door
    from corridor.safe import keyring
    from corridor.safe.keys import Member
    from corridor.safe.tests.people import PASSPHRASE, PIN, sign_in
    from corridor.statistics.tests.released import everything, stored

    corridor.urls.urlpatterns.append(path("bench-bare/", door("read_statistics")(lambda request: HttpResponse("bare"))))
    stored(everything(quarter) for quarter in QUARTERS)
    account = open_account("reader", "programme_manager")
    keyring.make(account, PASSPHRASE, {"pin": PIN})
    return sign_in(Client(headers={"accept-encoding": "gzip"}), Member(account))


def timed(work: Any) -> tuple[float, Any]:
    begin = time.perf_counter()
    answer = work()
    return time.perf_counter() - begin, answer


def pages(client: Any) -> None:
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    rows, floor = [], 0.0
    for name, address in PAGES.items():
        first, answer = timed(lambda address=address: client.get(address))
        assert answer.status_code == 200, f"{address} answered {answer.status_code}"
        seconds = [timed(lambda address=address: client.get(address))[0] for _ in range(TIMES)]
        with CaptureQueriesContext(connections["default"]) as queries:
            client.get(address)
        floor = floor or p95(seconds)
        size = len(answer.content) / 1000
        rows.append([name, p50(seconds), p95(seconds), p95(seconds) / floor, len(queries), 1000 * first, size])
    table(
        f"Pages over {len(QUARTERS)} releases of 482 tables each, {TIMES} requests",
        ["page", "p50 ms", "p95 ms", "x bare", "queries", "first ms", "kB sent"],
        rows,
        ["Goal: p95 <= 150 ms. First: with the reading of releases that no page before it read."],
    )


def reports(client: Any) -> None:
    """One of about 40 pages, in a language from left to right and one from right to left."""
    from django.conf import settings

    from corridor.figures import published

    can_be = [id for id, one in published.indicators().items() if not one.waits_for]
    chosen = [id for place, id in enumerate(can_be) if place % 3]  # what makes 40 pages
    rows: list[list[object]] = []
    for language in ("en", "ar"):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        rows += report(client, language, chosen)
    table(
        f"A report of the newest quarter with {len(chosen)} indicators, made step by step",
        ["report", "seconds", "longest step", "charts", "pages", "libraries alone s", "x alone", "MB", "kB"],
        rows,
        ["Goal: a report of 40 pages in 20 s. MB: the most memory of the process so far."],
    )


def report(client: Any, language: str, ids: Iterable[str]) -> list[list[object]]:
    """One report in one language; the engines that draw and lay out are loaded by it the first time."""
    from django.test.client import RequestFactory
    from django.utils import translation

    from corridor.statistics.views import reports as views

    chosen = "&".join(f"indicator={one}" for one in ids)
    here = f"/statistics/reports/2026Q4/?{chosen}"
    steps = []
    while b"<progress" in client.get(here, headers={"accept-encoding": "identity"}).content:
        seconds, answer = timed(lambda: client.post(here))
        assert answer.status_code == 302, answer.status_code
        steps.append(seconds)
    files = {}
    for form in ("pdf", "word", "excel"):
        seconds, answer = timed(lambda form=form: client.get(f"/statistics/reports/2026Q4/{form}/?{chosen}"))
        assert answer.status_code == 200, form
        files[form] = seconds, len(answer.content) / 1000
    with translation.override(language):
        found, _ = views._asked(RequestFactory().get(here), "2026Q4")
        alone, count = libraries_alone(found)
    total = sum(steps) + sum(seconds for seconds, _ in files.values())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    charts = len(list(found.drawings()))
    return [
        [f"{language}: the whole", total, max(steps), charts, count, alone, total / alone, memory, ""],
        *(
            [f"{language}: {form}, last", seconds, "", "", "", "", "", "", size]
            for form, (seconds, size) in files.items()
        ),
    ]


def libraries_alone(found: Any) -> tuple[float, int]:
    """Seconds to draw each chart and lay out the finished page with the libraries alone; how many pages it has."""
    import vl_convert
    import weasyprint

    from corridor.exchange.chart_pictures import still
    from corridor.exchange.pdf import SCHEME
    from corridor.statistics.views.reports import STYLE, _html

    begin, pictures = time.perf_counter(), {}
    for one in found.drawings():
        pictures[f"{SCHEME}{one.id}"] = vl_convert.vegalite_to_png(still(one.spec), scale=2.0)

    def handed(address: str) -> Any:
        return weasyprint.urls.URLFetcherResponse(address, pictures[address], {"Content-Type": "image/png"})

    sheet = weasyprint.CSS(string=STYLE.read_text("utf-8"))
    page = weasyprint.HTML(string=_html(found), url_fetcher=handed, base_url=SCHEME).render(stylesheets=[sheet])
    page.write_pdf()
    return time.perf_counter() - begin, len(page.pages)


if __name__ == "__main__":
    sys.exit(on_each_database("released", measure))
