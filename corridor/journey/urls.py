"""Addresses of workers and parties. Nothing about people stands in them: random ids and words of the form."""

from django.urls import path

from corridor.journey.views import consents, drafts, importing, line, merging, parties, parts, workers

app_name = "journey"
urlpatterns = [
    path("workers/found/", workers.found, name="found"),
    path("workers/import/", importing.bring, name="import_parts"),
    path("workers/import/<uuid:id>/", importing.columns, name="import_columns"),
    path("workers/import/<uuid:id>/check/", importing.check, name="import_check"),
    path("workers/import/<uuid:id>/step/", importing.step, name="import_step"),
    path("workers/import/<uuid:id>/refused/", importing.refused, name="import_refused"),
    path("workers/import/<uuid:id>/destroy/", importing.drop, name="import_destroy"),
    path("workers/<uuid:id>/", workers.page, name="worker"),
    path("workers/<uuid:id>/change/", workers.correct, name="correct_worker"),
    path("workers/<uuid:id>/add/<slug:word>/", parts.add, name="add_part"),
    path("workers/<uuid:id>/part/<uuid:part>/", parts.correct, name="correct_part"),
    path("workers/<uuid:id>/part/<uuid:part>/destroy/", parts.erase, name="erase_part"),
    path("workers/<uuid:id>/consent/", consents.add, name="add_consent"),
    path("workers/<uuid:id>/consent/<uuid:part>/withdraw/", consents.withdraw, name="withdraw_consent"),
    path("workers/<uuid:id>/line/", line.page, name="line"),
    path("workers/<uuid:id>/copy/", workers.copy, name="own_copy"),
    path("workers/<uuid:id>/merge/", merging.merge, name="merge_worker"),
    path("workers/<uuid:id>/destroy/", workers.erase, name="erase_worker"),
    path("parties/", parties.listed, name="parties"),
    path("parties/new/", parties.add, name="add_party"),
    path("parties/<uuid:id>/", parties.page, name="party"),
    path("parties/<uuid:id>/change/", parties.correct, name="correct_party"),
    path("parties/<uuid:id>/destroy/", parties.erase, name="erase_party"),
    path("drafts/keep/", drafts.keep, name="keep_draft"),
    path("drafts/<uuid:id>/", drafts.take_up, name="take_up_draft"),
    path("drafts/<uuid:id>/destroy/", drafts.drop, name="drop_draft"),
]
