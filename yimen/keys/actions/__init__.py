"""Writing keys and what lies under them."""

from __future__ import annotations

from .first import ensure
from .reseal import seal_column, seal_rows

__all__ = ["ensure", "seal_column", "seal_rows"]
