"""Addresses of the watch."""

from __future__ import annotations

from django.urls import URLPattern, path

from yimen.rules.authority import Sight
from yimen.rules.terms import Role
from yimen.web.fullview import full_view, views

from . import (
    again,
    alarms,
    breaches,
    doubts,
    finder,
    hall,
    helpers,
    instant,
    promises,
    seals,
    story,
    tasks,
    urging,
    wall,
)

FULL = full_view("/watch/cases/{number}/", (Sight.WATCH,), Role.SUPERVISOR)
urlpatterns: list[URLPattern] = [
    path("", alarms.board, name="watch"),
    path("cases/", finder.find, name="watch-cases"),
    path("cases/<str:number>/", story.page, name="watch-case"),
    path("cases/<str:number>/urge/", urging.urge, name="watch-urge"),
    path("cases/<str:number>/trail/", seals.case_file, name="watch-case-trail"),
    path("again/", again.page, name="watch-again"),
    path("breaches/", breaches.page, name="watch-breaches"),
    path("doubts/", doubts.page, name="watch-doubts"),
    path("promises/", promises.page, name="watch-promises"),
    path("helpers/", helpers.helpers, name="watch-helpers"),
    path("hall/", hall.page, name="watch-hall"),
    path("hall/paper/", hall.paper, name="watch-hall-paper"),
    path("hall/table/<str:what>/", hall.table, name="watch-hall-table"),
    path("wall/", wall.page, name="watch-wall"),
    path("wall/news/", wall.news, name="watch-wall-news"),
    path("instant/", instant.page, name="watch-instant"),
    path("tasks/", tasks.page, name="watch-tasks"),
    path("seals/", seals.listing, name="watch-seals"),
    path("cases/<str:number>/full/", FULL, name="watch-full"),
    path("views/", views, name="watch-views"),
]
