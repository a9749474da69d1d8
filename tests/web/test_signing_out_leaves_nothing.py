"""Signing out: the session is gone on the server, and the browser is told to forget what it has kept."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests import county as counties
from tests.web.staff_world import NOW

pytestmark = [pytest.mark.django_db]


def test_the_browser_is_told_to_forget() -> None:
    counties.build(NOW)
    page = Client()
    page.post("/login/", {"login": "19900000001", "password": counties.PASSWORD})
    assert "no-store" in page.get("/account/").headers["Cache-Control"]
    held = page.cookies["sessionid"].value
    answer = page.post("/logout/")
    assert answer.status_code == 302
    told = {one.strip() for one in answer.headers["Clear-Site-Data"].split(",")}
    assert {'"cache"', '"storage"'} <= told
    assert "no-store" in answer.headers["Cache-Control"]
    assert not Session.objects.filter(session_key=held).exists()
    assert page.get("/account/").status_code == 302
