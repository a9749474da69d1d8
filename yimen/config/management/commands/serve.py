"""`yimen serve`: the web server, gunicorn with threads."""

from __future__ import annotations

import os
import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from gunicorn.app.base import BaseApplication

from yimen.config.logs import ServerLog
from yimen.config.sqlite.base import when_stale
from yimen.config.wsgi import application
from yimen.trail.outage import outage_of


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with our options."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        """Take the options over."""
        for key, value in self._options.items():
            self.cfg.set(key, value)

    def load(self) -> Any:
        """The WSGI application."""
        return application


def _end_when_stale(_worker: object) -> None:
    """A web process that cannot let go of files opened for reading ends, and the master starts another."""
    when_stale.append(lambda: os.kill(os.getpid(), signal.SIGTERM))


def options(bind: str) -> dict[str, Any]:
    """Several processes with threads on either database: writers of SQLite take turns (config/sqlite)."""
    return {
        "bind": bind,
        "workers": settings.WEB_WORKERS,
        "threads": settings.WEB_THREADS,
        "worker_class": "gthread",
        "accesslog": None,
        "logger_class": ServerLog,
        "loglevel": settings.LOG_LEVEL.lower(),
        "graceful_timeout": 20,
        "timeout": 60,
        "control_socket_disable": True,
        "post_worker_init": _end_when_stale,
    }


class Command(BaseCommand):
    """Serves pages and API until stopped."""

    help = "Run the web server (gunicorn). Needs a migrated database; never runs with YIMEN_DEBUG."

    def add_arguments(self, parser: CommandParser) -> None:
        """The address may be given on the line."""
        parser.add_argument("--bind", default=settings.BIND, help="address:port (default: YIMEN_BIND)")

    def handle(self, *args: Any, **options_: Any) -> None:
        """Check, then serve."""
        if settings.DEBUG:
            raise CommandError("serve does not run with YIMEN_DEBUG=yes")
        self._require_database()
        connection.close()
        Server(options(options_["bind"])).run()

    def _require_database(self) -> None:
        try:
            executor = MigrationExecutor(connection)
            waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        except DatabaseError as error:
            if outage_of(error) is None:
                raise
            raise CommandError(f"the database cannot be used ({connection.vendor}): {error}") from error
        if waiting:
            raise CommandError("the database is not up to date: run `yimen migrate` first")
