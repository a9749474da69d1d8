"""A published version stays as it was; a change is a new version."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction

from yimen.catalogue import actions, queries
from yimen.catalogue.actions.publish import require_open
from yimen.catalogue.models import ItemVersion
from yimen.catalogue.refusals import DateBackwards, DraftMoved, PublishedFixed
from yimen.rules.item import BadSpec, ItemSpec

from .conftest import NOW

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


@pytest.fixture
def first(bodies, keeper, sheet):
    actions.save_draft(keeper, sheet, now=NOW)
    return actions.publish(keeper, sheet["code"], effective_from=DAY, document="文", now=NOW)


def _row(version_id):
    return ItemVersion.objects.filter(pk=version_id).values().get()


def test_saving_after_publishing_opens_a_new_version(first, keeper, sheet):
    before = _row(first.version_id)
    draft = actions.save_draft(keeper, {**sheet, "name": "食品经营许可证（新）"}, base_version=1, now=NOW)
    assert draft.number == 2 and draft.version_id != first.version_id
    actions.check(keeper, sheet["code"], now=NOW)
    actions.publish(keeper, sheet["code"], effective_from=DAY, document="文二", now=NOW)
    assert _row(first.version_id) == before
    assert queries.spec(first.version_id).name == sheet["name"]
    assert queries.item_page(sheet["code"]).spec.name == "食品经营许可证（新）"


def test_discarding_never_touches_a_published_version(first, keeper, sheet):
    actions.save_draft(keeper, {**sheet, "minutes": 5}, now=NOW)
    actions.discard_draft(keeper, sheet["code"], now=NOW)
    assert [row.number for row in queries.versions(sheet["code"])] == [1]


def test_a_published_version_is_refused_as_a_draft(first):
    with pytest.raises(PublishedFixed):
        require_open(ItemVersion.objects.get(pk=first.version_id))


def test_a_draft_older_than_an_import_is_not_published_over_it(first, keeper, sheet):
    actions.save_draft(keeper, {**sheet, "minutes": 5}, now=NOW)
    _bulk(keeper, {**sheet, "minutes": 7})
    with pytest.raises(DraftMoved):
        actions.publish(keeper, sheet["code"], effective_from=DAY, document="文", now=NOW)
    with pytest.raises(DraftMoved):
        actions.save_draft(keeper, {**sheet, "minutes": 6}, now=NOW)
    assert actions.save_draft(keeper, {**sheet, "minutes": 6}, base_version=3, now=NOW).number == 4


def test_a_spec_of_a_draft_is_read_anew_and_of_a_published_version_kept(
    first, keeper, sheet, django_assert_num_queries
):
    draft = actions.save_draft(keeper, {**sheet, "minutes": 5}, now=NOW)
    assert queries.spec(draft.version_id).minutes == 5
    actions.save_draft(keeper, {**sheet, "minutes": 6}, now=NOW)
    assert queries.spec(draft.version_id).minutes == 6
    queries.spec(first.version_id)
    with django_assert_num_queries(0):
        queries.spec(first.version_id)


def _bulk(keeper, *sheets, day=DAY):
    with transaction.atomic():
        return actions.bulk_publish(
            keeper, [ItemSpec.from_dict(s) for s in sheets], effective_from=day, document="导入", now=NOW
        )


def test_many_at_once_tells_new_changed_and_unchanged(first, keeper, sheet):
    other = {**sheet, "code": sheet["code"][:-1] + "9"}
    done = _bulk(keeper, sheet, other)
    assert (done.created, done.changed, done.unchanged) == ([other["code"]], [], [sheet["code"]])
    done = _bulk(keeper, {**sheet, "minutes": 9}, other)
    assert (done.created, done.changed, done.unchanged) == ([], [sheet["code"]], [other["code"]])
    assert [row.number for row in queries.versions(sheet["code"])] == [2, 1]


def test_many_at_once_refuses_one_code_twice_and_runs_only_in_a_transaction(bodies, keeper, sheet):
    with pytest.raises(BadSpec):
        _bulk(keeper, sheet, sheet)


def test_many_at_once_does_not_go_behind_a_version_that_waits(first, keeper, sheet):
    actions.save_draft(keeper, {**sheet, "minutes": 5}, now=NOW)
    actions.publish(keeper, sheet["code"], effective_from=DAY + timedelta(days=9), document="文", now=NOW)
    with pytest.raises(DateBackwards):
        _bulk(keeper, {**sheet, "minutes": 7})


def test_many_at_once_for_a_later_day_wait_too(bodies, keeper, sheet):
    _bulk(keeper, sheet, day=DAY + timedelta(days=3))
    assert queries.item(sheet["code"]).current_id is None
    assert actions.take_effect(keeper, now=NOW + timedelta(days=3)).codes == [sheet["code"]]
    assert queries.search("食品").rows
