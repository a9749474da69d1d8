"""Addresses of the keeper of routes, fee rates and zones of projects."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import keeper_rates, keeper_routes, keeper_zones

urlpatterns: list[URLPattern] = [
    path("routes/", keeper_routes.listing, name="keeper-routes"),
    path("routes/<str:kind>/<str:stage>/", keeper_routes.page, name="keeper-route"),
    path("rates/", keeper_rates.listing, name="keeper-rates"),
    path("rates/new/", keeper_rates.page, name="keeper-rate-new"),
    path("rates/<str:code>/", keeper_rates.page, name="keeper-rate"),
    path("zones/", keeper_zones.listing, name="keeper-zones"),
    path("zones/new/", keeper_zones.new, name="keeper-zone-new"),
    path("zones/<str:code>/", keeper_zones.page, name="keeper-zone"),
    path("zones/<str:code>/assess/", keeper_zones.assess, name="keeper-assess"),
]
