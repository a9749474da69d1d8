"""A hall taken over from a list in the browser: a look that writes nothing, then all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimen.bureau import queries as bureau
from yimen.hall import actions, listing
from yimen.hall import queries as halls
from yimen.rules.errors import RuleBroken
from yimen.rules.hall import taking_over
from yimen.rules.hall.keeping import KEEPERS, SiteTaken, read_site_code
from yimen.rules.hall.taking_over import NewSite
from yimen.rules.hall.terms import SiteLevel
from yimen.web.forms import FormErrors, clean, once_token
from yimen.web.guard import StaffRequest, needs

from . import typed
from .sites import LIST

#: Bytes of a list; a hall of 200 windows is 20 KB.
MOST = 512 * 1024
BOXES = ("code", "name", "address", "level", "region")


@dataclass(frozen=True)
class Look:
    """What a list becomes. `text`: the list itself, which the confirmation sends again and is read anew."""

    text: str
    sites: tuple[NewSite, ...]
    unknown: tuple[str, ...]

    @property
    def windows(self) -> int:
        """How many windows all sites have."""
        return sum(len(one.windows) for one in self.sites)


@needs(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest) -> HttpResponse:
    """The form; a list that came is looked at, one confirmed is entered."""
    errors, look = FormErrors(), None
    said = {key: clean(request, key).strip() for key in BOXES}
    if request.method == "POST":
        enter = clean(request, "do") == "enter"
        look = _looked(said, _text(request, errors), errors, enter=enter)
        if look and enter and _entered(request, said, look, errors):
            told = _("登记了 {sites} 个大厅、{windows} 个窗口。接着写开放时间、队列和排班。")
            messages.success(request, told.format(sites=len(look.sites), windows=look.windows))
            return redirect(f"{LIST}{look.sites[0].code}/")
    facts = {
        **errors.shown(), "typed": said, "found": None if errors else look, "once": once_token(),
        "levels": [(str(one), _(one.label)) for one in SiteLevel],
        "regions": [(one.code, one.name) for one in bureau.regions_under("0")], "most": MOST // 1024,
        "crumbs": [(LIST, _("大厅")), ("", _("从清单登记"))],
    }  # fmt: skip
    return render(request, "web/floor/import.html", facts, status=errors.status)


def _text(request: StaffRequest, errors: FormErrors) -> str:
    """The list: the file that came, or what was looked at before."""
    upload, kept = request.FILES.get("file"), request.POST.get("list", "")
    if upload is None:
        if not kept:
            errors.add("file", _("请选窗口清单的文件"))
        return kept[:MOST]
    if upload.size is None or upload.size > MOST:
        errors.add("file", _("文件超过 {most} KB").format(most=MOST // 1024))
        return ""
    try:
        return str(upload.read().decode("utf-8-sig"))
    except UnicodeDecodeError:
        errors.add("file", _("文件不是 UTF-8 文字，打不开"))
        return ""


def _looked(said: dict[str, str], text: str, errors: FormErrors, *, enter: bool) -> Look | None:
    """What the list becomes, with everything that is wrong told at once. `enter`: whether codes are taken is
    then asked by the action, which knows a repeat of itself."""
    typed.chosen(errors, "level", said["level"], [str(one) for one in SiteLevel])
    typed.chosen(errors, "region", said["region"], [one.code for one in bureau.regions_under("0")])
    for box, words in (("name", _("请写大厅的名称")), ("address", _("请写大厅的地址"))):
        if not said[box]:
            errors.add(box, words)
    if not text or not typed.tried(errors, lambda: read_site_code(said["code"]), "code"):
        return None
    known = bureau.department_codes()
    try:
        rows = listing.read(text)
        sites = taking_over.plan(rows, said["code"].upper(), said["name"], said["address"], known)
        taking_over.require_new(sites, set() if enter else {one.code for one in halls.kept_sites()})
    except RuleBroken as error:
        errors.refuse("code" if error.code == SiteTaken.code else "file", error)
        return None
    return Look(text, sites, taking_over.unknown(rows, known))


def _entered(request: StaffRequest, said: dict[str, str], look: Look, errors: FormErrors) -> bool:
    if errors:
        return False
    more: dict[str, Any] = typed.common(request)
    return typed.tried(
        errors,
        lambda: actions.take_over(request.actor, look.sites, said["level"], said["region"], **more),
        "file",
    )
