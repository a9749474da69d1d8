"""What people do in the browser: sign in, apply, accept, sign, decide, hand out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests import county as counties
from tests.ui.signed import sign_in
from yimen.demo import paperwork

SCAN = {"name": "扫描件.pdf", "mimeType": "application/pdf", "buffer": paperwork.scan("Sample")}


@dataclass
class Someone:
    """One person at one browser window."""

    chromium: Any
    base: str
    login: str

    def __enter__(self) -> Someone:
        self.context = self.chromium.new_context(
            viewport={"width": 1280, "height": 800}, locale="zh-CN", timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
        )  # fmt: skip
        self.page = self.context.new_page()
        self.go("/login/")
        self.page.fill("[name=login]", self.login)
        self.page.fill("[name=password]", counties.PASSWORD)
        self.press("登录", within="main")
        return self

    def __exit__(self, *failure: object) -> None:
        self.context.close()

    def go(self, path: str) -> None:
        """Open a page by its address."""
        answer = self.page.goto(self.base + path, wait_until="load")
        assert answer is not None
        assert answer.status == 200, (path, answer.status)

    def press(self, words: str, *, within: str = "main") -> None:
        """Press the button with these words and wait for what follows."""
        button = self.page.locator(f"{within} button", has_text=words).first
        with self.page.expect_navigation(wait_until="load"):
            button.click()

    def follow(self, words: str) -> None:
        """Follow the link with these words."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.locator("main a", has_text=words).first.click()

    def sees(self, words: str) -> bool:
        """Whether the page says so."""
        return words in self.page.inner_text("body")


def apply(someone: Someone, name: str, code: str) -> str:
    """Find the item by its name, read the guide, apply, hand in; the case number."""
    someone.go("/")
    someone.page.fill("main [name=q]", name)
    someone.press("搜索")
    assert someone.page.locator(f"main a[href='/items/{code}/']").count() >= 1, f"search does not find {name}"
    someone.go(f"/items/{code}/")
    assert someone.sees(name)
    someone.follow("开始办")
    someone.press("下一步")
    for _ in range(6):  # questions and form, where the item has any
        if "/materials/" in someone.page.url or "/check/" in someone.page.url:
            break
        someone.press("下一步")
    if "/materials/" in someone.page.url:
        inputs = someone.page.locator("main input[type=file]")
        for place in range(inputs.count()):
            inputs.nth(place).set_input_files(SCAN)
        someone.press("去核对")
    someone.page.check("main input[type=checkbox]")
    someone.press("提交")
    assert "/done/" in someone.page.url, someone.page.inner_text("main")[:600]
    return someone.page.url.split("/case/")[1].split("/")[0]


def accept(someone: Someone, number: str) -> None:
    """The window: check every material, accept."""
    someone.go(f"/desk/cases/{number}/")
    someone.page.check("main input[type=radio][value=accept]")
    someone.press("出具通知书")
    assert not someone.page.locator(".govuk-error-summary").count(), someone.page.inner_text("main")[:500]


def sign(someone: Someone, number: str) -> None:
    """A seat before the decision: agree."""
    someone.go("/review/")
    assert someone.sees(number)
    someone.go(f"/review/cases/{number}/")
    someone.page.check("main input[type=radio][value=agree]")
    someone.press("签意见")


def decide(someone: Someone, number: str) -> None:
    """The deciding seat: grant."""
    someone.go(f"/review/cases/{number}/")
    someone.page.check("main input[type=radio][value=grant]")
    for field, value in (("result_number", "粤审准〔2026〕1号"), ("result_from", "2026-11-23")):
        if someone.page.locator(f"main [name={field}]").count():
            someone.page.fill(f"main [name={field}]", value)
    someone.press("作出决定")
    assert not someone.page.locator(".govuk-error-summary").count(), someone.page.inner_text("main")[:500]


def hand_out(someone: Someone, number: str, receiver: str) -> None:
    """统一出件: issue, then hand over against a signature."""
    someone.go(f"/desk/cases/{number}/")
    someone.press("出证")
    someone.go(f"/desk/cases/{number}/")
    someone.page.locator("main input[type=radio][name=seen]").first.check()
    someone.page.fill("main [name=receiver]", receiver)
    someone.press("确认送达")


@dataclass
class Signed(Someone):
    """Somebody of the small county who signed in before, second step and all; `login` is the role."""

    county: counties.County | None = None

    def __enter__(self) -> Signed:
        assert self.county is not None
        self.context = self.chromium.new_context(
            viewport={"width": 1280, "height": 800}, locale="zh-CN", timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
        )  # fmt: skip
        self.context.add_cookies(sign_in(self.county, self.login, self.base))
        self.page = self.context.new_page()
        return self


def take_in(clerk: Someone, item: str, **answers: str) -> str:
    """At the window, from the page of the visitor on: choose, fill, take the papers, receive, accept. The
    number of the case."""
    if "/materials/" not in clerk.page.url and "/form/" not in clerk.page.url:
        with clerk.page.expect_navigation(wait_until="load"):
            clerk.page.locator("main tr", has_text=item).locator("button").first.click()
    number = clerk.page.url.split("/desk/new/")[1].split("/")[0]
    if "/form/" in clerk.page.url:
        for key, value in answers.items():
            clerk.page.fill(f"main [name=a-{key}]", value)
        clerk.press("去收材料")
    papers = clerk.page.locator("main input[type=file]")
    for place in range(papers.count()):
        papers.nth(place).set_input_files(SCAN)
    clerk.press("提交并收件")
    accept(clerk, number)
    return number
