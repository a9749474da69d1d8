"""To look at a page changes nothing: every page of every role, by GET, without a statement that writes."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import county as counties
from tests.ui import stage
from tests.web.staff_world import county, signed_in  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)', re.IGNORECASE)
#: table → why reading a page may write there.
BOOKKEEPING = {
    "accounts_session": "that the session was used, and when",
    "limits_spent": "how often somebody asked",
}
#: Pages that leave a record of having been read, by law of the house: address → table.
RECORDED = {"/audit/access/": {"trail_event"}}


def test_no_page_of_any_role_writes(county: counties.County) -> None:  # noqa: F811
    names, written, walked = stage.play(county), {}, 0
    for role, paths in stage.PAGES.items():
        client = stage.client_of(county, role)
        for path in paths:
            where = path.format(**names)
            with CaptureQueriesContext(connection) as seen:
                client.get(where).getvalue()
            tables = {hit.group(1) for one in seen.captured_queries if (hit := WRITES.match(one["sql"]))}
            walked += 1
            tables -= set(BOOKKEEPING) | RECORDED.get(path.partition("?")[0], set())
            if tables:
                written[where] = tables
    assert walked > 80
    assert written == {}


def test_a_planted_write_is_seen() -> None:
    assert WRITES.match('INSERT INTO "trail_event" ("a") VALUES (1)').group(1) == "trail_event"
    assert WRITES.match('UPDATE "cases_case" SET x = 1').group(1) == "cases_case"
    assert not WRITES.match('SELECT 1 FROM "cases_case" FOR UPDATE')
