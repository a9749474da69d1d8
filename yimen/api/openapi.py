"""The description of the interface (OpenAPI 3.1): every answer that may come, problems among them."""

from __future__ import annotations

from typing import Any

from ninja.openapi.schema import REF_TEMPLATE

from .idempotency import REPLAYED
from .problems import MEDIA_TYPE, TITLES, Problem

_ANYWHERE = (400, 405, 422, 429, 500, 503)
#: Answers that say when to come again.
_LATER = dict.fromkeys((429, 503, 507), "几秒以后再试")
_WRITES = (409, 413, 507)
#: Addresses without a name in them whose query or body names what may not be there.
_FINDS = (
    "/track",
    "/library",
    "/bookings",
    "/applications",
    "/counter/open",
    "/help/mandates",
    "/help/visits",
    "/help/guidances",
)


def complete(schema: dict[str, Any]) -> None:
    """Add the Problem schema and, to each operation, the problems and headers it may answer with."""
    definition = Problem.model_json_schema(ref_template=REF_TEMPLATE)
    found = schema["components"].setdefault("schemas", {})
    found.update(definition.pop("$defs", {}))
    found["Problem"] = definition
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            _complete_one(path, method, operation)


def _complete_one(path: str, method: str, operation: dict[str, Any]) -> None:
    responses = {str(status): answer for status, answer in operation["responses"].items()}
    statuses = [*_ANYWHERE]
    if operation.get("security"):
        statuses += [401, 403]
    if "{" in path or path.endswith(_FINDS):
        statuses.append(404)
    if method != "get":
        statuses += _WRITES
    for status in sorted(statuses):
        responses[str(status)] = {
            "description": str(TITLES[status]),
            "content": {MEDIA_TYPE: {"schema": {"$ref": REF_TEMPLATE.format(model="Problem")}}},
        }
        if status in _LATER:
            responses[str(status)]["headers"] = {
                "Retry-After": {"description": _LATER[status], "schema": {"type": "integer"}}
            }
    names = {one["name"] for one in operation.get("parameters", [])}
    if "Idempotency-Key" in names:
        for code, answer in responses.items():
            if code.startswith("2"):
                answer.setdefault("headers", {})[REPLAYED] = {
                    "description": "true：这是以前那次的答复", "schema": {"type": "string"},
                }  # fmt: skip
    operation["responses"] = responses
