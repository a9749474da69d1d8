"""Yimen (一门): one door, one window, one form, one set of materials, one seal, one visit."""

__version__ = "0.1.0"
