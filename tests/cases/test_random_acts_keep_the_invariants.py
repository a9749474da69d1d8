"""Random acts by random people at random moments: whatever happens, a case stays whole."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import county as counties
from tests.cases.acts import ACTS
from tests.cases.wholeness import check
from yimen.cases import actions, queries
from yimen.cases.models import Case
from yimen.rules.errors import RuleBroken

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

WHO = ("li", "clerk", "officer", "head", "director", "admin", "system", "wang", "health")
STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from(WHO), st.integers(1, 3000)),
    min_size=5, max_size=40,
)  # fmt: skip
#: The usual way, to which random acts are mixed so that late states are reached often.
WAY = (
    ("submit", "li"), ("receive", "clerk"), ("accept", "clerk"), ("opinion", "officer"), ("opinion", "head"),
    ("grant", "director"), ("issue", "clerk"), ("deliver", "clerk"), ("archive", "clerk"),
)  # fmt: skip
#: The same with 容缺: promised, accepted without it, supplied late, checked.
LATER = (
    ("promise_later", "li"), *WAY[:2], ("accept_deferred", "clerk"), *WAY[3:6], ("supply_later", "li"),
    ("check_later", "clerk"), *WAY[6:],
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS, usual=st.integers(0, len(WAY)), gap=st.booleans())
def test_whatever_is_tried_a_case_stays_whole(county, now, steps, usual, gap):
    sid = transaction.savepoint()
    try:
        live(county, now, steps, usual, gap)
    finally:
        transaction.savepoint_rollback(sid)


def live(county, now, steps, usual, gap=False) -> None:
    """One life: the usual way as far as `usual`, then what was drawn. `gap`: with a material for later."""
    li = county.parties["li"].pk
    number = actions.open_draft(
        county["li"], counties.LICENCE, li, channel="2", region=counties.REGION, now=now
    ).number
    actions.save(county["li"], number, {"shop_name": "青石面馆", "area": "120"}, now=now)
    for code in ("M-PLAN",) if gap else ("M-PLAN", "M-RULES"):
        actions.attach(county["li"], number, code, None, now=now, how="1")
    at = now
    for act, who, minutes in [(a, w, 30) for a, w in (LATER if gap else WAY)[:usual]] + steps:
        at += timedelta(minutes=minutes)
        actions.alarms(at)
        try:
            ACTS[act](county[who], number, at)
        except RuleBroken as refusal:
            assert refusal.words
            assert "{" not in refusal.words
        check(number)
    case = Case.objects.get(number=number)
    if case.submitted_at is not None:
        assert queries.case_page(county["admin"], number, now=at).state == case.state
