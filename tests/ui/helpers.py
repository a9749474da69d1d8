"""What the gate walks of helping: a mandate that waits, one that holds, cases, a rating, visits."""

from __future__ import annotations

from datetime import timedelta

from tests import county as counties
from tests import help_world
from yimen.cases import actions as cases
from yimen.helping import actions, queries
from yimen.parties.actions import helping
from yimen.rules.calendar import china_date
from yimen.rules.terms import Channel


def play(county: counties.County) -> dict[str, str]:
    """A helper of a bank, whom two people asked; names for the paths."""
    now = county.now
    help_world.come(county)
    holds = help_world.allow(county, now, who="li")
    waits = help_world.ask(county, now, who="wang")
    helping.send_code(county["helper"], waits, now=now)
    helper, party = help_world.now_allowed(county["helper"], now), county.parties["li"].pk
    numbers = [
        cases.open_draft(
            helper, counties.LICENCE, party, channel=str(Channel.HELPER), region=counties.REGION, now=now
        ).number
        for _ in range(3)
    ]  # fmt: skip
    for number in numbers[1:]:
        cases.save(helper, number, {"shop_name": "青石面馆", "area": "120"}, now=now)
        for code in ("M-PLAN", "M-RULES"):
            cases.attach(helper, number, code, None, now=now, how="1")
        cases.submit(helper, number, now=now, again="另一家店")
    cases.withdraw(county["li"], numbers[2], reason="不办了", now=now)
    actions.rate(county["li"], numbers[2], "5", "很耐心", now=now)
    cases.withdraw(county["li"], numbers[1], reason="不办了", now=now)
    asked = [
        actions.ask_visit(county[who], counties.REGION, "三组 8 号", "old", "weekday", "看不清字", now=now).id
        for who in ("li", "wang")
    ]
    day = china_date(now) + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    actions.take_visit(county["helper"], asked[1], day, 600, now=now)
    sheet = actions.print_sheet(county["helper"], now=now).id
    slip = queries.sheet_of(county["helper"].staff, sheet)[0].number
    actions.match_slip(county["helper"], slip, numbers[1], now=now)
    actions.note_guidance(county["helper"], counties.LICENCE, counties.REGION, "person", "knows", now=now)
    actions.note_guidance(county["helper"], "", counties.REGION, "phone", "nowhere", "no_item", now=now)
    return {
        "slip_sheet": str(sheet), "slip": slip, "help_holds": str(holds), "help_waits": str(waits),
        "helped_draft": numbers[0],
        "helped_over": numbers[1], "helped_rated": numbers[2], "home_waits": str(asked[0]),
        "home_taken": str(asked[1]),
    }  # fmt: skip
