"""Addresses of statistics."""

from django.urls import path

from corridor.statistics.views import overview

app_name = "statistics"
urlpatterns = [
    path("statistics/", overview.overview, name="overview"),
]
