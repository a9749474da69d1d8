"""The interface under schemathesis: whatever is sent by whomever, only described answers come back.

Always the same requests (no chance, no example database): every operation, as five kinds of callers, with
data that fits the description and data that does not; a case number is a real one as often as not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from tests.doors.world import VISITOR, World
from yimen.config.urls import api

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CALLERS = ("li", "clerk", "director", "keeper", VISITOR)
FIT, UNFIT = 4, 3
ALWAYS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
]  # fmt: skip
QUIET = settings(
    derandomize=True, database=None, deadline=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.fixture
def one_connection() -> Iterator[None]:
    """The server asked in this process leaves the connection of the test alone."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _tried(operation: Any, mode: GenerationMode, most: int, world: World, who: str) -> set[int]:
    """So many requests of one kind to one operation; the statuses that came back."""
    headers = {"Authorization": f"Bearer {world.tokens[who]}"} if who in world.tokens else {}
    checks = ALWAYS if mode.is_positive else [*ALWAYS, negative_data_rejection]
    numbers = [None, world.cases["accepted"], world.cases["received"], world.cases["draft"]]
    seen: set[int] = set()

    @settings(QUIET, max_examples=most)
    @given(case=operation.as_strategy(generation_mode=mode), number=st.sampled_from(numbers))
    def send(case: Any, number: str | None) -> None:
        if number and "number" in case.path_parameters and mode.is_positive:
            case.path_parameters["number"] = number
        mark = transaction.savepoint()
        try:
            answer = case.call(headers=headers)
            case.validate_response(answer, checks=checks)
            seen.add(answer.status_code)
        finally:
            transaction.savepoint_rollback(mark)

    try:
        send()
    except Unsatisfiable:
        # Nothing can be sent wrongly where nothing is sent.
        assert mode.is_negative and not (operation.query or operation.body), operation.label
    return seen


@pytest.mark.parametrize("who", CALLERS)
def test_nothing_comes_back_that_is_not_described(world: World, one_connection: None, who: str):
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    seen: set[int] = set()
    wrong: list[str] = []
    for found in described.get_all_operations():
        operation = found.ok()
        for mode, most in ((GenerationMode.POSITIVE, FIT), (GenerationMode.NEGATIVE, UNFIT)):
            try:
                seen |= _tried(operation, mode, most, world, who)
            except BaseExceptionGroup as failures:
                wrong.append(f"{operation.label} {mode}: {failures.exceptions[0]}")
            except AssertionError as failure:
                wrong.append(f"{operation.label} {mode}: {failure}")
    assert wrong == [], "\n\n".join(wrong)
    assert {401, 404} <= seen if who == VISITOR else {200, 404, 422} <= seen


def test_an_answer_that_is_not_described_is_seen(world: World, one_connection: None):
    """The same description without its 404: the first case that is not there is told."""
    raw = api.get_openapi_schema(path_prefix="/api/v1/")
    for operation in raw["paths"]["/api/v1/cases/{number}"].values():
        operation["responses"].pop("404")
    described = schemathesis.openapi.from_dict(json.loads(json.dumps(raw)))
    described.app = get_wsgi_application()
    operation = described["/api/v1/cases/{number}"]["get"]
    with pytest.raises((AssertionError, BaseExceptionGroup), match="404"):
        _tried(operation, GenerationMode.POSITIVE, FIT, world, "wang")
