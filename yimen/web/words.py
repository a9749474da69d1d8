"""Words of the rules in the reader's language: the template is translated first, the facts filled in after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from yimen.rules.errors import RuleBroken


def fill(text: str, facts: Mapping[str, Any]) -> str:
    """A message id and its facts as one sentence; facts that are labels themselves are translated too."""
    made = {k: gettext(v) if isinstance(v, str) and v else v for k, v in facts.items()}
    return gettext(text).format(**made)


def said(error: RuleBroken) -> str:
    """The refusal in the reader's language."""
    return fill(error.text, error.facts)
