"""Where the page of a shelf entry is: some kinds have pages of their own, the others share the shelf's."""

from django.urls import reverse

from corridor.reference.shelf import Entry

OWN_PAGES = {
    "lessons": "learning:lesson",
    "projects": "programme:project",
    "events": "programme:event",
    "publications": "programme:publication",
    "instruments": "advocacy:instrument",
}


def address_of(entry: Entry) -> str:
    """The address of the entry's page."""
    return address(entry.kind.name, entry.id)


def address(kind: str, id: str) -> str:
    if kind in OWN_PAGES:
        return reverse(OWN_PAGES[kind], args=[id])
    return reverse("learning:entry", args=[kind, id])
