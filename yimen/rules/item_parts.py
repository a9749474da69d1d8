"""The parts of an item: one material, one field, one step … as `rules.item` reads and writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .pledge_terms import WindowUnit
from .terms import (
    Duty,
    FieldType,
    MaterialForm,
    MaterialKind,
    Mode,
    Need,
    Procedure,
    Role,
    Source,
    Unit,
)


@dataclass(frozen=True)
class Limit:
    """A number of days with its unit; 0 working days of a promise means 即办 (on the spot)."""

    days: int
    unit: Unit = Unit.WORKING


@dataclass(frozen=True)
class Basis:
    """设定依据: one law, with its number, clause and what the clause says."""

    law: str
    number: str = ""
    clause: str = ""
    content: str = ""


@dataclass(frozen=True)
class MaterialUse:
    """One material as this item asks for it; `code` names the shared definition (one 居民身份证 for all)."""

    code: str
    name: str
    kind: MaterialKind = MaterialKind.OTHER
    form: MaterialForm = MaterialForm.EITHER
    need: Need = Need.REQUIRED
    source: Source = Source.APPLICANT
    originals: int = 0
    copies: int = 1
    deferral_days: int = 0
    #: 告知承诺: what the applicant promises instead of giving it; "": it has to be given (`rules.pledge`).
    pledge: str = ""
    pledge_basis: str = ""
    #: 核查期限: how long after the decision the promise is checked; 0: as `rules.pledge` has it.
    pledge_window: int = 0
    pledge_unit: WindowUnit = WindowUnit.MONTHS
    hint: str = ""
    standard: str = ""
    basis: str = ""
    reason: str = ""
    exempt_by: str = ""
    when: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class FieldUse:
    """One question of the form; `key` names the shared data element. `options` are (code, words)."""

    key: str
    label: str
    type: FieldType = FieldType.TEXT
    required: bool = True
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    max_length: int = 200
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    pattern: str = ""
    section: str = ""
    question: bool = False
    why: str = ""
    when: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Step:
    """One step of the review: who (role in which department), which duty, in how many working days.

    `department` is a credit code, or empty for the department that owns the item. `beside`: how it signs with
    the step before it: after it, or at once with it, where all (会签) or the first one (或签) must answer.
    """

    name: str
    duty: Duty
    role: Role
    department: str = ""
    department_name: str = ""
    days: int = 0
    standard: str = ""
    result: str = ""
    beside: Mode = Mode.SERIAL


@dataclass(frozen=True)
class Fee:
    """One charge in 元, with its basis; `unit_price` None means by a published scale in `standard`."""

    name: str
    standard: str
    basis: str = ""
    unit_price: Decimal | None = None
    reducible: bool = False
    reduction_basis: str = ""


@dataclass(frozen=True)
class SpecialStep:
    """特别程序 as this item may use it. `excluded_by_law`: counted out of the legal clock too."""

    procedure: Procedure
    basis: str
    days: int
    unit: Unit = Unit.WORKING
    excluded_by_law: bool = False
    department: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Window:
    """Where one may go: name, address down to the house number, hours, telephone."""

    name: str
    address: str
    hours: str
    phone: str = ""
    traffic: str = ""


@dataclass(frozen=True)
class Question:
    """常见问题."""

    q: str
    a: str
