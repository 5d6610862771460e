"""All addresses: each built room that has pages brings its own `urls.py`."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from corridor import pathway

# `window` stands last and holds the front page; a room with `urls.py` is included without being named here again.
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"corridor.{room.name}.urls")) for room in pathway.BUILT if find_spec(f"corridor.{room.name}.urls")
]

handler403 = handler404 = "corridor.access.doors.not_there"
handler400, handler500 = "corridor.safe.failures.not_read", "corridor.safe.failures.went_wrong"
