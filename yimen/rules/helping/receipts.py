"""离线收件编号: numbers printed beforehand for a point with a weak line, given on paper where the application
cannot be sent yet, and matched with it later.

A number is a serial and six digits that only this site can make of it: a slip of the pen is found, and nobody
makes one up. Each is spent once.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable

from ..codes import half_width
from ..errors import Kind, RuleBroken
from ..term import Term

#: Numbers on a sheet of A4, and how many unspent ones a helper may hold.
SHEET, MOST_FREE = 12, 120
#: Digits of the serial, and of what proves it.
SERIAL, MARK = 8, 6
#: Longest reason for making a number void.
MOST_WORDS = 100


class SlipState(Term):
    """收件编号走到哪一步."""

    FREE = "free", "还没登记"
    MATCHED = "matched", "登记了"
    VOID = "void", "作废了"


class SlipWrong(RuleBroken):
    """Not a number that this site ever printed."""

    code = "receipt.wrong"
    text = "编号不对，请照纸上的 14 位数字再输一遍"
    kind = Kind.INVALID


class SlipUnknown(RuleBroken):
    """The number was printed for another helper."""

    code = "receipt.not_yours"
    text = "这个编号不是发给您的"
    kind = Kind.CONFLICT


class SlipSpent(RuleBroken):
    """A number stands for one application."""

    code = "receipt.spent"
    text = "这个编号已经登记过了，不能用两次"
    kind = Kind.CONFLICT


class SlipVoid(RuleBroken):
    """The number was made void."""

    code = "receipt.void"
    text = "这个编号作废了，请换一个"
    kind = Kind.CONFLICT


class SlipsEnough(RuleBroken):
    """Nobody hoards numbers."""

    code = "receipt.enough"
    text = "手上还有 {n} 个没用的编号，先用完，或者作废一些"
    kind = Kind.CONFLICT


class SlipCase(RuleBroken):
    """A number is matched with an application that this helper handed in, and that has none yet."""

    code = "receipt.case"
    text = "只能登记您帮着交上去、还没有收件编号的办件"
    kind = Kind.INVALID


class SlipWhy(RuleBroken):
    """A number is made void with a reason."""

    code = "receipt.why"
    text = "请写一句为什么作废，最多 {most} 个字"
    kind = Kind.INVALID


def number_of(serial: int, mark: int) -> str:
    """The number of a slip. `mark`: what proves the serial."""
    return f"{serial:0{SERIAL}d}{mark % 10**MARK:0{MARK}d}"


def read(typed: str, mark_of: Callable[[int], int]) -> int:
    """The serial of a number as typed. `mark_of`: what proves a serial at this site. Raises SlipWrong."""
    text = "".join(half_width(typed).replace("-", " ").split())
    if len(text) != SERIAL + MARK or not (text.isascii() and text.isdecimal()):
        raise SlipWrong()
    serial = int(text[:SERIAL])
    if not hmac.compare_digest(number_of(serial, mark_of(serial)), text):
        raise SlipWrong()
    return serial


def require_free(state: SlipState, holder: str, staff: str) -> None:
    """Whether this helper (`staff`) may still use a number of `holder`.

    Raises SlipUnknown, SlipSpent, SlipVoid.
    """
    if holder != staff:
        raise SlipUnknown()
    if state is SlipState.MATCHED:
        raise SlipSpent()
    if state is SlipState.VOID:
        raise SlipVoid()


def require_case(helper: str, staff: str, *, filed: bool, taken: bool) -> None:
    """Raise SlipCase unless an application begun with `helper` is this helper's (`staff`), was handed in
    (`filed`) and has no number yet (`taken`)."""
    if not helper or helper != staff or not filed or taken:
        raise SlipCase()


def require_room(free: int) -> None:
    """Raise SlipsEnough where a further sheet would be more than a helper may hold."""
    if free + SHEET > MOST_FREE:
        raise SlipsEnough(n=free)


def read_why(typed: str) -> str:
    """The reason for making a number void. Raises SlipWhy."""
    words = typed.strip()
    if not words or len(words) > MOST_WORDS:
        raise SlipWhy(most=MOST_WORDS)
    return words
