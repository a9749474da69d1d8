"""缴款对不上: what the payment platform said and was not believed, and what is to be done about each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from yimen.projects import queries
from yimen.projects.queries import Doubted
from yimen.rules.cashier import Doubt
from yimen.rules.terms import Role
from yimen.web.guard import StaffRequest, needs
from yimen.web.listing import address, cut, row_id

PAGE = 30
HERE = "/watch/doubts/"
#: What whoever looks at a doubt does about it. Until then no money is moved.
TODO: Mapping[Doubt, str] = {
    Doubt.UNKNOWN: gettext_noop("请平台按流水号查是谁付的；不是这里的钱，请平台退回"),
    Doubt.AMOUNT: gettext_noop("和平台对这一笔实收多少：多收的请平台退，少收的请缴款人补"),
    Doubt.REFERENCE: gettext_noop("可能付了两次：请平台按两个流水号查，多付的退回"),
    Doubt.TAKEN_BACK: gettext_noop("请平台书面答复钱到没到账；没到账的，通知缴款人重新付"),
    Doubt.REFUSED: gettext_noop("请平台说明为什么不收这张单，改好以后让缴款人重新下单"),
    Doubt.UNREADABLE: gettext_noop("请系统管理员核对平台的密钥和接口版本，好了再点“查到账没有”"),
}


@needs(Role.SUPERVISOR)
@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """The newest first."""
    rows, last = cut(queries.doubted(request.actor, before=row_id(request), limit=PAGE), PAGE)
    facts = {"rows": [_row(one) for one in rows], "next": address(HERE, {}, before=last.id) if last else ""}
    return render(request, "web/watch/doubts.html", facts)


def _row(one: Doubted) -> dict[str, Any]:
    return {
        "row": one, "what": _(one.what.label), "todo": _(TODO[one.what]),
        "state": _(one.state.label) if one.state else "",
        "differs": one.ours is not None and one.ours != one.said,
    }  # fmt: skip
