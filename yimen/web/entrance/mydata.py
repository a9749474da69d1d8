"""我的数据: one archive with everything on file about oneself."""

from __future__ import annotations

import json
import tempfile
import zipfile
from datetime import date
from typing import IO

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from yimen.accounts import actions
from yimen.cases import queries as cases
from yimen.cases.queries import Personal
from yimen.hall.queries import personal as hall
from yimen.helping.queries import personal as helping
from yimen.instant import queries as instant
from yimen.keys.crypto import NotOurs
from yimen.parties.queries import helping as mandates
from yimen.personal import queries as personal
from yimen.pledges import queries as pledges
from yimen.projects import queries as projects
from yimen.rules.calendar import china_date
from yimen.rules.errors import RuleBroken
from yimen.vault import queries as vault
from yimen.web.forms import FormErrors, once_token, read_once

from . import proof
from .guard import signed_in

#: Kept in memory up to so many bytes; a larger archive is written to the disk and gone with the answer.
IN_MEMORY = 5 * 1024 * 1024


@never_cache
@signed_in
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def my_data(request: HttpRequest) -> HttpResponseBase:
    """What is inside, and the archive once the password is given again."""
    actor, now, errors = request.actor, request.now, FormErrors()  # type: ignore[attr-defined]
    if actor.party is None:
        return redirect("/account/")
    if request.method == "POST":
        try:
            actions.take_copy(
                actor, proof.typed(request), since=proof.since(request), now=now, once=read_once(request)
            )
        except RuleBroken as error:
            errors.refuse("password", error)
        else:
            found = _everything(actor.party, china_date(now))
            name = f"yimen-{china_date(now):%Y%m%d}.zip"
            return FileResponse(packed(found), as_attachment=True, filename=name)
    context = {"once": once_token(), **proof.shown(request), **errors.shown()}
    return render(request, "web/entrance/mydata.html", context, status=errors.status)


def _everything(party: int, today: date) -> Personal:
    """What the cases hold of a party, its projects with their fees, its promises and breaches, what machines
    decided, what it asked about its own data, its visits to halls, and who helps or helped it."""
    found, (asked, papers) = cases.everything_of(party, today), personal.everything_of(party)
    built, sheets = projects.everything_of(party)
    more = {
        "projects": built, **pledges.everything_of(party),
        "decided_by_machine": instant.everything_of(party), "corrections": asked,
        **hall.everything_of(party), "help_mandates": mandates.everything_of(party),
        **helping.everything_of(party),
    }  # fmt: skip
    return Personal({**found.data, **more}, (*found.files, *sheets, *papers))


def packed(found: Personal) -> IO[bytes]:
    """The archive: data.json, the files it names, and a word on those that the disk has lost."""
    target = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (closed with the answer)
    lost: list[str] = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, facts in found.files:
            try:
                with vault.open_content(facts) as content:
                    archive.writestr(path, content.read())
            except (FileNotFoundError, NotOurs):
                lost.append(path)
        data = {**found.data, **({"lost": lost} if lost else {})}
        archive.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=1, default=str))
        archive.writestr(
            _("说明") + ".txt", _("data.json 是全部数据，文件在旁边的文件夹里，按里面写的路径找。")
        )
    target.seek(0)
    return target
