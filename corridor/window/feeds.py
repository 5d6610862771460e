"""The feed of what changed in the public records: what and when; who is for editors only."""

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from corridor.access.models import HistoryEntry
from corridor.access.queries import history
from corridor.reference.kinds import kinds
from corridor.ui.addresses import address

LATEST = 50


class Changes(Feed):
    """Projects, events and publications that were added or corrected, newest first (Atom)."""

    feed_type = Atom1Feed
    title = "Corridor: what changed"
    subtitle = "Projects, events and publications that were added or corrected."

    def link(self) -> str:
        return reverse("window:front")

    def items(self) -> list[HistoryEntry]:
        return [entry for entry in history()[:LATEST] if entry.kind in kinds()]

    def item_title(self, item: HistoryEntry) -> str:
        done = "added" if item.action.startswith("add") else "corrected"
        return f"{kinds()[item.kind].one.capitalize()} {item.record} {done}"

    def item_description(self, item: HistoryEntry) -> str:
        return "Fields: " + ", ".join(sorted(item.after))

    def item_link(self, item: HistoryEntry) -> str:
        return address(item.kind, item.record)

    def item_guid(self, item: HistoryEntry) -> str:
        return f"change-{item.pk}"

    item_guid_is_permalink = False

    def item_updateddate(self, item: HistoryEntry) -> object:
        return item.when
