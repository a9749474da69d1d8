"""一件事 at random: members decided, corrected, withdrawn and promised for later in any order and at any
moment, with news that comes late; whatever happens, the whole stays whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests import bundle_world as world
from tests import county as counties
from tests.cases.wholeness import check
from tests.notice_world import WHO
from yimen.cases import actions
from yimen.cases.models import Case, CaseDocument
from yimen.catalogue import queries as catalogue
from yimen.config.worker import drain
from yimen.rules import bundle as rules
from yimen.rules.bundle.running import FAILED, MADE
from yimen.rules.delivery import is_own
from yimen.rules.errors import RuleBroken
from yimen.rules.terms import Need, State
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ITEMS = st.sampled_from([world.REGISTER, world.FOOD, world.SIGN, world.FIRE])
WANTED = st.dictionaries(st.sampled_from(["M-PLAN", "M-SIGN", "M-LEASE"]), st.just("看不清"), max_size=2)
#: Made or refused, and not in the applicant's hands.
TO_COME = {State.GRANTED, State.ISSUED, State.REFUSED}
ENDED = {str(one) for one in MADE | FAILED}


def _arrives(data: dict[str, Any]) -> bool:
    """Whether an event of a case brings its result into the applicant's hands."""
    return data.get("to") == State.DELIVERED != data.get("from")


