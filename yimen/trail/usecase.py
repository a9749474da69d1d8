"""One use case = one transaction, carried out once however often the request comes.

`@use_case(Answer)` wraps a public action `verb(actor, …, *, now, once="")`: opens the durable transaction
and, when `once` (the idempotency key of the request) is given, answers a repeat from what was kept in the
same transaction as the first. `Answer` is a frozen dataclass with JSON types only.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import IntegrityError, OperationalError, transaction

from yimen.rules.authority import Actor
from yimen.rules.errors import RuleBroken

from . import actions
from .outage import is_deadlock

#: So often a transaction is done anew when another writer took its place in a stream.
TRIES = 6

P = ParamSpec("P")
R = TypeVar("R")
Verb = Callable[Concatenate[Actor, P], R]


def use_case(answer_type: type[R]) -> Callable[[Verb[P, R]], Verb[P, R]]:
    """Make an action transactional and repeatable. Raises KeyReused when a key comes with another request."""

    def wrap(verb: Verb[P, R]) -> Verb[P, R]:
        @functools.wraps(verb)
        def call(actor: Actor, *args: P.args, **kwargs: P.kwargs) -> R:
            key = str(kwargs.get("once", "") or "")
            request = {"verb": verb.__qualname__, "args": args, "kwargs": _asked(kwargs)}
            for attempt in range(TRIES):
                try:
                    with transaction.atomic(durable=True):
                        return _carry_out(verb, answer_type, key, request, actor, args, kwargs)
                except IntegrityError as clash:
                    # The whole transaction is gone, so it may be done again: the second time finds the kept
                    # answer of its copy, the proper refusal, or the next place in a shared stream.
                    if attempt == TRIES - 1 or (attempt and not _is_race(clash)):
                        raise
                except OperationalError as clash:
                    if attempt == TRIES - 1 or not is_deadlock(clash):
                        raise
                except RuleBroken:
                    # A copy of this request may have been carried out between the look for its answer and
                    # the rule, which then refused what the copy had just done: the kept answer counts.
                    if not key or (kept := actions.recall(actor.label, key, request)) is None:
                        raise
                    return answer_type(**kept)
            raise AssertionError("unreachable")

        return call

    return wrap


def _is_race(clash: IntegrityError) -> bool:
    """Whether two writers met at a unique place of the trail: the seq of a stream, or a request's key."""
    words = str(clash)
    return any(
        name in words
        for name in ("trail_one_row_per_seq", "trail_request_once", "trail_event.", "trail_once.")
    )


def _asked(kwargs: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in kwargs.items() if k not in {"now", "once"}}


def _carry_out(
    verb: Callable[..., R],
    answer_type: type[R],
    key: str,
    request: dict[str, Any],
    actor: Actor,
    args: Any,
    kwargs: Any,
) -> R:
    earlier = actions.recall(actor.label, key, request) if key else None
    if earlier is not None:
        return answer_type(**earlier)
    answer = verb(actor, *args, **kwargs)
    if key:
        now: datetime = kwargs["now"]
        actions.remember(actor.label, key, request, asdict(answer), now)  # type: ignore[call-overload]
    return answer
