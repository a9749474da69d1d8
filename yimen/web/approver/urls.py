"""Addresses of the approver."""

from __future__ import annotations

from django.urls import URLPattern, path

from yimen.web.fullview import full_view
from yimen.web.window import handling

from . import act, inbox
from .inbox import SIGNERS

urlpatterns: list[URLPattern] = [
    path("", inbox.inbox, name="review"),
    path("cases/<str:number>/", inbox.case, name="review-case"),
    path("cases/<str:number>/full/", full_view("/review/cases/{number}/", *SIGNERS), name="review-full"),
    path("cases/<str:number>/act/", act.act, name="review-act"),
    path("cases/<str:number>/papers/<str:paper>/", handling.paper, name="review-paper"),
]
