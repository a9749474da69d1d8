"""号码开头: no queue's numbers begin as another's do, or visitors hear the wrong one."""

from __future__ import annotations

import pytest

from tests import hall_world as world
from tests.county import County
from yimen.hall import actions
from yimen.hall.models import Line
from yimen.rules.authority import SYSTEM
from yimen.rules.hall.keeping import LineAlike, require_unlike

SITE = world.CENTRE_SITE


@pytest.mark.parametrize(
    ("letter", "others", "alike"),
    [
        ("A", ["B", "C"], ""),
        ("A", ["A", "B"], ""),
        ("A1", ["A"], "A"),
        ("A", ["A1", "B"], "A1"),
        ("AB", ["B"], ""),
    ],
)
def test_which_sound_alike(letter: str, others: list[str], alike: str) -> None:
    if not alike:
        require_unlike(letter, others)
        return
    with pytest.raises(LineAlike) as refused:
        require_unlike(letter, others)
    assert refused.value.facts == {"letter": letter, "other": alike}


@pytest.mark.both
@pytest.mark.django_db
def test_a_queue_that_sounds_like_another_is_refused(county: County) -> None:
    now = county.now
    with pytest.raises(LineAlike):
        actions.keep_line(county["keeper"], SITE, "A1", "快办", 5, now=now)
    actions.keep_line(SYSTEM, SITE, "A", "综合", 10, now=now, active=False)
    actions.keep_line(county["keeper"], SITE, "A1", "快办", 5, now=now)
    with pytest.raises(LineAlike):
        actions.keep_line(SYSTEM, SITE, "A", "综合", 10, now=now)
    assert set(Line.objects.filter(site__code=SITE, active=True).values_list("letter", flat=True)) == {
        "A1",
        "B",
    }
