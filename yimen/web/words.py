"""Words of the rules in the reader's language: templates are translated first, facts filled in after."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext

from yimen.rules import errors
from yimen.rules.errors import RuleBroken, Said
from yimen.web.templatetags.yimen_format import day

_ISO = re.compile(r"[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def fill(text: str, facts: Mapping[str, Any]) -> str:
    """A message id and its facts as one sentence; facts that are words themselves are translated too."""
    return errors.say(text, facts, gettext)


def worded(fact: Any) -> Any:
    """A fact as it goes into a sentence: labels and messages in the reader's language, all else as it is."""
    return errors.worded(fact, gettext)


def said(error: RuleBroken) -> str:
    """The refusal in the reader's language; days in it are said as people say them."""
    return fill(error.text, {name: _spoken(fact) for name, fact in error.facts.items()})


def _spoken(fact: Any) -> Any:
    """A day that a rule names by its ISO date, also one within a message, as the pages write days."""
    if isinstance(fact, Said):
        return Said(fact.text, {name: _spoken(one) for name, one in fact.facts.items()})
    if isinstance(fact, str) and _ISO.fullmatch(fact):
        return day(date.fromisoformat(fact))
    return fact
