"""Fields of an item's form as the page shows them: values as typed, filled in from what is on record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from yimen.cases.queries import CasePage
from yimen.parties import queries as parties
from yimen.rules import registers
from yimen.rules.calendar import china_date
from yimen.rules.item import FieldUse
from yimen.rules.masking import mask_account, mask_id
from yimen.rules.terms import FieldType
from yimen.web.forms import FormErrors
from yimen.web.templatetags.yimen_format import day
from yimen.web.words import fill

#: Data elements that the register of parties answers: key → column, for a person and for an organisation.
FROM_PERSON = {"applicant_name": "name", "applicant_id": "id_number", "phone": "phone", "address": "address"}
FROM_ENTERPRISE = {
    "ent_name": "name", "credit_code": "id_number", "legal_person": "legal_person", "phone": "phone",
}  # fmt: skip
#: What the browser may fill in by itself (WCAG 1.3.5).
AUTOCOMPLETE = {"applicant_name": "name", "contact_name": "name", "ent_name": "organization"}
#: Text longer than this is not kept in a draft: it is no answer to anything.
MOST_KEPT = 5000


def posted_name(use: FieldUse) -> str:
    """The name of a field in the posted form; prefixed, so that no key meets the form's own fields."""
    return f"a-{use.key}"


def posted(request: HttpRequest, uses: Iterable[FieldUse]) -> dict[str, Any]:
    """Raw answers by key: a list for several choices, text else."""
    return {
        use.key: [one.replace("\x00", "") for one in request.POST.getlist(posted_name(use))]
        if use.type is FieldType.MULTI
        else request.POST.get(posted_name(use), "").replace("\x00", "")
        for use in uses
    }


@dataclass(frozen=True)
class Filled:
    """What is filled in for the applicant: values by field key, and where each comes from."""

    values: dict[str, str]
    sources: dict[str, str]


def filled(page: CasePage, now: datetime) -> Filled:
    """What the registration and the register say of the applicant, by field key, with source and day."""
    values, keys = prefill(page), [use.key for use in page.spec.form]
    sources = {key: _("登记信息") for key in values}
    record = parties.register_record(page.case.party_id)
    for key, value in registers.prefill(record, keys, china_date(now)).items():
        if record is not None and values.setdefault(key, value) == value:
            source = _("{register}，{day}")
            sources[key] = source.format(register=_(record.register.label), day=day(record.fetched_at))
    return Filled(values, sources)


def prefill(page: CasePage) -> dict[str, str]:
    """What the register of parties knows of this applicant, by field key; blanks left out."""
    party = page.case.party
    columns = FROM_PERSON if party.kind == "person" else FROM_ENTERPRISE
    keys = {use.key for use in page.spec.form}
    found = {key: str(getattr(party, column)) for key, column in columns.items() if key in keys}
    return {key: value for key, value in found.items() if value}


def view_of(use: FieldUse, value: Any, error: str = "", source: str = "") -> dict[str, Any]:
    """One field for the component."""
    return {
        "use": use,
        "multi": use.type is FieldType.MULTI,
        "name": posted_name(use),
        "value": _shown(use, value),
        "error": error,
        "source": source,
        "autocomplete": AUTOCOMPLETE.get(use.key, ""),
    }


def _shown(use: FieldUse, value: Any) -> Any:
    if use.type is FieldType.MULTI:
        return [str(one) for one in value or []]
    if use.type is FieldType.BOOL or value is None:
        return value
    return str(value)


def note_problems(errors: FormErrors, problems: Iterable[Any]) -> None:
    """Each problem of a reading at its field, in the reader's language."""
    for one in problems:
        errors.add(f"a-{one.field}", fill(one.text, one.facts))


def kept(raw: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    """What a draft keeps when it is put aside: typed answers, and unfinished ones as they were typed."""
    made = dict(typed)
    for key, value in raw.items():
        if key not in made and value and len(str(value)) <= MOST_KEPT:
            made[key] = value
    return made


def said_answer(use: FieldUse, value: Any) -> str:
    """One answer in words, for checking: choices by their words, personal numbers masked."""
    if value is None or value == "" or value == []:
        return ""
    if use.type is FieldType.BOOL:
        return _("是") if value in (True, "true") else _("否")
    if use.type is FieldType.MULTI:
        return _("、").join(dict(use.options).get(one, str(one)) for one in value)
    if use.type is FieldType.CHOICE:
        return dict(use.options).get(str(value), str(value))
    if use.type is FieldType.MONEY:
        return _("{amount} 元").format(amount=f"{value:,.2f}" if not isinstance(value, str) else value)
    if use.type is FieldType.ID_NUMBER:
        return mask_id(str(value))
    return mask_account(str(value)) if use.key == "bank_account" else str(value)


def filled_rows(page: CasePage) -> list[tuple[str, str, str]]:
    """(field, answer and whose result it is from, "") of what earlier results of a bundle filled in."""
    found = page.filled
    return [
        (use.label, f"{said_answer(use, page.answers[use.key])}\n{found[use.key]}", "")
        for use in page.spec.form
        if use.key in found
    ]
