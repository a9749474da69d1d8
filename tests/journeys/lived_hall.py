"""The sample county's halls with their last weeks lived and added up, and the figures of before."""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any

from django.test import Client

from yimen.accounts.models import Account
from yimen.demo import build, hall_today, hall_year
from yimen.hall import actions

#: Two weeks of the year: a journey tells what is shown, not how long a year is.
SHARE = 26
_NEEDED = {"工作日历", "行政区划", "部门", "人员和岗位", "办事人和企业", "事项目录", "大厅"}


def built(now: datetime) -> None:
    """The county as far as its halls need it: departments, staff, items, sites with their windows."""
    for name, step in build.STEPS:
        if name in _NEEDED:
            step(now)


def lived(now: datetime) -> hall_year.Year:
    """The same with visits until yesterday, and the worker's turn."""
    built(now)
    year = hall_year.Year(now, random.Random(7))
    hall_year.write(year, hall_today.day_of(year), SHARE)
    hall_year.before(now)
    while actions.measure_days(now):
        pass
    return year


def supervisor() -> Client:
    """Who watches, signed in."""
    login = next(one.login for one in build.logins() if one.role == build.ROLES["supervisor"])
    client = Client()
    client.force_login(Account.objects.get(login=login))
    return client


def text(answer: Any) -> str:
    """A page that was answered."""
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())
