"""Every refusal and every failure as application/problem+json (RFC 9457), mapped in this one place."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Field, NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from yimen.rules.errors import RuleBroken
from yimen.trail.outage import outage_of

from .words import said

logger = logging.getLogger("yimen.api")
MEDIA_TYPE = "application/problem+json"
#: So many places are named; all are counted.
MOST_FAULTS = 50


class Fault(Schema):
    """One place of the request that does not fit."""

    place: str = Field(description="在哪里，如 body.reason")
    code: str = Field(description="哪一类错误")
    words: str = Field(description="怎么改")


class Problem(Schema):
    """拒绝或出错（RFC 9457）。程序看 code，人看 detail。"""

    type: str = Field(description="urn:yimen:problem: 加 code")
    title: str
    status: int
    code: str = Field(description="稳定的代码，如 case.stale")
    detail: str = Field(description="给人看的话，按 Accept-Language；默认中文")
    basis: str = Field("", description="法律依据，可能为空")
    instance: str = Field(description="请求的地址")
    errors: list[Fault] = Field([], description="请求哪几处不对（只在 request.invalid 时有）")


TITLES = {
    400: gettext_lazy("请求读不懂"),
    401: gettext_lazy("请先登录"),
    403: gettext_lazy("不能这样做"),
    404: gettext_lazy("没有找到"),
    405: gettext_lazy("这个地址不支持这种请求"),
    409: gettext_lazy("现在不能这样做"),
    412: gettext_lazy("内容已经变了"),
    413: gettext_lazy("请求太大"),
    422: gettext_lazy("填写的内容不对"),
    429: gettext_lazy("请求太多"),
    500: gettext_lazy("系统出错了"),
    503: gettext_lazy("暂时办不了"),
    507: gettext_lazy("存储空间满了"),
}
#: What is wrong with one value, by the kind of error that the schema reports.
_FAULTS = {
    "missing": gettext_lazy("缺少这一项"),
    "extra_forbidden": gettext_lazy("没有这一项，请去掉"),
    "string_too_long": gettext_lazy("最多 {max_length} 个字"),
    "string_too_short": gettext_lazy("至少 {min_length} 个字"),
    "string_pattern_mismatch": gettext_lazy("写法不对"),
    "string_type": gettext_lazy("要文字"),
    "control": gettext_lazy("不能有控制字符"),
    "enum": gettext_lazy("只能是：{expected}"),
    "literal_error": gettext_lazy("只能是：{expected}"),
    "int_type": gettext_lazy("要一个整数"),
    "int_parsing": gettext_lazy("要一个整数"),
    "int_from_float": gettext_lazy("要一个整数"),
    "bool_type": gettext_lazy("要 true 或 false"),
    "greater_than_equal": gettext_lazy("不能小于 {ge}"),
    "less_than_equal": gettext_lazy("不能大于 {le}"),
    "date_type": gettext_lazy("要一个日期，如 2026-11-23"),
    "date_parsing": gettext_lazy("要一个日期，如 2026-11-23"),
    "date_from_datetime_parsing": gettext_lazy("要一个日期，如 2026-11-23"),
    "model_type": gettext_lazy("要一个对象"),
    "model_attributes_type": gettext_lazy("要一个对象"),
    "dict_type": gettext_lazy("要一个对象"),
    "list_type": gettext_lazy("要一个列表"),
    "too_long": gettext_lazy("最多 {max_length} 项"),
    "finite_number": gettext_lazy("要一个有限的数"),
}


def problem(
    request: HttpRequest,
    status: int,
    code: str,
    detail: str,
    *,
    basis: str = "",
    errors: Sequence[Fault] = (),
) -> HttpResponse:
    """One problem as an answer."""
    made = Problem(
        type=f"urn:yimen:problem:{code}", title=str(TITLES.get(status, TITLES[400])), status=status,
        code=code, detail=detail, basis=basis, instance=request.path, errors=list(errors),
    )  # fmt: skip
    body = json.dumps(made.model_dump(), ensure_ascii=False)
    answer = HttpResponse(body.encode("utf-8", "replace"), status=status, content_type=MEDIA_TYPE)
    if status == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="yimen"'
    return answer


def refused(request: HttpRequest, error: RuleBroken) -> HttpResponse:
    """A rule said no: its own code, words and basis."""
    answer = problem(
        request, error.kind.value, error.code, said(error), basis=_(error.basis) if error.basis else ""
    )
    if error.retry_after:
        answer["Retry-After"] = str(error.retry_after)
    return answer


def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The request does not fit the schema: every place is named, no value is repeated."""
    faults = [_fault(one) for one in error.errors[:MOST_FAULTS]]
    first = faults[0]
    detail = _("有 {count} 处不对。{place}：{words}").format(
        count=len(error.errors), place=first.place, words=first.words
    )
    return problem(request, 422, "request.invalid", detail, errors=faults)


