"""Addresses of signing in by the platform of the province. None of django-allauth's own is served."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import oidc

urlpatterns: list[URLPattern] = [
    path("login/oidc/", oidc.start, name="oidc-start"),
    path("login/oidc/callback/", oidc.callback, name="oidc-callback"),
    path("login/oidc/confirm/", oidc.confirm, name="oidc-confirm"),
    path("account/identity/", oidc.mine, name="oidc-mine"),
    path("account/identity/end/", oidc.disconnect, name="oidc-disconnect"),
]
