"""Which hour it is where: the time zone of a country (names of the IANA time zone database, like Asia/Amman).

Zones of countries: CLDR, as `babel` carries it. Where a country has several, the one in which its capital lies is
meant, since it is the one that offices and courts count by; whoever lives by another one says so.
"""

from functools import cache
from zoneinfo import available_timezones

from babel.core import get_global

from corridor.reference.countries import alpha_2, is_country

UTC = "UTC"
# Countries with several zones, by alpha-2; for Palestine the zone of Ramallah. XK has no row in CLDR's table.
OF_THE_CAPITAL = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "FM": "Pacific/Pohnpei",
    "GL": "America/Nuuk",
    "ID": "Asia/Jakarta",
    "KI": "Pacific/Tarawa",
    "KZ": "Asia/Almaty",
    "MH": "Pacific/Majuro",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PF": "Pacific/Tahiti",
    "PG": "Pacific/Port_Moresby",
    "PS": "Asia/Hebron",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
    "UZ": "Asia/Tashkent",
    "XK": "Europe/Belgrade",
}


@cache
def names() -> tuple[str, ...]:
    """The zones somebody can choose, sorted: those in which people live and that this machine knows; UTC last."""
    lived_in = {name for name in get_global("zone_territories") if not name.startswith("Etc/")}
    return (*sorted(lived_in & available_timezones()), UTC)


def of_country(code: str) -> str:
    """The zone of a country (alpha-3); "" when the code is not known or the country has no hour of its own."""
    if not is_country(code):
        return ""
    two = alpha_2(code)
    found = get_global("territory_zones").get(two, [])
    return found[0] if len(found) == 1 else OF_THE_CAPITAL.get(two, "")
