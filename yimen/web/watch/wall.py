"""大厅大屏: all halls now, for whoever leads a county: drawn whole at first, then only what changed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase, HttpResponseNotModified
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yimen import __version__
from yimen.hall.queries import measured
from yimen.hall.queries.wall import HallNow, Wall, wall
from yimen.rules.measures.baseline import Baseline, Figure
from yimen.rules.terms import Role
from yimen.trail.chain import sm3
from yimen.web import figures
from yimen.web.guard import StaffRequest, needs

HERE = "/watch/hall/wall/"
READERS = (Role.SUPERVISOR, Role.DIRECTOR, Role.KEEPER, Role.ADMIN)
#: Seconds between two questions; after so many without an answer the wall says how old it is.
EVERY, MISSED = 10, 3
#: So many halls stand there: what does not fit is not half shown.
HALLS = 9


@needs(*READERS)
@require_safe
def page(request: StaffRequest) -> HttpResponseBase:
    """/watch/hall/wall/: the wall."""
    facts = {
        **_shown(request),
        "news": f"{HERE}news/",
        "every": EVERY,
        "missed": MISSED,
        "release": __version__,
    }
    return render(request, "web/watch/wall.html", facts)


@needs(*READERS)
@require_safe
def news(request: StaffRequest) -> HttpResponseBase:
    """/watch/hall/wall/news/: the figures alone; 304 where nothing changed."""
    drawn = render(request, "web/watch/wall_now.html", {**_shown(request), "release": __version__})
    mark = f'"{sm3(drawn.content)[:24]}"'
    same = request.headers.get("If-None-Match") == mark
    answer = HttpResponseNotModified() if same else drawn
    answer.headers["ETag"], answer.headers["Cache-Control"] = mark, "private, no-cache"
    return answer


def _shown(request: StaffRequest) -> dict[str, Any]:
    found, before = wall(request.now), measured.baselines()
    halls = found.halls[:HALLS]
    most = max((one.waiting for one in halls), default=0)
    return {
        "top": _top(found, before), "rows": [_row(one, most) for one in halls], "none": figures.NONE,
        "more": len(found.halls) - len(halls), "promise": found.promise, "late": found.late,
    }  # fmt: skip


def _top(found: Wall, before: dict[Figure, Baseline]) -> list[dict[str, Any]]:
    """The figures on top: label, figure, unit, note. What cannot be known is not there."""
    opened, windows = found.windows
    cards = [
        _card(_("今天取号"), f"{found.visits:,}", _("人"), ""),
        _card(
            _("现在在等"), f"{found.waiting:,}", _("人"),
            _("{n} 人超过 {most} 分钟").format(n=found.late, most=found.promise) if found.late else "",
            hot=bool(found.late),
        ),
        _card(_("开着的窗口"), str(opened), _("个"), _("一共 {n} 个").format(n=windows)),
    ]  # fmt: skip
    mean, p90 = figures.minutes(found.waits.mean), figures.minutes(found.waits.p90)
    if mean is not None:
        cards.append(_card(_("今天平均等候"), f"{mean:g}", _("分钟"), _before(before, mean)))
    if p90 is not None:
        cards.append(_card(_("九成人等候不超过"), f"{p90:g}", _("分钟"), _("今天办完的")))
    if found.one_window is not None:
        cards.append(_card(_("今天一窗率"), f"{found.one_window:g}", "%", _("县中心，按办完的件数")))
    return cards


def _card(label: str, n: str, unit: str, note: str, *, hot: bool = False) -> dict[str, Any]:
    return {"label": label, "n": n, "unit": unit, "note": note, "hot": hot}


def _before(before: dict[Figure, Baseline], mean: float) -> str:
    """What waiting was before, and whether it is less now."""
    told = before.get(Figure.WAITING)
    if told is None:
        return ""
    base = f"{told.value.normalize():f}"
    words = _("改革前 {n} 分钟，现在少了") if mean < told.value else _("改革前 {n} 分钟")
    return words.format(n=base)


def _row(one: HallNow, most: int) -> dict[str, Any]:
    return {
        "one": one, "width": f"{one.waiting * 100 / most:.1f}" if most else "0",
        "mean": figures.minutes(one.waits.mean), "p90": figures.minutes(one.waits.p90),
    }  # fmt: skip
