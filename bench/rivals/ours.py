"""The product's own actions: one lifecycle from submission to the result issued."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import django
from django.core.management import call_command

#: A Monday morning of the county's published year.
NOW = datetime(2026, 11, 16, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
_MINUTE = timedelta(minutes=1)


class Ours:
    """Yimen: clock, permission, one transition table, audit chain and outbox in each transaction."""

    def __init__(self) -> None:
        django.setup()
        call_command("migrate", verbosity=0)
        from tests import county as counties
        from yimen.bureau.models import Region
        from yimen.cases import actions

        self.actions, self.counties = actions, counties
        self.county = _known(counties) if Region.objects.exists() else counties.build(NOW)

    def prepare(self, count: int) -> list[str]:
        """Drafts that only want to be handed in."""
        return [self.draft() for _ in range(count)]

    def draft(self, now: datetime = NOW) -> str:
        """One filled draft; its number."""
        act, county = self.actions, self.county
        li, party = county["li"], county.parties["li"].pk
        made = act.open_draft(
            li, self.counties.LICENCE, party, channel="2", region=self.counties.REGION, now=now
        )
        act.save(li, made.number, {"shop_name": "青石面馆", "area": "120"}, now=now)
        for code in ("M-PLAN", "M-RULES"):
            act.attach(li, made.number, code, None, now=now, how="1")
        return made.number

    def steps(self, number: str) -> tuple[object, ...]:
        """The seven acts of one lifecycle, each one durable transaction."""
        act, who = self.actions, self.county
        at = [NOW + n * _MINUTE for n in range(1, 8)]
        return (
            lambda: act.submit(who["li"], number, now=at[0]),
            lambda: act.receive(who["clerk"], number, now=at[1]),
            lambda: act.accept(who["clerk"], number, now=at[2]),
            lambda: act.opinion(who["officer"], number, verdict="agree", text="符合条件", now=at[3]),
            lambda: act.opinion(who["head"], number, verdict="agree", text="同意", now=at[4]),
            lambda: act.grant(
                who["director"], number, now=at[5], result_number="JY1", result_from=at[5].date()
            ),
            lambda: act.issue(who["clerk"], number, now=at[6]),
        )

    def run(self, prepared: list[str]) -> None:
        """Every draft to its end."""
        for number in prepared:
            for step in self.steps(number):
                step()  # type: ignore[operator]


def _known(counties: Any) -> Any:
    """The small county of a database that was filled before."""
    from yimen.accounts import queries as accounts
    from yimen.accounts.models import Account

    county = counties.County(NOW)
    keys = {number: key for key, number, *_ in counties._STAFF} | {"19900000001": "li"}
    for account in Account.objects.select_related("party", "staff").filter(login__in=keys):
        county.actors[keys[account.login]] = accounts.actor_of(account, NOW)
        if account.party is not None:
            county.parties[keys[account.login]] = account.party
    return county


def contender() -> Ours:
    """The contender of this module."""
    return Ours()
