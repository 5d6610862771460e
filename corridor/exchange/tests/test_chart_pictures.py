"""Pictures of charts: drawn offline, the same for the same drawing, kept while there is room."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from corridor.exchange import chart_letters, chart_pictures
from corridor.exchange.chart_pictures import SCALE, WIDTH, NoPicture, Pictures, mark_of, png, still, svg

SHAPES = Path(chart_pictures.__file__).parent.parent / "ui/static/vendor/countries-110m.json"


def bars(*labels: str) -> dict[str, Any]:
    rows = [{"label": one, "value": at + 1} for at, one in enumerate(labels)]
    return {
        "data": {"values": rows},
        "mark": "bar",
        "encoding": {"y": {"field": "label", "type": "nominal"}, "x": {"field": "value", "type": "quantitative"}},
        "width": "container",
        "usermeta": {"narrow": []},
    }


def map_of(address: str) -> dict[str, Any]:
    return {
        "$schema": "https://vega.github.io/schema/vega/v6.json",
        "width": 200,
        "height": 100,
        "projections": [{"name": "world", "type": "naturalEarth1"}],
        "data": [{"name": "shapes", "url": address, "format": {"type": "topojson", "feature": "countries"}}],
        "marks": [
            {
                "type": "shape",
                "from": {"data": "shapes"},
                "encode": {"enter": {"fill": {"value": "#000"}}},
                "transform": [{"type": "geoshape", "projection": "world"}],
            }
        ],
    }


def test_a_chart_becomes_a_sharp_picture_on_white() -> None:
    picture = Image.open(BytesIO(png(bars("Jordan", "Lebanon")))).convert("RGB")
    assert abs(picture.width - SCALE * WIDTH) <= 2 and picture.getpixel((1, 1)) == (255, 255, 255)
    assert png(bars("Jordan")) == png(bars("Jordan")) != png(bars("Lebanon"))


def test_labels_stand_in_it_as_text() -> None:
    drawn = svg(bars("Jordan", "الأردن"))
    assert "Jordan" in drawn and "الأردن" in drawn


@pytest.mark.parametrize(
    ("label", "font"), [("Jordan", "Noto Sans,"), ("الأردن", "DejaVu Sans,"), ("जोर्डन", "Noto Sans Devanagari")]
)
def test_each_script_has_a_font_with_all_its_letters(label: str, font: str) -> None:
    assert still(bars(label))["config"]["font"].startswith(font)


def test_a_sign_that_a_font_lacks_is_replaced() -> None:
    assert still(bars("नेपाल → जोर्डन"))["data"]["values"][0]["label"] == "नेपाल – जोर्डन"


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/shapes.json", "file:///etc/passwd", "/static/shapes.json"])
def test_nothing_is_fetched(address: str) -> None:
    for drawing in (bars("a") | {"data": {"url": address}}, map_of(address)):
        with pytest.raises(NoPicture, match=r"shapes|passwd"):
            png(drawing)


def test_the_map_is_drawn_with_the_shapes_that_ship() -> None:
    drawn = svg(map_of("/static/shapes.json"), {"/static/shapes.json": SHAPES.read_bytes()})
    assert drawn.count("<path") > 100


def test_letters_of_nepal_and_bengal_are_written_whole() -> None:
    svg_text = svg(bars("বাংলাদেশ", "Jordan"))
    rest, texts = chart_letters.without(svg_text)
    assert [one[0] for one in texts] == ["বাংলাদেশ"] and ">বাংলাদেশ<" not in rest and "Jordan" in rest
    (text, across, _, size, anchor, _), *_ = texts
    font = chart_letters.fonts_for(text, round(size * SCALE))[0][1]
    assert anchor == "end" and "NotoSansBengali" in str(font.path)
    long = Image.open(BytesIO(png(bars("বাংলাদেশ " * 4))))
    assert long.width > SCALE * WIDTH, "wider, where the engine took it for shorter"
    picture = Image.open(BytesIO(png(bars("বাংলাদেশ", "Jordan")))).convert("L")
    begin = int(across * SCALE - font.getlength(text))
    column = picture.crop((max(begin, 0), 0, max(begin, 0) + 20, picture.height // 2))
    assert column.getextrema()[0] < 100, "ink where the word begins"


def test_a_turned_text_and_one_without_its_font_stay_with_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    turned = '<svg xmlns="http://www.w3.org/2000/svg"><text transform="rotate(-90)">नेपाल</text></svg>'
    assert chart_letters.without(turned)[1] == []
    monkeypatch.setattr(chart_letters, "OTHERS", "there is no such font.ttf")
    plain = '<svg xmlns="http://www.w3.org/2000/svg"><text>नेपाल a</text></svg>'
    assert chart_letters.without(plain)[1] == [] and "नेपाल a" in chart_letters.without(plain)[0]


def test_a_drawing_that_is_none_is_refused() -> None:
    with pytest.raises(NoPicture):
        png({"mark": "no such mark", "encoding": {}})


def test_pictures_are_drawn_once_while_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(chart_pictures, "png", lambda spec: asked.append(mark_of(spec)) or b"x" * 10)
    kept, one, two = Pictures(most=25), bars("one"), bars("two")
    assert kept.left([one, two]) == [one, two]
    assert kept.of(one) == kept.of(one) == b"x" * 10 and kept.left([one, two]) == [two] and len(asked) == 1
    kept.of(two)
    kept.of(one)
    kept.of(bars("three"))  # no room for three: the one asked for longest ago goes
    assert kept.left([one, two]) == [two]


def test_what_can_not_be_drawn_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(spec: Any) -> bytes:
        raise NoPicture("font")

    monkeypatch.setattr(chart_pictures, "png", fails)
    kept = Pictures()
    assert kept.of(bars("a")) == b"" and kept.left([bars("a")]) == []
