"""文书: what each document says, as facts; the page and (later) the PDF only lay it out.

A document keeps what was true when it was issued. Sources: domain 2.3; 行政许可法第三十二、三十八条;
行政复议法 (60 natural days), 行政诉讼法 (6 months).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .terms import Document

#: Remedies that every adverse document must name.
REMEDY = "如不服，可以在收到之日起 60 日内申请行政复议，或者在 6 个月内向人民法院起诉。"

_ADVERSE = frozenset({Document.NON_ACCEPTANCE, Document.REFUSAL, Document.RETURN, Document.TERMINATION})

#: The opening sentence of each document; {item} and {day} are filled from its facts.
OPENING = {
    Document.RECEIPT: "您于 {day} 提交的“{item}”申请材料，我们收到了。",
    Document.CORRECTION_NOTICE: "您申请的“{item}”，还要补正下列材料。全部列在这里，一次补齐即可。",
    Document.ACCEPTANCE: "您申请的“{item}”，材料齐全、符合法定形式，于 {day} 受理。",
    Document.NON_ACCEPTANCE: "您申请的“{item}”，依法不予受理。",
    Document.NOT_REQUIRED: "您申请的“{item}”，依法不用办理。",
    Document.PROCEDURE: "您申请的“{item}”，需要进行下列特别程序，所需时间不计入规定的期限。",
    Document.EXTENSION: "您申请的“{item}”，经批准延长办理期限。",
    Document.APPROVAL: "您申请的“{item}”，经审查符合条件，准予。",
    Document.REFUSAL: "您申请的“{item}”，经审查不符合条件，决定不予许可。",
    Document.FORWARDING: "您申请的“{item}”，已转报上级机关办理。",
    Document.RETURN: "您申请的“{item}”，没有在期限内补正，材料退还给您。条件具备后可以重新申请。",
    Document.WITHDRAWAL: "您申请撤回“{item}”，办理到此结束。",
    Document.TERMINATION: "您申请的“{item}”，终止办理。",
    Document.PICKUP: "您申请的“{item}”办好了，请凭本凭证和身份证件领取结果。",
    Document.DELIVERY: "“{item}”的结果已经送达。",
}


#: 现场踏勘, 公示 and the like: the law still counts their time, only the promise waits.
OPENING_LOCAL_PROCEDURE = "您申请的“{item}”，需要进行下列特别程序，所需时间不计入承诺时限，仍计入法定时限。"


def contents(kind: Document, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The frozen contents of one document: its facts, opening sentence and, where adverse, the remedies."""
    return {
        **{key: value for key, value in facts.items() if value not in (None, "", [])},
        "title": kind.label,
        "opening": opening(kind, facts),
        "remedy": REMEDY if kind in _ADVERSE else "",
    }


def opening(kind: Document, facts: Mapping[str, Any]) -> str:
    """The opening sentence as a message with {item} and {day}."""
    if kind is Document.PROCEDURE and not facts.get("excluded_by_law"):
        return OPENING_LOCAL_PROCEDURE
    return OPENING[kind]


def number(kind: Document, case_number: str, ordinal: int) -> str:
    """文书编号: two letters of the kind, the case number, and which one of its kind in the case it is."""
    letters = {
        Document.RECEIPT: "SJ", Document.CORRECTION_NOTICE: "BZ", Document.ACCEPTANCE: "SL",
        Document.NON_ACCEPTANCE: "BS", Document.NOT_REQUIRED: "BX", Document.PROCEDURE: "TB",
        Document.EXTENSION: "YQ", Document.APPROVAL: "ZY", Document.REFUSAL: "BY",
        Document.FORWARDING: "ZB", Document.RETURN: "TJ", Document.WITHDRAWAL: "CH",
        Document.TERMINATION: "ZZ", Document.PICKUP: "LZ", Document.DELIVERY: "SD",
    }[kind]  # fmt: skip
    return f"{letters}{case_number}-{ordinal}"
