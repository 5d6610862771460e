"""Addresses of the figures. Nothing about people stands in them: periods and words of the form."""

from django.urls import path

from corridor.figures.views import knowing, own, receiving, releasing, returning

app_name = "figures"
urlpatterns = [
    path("returns/", returning.returns, name="returns"),
    path("returns/make/", returning.begin, name="make_return"),
    path("returns/take/", receiving.take, name="take_returns"),
    path("returns/deliver/", receiving.deliver, name="deliver_return"),
    path("returns/own/", own.page, name="own"),
    path("returns/own/<slug:indicator>/", own.indicator, name="own_indicator"),
    path("returns/<slug:period>/", returning.page, name="return"),
    path("returns/<slug:period>/step/", returning.step, name="return_step"),
    path("returns/<slug:period>/approve/", returning.approve, name="approve_return"),
    path("returns/<slug:period>/take-back/", returning.take_back, name="take_back_return"),
    path("returns/<slug:period>/sign/", returning.sign, name="sign_return"),
    path("returns/<slug:period>/file/", returning.file, name="return_file"),
    path("returns/<slug:period>/send/", returning.send, name="send_return"),
    path("returns/<slug:period>/keep/", receiving.keep, name="keep_return"),
    path("releases/", knowing.releases, name="releases"),
    path("releases/centres/", knowing.centres, name="centres"),
    path("releases/centres/<slug:code>/left/", knowing.left, name="centre_left"),
    path("releases/make/", releasing.begin, name="make_release"),
    path("releases/<slug:period>/", releasing.preview, name="release"),
    path("releases/<slug:period>/step/", releasing.step, name="release_step"),
    path("releases/<slug:period>/freeze/", releasing.freeze, name="freeze_release"),
    path("releases/<slug:period>/stop/", releasing.stop, name="stop_release"),
    path("releases/<slug:period>/log/", releasing.log, name="release_log"),
]
