"""Addresses of the administrator's pages."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from . import check, departments, joint, relay, seal, staff, staff_page

urlpatterns: list[URLPattern] = [
    path("staff/", staff.listing, name="staff"),
    path("staff/new/", staff.new, name="staff-new"),
    path("staff/<str:number>/", staff_page.page, name="staff-one"),
    path("departments/", departments.listing, name="departments"),
    path("departments/new/", departments.new, name="department-new"),
    path("departments/<str:code>/", departments.page, name="department-one"),
    path("joint/", joint.page, name="joint"),
    path("check/", check.page, name="check-page"),
    path("check/print/", check.print_again, name="check-print"),
    path("seal/", seal.register, name="seal"),
    re_path(r"^seal/act/(?P<act>appoint|release|kinds|suspend|resume)/$", seal.act, name="seal-act"),
    path("seal/uses/", seal.uses, name="seal-uses"),
    path("seal/replaced/", seal.replaced, name="seal-replaced"),
    path("seal/replaced/report/", seal.report, name="seal-report"),
    path("seal/replaced/<int:row>/withdraw/", seal.withdraw, name="seal-withdraw"),
    path("relay/", relay.health, name="relay"),
    path("dead/", relay.dead, name="dead-letters"),
    path("dead/<int:event>/revive/", relay.revive, name="dead-letter-revive"),
]
