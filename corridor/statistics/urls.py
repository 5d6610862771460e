"""Addresses of statistics."""

from django.urls import path

from corridor.statistics.views import indicators, overview, patterns, pivot, reports, tables, targets

app_name = "statistics"
urlpatterns = [
    path("statistics/", overview.overview, name="overview"),
    path("statistics/numbers.csv", overview.overview_file, name="overview_file"),
    path("statistics/indicators/", indicators.indicators, name="indicators"),
    path("statistics/indicators/<slug:id>/", indicators.indicator, name="indicator"),
    path("statistics/indicators/<slug:id>/numbers.csv", indicators.indicator_file, name="indicator_file"),
    path("statistics/tables/", tables.tables, name="tables"),
    path("statistics/tables/<slug:id>/", tables.table, name="table"),
    path("statistics/tables/<slug:id>/<slug:form>/", tables.table_file, name="table_file"),
    path("statistics/patterns/", patterns.page, name="patterns"),
    path("statistics/pivot/", pivot.pivot, name="pivot"),
    path("statistics/targets/", targets.targets, name="targets"),
    path("statistics/targets/set/", targets.set_target, name="set_target"),
    path("statistics/targets/<slug:code>/", targets.target, name="target"),
    path("statistics/targets/<slug:code>/correct/", targets.correct_target, name="correct_target"),
    path("statistics/targets/<slug:code>/withdraw/", targets.withdraw_target, name="withdraw_target"),
    path("statistics/targets/<slug:code>/evidence/", targets.add_evidence, name="add_evidence"),
    path("statistics/targets/<slug:code>/evidence/<int:note>/", targets.take_back_evidence, name="take_back_evidence"),
    path("statistics/reports/", reports.reports, name="reports"),
    path("statistics/reports/template/", reports.template, name="report_template"),
    path("statistics/reports/<slug:period>/", reports.step, name="report"),
    path("statistics/reports/<slug:period>/<slug:form>/", reports.file, name="report_file"),
]
