"""kill -9 in the middle of an upload: nothing can be read of it, and what is left goes after its time."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
from pathlib import Path

import pytest

from tests.siege.clients import picture
from tests.siege.house import House, until
from tests.siege.scripts import SWEEPER, names, python, wrong
from tests.siege.visitor import Visitor

pytestmark = [pytest.mark.both, pytest.mark.slow]

#: Keeps one file and dies at the place named: half of it written, all of it, or its row too (argument 2).
KEEPER = """
import os, signal, sys
import django
django.setup()
from datetime import UTC, datetime
from yimen.rules.authority import Actor
from yimen.keys import filebox
from yimen.vault import actions

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def half(source, target, name):
    target.write(b"half")
    target.flush()
    die()

if sys.argv[1] == "half":
    filebox.seal = half
actor = Actor(account=7, name="x", party=1)
stashed = actions.stash([bytes.fromhex(sys.argv[2])], "a.png")
if sys.argv[1] == "written":
    die()
from django.db import transaction
with transaction.atomic():
    actions.record(actor, stashed, now=datetime.now(UTC))
die()
"""


def open_files(bureau: House) -> int:
    """Nameless files that the web processes hold open."""
    count = 0
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and os.getpgid(int(entry.name)) == bureau.processes["web"].pid:
                count += sum("(deleted)" in os.readlink(one) for one in (entry / "fd").iterdir())
        except OSError:
            continue
    return count


def well(bureau: House) -> bool:
    """Whether a page comes: right after a kill the port may still belong to a process that is dying."""
    page = Visitor(bureau.port)
    try:
        return page.get("/healthz/").status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        page.close()


def test_a_web_process_killed_while_bytes_come_leaves_nothing(house):
    bureau = house()
    bureau.start("web")
    bureau.ready()
    token = bureau.told["tokens"]["li"]
    li = Visitor(bureau.port, token)
    number = li.call("POST", "/applications", {"item": bureau.told["licence"]}, "n" * 20).json()["number"]
    li.close()
    before, held = names(bureau), open_files(bureau)
    part = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
    body = part + picture() * 40_000
    head = (
        f"POST /api/v1/applications/{number}/materials/M-PLAN/files HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Authorization: Bearer {token}\r\nIdempotency-Key: {'k' * 20}\r\n"
        f"Content-Type: multipart/form-data; boundary=edge\r\nContent-Length: {len(body) * 2}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", bureau.port)) as line:
        line.sendall(head.encode() + body)
        until(lambda: open_files(bureau) > held, "what came lies in a file without a name")
        assert names(bureau) == before
        bureau.kill("web")
    assert names(bureau) == before
    bureau.start("web")
    bureau.ready()
    until(lambda: well(bureau), "the new processes answer")
    li = Visitor(bureau.port, token)
    again = li.upload(f"/applications/{number}/materials/M-PLAN/files", picture(), "a" * 20)
    assert again.status == 201, again.text
    li.close()
    assert wrong(bureau) == []


@pytest.mark.parametrize("where", ["half", "written", "recorded"])
def test_a_process_killed_while_it_keeps_a_file(house, where):
    bureau = house()
    bureau.start("web")
    bureau.ready()
    li = Visitor(bureau.port, bureau.told["tokens"]["li"])
    number = li.call("POST", "/applications", {"item": bureau.told["licence"]}, "n" * 20).json()["number"]
    kept = li.upload(f"/applications/{number}/materials/M-PLAN/files", picture(), "a" * 20)
    assert kept.status == 201
    used = names(bureau)
    lost = picture()
    assert python(bureau, KEEPER, where, lost.hex()).returncode == -signal.SIGKILL
    left = names(bureau) - used
    assert len(left) == 1 and lost[40:] not in left.pop().read_bytes(), "something is left, and it is sealed"
    if where == "written":
        # The same file given by somebody else in the meantime is found, and is theirs from then on.
        again = li.upload(f"/applications/{number}/materials/M-RULES/files", lost, "b" * 20)
        assert again.status == 201
        used = names(bureau)
    li.close()
    swept = python(bureau, SWEEPER)
    found = json.loads(swept.stdout) if swept.returncode == 0 else pytest.fail(swept.stderr)
    assert found["files"] == found["rows"] == sorted(one.name for one in used)
    assert names(bureau) == used and wrong(bureau) == []
