"""Addresses of learning."""

from django.urls import path

from corridor.learning.views import corridors, designs, lessons, reviews, searching, shelves

app_name = "learning"
urlpatterns = [
    path("lessons/", lessons.lesson_list, name="lessons"),
    path("lessons/<str:id>/", lessons.lesson_page, name="lesson"),
    path("shelf/", shelves.shelf_front, name="shelf"),
    path("shelf/<slug:kind>/", shelves.kind_list, name="kind"),
    path("shelf/<slug:kind>.<str:form>", shelves.kind_file, name="kind_file"),
    path("shelf/<slug:kind>/<str:id>/", shelves.entry_page, name="entry"),
    path("search/", searching.search_page, name="search"),
    path("corridors/", corridors.corridor_list, name="corridors"),
    path("corridors/<str:code>/", corridors.corridor_page, name="corridor"),
    path("review/", reviews.review_front, name="reviews"),
    path("review/bring/", reviews.bring_design, name="bring"),
    path("review/begin/", reviews.begin_design, name="begin"),
    path("review/template.toml", reviews.template_file, name="template"),
    path("review/rules/", reviews.rule_list, name="rules"),
    path("review/examples/<slug:id>/", reviews.example_page, name="example"),
    path("review/examples/<slug:id>/review.<str:form>", reviews.review_file, name="example_file"),
    path("review/<str:key>/", reviews.review_page, name="review"),
    path("review/<str:key>/answer/", reviews.answer_finding, name="answer"),
    path("review/<str:key>/discard/", reviews.discard_design, name="discard"),
    path("review/<str:key>/review.<str:form>", reviews.review_file, name="review_file"),
    path("review/<str:key>/design/", designs.design_page, name="design"),
    path("review/<str:key>/design/<slug:part>/", designs.element_form, name="part"),
    path("review/<str:key>/design/<slug:part>/<int:index>/", designs.element_form, name="element"),
    path("review/<str:key>/design/<slug:part>/<int:index>/remove/", designs.remove_element, name="remove"),
]
