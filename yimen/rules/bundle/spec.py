"""What a keeper writes of a 一件事: its members and when each is chosen. Nothing of its order is written.

`BundleSpec.from_dict` reads the stored form, `to_dict` writes it back, and the two are inverse.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from ..item import BadSpec, FieldUse, Question, check_keys, plain_part, read_list, read_part
from ..term import Term
from ..terms import Audience


class Policy(Term):
    """有一个事项没办成时怎么办."""

    GO_ON = "go_on", "其他事项继续办"
    STOP = "stop", "全部停下"


class Handling(Term):
    """一件事的办法: handled here as one application, or only led through (导办)."""

    JOINT = "joint", "联办"
    GUIDANCE = "guidance", "导办"


@dataclass(frozen=True)
class Member:
    """One item of the bundle. `when`: chosen only where this condition holds on the answers; None: always."""

    item: str
    when: Mapping[str, Any] | None = None
    note: str = ""

    @property
    def required(self) -> bool:
        """必办: part of every application."""
        return self.when is None


@dataclass(frozen=True)
class Stop:
    """导办: one step of the way where not all members are here. `item`: the item here that it is, if any."""

    name: str
    organ: str = ""
    place: str = ""
    phone: str = ""
    link: str = ""
    note: str = ""
    item: str = ""


@dataclass(frozen=True)
class BundleSpec:
    """One version of a bundle as it was written. `promise_days`: working days, None for the critical path.

    `questions`: what only the bundle asks, to choose members by (要不要挂招牌). `department`: credit code of
    the lead, who answers for the whole.
    """

    code: str
    name: str
    department: str
    department_name: str = ""
    handling: Handling = Handling.JOINT
    audiences: tuple[Audience, ...] = (Audience.PERSON,)
    members: tuple[Member, ...] = ()
    questions: tuple[FieldUse, ...] = ()
    promise_days: int | None = None
    policy: Policy = Policy.GO_ON
    stops: tuple[Stop, ...] = ()
    summary: str = ""
    person_topics: tuple[str, ...] = ()
    corp_topics: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    faq: tuple[Question, ...] = ()
    consult_phone: str = ""
    complain_phone: str = ""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> BundleSpec:
        """Read the stored form; missing keys take their defaults. Raises BadSpec naming the place."""
        check_keys(cls, data, "")
        return cls(**{key: _read(key, value) for key, value in data.items()})

    def to_dict(self) -> dict[str, Any]:
        """The stored form: JSON types only, defaults left out, keys in field order."""
        plain = BundleSpec(code="", name="", department="")
        return {
            f.name: plain_part(getattr(self, f.name))
            for f in fields(self)
            if f.name in {"code", "name", "department"} or getattr(self, f.name) != getattr(plain, f.name)
        }


_PARTS: dict[str, type] = {"members": Member, "questions": FieldUse, "stops": Stop, "faq": Question}
_TERMS: dict[str, type[Term]] = {"handling": Handling, "policy": Policy}
_WORDS = {"person_topics", "corp_topics", "words", "conditions"}


def _read(key: str, value: Any) -> Any:
    if key in _PARTS:
        return tuple(read_part(_PARTS[key], one, here) for here, one in read_list(value, key))
    if key in _TERMS:
        return _term(_TERMS[key], value, key)
    if key == "audiences":
        return tuple(_term(Audience, one, here) for here, one in read_list(value, key))
    if key in _WORDS:
        return tuple(_words(one, here) for here, one in read_list(value, key))
    if key == "promise_days":
        return value if value is None else _days(value)
    return _words(value, key)


def _term(kind: Any, value: Any, where: str) -> Any:
    if value not in {str(one) for one in kind}:
        raise BadSpec(where=where, problem="没有这个代码")
    return kind(value)


def _words(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise BadSpec(where=where, problem="要文字")
    return value


def _days(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise BadSpec(where="promise_days", problem="要一个不小于 0 的整数")
    return value
