"""kill -9 of `yimen demo`: its web server and its worker end too, and the port is free for the next one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.siege.house import ROOT, until

pytestmark = pytest.mark.slow

#: The part of `yimen demo` that serves: says who its children are, and waits as long as it is let.
DEMO = """
import json, sys
import django
django.setup()
from yimen.demo.running import Pair
pair = Pair(sys.argv[1])
pair.start()
pair.wait_ready()
print(json.dumps([child.pid for child in pair._children]), flush=True)
pair.watch()
"""


def alive(pid: int) -> bool:
    """Whether a process runs; one that only waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes through /proc")
def test_its_children_go_with_it(house):
    bureau = house()
    demo = subprocess.Popen(
        [sys.executable, "-c", DEMO, bureau.address], env=bureau.env, cwd=ROOT, stdout=subprocess.PIPE
    )
    children = json.loads(demo.stdout.readline())
    try:
        assert [alive(pid) for pid in children] == [True, True] and bureau.answers()
        demo.kill()
        demo.wait()
        until(lambda: not any(alive(pid) for pid in children), "web and worker end with the demo", 30)
        assert not bureau.answers()
    finally:
        demo.stdout.close()
        for pid in filter(alive, children):
            os.killpg(pid, signal.SIGKILL)
