"""The top layer as a Django app: its commands and checks."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Commands serve, work, demo; checks of calendar and worker."""

    name = "yimen.config"
    label = "config"

    def ready(self) -> None:
        """Register the checks once all apps are there."""
        import_module("yimen.config.checks")
        import_module("yimen.config.log_checks")
        import_module("yimen.config.platform_checks")
        import_module("yimen.config.cashier_checks")
