"""Records at each stage and a request for correction, for the gate."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from tests import county as counties
from tests.archives.conftest import closed, picture
from yimen.archives import actions
from yimen.config.worker import drain
from yimen.personal import actions as personal
from yimen.vault import actions as vault

#: When the terms of all records are over.
OVER = datetime(2099, 1, 1, tzinfo=UTC)


def filed(county: counties.County, shade: int) -> str:
    """A case closed seventy days ago and filed away."""
    number = closed(county, shade, timezone.now() - timedelta(days=70))
    drain(timezone.now())
    actions.turn(timezone.now())
    return number


def play(county: counties.County) -> dict[str, str]:
    """A record that is due, one on a list, one kept, one on hold; and what 李敏 asks to be corrected."""
    made = {name: filed(county, shade) for shade, name in enumerate(("due", "listed"), 900)}
    actions.expire_due(OVER)
    listing = actions.propose(
        county["keeper"], [made["listed"]], "三十年期满，没有继续保存的价值", now=county.now
    )
    made |= {name: filed(county, shade) for shade, name in enumerate(("kept", "held"), 950)}
    words = ("行政诉讼", "（2026）云 01 行初 3 号", "法院要求保全这一件")
    actions.set_hold(county["supervisor"], made["held"], *words, now=county.now)
    proof = vault.keep(county["li"], [picture(970)], "户口簿.png", now=county.now).id
    asked = personal.ask(county["li"], "name", "李闽", "登记时录错了一个字", proof, now=county.now)
    return {f"record_{name}": number for name, number in made.items()} | {
        "list": str(listing.id), "correction_request": str(asked.id),
    }  # fmt: skip
