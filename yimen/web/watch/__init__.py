"""Supervision: find any case, see its whole history, what is late."""
