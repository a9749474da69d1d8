"""Writes about people's own data: corrections they ask for, and what goes when its time is over."""

from __future__ import annotations

from .corrections import Asked, ask, correct, decline, withdraw
from .forgetting import forget_due

__all__ = ["Asked", "ask", "correct", "decline", "forget_due", "withdraw"]
