"""Addresses of recruitment. Nothing about people stands in them: random ids and words of the form."""

from django.urls import path

from corridor.recruitment.views import road

app_name = "recruitment"
urlpatterns = [
    path("workers/<uuid:id>/recruitment/", road.page, name="road"),
]
