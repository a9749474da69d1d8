"""Addresses of the pages of those who run the halls."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import baselines, devices, imports, live, morning, powers, roster, site, sites, window

urlpatterns: list[URLPattern] = [
    path("sites/", sites.listing, name="floor-sites"),
    path("sites/new/", sites.new, name="floor-site-new"),
    path("sites/import/", imports.page, name="floor-import"),
    path("sites/<str:code>/", site.page, name="floor-site"),
    path("sites/<str:code>/devices/", devices.page, name="floor-devices"),
    path("sites/<str:code>/live/", live.page, name="floor-live"),
    path("sites/<str:code>/morning/", morning.page, name="floor-morning"),
    path("sites/<str:code>/roster/", roster.page, name="floor-roster"),
    path("sites/<str:code>/roster/print/", roster.sheet, name="floor-roster-print"),
    path("sites/<str:code>/windows/new/", window.new, name="floor-window-new"),
    path("sites/<str:code>/windows/<str:window>/", window.page, name="floor-window"),
    path("weekend/", powers.weekend, name="floor-weekend"),
    path("baselines/", baselines.page, name="floor-baselines"),
    path("powers/", powers.powers, name="floor-powers"),
]
