"""Addresses of projects for their owners and for everybody."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import begin, guide, mine, opening, road

urlpatterns: list[URLPattern] = [
    path("", mine.mine, name="projects"),
    path("guide/<str:kind>/", guide.guide, name="project-guide"),
    path("new/", opening.new, name="project-new"),
    path("<str:code>/", road.page, name="project"),
    path("<str:code>/print/", road.sheet, name="project-print"),
    path("<str:code>/begin/<str:stage>/", begin.begin, name="project-begin"),
]
