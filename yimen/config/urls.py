"""Addresses: pages by audience, then the API."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from yimen.api.api import api
from yimen.api.cashier import notice
from yimen.api.door import nowhere, spoken

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("api/cashier/notices", spoken(notice), name="cashier-notices"),
    re_path(r"^api/", spoken(nowhere)),
    path("", include("yimen.web.urls")),
]
handler400 = "yimen.config.failures.bad_request"
handler403 = "yimen.web.errors.forbidden"
handler404 = "yimen.web.errors.not_found"
handler500 = "yimen.config.failures.server_error"
