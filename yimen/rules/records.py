"""What happened to the records: filed, packed, held, destroyed."""

from __future__ import annotations

from .term import Happened


class RecordsEvent(Happened):
    """档案的事件."""

    FILED = "archive.filed", "归档编号"
    PACKED = "archive.packed", "封存档案包"
    WAITS = "archive.waits", "档案包做不成"
    FAULTY = "archive.faulty", "档案包核验不符"
    DUE = "archive.due", "档案保管期满"
    RETAINED = "archive.retained", "档案鉴定续存"
    LISTED = "archive.listed", "列入销毁清册"
    UNLISTED = "archive.unlisted", "移出销毁清册"
    DESTROYED = "archive.destroyed", "档案销毁"
    HOLD_SET = "hold.set", "冻结办件"
    HOLD_LIFTED = "hold.lifted", "解除冻结"
    DESTRUCTION_PROPOSED = "destruction.proposed", "提出销毁清册"
    DESTRUCTION_APPROVED = "destruction.approved", "批准销毁清册"
    DESTRUCTION_WITNESSED = "destruction.witnessed", "监销签字"
    DESTRUCTION_REJECTED = "destruction.rejected", "退回销毁清册"
    DESTRUCTION_DONE = "destruction.done", "销毁完成"
    DRAFT_WARNED = "draft.warned", "提醒暂存将清除"
    DRAFT_ERASED = "draft.erased", "清除暂存"
