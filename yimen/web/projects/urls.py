"""Addresses of projects for their owners and for everybody."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import begin, fees, guide, mine, opening, road, urging

urlpatterns: list[URLPattern] = [
    path("", mine.mine, name="projects"),
    path("guide/<str:kind>/", guide.guide, name="project-guide"),
    path("new/", opening.new, name="project-new"),
    path("<str:code>/", road.page, name="project"),
    path("<str:code>/fees/", fees.page, name="project-fees"),
    path("<str:code>/fees/bill/", fees.bill, name="project-bill"),
    path("<str:code>/fees/pay/", fees.pay, name="project-pay"),
    path("<str:code>/fees/look/", fees.look, name="project-look"),
    path("<str:code>/fees/file/", fees.file, name="project-fees-file"),
    path("<str:code>/print/", road.sheet, name="project-print"),
    path("<str:code>/urge/<str:stage>/", urging.urge, name="project-urge"),
    path("<str:code>/begin/<str:stage>/", begin.begin, name="project-begin"),
]
