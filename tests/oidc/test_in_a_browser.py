"""A real browser goes out by the button and comes back: the policy lets it, and the pages pass the gate."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests import county as counties
from tests.oidc.conftest import Platform
from tests.ui.test_gate import SIZES, inspect

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("script", [True, False])
def test_out_and_back(
    chromium: Any, live_server: Any, platform: Platform, width: int, height: int, script: bool
) -> None:
    counties.build(timezone.now() - timedelta(days=3))
    context = chromium.new_context(
        viewport={"width": width, "height": height}, locale="zh-CN", java_script_enabled=script
    )
    page, complaints = context.new_page(), []
    page.on("console", lambda one: one.type in {"error", "warning"} and complaints.append(one.text))
    faults = [inspect(page, live_server.url, "/login/", width, complaints)] if script else []
    page.goto(f"{live_server.url}/login/")
    page.get_by_role("button", name="用省统一身份认证登录").click()
    page.wait_for_url("**/login/oidc/confirm/")
    assert page.get_by_role("heading", level=1).inner_text() == "开通账号"
    if script:
        faults.append(inspect(page, live_server.url, "/login/oidc/confirm/", width, complaints))
    page.get_by_role("button", name="开通并登录").click()
    page.wait_for_url("**/my/")
    if script:
        faults.append(inspect(page, live_server.url, "/account/identity/", width, complaints))
    page.goto(f"{live_server.url}/account/identity/")
    assert page.get_by_role("link", name="退出省统一身份认证").is_visible()
    context.close()
    assert [(one.path, one.what) for one in faults if one.what] == [] == complaints
