"""A catalogue grown by copying, in SQL: every item in force many times over, with its version and its terms.

Publishing 100,000 items through the action takes longer than a whole run of the benchmarks; what a search
reads is the same rows either way. The copies carry the terms of their pattern, so that each term has twenty
times the hits: the worst that a search can meet, since new names would bring rarer terms of their own.
"""

from __future__ import annotations

from django.db import connection, models, transaction


def grow(times: int) -> None:
    """Make the items of the database `times` as many. Needs items in force; one transaction."""
    from yimen.catalogue.models import Item, ItemVersion, SearchTerm

    item, version = _top(Item), _top(ItemVersion)
    copies = " UNION ALL ".join(f"SELECT {n} AS k" for n in range(1, times))
    new_item, new_version = f"{item} * c.k", f"{version} * c.k"
    with transaction.atomic():
        _copy(
            ItemVersion,
            {"id": f"t.id + {new_version}", "item_id": f"t.item_id + {new_item}"},
            f"JOIN {Item._meta.db_table} i ON i.current_id = t.id", copies,
        )  # fmt: skip
        _copy(
            Item,
            {
                "id": f"t.id + {new_item}", "current_id": f"t.current_id + {new_version}",
                "code": "t.code || 'K' || c.k",
            },
            "", copies, where="t.current_id IS NOT NULL",
        )  # fmt: skip
        # In the order of the index, as a database that grew over years has it in pages.
        _copy(
            SearchTerm,
            {"id": "", "item_id": f"t.item_id + {new_item}"},
            "",
            copies,
            where="true",
            order="t.term",
        )
    if connection.vendor == "postgresql":  # as it does by itself; SQLite is never told, nor in operation
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _top(model: type[models.Model]) -> int:
    return int(model._default_manager.aggregate(top=models.Max("pk"))["top"])


def _copy(
    model: type[models.Model],
    other: dict[str, str],
    join: str,
    copies: str,
    *,
    where: str = "true",
    order: str = "",
) -> None:
    names = [f.column for f in model._meta.concrete_fields if other.get(f.column) != ""]
    heads = ", ".join(connection.ops.quote_name(name) for name in names)
    cells = ", ".join(other.get(name, f"t.{connection.ops.quote_name(name)}") for name in names)
    ordered = f" ORDER BY {order}" if order else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({heads}) SELECT {cells} FROM {model._meta.db_table} t "
            f"{join} CROSS JOIN ({copies}) c WHERE {where}{ordered}"
        )
