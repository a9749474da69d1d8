"""Small disks, and the ways to fill them."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.siege.house import House

MB = 1024 * 1024


def mount(folder: Path, megabytes: int) -> bool:
    """A disk of its own for a folder (tmpfs: for root on Linux only); whether it may be had here."""
    words = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    return os.geteuid() == 0 and subprocess.run(words, capture_output=True, check=False).returncode == 0


def unmount(folder: Path) -> None:
    """Take it away again, whoever still looks at it."""
    subprocess.run(["umount", "-l", str(folder)], check=True)


def move_onto(folder: Path, room: int) -> bool:
    """Put a folder with all that is in it onto a small disk with so many MB of room left; whether it is."""
    kept = folder.with_name(f"{folder.name}.kept")
    folder.rename(kept)
    folder.mkdir()
    used = sum(one.lstat().st_size for one in kept.rglob("*")) // MB
    mounted = mount(folder, used + room)
    subprocess.run(["cp", "-a", f"{kept}/.", str(folder)], check=True)
    return mounted


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Not a byte is left."""
    plug = folder / "plug"
    handle = os.open(plug, os.O_WRONLY | os.O_CREAT)
    with suppress(OSError):
        while True:
            os.write(handle, b"0" * 4096)
    try:
        yield
    finally:
        os.close(handle)
        plug.unlink()


@contextmanager
def nailed(bureau: House) -> Iterator[None]:
    """No process of the bureau may make a file grow."""
    everybody = [pid for one in bureau.processes.values() for pid in _group(one.pid)]
    before = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in everybody}
    for pid, (_, hard) in before.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))
    yield
    for pid, limits in before.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


def _group(leader: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.getpgid(int(entry.name)) == leader:
                    found.append(int(entry.name))
            except ProcessLookupError:
                continue
    return found
