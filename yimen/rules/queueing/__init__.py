"""Numbers and calling: a ticket's life, who comes next, how long it takes, how many windows are needed."""

from __future__ import annotations
