"""Addresses of advocacy."""

from django.urls import path

from corridor.advocacy import views

app_name = "advocacy"
urlpatterns = [
    path("standards/", views.standards, name="standards"),
    path("standards/changes/", views.changes, name="changes"),
    path("standards/<str:code>/", views.instrument, name="instrument"),
]
