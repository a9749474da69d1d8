"""Addresses of the watch."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import alarms, finder, story

urlpatterns: list[URLPattern] = [
    path("", alarms.board, name="watch"),
    path("cases/", finder.find, name="watch-cases"),
    path("cases/<str:number>/", story.page, name="watch-case"),
]
