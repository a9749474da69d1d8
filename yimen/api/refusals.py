"""What the interface itself refuses, before any rule of the trade is asked."""

from __future__ import annotations

from yimen.rules.errors import Kind, RuleBroken


class ScopeMissing(RuleBroken):
    """The token was not given the scope that this operation asks for."""

    code = "request.scope_missing"
    text = "这个令牌没有“{scope}”权限"
    kind = Kind.FORBIDDEN


class CsrfFailed(RuleBroken):
    """A write by browser session without the CSRF token of the page."""

    code = "request.csrf_failed"
    text = "请求没有带页面的校验码，请刷新页面再试"
    kind = Kind.FORBIDDEN


class PlainHttp(RuleBroken):
    """A site that is served over HTTPS was asked in clear: whoever listened has the token now."""

    code = "request.plain_http"
    text = "请用 HTTPS。明文发过的令牌，请吊销后重新建"
    kind = Kind.FORBIDDEN


class BadCursor(RuleBroken):
    """The cursor is not one we gave out, or was given out for another list."""

    code = "request.bad_cursor"
    text = "翻页标记不对，请从第一页重新查"
    kind = Kind.INVALID


class NotTogether(RuleBroken):
    """Two filters that cannot be used at once."""

    code = "request.not_together"
    text = "{one} 和 {other} 不能一起用"
    kind = Kind.INVALID


class UnknownParameter(RuleBroken):
    """A query parameter that this operation does not know: most likely misspelt."""

    code = "request.unknown_parameter"
    text = "不认识参数：{names}"
    kind = Kind.INVALID


class BadIfMatch(RuleBroken):
    """If-Match names no revision."""

    code = "request.bad_if_match"
    text = 'If-Match 要写办件的版本号，如 "3"'
    kind = Kind.INVALID


class TwoRevisions(RuleBroken):
    """If-Match and the body name different revisions."""

    code = "request.two_revisions"
    text = "If-Match 和 rev 写的版本号不一样"
    kind = Kind.INVALID


class FieldsUnknown(RuleBroken):
    """Answers to questions that the item does not ask."""

    code = "request.fields_unknown"
    text = "这个事项的表里没有这些栏：{fields}"
    kind = Kind.INVALID


class RegionUnknown(RuleBroken):
    """No hall of this site stands in that region."""

    code = "request.region_unknown"
    text = "没有这个办理地点：{region}"
    kind = Kind.INVALID


class FileMissing(RuleBroken):
    """Neither a file nor paper taken at the window."""

    code = "request.file_missing"
    text = "请上传文件；只有窗口人员可以登记收到纸质材料"
    kind = Kind.INVALID


class OneFile(RuleBroken):
    """A form with more than the one file, or with fields that have no meaning here."""

    code = "request.one_file"
    text = "一次交一个文件，放在 file 里；别的栏只能是接口里写着的"
    kind = Kind.INVALID


class FileUnknown(RuleBroken):
    """The material of this case has no such file."""

    code = "request.file_unknown"
    text = "没有找到这个文件"
    kind = Kind.NOT_FOUND


class MaterialNotHere(RuleBroken):
    """The case has no such material."""

    code = "request.material_unknown"
    text = "这个办件没有这份材料"
    kind = Kind.NOT_FOUND
