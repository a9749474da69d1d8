"""What every answer shares: the caller's language, problems for what the framework refuses, no caching."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.renderers import JSONRenderer

from yimen.limits.actions import count
from yimen.limits.visitor import address_of
from yimen.rules.limits import API_OPEN, TooMany

from . import openapi, problems
from .auth import now_of
from .refusals import UnknownParameter
from .words import language

View = Callable[..., HttpResponseBase]


class Readable(JSONRenderer):
    """JSON that a person can read in a terminal: Chinese as it is."""

    def __init__(self) -> None:
        self.json_dumps_params = {"ensure_ascii": False}


class Once(Parser):
    """JSON in which every key stands once: of two, this reader would take the last and another the first."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The body. Raises ValueError (told as unreadable) for what is no JSON, and for a key that is there
        twice."""
        return cast("dict[str, Any]", json.loads(request.body, object_pairs_hook=_once))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


class Door(NinjaAPI):
    """django-ninja with our answers for what it refuses by itself."""

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        for router in self._get_bound_routers():
            for place in router.path_operations.values():
                for operation in place.operations:
                    _refuse_unknown(self, operation)
        made = super()._get_urls()
        for one in made:
            if isinstance(one, URLPattern):
                one.callback = spoken(one.callback)
        return made

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The description with all problems."""
        made = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        openapi.complete(made)
        return made


def spoken(view: View) -> View:
    """A view in the language of Accept-Language, whose refusal of a method is a problem like any other."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        chosen = language(request)
        with translation.override(chosen):
            try:
                made = view(request, *args, **kwargs)
            except Http404:
                made = problems.plain(request, 404)
            if isinstance(made, HttpResponseNotAllowed):
                allowed = made["Allow"]
                made = problems.plain(request, 405)
                made["Allow"] = allowed
        made["Content-Language"] = chosen
        made.headers.setdefault("Cache-Control", "no-store")
        patch_vary_headers(made, ["Accept-Language", "Authorization", "Cookie"])
        return made

    return answer


def _refuse_unknown(api: NinjaAPI, operation: Operation) -> None:
    """A misspelt filter is refused, for without it the list would be another."""
    known = _query_names(operation)
    run = operation.run

    def strict(request: HttpRequest, **kw: Any) -> HttpResponseBase:
        unknown = sorted(set(request.GET) - known)
        if unknown:
            return api.on_exception(request, UnknownParameter(names="、".join(unknown)[:200]))
        if not operation.auth_callbacks:
            try:
                count(API_OPEN, address_of(request.META), now=now_of(request))
            except TooMany as refusal:
                return api.on_exception(request, refusal)
        return run(request, **kw)

    operation.run = strict  # type: ignore[method-assign]


def _query_names(operation: Operation) -> set[str]:
    models = [m for m in operation.models if str(m.__ninja_param_source__) == "query"]
    return {name for model in models for name in getattr(model, "__ninja_flatten_map__", {})}


@csrf_exempt
def nowhere(request: HttpRequest) -> HttpResponse:
    """An address that does not exist."""
    return problems.plain(request, 404)
