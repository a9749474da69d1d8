"""The part of a page that a screen asks for again and again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import render

from yimen.trail.chain import sm3


def changed_piece(request: HttpRequest, template: str, facts: Mapping[str, Any]) -> HttpResponseBase:
    """A piece drawn from its template, with a mark of what it says; 304 for who has it already."""
    drawn = render(request, template, dict(facts))
    mark = f'"{sm3(drawn.content)[:24]}"'
    same = request.headers.get("If-None-Match") == mark
    answer: HttpResponseBase = HttpResponseNotModified() if same else drawn
    answer.headers["ETag"], answer.headers["Cache-Control"] = mark, "private, no-cache"
    return answer
