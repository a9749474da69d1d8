"""Addresses of the approver."""

from __future__ import annotations

from django.urls import URLPattern, path

from yimen.web.fullview import full_view
from yimen.web.window.handling import paper_view

from . import act, checks, inbox, recheck
from .inbox import REVIEW, SIGNERS

FULL = full_view("/review/cases/{number}/", REVIEW, *SIGNERS)
urlpatterns: list[URLPattern] = [
    path("", inbox.inbox, name="review"),
    path("recheck/", recheck.page, name="review-recheck"),
    path("checks/", checks.listing, name="review-checks"),
    path("checks/<int:check>/", checks.one, name="review-check"),
    path("cases/<str:number>/", inbox.case, name="review-case"),
    path("cases/<str:number>/full/", FULL, name="review-full"),
    path("cases/<str:number>/act/", act.act, name="review-act"),
    path("cases/<str:number>/papers/<str:paper>/", paper_view(REVIEW, *SIGNERS), name="review-paper"),
]
