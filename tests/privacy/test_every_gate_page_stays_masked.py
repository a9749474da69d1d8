"""Every address of the gate (tests/ui/stage.py), as its role sees it: no whole number of anybody but oneself.

Beside the pages: what was logged meanwhile at DEBUG, the rows of the database, the export of the trail and
the interface for the same cases. Without a browser, in one county played once.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests import county as counties
from tests.ui import machines, stage
from yimen.accounts import actions as accounts
from yimen.accounts.scopes import Scope
from yimen.parties.models import Party

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def numbers_but(own: int | None) -> set[str]:
    """Numbers and telephones of all parties but one; a firm's credit code is public."""
    found: set[str] = {"13800003210"}  # to whom 李敏 has a result sent
    for one in Party.objects.all():
        found |= {one.phone} | ({one.id_number} if one.kind == one.PERSON else set())
    mine = Party.objects.filter(pk=own).first()
    found -= {mine.id_number, mine.phone, "13800003210"} if mine else set()
    return found - {""}


def shown(client: Client, path: str) -> str:
    """One page as text."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return b"".join(answer).decode() if answer.streaming else answer.content.decode()


def rows_with(numbers: set[str]) -> list[str]:
    """Tables that hold one of the numbers in clear."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [table for row in cursor.fetchall() if any(one in str(row) for one in numbers)]
    return found


def test_pages_log_rows_export_and_interface_hold_no_whole_number(log, tmp_path):
    county = counties.build(timezone.now() - timedelta(days=3))
    places = stage.play(county)
    leaks = []
    for role, paths in stage.PAGES.items():
        client = stage.client_of(county, role)
        account = county.accounts.get("li" if role == machines.VISIT else role)
        wanted = numbers_but(account.party_id if account else None)
        assert len(wanted) > 3
        for path in (one.format(**places) for one in paths):
            text = shown(client, path)
            leaks += [(role, path, one) for one in wanted if one in text and "/papers/" not in path]
    assert leaks == []
    everybody = numbers_but(None)
    assert "SELECT" in log.getvalue(), "the log holds SQL"
    assert rows_with({"李敏"}), "the search sees what lies in clear: names do"
    assert [line[:200] for line in log.getvalue().splitlines() if any(n in line for n in everybody)] == []
    assert rows_with(everybody) == []
    out = tmp_path / "trail.export"
    call_command("export-trail", str(out))
    assert not [one for one in everybody if one in out.read_text(encoding="utf-8", errors="replace")]
    for who in ("clerk", "officer", "supervisor"):
        secret = accounts.make_token(
            county[who], "测试", [str(one) for one in Scope if one is not Scope.PERSONAL_READ], 30,
            now=timezone.now(),
        ).secret  # fmt: skip
        api = Client(headers={"Authorization": f"Bearer {secret}"})
        for name in ("received", "accepted", "delivered", "posted", "sent"):
            for end in ("", "/history"):
                answer = api.get(f"/api/v1/cases/{places[name]}{end}")
                assert answer.status_code in {200, 403, 404}
                assert not [one for one in everybody if one in answer.content.decode()], (who, name, end)
