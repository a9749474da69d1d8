"""Addresses of the citizens' and enterprises' pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from yimen.web import pdf

from . import (
    apply,
    bundles,
    delivery,
    drop,
    find,
    forms,
    guide,
    guided,
    home,
    later,
    library,
    licences,
    materials,
    mend,
    mine,
    notice,
    progress,
    urging,
)

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("items/", find.items, name="items"),
    path("bundles/", bundles.bundles, name="bundles"),
    path("bundles/<str:code>/questions/", guided.questions, name="guided"),
    path("items/<str:code>/", guide.guide, name="guide"),
    path("apply/case/<str:number>/", apply.go_on, name="go-on"),
    path("apply/case/<str:number>/questions/", forms.questions, name="questions"),
    path("apply/case/<str:number>/form/", forms.form, name="form"),
    path("apply/case/<str:number>/materials/", materials.materials, name="materials"),
    path("apply/case/<str:number>/check/", apply.check, name="check"),
    path("apply/case/<str:number>/drop/", drop.drop, name="drop"),
    path("apply/case/<str:number>/done/", apply.done, name="done"),
    path("apply/case/<str:number>/receipt/", apply.receipt, name="receipt"),
    path("apply/<str:code>/", apply.start, name="start"),
    path("my/", mine.my, name="my"),
    path("my/messages/", mine.my_messages, name="my-messages"),
    path("my/materials/", library.library, name="my-materials"),
    path("my/materials/add/", library.add, name="my-materials-add"),
    path("my/materials/uses/", library.uses, name="my-materials-uses"),
    path("my/materials/uses.csv", library.uses_table, name="my-materials-uses-table"),
    path("my/materials/<int:held>/hide/", library.turn, {"what": "hide"}, name="my-materials-hide"),
    path("my/materials/<int:held>/show/", library.turn, {"what": "show"}, name="my-materials-show"),
    path("my/licences/", licences.mine, name="my-licences"),
    path("my/licences/<int:licence>/", licences.one, name="my-licence"),
    path("my/licences/<int:licence>/file/", licences.file, name="my-licence-file"),
    path("my/licences/<int:licence>/show/", licences.show, name="my-licence-show"),
    path("cases/<str:number>/", progress.case, name="case"),
    path("cases/<str:number>/delivery/", delivery.choose, name="delivery"),
    path("cases/<str:number>/received/", delivery.received, name="received"),
    path("cases/<str:number>/supply/", progress.supply, name="supply"),
    path("cases/<str:number>/later/", later.supply, name="later"),
    path("cases/<str:number>/supply/form/", mend.form, name="supply-form"),
    path("cases/<str:number>/urge/", urging.urge, name="urge"),
    path("cases/<str:number>/withdraw/", progress.withdraw, name="withdraw"),
    path("cases/<str:number>/papers/<str:paper>/", progress.paper, name="paper"),
    path("cases/<str:number>/papers/<str:paper>/file/", pdf.paper, name="paper-file"),
    path("items/<str:code>/notice/", notice.notice, name="notice"),
    path("track/", progress.track, name="track"),
]
