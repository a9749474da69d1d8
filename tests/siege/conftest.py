"""The builder of bureaus, once for the files of a run; each test has its own copy and its own processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.siege.house import Builder, House


@pytest.fixture(scope="session")
def builder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builder]:
    made = Builder(tmp_path_factory.mktemp("siege"))
    yield made
    made.close()


@pytest.fixture
def house(builder: Builder) -> Iterator[Callable[..., House]]:
    """`house()`: a bureau of the size asked, its processes ended after the test."""
    made: list[House] = []

    def open_one(clerks: int = 1, cases: int = 0) -> House:
        made.append(builder.copy(clerks, cases))
        return made[-1]

    yield open_one
    for one in made:
        one.stop()
