"""A worker killed in the middle of a reaction: the reaction is done again, and nobody is told twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from tests import county as counties
from tests.cases.conftest import NOW
from yimen.cases import actions
from yimen.cases.models import Message
from yimen.config.reactions import WIRING
from yimen.trail import relay
from yimen.trail.models import Event

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
SCRIPT = """
import os, signal, sys
from datetime import datetime
import django
django.setup()
from yimen.cases.reactions import notify
from yimen.trail import relay

def die(row, now):
    os.kill(os.getpid(), signal.SIGKILL)

def notify_and_die(row, now):
    notify(row, now)
    die(row, now)

wiring = {"inside": (notify_and_die,), "between": (notify, die)}[sys.argv[1]]
relay.run_due({"case.submitted": wiring}, datetime.fromisoformat(sys.argv[2]))
"""


def database_url() -> str:
    """The test database as another process reaches it."""
    made = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{made['NAME']}"
    given = os.environ["DATABASE_URL"]
    head, _, options = given.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{made['NAME']}" + (f"?{options}" if options else "")


@pytest.mark.parametrize(("where", "told"), [("inside", 0), ("between", 1)])
def test_killed_and_done_again(where, told):
    county = counties.build(NOW)
    party = county.parties["li"].pk
    number = actions.open_draft(
        county["li"], counties.PLAIN, party, channel="2", region=counties.REGION, now=NOW
    ).number
    actions.submit(county["li"], number, now=NOW)
    at = NOW + timedelta(minutes=1)
    env = {
        **os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "yimen.config.settings",
        "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    killed = subprocess.run(
        [sys.executable, "-c", SCRIPT, where, at.isoformat()], env=env, check=False, timeout=60
    )
    assert killed.returncode == -signal.SIGKILL
    assert Message.objects.count() == told

    assert relay.run_due(WIRING, at) == 0, "the row is still leased to the dead worker"
    relay.run_due(WIRING, at + relay.LEASE + timedelta(seconds=1))
    assert Message.objects.count() == 1
    assert Event.objects.get(stream=number, kind="case.submitted").due_at is None
