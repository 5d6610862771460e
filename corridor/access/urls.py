"""Addresses of access."""

from django.urls import path

from corridor.access import views

app_name = "access"
urlpatterns = [
    path("history/", views.history_list, name="history"),
]
