"""Addresses of projects for who leads and watches them."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import staff

urlpatterns: list[URLPattern] = [
    path("projects/", staff.listing, name="lead-projects"),
    path("projects/<str:code>/", staff.page, name="lead-project"),
    path("projects/<str:code>/note/", staff.note, name="lead-note"),
    path("projects/<str:code>/manager/", staff.manager, name="lead-manager"),
]
