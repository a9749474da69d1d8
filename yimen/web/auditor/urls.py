"""Addresses of the audit administrator's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import access

urlpatterns: list[URLPattern] = [
    path("access/", access.listing, name="access-log"),
    path("access/<str:day>/file/", access.take, name="access-log-file"),
]
