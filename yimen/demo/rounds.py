"""会签 in the sample county: one case stands in it, one is in its second round, one has a signature added,
one sits (三堂会诊). All of 旅游民宿备案 and 民办幼儿园设立, where two departments sign at once.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from yimen.cases import actions
from yimen.cases.models import Case, Seat
from yimen.rules.authority import Actor
from yimen.rules.errors import RuleBroken
from yimen.rules.terms import Audience

from . import county
from .stories import Cast, Story, Unsuited, drop

#: Items with two departments beside each other, by their short names.
MIXED = ("homestay", "private_school")
#: So often a play is begun anew where it does not come about by chance, and how many days before now.
_TRIES, _DAYS = 12, 2


def tell_all(cast: Cast, now: datetime, rng: random.Random) -> int:
    """Every play once; how many came about."""
    return sum(_play(cast, play, now, rng) for play in PLAYS)


def _play(cast: Cast, play: Callable[[Story], None], now: datetime, rng: random.Random) -> bool:
    specs = [spec for spec in county.item_specs() if spec.extra["key"] in MIXED]
    for n in range(_TRIES):
        spec = specs[n % len(specs)]
        party, actor = rng.choice(cast.people if Audience.PERSON in spec.audiences else cast.firms)
        begin = now - timedelta(days=_DAYS + n)
        story = Story(cast, rng, spec, party, actor, rng.choice(cast.clerks), begin, now)
        try:
            story.file()
            story.accept()
            play(story)
        except (Unsuited, RuleBroken):
            drop(story)
            continue
        return True
    return False


def _open(story: Story) -> list[tuple[Seat, Actor]]:
    """All open seats with who holds them."""
    case = Case.objects.get(number=story.number)
    found = []
    for seat in Seat.objects.filter(case=case, round=case.round, is_open=True).order_by("order"):
        holder = story.cast.signers.get((seat.department, seat.role))
        if holder is None or holder.staff == case.accepted_by:
            raise Unsuited
        found.append((seat, holder))
    return found


def _to_the_group(story: Story) -> list[tuple[Seat, Actor]]:
    """Sign until two are asked at once."""
    for _ in range(6):
        waiting = _open(story)
        if len(waiting) > 1:
            return waiting
        _say(story, waiting[0][1], "材料齐全，符合条件。")
    raise Unsuited


def _say(story: Story, holder: Actor, words: str) -> None:
    actions.opinion(holder, story.number, verdict="agree", text=words, now=story.later(10, 60))


def _signed_by_one(story: Story) -> None:
    """会签: one of two has signed, the other is urged by the applicant."""
    first, _second = _to_the_group(story)
    _say(story, first[1], "现场看过，消防通道和器材符合要求。")
    if story.applicant is not None:
        actions.urge(story.applicant, story.number, now=story.later(5, 20))


def _second_round(story: Story) -> None:
    """退回: the next step sends it back to one of the two, who signs again."""
    for _seat, holder in _to_the_group(story):
        _say(story, holder, "同意。")
    ((_seat, holder),) = _open(story)
    earlier = Seat.objects.filter(case__number=story.number, round=1, beside="all").first()
    if earlier is None:
        raise Unsuited
    actions.send_back(
        holder, story.number, to=earlier.order, reason="意见里没写床位数，请补充", now=story.later(5, 20)
    )


def _with_a_seat_added(story: Story) -> None:
    """加签: who reviews asks another bureau first, and gives a copy to its own director."""
    seat, holder = _open(story)[0]
    asked = next(d for d in county.departments() if d.key == "scjg")
    actions.add_seat(
        holder, story.number, department=asked.code, role="officer", place="before",
        reason="要供餐，请看食品安全条件", now=story.later(5, 30),
    )  # fmt: skip
    director = story.cast.signers.get((seat.department, "director"))
    if director is not None and director.staff != holder.staff:
        actions.copy_to(holder, story.number, staff=[director.staff], now=story.later(2, 10))


def _sitting(story: Story) -> None:
    """三堂会诊: the window calls it, the first has spoken, the minutes are begun."""
    actions.convene(story.clerk, story.number, reason="选址靠近河道，请一起看", now=story.later(5, 20))
    _seat, holder = _open(story)[0]
    _say(story, holder, "房屋安全鉴定齐全，离河道 60 米。")
    actions.minute(
        holder, story.number, text="经办人说明现场情况；各部门当天看完材料再签。", now=story.later(2, 10)
    )


PLAYS = (_signed_by_one, _second_round, _with_a_seat_added, _sitting)
