"""Approvers: what waits for me, decide."""
