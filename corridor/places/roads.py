"""Corridors as codes: ORIGIN-DESTINATION in ISO 3166-1 alpha-3."""

from corridor.reference.labels import country_name


def ends(code: str) -> tuple[str, str]:
    """(origin, destination) of a corridor code such as NPL-JOR."""
    origin, _, destination = code.partition("-")
    return origin, destination


def corridor_name(code: str, language: str) -> str:
    """Both countries' names in a language, origin first, joined so that it reads the same in both directions."""
    return " – ".join(country_name(one, language) for one in ends(code))
