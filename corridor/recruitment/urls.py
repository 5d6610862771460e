"""Addresses of recruitment. Nothing about people stands in them: random ids and words of the form."""

from django.urls import path

from corridor.recruitment.views import agencies, interviews, loans, pathways, road

app_name = "recruitment"
urlpatterns = [
    path("workers/<uuid:id>/recruitment/", road.page, name="road"),
    path("workers/<uuid:id>/debt/<uuid:part>/", loans.page, name="loan"),
    path("pathways/", pathways.page, name="pathways"),
    path("interview/", interviews.take_along, name="interview"),
    path("agencies/", agencies.page, name="agencies"),
]
