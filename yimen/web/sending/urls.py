"""Addresses of materials by telephone."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import link, phone

urlpatterns: list[URLPattern] = [
    path("apply/case/<str:number>/materials/<int:at>/phone/", link.show, name="material-phone"),
    path("apply/case/<str:number>/materials/<int:at>/phone/news/", link.news, name="material-phone-news"),
    path("up/<str:token>/", phone.send, name="material-send"),
]
