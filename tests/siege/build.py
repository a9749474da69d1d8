"""Fill an empty database for a siege: the small county, a token for each of its people, cases on their way.

`python -m tests.siege.build FOLDER CLERKS CASES`: migrates the database of the environment, builds, and
leaves FOLDER/county.json with logins and tokens.
"""

from __future__ import annotations

import json
import os
import random
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import django
from django.contrib.auth.hashers import PBKDF2PasswordHasher


class Quick(PBKDF2PasswordHasher):
    """The product's own kind of hash, made in no time: what is tried here is not how long it takes."""

    iterations = 1


def staff(county: Any, kind: str, count: int) -> list[str]:
    """More people of one kind at the market bureau, with logins: `clerk` gives 0501, 0502 …"""
    from tests import county as counties
    from yimen.bureau.models import Department, Post, Region, Staff
    from yimen.rules.terms import Role

    office, hall = Department.objects.get(credit_code=counties.MARKET), Region.objects.get()
    first = {"clerk": 5000, "officer": 6000, "head": 7000, "director": 8000}[kind]
    numbers = [str(first + place) for place in range(1, count + 1)]
    for number in numbers:
        one = Staff.objects.create(number=number, name=f"员{number}", department=office)
        Post.objects.create(
            staff=one, role=Role(kind), department=office, region=hall if kind == "clerk" else None
        )
        counties._account(county, number, number, one.name, staff=one)
    return numbers


def one_case(county: Any, now: Any, dice: random.Random) -> str:
    """A case of 李敏 or 王小草, brought as far as the dice say."""
    from tests import county as counties
    from yimen.cases import actions

    who = dice.choice(["li", "wang"])
    item = dice.choice([counties.LICENCE, counties.PLAIN])
    number = actions.open_draft(
        county[who], item, county.parties[who].pk, channel="2", region=counties.REGION, now=now
    ).number
    if item == counties.LICENCE:
        actions.save(county[who], number, {"shop_name": "青石面馆", "area": "120"}, now=now)
        for code in ("M-PLAN", "M-RULES"):
            actions.attach(county[who], number, code, None, now=now, how="1")
    steps = [
        lambda: actions.submit(county[who], number, now=now),
        lambda: actions.receive(county["clerk"], number, now=now),
        lambda: actions.accept(county["clerk"], number, now=now),
        lambda: actions.opinion(county["officer"], number, verdict="agree", text="", now=now),
    ]
    for step in steps[: dice.randint(1, len(steps))]:
        step()
    return number


def main(folder: str, clerks: int, cases: int) -> None:
    """Build all of it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimen.config.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.utils import timezone

    from tests import county as counties
    from yimen.accounts import actions as accounts
    from yimen.accounts.scopes import Scope

    settings.PASSWORD_HASHERS = ["tests.siege.build.Quick"]
    call_command("migrate", verbosity=0)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")  # a power cut here only means to build again
    now, dice = timezone.now() - timedelta(hours=1), random.Random(20261126)
    county = counties.build(now)
    shares = {"clerk": 0.4, "officer": 0.3, "head": 0.15, "director": 0.15}
    people = {kind: staff(county, kind, max(1, round(clerks * part))) for kind, part in shares.items()}
    scopes = [str(scope) for scope in Scope]
    tokens = {
        name: accounts.make_token(county[name], "围攻", scopes, 30, now=now).secret
        for name in ("li", "clerk", "officer", "head", "director", "admin")
    }
    numbers = [one_case(county, now, dice) for _ in range(cases)]
    told = {"tokens": tokens, "staff": people, "cases": numbers, "password": counties.PASSWORD,
            "licence": counties.LICENCE, "plain": counties.PLAIN}  # fmt: skip
    Path(folder, "county.json").write_text(json.dumps(told), encoding="utf-8")
    assert not transaction.get_connection().in_atomic_block


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
