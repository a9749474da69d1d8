"""What of a form may lie in the browser of a helper or a window until the line is back (docs/why/0029).

Deny by default: a kind of answer that is not named here is not kept.
"""

from __future__ import annotations

import re

from .item import FieldUse
from .sensitive import mask_of
from .terms import FieldType

#: Natural days that a draft lies there, and how many forms at most.
DAYS, MOST = 3, 20
#: Kinds whose answers tell of a matter, not of who somebody is or where they live.
KINDS = frozenset(
    {
        FieldType.TEXT, FieldType.LONG_TEXT, FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY,
        FieldType.DATE, FieldType.CHOICE, FieldType.MULTI, FieldType.BOOL,
    }
)  # fmt: skip
#: Asked as plain text, but telling who somebody is, or opening something.
_NAMED = re.compile(
    r"姓名|名字|人$|负责人|代表|联系|出生|号码|账号|密码|口令|证号|微信|邮箱|"
    r"(^|_)(applicant|contact|birth|birthday|password|pin|token|secret|email)(_|$)|(^|_)no$|person",
    re.IGNORECASE,
)


def may_lie(use: FieldUse) -> bool:
    """Whether the answer to this question may be kept in the browser, sealed."""
    if use.type not in KINDS or mask_of(use) is not None:
        return False
    return _NAMED.search(use.key) is None and _NAMED.search(use.label) is None
