"""THE LAW: pure functions on frozen facts. Standard library only; `now` is always an argument."""
