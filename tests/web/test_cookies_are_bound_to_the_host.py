"""Behind HTTPS every cookie is of this host alone and travels encrypted; no script reads one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from http.cookies import Morsel
from pathlib import Path

import pytest
from django.test import Client

from tests import county as counties
from tests.web.staff_world import NOW

#: Cookies are named once, when the settings are read: asked in a process that is told of HTTPS.
ASKED = """
import json, django
django.setup()
from django.conf import settings as s
from django.http import HttpResponse
from django.test import RequestFactory
from yimen.web import look, notes
from yimen.web.entrance import choices
print(json.dumps({
    "names": [s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, choices.LANG_COOKIE, look.MODE_COOKIE,
              notes.Notes.storage_classes[0].cookie_name],
    "secure": [s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,
               bool(choices.remember(HttpResponse(), "x", "y").cookies["x"]["secure"])],
    "paths": [s.SESSION_COOKIE_PATH, s.CSRF_COOKIE_PATH, s.SESSION_COOKIE_DOMAIN, s.CSRF_COOKIE_DOMAIN],
}))
"""


def asked(tmp_path: Path, https: str) -> dict[str, list[object]]:
    env = {**os.environ, "YIMEN_HTTPS": https, "YIMEN_DATA": str(tmp_path),
           "DJANGO_SETTINGS_MODULE": "yimen.config.settings"}  # fmt: skip
    done = subprocess.run([sys.executable, "-c", ASKED], env=env, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_behind_https_every_cookie_is_of_this_host_alone(tmp_path: Path) -> None:
    found = asked(tmp_path, "yes")
    assert len(set(found["names"])) == 5
    assert [name for name in found["names"] if not str(name).startswith("__Host-")] == []
    assert found["secure"] == [True, True, True]
    assert found["paths"] == ["/", "/", None, None], "what __Host- asks for, or browsers drop the cookie"


def test_without_https_they_have_plain_names_or_browsers_would_drop_them(tmp_path: Path) -> None:
    found = asked(tmp_path, "no")
    assert set(found["names"]) == {"sessionid", "csrftoken", "lang", "mode", "messages"}


def cookies_of(client: Client, name: str) -> Morsel[str]:
    return client.cookies[name]


@pytest.mark.django_db
def test_no_script_reads_a_cookie() -> None:
    counties.build(NOW)
    page = Client()
    page.get("/lang/en")
    page.get("/mode/elder")
    page.get("/login/")
    page.post("/login/", {"login": "19900000001", "password": counties.PASSWORD})
    page.post("/logout/")
    assert {"sessionid", "csrftoken", "lang", "mode", "messages"} <= set(page.cookies)
    for name, cookie in page.cookies.items():
        gone = not cookie.value
        assert cookie["httponly"] or gone, name
        assert cookie["samesite"] == "Lax", name
        assert cookie["path"] == "/" and not cookie["domain"], name


@pytest.mark.django_db
def test_a_session_is_named_by_more_than_128_bits() -> None:
    counties.build(NOW)
    keys = set()
    for _ in range(3):
        page = Client()
        page.post("/login/", {"login": "19900000001", "password": counties.PASSWORD})
        keys.add(page.cookies["sessionid"].value)
    assert len(keys) == 3
    # 36 signs, 32 places: 165 bits.
    assert all(len(key) >= 32 and key.isalnum() for key in keys)
