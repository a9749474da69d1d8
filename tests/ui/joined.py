"""Rounds for the gate: a second round with a seat added, urged and copied; a sitting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests import county as counties
from yimen.cases import actions


def play(county: counties.County, now: Any, licence: Callable[..., str]) -> dict[str, str]:
    """A case in its second round with a seat added, urged and copied; one in a sitting."""
    made = {"added": licence(county, now, "signed"), "sitting": licence(county, now, "accepted")}
    number, officer, head = made["added"], county["officer"], county["head"]
    actions.send_back(head, number, reason="面积和平面图不一致", now=now)
    actions.opinion(officer, number, verdict="agree", text="以平面图为准", now=now)
    actions.add_seat(
        head, number, department=counties.HEALTH, role="director", place="before", reason="涉及餐饮卫生",
        now=now,
    )  # fmt: skip
    actions.urge(county["li"], number, now=now)
    actions.copy_to(head, number, staff=["0303"], reason="请知悉", now=now)
    actions.convene(county["clerk2"], made["sitting"], reason="材料有争议，请一起看", now=now)
    actions.opinion(officer, made["sitting"], verdict="agree", text="现场看过，符合条件", now=now)
    actions.minute(officer, made["sitting"], text="经办人说明现场情况，科长要求补一张照片。", now=now)
    return made
