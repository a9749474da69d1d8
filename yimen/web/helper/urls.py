"""Addresses of the pages of helpers."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import guides, home, people, receipts, record, visits

urlpatterns: list[URLPattern] = [
    path("", home.home, name="helper"),
    path("record/", record.record, name="helper-record"),
    path("guides/", guides.page, name="helper-guides"),
    path("visits/", visits.listing, name="helper-visits"),
    path("visits/<int:visit>/", visits.page, name="helper-visit"),
    path("visits/<int:visit>/phone/", visits.phone, name="helper-visit-phone"),
    path("receipts/", receipts.page, name="helper-receipts"),
    path("receipts/<int:sheet>/print/", receipts.sheet, name="helper-receipts-print"),
    path("people/", people.listing, name="helper-people"),
    path("people/new/", people.new, name="helper-ask"),
    path("people/<int:mandate>/", people.one, name="helper-one"),
    path("people/<int:mandate>/send/", people.act, {"what": "send"}, name="helper-send"),
    path("people/<int:mandate>/confirm/", people.act, {"what": "confirm"}, name="helper-confirm"),
    path("people/<int:mandate>/end/", people.act, {"what": "end"}, name="helper-end"),
    path("people/<int:mandate>/begin/", people.begin, name="helper-begin"),
]
