"""The outside world, one file a system, each with a fake. Reached only after commit, from reactions."""
