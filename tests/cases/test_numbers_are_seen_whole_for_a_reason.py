"""看完整号码: only for a stated reason, by whom the case is with, and each view is on record."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import county as counties
from yimen.cases import actions, queries
from yimen.parties import queries as parties
from yimen.rules.authority import NotVisible
from yimen.rules.unmasking import ViewNotYours, ViewReasonMissing
from yimen.trail.models import Event, Once

pytestmark = [pytest.mark.django_db, pytest.mark.both]

NUMBER = counties.id_number("19800101", 1)
WHY = {"reason": "verify", "words": "和身份证原件核对"}


def view(county, who, number, now, **more):
    return actions.view_personal(county[who], number, **{**WHY, **more}, now=now)


@pytest.mark.parametrize(
    ("point", "who"),
    [("submitted", "clerk"), ("accepted", "officer"), ("opinion1", "head"), ("opinion2", "director"),
     ("delivered", "supervisor"), ("issued", "clerk")],
)  # fmt: skip
def test_who_acts_on_it_sees_them_whole_and_it_is_recorded(point, who, reach, county, now):
    case = reach(point)
    found = dict(view(county, who, case.number, now).rows)
    assert found["身份证号"] == NUMBER and found["登记的手机"] == "19900000001"
    (row,) = parties.views_of(county.parties["li"].pk)
    assert (row.data["case"], row.data["why"], row.data["words"]) == (
        case.number, "verify", WHY["words"],
    )  # fmt: skip
    assert row.actor == county[who].label
    assert NUMBER not in str(row.data)


def test_the_revision_of_the_case_stays_so_nobody_elses_page_is_stale(reach, county, now):
    case = reach("accepted")
    view(county, "officer", case.number, now)
    assert queries.plain_case(case.number).rev == case.rev


@pytest.mark.parametrize("who", ["director", "head", "officer2_elsewhere", "admin"])
def test_who_does_not_act_on_it_now_sees_them_masked(who, reach, county, now):
    case = reach("accepted")
    if who == "officer2_elsewhere":
        with pytest.raises(NotVisible):
            view(county, "keeper", case.number, now)
        return
    with pytest.raises(ViewNotYours):
        view(county, who, case.number, now)
    assert parties.views_of(county.parties["li"].pk) == []


def test_not_of_ones_own_case_nor_of_a_private_draft(reach, county, now):
    case = reach("accepted")
    with pytest.raises(ViewNotYours):
        view(county, "li", case.number, now)
    with pytest.raises(NotVisible):
        view(county, "wang", case.number, now)
    draft = reach("draft")
    with pytest.raises(NotVisible):
        view(county, "clerk", draft.number, now)


@pytest.mark.parametrize(("reason", "words"), [
    ("", "和身份证原件核对"), ("because", "和身份证原件核对"), ("verify", ""), ("verify", "看看"),
    ("verify", " 看 "), ("verify", "长" * 201),
])  # fmt: skip
def test_a_reason_must_be_chosen_and_said(reason, words, reach, county, now):
    case = reach("accepted")
    with pytest.raises(ViewReasonMissing):
        view(county, "officer", case.number, now, reason=reason, words=words)
    assert not Event.objects.filter(kind="view.full").exists()


def test_sent_twice_it_is_one_record_and_nothing_is_kept_for_repeats(reach, county, now):
    case = reach("accepted")
    one = view(county, "officer", case.number, now, once="k" * 20)
    two = view(county, "officer", case.number, now + timedelta(seconds=5), once="k" * 20)
    assert one == two
    assert len(parties.views_of(county.parties["li"].pk)) == 1
    assert NUMBER not in str(list(Once.objects.values_list("answer", flat=True)))


def test_views_page_by_key(reach, county, now):
    case = reach("accepted")
    for minute in range(3):
        view(county, "officer", case.number, now + timedelta(minutes=minute))
    first = parties.views_of(county.parties["li"].pk, limit=2)
    rest = parties.views_of(county.parties["li"].pk, before=first[-1].seq)
    assert len(first) == 2 and len(rest) == 1 and rest[0].at < first[-1].at < first[0].at
