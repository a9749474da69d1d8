"""The finder: number or its beginning, exact name, identity number, telephone; newest first, within reach."""

from __future__ import annotations

from datetime import timedelta

import pytest

from yimen.bureau import queries as bureau
from yimen.cases import queries
from yimen.cases.models import Case

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def found(actor, now, **how):
    return [row.number for row in queries.find(actor, bureau.work_calendar(), now=now, **how)]


def test_it_finds_by_each_of_its_keys(reach, county, now):
    case = reach("submitted")
    Case.objects.filter(pk=case.pk).update(contact_phone="13900001111")
    for text in (case.number, case.number.lower(), case.number[:14], "李敏", "19900000001", "13900001111"):
        assert found(county["supervisor"], now, text=text) == [case.number], text
    assert found(county["supervisor"], now, text="无此人") == []


def test_a_beginning_without_the_day_says_too_little(reach, county, now):
    case = reach("submitted")
    assert found(county["supervisor"], now, text=case.number[:13]) == []
    assert found(county["supervisor"], now, text=f" {case.number[:6]} {case.number[6:15]}") == [case.number]


def test_a_case_that_two_keys_meet_stands_there_once(reach, county, now):
    case = reach("submitted")
    Case.objects.filter(pk=case.pk).update(contact_phone="19900000001")
    assert found(county["supervisor"], now, text="19900000001") == [case.number]


def test_cases_without_a_telephone_are_not_those_of_nobody(reach, county, now):
    case = reach("submitted")
    Case.objects.filter(pk=case.pk).update(contact_phone="")
    assert found(county["supervisor"], now, text="13900001111") == []
    assert list(Case.objects.filter(contact_phone="")) == [case]


def test_pages_go_from_new_to_old_and_lose_nothing(reach, county, now):
    numbers = [reach("submitted", at=now + timedelta(minutes=n)).number for n in range(5)]
    for how in ({"text": "李敏"}, {}, {"state": "submitted"}, {"light": "green"}):
        seen, before = [], None
        while True:
            rows = queries.find(
                county["supervisor"], bureau.work_calendar(), now=now, before=before, limit=2, **how
            )
            seen += [row.number for row in rows[:2]]
            if len(rows) <= 2:
                break
            before = rows[1].id
        assert seen == numbers[::-1], how


def test_state_and_light_narrow_what_a_text_finds(reach, county, now):
    one, other = reach("submitted"), reach("received")
    Case.objects.filter(pk=other.pk).update(light="red")
    assert found(county["supervisor"], now, text="李敏", state="received") == [other.number]
    assert found(county["supervisor"], now, text="李敏", light="green") == [one.number]
    assert found(county["supervisor"], now, text=other.number, state="submitted") == []


def test_one_finds_within_reach_only(reach, county, now):
    case = reach("submitted")
    assert found(county["clerk"], now, text=case.number) == [case.number]
    assert found(county["health"], now, text=case.number) == []
    assert found(county["li"], now, text=case.number) == []
