"""The page of docs/reference that says how long everything is kept and what becomes of it, from the code."""

from __future__ import annotations

from datetime import timedelta
from typing import Any


def _span(span: timedelta) -> str:
    return f"{span.days} 天"


def _terms(table: Any) -> list[str]:
    from yimen.rules.retention import Keep

    kept = {
        Keep.YEARS_10: "其他事项，没有另定的",
        Keep.YEARS_30: "办许可或者给证照、批文的事项，没有另定的",
        Keep.PERMANENT: "事项里写明永久的",
    }
    rows = [
        (one.label, f"`{one}`", kept[one], "—" if one.years is None else f"办结那年后第 {one.years} 年年底")
        for one in Keep
    ]
    return table(("保管期限", "DA/T 22-2015 代码", "哪些办件", "到哪天"), rows)


def _moves(table: Any) -> list[str]:
    from yimen.rules.retention import TABLE, Stage

    rows = [
        (
            row.move.label,
            "、".join(one.label for one in Stage if one in row.sources),
            row.target.label,
            "、".join(sorted(one.label for one in row.who)) or "系统",
            "冻结时不行" if row.free else "—",
            f"`{row.event}`",
            row.basis or "—",
        )
        for row in TABLE
    ]
    return table(("动作", "从", "到", "谁", "冻结", "事件", "依据"), rows)


def _other(table: Any) -> list[str]:
    from django.conf import settings

    from yimen.accounts.queries import SHOWN_FOR
    from yimen.rules import accesslog, retention

    return table(
        ("什么", "多久", "然后"),
        [
            ("办结的办件", _span(retention.ARCHIVE_AFTER), "归档编号，封存档案包（行政复议期满）"),
            ("档案包", _span(retention.RECHECK_EVERY), "打开再核验一次"),
            (
                "没人动的暂存",
                _span(retention.DRAFT_LASTS),
                f"清除，提前 {_span(retention.DRAFT_NOTICE)}告知本人",
            ),
            ("本人放弃的暂存", _span(retention.DROPPED_LASTS), "清除填写的内容"),
            (
                "访问日志",
                f"{settings.ACCESS_LOG_DAYS} 天（`YIMEN_ACCESS_LOG_DAYS`），不少于 {accesslog.LEAST_DAYS} 天",
                f"封存后删除，留删除记录；{accesslog.PACKED_AFTER} 天后压缩",
            ),
            ("没确认的两步验证密钥", f"{int(SHOWN_FOR.total_seconds() // 60)} 分钟", "作废"),
            ("链上的记录（trail）", "一直", "不删不改：没有人的完整号码，见 why/0008、0009"),
            ("证照登记和证照文件", "一直", "任何人都能核验"),
        ],
    )


def _forgotten(table: Any) -> list[str]:
    from yimen.rules.forgetting import LIVES

    rows = [(one.what.label, f"{one.days} 天", one.since, one.then, one.basis) for one in LIVES]
    return table(("什么", "多久", "从哪天算", "然后", "为什么这么久"), rows)


def retention(head: Any, table: Any) -> str:
    """Terms, what may become of a record and by whom, and everything that ends by time."""
    text = (
        "办件、档案、暂存、日志各留多久，到期由谁、怎么处理。为什么这样定，见 "
        "[why/0014](../why/0014-retention.md)。"
    )
    page = [*head("保管期限", "yimen/rules/retention.py, forgetting.py, accesslog.py and settings", text)]
    page += ["## 办件档案留多久", "", *_terms(table), "## 档案能怎么动", ""]
    page += ["只有这一张表。销毁要三个人签：提出、批准、监销，谁也不能签两次。", "", *_moves(table)]
    page += [
        "## 大厅和帮代办里和人有关的",
        "",
        "后台进程每天清一次，每次在留痕里记一行：清了哪一类、哪天以前的、几条，不记是谁。",
    ]
    page += ["", *_forgotten(table), "## 别的", "", *_other(table)]
    return "\n".join(page)
