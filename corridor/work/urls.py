"""Addresses of work. Nothing about people stands in them: random ids and words of the form."""

from django.urls import path

from corridor.work.views import outcomes, spells, trajectories

app_name = "work"
urlpatterns = [
    path("outcomes/", outcomes.page, name="outcomes"),
    path("trajectories/", trajectories.page, name="trajectories"),
    path("workers/<uuid:id>/work/", spells.page, name="work"),
    path("workers/<uuid:id>/received/", spells.received, name="received"),
]
