"""Types that schemas share: strict objects, bounded text, moments in local time, case numbers."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import Annotated

from django.utils import timezone
from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from yimen.catalogue.refusals import ItemUnknown
from yimen.rules.authority import NotVisible

_NUMBER = re.compile(r"[0-9A-Z]{22}", re.ASCII)
_ITEM = re.compile(r"[0-9A-Za-z_.\-]{1,60}", re.ASCII)
_KEPT = frozenset("\n\r\t")


class Strict(Schema):
    """What comes in: fields that are not named are refused."""

    model_config = ConfigDict(extra="forbid", use_enum_values=True)


class Out(Schema):
    """What goes out."""


def _printable(text: str) -> str:
    if any(unicodedata.category(c) in {"Cc", "Cs"} and c not in _KEPT for c in text):
        raise PydanticCustomError("control", "control characters")
    return text


def _case_number(text: str) -> str:
    """What cannot be a case number is a case that does not exist."""
    if _NUMBER.fullmatch(text) is None:
        raise NotVisible()
    return text


def _item_code(text: str) -> str:
    if _ITEM.fullmatch(text) is None:
        raise ItemUnknown(item=text[:60])
    return text


Line = Annotated[str, StringConstraints(max_length=200), AfterValidator(_printable)]
Text = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_printable)]
LongText = Annotated[str, StringConstraints(max_length=10000), AfterValidator(_printable)]
Code = Annotated[str, StringConstraints(max_length=60), AfterValidator(_printable)]
Rev = Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)]
Id = Annotated[int, Field(strict=True, ge=1, le=2**63 - 1)]
#: In an address everything is text, so this one is read from text.
PathId = Annotated[int, Field(ge=1, le=2**63 - 1)]
Moment = Annotated[datetime, AfterValidator(timezone.localtime)]
CaseNumber = Annotated[str, AfterValidator(_case_number)]
ItemCode = Annotated[str, AfterValidator(_item_code)]
