"""The key ring as a Django app: a database that was migrated has its keys."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db import connection
from django.db.models.signals import post_migrate


def have_keys(**_: Any) -> None:
    """Make the first keys once the tables stand (after `migrate`, and after `flush` emptied them)."""
    import_module("yimen.keys.ring").forget()
    if "keys_key" in connection.introspection.table_names():
        import_module("yimen.keys.actions").ensure()


class KeysConfig(AppConfig):
    """Not a reaction of the product: the framework's own hook of `migrate`, as its permissions use it."""

    name = "yimen.keys"
    label = "keys"

    def ready(self) -> None:
        """Wait for `migrate`."""
        post_migrate.connect(have_keys, sender=self)
