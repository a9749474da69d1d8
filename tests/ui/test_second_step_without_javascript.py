"""Signing in with a second step, the sessions and the access log: without JavaScript, by keyboard alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import county as counties
from yimen.accounts import codes
from yimen.accounts.models import Session

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def reach(page, css: str) -> None:
    """Press Tab until this has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("css => document.activeElement.matches(css)", css):
            return
    raise AssertionError(f"no Tab leads to {css} on {page.url}")


def test_from_the_password_to_the_log_and_out_elsewhere(chromium, live_server):
    county = counties.build(timezone.now())
    login, password = county.accounts["audit"].login, counties.PASSWORD
    pages = [chromium.new_context(java_script_enabled=False, locale="zh-CN").new_page() for _ in range(2)]
    for page, later in zip(pages, (0, 1), strict=True):
        page.goto(f"{live_server.url}/login/?next=/audit/access/", wait_until="load")
        reach(page, "input[name=login]")
        page.keyboard.type(login)
        reach(page, "input[name=password]")
        page.keyboard.type(password)
        page.keyboard.press("Enter")
        page.wait_for_url("**/login/code/**")
        reach(page, "input[name=code]")
        at = timezone.now() + later * timedelta(seconds=30)
        page.keyboard.type(codes.digits_at(counties.SECRET, at))
        page.keyboard.press("Enter")
        page.wait_for_url("**/audit/access/")
    page = pages[0]
    reach(page, "#a-status")
    page.keyboard.type("5xx")
    page.keyboard.press("Enter")
    page.wait_for_url("**status=5xx*")
    page.goto(f"{live_server.url}/account/", wait_until="load")
    assert Session.objects.filter(account=county.accounts["audit"]).count() == 2
    reach(page, "form[action='/account/sessions/end/'] button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert Session.objects.filter(account=county.accounts["audit"]).count() == 1
    for one in pages:
        one.context.close()
