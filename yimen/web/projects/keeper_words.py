"""The pages of the keeper of projects share: words of changed values, the history, two steps of a form."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yimen.projects.queries import Happening
from yimen.rules.changes import Change, differences
from yimen.rules.errors import RuleBroken
from yimen.rules.fees import Due, How, Measure
from yimen.rules.projects import Assessed, Funding, ProjectKind, Stage
from yimen.rules.projects.keeping import KeptMoved, require_seen
from yimen.rules.term import Term
from yimen.rules.terms import Role
from yimen.web.forms import FormErrors, clean
from yimen.web.guard import StaffRequest
from yimen.web.staffparts import who
from yimen.web.words import said

#: Who reads these pages, and who changes what they show.
READERS = (Role.KEEPER, Role.ADMIN)
KEEPER = Role.KEEPER
#: What the parts of a route, a rate and a 区域评估 are called.
PARTS: dict[str, str] = {
    "item": gettext_noop("编码"), "name": gettext_noop("名称"), "hint": gettext_noop("提示"),
    "organ": gettext_noop("收费单位"), "basis": gettext_noop("依据"), "how": gettext_noop("怎么算"),
    "amount": gettext_noop("金额"), "measure": gettext_noop("按什么算"), "due": gettext_noop("什么时候交"),
    "cap": gettext_noop("封顶"), "kinds": gettext_noop("哪类项目交"), "reliefs": gettext_noop("减免"),
    "note": gettext_noop("备注"), "state": gettext_noop("在不在收"), "assessed": gettext_noop("评估种类"),
    "valid_from": gettext_noop("从哪天起"), "valid_to": gettext_noop("到哪天止"),
}  # fmt: skip
STATES: tuple[tuple[str, str], ...] = (("active", gettext_noop("在收")), ("stopped", gettext_noop("停收")))
_TABLES: Mapping[str, type[Term]] = {"how": How, "measure": Measure, "due": Due, "assessed": Assessed}
_WHOSE = {str(one): one.label for table in (ProjectKind, Funding) for one in table}
_CODE = re.compile(r"[a-z]+")
_ABOUT: Mapping[str, type[Term]] = {"stage": Stage, "kind": ProjectKind}


def changes(found: Iterable[Change]) -> list[tuple[str, str, str]]:
    """Changed values in words, as c-diff takes them."""
    return [(_(PARTS.get(key, key)), _word(key, old), _word(key, new)) for key, old, new in found]


def _word(key: str, value: str) -> str:
    if key in _TABLES and value:
        return _(_TABLES[key].label_of(value))
    if key == "state" and value:
        return _(dict(STATES)[value])
    if key == "kinds":
        return _("、").join(_(_WHOSE.get(one, one)) for one in value.split())
    if key == "reliefs":
        return _CODE.sub(lambda hit: _(_WHOSE.get(hit.group(), hit.group())), value)
    return value


def history(found: Iterable[Happening]) -> list[dict[str, Any]]:
    """The changes of one page, the newest first."""
    return [
        {
            "at": one.at, "by": who(one.by), "rows": changes(one.changes),
            "about": " ".join(
                _(_ABOUT[key].label_of(value)) if key in _ABOUT else value
                for key, value in one.about.items()
            ),
        }
        for one in found
    ]  # fmt: skip


def choices(table: type[Term]) -> list[tuple[str, str]]:
    """A table of terms as options."""
    return [(str(one), _(one.label)) for one in table]


def saving(request: StaffRequest) -> bool:
    """Whether what the preview showed is to be kept now; the first sending only shows it."""
    return clean(request, "act") == "save"


def refuse(errors: FormErrors, field: str, error: RuleBroken) -> None:
    """Note what a rule said, with its ground: a keeper has to answer to it."""
    text = said(error)
    if error.basis:
        text = _("{text}（依据：{basis}）").format(text=text, basis=error.basis)
    errors.add(field, text)


def sent(request: StaffRequest) -> list[tuple[str, str]]:
    """What the preview looked at, for the form that keeps it."""
    own = {"csrfmiddlewaretoken", "once", "act", "seen"}
    pairs = [(name, value) for name, values in request.POST.lists() for value in values if name not in own]
    return [(name, value.replace("\x00", "")) for name, value in pairs]


def mark(now: Mapping[str, str]) -> str:
    """What a page shows, for its forms to carry."""
    return json.dumps(now, ensure_ascii=False, sort_keys=True)


def seen(request: StaffRequest) -> dict[str, str] | None:
    """What the page of this form showed; None where the form does not say. What is no such thing fits
    nothing that could stand there."""
    typed = clean(request, "seen")
    if not typed:
        return None
    try:
        told = json.loads(typed)
    except ValueError:
        return {"": typed}
    return {str(k): str(v) for k, v in told.items()} if isinstance(told, dict) else {"": typed}


def look(request: StaffRequest, now: Mapping[str, str], errors: FormErrors, field: str) -> None:
    """Refuse at `field` what was typed into a page that shows no longer what stands there `now`. Keeping is
    left to the act: it knows a form that is sent twice."""
    if saving(request):
        return
    try:
        require_seen(seen(request), now)
    except KeptMoved as error:
        refuse(errors, field, error)


def theirs(request: StaffRequest, now: Mapping[str, str], errors: FormErrors) -> dict[str, Any]:
    """For a page that is shown again: what stands there now, for its forms to carry, so that the next press
    is made with open eyes; and after a refusal what somebody else changed since the page was opened."""
    before = seen(request) if errors else None
    known = {key: value for key, value in (before or {}).items() if key in PARTS}
    moved = changes(differences(known, now)) if before is not None else []
    return {"seen": mark(now), "theirs": moved}


def crumbs(place: str, name: str, here: str = "") -> list[tuple[str, str]]:
    """The way to a page of the keeper."""
    start = [("/catalogue/", _("事项目录"))]
    return [*start, *([(place, name), ("", here)] if here else [("", name)])]
