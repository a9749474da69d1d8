"""Everything about one's own account is reached from 我的账号 in at most two clicks."""

from __future__ import annotations

import re

import pytest

from tests.web import staffkit
from yimen.web.entrance import platform_urls, urls

pytestmark = pytest.mark.django_db
#: Asked by the script that warns of the end of a session; nothing to read there.
NO_PAGES = {"session-left", "session-stay"}


def pages(text: str) -> set[str]:
    """Where the links of a page lead, within the account."""
    return set(re.findall(r'href="(/account/[a-z/-]*)"', text))


@pytest.mark.parametrize("who", ["li", "clerk"])
def test_each_page_is_linked(monkeypatch, settings, who):
    settings.OIDC_ISSUER, settings.OIDC_NAME = "https://id.example/", "省统一身份认证"
    hall = staffkit.open_hall(monkeypatch)
    found = pages(hall.get(who, "/account/").content.decode())
    for path in sorted(found):
        if path != "/account/identity/":  # drawn with a platform in tests/oidc
            found |= pages(hall.get(who, path).content.decode())
    wanted = {
        f"/{one.pattern}" for one in (*urls.urlpatterns, *platform_urls.urlpatterns)
        if str(one.pattern).startswith("account/") and "<" not in str(one.pattern)
        and one.name not in NO_PAGES
    }  # fmt: skip
    reading = {path for path in wanted if hall.get(who, path).status_code in {200, 302}}
    if who == "li":  # machines of offices and firms have tokens, people have none
        reading -= {"/account/tokens/new/"}
    else:  # a clerk's account stands for no party
        reading -= {
            f"/account/{name}/"
            for name in ("contact", "corrections", "data", "helpers", "views", "mandates/new")
        }
    assert "/account/identity/" in found
    assert reading - found - {"/account/", "/account/identity/"} == set()
    assert len(reading) > 3
