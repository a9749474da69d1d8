"""Administrators: staff and posts, relay, dead letters."""
