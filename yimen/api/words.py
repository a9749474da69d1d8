"""Words in the caller's language: templates are translated first, facts filled in after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language_from_request, gettext

from yimen.rules.errors import RuleBroken, say
from yimen.rules.terms import Term
from yimen.rules.vocabulary import EVENTS


def language(request: HttpRequest) -> str:
    """The language of Accept-Language; Chinese where it names none of ours."""
    return get_language_from_request(request)


def fill(text: str, facts: Mapping[str, Any]) -> str:
    """A message id and its facts as one sentence; facts that are words themselves are translated too."""
    return say(text, facts, gettext)


def said(error: RuleBroken) -> str:
    """The refusal in the caller's language."""
    return fill(error.text, error.facts)


def label(term: Term) -> str:
    """The label of a term."""
    return gettext(term.label)


def happened(kind: str) -> str:
    """The label of an event; its own code where the vocabulary does not know it."""
    return label(EVENTS[kind]) if kind in EVENTS else kind
