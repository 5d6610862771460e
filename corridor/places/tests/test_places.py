"""Countries on the map, and the names of corridors and regions."""

import pytest

from corridor.places.points import middle, points
from corridor.places.regions import printed_region
from corridor.places.roads import corridor_name, ends
from corridor.reference.shelf import shelf


@pytest.mark.parametrize(
    ("country", "lon", "lat"),
    [("NPL", 84, 28), ("JOR", 37, 31), ("BGD", 90, 24), ("LBN", 36, 34), ("RUS", 100, 62), ("FJI", 178, -18)],
)
def test_a_country_lies_where_the_atlas_has_it(country, lon, lat):
    assert points()[country].lon == pytest.approx(lon, abs=2)
    assert points()[country].lat == pytest.approx(lat, abs=2)


def test_a_country_of_several_parts_is_placed_on_its_largest():
    """France without Guiana, the United States without Alaska."""
    assert points()["FRA"].lat > 44
    assert points()["USA"].lat == pytest.approx(39.5, abs=2)


def test_small_countries_have_a_place_and_a_source():
    for country in ("SGP", "BHR", "MUS", "KIR", "TUV", "WSM", "XKX"):
        assert points()[country].source.startswith("Natural Earth")


def test_every_country_of_a_corridor_on_the_shelf_has_a_place():
    codes = {code for project in shelf().all("projects") for code in project.corridors}
    assert {end for code in codes for end in ends(code)} <= points().keys()


def test_the_middle_of_an_outline_that_crosses_the_180th_meridian():
    _, lon, lat = middle([(170.0, 0.0), (-170.0, 0.0), (-170.0, 10.0), (170.0, 10.0), (170.0, 0.0)])
    assert abs(lon) == pytest.approx(180)
    assert lat == pytest.approx(5)


def test_a_corridor_is_named_origin_first_in_the_readers_language():
    assert corridor_name("NPL-JOR", "en") == "Nepal – Jordan"
    assert corridor_name("NPL-JOR", "fr") == "Népal – Jordanie"


def test_printed_regions_keep_their_own_meaning():
    assert printed_region("Asia and the Pacific", "en") == "Asia and the Pacific"
    assert printed_region("Inter-American", "en") == "Inter-American"
