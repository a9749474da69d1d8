"""What a keeper may register of projects: routes and 区域评估."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from ..errors import Kind, RuleBroken
from .promise import promised
from .results import Assessment
from .stages import StageNotOfKind, stages_of
from .terms import ProjectKind, Stage

_BASIS = "国办发〔2019〕11号"
#: Longest hint beside a route.
HINT_MOST = 200
#: Longest name of a document.
DOCUMENT_MOST = 200
_ZONE = re.compile(r"[A-Za-z0-9][A-Za-z0-9\-]{0,39}", re.ASCII)


class RouteUnfit(RuleBroken):
    """A stage is a bundle; beside the stages any item may run."""

    code = "project.route_unfit"
    text = "“{stage}”要配一个在用的一件事"
    basis = _BASIS
    kind = Kind.INVALID


class RouteTooLong(RuleBroken):
    """The bundle's promise is longer than what the class is promised for this stage."""

    code = "project.route_too_long"
    text = "“{name}”要 {days} 个工作日，超过了“{stage}”承诺的 {most} 个工作日"
    basis = _BASIS
    kind = Kind.INVALID


class RouteUnknown(RuleBroken):
    """Nothing of this name runs beside the stages of the class."""

    code = "project.route_unknown"
    text = "没有找到这条并行办理的事项"
    kind = Kind.NOT_FOUND


class RouteHint(RuleBroken):
    """A hint longer than a line."""

    code = "project.route_hint"
    text = "提示最多 {most} 个字"
    kind = Kind.INVALID


class RouteDocument(RuleBroken):
    """A route changes by a document of the organ, which is named."""

    code = "project.route_document"
    text = "请写明按哪个文件改（文号），最多 {most} 个字"
    kind = Kind.INVALID


class KeptMoved(RuleBroken):
    """Somebody else changed a route, a rate or a zone since this keeper opened the page."""

    code = "project.kept_moved"
    text = "您打开这一页以后，别人改过。先看现在是什么，再决定要不要存"
    kind = Kind.STALE


class ZoneUnfit(RuleBroken):
    """A zone without a code of letters and digits, or without a name."""

    code = "project.zone_unfit"
    text = "请填区域代码（字母、数字和短横线，最多 40 位）和名称"
    kind = Kind.INVALID


class AssessmentUnfit(RuleBroken):
    """A 区域评估 without a zone, a document or a basis, or that ends before it begins."""

    code = "project.assessment_unfit"
    text = "区域评估要写明区域、材料、文号和依据，有效期的先后要对"
    basis = "国办发〔2019〕11号四（十一）"
    kind = Kind.INVALID


def require_assessment(told: Assessment, zone_known: bool) -> None:
    """Raise AssessmentUnfit for a 区域评估 that spares nobody anything, or on no ground."""
    whole = told.material and told.document.strip() and told.basis.strip()
    if not zone_known or not whole or told.valid_to < told.valid_from:
        raise AssessmentUnfit()


def require_route(kind: ProjectKind, stage: Stage, name: str, days: int, *, bundle: bool, hint: str) -> None:
    """Whether a bundle (or, beside the stages, an item) may stand for a stage of a class. `days`: promised
    working days of it. Raises StageNotOfKind, RouteUnfit, RouteTooLong, RouteHint."""
    if len(hint) > HINT_MOST:
        raise RouteHint(most=HINT_MOST)
    if stage is Stage.LINE:
        return
    if stage not in stages_of(kind):
        raise StageNotOfKind(stage=stage.label)
    if not bundle:
        raise RouteUnfit(stage=stage.label)
    most = promised(kind).days[stage]
    if days > most:
        raise RouteTooLong(name=name, days=days, stage=stage.label, most=most)


def require_document(document: str) -> str:
    """The document by which a route changes, without blanks around it. Raises RouteDocument."""
    named = document.strip()
    if not 0 < len(named) <= DOCUMENT_MOST:
        raise RouteDocument(most=DOCUMENT_MOST)
    return named


def require_seen(seen: Mapping[str, str] | None, now: Mapping[str, str]) -> None:
    """Raise KeptMoved where what a keeper looked at is not what stands there `now`, part by part. None: the
    caller looked at nothing (an import, the sample county)."""
    if seen is not None and dict(seen) != dict(now):
        raise KeptMoved()


def route_seen(item: str, hint: str) -> dict[str, str]:
    """What a keeper looks at when they change a route; nothing where none is set."""
    return {"item": item, "hint": hint} if item else {}


def zone_seen(name: str) -> dict[str, str]:
    """What a keeper looks at when they name a zone anew; nothing where there is none."""
    return {"name": name} if name else {}


def require_zone(code: str, name: str) -> None:
    """Raise ZoneUnfit for a zone that nobody could find again."""
    if not _ZONE.fullmatch(code) or not 0 < len(name.strip()) <= 120:
        raise ZoneUnfit()


def assessment_parts(kind: str, basis: str, valid_from: date, valid_to: date) -> dict[str, str]:
    """What a 区域评估 says, part by part, to be compared with what it said before."""
    return {
        "assessed": str(kind), "basis": basis, "valid_from": valid_from.isoformat(),
        "valid_to": valid_to.isoformat(),
    }  # fmt: skip