def _fault(one: Mapping[str, Any]) -> Fault:
    # The door's own name of the body says nothing to the caller: ("body", "body", "reason") → body.reason.
    places = [str(part) for part in one["loc"]]
    if places[:1] == ["body"]:
        places = ["body", *places[2:]]
    elif places[:1] in (["query"], ["header"]):
        places = [places[0], places[-1]]
    kind = str(one["type"])
    words = str(_FAULTS.get(kind, _("填得不对")))
    facts = {name: str(value).replace(" or ", "、") for name, value in one.get("ctx", {}).items()}
    return Fault(place=".".join(places)[:200], code=kind, words=words.format(**facts))


_FRAMEWORK = {
    400: ("request.unreadable", gettext_lazy("请求读不懂，请检查格式")),
    401: ("request.not_signed_in", gettext_lazy("请带上有效的令牌，或先登录")),
    403: ("request.forbidden", gettext_lazy("您不能这样做")),
    404: ("request.not_found", gettext_lazy("没有这个地址")),
    405: ("request.method_not_allowed", gettext_lazy("这个地址不支持 {method}")),
    413: ("request.too_large", gettext_lazy("请求太大，请分开发送")),
    429: ("request.too_many", gettext_lazy("请求太多，请稍后再试")),
    500: ("server.error", gettext_lazy("系统出错了，已经记下来。请稍后再试")),
}


def plain(request: HttpRequest, status: int) -> HttpResponse:
    """What the framework answers, in the same shape."""
    code, words = _FRAMEWORK.get(status, _FRAMEWORK[400])
    return problem(request, status, code, str(words).format(method=request.method))


def _handler(request: HttpRequest, error: Any) -> HttpResponse:
    """Whatever was raised, as a problem; the classes of `_STATUS` are looked at in order."""
    if isinstance(error, RuleBroken):
        return refused(request, error)
    if isinstance(error, ValidationError):
        return invalid(request, error)
    if isinstance(error, HttpError):
        return plain(request, error.status_code)
    status = next((found for kind, found in _STATUS if isinstance(error, kind)), 500)
    return failed(request, error) if status == 500 else plain(request, status)


def failed(request: HttpRequest, error: BaseException | None) -> HttpResponse:
    """500; 503 or 507 where database or disk fail. Nothing of the inside goes out; the log has it all."""
    unable = outage_of(error)
    if unable is not None:
        logger.warning("%s in %s %s: %s", unable.code, request.method, request.path, error)
        return refused(request, unable)
    logger.error("unhandled in %s %s", request.method, request.path, exc_info=error)
    return plain(request, 500)


_STATUS: tuple[tuple[type[Exception], int], ...] = (
    (Http404, 404),
    (PermissionDenied, 403),
    (RequestDataTooBig, 413),
    (SuspiciousOperation, 400),
    (BadRequest, 400),
    (UnreadablePostError, 400),
    (MultiPartParserError, 400),
)


def install(api: NinjaAPI) -> None:
    """Every exception comes here; the framework's own handlers of these classes are replaced."""
    for kind in (Exception, HttpError, Http404, ValidationError):
        api.add_exception_handler(kind, _handler)
