"""待我审批: keyset by deadline, filters that lose nothing, as few statements however much waits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web import staffkit
from yimen.cases.models import Seat

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> staffkit.Hall:
    return staffkit.open_hall(monkeypatch)


@pytest.fixture
def many(hall: staffkit.Hall) -> int:
    """One case with 12,000 open seats, each due an hour after the one before; every 300th is assigned."""
    case = staffkit.case(hall.walk("accepted"))
    seat = Seat.objects.get(case=case, is_open=True)
    Seat.objects.bulk_create(
        (
            Seat(
                case=case, round=seat.round, order=order, name=seat.name, duty=seat.duty, role=seat.role,
                department=seat.department, desk=seat.desk, opened_at=seat.opened_at, is_open=True,
                due_at=seat.due_at + timedelta(hours=order), staff="0201" if order % 300 == 0 else "",
            )
            for order in range(10, 12_010)
        ),
        batch_size=2000,
    )  # fmt: skip
    return 12_001


def _walk(hall: staffkit.Hall, path: str, most: int) -> list[int]:
    seen: list[int] = []
    for _ in range(most):
        page = hall.get("officer", path)
        seen += [row.id for row in page.context["rows"]]
        if not page.context["next"]:
            return seen
        path = f"/review/{page.context['next']}"
    return seen


def test_pages_follow_each_other_without_gap_or_double(hall: staffkit.Hall, many: int) -> None:
    seen = _walk(hall, "/review/", 4)
    expected = Seat.objects.filter(is_open=True).order_by("due_at", "id").values_list("id", flat=True)
    assert seen == list(expected[:200])


def test_what_is_assigned_to_me_is_found_through_all_of_it(hall: staffkit.Hall, many: int) -> None:
    seen = _walk(hall, "/review/?only=mine", 100)
    assert seen == list(
        Seat.objects.filter(staff="0201").order_by("due_at", "id").values_list("id", flat=True)
    )


def test_due_soon_ends_where_there_is_time_again(hall: staffkit.Hall, many: int) -> None:
    seen = _walk(hall, "/review/?only=soon", 100)
    assert 0 < len(seen) < 200
    assert (
        seen
        == list(Seat.objects.filter(is_open=True).order_by("due_at", "id").values_list("id", flat=True))[
            : len(seen)
        ]
    )


def test_the_number_of_statements_does_not_grow(hall: staffkit.Hall, many: int) -> None:
    hall.get("officer", "/review/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = hall.get("officer", "/review/")
    assert len(page.context["rows"]) == 50 and page.context["n"] == "99+"
    assert len(asked) <= 12, [one["sql"][:90] for one in asked]


@pytest.mark.parametrize(
    "after",
    ["", "~", "x~1", "2026-11-16~1", "2026-11-16T10:00:00+08:00~x", "2026-11-16T10:00:00+08:00~" + "9" * 40],
)
def test_a_place_that_cannot_be_read_is_the_beginning(hall: staffkit.Hall, after: str) -> None:
    number = hall.walk("accepted")
    page = hall.client("officer").get("/review/", {"after": after})
    assert [row.number for row in page.context["rows"]] == [number]
