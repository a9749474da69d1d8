"""文书 of joint tasks: what each says, as the facts of the press's sheet `paper`; frozen when handed out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..papers import SEAL_WORDS, shown_code
from .terms import TaskPaper

#: What the organs decide or tell bears the seal; what people on the spot sign themselves does not.
SEALED = frozenset(TaskPaper) - {TaskPaper.RECORD, TaskPaper.HEARING_MINUTES, TaskPaper.SUPERVISION}
_P = TaskPaper
#: The opening sentence of each; {subject} and {party} are filled from its facts.
OPENING = {
    _P.APPOINTMENT: "您申请的“{subject}”要到现场核查。下列部门一次到齐，请您或您委托的人在场。",
    _P.RECORD: "就“{subject}”进行联合踏勘，现场情况记录如下。",
    _P.RECTIFICATION: "就“{subject}”联合踏勘发现下列问题，请在期限内整改，并在网上或窗口逐条答复。",
    _P.JOINT_OPINION: "就“{subject}”，各部门意见和联合结论如下。",
    _P.HEARING_NOTICE: "就“{subject}”举行听证，现将时间、地点通知如下。听证公开举行，涉及国家秘密、商业秘密和"
    "个人隐私的除外。认为主持人与该事项有直接利害关系的，有权申请回避。",
    _P.HEARING_MINUTES: "就“{subject}”举行听证，笔录如下，交参加人确认无误后签字或者盖章。",
    _P.EXPERT_OPINION: "就“{subject}”组织专家评审，意见如下。",
    _P.SUPERVISION: "对“{party}”进行联合监管检查，情况记录如下。",
}
LAW = {
    _P.APPOINTMENT: "《中华人民共和国行政许可法》第三十四条第三款",
    _P.RECORD: "《中华人民共和国行政许可法》第三十四条第三款",
    _P.RECTIFICATION: "《中华人民共和国行政许可法》第三十四条第三款",
    _P.JOINT_OPINION: "《中华人民共和国行政许可法》第二十六条第二款",
    _P.HEARING_NOTICE: "《中华人民共和国行政许可法》第四十八条第一款",
    _P.HEARING_MINUTES: "《中华人民共和国行政许可法》第四十八条第一款第五项",
    _P.EXPERT_OPINION: "《中华人民共和国行政许可法》第四十五条",
    _P.SUPERVISION: "《中华人民共和国行政许可法》第六十一条",
}
#: Parts of sentences on papers, filled by the actions.
AGREED_BY_SILENCE = "{saying}（到期没有提意见，按规定视为同意）"
MET_BY_LEAD = "{said}。牵头部门回应：{answer}"
MEND_BY = "请在 {day} 前整改"
MENDED = "整改 {n} 条，已复查通过"
CALLED_OFF = "取消：{reason}"
_LETTERS = {
    _P.APPOINTMENT: "TK", _P.RECORD: "KC", _P.RECTIFICATION: "ZG", _P.JOINT_OPINION: "LY",
    _P.HEARING_NOTICE: "TG", _P.HEARING_MINUTES: "TB", _P.EXPERT_OPINION: "PS", _P.SUPERVISION: "JG",
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What a paper of a task tells: rows of name and words, and lines of what is asked with its deadline."""

    subject: str
    party: str
    organ: str
    rows: Sequence[tuple[str, str]] = ()
    lines: Sequence[tuple[str, str]] = ()
    signers: Sequence[tuple[str, str]] = field(default_factory=tuple)
    #: Who signed on a screen, and the digest of the picture.
    drawn: Sequence[tuple[str, str]] = ()


def number(kind: TaskPaper, task: str, ordinal: int) -> str:
    """文书编号: two letters of the kind, the number of the task, and which paper of the task it is."""
    return f"{_LETTERS[kind]}{task}-{ordinal}"


def contents(kind: TaskPaper, told: Told) -> dict[str, Any]:
    """The frozen contents of one paper."""
    return {
        "title": kind.label, "to": told.party, "organ": told.organ, "law": LAW[kind],
        "opening": OPENING[kind].format(subject=told.subject, party=told.party),
        "subject": told.subject,
        "rows": [[name, words] for name, words in told.rows if words],
        "lines": [[words, hint] for words, hint in told.lines],
        "signers": [[name, words] for name, words in told.signers],
        "drawn": [[name, digest] for name, digest in told.drawn],
    }  # fmt: skip


def sheet(
    kind: TaskPaper, number: str, issued_at: str, day: str, data: Mapping[str, Any], *, code: str,
    verify: str, sealed_by: str,
) -> dict[str, Any]:  # fmt: skip
    """The facts of the press's sheet `paper`."""
    sealed = kind in SEALED
    return {
        "title": data["title"], "number": number, "issued_at": issued_at, "day": day, "to": data["to"],
        "opening": data["opening"], "reason": "", "asked": list(data["lines"]), "again": "",
        "rows": [*data["rows"], *_signed(data["signers"])], "remedy": "", "law": data["law"],
        "signed": False, "receiver": "", "organ": data["organ"], "seal": SEAL_WORDS if sealed else "",
        "sealed_by": sealed_by if sealed else "", "code": shown_code(code), "verify": verify,
    }  # fmt: skip


def _signed(signers: Iterable[Sequence[str]]) -> list[list[str]]:
    return [[name, words] for name, words in signers]
