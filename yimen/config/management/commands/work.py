"""`yimen work`: the relay and the watcher."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from yimen.config.worker import Worker


class Command(BaseCommand):
    """Hands events on and rings the case alarms until stopped."""

    help = "Run the worker: reactions to events, alarms of cases, versions taking effect."

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until SIGTERM or Ctrl-C."""
        Worker().run()
