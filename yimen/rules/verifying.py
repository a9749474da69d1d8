"""验真: what anybody who holds a document or a licence is told of it, from three facts: what its signature
says, whether it is on record, and how the record stands today. Pure; the page only puts it into words.
"""

from __future__ import annotations

from .licence_states import LicenceStatus
from .seals import Signature
from .terms import Term


class Finding(Term):
    """验真结论, as it stands on the page."""

    GOOD = "good", "真实有效"
    ALTERED = "altered", "内容被改过，请不要采信"
    SUSPENDED = "suspended", "是真的，但已暂停，现在不能用"
    REPLACED = "replaced", "是真的，但已换发新版，旧版不能再用"
    REVOKED = "revoked", "是真的，但已被撤销，不能再用"
    CANCELLED = "cancelled", "是真的，但已注销，不能再用"
    EXPIRED = "expired", "是真的，但已过期"
    VOID = "void", "是真的，但办件已作废"
    UNKNOWN = "unknown", "查不到，不是本机关签发的"


_BY_STATUS = {
    LicenceStatus.VALID: Finding.GOOD,
    LicenceStatus.SUSPENDED: Finding.SUSPENDED,
    LicenceStatus.CHANGED: Finding.REPLACED,
    LicenceStatus.RENEWED: Finding.REPLACED,
    LicenceStatus.REVOKED: Finding.REVOKED,
    LicenceStatus.CANCELLED: Finding.CANCELLED,
    LicenceStatus.EXPIRED: Finding.EXPIRED,
}


def judge(
    *,
    known: bool,
    status: LicenceStatus | None = None,
    void: bool = False,
    signature: Signature | None = None,
) -> Finding:
    """The one conclusion.

    `known`: this very content or this number with its code is on record; `status`: of the licence,
    None for another document; `signature`: of an uploaded file, None where no file was given. A signature
    that was broken is told first; one that is whole is worth nothing without the record.
    """
    if signature is Signature.ALTERED:
        return Finding.ALTERED
    if not known or signature is Signature.FOREIGN:
        return Finding.UNKNOWN
    if void:
        return Finding.VOID
    return _BY_STATUS[status] if status is not None else Finding.GOOD
