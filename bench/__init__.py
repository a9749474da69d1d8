"""Benchmarks: the product beside the raw database and beside others, in interleaved runs.

`make bench` (or `python -m bench`) runs them all and writes docs/reference/performance.md.
"""
