"""Addresses of programme."""

from django.urls import path

from corridor.programme.views import editing, overview, records

app_name = "programme"
urlpatterns = [
    path("programme/", overview.overview, name="overview"),
    path("programme/projects/", records.record_list, {"kind": "projects"}, name="projects"),
    path("programme/events/", records.record_list, {"kind": "events"}, name="events"),
    path("programme/publications/", records.record_list, {"kind": "publications"}, name="publications"),
    path("programme/<slug:kind>/add/", editing.add, name="add"),
    path("programme/<slug:kind>/<str:id>/correct/", editing.correct, name="correct"),
    path("reference/<slug:kind>/add/", editing.add_reference, name="add_reference"),
    path("reference/<slug:kind>/<str:id>/correct/", editing.correct_reference, name="correct_reference"),
    path("programme/projects/<str:id>/", records.project_page, name="project"),
    path("programme/events/<str:id>/", records.record_page, {"kind": "events"}, name="event"),
    path("programme/publications/<str:id>/", records.record_page, {"kind": "publications"}, name="publication"),
]
