"""Addresses of safe."""

from django.urls import path

from corridor.safe.views import entering

app_name = "safe"
urlpatterns = [
    path("sign-in/", entering.sign_in, name="sign_in"),
    path("sign-out/", entering.sign_out, name="sign_out"),
]
