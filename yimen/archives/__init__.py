"""档案: what becomes of a closed case: its package, its term, holds, and its destruction on record."""
