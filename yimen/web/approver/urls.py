"""Addresses of the approver."""

from __future__ import annotations

from django.urls import URLPattern, path

from yimen.web.fullview import full_view
from yimen.web.window.handling import paper_view

from . import act, checks, inbox, recheck, sitting, task_act, task_inspect, task_new, tasks
from .inbox import READS, REVIEW, SIGNERS

FULL = full_view("/review/cases/{number}/", REVIEW, *SIGNERS)
urlpatterns: list[URLPattern] = [
    path("", inbox.inbox, name="review"),
    path("recheck/", recheck.page, name="review-recheck"),
    path("waiting/", inbox.waiting, name="review-waiting"),
    path("copies/", sitting.copies, name="review-copies"),
    path("sittings/", sitting.today, name="review-sittings"),
    path("cases/<str:number>/sitting/", sitting.page, name="review-sitting"),
    path("cases/<str:number>/sitting/now/", sitting.columns, name="review-sitting-now"),
    path("checks/", checks.listing, name="review-checks"),
    path("checks/<int:check>/", checks.one, name="review-check"),
    path("tasks/", tasks.listing, name="tasks"),
    path("tasks/inspect/", task_inspect.inspect, name="task-inspect"),
    path("tasks/new/", task_new.new, name="task-new"),
    path("tasks/<int:task>/", tasks.page, name="task"),
    path("tasks/<int:task>/act/", task_act.act, name="task-act"),
    path("tasks/<int:task>/papers/<str:paper>/", tasks.paper, name="task-paper"),
    path("tasks/<int:task>/papers/<str:paper>/sheet/", tasks.sheet, name="task-sheet"),
    path("cases/<str:number>/", inbox.case, name="review-case"),
    path("cases/<str:number>/full/", FULL, name="review-full"),
    path("cases/<str:number>/act/", act.act, name="review-act"),
    path("cases/<str:number>/papers/<str:paper>/", paper_view(READS, *SIGNERS), name="review-paper"),
]
