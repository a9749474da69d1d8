# ruff: noqa: E402, T201  (a program: Django is set up before its models are imported)
"""What the drill runs in processes of its own: `python -m tests.backup.drill fill | load | session`."""

from __future__ import annotations

import io
import json
import os
import sys
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimen.config.settings")

import django

django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone
from PIL import Image

from tests import county as counties
from yimen.accounts import queries as accounts
from yimen.accounts.backend import BY_CODE
from yimen.accounts.models import Account
from yimen.accounts.sessions import SessionStore
from yimen.bureau import queries as bureau
from yimen.cases import actions
from yimen.trail import sealing
from yimen.trail.queries import latest_seals
from yimen.vault import actions as vault


def picture(shade: int) -> bytes:
    """A small picture, another one for every shade."""
    made = io.BytesIO()
    Image.new("RGB", (40, 30), (shade % 256, shade // 256 % 256, 90)).save(made, "PNG")
    return made.getvalue()


def apply(actor: object, party: int, shade: int) -> tuple[str, str]:
    """One application with a picture, handed in: its number and the picture's address."""
    now = timezone.now()
    number = actions.open_draft(
        actor, counties.LICENCE, party, channel="2", region=counties.REGION, now=now
    ).number
    actions.save(actor, number, {"shop_name": "青石面馆", "area": "120"}, now=now)
    kept = vault.keep(actor, [picture(shade)], "平面图.png", now=now)
    actions.attach(actor, number, "M-PLAN", kept.id, now=now)
    actions.attach(actor, number, "M-RULES", None, now=now, how="1")
    actions.submit(actor, number, now=now)
    return number, kept.key


def actor_of(login: str) -> object:
    """Who signs in by this name."""
    return accounts.actor_of(Account.objects.get(login=login), timezone.now())


def fill() -> None:
    """The small county, a case with a file, and a sealed day."""
    county = counties.build(timezone.now() - timedelta(days=3))
    party = county.parties["li"]
    number, key = apply(county["li"], party.pk, 1)
    sealing.seal_due(timezone.now() + timedelta(days=1))
    account = county.accounts["li"]
    print(json.dumps({"number": number, "key": key, "login": account.login, "party": party.pk,
                      "phone": party.phone, "seal": latest_seals(limit=1)[0].hash}))  # fmt: skip


def load(login: str, party: str) -> None:
    """Hand applications in until killed; a line for each one that was answered."""
    bureau.calendar_at.cache_clear()
    shade = 2
    while True:
        number, _key = apply(actor_of(login), int(party), shade)
        print(number, flush=True)
        shade += 1


def session(login: str) -> None:
    """A signed-in session's cookie."""
    account = Account.objects.get(login=login)
    store = SessionStore()
    store[SESSION_KEY] = str(account.pk)
    store[BACKEND_SESSION_KEY] = BY_CODE
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()
    store.save()
    print(f"{settings.SESSION_COOKIE_NAME}={store.session_key}")


if __name__ == "__main__":
    {"fill": fill, "load": load, "session": session}[sys.argv[1]](*sys.argv[2:])
