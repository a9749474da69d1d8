"""联合任务: what several departments do together about one case, one whole, or one party (docs/why/0022)."""
