"""Every curl line of docs/how-to/api.md is sent as it stands there, in order, and succeeds."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import county as counties
from tests import hall_world
from tests.api.conftest import PDF
from yimen.accounts.scopes import Scope

pytestmark = pytest.mark.django_db
PAPER = Path(__file__).parents[2] / "docs" / "how-to" / "api.md"


def _lines() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", PAPER.read_text(encoding="utf-8"), re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.startswith("curl ")]


def _send(line: str) -> Any:
    """One curl line, by its -X, -H, -d and -F."""
    words = shlex.split(line)[1:]
    method, headers, body, address = "GET", {}, "", ""
    fields: dict[str, Any] = {}
    while words:
        word = words.pop(0)
        if word == "-X":
            method = words.pop(0)
        elif word == "-H":
            name, value = words.pop(0).split(": ", 1)
            headers[name] = value
        elif word == "-d":
            body = words.pop(0)
        elif word == "-F":
            name, value = words.pop(0).split("=", 1)
            fields[name] = SimpleUploadedFile(value[1:], PDF) if value.startswith("@") else value
        elif word != "-i":
            address = word
    client = Client(raise_request_exception=False)
    if fields:
        return client.post(address, fields, headers=headers)
    return client.generic(method, address, body, content_type="application/json", headers=headers)


def test_every_line_succeeds(caller, county):
    facts = {"SITE": "", "ITEM": counties.LICENCE, "NUMBER": "", "CODE": "", "NEXT": "", "ETAG": "",
             "PROJECT": "2026-439926-33-03-000021", "HALL": "", "KEY": "", "TICKET": ""}  # fmt: skip
    hall_world.build(county)
    tokens = {"申请": caller("li").secret, "办理": caller("clerk").secret}
    sent = 0
    for line in _lines():
        staff = "/cases" in line or "/counter" in line
        filled = line.replace("$TOKEN", tokens["办理" if staff else "申请"])
        for name, value in facts.items():
            # What a shell would put inside double quotes: the quotes of an ETag are part of it.
            filled = filled.replace(f"${name}", value.replace('"', '\\"'))
        answer = _send(filled)
        assert answer.status_code in {200, 201}, (filled, answer.content.decode())
        sent += 1
        if "apply-0001" in line:
            facts["NUMBER"], facts["CODE"] = answer.json()["number"], answer.json()["query_code"]
        if "apply-0002" in line:
            facts["NEXT"] = answer.json()["number"]
        if line.endswith('/sites"'):
            facts["HALL"] = answer.json()["sites"][0]["code"]
        if "ticket-0001" in line:
            facts["KEY"], facts["TICKET"] = answer.json()["key"], str(answer.json()["id"])
        facts["ETAG"] = answer.get("ETag", facts["ETAG"])
    assert sent == 29


def test_the_scopes_are_those_of_tokens():
    told = set(re.findall(r"^\| `([a-z:]+)` \|", PAPER.read_text(encoding="utf-8"), re.MULTILINE))
    assert told == {str(scope) for scope in Scope}
