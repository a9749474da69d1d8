"""Plausible answers to an item's form for one sample party: drawn until the rules accept them."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from yimen.rules import answers, intake
from yimen.rules.item import FieldUse, ItemSpec
from yimen.rules.terms import FieldType

#: So many draws before an item is given up for this party.
DRAWS = 60

#: Fields whose words are known; the others say where the words stand.
_KNOWN = {
    "subject": "语文", "clinic_subjects": "中医科", "business_scope": "预包装食品零售",
    "project_name": "溪山路改造项目",
    "brand": "青石牌", "school": "云溪县第一小学", "hospital": "云溪县人民医院", "job_title": "店员",
}  # fmt: skip
#: Parts of keys that ask for a person.
_PERSON = (
    "person",
    "representative",
    "principal",
    "contact",
    "holder",
    "guardian",
    "spouse",
    "child",
    "father",
)
_WORDS = ("青石", "溪山", "杏林", "竹湾", "云岭", "稻香", "桥头", "渡口")


def sample(spec: ItemSpec, who: dict[str, str], today: date, rng: random.Random) -> dict[str, Any] | None:
    """Raw answers that the form takes and the item's conditions allow, or None after `DRAWS` draws.

    `who`: name, person, id_number, phone, address, credit_code of the party.
    """
    for _ in range(DRAWS):
        raw = {use.key: _value(use, who, today, rng) for use in spec.form}
        reading = answers.read(spec, raw, today)
        if not reading.ok:
            continue
        if intake.eligible(spec, reading.answers, today).state is not False:
            return answers.to_json(reading.answers)
    return None


def _value(use: FieldUse, who: dict[str, str], today: date, rng: random.Random) -> Any:
    by_type = {
        FieldType.PHONE: who["phone"], FieldType.ID_NUMBER: who["id_number"],
        FieldType.CREDIT_CODE: who["credit_code"], FieldType.ADDRESS: who["address"],
        FieldType.BOOL: rng.choice(["yes", "no", "true", "false"]),
    }  # fmt: skip
    if use.type in by_type:
        return by_type[use.type]
    if use.options:
        return _option(use, rng)
    if use.type in {FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY}:
        return _number(use, rng)
    if use.type is FieldType.DATE:
        return (today + timedelta(days=rng.choice([-9000, -400, -200, -60, -20, -3, 5, 30]))).isoformat()
    return _words(use, who, rng)


def _option(use: FieldUse, rng: random.Random) -> Any:
    codes = [code for code, _ in use.options]
    return rng.sample(codes, 1) if use.type is FieldType.MULTI else rng.choice(codes)


def _number(use: FieldUse, rng: random.Random) -> str:
    low = use.minimum if use.minimum is not None else Decimal(0)
    high = use.maximum if use.maximum is not None else low + rng.choice([5, 60, 200, 900])
    return str(int(low) + rng.randint(0, max(0, int(min(high, low + 1000) - low))))


def _words(use: FieldUse, who: dict[str, str], rng: random.Random) -> str:
    if use.key in _KNOWN:
        return _KNOWN[use.key]
    if any(part in use.key for part in _PERSON) or use.key in {"name", "applicant_name"}:
        return who["person"]
    if use.key.endswith("_name"):
        return f"云溪县{rng.choice(_WORDS)}小店"[: use.max_length]
    return "见所附材料"[: use.max_length]
