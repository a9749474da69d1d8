"""The product's own actions in a database that holds many cases already."""

from __future__ import annotations

import os

import django

from bench import fill

from .ours import Ours


class Grown(Ours):
    """Yimen's actions in a full database."""

    def __init__(self) -> None:
        django.setup()
        fill.ready(int(os.environ["YIMEN_BENCH_SIZE"]))
        super().__init__()


def contender() -> Grown:
    """The contender of this module."""
    return Grown()
