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

from django.db import IntegrityError, transaction

from yimen.rules.authority import Actor

from . import actions

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
            try:
                with transaction.atomic(durable=True):
                    return _carry_out(verb, answer_type, key, request, actor, args, kwargs)
            except IntegrityError:
                # Two copies of one request at once: the other one has committed by now, its answer is ours.
                earlier = actions.recall(actor.label, key, request) if key else None
                if earlier is None:
                    raise
                return answer_type(**earlier)

        return call

    return wrap


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
