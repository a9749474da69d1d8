"""Addresses of all pages, audience by audience."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("yimen.web.entrance.urls")),
    path("", include("yimen.web.entrance.platform_urls")),
    path("", include("yimen.web.citizen.urls")),
    path("", include("yimen.web.sending.urls")),
    path("desk/", include("yimen.web.window.urls")),
    path("review/", include("yimen.web.approver.urls")),
    path("catalogue/", include("yimen.web.projects.keeper_urls")),
    path("catalogue/", include("yimen.web.registrar.urls")),
    path("watch/", include("yimen.web.watch.urls")),
    path("admin/", include("yimen.web.steward.urls")),
    path("helper/", include("yimen.web.helper.urls")),
    path("floor/", include("yimen.web.floor.urls")),
    path("device/", include("yimen.web.machine.urls")),
    path("projects/", include("yimen.web.projects.urls")),
    path("lead/", include("yimen.web.projects.staff_urls")),
    path("archives/", include("yimen.web.archivist.urls")),
    path("audit/", include("yimen.web.auditor.urls")),
]
