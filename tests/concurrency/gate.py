"""Everybody let go at the same moment: calls in threads of their own, each with its own connection."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable

from django.db import connections


def together(*calls: Callable[[], object]) -> list[object]:
    """Run all calls at the same moment in threads of their own; results or exceptions in order."""
    gate, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place: int, call: Callable[[], object]) -> None:
        gate.wait(timeout=20)
        try:
            results[place] = call()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(i, c)) for i, c in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return results


def failures(calls: Iterable[Callable[[], object]]) -> list[Exception]:
    """The same; what any of them raised."""
    return [one for one in together(*calls) if isinstance(one, Exception)]


def without_failure(calls: Iterable[Callable[[], object]]) -> None:
    """The same; none of them may raise."""
    assert failures(calls) == []
