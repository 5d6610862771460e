"""Addresses of access."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from corridor.access import views

app_name = "access"
urlpatterns = [
    path("sign-in/", LoginView.as_view(template_name="access/sign_in.html"), name="sign_in"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("history/", views.history_list, name="history"),
]
