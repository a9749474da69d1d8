"""Who comes by the platform and must have a second step is asked for its code before anything else opens."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests import county as counties
from tests.oidc.conftest import Browser, Platform
from yimen.accounts import codes
from yimen.accounts.backend import BY_CODE
from yimen.identities.models import Identity

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_the_platform_is_no_second_step(
    county: counties.County, browser: Browser, platform: Platform
) -> None:
    keeper = county.accounts["keeper"]
    platform.says(name=keeper.staff.name)
    browser.client.force_login(keeper, backend=BY_CODE)
    browser.walk("/account/identity/")
    assert Identity.objects.get().account_id == keeper.pk
    fresh = Browser(platform)
    fresh.walk()
    assert fresh.client.get("/catalogue/")["Location"].startswith("/login/code/")
    assert fresh.client.get("/api/v1/cases").status_code == 401
    digits = codes.digits_at(counties.SECRET, timezone.now())
    fresh.client.post("/login/code/", {"code": digits})
    assert fresh.client.get("/catalogue/").status_code == 200
