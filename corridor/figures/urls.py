"""Addresses of the figures. Nothing about people stands in them: periods and words of the form."""

from django.urls import path

from corridor.figures.views import returning

app_name = "figures"
urlpatterns = [
    path("returns/", returning.returns, name="returns"),
    path("returns/make/", returning.begin, name="make_return"),
    path("returns/<slug:period>/", returning.page, name="return"),
    path("returns/<slug:period>/step/", returning.step, name="return_step"),
    path("returns/<slug:period>/approve/", returning.approve, name="approve_return"),
    path("returns/<slug:period>/take-back/", returning.take_back, name="take_back_return"),
    path("returns/<slug:period>/sign/", returning.sign, name="sign_return"),
    path("returns/<slug:period>/file/", returning.file, name="return_file"),
    path("returns/<slug:period>/send/", returning.send, name="send_return"),
]
