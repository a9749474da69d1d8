"""A kept PostgreSQL connection that the server has ended is opened anew by the next request, unseen."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from django.db import connection, connections

from yimen.bureau import queries

pytestmark = [
    pytest.mark.both,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("postgres" not in os.environ.get("DATABASE_URL", ""), reason="of PostgreSQL"),
]


def _next_request() -> None:
    connection.health_check_enabled, connection.health_check_done = True, False


@pytest.mark.parametrize("ask", [lambda: queries.department_names(["X"]), lambda: queries.region("X")])
def test_the_next_request_sees_nothing_of_it(ask: Callable[[], object]) -> None:
    ask()
    mine, first = connection.connection.info.backend_pid, connection.connection
    other = connections.create_connection("default")
    _next_request()
    assert connection.is_usable() and connection.connection is first
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [mine])
    other.close()
    _next_request()
    assert ask() in ({}, None)
    assert connection.connection is not first
