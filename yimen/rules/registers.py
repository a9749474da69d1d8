"""人口库与企业库: what their answers are worth and how long, when they rest, where they differ.

Source: 政务数据共享条例. What can be shared is not asked for on paper; differences are told, not smoothed.
The numbers are local rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from .people import same_name
from .terms import Term

#: An answer younger than this is not asked for again.
FRESH = timedelta(days=30)
#: So long an answer takes the place of paper.
USABLE = timedelta(days=180)
#: After so many failures in a row a register is left in peace for a minute, then one question tries again.
FAILURES, REST = 5, timedelta(minutes=1)


class Register(Term):
    """数据来源: the registers that are asked."""

    PEOPLE = "people", "人口库"
    ENTERPRISES = "enterprises", "企业库"


class Status(Term):
    """核验结果: what came of asking a register."""

    ANSWERED = "answered", "查到了"
    CONTRADICTS = "contradicts", "与登记不一致"
    UNKNOWN = "unknown", "没有查到"
    DOWN = "down", "没有答复"


class Circuit(Term):
    """断路器: whether a register is asked."""

    CLOSED = "closed", "正常"
    OPEN = "open", "暂停询问"
    TRYING = "trying", "正在试探"


@dataclass(frozen=True)
class Query:
    """What is asked about one party. `number`: identity number or credit code."""

    register: Register
    number: str
    name: str
    address: str = ""
    legal_person: str = ""

    @property
    def is_person(self) -> bool:
        """Asked of the people register."""
        return self.register is Register.PEOPLE


@dataclass(frozen=True)
class Reply:
    """What a register said: fields by data element."""

    status: Status
    fields: Mapping[str, str] = field(default_factory=dict)
    error: str = ""


@dataclass(frozen=True)
class Record:
    """A dated answer on file. `fetched_at` aware; `ref` its id."""

    ref: int
    register: Register
    status: Status
    fields: Mapping[str, str]
    fetched_at: datetime


@dataclass(frozen=True)
class Difference:
    """One field in which the applicant says something else than the register."""

    key: str
    label: str
    on_file: str
    given: Any


#: The element that holds the name, by register.
NAME_KEY = {Register.PEOPLE: "applicant_name", Register.ENTERPRISES: "ent_name"}
#: Materials (plain names) for which an answer of the register stands.
SATISFIES = {
    Register.PEOPLE: ("居民身份证", "身份证", "申请人身份证", "本人身份证", "申请人居民身份证"),
    Register.ENTERPRISES: ("营业执照", "企业营业执照", "申请人营业执照", "统一社会信用代码证书"),
}


def judged(query: Query, reply: Reply) -> Reply:
    """An answer under another name contradicts what the party registered."""
    name = reply.fields.get(NAME_KEY[query.register], "")
    if reply.status is Status.ANSWERED and name and not same_name(name, query.name):
        return Reply(Status.CONTRADICTS, reply.fields)
    return reply


def is_fresh(record: Record | None, now: datetime) -> bool:
    """Whether the register need not be asked again."""
    return record is not None and record.status is not Status.DOWN and now - record.fetched_at < FRESH


def stands(record: Record | None, today: date) -> bool:
    """Whether the answer takes the place of paper today."""
    if record is None or record.status is not Status.ANSWERED:
        return False
    return today <= (record.fetched_at + USABLE).date()


def circuit(attempts: Sequence[tuple[datetime, bool]], now: datetime) -> Circuit:
    """Whether to ask, by the last attempts, newest first: (when, whether the register answered)."""
    last = attempts[:FAILURES]
    if len(last) < FAILURES or any(ok for _at, ok in last):
        return Circuit.CLOSED
    return Circuit.OPEN if now - last[0][0] < REST else Circuit.TRYING


def prefill(record: Record | None, keys: Iterable[str], today: date) -> dict[str, str]:
    """What may be filled in for the applicant to look at, by data element."""
    if record is None or not stands(record, today):
        return {}
    wanted = set(keys)
    return {key: value for key, value in record.fields.items() if key in wanted and value}


def differences(
    record: Record | None, answers: Mapping[str, Any], labels: Mapping[str, str]
) -> tuple[Difference, ...]:
    """Where the application says something else than the register; blank on either side is no difference."""
    if record is None or record.status not in {Status.ANSWERED, Status.CONTRADICTS}:
        return ()
    found = []
    for key, label in labels.items():
        on_file, given = record.fields.get(key, ""), answers.get(key)
        if on_file and given not in (None, "") and not same_name(str(given), on_file):
            found.append(Difference(key, label, on_file, given))
    return tuple(found)
