"""A draft that nobody touches for half a year goes, after its owner was told; a dropped one after a month."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.archives.conftest import NOW, picture
from yimen.archives import actions
from yimen.cases import actions as cases
from yimen.cases import queries
from yimen.cases.models import Case, CaseFile
from yimen.config.worker import drain
from yimen.rules.terms import State
from yimen.trail import queries as trail
from yimen.vault import actions as vault
from yimen.vault.models import StoredFile
from yimen.vault.queries import by_key, path_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
DAY = timedelta(days=1)


def drafted(county, reach) -> tuple[str, StoredFile]:
    """A draft with answers and a picture."""
    number = reach("draft").number
    cases.save(county["li"], number, {"shop_name": "青石面馆"}, now=NOW)
    kept = vault.keep(county["li"], [picture(1)], "平面图.png", now=NOW)
    cases.attach(county["li"], number, "M-PLAN", kept.id, now=NOW)
    return number, StoredFile.objects.get(pk=kept.id)


def messages(county) -> list[str]:
    return [one.text for one in queries.messages(county["li"])]


def test_its_owner_is_told_fifteen_days_before_once(county, reach):
    number, _file = drafted(county, reach)
    assert actions.drop_old(NOW + 164 * DAY) == 0
    assert actions.drop_old(NOW + 165 * DAY) == 1
    assert actions.drop_old(NOW + 166 * DAY) == 0
    drain(NOW + 166 * DAY)
    (told,) = [one for one in queries.messages(county["li"]) if "暂存后一直没有提交" in one.text]
    assert told.case == number and told.facts["day"] == (NOW + 180 * DAY).date().isoformat()


def test_then_it_goes_with_all_that_was_typed_and_given(county, reach):
    number, stored = drafted(county, reach)
    actions.drop_old(NOW + 165 * DAY)
    assert actions.drop_old(NOW + 179 * DAY) == 0
    assert actions.drop_old(NOW + 180 * DAY) == 1
    case = Case.objects.get(number=number)
    assert (case.state, case.answers, case.contact_phone, case.contact_name) == (State.VOIDED, {}, "", "")
    assert case.erased_at and case.rev == trail.history(number)[-1].seq
    assert list(trail.broken_links(number)) == []
    assert by_key(stored.key) is None
    assert path_of(stored.digest).exists(), "the content goes after the commit"
    actions.sweep(NOW + 181 * DAY)
    assert not path_of(stored.digest).exists()
    (event,) = [e for e in trail.history(f"archive:{number}") if e.kind == "draft.erased"]
    assert event.data["files"] == [stored.digest]
    assert actions.drop_old(NOW + 182 * DAY) == 0, "and that is all"


def test_a_change_within_the_notice_keeps_it(county, reach):
    number, _file = drafted(county, reach)
    actions.drop_old(NOW + 165 * DAY)
    kept = vault.keep(county["li"], [picture(2)], "平面图.png", now=NOW + 170 * DAY)
    cases.attach(county["li"], number, "M-PLAN", kept.id, now=NOW + 170 * DAY)
    assert actions.drop_old(NOW + 200 * DAY) == 0, "a file counts as a change"
    assert Case.objects.get(number=number).state == State.DRAFT
    assert actions.drop_old(NOW + 335 * DAY) == 1, "told anew"
    assert actions.drop_old(NOW + 350 * DAY) == 1
    assert Case.objects.get(number=number).state == State.VOIDED


def test_a_worker_that_slept_tells_first(county, reach):
    number, _file = drafted(county, reach)
    assert actions.drop_old(NOW + 900 * DAY) == 1
    assert Case.objects.get(number=number).state == State.DRAFT
    assert actions.drop_old(NOW + 915 * DAY) == 1
    assert Case.objects.get(number=number).state == State.VOIDED


def test_a_dropped_draft_is_emptied_after_a_month(county, reach):
    number, stored = drafted(county, reach)
    cases.void(county["li"], number, now=NOW)
    assert actions.drop_old(NOW + 29 * DAY) == 0
    assert Case.objects.get(number=number).answers
    assert actions.drop_old(NOW + 31 * DAY) == 1
    assert Case.objects.get(number=number).answers == {}
    assert by_key(stored.key) is None


def test_a_file_that_another_case_uses_stays(county, reach):
    number, stored = drafted(county, reach)
    other = reach("draft").number
    cases.attach(county["li"], other, "M-PLAN", stored.pk, now=NOW)
    cases.void(county["li"], number, now=NOW)
    actions.drop_old(NOW + 31 * DAY)
    actions.sweep(NOW + 40 * DAY)
    assert by_key(stored.key) is not None and path_of(stored.digest).exists()
    assert CaseFile.objects.filter(stored=stored).count() == 2


def test_the_same_content_given_again_stays(county, reach):
    number, stored = drafted(county, reach)
    again = vault.keep(county["wang"], [picture(1)], "别人的.png", now=NOW)
    cases.void(county["li"], number, now=NOW)
    actions.drop_old(NOW + 31 * DAY)
    actions.sweep(NOW + 40 * DAY)
    assert again.digest == stored.digest and path_of(again.digest).exists()
    assert by_key(stored.key) is None and by_key(again.key) is not None


def test_nothing_submitted_is_touched(county, reach):
    number = reach("submitted").number
    actions.drop_old(NOW + 900 * DAY)
    actions.drop_old(NOW + 930 * DAY)
    case = Case.objects.get(number=number)
    assert case.answers and case.erased_at is None and messages(county) == []
