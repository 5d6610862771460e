"""Addresses of field. Those under /centres/ are for everybody, without an account."""

from django.urls import path

from corridor.field.views import inbox, receipts, reporting

app_name = "field"
urlpatterns = [
    path("centres/<slug:key>/report/", reporting.report, name="report"),
    path("centres/<slug:key>/receipt/", receipts.receipt, name="receipt"),
    path("inbox/", inbox.inbox, name="inbox_front"),
    path("inbox/staff/", inbox.staff_inbox, name="staff_front"),
    path("inbox/file/<uuid:id>/", inbox.file, name="inbox_file"),
    path("inbox/file/<uuid:id>/original/", inbox.original, name="inbox_original"),
    path("inbox/staff/file/<uuid:id>/", inbox.staff_file, name="staff_file"),
    path("inbox/staff/file/<uuid:id>/original/", inbox.staff_original, name="staff_original"),
    path("inbox/staff/<uuid:id>/", inbox.staff_report, name="staff_page"),
    path("inbox/<uuid:id>/", inbox.report, name="inbox_page"),
]
