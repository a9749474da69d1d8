"""Figures told to the public and to those who lead, each from one formula: `compression` of promised days,
`spread` of waiting and service, `hall` (what a hall did), `baseline` (what it was before)."""

from .compression import Compression, compression

__all__ = ["Compression", "compression"]
