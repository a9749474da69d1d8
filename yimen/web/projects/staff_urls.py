"""Addresses of projects for who leads and watches them."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import staff

urlpatterns: list[URLPattern] = [
    path("", staff.listing, name="lead-projects"),
    path("<str:code>/", staff.page, name="lead-project"),
    path("<str:code>/note/", staff.note, name="lead-note"),
    path("<str:code>/manager/", staff.manager, name="lead-manager"),
]
