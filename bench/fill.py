"""A county with many cases, made by SQL in the database itself, and kept in the scratch folder between runs.

Of the cases 5 % wait for a signature (a third at each of three steps), 5 % at a window, 90 % are over;
40 departments, 200 items, 13 regions of which the county's own has half, one party to ten cases, one agent
for one case in 500, 2 % of what waits without a deadline, 5 % of the open seats assigned by name. Each case
has three seats, one event and, one in three, a message.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import django
from django.core.management import call_command
from django.db import connection, models, transaction

from .rivals.ours import NOW

DEPARTMENTS, ITEMS_EACH, REGIONS = 40, 5, 13
_BASE = "2026-11-16 02:00:00"
_HASH = "(i * 7919 + 13) % 1000"


@dataclass(frozen=True)
class Dialect:
    """What the two databases say differently."""

    numbers: Callable[[int], str]
    at: Callable[[str], str]


def _dialect() -> Dialect:
    if connection.vendor == "sqlite":
        return Dialect(
            lambda n: (
                f"(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {n})"
                " SELECT i FROM n) AS n"
            ),
            lambda minutes: f"datetime('{_BASE}', ({minutes}) || ' minutes')",
        )
    return Dialect(
        lambda n: f"generate_series(1::bigint, {n}) AS n(i)",
        lambda minutes: f"'{_BASE}+00'::timestamptz + ({minutes}) * interval '1 minute'",
    )


def _default(field: models.Field[Any, Any]) -> str:
    """A literal for a column that this file does not care about."""
    if field.null:
        return "NULL"
    if isinstance(field, models.JSONField) and field.get_internal_type() == "JSONField":
        return "'{}'"
    if isinstance(field, models.BooleanField):
        return "false"
    return "0" if isinstance(field, models.IntegerField) else "''"


def _insert(model: type[models.Model], values: dict[str, str], source: str) -> None:
    fields = [f for f in model._meta.concrete_fields if not f.primary_key or f.attname in values]
    heads = ", ".join(connection.ops.quote_name(f.column) for f in fields)
    cells = ", ".join(values.get(f.attname, _default(f)) for f in fields)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {model._meta.db_table} ({heads}) SELECT {cells} FROM {source}")


def _offices() -> tuple[int, int, int]:
    """Departments and items beside those of the small county; first ids of department, item and version."""
    from tests import county as counties
    from yimen.bureau.models import Department
    from yimen.catalogue import actions as catalogue
    from yimen.catalogue.models import Item
    from yimen.rules.authority import SYSTEM

    counties.build(NOW)
    codes = [counties.credit_code(100 + n) for n in range(DEPARTMENTS)]
    made = [
        Department.objects.create(credit_code=c, name=f"第{n}局", short_name=f"{n}局")
        for n, c in enumerate(codes)
    ]
    pattern = counties.specs()[0]
    specs = [
        replace(pattern, code=counties.item_code(n, owner), department=owner, name=f"第{n}类经营许可")
        for owner in codes
        for n in range(ITEMS_EACH)
    ]
    with transaction.atomic():
        catalogue.bulk_publish(
            SYSTEM, specs, effective_from=date(2026, 1, 1), document="云审发〔2026〕1号", now=NOW
        )
    first = Item.objects.get(code=specs[0].code)
    assert first.current_id is not None
    return made[0].pk, first.pk, first.current_id


def _cases(count: int, dialect: Dialect, department: int, item: int, version: int, party: int) -> None:
    from yimen.cases.models import Case

    h, kind = _HASH, "(i * 31) % 200"
    region = f"CASE WHEN i % 2 = 0 THEN '439926000000' ELSE '4399261' || ({10001} + i % {REGIONS - 1}) END"
    desk = "'window:' || (" + region + ")"
    state = (
        f"CASE WHEN {h} < 50 THEN 'reviewing' WHEN {h} < 65 THEN 'submitted' WHEN {h} < 75 THEN 'received' "
        f"WHEN {h} < 85 THEN 'correction' WHEN {h} < 100 THEN 'issued' WHEN {h} < 300 THEN 'delivered' "
        "ELSE 'archived' END"
    )
    began = dialect.at(f"0 - ({count} - i) % 400000")
    due = dialect.at("(i * 37) % 30000 - 4000")
    _insert(
        Case,
        {
            "number": "'43992620261116' || substr('' || (100000000 + i), 2)",
            "query_code": "'123456'", "title": "'经营许可'", "channel": "'2'", "head_hash": "''", "rev": "1",
            "item_id": f"{item} + {kind}", "version_id": f"{version} + {kind}",
            "department_id": f"{department} + ({kind}) / {ITEMS_EACH}",
            "party_id": f"{party} + i % ({count} / 10)",
            "agent_id": f"CASE WHEN i % 500 = 0 THEN {party} ELSE NULL END",
            "region": region, "state": state, "round": "1", "light": (
                f"CASE WHEN {h} < 4 THEN 'red' WHEN {h} < 8 THEN 'yellow' ELSE 'green' END"
            ),
            "desk": (
                f"CASE WHEN {h} < 50 OR {h} >= 100 THEN '' WHEN {h} < 75 THEN {desk} || ':intake' "
                f"WHEN {h} < 85 THEN {desk} || ':correction' ELSE {desk} || ':handout' END"
            ),
            "created_at": began, "first_contact_at": began, "submitted_at": began,
            "decided_at": f"CASE WHEN {h} >= 85 THEN {began} ELSE NULL END",
            "closed_at": f"CASE WHEN {h} >= 100 THEN {began} ELSE NULL END",
            "due_at": f"CASE WHEN {h} >= 100 OR i % 50 = 0 THEN NULL ELSE {due} END",
        },
        dialect.numbers(count),
    )  # fmt: skip


def _seats() -> None:
    """Three seats a case; of a case under review one is open, those before it answered."""
    from yimen.cases.models import Case, Seat

    open_at = "(c.id / 1000) % 3"
    code = "d.credit_code"
    role = "CASE s.k WHEN 0 THEN 'officer' WHEN 1 THEN 'head' ELSE 'director' END"
    is_open = f"c.state = 'reviewing' AND s.k = {open_at}"
    answered = f"c.state <> 'reviewing' OR s.k < {open_at}"
    source = (
        f"{Case._meta.db_table} c JOIN bureau_department d ON d.id = c.department_id "
        "CROSS JOIN (SELECT 0 AS k UNION ALL SELECT 1 UNION ALL SELECT 2) s ORDER BY c.id, s.k"
    )
    _insert(
        Seat,
        {
            "case_id": "c.id", "round": "1", "order": "s.k", "name": "'审查'", "duty": "'review'",
            "role": role,
            "department": code, "desk": f"{code} || ':' || {role}", "days": "2",
            "staff": f"CASE WHEN {is_open} AND c.id % 20 = 0 THEN '0201' ELSE '' END",
            "opened_at": f"CASE WHEN {is_open} OR {answered} THEN c.created_at ELSE NULL END",
            "due_at": f"CASE WHEN {is_open} THEN c.due_at ELSE NULL END",
            "is_open": f"CASE WHEN {is_open} THEN true ELSE false END",
            "verdict": f"CASE WHEN {answered} THEN 'agree' ELSE '' END",
            "answered_at": f"CASE WHEN {answered} THEN c.created_at ELSE NULL END",
        },
        source,
    )  # fmt: skip


def _rest(count: int, dialect: Dialect) -> int:
    """Parties; the first of them."""
    from yimen.parties.models import Party

    party = (Party.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    born = dialect.at("0")
    _insert(
        Party,
        {
            "id": f"{party} - 1 + i", "kind": "'person'", "name": "'申请人' || i", "created_at": born,
            "id_number": "'B' || substr('' || (100000000000 + i), 2)", "phone": "'1' || (9000000000 + i)",
        },
        dialect.numbers(max(10, count // 10)),
    )  # fmt: skip
    return party


def _history() -> None:
    from yimen.cases.models import Case, Message
    from yimen.trail.models import Event

    table = Case._meta.db_table
    hashes = {"prev_hash": "''", "hash": "''", "error": "''"}
    common = {"stream": "c.number", "seq": "1", "kind": "'case.submitted'", "actor": "'account:1'"}
    _insert(Event, {**common, **hashes, "at": "c.created_at"}, f"{table} c ORDER BY c.id")
    told = {
        "party_id": "c.party_id", "case_id": "c.id", "event": "c.id", "text": "'“{title}”已提交'",
        "at": "c.created_at",
    }  # fmt: skip
    _insert(Message, told, f"{table} c WHERE c.id % 3 = 0 ORDER BY c.id")


def ready(count: int) -> None:
    """The database of this process with `count` cases: made when it is not there, else brought up to date."""
    from yimen.cases.models import Case

    call_command("migrate", verbosity=0)
    if Case.objects.count() >= count:
        return
    dialect = _dialect()
    with transaction.atomic():
        department, item, version = _offices()
        party = _rest(count, dialect)
        _cases(count, dialect, department, item, version, party)
        _seats()
        _history()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                serial = "pg_get_serial_sequence('parties_party', 'id')"
                cursor.execute(f"SELECT setval({serial}, (SELECT max(id) FROM parties_party))")
    if connection.vendor == "postgresql":  # as it does by itself; SQLite is never told, nor in operation
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimen.config.settings")
    django.setup()
    ready(int(sys.argv[1]))
