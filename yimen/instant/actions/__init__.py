"""Every write of 秒批: decide on a case, throw the switch of an item, check a decision again."""

from .deciding import decide
from .oversee import Checked, Switched, erase, recheck, switch

__all__ = ["Checked", "Switched", "decide", "erase", "recheck", "switch"]
