"""django-viewflow: the process as a Flow class on its own two tables, started and stepped from code.

Its best known way without pages: StartHandle and Handle nodes, the lock that it recommends for each
database, each step in one durable transaction.
"""

from __future__ import annotations

import os
from typing import Any

import dj_database_url
import django
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from .engine import STEPS


def _settings() -> dict[str, Any]:
    url = os.environ["DATABASE_URL"]
    database: dict[str, Any] = dict(dj_database_url.parse(url))
    if url.startswith("sqlite"):
        start = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        database["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": start}
    return {
        "DATABASES": {"default": database},
        "INSTALLED_APPS": [
            "django.contrib.contenttypes", "django.contrib.auth", "viewflow", "viewflow.workflow",
            "bench.rivals",  # a flow must belong to an application
        ],
        "USE_TZ": True, "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField", "SECRET_KEY": "bench",
    }  # fmt: skip


def _flow(sqlite: bool) -> Any:
    from viewflow import this
    from viewflow.workflow import flow, lock
    from viewflow.workflow.models import Process

    parts: dict[str, Any] = {
        "__module__": __name__,
        "process_class": Process,
        "lock_impl": lock.NoLock() if sqlite else lock.SelectForUpdateLock(),
        "begin": lambda self, activation: activation.process,
        "start": flow.StartHandle(this.begin).Next(getattr(this, STEPS[0])),
        "end": flow.End(),
    }
    for name, after in zip(STEPS, (*STEPS[1:], "end"), strict=True):
        parts[name] = flow.Handle().Next(getattr(this, after))
    return type("LicenceFlow", (flow.Flow,), parts)


class Viewflow:
    """django-viewflow: one process row and a row a task, with start and end; no deadlines, no audit chain."""

    def __init__(self) -> None:
        settings.configure(**_settings())
        django.setup()
        call_command("migrate", verbosity=0)
        from viewflow.workflow.models import Task
        from viewflow.workflow.status import STATUS

        self.flow = _flow(os.environ["DATABASE_URL"].startswith("sqlite"))
        globals()["LicenceFlow"] = self.flow
        self.tasks, self.fresh = Task.objects, STATUS.NEW

    def prepare(self, count: int) -> int:
        """Nothing to prepare: a process begins with its submission."""
        return count

    def run(self, prepared: int) -> None:
        """Start and finish so many processes."""
        for _ in range(prepared):
            with transaction.atomic(durable=True):
                process = self.flow.start.run()
            for step in STEPS:
                node = getattr(self.flow, step)
                with transaction.atomic(durable=True):
                    task = self.tasks.get(process_id=process.pk, flow_task=node, status=self.fresh)
                    node.run(task)


def contender() -> Viewflow:
    """The contender of this module."""
    return Viewflow()
