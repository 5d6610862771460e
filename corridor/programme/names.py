"""What the fields of projects, events and publications are called in the reader's language."""

from django.utils.translation import gettext


def field_label(name: str) -> str:
    """The name of a field as a page shows it."""
    return {
        "label": gettext("Name"),
        "title": gettext("Full official title"),
        "meaning": gettext("What it is about"),
        "regions": gettext("Regions"),
        "countries": gettext("Countries"),
        "start_year": gettext("First year"),
        "end_year": gettext("Last year"),
        "partners": gettext("Partners"),
        "donors": gettext("Donors"),
        "themes": gettext("Themes"),
        "sectors": gettext("Sectors of work"),
        "corridors": gettext("Corridors"),
        "means_of_action": gettext("Means of action"),
        "outcomes": gettext("Programme outcomes"),
        "target_groups": gettext("Target groups"),
        "budget": gettext("Budget"),
        "budget_currency": gettext("Currency"),
        "reported_results": gettext("Results reported"),
        "source": gettext("Source"),
        "flag": gettext("What is doubtful"),
        "date_start": gettext("First day"),
        "date_end": gettext("Last day"),
        "place": gettext("Town or venue"),
        "projects": gettext("Projects"),
        "year": gettext("Year"),
        "bibliography": gettext("Work in the bibliography"),
    }.get(name, name.replace("_", " "))


def kind_label(kind: str) -> str:
    return {
        "projects": gettext("Projects"),
        "events": gettext("Events"),
        "publications": gettext("Publications"),
    }[kind]


def add_label(kind: str) -> str:
    return {
        "projects": gettext("Add a project"),
        "events": gettext("Add an event"),
        "publications": gettext("Add a publication"),
    }[kind]
