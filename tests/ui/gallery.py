"""Pages with every component once, drawn without a server: for the tests of the look and for looking."""

from __future__ import annotations

import mimetypes
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.template import engines
from django.test import RequestFactory
from django_cotton.compiler_regex import CottonCompiler

HERE = Path(__file__).parent
HOST = "http://yimen.test"
CLERK = SimpleNamespace(name="王晓玲", roles=frozenset({"clerk", "officer", "keeper", "supervisor", "admin"}))


def facts() -> dict[str, object]:
    """What the gallery shows: one invented case in November 2026."""
    kinds = ["used", "used", "paused", "used", "off", "off", "now", "", "", "due"]
    return {
        "errors": [("f-shop", "请填写店名"), ("f-dishes", "最多选 1 样")],
        "crumbs": [("/", "首页"), ("/my/", "我的办件"), ("", "办件 YX20261116-0038")],
        "steps": ["回答 6 个问题", "一次告知", "填一张表", "核对提交"],
        "due": date(2026, 11, 26),
        "days": [{"date": date(2026, 11, 17 + i), "kind": kind} for i, kind in enumerate(kinds)],
        "few": [("a", "小吃"), ("b", "正餐"), ("c", "饮品")],
        "chosen": ["a", "c"],
        "many": [(str(i), f"第 {i} 镇") for i in range(1, 9)],
        "files": [{"name": "租赁合同第 1 页.jpg", "size": 812_345, "url": "/f/1", "remove_name": "rm1"}],
        "materials": [
            {"name": "身份证", "hint": "从证照库调取，不用交", "tag": "免交", "colour": "green"},
            {
                "name": "房屋租赁合同",
                "hint": "第 3 页要签字",
                "url": "/m/2",
                "tag": "要补",
                "colour": "amber",
            },
            {"name": "门头照片", "url": "/m/3", "tag": "没交", "colour": "dashed"},
        ],
        "sizes": [
            ("s", "60 平方米以下", "小吃店多是这种"),
            ("m", "60 到 300 平方米"),
            ("l", "300 平方米以上"),
        ],
        "outcomes": [
            ("accept", "受理", "材料齐全"),
            ("correct", "一次性补正告知", "缺 1 份主要材料"),
            ("refuse", "不予受理", "须写明法律依据"),
        ],
        "answers": [
            ("店名", "老街牛肉面馆", "/form/#f-shop"),
            ("经营者", "李*", ""),
            ("备注", "", "/form/#f-n"),
        ],
        "changes": [
            ("承诺时限", "10 个工作日", "7 个工作日"),
            ("材料：门头照片", "", "新加"),
            ("收费", "20 元", ""),
        ],
        "facts": [
            (1651, "项", "可以网上办"),
            (63, "件", "一次办"),
            (42, "%", "比法定快"),
            (4, "分钟", "平均等候"),
        ],
        "history": [
            {
                "title": "审核中",
                "at": datetime(2026, 11, 23, 1, 10, tzinfo=UTC),
                "state": "now",
                "text": "李医生在看平面图",
            },
            {"title": "已受理", "at": datetime(2026, 11, 16, 2, 48, tzinfo=UTC), "state": "done"},
            {"title": "您提交了申请", "at": datetime(2026, 11, 16, 2, 31, tzinfo=UTC), "state": "done"},
        ],
        "contact": [("帮办员", "王*玲（12 号窗）"), ("电话", "0799-000 0000")],
        "filters": [
            {"url": "/?a", "text": "全部", "count": 41, "on": True},
            {"url": "/?b", "text": "快到期", "count": 3},
        ],
        "heads": ["剩余", "办件编号", "申请人", "事项", "费用", "下一步"],
        "rows": [
            {"left": -1, "no": "YX20261110-0012", "who": "云溪**建材厂", "item": "排污登记变更", "fee": 0},
            {"left": 0, "no": "YX20261116-0021", "who": "陈*英", "item": "老年人优待证", "fee": 20},
            {"left": 5, "no": "YX20261119-0044", "who": "张*", "item": "食品经营许可", "fee": 1651},
        ],
    }


def draw(name: str, *, path: str = "/", elder: bool = False, actor: object = None, **extra: object) -> str:
    """The HTML of one gallery page, or of one of the product's own templates (a name with a slash)."""
    request = RequestFactory().get(path)
    request.actor = actor  # type: ignore[attr-defined]
    request.menu_counts = {"/desk/corrections/": 3, "/review/": 12}  # type: ignore[attr-defined]
    if elder:
        request.COOKIES["mode"] = "elder"
    engine = engines["django"]
    if "/" in name:
        return str(engine.get_template(name).render(extra, request))
    source = CottonCompiler().process((HERE / name).read_text(encoding="utf-8"))
    return str(engine.from_string(source).render({**facts(), **extra}, request))


def serve(page, html: str) -> None:
    """Answer the browser's requests from memory: the page at any address, static files from the apps."""

    def answer(route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            found = finders.find(path.removeprefix("/static/"))
            assert found, f"no such static file: {path}"
            kind = mimetypes.guess_type(path)[0] or "text/plain"
            route.fulfill(body=Path(found).read_bytes(), content_type=kind)
        else:
            route.fulfill(
                body=html, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": CSP}
            )

    page.route("**/*", answer)


#: No inline script or style anywhere: the pages must live under this.
CSP = "default-src 'self'; img-src 'self'; style-src 'self'; script-src 'self'; object-src 'none'"
