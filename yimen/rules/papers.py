"""文书: what each document says, as facts; the page and the PDF only lay it out.

A document keeps what was true when it was issued. Sources: domain 2.3; 行政许可法第三十二、三十八条;
行政复议法 (60 natural days), 行政诉讼法 (6 months).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .errors import Kind, RuleBroken
from .terms import Document, ItemType


class CannotPrint(RuleBroken):
    """A document has characters that no font here can draw; it stays as facts until a font is installed."""

    code = "paper.cannot_print"
    text = "这份文书里的“{characters}”，系统的字库里没有，打印不出来。请管理员装好字库再打印"
    kind = Kind.CONFLICT


class NotSealedYet(RuleBroken):
    """The seal cannot be used just now (no custodian today, suspended, its key away): the document waits."""

    code = "paper.not_sealed_yet"
    text = "这份文书还没有盖好章，请过几分钟再来"
    kind = Kind.AWAY
    retry_after = 60


#: Remedies that every adverse document must name.
REMEDY = "如不服，可以在收到之日起 60 日内申请行政复议，或者在 6 个月内向人民法院起诉。"

_ADVERSE = frozenset({Document.NON_ACCEPTANCE, Document.REFUSAL, Document.RETURN, Document.TERMINATION})

#: 行政许可法 arts. 32 (acceptance and its refusal: 专用印章 and date), 38, 39, 42, 45: what the organ
#: decides or tells bears its seal; what only records a step between two people does not.
SEALED = frozenset(Document) - {
    Document.RECEIPT, Document.WITHDRAWAL, Document.PICKUP, Document.DELIVERY, Document.DEFERRAL_PROMISE,
    Document.PLEDGE,
}  # fmt: skip
#: The words in the one seal of the bureau.
SEAL_WORDS = "行政审批专用章"

#: Where the law on licences asks for each document.
_LAW = {
    Document.RECEIPT: "《中华人民共和国行政许可法》第三十二条第一款第四项",
    Document.CORRECTION_NOTICE: "《中华人民共和国行政许可法》第三十二条第一款第四项",
    Document.ACCEPTANCE: "《中华人民共和国行政许可法》第三十二条第一款第五项、第二款",
    Document.DEFERRAL_NOTICE: "《中华人民共和国行政许可法》第三十二条第一款第五项、第二款",
    Document.NON_ACCEPTANCE: "《中华人民共和国行政许可法》第三十二条第一款第二项、第二款",
    Document.NOT_REQUIRED: "《中华人民共和国行政许可法》第三十二条第一款第一项",
    Document.PROCEDURE: "《中华人民共和国行政许可法》第四十五条",
    Document.EXTENSION: "《中华人民共和国行政许可法》第四十二条",
    Document.APPROVAL: "《中华人民共和国行政许可法》第三十八条第一款",
    Document.REFUSAL: "《中华人民共和国行政许可法》第三十八条第二款",
    Document.FORWARDING: "《中华人民共和国行政许可法》第三十五条",
    Document.PICKUP: "《中华人民共和国行政许可法》第四十四条",
    Document.DELIVERY: "《中华人民共和国行政许可法》第四十四条",
}

#: A check code (验真码): no letter or figure that is read for another.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 8

#: The opening sentence of each document; {item} and {day} are filled from its facts.
OPENING = {
    Document.RECEIPT: "您于 {day} 提交的“{item}”申请材料，我们收到了。",
    Document.CORRECTION_NOTICE: "您申请的“{item}”，还要补正下列材料。全部列在这里，一次补齐即可。",
    Document.ACCEPTANCE: "您申请的“{item}”，材料齐全、符合法定形式，于 {day} 受理。",
    Document.DEFERRAL_PROMISE: "我自愿申请“{item}”容缺受理，承诺在通知书写明的期限内交齐下列材料，"
    "并且符合要求。到期没有交齐的，同意终止办理，自己承担后果，并记入容缺承诺记录。",
    Document.DEFERRAL_NOTICE: "您申请的“{item}”，主要材料齐全、符合法定形式，您承诺后补其余材料，于 {day} "
    "容缺受理。审查照常进行，材料补齐以后发结果；到期没有补齐的，终止办理，并记入容缺承诺记录。",
    Document.PLEDGE: "我申请“{item}”，已经知道下列告知的内容。我自愿以书面承诺代替证明，承诺内容真实，"
    "愿意接受事后核查；承诺不实的，同意撤销据此作出的决定，记入承诺失信记录，自己承担法律责任。",
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


#: Of a bundle whose results come one by one: nothing of the whole is to be fetched.
OPENING_EACH = "您申请的“{item}”都办完了，各项结果办好一项给一项。"
#: No decision before the licence ended (行政许可法第五十条第二款): a grant by law, not by anybody's decision.
OPENING_DEEMED_RENEWED = "您申请的“{item}”，有效期届满前没有作出决定，依法视为准予延续。"
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
    if kind is Document.APPROVAL and facts.get("deemed"):
        return OPENING_DEEMED_RENEWED
    if kind is Document.PICKUP and facts.get("each"):
        return OPENING_EACH
    return OPENING[kind]


def law(kind: Document, item: ItemType) -> str:
    """The clause that asks for this document; empty where the item is no licence, or no law names one."""
    return _LAW.get(kind, "") if item is ItemType.LICENCE else ""


def read_code(typed: str) -> str:
    """A check code as it is kept: capitals without blanks and hyphens; "" for what cannot be one."""
    plain = "".join(one for one in typed.upper() if one not in " -－　")
    return plain if len(plain) == CODE_LENGTH and set(plain) <= set(CODE_LETTERS) else ""


def shown_code(code: str) -> str:
    """A check code as it is printed: 7K3M-Q9TD."""
    return f"{code[:4]}-{code[4:]}" if code else ""


def number(kind: Document, case_number: str, ordinal: int) -> str:
    """文书编号: two letters of the kind, the case number, and which one of its kind in the case it is."""
    letters = {
        Document.RECEIPT: "SJ", Document.CORRECTION_NOTICE: "BZ", Document.ACCEPTANCE: "SL",
        Document.DEFERRAL_PROMISE: "CN", Document.DEFERRAL_NOTICE: "RQ", Document.PLEDGE: "GC",
        Document.NON_ACCEPTANCE: "BS", Document.NOT_REQUIRED: "BX", Document.PROCEDURE: "TB",
        Document.EXTENSION: "YQ", Document.APPROVAL: "ZY", Document.REFUSAL: "BY",
        Document.FORWARDING: "ZB", Document.RETURN: "TJ", Document.WITHDRAWAL: "CH",
        Document.TERMINATION: "ZZ", Document.PICKUP: "LZ", Document.DELIVERY: "SD",
    }[kind]  # fmt: skip
    return f"{letters}{case_number}-{ordinal}"
