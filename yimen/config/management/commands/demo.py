"""`yimen demo`: the sample county, built once, then served."""

from __future__ import annotations

import logging
import random
import shutil
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from yimen.cases.reactions import print_paper
from yimen.config.reactions import WIRING
from yimen.config.worker import drain
from yimen.demo import (
    build,
    endings,
    hall_today,
    hall_year,
    helping,
    instant,
    joint,
    licensed,
    projects,
    promised,
    reused,
    rounds,
    running,
    stories,
    tasks,
)
from yimen.trail import relay

#: Documents are printed while the site is open already, one every so often (a document asked for is printed
#: at once), so that what visitors do meanwhile does not wait behind a thousand pages.
PACE = timedelta(milliseconds=100)

#: The stories are always the same, so that two people who look at the demo see the same county.
SEED = 20261123


class Command(BaseCommand):
    """Builds the sample county when it is not there, starts web and worker, prints the logins."""

    help = "Build the sample county (once) and serve it with web and worker until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        """--fresh, --bind, --build-only."""
        parser.add_argument("--fresh", action="store_true", help="start over: throw the sample county away")
        parser.add_argument("--bind", default=settings.BIND, help="address:port (default: YIMEN_BIND)")
        parser.add_argument("--share", type=int, default=1, help="build only every N-th sample case")
        parser.add_argument("--build-only", action="store_true", help="build the county and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, serve, stop."""
        console, begun = Console(), time.monotonic()
        if options["fresh"]:
            wipe()
        if not build.seeded():
            fill(console, timezone.now(), max(1, options["share"]))
        if options["build_only"]:
            return
        pair = running.Pair(options["bind"])
        try:
            pair.start()
            pair.wait_ready()
            show(console, options["bind"], time.monotonic() - begun)
            code = pair.watch()
        except running.PortTaken as error:
            raise CommandError(
                f"{error} is in use, perhaps by an earlier demo: choose another with --bind"
            ) from error
        except running.NotReady as error:
            raise CommandError(f"the web server did not start on {error}; is the port in use?") from error
        finally:
            pair.stop()
        console.print("已停止，数据还在。再运行一次接着用；加 --fresh 重新开始。")
        raise SystemExit(code)


def wipe() -> None:
    """Throw the sample county away: only ever the embedded database and the files of a demo."""
    if connection.vendor != "sqlite":
        raise CommandError("--fresh only clears the embedded SQLite database")
    name = str(connection.settings_dict["NAME"])
    connection.close()
    for suffix in ("", "-wal", "-shm"):
        Path(name + suffix).unlink(missing_ok=True)
    shutil.rmtree(settings.FILES_ROOT, ignore_errors=True)
    shutil.rmtree(Path(settings.DATA_DIR) / "seal", ignore_errors=True)
    build.logins_file().unlink(missing_ok=True)


def fill(console: Console, now: datetime, share: int) -> None:
    """Migrate and build, with a bar for each part; every `share`-th of the sample cases."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bars:
        # Only what is wrong is told among the bars: the sample registers are slow or silent on purpose.
        logging.getLogger("yimen").setLevel(logging.WARNING)
        whole = bars.add_task("数据库", total=1)
        call_command("migrate", verbosity=0)
        bars.update(whole, completed=1)
        _hurry()
        for name, step in build.STEPS:
            bar = bars.add_task(name, total=1)
            step(now)
            bars.update(bar, completed=1)
        told = _stories(bars, now, share)
        bar = bars.add_task("大厅的一年", total=1)
        _hall(now, share)
        bars.update(bar, completed=1)
        # The sample registers answer at once here; with the pages they take their time.
        settings.REGISTERS = settings.REGISTERS or "quick"
        settings.SMS = settings.SMS or "fake"
        unprinted = relay.without(WIRING, print_paper)
        bar = bars.add_task("消息和提醒", total=1)
        drain(timezone.now(), wiring=unprinted)
        bars.update(bar, completed=1)
        # What was accepted is on file by now: some apply once more and need not give it again.
        bar = bars.add_task("材料只交一次", total=1)
        rng = random.Random(SEED)  # noqa: S311
        reused.tell_all(stories.cast(), now, rng)
        instant.tell_last(stories.cast(), timezone.now(), rng)
        promised.tell_checks(stories.cast(), told, timezone.now())
        promised.revoke(stories.cast(), told, timezone.now())
        drain(timezone.now(), wiring=unprinted)
        relay.owe(WIRING, print_paper, timezone.now(), PACE)
        bars.update(bar, completed=1)
    build.write_logins()


def _hurry() -> None:
    """While building, a power cut would only mean starting over: do not wait for the disk at every commit."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")


def _stories(bars: Progress, now: datetime, share: int) -> promised.Told:
    rng = random.Random(SEED)  # noqa: S311
    everybody, told = stories.cast(), endings.plan(rng, now)[::share]
    bar = bars.add_task("办件", total=len(told))
    for name, start in told:
        stories.tell(everybody, endings.BY_NAME[name], start, now, rng)
        bars.advance(bar)
    licensed.tell_all(everybody, now, rng)
    instant.tell_before(everybody, now, rng)
    joint.tell_all(everybody, now, rng)
    rounds.tell_all(everybody, now, rng)
    projects.tell_all(everybody, now, rng)
    tasks.tell_all(everybody, now, rng)
    helping.tell_all(everybody, now, random.Random(SEED))  # noqa: S311
    return promised.tell_before(everybody, now, random.Random(SEED))  # noqa: S311


def _hall(now: datetime, share: int) -> None:
    """A year of visits until yesterday, and the hall of this moment."""
    year = hall_year.Year(now, random.Random(SEED))  # noqa: S311
    hall_year.write(year, hall_today.day_of(year), share)
    hall_year.before(now)
    hall_today.live(year, random.Random(SEED))  # noqa: S311


def show(console: Console, bind: str, seconds: float) -> None:
    """The address and one login a role."""
    table = Table(title=f"{settings.SITE_NAME}  http://{bind}/  （{seconds:.1f} 秒）")
    for head in ("角色", "姓名", "登录名", "密码"):
        table.add_column(head)
    for one in build.logins():
        table.add_row(one.role, one.name, one.login, one.password)
    console.print(table)
    console.print("管理员和目录管理员登录要两步，第二步的验证码演示页面会替您填好。")
    console.print("按 Ctrl-C 停止。")
