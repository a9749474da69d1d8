"""Promises in the sample county: 容缺 supplied; 告知承诺 found true, found untrue and revoked, late, due.

Lived by real acts; the checks come after the worker has opened them.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from yimen.cases import actions
from yimen.cases.models import Case
from yimen.pledges import actions as pledges
from yimen.pledges import queries as checks
from yimen.pledges.models import Check
from yimen.rules.authority import Actor
from yimen.rules.calendar import china_date
from yimen.rules.errors import RuleBroken
from yimen.rules.item import ItemSpec
from yimen.rules.pledge_terms import Found
from yimen.rules.terms import Audience, Need, Role, Unit

from . import answers
from .stories import Cast, Story, Unsuited, drop

#: The item with a promise, and the answers under which the proof is wanted.
ITEM, ANSWERS = "business_self", {"place_source": "rent", "has_agent": False}
#: Begun so many days ago; the first is found true, the second untrue, the third is late, the last is due.
BEFORE = (50, 40, 75, 12)
_TRIES = 12


@dataclass(frozen=True)
class Told:
    """Numbers of the cases whose promises are checked: the true one, and the untrue one."""

    true: str = ""
    untrue: str = ""


def tell_before(cast: Cast, now: datetime, rng: random.Random) -> Told:
    """The cases, granted and handed out; the checks follow when the worker has run."""
    spec = next(one for one in cast.specs if one.extra["key"] == ITEM)
    numbers = [_promised(cast, spec, place, days, now, rng) for place, days in enumerate(BEFORE)]
    _later(cast, now, rng)
    return Told(numbers[0], numbers[1])


def _promised(cast: Cast, spec: ItemSpec, place: int, days: int, now: datetime, rng: random.Random) -> str:
    marked = [one for one in cast.people if one[1] is not None]
    party, actor = marked[place % len(marked)]
    for n in range(_TRIES):
        story = Story(
            cast, rng, spec, party, actor, rng.choice(cast.clerks), now - timedelta(days=days + n), now
        )
        try:
            _live(story)
        except (Unsuited, RuleBroken):
            drop(story)
            continue
        return story.number
    return ""


def _live(story: Story) -> None:
    """Filled in, signed, accepted, granted and handed out."""
    story.file(submit=False)
    raw = answers.sample(story.spec, story.who(), china_date(story.at), story.rng)
    if raw is None:
        raise Unsuited
    actions.save(story.filer, story.number, {**raw, **ANSWERS}, now=story.at)
    free = [one for one in story.spec.materials if one.pledge]
    rest = tuple(one for one in story.spec.materials if not one.pledge)
    replace(story, spec=replace(story.spec, materials=rest)).attach_all()
    actions.pledge(
        story.filer, story.number, [one.code for one in free], agreed=True, signer=story.party.name,
        now=story.at,
    )  # fmt: skip
    actions.submit(story.filer, story.number, now=story.later(2, 30))
    _accept(story)
    story.grant()
    story.hand_out()


def _accept(story: Story) -> None:
    actions.receive(story.clerk, story.number, now=story.later(5, 60))
    actions.accept(story.clerk, story.number, now=story.later(5, 60))


def _later(cast: Cast, now: datetime, rng: random.Random) -> None:
    """容缺: one material is promised for later, accepted with a gap, supplied in time and found right."""
    fit = [(spec, code) for spec in cast.specs if (code := _deferrable(spec))]
    for n in range(_TRIES):
        spec, code = fit[n % len(fit)]
        party, actor = next(one for one in cast.people if one[1] is not None)
        begin = now - timedelta(days=15 + n)
        story = Story(cast, rng, spec, party, actor, rng.choice(cast.clerks), begin, now)
        try:
            _with_a_gap(story, code)
        except (Unsuited, RuleBroken):
            drop(story)
            continue
        return


def _deferrable(spec: ItemSpec) -> str:
    """The material of an item that a person may give later, where it is asked of everybody."""
    long = spec.promise is not None and spec.promise.unit is Unit.WORKING and spec.promise.days >= 3
    fit = (
        one.code for one in spec.materials
        if one.need is Need.DEFERRABLE and one.when is None and not one.exempt_by
    )  # fmt: skip
    return next(fit, "") if long and Audience.PERSON in spec.audiences else ""


def _with_a_gap(story: Story, code: str) -> None:
    story.file(submit=False)
    rest = tuple(one for one in story.spec.materials if one.code != code)
    replace(story, spec=replace(story.spec, materials=rest)).attach_all()
    actions.promise(story.filer, story.number, [code], agreed=True, signer=story.party.name, now=story.at)
    actions.submit(story.filer, story.number, now=story.later(2, 20))
    actions.receive(story.clerk, story.number, now=story.later(5, 40))
    actions.accept_deferred(story.clerk, story.number, deferred=[code], now=story.later(5, 40))
    actions.supply_later(story.clerk, story.number, code, how="1", now=story.later(20, 90))
    actions.check_later(story.clerk, story.number, code, ok=True, now=story.later(5, 30))
    story.grant()
    story.hand_out()


# --- after the worker opened the checks ---------------------------------------------------------------------


def tell_checks(cast: Cast, told: Told, now: datetime) -> None:
    """One promise is found true; one untrue after its giver was heard, a breach; its revocation begins and is
    decided."""
    true, untrue = _check(told.true), _check(told.untrue)
    if true is not None:
        officer = _officer(cast, true)
        pledges.record(
            officer, true.pk, Found.TRUE, "现场看过，租赁合同租期到后年，房主也在场确认。", now=now
        )
    if untrue is not None:
        officer = _officer(cast, untrue)
        pledges.record(
            officer, untrue.pk, Found.FALSE, "照地址去了两次，是拆了的空地，房主说没有租出去。", now=now
        )
        pledges.hear(officer, untrue.pk, "本人来窗口说，房子没有谈下来，当时着急开业。", now=now)
        pledges.find_untrue(officer, untrue.pk, now=now)


def revoke(cast: Cast, told: Told, now: datetime) -> None:
    """The licence that stood on the untrue promise is revoked, once its file is there."""
    one = _check(told.untrue)
    if one is None or checks.way_to_revoke(told.untrue, now) is None:
        return
    begun = pledges.revoke(_officer(cast, one), one.pk, now=now).case
    clerk = cast.clerks[0]
    actions.receive(clerk, begun, now=now)
    for line in Case.objects.get(number=begun).materials.filter(status="missing"):
        actions.attach(clerk, begun, line.code, None, now=now, how="1")
    actions.accept(clerk, begun, now=now)
    case = Case.objects.select_related("party").get(number=begun)
    spec = next(one for one in cast.specs if one.code == case.item.code)
    story = Story(cast, random.Random(1), spec, case.party, None, clerk, now, now, begun)  # noqa: S311
    _decided(story, now)


def _decided(story: Story, now: datetime) -> None:
    """Signed by each in turn, decided and issued at this moment."""
    last = story.last_order()
    for seat, holder in story.seats():
        if seat.order == last:
            actions.grant(holder, story.number, now=now, text="同意撤销。")
            break
        actions.opinion(holder, story.number, verdict="agree", text="证据充分，已听取陈述。", now=now)
    actions.issue(story.clerk, story.number, now=now)


def _check(number: str) -> Check | None:
    return Check.objects.select_related("department").filter(case__number=number).first() if number else None


def _officer(cast: Cast, one: Check) -> Actor:
    """Who checks for the department."""
    return cast.signers[one.department.credit_code, str(Role.OFFICER)]
