"""`yimen keys rotate`: online beside writers, and after kill -9 the next call ends it; nothing is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as site
from django.db import close_old_connections, connection

from tests.concurrency.test_worker_killed import database_url
from yimen.keys import actions, master, queries, ring
from yimen.keys.models import Key
from yimen.parties.models import Party
from yimen.rules.authority import SYSTEM, Actor, NotPermitted
from yimen.trail.models import Event

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
MANY = 400
BOTH = [Key.DATA, Key.INDEX]


def number(i: int) -> str:
    return f"439926{i:012d}"


@pytest.fixture
def people():
    ring.forget()
    Party.objects.bulk_create(
        Party(kind="person", name=f"人{i}", id_number=number(i), phone=f"199{i:08d}", created_at=NOW)
        for i in range(MANY)
    )
    yield
    ring.forget()


def command(*words: str) -> subprocess.Popen:
    env = {**os.environ, "DATABASE_URL": database_url(), "YIMEN_DATA": str(site.DATA_DIR),
           "DJANGO_SETTINGS_MODULE": "yimen.config.settings", "PYTHONPATH": str(ROOT)}  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-m", "yimen", "keys", *words], env=env, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def ended(work: subprocess.Popen) -> str:
    out, _ = work.communicate(timeout=90)
    assert work.returncode == 0, out
    return out


def states(purpose: str = Key.DATA) -> list[str]:
    return list(Key.objects.filter(purpose=purpose).order_by("pk").values_list("state", flat=True))


def wait_for(true) -> None:
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until, "never came"
        time.sleep(0.01)


def all_there() -> None:
    ring.forget()
    found = dict(Party.objects.in_bulk())
    assert len(found) == MANY
    assert sorted(one.id_number for one in found.values()) == [number(i) for i in range(MANY)]
    assert Party.objects.get(id_number=number(7)).name == "人7"


def test_killed_in_the_middle_the_next_call_ends_it(people):
    work = command("rotate", "--index", "--settle", "0")
    begun = MANY * 2
    wait_for(lambda: ring.forget() or (states() == ["retiring", "active"] and 0 < queries.stale() < begun))
    work.send_signal(signal.SIGKILL)
    work.communicate()
    ring.forget()
    assert 0 < queries.stale() < begun, "it was killed in the middle"
    all_there()
    assert "it goes on" in ended(command("rotate", "--index", "--settle", "0"))
    all_there()
    assert (queries.stale(), states(), states(Key.INDEX)) == (0, ["retired", "active"], ["retired", "active"])
    kinds = [e.data["act"] for e in Event.objects.filter(stream="keys").order_by("seq")]
    assert kinds == ["begun", "begun", "retired"]


def test_writers_beside_it_lose_nothing(people):
    stop, failed, written = threading.Event(), [], {}

    def write(mine: int) -> None:
        try:
            turn = 0
            while not stop.is_set():
                turn += 1
                ring.fresh(0.2)
                one = Party.objects.get(id_number=number(mine))
                one.phone = f"188{mine:04d}{turn:04d}"
                one.save()
                written[mine] = one.phone
                assert Party.objects.filter(phone=one.phone).count() == 1
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(i,)) for i in (3, 150, 300)]
    for thread in threads:
        thread.start()
    out = ended(command("rotate", "--index", "--settle", "1"))
    stop.set()
    for thread in threads:
        thread.join(30)
    assert failed == []
    assert "retired:" in out
    ring.forget()
    for mine, phone in written.items():
        found = Party.objects.get(id_number=number(mine))
        assert found.phone == phone and int(phone[-4:]) > 3
        assert Party.objects.get(phone=phone).pk == found.pk
    assert queries.stale() == 0
    all_there()
    close_old_connections()


def test_a_row_written_late_with_the_old_key_opens_and_is_sealed_anew_next_time(people):
    held = ring.ring()
    actions.begin(SYSTEM, [Key.DATA], now=NOW)
    actions.seal_anew(lambda n: None, settle=0)
    actions.finish(SYSTEM, now=NOW)
    ring._held = held  # a process that slept through it all
    Party.objects.filter(id_number=number(5)).update(phone="18800000005")
    ring.forget()
    assert Party.objects.get(phone="18800000005").id_number == number(5)
    assert queries.stale() == 1
    assert "1 under a replaced key" in ended(command("status"))
    actions.seal_anew(lambda n: None, settle=0)
    assert queries.stale() == 0


def test_a_process_with_an_old_ring_opens_what_a_new_key_sealed(people):
    held = ring.ring()
    actions.begin(SYSTEM, BOTH, now=NOW)
    actions.seal_anew(lambda n: None, settle=0)
    ring._held = held
    assert Party.objects.first().phone == "19900000000"
    assert ring.ring() is not held


def test_a_search_finds_old_and_new_while_the_digest_key_changes(people):
    actions.begin(SYSTEM, BOTH, now=NOW)
    one = Party.objects.get(id_number=number(9))
    one.phone = "18800000009"
    one.save()
    assert Party.objects.get(phone="18800000009").pk == one.pk
    assert Party.objects.get(phone="19900000010").id_number == number(10)
    assert Party.objects.filter(phone__in=["18800000009", "19900000010"]).count() == 2


def test_another_master_key(people, settings, tmp_path):
    kept = (Path(site.DATA_DIR) / master.NAME).read_text()
    try:
        assert "master.key" in ended(command("rewrap"))
        assert (Path(site.DATA_DIR) / master.NAME).read_text() != kept
        assert (Path(site.DATA_DIR) / master.NAME).stat().st_mode & 0o077 == 0
        all_there()
        # Cut off after the keys were wrapped anew and before the file was put in place: it still opens.
        (Path(site.DATA_DIR) / master.NAME).rename(Path(site.DATA_DIR) / master.NEXT)
        (Path(site.DATA_DIR) / master.NAME).write_text(kept)
        all_there()
    finally:
        nxt = Path(site.DATA_DIR) / master.NEXT
        if nxt.exists():
            nxt.replace(Path(site.DATA_DIR) / master.NAME)
        ring.forget()


def test_the_operators_own_master_key(people, settings):
    settings.MASTER_KEY = "ab" * 16
    ring.forget()
    with pytest.raises(master.MasterKeyMissing):
        ring.ring()
    settings.MASTER_KEY = (Path(site.DATA_DIR) / master.NAME).read_text().strip()
    with pytest.raises(master.MasterKeyMissing):
        actions.rewrap(SYSTEM, now=NOW)
    actions.rewrap(SYSTEM, bytes.fromhex("ab" * 16), now=NOW)
    settings.MASTER_KEY = "ab" * 16
    all_there()
    for wrong in ("xyz", "ab" * 15, ""):
        with pytest.raises(master.MasterKeyMissing):
            master.parse(wrong)
    actions.rewrap(SYSTEM, master.parse((Path(site.DATA_DIR) / master.NAME).read_text()), now=NOW)


@pytest.mark.parametrize("what", ["begin", "finish", "rewrap"])
def test_only_an_administrator_changes_keys(db, what):
    clerk = Actor(account=1, name="张")
    calls = {
        "begin": lambda: actions.begin(clerk, BOTH, now=NOW),
        "finish": lambda: actions.finish(clerk, now=NOW),
        "rewrap": lambda: actions.rewrap(clerk, now=NOW + timedelta(1)),
    }
    with pytest.raises(NotPermitted):
        calls[what]()
