"""The whole table role × act × state × relation at the actions: who succeeds, who is refused, for whom the
case does not exist. The expectation is written out; it is not read from the table under test."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from tests.cases.acts import ACTS
from yimen.cases.models import Case
from yimen.rules.authority import NotVisible
from yimen.rules.errors import RuleBroken
from yimen.trail.models import Event

pytestmark = [pytest.mark.django_db]

#: The applicant, and the window for them.
CHOOSERS = {"li", "clerk", "clerk2"}
#: Who calls on those who sign.
CALLERS = {"clerk", "clerk2", "supervisor"}
IN_ROUND = {"officer", "officer2", "head", "director"}
ROUND = {"copy_to": IN_ROUND, "convene": IN_ROUND | {"clerk", "clerk2"}}
#: state → act → who succeeds. Everybody else is refused.
ALLOWED: dict[str, dict[str, set[str]]] = {
    "filled": {"choose_delivery": {"li"}, "save": {"li"}, "submit": {"li"}, "void": {"li"}},
    "submitted": {
        "choose_delivery": CHOOSERS, "receive": {"clerk", "clerk2"}, "withdraw": {"li"}, "void": {"admin"},
    },
    "received": {
        "choose_delivery": CHOOSERS,
        "accept": {"clerk", "clerk2"}, "not_accept": {"clerk", "clerk2"}, "not_required": {"clerk", "clerk2"},
        "ask_correction": {"clerk", "clerk2"}, "withdraw": {"li"}, "void": {"admin"},
    },
    "accepted": {
        "choose_delivery": CHOOSERS,
        "opinion": {"officer", "officer2"}, "assign": {"officer", "officer2"},
        "pause": {"officer", "officer2"}, "delegate": {"officer", "officer2"},
        "add_seat": {"officer", "officer2"}, "urge": CALLERS | {"li"}, **ROUND,
        "ask_correction": {"officer", "officer2"}, "withdraw": {"li"}, "void": {"admin"},
    },
    "opinion1": {
        "choose_delivery": CHOOSERS,
        "take_back": {"officer"}, "delegate": {"head"}, "add_seat": {"head"},
        "urge": CALLERS | {"li", "officer"}, **ROUND,
        "opinion": {"head"}, "send_back": {"head"}, "pause": {"head"}, "ask_correction": {"head"},
        "withdraw": {"li"}, "void": {"admin"},
    },
    "opinion2": {
        "choose_delivery": CHOOSERS,
        "take_back": {"head"}, "delegate": {"director"}, "add_seat": {"director"},
        "urge": CALLERS | {"li", "officer", "head"}, **ROUND, "convene": set(),
        "grant": {"director"}, "refuse": {"director"}, "forward": {"director"}, "extend": {"director"},
        "terminate": {"director"}, "send_back": {"director"}, "pause": {"director"},
        "ask_correction": {"director"}, "withdraw": {"li"}, "void": {"admin"},
    },
    "granted": {"choose_delivery": CHOOSERS, "issue": {"clerk", "clerk2"}, "void": {"admin"}},
    "issued": {"choose_delivery": CHOOSERS, "deliver": {"clerk", "clerk2"}, "void": {"admin"}},
    "delivered": {"confirm": {"li"}, "archive": {"clerk", "clerk2", "admin"}, "void": {"admin"}},
}  # fmt: skip
EVERYBODY = (
    "li", "wang", "firm", "clerk", "clerk2", "officer", "officer2", "head", "director", "health",
    "health_director", "keeper", "admin", "supervisor", "security", "audit",
)  # fmt: skip
#: For these a case of 李敏 at the market bureau does not exist.
BLIND = {"wang", "firm", "health", "health_director", "keeper", "security", "audit"}


@pytest.mark.parametrize("point", ALLOWED)
def test_every_act_of_everybody(point, reach, county, now):
    case = reach(point)
    at = now + timedelta(minutes=30)
    for act, attempt in ACTS.items():
        for who in EVERYBODY:
            sid = transaction.savepoint()
            expected = who in ALLOWED[point].get(act, set())
            before = Event.objects.count()
            try:
                attempt(county[who], case.number, at)
                happened = True
            except RuleBroken as refusal:
                happened = False
                blind = who in BLIND or (point == "filled" and who != "li")
                assert isinstance(refusal, NotVisible) == blind, (point, act, who, refusal)
                assert Event.objects.count() == before
            assert happened == expected, (point, act, who)
            transaction.savepoint_rollback(sid)
    assert Case.objects.get(pk=case.pk).rev == case.rev


def test_a_case_that_does_not_exist_reads_like_somebody_elses(county, now):
    for who in ("li", "admin"):
        with pytest.raises(NotVisible):
            ACTS["withdraw"](county[who], "4399262026112320000013", now)
