"""用手机拍照上传: a link by which a telephone adds files to one material of one draft, and to nothing else.

It belongs to the session in which it was shown: who signs out, or ends the visit at a kiosk, ends it too.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from .errors import Kind, RuleBroken
from .terms import State

#: A link holds so long.
LINK_FOR = timedelta(minutes=15)
#: The page that shows it looks so often what arrived.
LOOK_EVERY = timedelta(seconds=3)
#: So many files of one material may be brought by telephone.
MOST = 30


class SendingOver(RuleBroken):
    """The link is too old, the application was handed in or dropped, or its session ended: told alike."""

    code = "sending.over"
    text = "这个二维码不能用了，请回到电脑或自助机上，重新打开“用手机拍照上传”"


class SentEnough(RuleBroken):
    """So many files lie at this material that a telephone adds no more."""

    code = "sending.enough"
    text = "这份材料已经有 {n} 个文件，够多了；要再加，请回到电脑上"
    kind = Kind.INVALID


def is_fresh(made: datetime, now: datetime) -> bool:
    """Whether a link that was shown at `made` still holds."""
    return made <= now < made + LINK_FOR


def require_open(state: State | None, own: bool, lasts: bool) -> None:
    """Raise SendingOver unless the case (None: there is none) is still a draft, its owner's, and the session
    that showed the link `lasts`."""
    if state is not State.DRAFT or not own or not lasts:
        raise SendingOver()


def require_room(files: int, more: int) -> None:
    """Raise SentEnough where `more` files would be too many besides those that lie there."""
    if files + more > MOST:
        raise SentEnough(n=files)
