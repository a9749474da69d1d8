"""Which answers of a form are personal numbers and places, and how each is shown without being told.

个人信息保护法 28 (sensitive: finance, whereabouts) and GB/T 39786 (storage). Everything a person fills in
lies sealed, whatever its type; what this rule tells is what must be masked when it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from .item import FieldUse
from .masking import behind_mask as restored
from .masking import mask_account, mask_address, mask_id, mask_name, mask_phone, mask_text
from .terms import FieldType

_BY_TYPE: dict[FieldType, Callable[[str], str]] = {
    FieldType.PHONE: mask_phone,
    FieldType.ID_NUMBER: mask_id,
    FieldType.ADDRESS: mask_address,
}
_NAMED = re.compile(r"姓名|人$")
_FREE = frozenset({FieldType.TEXT, FieldType.LONG_TEXT})
#: A form may ask for these as plain text: the key of the shared element or its label tells.
_BY_NAME: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (re.compile(r"bank_account|card_no|银行账|银行卡|卡号|收款账"), mask_account),
    (re.compile(r"(^|_)id_(no|number|card)|applicant_id|身份证号|证件号"), mask_id),
    (re.compile(r"phone|mobile|手机|电话"), mask_phone),
    (re.compile(r"(^|_)address|住址|地址|住所"), mask_address),
)


def mask_of(use: FieldUse) -> Callable[[str], str] | None:
    """How answers to this question are masked; None where the answer is no personal number or place."""
    if use.type in _BY_TYPE:
        return _BY_TYPE[use.type]
    if use.type not in _FREE:
        return None
    return next((mask for named, mask in _BY_NAME if named.search(f"{use.key} {use.label}")), None)


def is_sensitive(use: FieldUse) -> bool:
    """Whether a whole view of the answer needs a reason and leaves a record."""
    return mask_of(use) is not None


def shown(use: FieldUse, text: str, *, names: bool = False) -> str:
    """An answer as officials read it: numbers and places masked, also inside free text; `names` too."""
    mask = mask_of(use)
    if mask is not None:
        return mask(text)
    if use.type not in _FREE:
        return text
    named = use.type is FieldType.TEXT and _NAMED.search(use.label)
    return mask_name(text) if names and named else mask_text(text)


def behind_mask(use: FieldUse, typed: object, kept: object) -> object:
    """`kept` where an answer comes back as its mask only, as officials and agents see it; else `typed`."""
    if not isinstance(typed, str) or not isinstance(kept, str):
        return typed
    if typed in {shown(use, kept), shown(use, kept, names=True)}:
        return kept
    return restored(typed, kept) if use.type in _FREE else typed
