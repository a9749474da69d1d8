"""Addresses of the window."""

from __future__ import annotations

from django.urls import URLPattern, path

from yimen.rules.terms import Role
from yimen.web.fullview import full_view

from . import (
    accounts,
    bookings,
    calling,
    decide,
    delivery,
    desk,
    filling,
    handling,
    helpers,
    later,
    newcase,
    notice,
    numbers,
    pledge,
    requests,
)
from .casepage import WINDOW
from .handling import paper_view

FULL = full_view("/desk/cases/{number}/", WINDOW, Role.CLERK)

urlpatterns: list[URLPattern] = [
    path("", desk.home, name="desk"),
    path("find/", desk.find, name="desk-find"),
    path("intake/", desk.intake, name="desk-intake"),
    path("corrections/", desk.corrections, name="desk-corrections"),
    path("handout/", desk.handout, name="desk-handout"),
    path("window/", numbers.page, name="desk-window"),
    path("window/do/", numbers.do, name="desk-window-do"),
    path("new/", newcase.person, name="desk-new"),
    path("new/register/", newcase.register, name="desk-register"),
    path("new/<int:party>/", newcase.item, name="desk-item"),
    path("new/<str:number>/form/", filling.form, name="desk-form"),
    path("new/<str:number>/materials/", filling.materials, name="desk-new-materials"),
    path("bookings/", bookings.page, name="desk-bookings"),
    path("requests/", requests.listing, name="desk-requests"),
    path("requests/<int:pk>/", requests.one, name="desk-request"),
    path("accounts/", accounts.find, name="desk-accounts"),
    path("accounts/new/", accounts.new, name="desk-account-new"),
    path("accounts/<int:party>/", accounts.party, name="desk-account"),
    path("accounts/<int:party>/full/", accounts.full, name="desk-account-full"),
    path(
        "accounts/<int:party>/helpers/<int:mandate>/confirm/",
        helpers.act,
        {"what": "confirm"},
        name="desk-help-confirm",
    ),
    path(
        "accounts/<int:party>/helpers/<int:mandate>/end/", helpers.act, {"what": "end"}, name="desk-help-end"
    ),
    path("cases/<str:number>/", decide.case, name="desk-case"),
    path("cases/<str:number>/full/", FULL, name="desk-full"),
    path("cases/<str:number>/call/", calling.call, name="desk-call"),
    path("cases/<str:number>/receive/", decide.receive, name="desk-receive"),
    path("cases/<str:number>/decide/", decide.decide, name="desk-decide"),
    path("cases/<str:number>/materials/", handling.materials, name="desk-materials"),
    path("cases/<str:number>/supply/", handling.supply, name="desk-supply"),
    path("cases/<str:number>/notice/", notice.send, name="desk-notice"),
    path("cases/<str:number>/promise/", later.promise, name="desk-promise"),
    path("cases/<str:number>/pledge/", pledge.sign, name="desk-pledge"),
    path("cases/<str:number>/later/", later.take, name="desk-later"),
    path("cases/<str:number>/return/", handling.return_unfinished, name="desk-return"),
    path("cases/<str:number>/issue/", handling.issue, name="desk-issue"),
    path("cases/<str:number>/deliver/", handling.deliver, name="desk-deliver"),
    path("cases/<str:number>/delivery/", delivery.choose, name="desk-delivery"),
    path("cases/<str:number>/parcel/", delivery.parcel, name="desk-parcel"),
    path("cases/<str:number>/send/", handling.send, name="desk-send"),
    path("cases/<str:number>/arrived/", handling.arrived, name="desk-arrived"),
    path("cases/<str:number>/papers/<str:paper>/", paper_view(WINDOW, Role.CLERK), name="desk-paper"),
]
