"""Opening an application for others over the interface: by the number on their papers, never by counting."""

import pytest

from tests import county as counties
from yimen.rules.events import Kind
from yimen.trail import queries as trail

pytestmark = pytest.mark.django_db


def test_a_clerk_who_counts_through_parties_is_told_to_name_them(caller, county):
    body = {"item": counties.PLAIN, "party": county.parties["wang"].pk}
    answer = caller("clerk").post("/applications", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "apply.number_missing")


def test_by_number_the_draft_opens_and_the_search_is_on_record(caller, county):
    wang = county.parties["wang"]
    answer = caller("clerk").post("/applications", {"item": counties.PLAIN, "number": wang.id_number})
    assert answer.status_code == 201
    assert trail.newest(f"party:{wang.pk}", str(Kind.PARTY_LOOKED_UP), limit=1)


def test_a_number_that_nobody_has_is_said_to_a_clerk(caller):
    answer = caller("clerk").post("/applications", {"item": counties.PLAIN, "number": "11010119900101001X"})
    assert (answer.status_code, answer.json()["code"]) == (422, "apply.party_unknown")


def test_others_learn_nothing_of_who_is_on_file(caller, county):
    known, unknown = (
        caller("li").post("/applications", {"item": counties.PLAIN, "number": number})
        for number in (county.parties["wang"].id_number, "11010119900101001X")
    )
    assert known.status_code == unknown.status_code == 403
    assert known.json()["code"] == unknown.json()["code"] == "apply.not_for_you"


def test_ones_own_number_will_do(caller, county):
    answer = caller("li").post(
        "/applications", {"item": counties.PLAIN, "number": county.parties["li"].id_number}
    )
    assert answer.status_code == 201
