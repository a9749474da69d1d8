"""Writing keys and what lies under them."""

from __future__ import annotations

from .first import ensure
from .reseal import seal_column, seal_rows
from .rotate import SETTLE, begin, finish, rewrap, seal_anew

__all__ = ["SETTLE", "begin", "ensure", "finish", "rewrap", "seal_anew", "seal_column", "seal_rows"]
