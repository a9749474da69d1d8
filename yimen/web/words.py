"""Words of the rules in the reader's language: templates are translated first, facts filled in after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from yimen.rules import errors
from yimen.rules.errors import RuleBroken


def fill(text: str, facts: Mapping[str, Any]) -> str:
    """A message id and its facts as one sentence; facts that are words themselves are translated too."""
    return errors.say(text, facts, gettext)


def worded(fact: Any) -> Any:
    """A fact as it goes into a sentence: labels and messages in the reader's language, all else as it is."""
    return errors.worded(fact, gettext)


def said(error: RuleBroken) -> str:
    """The refusal in the reader's language."""
    return fill(error.text, error.facts)