class Whole(RuleBasedStateMachine):
    """One application and everybody who has to do with it. `behind`: news that no worker has told yet."""

    county: ClassVar[counties.County]
    reached: ClassVar[set[str]] = set()

    @initialize(sign=st.booleans(), gap=st.booleans(), asked=st.booleans(), each=st.booleans())
    def accepted(self, sign: bool, gap: bool, asked: bool, each: bool) -> None:
        self.sid, self.at, self.behind = transaction.savepoint(), self.county.now, False
        li, clerk, gap = self.county["li"], self.county["clerk"], gap and sign
        self.number = actions.open_draft(
            li, world.SNACKS, self.county.parties["li"].pk, channel="2", region=counties.REGION, now=self.at
        ).number
        actions.save(li, self.number, {"has_sign": sign, "shop_name": "青石小吃", "area": "60"}, now=self.at)
        for code in ("M-LEASE", "M-PLAN", *(["M-SIGN"] if sign and not gap else [])):
            actions.attach(li, self.number, code, None, now=self.at, how="1")
        if gap:
            actions.promise(li, self.number, ["M-SIGN"], agreed=True, signer="李敏", now=self.at)
        actions.submit(li, self.number, now=self.at)
        if each:
            self._choose("online", each)
        actions.receive(clerk, self.number, now=self.at)
        if asked:
            self._corrected()
        if gap:
            actions.accept_deferred(clerk, self.number, deferred=["M-SIGN"], now=self.at)
        else:
            actions.accept(clerk, self.number, now=self.at)
        self.items = [world.REGISTER, world.FOOD, world.FIRE, *([world.SIGN] if sign else [])]
        self._told()

    def _corrected(self) -> None:
        """补正 before acceptance: the window asks for one material again, and gets it."""
        li, clerk = self.county["li"], self.county["clerk"]
        actions.ask_correction(
            clerk, self.number, reason="材料看不清", rejected={"M-LEASE": "缺第 3 页"}, now=self.at
        )
        actions.attach(li, self.number, "M-LEASE", None, now=self.at, how="1")
        actions.supply(li, self.number, now=self.at)

    def _choose(self, way: str, each: bool) -> None:
        hall = counties.REGION if way == "pickup" else ""
        actions.choose_delivery(self.county["li"], self.number, way=way, hall=hall, each=each, now=self.at)

    @rule(way=st.sampled_from(["online", "pickup"]), each=st.booleans())
    def choose_how_results_come(self, way: str, each: bool) -> None:
        hall = counties.REGION if way == "pickup" else ""
        self._try(False, actions.choose_delivery, "li", way=way, hall=hall, each=each)

    @rule(item=st.none() | ITEMS, late=st.booleans())
    def deliver(self, item: str | None, late: bool) -> None:
        self._try(late, actions.deliver, "clerk", item, receiver="李敏", seen="居民身份证")

    @rule(item=ITEMS, late=st.booleans())
    def grant(self, item: str, late: bool) -> None:
        self._try(late, actions.grant, WHO[item], item)

    @rule(item=ITEMS, late=st.booleans())
    def refuse(self, item: str, late: bool) -> None:
        self._try(late, actions.refuse, WHO[item], item, reason="场地不合要求")

    @rule(item=ITEMS, wanted=WANTED, again=st.sampled_from(["", "刚去看过现场"]), late=st.booleans())
    def note_gaps(self, item: str, wanted: dict[str, str], again: str, late: bool) -> None:
        self._try(late, actions.note_gaps, WHO[item], item, rejected=wanted, again=again)

    @rule(again=st.sampled_from(["", "漏了一项"]))
    def send_notice(self, again: str) -> None:
        self._try(False, actions.send_notice, "clerk", again=again)

    @rule(late=st.booleans())
    def supply(self, late: bool) -> None:
        wanted = [one.code for one in self.whole.materials.filter(status="rejected")]
        for code in wanted:
            self._try(True, actions.attach, "li", None, code, None, how="1")
        self._try(late, actions.supply, "li")

    @rule(ok=st.booleans())
    def supply_later(self, ok: bool) -> None:
        self._try(True, actions.supply_later, "li", None, "M-SIGN", how="1")
        self._try(False, actions.check_later, "clerk", None, "M-SIGN", ok=ok, reason="没有盖章")

    @rule(item=ITEMS, late=st.booleans())
    def withdraw_one(self, item: str, late: bool) -> None:
        self._try(late, actions.withdraw, "li", item, reason="不办了")

    @rule(sure=st.sampled_from([False, False, True]))
    def withdraw_all(self, sure: bool) -> None:
        if sure:
            self._try(False, actions.withdraw, "li", reason="都不办了")

    @rule(hours=st.sampled_from([1, 30, 24 * 8]))
    def time_passes(self, hours: int) -> None:
        self.at += timedelta(hours=hours)
        actions.alarms(self.at)
        self._told()

    def _try(self, late: bool, act: Any, who: str, item: str | None = None, *args: Any, **more: Any) -> None:
        """One act by one person, which the rules may refuse; `late`: its news is told with the next one's."""
        self.at += timedelta(minutes=7)
        if item is not None and item not in self.items:
            return
        number = self.number if item is None else self.members[item].number
        try:
            act(self.county[who], number, *args, now=self.at, **more)
        except RuleBroken as refusal:
            assert refusal.words and "{" not in refusal.words
        self.behind = True
        if not late:
            self._told()

    def _told(self) -> None:
        drain(self.at)
        self.behind = False

    @property
    def whole(self) -> Case:
        return Case.objects.get(number=self.number)

    @property
    def members(self) -> dict[str, Case]:
        found = Case.objects.filter(parent__number=self.number).select_related("item")
        return {one.item.code: one for one in found}

    @invariant()
    def one_application_and_one_case_for_each_member(self) -> None:
        assert [one.number for one in Case.objects.filter(parent=None)] == [self.number]
        assert sorted(self.members) == sorted(self.items) and Case.objects.count() == 1 + len(self.items)
        for one in self.members.values():
            check(one.number)
        assert list(trail.broken_links(self.number)) == []

    @invariant()
    def nobody_starts_before_what_it_needs_and_no_clock_runs_before(self) -> None:
        found = self.members
        plan = catalogue.plan(self.whole.version_id)
        after = rules.after(part for part in plan.parts if part.item in found)
        for item, one in found.items():
            if one.accepted_at is None:
                assert (one.promise_due, one.legal_due, one.due_at) == (None, None, None)
                assert one.state == State.WAITING or one.state in ENDED
                continue
            for other in after[item]:
                made = found[other]
                assert made.state in MADE and made.issued_at <= one.accepted_at

    @invariant()
    def each_member_ends_once(self) -> None:
        for one in self.members.values():
            ways = [(e.data["from"], e.data["to"]) for e in trail.history(one.number) if "act" in e.data]
            ends = [to for before, to in ways if to in ENDED and before not in ENDED]
            assert len(ends) == (one.state in ENDED), ways

    @invariant()
    def the_whole_ends_when_and_only_when_all_have(self) -> None:
        over = self.whole.state in ENDED
        all_over = all(one.state in ENDED for one in self.members.values())
        assert all_over or not over
        assert self.behind or over == all_over
        if self.whole.state == State.WITHDRAWN:
            out = [one for one in self.members.values() if one.state in {State.ISSUED, State.REFUSED}]
            assert all(is_own(one.delivery) for one in out), "what was decided still reaches the applicant"
        self.reached.add(str(self.whole.state))

    @invariant()
    def one_notice_in_which_nothing_stands_twice(self) -> None:
        papers = CaseDocument.objects.filter(kind="correction_notice").select_related("case").order_by("id")
        assert {one.case.number for one in papers} <= {self.number}, "no member asks by itself"
        assert self.whole.corrections == len(papers)
        for place, one in enumerate(papers):
            names = [line["name"] for line in one.data["lines"]]
            assert names and len(names) == len(set(names))
            assert place == 0 or one.data["again"], "the second has its reason"
        codes = [line.code for line in self.whole.materials.all()]
        assert len(codes) == len(set(codes))

    @invariant()
    def each_result_is_handed_out_once_and_by_one_way(self) -> None:
        whole, members = self.whole, self.members
        for one in (whole, *members.values()):
            given = [e.kind for e in trail.history(one.number) if _arrives(e.data)]
            assert len(given) == (one.state == State.DELIVERED), (one.title, given, one.state)
            along = one.pk != whole.pk and not is_own(one.delivery)
            assert not along or given in ([], ["case.went_along"]), "what lies with the whole leaves with it"
        if whole.state == State.DELIVERED:
            left = [one for one in members.values() if is_own(one.delivery) and one.state in TO_COME]
            assert left == [], "the whole is over with its last result"

    def teardown(self) -> None:
        if hasattr(self, "sid"):
            transaction.savepoint_rollback(self.sid)


@pytest.mark.parametrize("policy", ["go_on", "stop"])
def test_whatever_happens_the_whole_stays_whole(county, monkeypatch, policy):
    written = world.members()
    sign = written[2].materials[1]
    may_follow = (written[2].materials[0], replace(sign, need=Need.DEFERRABLE, deferral_days=2))
    written[2] = replace(written[2], materials=may_follow)
    monkeypatch.setattr(world, "members", lambda: written)
    world.publish(county, policy=policy)
    drain(county.now)
    Whole.county, Whole.reached = county, set()
    run_state_machine_as_test(
        Whole,
        settings=settings(
            max_examples=7, stateful_step_count=14, deadline=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    assert Whole.reached & ENDED and str(State.REVIEWING) in Whole.reached
