"""Addresses of work. Nothing about people stands in them: random ids and words of the form."""

from django.urls import path

from corridor.work.views import spells

app_name = "work"
urlpatterns = [
    path("workers/<uuid:id>/work/", spells.page, name="work"),
]
