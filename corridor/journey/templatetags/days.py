"""How days stand on pages about people."""

from datetime import date

from django import template

from corridor.journey.days import written

register = template.Library()


@register.filter(expects_localtime=True)
def day(value: date | None, form: str = "j F Y") -> str:
    """A day, with that of the reader's own calendar beside it. form: how the Gregorian one is written."""
    return written(value, form)
