"""Reading keys: the sealed columns, the keys, what still lies under a key that was replaced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps

from .fields import SealedJSONField, SealedTextField
from .models import Key


@dataclass(frozen=True)
class Column:
    """One sealed column of one table."""

    model: Any
    name: str
    indexed: bool

    @property
    def label(self) -> str:
        """table.column."""
        return f"{self.model._meta.db_table}.{self.name}"

    def stale(self) -> int:
        """Rows that do not lie under the keys that seal now."""
        found: int = self.model._base_manager.filter(**{f"{self.name}__stale": True}).count()
        return found


@dataclass(frozen=True)
class KeyRow:
    """One key without its secret."""

    id: int
    purpose: str
    state: str
    made_at: datetime
    retired_at: datetime | None


def columns() -> Iterator[Column]:
    """Every sealed column of every table, in a fixed order."""
    for model in sorted(apps.get_models(), key=lambda one: one._meta.db_table):
        for field in model._meta.local_fields:
            if isinstance(field, SealedTextField | SealedJSONField):
                yield Column(model, field.name, field.indexed)


def all_keys() -> list[KeyRow]:
    """All keys, the oldest first."""
    return [KeyRow(k.pk, k.purpose, k.state, k.made_at, k.retired_at) for k in Key.objects.order_by("pk")]


def stale() -> int:
    """Values that do not lie under the keys that seal now."""
    return sum(column.stale() for column in columns())
