"""Addresses of the public window."""

from django.urls import path

from corridor.window import views

app_name = "window"
urlpatterns = [
    path("", views.front, name="front"),
    path("about/", views.about, name="about"),
]
