"""Years that were asked for, as typed: what is wrong with them, in words. They bound what is told of a group."""

from django.utils.translation import gettext

SHOWN = 20  # characters of a mistyped year that are repeated to the reader


def year_fault(typed: str) -> str:
    """Why it is no year; empty for one of four digits after 1900."""
    if typed.isascii() and typed.isdecimal() and len(typed) == 4 and typed > "1900":
        return ""
    short = typed[:SHOWN] + ("…" if len(typed) > SHOWN else "")
    return gettext("“%(typed)s” is not a year. Write a year in four digits, such as 2005.") % {"typed": short}


def order_fault(first: str, last: str) -> str:
    """Why two years are no stretch; empty where the first does not lie after the last."""
    told = gettext("The first year (%(start)s) lies after the last (%(end)s).")
    return told % {"start": first, "end": last} if int(first) > int(last) else ""
