"""Lists to choose from, drawn in one go."""

from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class Choose(forms.Select):
    """One of a flat list. The framework draws each line with a template of its own: a list of 250 countries took a
    third of the time of a whole page (`bench/centre.py`, the form of the intake).
    """

    def __init__(self, choices: Any = (), **attrs: str) -> None:
        super().__init__({"class": "form-select", **attrs}, choices)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen, told = set(self.format_value(value)), self.build_attrs(self.attrs, attrs)
        lines = format_html_join(
            "\n",
            '  <option value="{}"{}>{}</option>',
            ((key, SafeString(" selected") if str(key) in chosen else "", label) for key, label in self.choices),
        )
        given = ((key, one) for key, one in told.items() if one is not False and one is not None)
        how = [
            format_html(" {}", key) if value is True else format_html(' {}="{}"', key, value) for key, value in given
        ]
        return format_html('<select name="{}"{}>\n{}\n</select>', name, SafeString("".join(how)), lines)
