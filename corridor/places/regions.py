"""Names of regions: the codes of the shelf, and those that the 2013 evaluation's tables print."""

from django.utils.translation import gettext

from corridor.reference.labels import term_label

# Printed name -> code of the shelf, only where both mean the same.
SAME = {
    "Africa": "africa",
    "Arab States": "arab-states",
    "Asia and the Pacific": "asia-pacific",
    "Global": "global",
}


def printed_region(name: str, language: str) -> str:
    """A printed region's name in a language."""
    if name in SAME:
        return term_label("region", SAME[name], language)
    other = {
        "Europe": gettext("Europe"),
        "Inter-American": gettext("Inter-American"),
        "Inter-Regional": gettext("Interregional"),
    }
    return other.get(name, name)
