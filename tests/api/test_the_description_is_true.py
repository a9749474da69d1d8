"""openapi.json: 3.1, complete, and no answer that it does not name. Served without any page of scripts."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from tests import county as counties
from tests.api.conftest import NOW
from tests.ui import cases, jointly
from yimen.config.urls import api

METHODS = {"get", "post", "put", "delete"}


@pytest.fixture(scope="module")
def schema():
    return json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))


@pytest.fixture
def operations(schema):
    return [(m, p, o) for p, methods in schema["paths"].items() for m, o in methods.items()]


def test_it_is_openapi_3_1_with_title_and_licence(schema):
    assert schema["openapi"].startswith("3.1")
    assert schema["info"]["license"]["identifier"] == "Apache-2.0"
    assert schema["info"]["version"] == "1"


def test_every_operation_says_what_it_is(operations):
    names = [one["operationId"] for _, _, one in operations]
    assert len(names) == len(set(names)) == 161
    for method, path, one in operations:
        assert method in METHODS
        assert one["summary"], path
        assert one["description"].endswith("。"), path
        assert one["tags"], path


def test_every_operation_names_its_problems(operations):
    for method, path, one in operations:
        found = set(one["responses"])
        wanted = {"400", "405", "422", "500"}
        wanted |= {"401", "403"} if one.get("security") else set()
        wanted |= {"404"} if "{" in path else set()
        wanted |= {"409", "413"} if method != "get" else set()
        assert wanted <= found, (method, path)
        for status in wanted:
            content = one["responses"][status]["content"]
            assert content["application/problem+json"]["schema"]["$ref"].endswith("/Problem")


def test_every_operation_has_one_success_with_a_schema(operations):
    for method, path, one in operations:
        good = [status for status in one["responses"] if status.startswith("2")]
        assert len(good) == 1, (method, path)
        content = one["responses"][good[0]]["content"]
        if "application/pdf" in content:
            assert content["application/pdf"]["schema"] == {"type": "string", "format": "binary"}, path
        else:
            assert content["application/json"]["schema"]["$ref"]


def test_every_reference_leads_somewhere(schema):
    text = json.dumps(schema)
    names = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert names <= set(schema["components"]["schemas"])
    assert {"Bearer", "Session"} == set(schema["components"]["securitySchemes"])


def test_every_post_takes_an_idempotency_key(operations):
    for method, path, one in operations:
        names = {p["name"] for p in one.get("parameters", []) if p["in"] == "header"}
        assert ("Idempotency-Key" in names) is (method in {"post", "put"}), (method, path)
        acts = (
            "answers",
            "submit",
            "supply",
            "withdraw",
            "promise",
            "number}/pledge",
            "delivery",
            "received",
            "applications/{number}",
        )
        guarded = method != "get" and ("/acts/" in path or path.endswith(acts))
        assert ("If-Match" in names) is guarded, (method, path)


def test_what_comes_in_is_closed(schema, operations):
    """No body takes a field that it does not name."""
    for _, path, one in operations:
        for kind, content in one.get("requestBody", {}).get("content", {}).items():
            if kind == "application/json":
                body = _resolved(schema, content["schema"])
                assert body["additionalProperties"] is False, path


def _resolved(schema, part):
    while "$ref" in part or "allOf" in part:
        name = (part.get("$ref") or part["allOf"][0]["$ref"]).rsplit("/", 1)[-1]
        part = schema["components"]["schemas"][name]
    return part


def test_it_is_served_and_there_is_no_page_of_scripts(db):
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["paths"]["/api/v1/items"]["get"]["operationId"] == "items_list"
    assert Client().get("/api/v1/docs").status_code == 404
    assert Client().get("/api/v1/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_answers_hold_no_field_that_is_not_described(caller, county, reach, schema):
    """One whole case, an item, a joint task and lists, field by field against the description."""
    number = reach("delivered")
    task = jointly.play(county, NOW, cases.licence)["task_mending"]
    li = caller("li")
    for path, place in (
        ("/tasks", "/tasks"),
        (f"/tasks/{task}", "/tasks/{task}"),
        (f"/cases/{number}", "/cases/{number}"),
        ("/cases", "/cases"),
        (f"/cases/{number}/history", "/cases/{number}/history"),
        (f"/items/{counties.LICENCE}", "/items/{code}"),
        ("/items", "/items"),
    ):
        wanted = schema["paths"][f"/api/v1{place}"]["get"]["responses"]["200"]["content"]["application/json"]
        _same(schema, wanted["schema"], li.get(path).json(), path)


def _same(schema, part, value, place):
    part = _resolved(schema, part)
    if "anyOf" in part:
        if value is None:
            assert {"type": "null"} in part["anyOf"], place
            return
        part = _resolved(schema, next(one for one in part["anyOf"] if one != {"type": "null"}))
    if isinstance(value, dict) and "properties" in part:
        assert set(value) == set(part["properties"]), place
        for key, inner in value.items():
            _same(schema, part["properties"][key], inner, f"{place}.{key}")
    elif isinstance(value, list):
        for inner in value:
            _same(schema, part["items"], inner, f"{place}[]")
    elif "enum" in part:
        assert value in part["enum"], place
    elif isinstance(value, bool | int | str):
        kinds = {bool: "boolean", int: "integer", str: "string"}
        assert part.get("type") == kinds[type(value)], (place, part)
