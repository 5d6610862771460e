"""The drawings of the overview in real Chromium, under the content policy."""

import pytest
from django.urls import reverse

from corridor.programme import evaluation, named
from corridor.programme.queries import library

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Every text of a drawing that reaches beyond the drawing's edge.
CUT = """() => [...document.querySelectorAll(".chart-area svg")].flatMap((svg) => {
  const edge = svg.getBoundingClientRect();
  const shown = [...svg.querySelectorAll("text")].filter((text) => text.getAttribute("opacity") !== "0");
  return shown.filter((text) => {
    const box = text.getBoundingClientRect();
    const outside = box.width && (box.left < edge.left - 1 || box.right > edge.right + 1);
    return outside || text.textContent.endsWith("…");
  }).map((text) => text.textContent);
})"""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_chart_is_drawn_whole_and_nothing_is_blocked(chromium, live_server, width, language):
    expected = len([*evaluation.charts(), *named.charts(library())]) + 1
    page = chromium.new_page(viewport={"width": width, "height": 800})
    said: list[str] = []
    outside: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: outside.append(request.url) if live_server.url not in request.url else None)
    page.goto(f"{live_server.url}{reverse('programme:overview')}?lang={language}")
    page.wait_for_function(f"document.querySelectorAll('.chart-area svg').length === {expected}")
    assert page.evaluate(CUT) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert (said, outside) == ([], [])
    page.close()
