"""Addresses of the records."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import lists, records

urlpatterns: list[URLPattern] = [
    path("", records.listing, name="archives"),
    path("due/", lists.due, name="archives-due"),
    path("holds/", records.holds, name="archives-holds"),
    path("record/<str:number>/", records.record, name="archives-record"),
    path("record/<str:number>/hold/", records.hold, name="archives-hold"),
    path("record/<str:number>/lift/<int:hold>/", records.lift, name="archives-lift"),
    path("record/<str:number>/retain/", lists.retain, name="archives-retain"),
    path("lists/", lists.listing, name="archives-lists"),
    path("lists/<int:pk>/", lists.one, name="archives-list"),
    path("lists/<int:pk>/sign/", lists.sign, name="archives-sign"),
    path("lists/<int:pk>/paper/", lists.paper, name="archives-paper"),
]
