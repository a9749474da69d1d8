"""Decisions by machine: what the worker does with cases that were handed in, up to the queued licence."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import django
from django.core.management import call_command

from .ours import NOW

#: The register has answered already, as it has when a draft was begun: what is measured is deciding.
ASKED = "asked"


class Decides:
    """秒批: judged, received, accepted and granted, with its documents and its rows of the trail."""

    def __init__(self) -> None:
        os.environ["YIMEN_REGISTERS"] = ""
        django.setup()
        call_command("migrate", verbosity=0)
        from tests import county as counties
        from tests import instant_world as worlds
        from yimen.instant.reactions import judge
        from yimen.parties import actions as parties
        from yimen.rules.registers import Register, Reply, Status
        from yimen.trail import queries, relay

        self.worlds, self.queries, self.relay, self.judge = worlds, queries, relay, judge
        self.county = counties.build(NOW)
        worlds.build(self.county, NOW)
        from django.db import transaction

        with transaction.atomic():
            reply = Reply(Status.ANSWERED, {"ent_name": "云溪县青石面馆"})
            parties.keep_record(self.county.parties["firm"].pk, Register.ENTERPRISES, reply, now=NOW)

    def prepare(self, count: int) -> list[Any]:
        """Cases that were handed in online: the events that ask for a decision."""
        numbers = [self.worlds.file(self.county, NOW) for _ in range(count)]
        return [self.queries.newest(one, "case.submitted", limit=1)[0] for one in numbers]

    def run(self, prepared: list[Any]) -> int:
        """Each decided on in its own transaction, as the worker does; how many were granted."""
        from yimen.cases.models import Case

        for row in prepared:
            self.relay._react(row, self.judge, NOW + timedelta(seconds=5))
        granted = Case.objects.filter(number__in=[row.stream for row in prepared], state="granted")
        return granted.count()


def contender() -> Decides:
    """The contender of this module."""
    return Decides()
