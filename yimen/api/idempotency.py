"""Sent twice, done once (`Idempotency-Key`), and never on a page out of date (`If-Match`).

The key is optional but recommended for every POST: a caller who lost the answer sends the same request
again and reads the same answer. It belongs to the account; another request under it is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Protocol, TypeVar

from django.http import HttpRequest, HttpResponse
from ninja import Field
from pydantic import StringConstraints

from yimen.cases.actions import Done
from yimen.rules.authority import Actor
from yimen.trail import actions as trail

from .auth import actor_of, now_of
from .refusals import BadIfMatch, TwoRevisions
from .schemas.common import DoneOut
from .typed import Strict

REPLAYED = "Idempotent-Replayed"


class Revised(Protocol):
    """The answer of an act: what was acted on is now at this revision."""

    @property
    def rev(self) -> int:
        """The revision."""


D = TypeVar("D", bound=Revised)
A = TypeVar("A")
Key = Annotated[str, StringConstraints(max_length=64, pattern=r"^[!-~]+$")]


class Guarded(Strict):
    """The header that guards against a page out of date."""

    if_match: str | None = Field(
        None, alias="If-Match", max_length=40, description='办件的版本号（GET 答复里的 ETag），如 "3"'
    )

    def rev(self, named: int | None) -> int | None:
        """The revision seen: by header, or `named` in the body. Raises BadIfMatch, TwoRevisions."""
        text = (self.if_match or "").strip()
        if text in {"", "*"}:
            return named
        digits = text.removeprefix('"').removesuffix('"')
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
            raise BadIfMatch()
        if named is not None and named != int(digits):
            raise TwoRevisions()
        return int(digits)


class Once(Strict):
    """The header of every POST."""

    idempotency_key: Key | None = Field(
        None, alias="Idempotency-Key", description="请求编号。同一编号、同一内容再发，得到同一答复"
    )

    @property
    def once(self) -> str:
        """The key as actions take it, apart from those of pages; "" for none."""
        return f"api:{self.idempotency_key}" if self.idempotency_key else ""


class Acting(Once, Guarded):
    """The headers of an act on a case."""


def answered(actor: Actor, once: str) -> bool:
    """Whether a request of this key was carried out before."""
    if not once:
        return False
    try:
        # No real request is empty: where the key is known, its fingerprint differs.
        trail.recall(actor.label, once, {})
    except trail.KeyReused:
        return True
    return False


def carry_out(
    request: HttpRequest,
    response: HttpResponse,
    once: str,
    verb: Callable[..., Done],
    *args: Any,
    **facts: Any,
) -> DoneOut:
    """Do one act of the caller and answer with the case's new state; says so where it was done before."""
    return DoneOut.of(done_once(request, response, once, verb, *args, **facts))


def done_once(
    request: HttpRequest, response: HttpResponse, once: str, verb: Callable[..., D], *args: Any, **facts: Any
) -> D:
    """Do one act of the caller; the answer carries the new revision, and says where it was done before."""
    done = done_for(request, response, once, verb, *args, **facts)
    response["ETag"] = f'"{done.rev}"'
    return done


def done_for(
    request: HttpRequest, response: HttpResponse, once: str, verb: Callable[..., A], *args: Any, **facts: Any
) -> A:
    """Do one act of the caller on what has no revision; the answer says where it was done before."""
    actor = actor_of(request)
    again = answered(actor, once)
    done = verb(actor, *args, now=now_of(request), once=once, **facts)
    if again:
        response[REPLAYED] = "true"
    return done
