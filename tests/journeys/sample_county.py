"""The sample county 云溪县 for journeys: built as the demo builds it, its people at browser windows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from tests.journeys import people
from yimen.accounts import actions as accounts
from yimen.accounts.backend import BY_CODE
from yimen.accounts.models import Account
from yimen.accounts.sessions import SessionStore
from yimen.cases import actions
from yimen.cases.models import Case, Seat
from yimen.catalogue import queries as catalogue
from yimen.config.worker import drain
from yimen.demo import build, county, stories
from yimen.parties.models import Party
from yimen.rules.authority import SYSTEM, Actor
from yimen.rules.calendar import china_date
from yimen.rules.item import FieldUse
from yimen.rules.terms import FieldType, ResultType, State

#: Clerk of the county's hall.
CLERK = "1001"


@dataclass
class Known(people.Someone):
    """Somebody of the sample county, signed in already: signing in has journeys of its own."""

    def __enter__(self) -> Known:
        self.context = self.chromium.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
        self.context.add_cookies(_cookies(self.login, self.base))
        self.page = self.context.new_page()
        return self


def _cookies(login: str, base: str) -> list[dict[str, str]]:
    account = Account.objects.get(login=login)
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = BY_CODE
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.save()
    return [{"name": settings.SESSION_COOKIE_NAME, "value": str(session.session_key), "url": base}]


@dataclass
class Sample:
    """The county, and who acts for its departments."""

    chromium: Any
    base: str
    cast: stories.Cast
    now: datetime

    def at(self, login: str) -> Known:
        """A browser window of this login."""
        return Known(self.chromium, self.base, login)

    def citizen(self) -> tuple[Known, Party]:
        """The person with the sample login."""
        one = next(p for p in county.people() if p.demo)
        return self.at(one.phone), Party.objects.get(id_number=one.id_number)

    def officer(self, department: str) -> Actor:
        """Who decides for a department, by its key."""
        code = next(one.code for one in county.departments() if one.key == department)
        return self.cast.signers[code, "officer"]

    def decide(self, number: str) -> None:
        """All seats of one member sign and the last one grants, by the acts that the pages call; then what
        follows from it."""
        last = Seat.objects.filter(case__number=number).order_by("-order")[0].order
        while seat := Seat.objects.filter(case__number=number, is_open=True).first():
            holder, now = self.cast.signers[seat.department, seat.role], timezone.now()
            if seat.order < last:
                actions.opinion(holder, number, verdict="agree", text="", now=now)
                continue
            spec = catalogue.spec(Case.objects.get(number=number).version_id)
            licence = spec.result_type is ResultType.LICENCE
            actions.grant(
                holder, number, now=now, result_number="云审准〔2026〕1号" if licence else "",
                result_from=china_date(now) if licence else None,
            )  # fmt: skip
        drain(timezone.now())


def build_county(chromium: Any, base: str) -> Sample:
    """Everything of the demo but its stories and its seal."""
    now = timezone.now() - timedelta(days=1)
    for name, step in build.STEPS:
        if name != "印章":
            step(now)
    drain(timezone.now())
    return Sample(chromium, base, stories.cast(), now)


def open_staff(*numbers: str) -> None:
    """Accounts for members of staff who have none in the demo."""
    for number in numbers:
        if not Account.objects.filter(login=number).exists():
            accounts.open_staff_account(SYSTEM, number, build.PASSWORD, now=timezone.now())


def fill(someone: people.Someone, code: str, wanted: dict[str, str], *, later: str = "") -> str:
    """From the guide to the receipt: every question and box that the page shows is answered; the number.

    `later`: the name of a material that is promised instead of given (容缺).
    """
    page = someone.page
    someone.go(f"/items/{code}/")
    someone.follow("开始办")
    uses = {use.key: use for use in catalogue.spec(catalogue.item(code).current_id).form}
    for _ in range(len(uses) + 8):
        if "/materials/" in page.url or "/check/" in page.url:
            break
        for key in page.evaluate(
            "[...new Set([...document.querySelectorAll('main [name^=a-]')].map(e => e.name.slice(2)))]"
        ):
            _answer(page, uses[key], wanted.get(key, ""))
        with page.expect_navigation(wait_until="load"):
            page.locator("main form button.govuk-button, main form button.btn").first.click()
        assert not page.locator(".govuk-error-summary").count(), page.inner_text(".govuk-error-summary")
    if "/materials/" in page.url:
        _give(page, later)
        someone.press("去核对")
    if later:
        page.check("main input[name=later]")
        page.fill("main [name=signer]", page.locator("main [name=signer]").input_value() or "本人")
    page.fill("main [name=contact_phone]", "19900000001")
    page.check("main input[name=promise]")
    someone.press("提交")
    assert "/done/" in page.url, page.inner_text("main")[:600]
    return str(page.url.split("/case/")[1].split("/")[0])


def _give(page: Any, later: str) -> None:
    """A file for every material but the one that comes later."""
    inputs = page.locator("main input[type=file]")
    for place in range(inputs.count()):
        one = inputs.nth(place)
        if (
            later
            and later in one.locator("xpath=ancestor::*[self::section or self::fieldset][1]").inner_text()
        ):
            continue
        one.set_input_files(people.SCAN)


def _answer(page: Any, use: FieldUse, wanted: str) -> None:
    """What a person would put there: what is filled in already stays, what may be left out is left out."""
    box = page.locator(f"main [name='a-{use.key}']")
    if use.type in {FieldType.BOOL, FieldType.CHOICE, FieldType.MULTI} and box.first.get_attribute("type"):
        value = wanted or ("false" if use.type is FieldType.BOOL else use.options[0][0])
        page.locator(f"main [name='a-{use.key}'][value='{value}']").first.check()
    elif use.type is FieldType.CHOICE:
        box.select_option(wanted or use.options[0][0])
    elif wanted or (use.required and not box.input_value()):
        box.fill(wanted or _PLAIN.get(use.type, "青石"))


_PLAIN = {
    FieldType.DATE: "2026-11-20", FieldType.PHONE: "19900000001", FieldType.MONEY: "1200",
    FieldType.DECIMAL: "90", FieldType.INTEGER: "1", FieldType.ADDRESS: "云溪县云溪镇桥头街 7 号",
}  # fmt: skip


def members(number: str) -> dict[str, Case]:
    """The members of an application by the names of their items."""
    return {row.title: row for row in Case.objects.filter(parent__number=number)}


def waiting_and_open(number: str) -> tuple[set[str], set[str]]:
    """Names of the members that wait for others, and of those that are being handled."""
    rows = members(number).values()
    waiting = {row.title for row in rows if row.state == State.WAITING}
    return waiting, {row.title for row in rows if row.state == State.REVIEWING}


__all__ = ["CLERK", "Known", "Sample", "build_county", "fill", "members", "open_staff",
           "waiting_and_open"]  # fmt: skip
