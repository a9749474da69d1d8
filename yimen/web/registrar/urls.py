"""Addresses of the catalogue keeper's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import edit, imports, instant, items, licence_types, publishing, quality, shared, twins, year

urlpatterns: list[URLPattern] = [
    path("", items.listing, name="catalogue"),
    path("new/", items.new, name="catalogue-new"),
    path("quality/", quality.report, name="catalogue-quality"),
    path("materials/", shared.materials, name="catalogue-materials"),
    path("materials/alike/", twins.alike, name="catalogue-alike"),
    path("materials/merges/", twins.merges, name="catalogue-merges"),
    path("materials/merges/<int:merge>/undo/", twins.undo, name="catalogue-merge-undo"),
    path("materials/<str:code>/", shared.material, name="catalogue-material"),
    path("materials/<str:code>/merge/", twins.merge, name="catalogue-merge"),
    path("elements/", shared.elements, name="catalogue-elements"),
    path("import/", imports.desk, name="catalogue-import"),
    path("import/<int:run>/", imports.report, name="catalogue-import-report"),
    path("licences/", licence_types.listing, name="licence-types"),
    path("licences/new/", licence_types.page, name="licence-type-new"),
    path("licences/<str:code>/", licence_types.page, name="licence-type"),
    path("licences/<str:code>/specimen/", licence_types.specimen, name="licence-specimen"),
    path("licences/<str:code>/stop/", licence_types.stop, name="licence-stop"),
    path("calendar/", year.this_year, name="calendar"),
    path("calendar/<int:number>/", year.year, name="calendar-year"),
    path("<str:code>/", items.page, name="catalogue-item"),
    path("<str:code>/state/", items.change_state, name="catalogue-state"),
    path("<str:code>/discard/", items.discard, name="catalogue-discard"),
    path("<str:code>/check/", publishing.check, name="catalogue-check"),
    path("<str:code>/publish/", publishing.publish, name="catalogue-publish"),
    path("<str:code>/diff/", publishing.diff, name="catalogue-diff"),
    path("<str:code>/instant/switch/", instant.switch, name="catalogue-instant-switch"),
    path("<str:code>/edit/instant/", instant.page, name="catalogue-instant"),
    path("<str:code>/edit/", edit.first, name="catalogue-edit"),
    path("<str:code>/edit/<slug:key>/", edit.section, name="catalogue-section"),
]
