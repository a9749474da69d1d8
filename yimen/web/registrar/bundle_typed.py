"""From a bundle as it is written to what stands in the boxes of its editor, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yimen.catalogue import queries as catalogue
from yimen.rules.bundle import BundleSpec, compile_plan
from yimen.rules.errors import RuleBroken
from yimen.rules.item import BadSpec, FieldUse
from yimen.vault import queries as vault
from yimen.web.forms import FormErrors
from yimen.web.words import worded

from . import condition_text, typed
from .sections import As, Section
from .typed import Typed

Known = Mapping[str, FieldUse]


def composed(spec: BundleSpec) -> catalogue.Composed:
    """The members as they are in force, with what their licences are."""
    return catalogue.composed(spec, vault.issued_by(one.item for one in spec.members))


def known_fields(spec: BundleSpec, parts: catalogue.Composed) -> dict[str, FieldUse]:
    """What conditions may look at: the common form, or all its wordings while they do not fit together."""
    try:
        return compile_plan(spec, parts.parts).known
    except RuleBroken:
        found = {use.key: use for use in spec.questions}
        for part in parts.parts:
            for use in part.spec.form:
                found.setdefault(use.key, use)
        return found


def of_spec(section: Section, spec: BundleSpec, known: Known) -> Typed:
    """The boxes of a section as the bundle has them."""
    made = Typed({e.name: typed.box_of(e, getattr(spec, e.name), known) for e in section.entries})
    if section.rows:
        made.rows = [typed.of_part(section.rows, one, known) for one in getattr(spec, section.rows.name)]
    return made


def to_spec(section: Section, content: Typed, base: BundleSpec, errors: FormErrors) -> BundleSpec:
    """The bundle with this section as typed. What is wrong stands in `errors`; a wrong condition is left out.

    `base` itself where nothing can be made of what was typed.
    """
    stored = base.to_dict()
    for e in section.entries:
        typed.put(stored, e, content.plain, e.name, errors)
    if section.rows:
        typed.put_rows(stored, section.rows, content, errors)
    made = _fit(stored, section, content, errors)
    if made is None or section.rows is None or not any(e.kind is As.WHEN for e in section.rows.entries):
        return made or base
    over = known_fields(made, composed(made)), _trees(base)
    typed.put_row_conditions(stored, section.rows, content, over, errors)
    return _fit(stored, section, content, errors) or base


def _fit(stored: dict[str, Any], section: Section, content: Typed, errors: FormErrors) -> BundleSpec | None:
    try:
        return BundleSpec.from_dict(stored)
    except BadSpec as wrong:
        place = typed.place_of(str(wrong.facts["where"]), section, content)
        errors.add(place, worded(wrong.facts["problem"]))
        return None


def _trees(spec: BundleSpec) -> dict[str, Any]:
    """Conditions by the words in which they are shown: unchanged words keep their tree."""
    known = known_fields(spec, composed(spec))
    trees = [one.when for one in spec.members] + [use.when for use in spec.questions]
    return {condition_text.write(tree, known): tree for tree in trees if tree}
