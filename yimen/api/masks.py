"""What of a case is shown whole: to the party itself. Everybody else reads names and numbers masked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yimen.cases.queries import CasePage
from yimen.rules import answers as answer_rules
from yimen.rules import sensitive
from yimen.rules.authority import Actor
from yimen.rules.item import FieldUse, ItemSpec
from yimen.rules.masking import (
    mask_enterprise,
    mask_name,
    mask_text,
)


def shown_whole(actor: Actor, page: CasePage) -> bool:
    """Whether the reader is the applicant in person; an agent, like an official, reads masked."""
    return actor.party is not None and actor.party == page.case.party_id


def party_name(kind: str, name: str, whole: bool) -> str:
    """A party's name as this reader sees it."""
    if whole:
        return name
    return mask_name(name) if kind == "person" else mask_enterprise(name)


def answers(page: CasePage, whole: bool) -> dict[str, Any]:
    """The form's answers in JSON types."""
    plain = answer_rules.to_json(page.answers)
    return plain if whole else masked_answers(page.spec, plain)


def masked_answers(spec: ItemSpec, plain: Mapping[str, Any]) -> dict[str, Any]:
    """Answers masked by the type of their field; free text loses the numbers inside it."""
    fields = {use.key: use for use in spec.form}
    return {key: _masked(fields.get(key), value) for key, value in plain.items()}


def _masked(use: FieldUse | None, value: Any) -> Any:
    if not isinstance(value, str) or use is None:
        return value
    return sensitive.shown(use, value, names=True)


def text(value: str, whole: bool) -> str:
    """Free text: numbers inside it masked unless the reader is its party."""
    return value if whole else mask_text(value)
