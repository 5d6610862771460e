"""A list to choose from says exactly what the framework's own says."""

import pytest
from django import forms
from django.test.html import parse_html

from corridor.ui.choosing import Choose

LIST = [("", "–"), ("JOR", "Jordan"), ("'\"<&>", "<b>&amp;</b>"), (3, "three")]


@pytest.mark.parametrize("value", [None, "", "JOR", "'\"<&>", 3, "3", "nowhere"])
def test_it_is_drawn_as_the_frameworks_own(value: object) -> None:
    attrs = {"id": "id_country", "required": True, "disabled": False, "aria-describedby": 'a "hint"'}
    own = Choose(LIST, autocomplete="off")
    theirs = forms.Select({"class": "form-select", "autocomplete": "off"}, LIST)
    assert parse_html(own.render("country", value, attrs)) == parse_html(theirs.render("country", value, attrs))


def test_nothing_in_it_is_markup() -> None:
    assert "<b>" not in Choose(LIST).render("country", "")
