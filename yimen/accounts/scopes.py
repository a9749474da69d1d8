"""What an API token may do."""

from __future__ import annotations

from yimen.rules.terms import Term


class Scope(Term):
    """令牌权限: each part of the interface asks for one of these."""

    CATALOGUE_READ = "catalogue:read", "查事项"
    CASES_READ = "cases:read", "查办件"
    CASES_APPLY = "cases:apply", "提交申请"
    CASES_ACT = "cases:act", "办理办件"
    PERSONAL_READ = "personal:read", "看完整号码"
