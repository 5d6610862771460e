"""The pages of the standards, with the shipped shelf."""

import re

import pytest

from corridor.advocacy import charts, queries
from corridor.advocacy.telling import TELLERS
from corridor.reference.shelf import shelf

pytestmark = [pytest.mark.django_db, pytest.mark.same]


def ids(**filters: str) -> list[str]:
    return [one.id for one in queries.instruments(**filters)]


def rows_of(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/standards/([^/]+)/"', page)


def test_the_list_counts_all_instruments(client):
    page = client.get("/standards/").content.decode()
    assert f"68 of {len(shelf().all('instruments'))} instruments" in page
    assert len(rows_of(page)) == 68


def test_filters_stand_in_the_address_and_narrow_together(client):
    page = client.get("/standards/?kind=ilo-convention&subject=domestic+work").content.decode()
    assert rows_of(page) == ["C189"]
    assert set(ids(migrant="yes", kind="ilo-convention")) == {"C097", "C143"}
    assert "C189" not in ids(fundamental="yes")


@pytest.mark.parametrize("words", ["C29", "c 29", "C029", "FORCED  Labour (No. 29)"])
def test_words_and_codes_find_an_instrument(words):
    assert ids(q=words) == ["C029"]


def test_what_nothing_fits_says_so(client):
    page = client.get("/standards/?q=zzz").content.decode()
    assert "No instrument fits all of these" in page


def test_a_filter_that_does_not_exist_is_left_out(client):
    page = client.get("/standards/?kind=no-such-kind&line=C999").content.decode()
    assert len(rows_of(page)) == 68


def test_the_chart_begins_with_those_that_rose_most():
    assert charts.first_set() == ["C144", "C155", "C122", "C183"]


def test_other_lines_can_be_chosen_and_their_doubts_are_shown(client):
    page = client.get("/standards/?line=C131&line=C019").content.decode()
    assert "C131: Doubtful" in page and "C019: Doubtful" in page
    chart = charts.lines_of(["C131"])
    assert [chart.rows[0], chart.rows[-1], chart.period] == [["C131", 2005, 161], ["C131", 2013, 165], "2005–2013"]
    assert len(chart.flags) == 1


def test_at_most_six_lines_are_drawn(client):
    address = "&".join(f"line={code}" for code in list(queries.series())[:8])
    page = client.get(f"/standards/?{address}").content.decode()
    assert "the first 6 are drawn" in page


def test_one_instrument_shows_every_printed_count_with_its_doubt(client):
    page = client.get("/standards/C189/").content.decode()
    assert "An earlier count of 2013" in page and "includes five ratifications of 2013" in page
    assert "T11-c189" in page and "FIG-059" in page
    assert "WIF2023-12" in page
    assert 'data-chart="' not in page  # one year is no series


def test_a_series_is_drawn_from_zero():
    chart = charts.columns_of("C155")
    assert chart is not None and chart.rows[0] == [2005, 45] and len(chart.rows) == 9
    assert chart.spec["encoding"]["y"]["scale"] == {"zero": True}


def test_an_instrument_without_a_count_says_missing_not_zero(client):
    assert "missing, not zero" in client.get("/standards/C029/").content.decode()


def test_a_blank_count_is_a_dash(client):
    page = client.get("/standards/C097/").content.decode()
    assert re.search(r'data-label="Ratifications">–', page)
    assert "T12-c097-total" in page


def test_a_title_inside_a_longer_title_is_not_taken_for_it():
    named = [one.id for one in queries.figures_naming(shelf().get("instruments", "C155"))]
    assert "T11-c187" not in named
    assert "T11-c187" in [one.id for one in queries.figures_naming(shelf().get("instruments", "C187"))]


@pytest.mark.parametrize(("typed", "code"), [("c189", "C189"), ("C29", "C029"), ("palermo", "PALERMO")])
def test_a_code_typed_otherwise_leads_to_the_instrument(client, typed, code):
    response = client.get(f"/standards/{typed}/")
    assert (response.status_code, response["Location"]) == (301, f"/standards/{code}/")


def test_an_unknown_code_is_told(client):
    response = client.get("/standards/C999/")
    assert response.status_code == 404
    assert "no instrument with the code “C999”" in response.content.decode()


def test_every_instrument_has_a_page_within_the_budget(client, django_assert_max_num_queries):
    for one in shelf().all("instruments"):
        with django_assert_max_num_queries(12):
            response = client.get(f"/standards/{one.id}/")
        assert response.status_code == 200, one.id
        assert len(response.content) < 100_000


def test_changes_between_the_first_and_last_year(client):
    page = client.get("/standards/changes/").content.decode()
    order = rows_of(page)
    assert order[:3] == ["C138", "C144", "C155"]
    assert "21 instruments compared" in page and "19 rose, 2 stayed level, 0 fell" in page
    assert order.index("C097") > order.index("C118")  # what can not be compared stands last


def test_changes_can_be_sorted(client):
    smallest = rows_of(client.get("/standards/changes/?sort=difference").content.decode())
    assert set(smallest[:2]) == {"C110", "C118"}
    by_code = rows_of(client.get("/standards/changes/?sort=code").content.decode())
    assert by_code == sorted(by_code)
    assert client.get("/standards/changes/?sort=nonsense").status_code == 200


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("from=20133", "“20133” is not a year"),
        ("from=abc", "“abc” is not a year"),
        ("from=-200", "“-200” is not a year"),
        ("to=2013.5", "“2013.5” is not a year"),
        ("from=2013&to=2005", "The first year (2013) must come before the last (2005)"),
        ("from=2008&to=2008", "The first year (2008) must come before the last (2008)"),
        ("from=" + "9" * 5000, "“99999999999999999999…” is not a year"),
        ("from=%3Cscript%3E", "“&lt;script&gt;” is not a year"),
        ("from=²⁰¹³", "is not a year"),
    ],
)
def test_bad_years_get_one_clear_message(client, address, told):
    response = client.get(f"/standards/changes/?{address}")
    page = response.content.decode()
    assert response.status_code == 400
    assert told in page and page.count('role="alert"') == 1


def test_years_in_other_digits_are_read(client):
    page = client.get("/standards/changes/?from=२००५&to=٢٠١٣").content.decode()
    assert "21 instruments compared" in page


def test_a_year_without_rows_says_so(client):
    page = client.get("/standards/changes/?from=1999&to=2013").content.decode()
    assert "No count is printed for 1999; the rows run from 2005 to 2013." in page
    assert "+15" not in page


def test_the_evaluation_is_held_against_its_rows(client):
    page = client.get("/standards/changes/?from=2006&to=2007").content.decode()
    for code in TELLERS:
        assert f'id="{code}"' in page
    assert "C144 118 → 133, C155 45 → 60" in page
    assert "C138 142 → 165; the statement speaks of table 10 only" in page


@pytest.mark.parametrize("address", ["/standards/", "/standards/C155/", "/standards/changes/"])
@pytest.mark.parametrize("language", ["ar", "ne", "fr"])
def test_pages_in_other_languages(client, address, language):
    assert client.get(f"{address}?lang={language}").status_code == 200
