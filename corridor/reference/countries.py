"""Country codes (ISO 3166-1). Kosovo's XKX is admitted as user-assigned code, as other programmes' files carry it."""

from functools import cache

import pycountry

USER_ASSIGNED = {"XKX": ("XK", "Kosovo")}


@cache
def _by_code() -> dict[str, tuple[str, str, str]]:
    """alpha-3 -> (alpha-2, numeric, English name)."""
    found = {
        country.alpha_3: (country.alpha_2, country.numeric, getattr(country, "common_name", country.name))
        for country in pycountry.countries
    }
    return found | {code: (two, "", name) for code, (two, name) in USER_ASSIGNED.items()}


def is_country(code: str) -> bool:
    """Whether this is an alpha-3 country code."""
    return code in _by_code()


def alpha_2(code: str) -> str:
    """The two-letter code. Raises KeyError for an unknown country."""
    return _by_code()[code][0]


def numeric(code: str) -> str:
    """The three-digit code that map shapes carry. Raises KeyError for an unknown country."""
    return _by_code()[code][1]


def codes() -> list[str]:
    """All alpha-3 codes, sorted."""
    return sorted(_by_code())


def english_name(code: str) -> str:
    """The plain English name. Raises KeyError for an unknown country."""
    return _by_code()[code][2]
