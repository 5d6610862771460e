"""Addresses of the public window."""

from django.urls import path

from corridor.access.doors import door
from corridor.window import views
from corridor.window.feeds import Changes

app_name = "window"
urlpatterns = [
    path("", views.front, name="front"),
    path("about/", views.about, name="about"),
    path("feeds/changes.xml", door("read_public")(Changes()), name="changes"),
]
