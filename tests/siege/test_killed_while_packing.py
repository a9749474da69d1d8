"""kill -9 while closed cases are filed and packed: each is packed once, no half package is taken for whole.

A program does what the worker does and stops at the place named: it says so on a pipe and is killed there.
"""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from typing import Any

import pytest

from tests.siege.clients import Crowd
from tests.siege.house import ROOT, House, until
from tests.siege.scripts import SWEEPER, names, python, wrong

pytestmark = [pytest.mark.both, pytest.mark.slow]
ACTS = 9
DAYS = 61

#: Prints what there is of records, and what comes to its end when every term is over; then, with a place
#: named, does one turn of the archive, DAYS days ahead, and stops at that place for ever.
PROGRAM = f"""
import json, sys
import django
django.setup()
from datetime import UTC, datetime, timedelta
from django.utils import timezone
from yimen.archives import actions, packing, queries
from yimen.archives.actions import filing
from yimen.archives.models import Archive
from yimen.archives.proof import verify
from yimen.cases.models import Case
from yimen.keys import filebox
from yimen.trail import queries as trail
from yimen.vault.models import StoredFile
from yimen.vault.queries import open_digest

def findings(sm3):
    with open_digest(sm3) as source:
        return [str(one) for one in verify(source).findings]

handed = sorted(sm3 for _, sm3 in queries.packages([]))
zips = StoredFile.objects.filter(media_type="application/zip")
rows = Archive.objects.select_related("case").order_by("serial")
far = datetime(2099, 1, 1, tzinfo=UTC)
print(json.dumps({{
    "serials": [row.serial for row in rows], "stages": [row.stage for row in rows],
    "events": {{n: [e.kind for e in trail.history("archive:" + n)] for n in (r.case.number for r in rows)}},
    "handed": handed, "stored": sorted(zips.values_list("digest", flat=True)),
    "wrong": [one for sm3 in handed for one in findings(sm3)],
    "gone": 0 if handed else actions.expire_due(far) + actions.destroy_due(far),
    "emptied": Case.objects.filter(erased_at__isnull=False).count(),
}}), flush=True)
if sys.argv[1:] == []:
    sys.exit()

def here(*_, **__):
    print("here", flush=True)
    sys.stdin.read()

def half(source, target, digest):
    target.write(source.read(1000))
    target.flush()
    here()

def after(real):
    return lambda *given, **more: (real(*given, **more), here())

module, name, put = {{
    "filing": (filing, "note", after(filing.note)),
    "members": (packing, "summary", here),
    "sealing": (filebox, "seal", half),
    "placed": (filing, "_packed", here),
    "recording": (filing, "move", after(filing.move)),
    "packed": (filing, "_packed", after(filing._packed)),
}}[sys.argv[1]]
setattr(module, name, put)
actions.turn(timezone.now() + timedelta(days={DAYS}))
"""


def found_then_killed(bureau: House, where: str) -> dict[str, Any]:
    """What the program found before it went to the place where it was killed."""
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, where], env=bureau.env, cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        found, said = program.stdout.readline(), program.stdout.readline()
    finally:
        program.kill()
        _, errors = program.communicate()
    assert said == "here\n", errors
    told: dict[str, Any] = json.loads(found)
    return told


def look(bureau: House) -> dict[str, Any]:
    done = python(bureau, PROGRAM)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def with_closed_cases(bureau: House) -> set[str]:
    """Cases that two clients brought to their end, every event handed on: their numbers."""
    bureau.start("web")
    bureau.start("work")
    bureau.ready()
    with Crowd(bureau, 2) as crowd:
        until(lambda: crowd.acknowledged >= 2 * ACTS, "the clients get on")
    bureau.handed_on()
    bureau.stop()
    return {life.number for life in crowd.lives if len(life.acts) == ACTS}


def test_each_is_packed_once_and_no_half_is_taken_for_whole(house):
    bureau = house()
    numbers = with_closed_cases(bureau)
    assert len(numbers) >= 2
    assert found_then_killed(bureau, "filing")["stages"] == []
    assert found_then_killed(bureau, "members")["stages"] == [], "filed whole or not at all"
    for before, where in pairwise(("members", "sealing", "placed", "recording", "packed")):
        found = found_then_killed(bureau, where)
        assert set(found["stages"]) == {"filed"} and set(found["events"]) == numbers, before
        assert found["handed"] == found["stored"] == [], before
        assert found["gone"] == found["emptied"] == 0, f"{before}: nothing is destroyed without a package"
    found = look(bureau)
    assert sorted(found["stages"]) == ["filed"] * (len(numbers) - 1) + ["kept"]
    assert len(found["handed"]) == 1 and found["wrong"] == []
    clock = bureau.folder / "clock"
    clock.write_text(str(DAYS * 86400))
    bureau.more = {"SIEGE_CLOCK": str(clock)}
    bureau.run("tests.siege.launch", "archive")
    assert_packed_once(bureau, numbers)


def assert_packed_once(bureau: House, numbers: set[str]) -> None:
    """Each has its number, its two events and its whole package; nothing else lies on the disk."""
    found = look(bureau)
    assert found["serials"] == list(range(1, len(numbers) + 1)) and set(found["stages"]) == {"kept"}
    assert found["events"] == {number: ["archive.filed", "archive.packed"] for number in numbers}
    assert found["wrong"] == [] and found["handed"] == found["stored"]
    assert len(set(found["handed"])) == len(numbers)
    swept = python(bureau, SWEEPER)
    kept = json.loads(swept.stdout) if swept.returncode == 0 else pytest.fail(swept.stderr)
    assert kept["files"] == sorted(set(kept["rows"])) == sorted(one.name for one in names(bureau))
    assert wrong(bureau) == []
